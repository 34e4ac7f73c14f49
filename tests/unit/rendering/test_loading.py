"""Which pictures are loaded with the page, and which when they come near."""

from __future__ import annotations

import re

import pytest

from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder

PICTURE = "featured_image: /assets/p.png\nfeatured_image_alt: P\n"

#: Nothing is made that is not looked at.
SPARE = "[sharing]\ncards = false\n[images]\nformats = []\n"


def pages(folder: str, number: int, bare: int = 0) -> dict[str, str | bytes]:
    """Return pages in their order, the first few without a picture."""
    return {
        f"content/{folder}/p{each}.md": f"---\n{PICTURE if each >= bare else ''}---\n# P{each}\n"
        for each in range(number)
    }


def loading(site: SiteFolder, page: str) -> str:
    """Return a letter for each picture: Lazy, At once, or First of all."""
    images = re.findall(r"<img[^>]*>", site.text(page))
    return "".join("L" if "lazy" in img else "F" if "fetchp" in img else "A" for img in images)


def make(make_site: MakeSite, files: dict[str, str | bytes], more: str = "") -> SiteFolder:
    site = make_site({"assets/p.png": picture(size=(80, 50)), **files}, CONFIG + SPARE + more)
    site.build_well()
    return site


@pytest.mark.parametrize(
    ("number", "bare", "index", "expected"),
    [
        (5, 0, "# S\n", "AAALL"),
        (6, 1, "# S\n", "AALLL"),
        (6, 4, "# S\n", "AL"),
        (2, 0, f"---\n{PICTURE}---\n# S\n", "FLL"),
        (2, 0, "# S\n\n![P](/assets/p.png)\n", "ALL"),
        (2, 0, "---\nlist: compact\n---\n# S\n", ""),
    ],
)
def test_the_first_row_of_a_list(
    make_site: MakeSite, number: int, bare: int, index: str, expected: str
) -> None:
    files = {**pages("s", number, bare), "content/s/index.md": index}
    assert loading(make(make_site, files), "s/index.html") == expected


def test_every_list_page_has_a_first_row(make_site: MakeSite) -> None:
    files = {**pages("s", 5), "content/s/index.md": f"---\n{PICTURE}---\n# S\n"}
    site = make(make_site, files, "[pagination]\nsize = 2\n")
    assert loading(site, "s/index.html") == "FLL"
    assert loading(site, "s/page/2/index.html") == "AA"


def test_sections_come_before_the_pages_of_a_section(make_site: MakeSite) -> None:
    files = {
        **pages("s", 2),
        **pages("s/t", 1),
        "content/s/t/index.md": f"---\n{PICTURE}---\n# T\n",
    }
    assert loading(make(make_site, files), "s/index.html") == "ALL"
    files["content/s/t/index.md"] = "# T\n"
    assert loading(make(make_site, files), "s/index.html") == "AA"


def test_on_the_home_page_the_first_list_with_pictures(make_site: MakeSite) -> None:
    files = {**pages("r", 1, 1), **pages("s", 2), **pages("t", 1)}
    assert loading(make(make_site, files), "index.html") == "AAL"
    files["content/index.md"] = f"---\n{PICTURE}---\n# Home\n"
    assert loading(make(make_site, files), "index.html") == "FLLL"


def test_a_list_in_a_template_of_ones_own_waits(make_site: MakeSite) -> None:
    own = (
        '{% extends "base.html" %}{% block main %}{% with cards = page.pages, style = "cards", '
        'level = 2 %}{% include "partials/list.html" %}{% endwith %}'
        '{% for card in page.pages %}{% include "partials/card.html" %}{% endfor %}{% endblock %}'
    ).replace("{% for card in page.pages %}", "{% set level = 2 %}{% for card in page.pages %}")
    site = make(make_site, {**pages("s", 2), "templates/section.html": own})
    assert loading(site, "s/index.html") == "LLLL"
