"""Shortcodes and included texts: after any edit, a build makes what one from nothing makes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from support.clean_builds import build_cleanly
from support.pictures import picture
from support.sites import MakeSite, SiteFolder, read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

BADGE = "{# arguments\ntext: text\n@place: inline\n#}\n<b>{{ args.text }}</b>\n"
FILES = {
    "content/index.md": "# Home\n\n{{< badge a >}}\n",
    "content/plain.md": "# Plain\n\nNothing.\n",
    "content/data.md": "# Data\n\nCall {{< data lab.phone >}}.\n",
    "content/part.md": "# Part\n\nShared *text*, {{< badge b >}}\n\n## Method\n\nOne.\n",
    "content/_note.md": "A note.\n",
    "content/uses.md": (
        "# Uses\n\n{{< include part.md heading=Method >}}\n\n{{< include _note.md >}}\n"
    ),
    "content/card.md": "# Card\n\n{{< card plain.md >}}\n",
    "templates/shortcodes/badge.html": BADGE,
    "templates/shortcodes/card.html": (
        "{# arguments\npage: page, required\n#}\n<i>{{ args.page.title }}</i>\n"
    ),
    "data/lab.yaml": "phone: '1'\n",
}
EDITS: Mapping[str, tuple[str, str, list[str]]] = {
    "template": (
        "templates/shortcodes/badge.html",
        BADGE.replace("<b>", '<b class="x">'),
        ["card.md", "index.md", "part.md"],
    ),
    "head": (
        "templates/shortcodes/badge.html",
        BADGE.replace("text: text", "text: text\nsize: number = 3").replace(
            "}}<", "}}{{ args.size }}<"
        ),
        ["index.md", "part.md"],
    ),
    "included page": ("content/part.md", FILES["content/part.md"].replace("One", "Two"), []),
    "included file": ("content/_note.md", "Another *note*.\n", ["uses.md"]),
    "data": ("data/lab.yaml", "phone: '2'\n", ["data.md"]),
    "title": ("content/plain.md", "# Plainer\n\nNothing.\n", []),
    "text": ("content/plain.md", "# Plain\n\nSomething.\n", []),
}


def _is_clean(site: SiteFolder) -> None:
    result, files = build_cleanly(site.root)
    assert result.ok
    assert read_tree(site.output) == files


def test_edits(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    assert "<h2" in site.text("uses/index.html")
    for name, (path, text, rendered) in EDITS.items():
        before = (site.root / path).read_text()
        for state in (text, before):
            site.write({path: state})
            result = site.build_well()
            _is_clean(site)
            again = [source for _, source, reason in result.reasons if reason]
            if rendered and name not in {"template", "head"}:
                assert again == [f"content/{each}" for each in rendered], name


def test_a_template_renders_the_pages_that_use_it(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    path, text, _ = EDITS["template"]
    site.write({path: text})
    again = [source for _, source, reason in site.build_well().reasons if reason]
    assert again == ["content/index.md", "content/part.md"]
    _is_clean(site)


def test_what_an_argument_refers_to_changes(make_site: MakeSite) -> None:
    """Its text is a part of the page: what it cites, refers to and links to is followed."""
    bibliography = "@book{doe, author = {Doe, Jane}, title = {Knees}, year = 2024}\n"
    figures = "# B\n\n![One](a.png){#fig-one}\n"
    site = make_site(
        {
            "content/index.md": (
                '# Home\n\n{{< badge "As [@doe] and @fig-one in [B](b.md)" >}}\n\n'
                '{{< details "By @doe" >}}\nText.\n{{< /details >}}\n'
            ),
            "content/b.md": figures,
            "content/a.png": picture("PNG", (8, 6)),
            "references.bib": bibliography,
            "templates/shortcodes/badge.html": BADGE.replace(": text", ": markdown"),
        }
    )
    site.build_well()
    text = site.text("index.html")
    assert "(<a" in text
    assert "Doe, 2024</a>" in text
    assert "1 in B</a>" in text
    assert "<summary>By <a" in text
    assert 'href="/">Home</a></div></figcaption>' in site.text("b/index.html")
    edits = {
        "references.bib": (bibliography.replace("2024", "2020"), "Doe, 2020</a>"),
        "content/b.md": (f"# C\n\n![Two](a.png){{#fig-two}}\n\n{figures[5:]}", "2 in C</a>"),
        "templates/shortcodes/badge.html": (BADGE, "As [@doe] and @fig-one in [B](b.md)"),
    }
    for path, (edited, shown) in edits.items():
        site.write({path: edited})
        site.build_well()
        assert shown in site.text("index.html"), path
        _is_clean(site)
    assert "Referred to from" not in site.text("b/index.html")


def test_an_override_comes_and_goes(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": "# Home\n\n{{< kbd Ctrl-S >}}\n"})
    site.build_well()
    assert "<kbd>" in site.text("index.html")
    site.write(
        {"templates/shortcodes/kbd.html": "{# arguments\nkeys: text\n#}\n<b>{{ args.keys }}</b>\n"}
    )
    site.build_well()
    assert "<b>Ctrl-S</b>" in site.text("index.html")
    _is_clean(site)
    (site.root / "templates/shortcodes/kbd.html").unlink()
    site.build_well()
    assert "<kbd>" in site.text("index.html")


def test_an_included_page_becomes_a_draft(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    site.write({"content/part.md": f"---\ndraft: true\n---\n{FILES['content/part.md']}"})
    assert [each.code for each in site.build().diagnostics] == ["draft-link"]


def _include(number: int) -> str:
    return f"{{{{< include _{number}.md >}}}}\n\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {f"_{n}.md": _include(n + 1) * 10 for n in range(7)} | {"_7.md": "Text.\n"},
            "more than 1,000 texts",
        ),
        (
            {"_0.md": "{{< include _1.md >}}\n\n" * 40, "_1.md": ("word " * 1000 + "\n\n") * 30},
            "more than 5 MB",
        ),
        (
            {f"_{n}.md": _include(n + 1) for n in range(12)}
            | {"_12.md": "Text.\n", "a.md": "# A\n\n{{< include _7.md >}}\n"},
            "more than 8 deep",
        ),
    ],
    ids=["texts", "characters", "depth"],
)
def test_what_a_page_includes_has_limits(
    make_site: MakeSite, files: dict[str, str], told: str
) -> None:
    page = {"content/uses.md": "# Uses\n\n{{< include _0.md >}}\n"}
    site = make_site({f"content/{name}": text for name, text in files.items()} | page)
    found = [each for each in site.build().diagnostics if each.code == "include"]
    assert len(found) == 1
    assert told in found[0].message


def test_what_a_page_includes_beyond_its_limits_is_not_looked_at(make_site: MakeSite) -> None:
    """Its ids would be compared with all others: a page of a megabyte has 40,000 such lines."""
    part = "".join(f"## A heading {number}\n\n" for number in range(60))
    lines = "{{< include _0.md >}}\n\n" * 1_050
    site = make_site({"content/_0.md": part, "content/uses.md": f"# Uses\n\n{lines}"})
    before = time.process_time()
    found = [str(each) for each in site.build().diagnostics if each.code == "include"]
    assert time.process_time() - before < 10
    hint = "include less of them here"
    excess = "the page includes more than 1,000 texts"
    skipped = "text is not looked at, because above,"
    assert found[:2] == [
        f"content/uses.md:2003:13: error[include]: {excess}; {hint}",
        f"content/uses.md:2005:13: error[include]: this {skipped} {excess}; {hint}",
    ]
    assert len(found) == 50
