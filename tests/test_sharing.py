"""Sharing cards of whole sites: every page has one, and none is drawn twice."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

import sitegen
from sitegen.storage import system_fonts as fonts
from support.fonts import make_font
from support.pictures import BLUE, picture
from support.sites import CONFIG, read_tree

if TYPE_CHECKING:
    from sitegen.model import BuildResult
    from support.sites import MakeSite, SiteFolder

FILES: dict[str, str | bytes] = {
    "content/index.md": "Welcome.",
    "content/about.md": "---\ntitle: About us\nauthors: [Ada Exner, Bo Lind]\n---\nText.",
    "content/news/index.md": "# News",
    "content/news/one.md": "---\ndate: 2024-01-02\ntags: [MRI]\n---\n# First *news*\n\nText.",
    "content/news/two.md": (
        "---\ntitle: Second\ndate: 2024-01-03\nfeatured_image: knee.png\n"
        "featured_image_alt: A knee\n---\nText."
    ),
    "content/news/knee.png": picture(size=(900, 700), colour=BLUE),
    "content/bare/three.md": "Text.",
}
OFF = CONFIG + "[sharing]\ncards = false\n"
PAGES = {
    "index.html": "Test Lab",
    "about/index.html": "About us",
    "news/index.html": "News",
    "news/one/index.html": "First news",
    "news/two/index.html": "Second",
    "bare/index.html": "Bare",
    "bare/three/index.html": "Three",
    "tags/index.html": "Tags",
    "tags/mri/index.html": "MRI",
}


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no fonts but those that a test puts there; returns their folder."""
    folder = tmp_path / "fonts"
    monkeypatch.setattr(fonts, "_folders", lambda: [str(folder)])
    return folder


def build(site: SiteFolder, **options: object) -> BuildResult:
    return sitegen.build(site.root, output=site.output, **options)  # type: ignore[arg-type]


def shared(site: SiteFolder, page: str) -> dict[str, str]:
    """Return the `og:image` fields of a page."""
    html = (site.output / page).read_text(encoding="utf-8")
    return dict(re.findall(r'<meta property="(og:image[:\w]*)" content="([^"]*)">', html))


def card_of(site: SiteFolder, page: str) -> Path:
    url = shared(site, page)["og:image"]
    return site.output / url.removeprefix("https://lab.example.org/")


def cards(site: SiteFolder) -> dict[str, bytes]:
    return {name: data for name, data in read_tree(site.output).items() if "-card." in name}


def test_every_page_has_a_card(make_site: MakeSite) -> None:
    site = make_site(FILES)
    result = build(site)
    assert result.ok
    assert [str(each) for each in result.diagnostics] == []
    for page, title in PAGES.items():
        fields = shared(site, page)
        path = card_of(site, page)
        with Image.open(path) as image:
            assert image.size == (1200, 630)
            assert fields["og:image:type"] == f"image/{(image.format or '').lower()}"
        assert (fields["og:image:width"], fields["og:image:height"]) == ("1200", "630")
        assert fields["og:image:alt"] == title
        html = (site.output / page).read_text(encoding="utf-8")
        assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert shared(site, "404.html") == {}
    assert len(cards(site)) == len(PAGES)
    with Image.open(card_of(site, "news/two/index.html")) as image:
        pixel = image.convert("RGB").getpixel((1000, 300))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 200


def test_the_same_cards_whoever_draws_them(make_site: MakeSite) -> None:
    files = FILES | {f"content/many/{n}.md": f"# Page {n}" for n in range(130)}
    alone, together = make_site(files), make_site(files)
    assert build(alone, jobs=1).ok
    assert build(together, jobs=2).ok
    assert len(cards(alone)) == len(PAGES) + 131
    assert cards(alone) == cards(together)


def test_no_card_is_drawn_twice(make_site: MakeSite) -> None:
    site = make_site(FILES)
    first = build(site)
    assert first.derived == first.images
    before = cards(site)
    page = site.root / "content/about.md"

    page.write_text(
        "---\ntitle: About us\nauthors: [Ada Exner, Bo Lind]\n---\nOther text.", encoding="utf-8"
    )
    assert build(site).derived == 0
    # The configuration is part of every page, but nothing of this is on a card.
    (site.root / "sitegen.toml").write_text(CONFIG + 'copyright = "C"\n', encoding="utf-8")
    again = build(site)
    assert (again.derived, again.rendered > 5) == (0, True)
    assert cards(site) == before

    page.write_text(
        "---\ntitle: About them\nauthors: [Ada Exner, Bo Lind]\n---\nOther text.", encoding="utf-8"
    )
    assert build(site).derived == 1
    assert len(set(cards(site)) - set(before)) == 1
    assert len(set(before) - set(cards(site))) == 1

    page.write_text(
        "---\ntitle: About us\nauthors: [Ada Exner, Bo Lind]\n---\nOther text.", encoding="utf-8"
    )
    assert build(site).derived == 0
    assert cards(site) == before


def test_cards_lie_in_the_cache(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(FILES)
    build(site)
    other = sitegen.build(site.root, output=tmp_path / "elsewhere")
    assert (other.ok, other.derived) == (True, 0)
    for path in (site.root / ".sitegen" / "images").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    third = sitegen.build(site.root, output=tmp_path / "third")
    assert third.derived == third.images
    assert read_tree(tmp_path / "third") == read_tree(tmp_path / "elsewhere")


def test_without_cards_the_featured_image_is_shown(make_site: MakeSite) -> None:
    site = make_site(FILES, OFF)
    assert build(site).ok
    assert cards(site) == {}
    assert shared(site, "about/index.html") == {}
    fields = shared(site, "news/two/index.html")
    assert fields["og:image:alt"] == "A knee"
    with Image.open(card_of(site, "news/two/index.html")) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 630))
    html = (site.output / "about/index.html").read_text(encoding="utf-8")
    assert '<meta name="twitter:card" content="summary">' in html


def test_a_title_in_letters_of_no_font(make_site: MakeSite, bare_machine: Path) -> None:
    files = {
        "content/a.md": "# 膝関節\n",
        "content/b.md": "# 🚀 Launch\n",
        "content/c.md": "# Ab\n",
    }
    site = make_site(files)
    (problem,) = build(site).diagnostics
    assert problem.code == "card-font"
    assert "節 膝 関: cards leave out the title of content/a.md;" in str(problem)
    # It is the home page's card but for what that says of the site.
    assert cards(site).keys() == build_again(site, bare_machine, "別")

    make_font(bare_machine / "a.ttf", "膝関節", name="Gothic")
    (site.root / "content/c.md").write_text("# Ac\n", encoding="utf-8")
    result = build(site)
    assert [str(each) for each in result.diagnostics] == []
    assert result.derived == 2


def build_again(site: SiteFolder, folder: Path, letters: str) -> set[str]:
    """Build with a font of no use to the site, from nothing."""
    make_font(folder / "b.ttf", letters)
    assert sitegen.build(site.root, output=site.output, clean=True).ok
    return set(cards(site))


def test_the_own_font(make_site: MakeSite, tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .…"
    data = make_font(tmp_path / "lab.ttf", letters).read_bytes()
    plain = make_site(FILES)
    site = make_site(FILES | {"assets/lab.ttf": data}, CONFIG + '[sharing]\nfont = "lab.ttf"\n')
    assert build(plain).ok
    assert build(site).ok
    assert not cards(site).keys() & cards(plain).keys()
    with Image.open(card_of(site, "news/index.html")) as image:
        # Rectangles instead of letters.
        assert len(image.convert("L").crop((80, 120, 500, 240)).getcolors() or []) < 8
    before = cards(site)
    (site.root / "assets/lab.ttf").write_bytes(
        make_font(tmp_path / "l.ttf", letters, height=600).read_bytes()
    )
    assert build(site).derived == len(cards(site))
    assert not cards(site).keys() & before.keys()


def test_a_font_that_vanishes_while_cards_are_drawn(
    make_site: MakeSite, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_font(bare_machine / "a.ttf", "膝関節")
    site = make_site({"content/a.md": "# 膝関節\n"})
    from sitegen.engine import social_card_drawing as module

    draw = module.draw_packed

    def lose(payload: bytes) -> bytes:
        path.unlink(missing_ok=True)
        return draw(payload)

    monkeypatch.setattr(module, "draw_packed", lose)
    with pytest.raises(
        sitegen.SitegenError, match=r"font of a sharing card cannot be read: .*a\.ttf"
    ):
        build(site)


def test_a_featured_image_that_is_broken_is_told_once(make_site: MakeSite) -> None:
    whole = picture(size=(900, 700), colour=BLUE)
    site = make_site(FILES | {"content/news/knee.png": whole[: len(whole) - 40]})
    found = [str(each) for each in build(site).diagnostics]
    assert len(found) == 1
    assert "image-broken" in found[0]


def test_titles_of_every_kind(make_site: MakeSite, bare_machine: Path) -> None:
    make_font(bare_machine / "a.ttf", "שחזורرכבهابك膝関節の画像。、「」 ()")
    titles = [
        "שחזור (MRI) כבר",
        "膝関節のMRI画像。",
        "a" * 5000,
        "\u202eabc",
        "e\u0301" * 300,
        "x\u0335" * 99,
    ]
    files = {f"content/{n}.md": f'---\ntitle: "{title}"\n---\n' for n, title in enumerate(titles)}
    site = make_site(files)
    result = build(site)
    assert result.ok
    assert len(cards(site)) == len(titles) + 1
    for data in cards(site).values():
        assert Image.open(io.BytesIO(data)).size == (1200, 630)


EDITS: list[dict[str, str | bytes]] = [
    {"content/about.md": "---\ntitle: About them\nauthors: [Bo Lind]\n---\nText."},
    {"content/news/index.md": "# Latest news"},
    {"content/news/knee.png": picture(size=(900, 700))},
    {"content/news/two.md": "---\ntitle: Second\ndate: 2024-01-03\n---\nText."},
    {"sitegen.toml": OFF},
    {"content/about.md": "# 膝\n", "sitegen.toml": CONFIG},
    {"content/about.md": "# 膝\n\nMore text.\n"},
    FILES,
]


def test_edits_lead_to_what_a_clean_build_makes(make_site: MakeSite) -> None:
    site, clean = make_site(FILES), make_site(FILES)
    build(site)
    for edit in EDITS:
        site.write(edit)
        clean.write(edit)
        found = build(site, jobs=1)
        expected = build(clean, jobs=1, clean=True)
        assert found.diagnostics == expected.diagnostics
        assert read_tree(site.output) == read_tree(clean.output)


@pytest.mark.usefixtures("bare_machine")
def test_letters_of_names_and_of_the_theme_s_words_are_looked_for(
    make_site: MakeSite,
) -> None:
    files = {
        "content/index.md": "# Start\n",
        "content/people/lea.md": "---\nname: Léa Öz\n---\n",
        "content/people/mia.md": "---\nname: {given: Mïa, family: Ŝu}\n---\n",
        "content/talks/one.md": "---\ntitle: One\nstart: 2026\n---\n",
        "content/rooms/one.md": "---\ntitle: One\n---\n",
        "content/norms.md": "---\ntitle: Norms $\\ell_1$\n---\n",
        "publications.bib": "@book{a, author={Zoë Žák}, title={Œuvre {\\aa}}, year=2020}\n",
    }
    config = CONFIG + 'language = "de"\n[collections.rooms]\nfolder = "rooms"\ntitle = "Räumè"\n'
    site = make_site(files, config)
    assert [str(each) for each in build(site).diagnostics] == []
