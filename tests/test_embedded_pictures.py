"""No picture is published inside another file without passing the publish guard.

Wherever a site can hold a picture as a text, one with a word in it stops the build at its place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sitegen.engine import embedded_pictures
from support.canaries import canary, data_uri, jpeg_with, segment
from support.pictures import corners, encoded
from support.sites import CONFIG, SiteFolder, read_tree

if TYPE_CHECKING:
    from support.sites import MakeSite

TOLD = "error[image-metadata]: a picture in it would be published with what it holds"
END = "put one in that was exported without"
CLEAN = data_uri(encoded(corners(), "PNG"), "image/png")


def _photo(slot: str) -> str:
    """Return the address of a photograph with the word of a slot."""
    return data_uri(jpeg_with(segment(0xFE, canary(slot).encode())))


def _page(name: str, more: str = "") -> str:
    return f"---\ntitle: A\ntemplate: {name}\n{more}---\nText.\n"


def _frame(slot: str) -> str:
    """Return a frame that shows a page with a photograph, which is itself in an address."""
    page = f"<img src={_photo(slot)}>"
    return f'<iframe src="data:text/html,{quote(page)}"></iframe>'


def _structured(slot: str) -> str:
    text = json.dumps({"image": _photo(slot)}).replace("/", "\\/")
    return f'<script type="application/ld+json">{text}</script>'


#: Templates with pictures, and the columns where these are.
TEMPLATES: dict[str, tuple[str, int]] = {
    "image": (f'<img src="{_photo("image")}" alt="">', 11),
    "reference": (f'<img src="{_photo("reference").replace(":", "&colon;")}" alt="">', 11),
    "srcset": (f'<source srcset="{CLEAN} 1x, {_photo("srcset")} 2x">', len(CLEAN) + 22),
    "poster": (f"<video poster={_photo('poster')}></video>", 15),
    "style": (f"<style>a {{ b: url({_photo('style')}) }}</style>", 19),
    "drawing": (f'<svg><image href="{_photo("drawing").replace("data", "DATA")}"/></svg>', 19),
    "structured": (_structured("structured"), 47),
    "frame": (_frame("frame"), 14),
    "script": (f'<script>const a = "{_photo("script").partition(",")[2]}"</script>', 20),
}
#: Files with pictures, and the places that are reported.
FILES: dict[str, tuple[str, str]] = {
    "content/field.md": (_page("field", f'extra_logo: "{_photo("field")}"\n'), "4:14"),
    "content/description.md": (_page("field", f"description: {_photo('description')}\n"), "4:14"),
    "content/code.md": (_page("field") + f"\n`{_photo('code')}`\n", "7:2"),
    "data/lab.yaml": (f'logo: "{_photo("data")}"\n', "1:8"),
    "sitegen.toml": (f'{CONFIG}[params]\nlogo = "{_photo("config")}"\n', "4:9"),
}
SHOWING = (
    "{{ page.content }}{{ page.description }}{{ page.extra.get('extra_logo') }}"
    "<img src='{{ site.params.logo }}'><img src='{{ data.lab.logo }}'>"
)


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """A site with a picture in each place."""
    files = {name: text for name, (text, _) in FILES.items()}
    files["templates/field.html"] = SHOWING
    for name, (html, _) in TEMPLATES.items():
        files |= {f"templates/{name}.html": html, f"content/{name}.md": _page(name)}
    return make_site({**files, "content/index.md": "# Home\n"}, files["sitegen.toml"])


def test_each_place_is_told(site: SiteFolder) -> None:
    site.build()
    places = {f"templates/{name}.html:1:{column}" for name, (_, column) in TEMPLATES.items()}
    places |= {f"{name}:{place}" for name, (_, place) in FILES.items()}
    assert site.messages() == sorted(f"{place}: {TOLD}: comment; {END}" for place in places)
    assert read_tree(site.output) == {}


def test_other_traces_are_told(make_site: MakeSite) -> None:
    named = CLEAN.replace(";", f";name={canary('name')};")
    drawing = f'<svg><g data-name="{canary("layer")}"/></svg>'
    page = {"content/index.md": "# Home\n", "content/a.md": _page("own")}
    site = make_site({**page, "templates/own.html": f'<img src="{named}" alt="">\n{drawing}'})
    site.build()
    assert site.messages() == [
        f"templates/own.html:1:11: {TOLD}: name of a file; {END}",
        f"templates/own.html:2:1: {TOLD}: data of a drawing program; {END}",
    ]


def test_a_place_that_is_not_found_is_that_of_the_page(make_site: MakeSite) -> None:
    start, end = _photo("parts")[:40], _photo("parts")[40:]
    template = f"<img src='{{{{ '{start}' ~ '{end}' }}}}' alt=''>"
    page = {"content/index.md": "# Home\n", "content/a.md": _page("own")}
    site = make_site({**page, "templates/own.html": template})
    site.build()
    (message,) = site.messages()
    assert message == (
        "content/a.md: error[image-metadata]: a picture in its HTML would be published with what it"
        " holds: comment; write the path of a picture instead, or put one in that was exported"
        " without"
    )


def test_pages_that_other_processes_render_are_searched(make_site: MakeSite) -> None:
    pages = {f"content/more/p{number}.md": _page("own") for number in range(60)}
    files = {**pages, "content/index.md": "# Home\n", "templates/own.html": TEMPLATES["image"][0]}
    site = make_site(files)
    site.build(jobs=2)
    assert site.messages() == [f"templates/own.html:1:11: {TOLD}: comment; {END}"]


def test_pages_are_searched_once(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[bytes] = []
    monkeypatch.setattr(embedded_pictures, "may_embed", searched.append)
    files = {f"content/{name}.md": f"# {name}\n" for name in ("index", "a", "b")}
    site = make_site(files)
    site.build_well()
    assert len(searched) > len(files)
    searched.clear()
    site.build_well()
    assert searched == []
    site.write({"content/a.md": "# a\n\nMore.\n"})
    site.build_well()
    assert 0 < len(searched) < len(files)


def test_clean_pictures_are_published(make_site: MakeSite) -> None:
    page = {"content/index.md": "# Home\n", "content/a.md": _page("own")}
    site = make_site({**page, "templates/own.html": f'<img src="{CLEAN}" alt="">'})
    site.build_well()
    assert CLEAN in site.text("a/index.html")
