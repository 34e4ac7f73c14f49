# ruff: noqa: E501  # tables of edits in one line are easier to compare
"""Small edits are built from what the last build left, and come out as from nothing."""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.storage.snapshot import FEW
from sitegen.storage.store import Store, open_store
from sitegen.storage.versions import describe_versions
from support.clean_builds import build_cleanly
from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.model import BuildResult

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
FILES: dict[str, str | bytes] = {
    "content/index.md": "---\ntitle: Home\nmenu: main\n---\nWelcome home.\n\nMore of it.\n",
    "content/about.md": "---\ntitle: About\n---\nAbout us.\n\nWith [a link](news/b.md#part).\n",
    "content/p.png": picture(size=(60, 40)),
    "content/news/index.md": "---\ntitle: News\nmenu: main\n---\nAll news.\n",
    "content/news/a.md": "---\ntitle: A\ndate: 2026-01-01\ntags: [MRI]\n---\nText of a.\n\nThe rest.\n",
    "content/news/b.md": (
        "---\ntitle: B\ndate: 2026-01-02\ntags: [MRI, CT]\n---\nText of b, and of\n*several* words.\n\n"
        "## Part\n\nThe rest, ![a phantom](../p.png){width=20} and [a](a.md).\n\n```python\nx = 1\n```\n"
    ),
    "content/news/c.md": "---\ntitle: C\ndate: 2026-01-03\n---\nText of c.\n\nThe rest.\n",
    "content/news/d.md": "---\ntitle: D\ndate: 2026-01-04\ndraft: true\n---\nText of d.\n",
    "content/news/e.md": "---\ntitle: E\ndate: 2999-01-04\n---\nText of e.\n",
    "templates/lab/page.html": (
        '{% extends "theme/page.html" %}{% block after_content %}{{ page.extra }}{% endblock %}'
    ),
    "content/lab/index.md": "---\ntitle: Lab\n---\nThe lab.\n",
    "content/lab/x.md": "# X of the *lab*\n\nText of x.\n\nThe rest.\n",
    "content/lab/y.md": "---\ntitle: Y\naliases: [/old/y/]\n---\nText of y.\n\nThe rest.\n",
    "content/lab/z.md": "---\ntitle: Z\nvenue: {name: Aachen, n: 1}\n---\nText of z.\n",
}
B = "news/b/index.html"
#: Where the card of `news/b` is shown: its section's list, its tags, its neighbours, the feed.
SHOW_B = {
    *("index.html", B, "news/index.html", "tags/mri/index.html", "tags/ct/index.html"),
    *("news/a/index.html", "news/c/index.html"),
}
FEEDS = {"feed.xml", "feed.json"}
#: Those of them that look different when its summary has changed.
CHANGED_B = {"index.html", B, "news/index.html", "tags/mri/index.html", "tags/ct/index.html"}


@dataclass
class Edited:
    """A site that is edited and built again and again, and compared with builds from nothing."""

    site: SiteFolder

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a page's text, once."""
        path = self.site.root / "content" / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, output: Path | None = None, **options: Any) -> BuildResult:
        """Build, and compare all that there is with a build from nothing."""
        output = output or self.site.output
        before = read_tree(output)
        result = self.site.build(output=output, **options)
        expected, clean = build_cleanly(self.site.root, **options)
        after = read_tree(output)
        assert result.diagnostics == expected.diagnostics
        assert (result.pages, result.ok) == (expected.pages, expected.ok)
        if not result.ok:
            assert after == before
            return result
        assert sorted(after) == sorted(clean)
        assert [name for name in clean if after[name] != clean[name]] == []
        assert (result.files, result.images) == (expected.files, expected.images)
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        assert set(result.changed) == changed - {".sitegen-manifest.json"}
        assert (result.written, result.removed) == (
            len(changed.intersection(after)) - (".sitegen-manifest.json" in changed),
            len(before.keys() - after.keys()),
        )
        assert result.unchanged == result.files - result.written
        return result

    def build_edits(self, rendered: set[str] | None = None, **options: Any) -> BuildResult:
        """Build, and expect that only what edits change was done; perhaps just these outputs."""
        result = self.build(**options)
        assert is_edit_build(result)
        assert result.ok
        outputs = rendered_by(result)
        assert (result.rendered, result.removed) == (len(outputs), 0)
        if rendered is not None:
            assert outputs == rendered
        return result

    def build_whole(self, **options: Any) -> BuildResult:
        """Build, and expect that it went all the way."""
        result = self.build(**options)
        assert not is_edit_build(result)
        return result

    def rest(self) -> None:
        """Build, and expect nothing to do."""
        result = self.build()
        assert (result.rendered, result.parsed, result.written, result.stages.get("parse")) == (
            0,
            0,
            0,
            None,
        )

    def store(self) -> Store:
        return open_store(self.site.root / ".sitegen", describe_versions())


def is_edit_build(result: BuildResult) -> bool:
    return "render" in result.stages and "assemble" not in result.stages


def rendered_by(result: BuildResult) -> set[str]:
    return {output for output, _, reason in result.reasons if reason}


@pytest.fixture
def lab(make_site: MakeSite) -> Edited:
    """The site, built; `test_the_first_build` compares it."""
    edited = Edited(make_site(FILES))
    edited.site.build_well()
    return edited


def test_the_first_build(make_site: MakeSite) -> None:
    Edited(make_site(FILES)).build_whole()


# --- the page alone, and who shows it -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "output"),
    [
        ("news/b", "The rest,", "The best,", B),
        ("news/b", "x = 1", "x = 2", B),
        ("news/b", "*several*", "**several**", B),
        ("about", "With [a link]", "With [b link]", "about/index.html"),
        ("index", "More of it.", "More of us.", "index.html"),
        ("lab/x", "The rest.", "The best.", "lab/x/index.html"),
        ("lab/x", "*lab*", "**lab**", "lab/x/index.html"),
        ("lab/y", "The rest.", "The best.", "lab/y/index.html"),
        ("lab/y", "The rest.", '<span style="color: red">The rest.</span>', "lab/y/index.html"),
        ("lab/y", "The rest.", "<center>The rest.</center>", "lab/y/index.html"),
    ],
)
def test_the_same_card(lab: Edited, name: str, old: str, new: str, output: str) -> None:
    lab.edit(name, old, new)
    result = lab.build_edits({output})
    assert (result.parsed, result.rendered) == (1, 1)
    assert result.written <= 1
    lab.rest()
    lab.edit(name, new, old)
    assert lab.build_edits({output}).rendered == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("news/b", "\n\n## Part", "\n\n\n\n## Part"),
        ("lab/z", "title: Z", "# who we are\ntitle: 'Z'"),
    ],
)
def test_an_edit_that_shows_nowhere(lab: Edited, name: str, old: str, new: str) -> None:
    lab.edit(name, old, new)
    result = lab.build_edits(set())
    assert (result.parsed, result.written) == (1, 0)
    lab.rest()


def test_another_summary(lab: Edited) -> None:
    lab.edit("news/b", "Text of b,", "Words of b,")
    result = lab.build_edits(SHOW_B)
    assert set(result.changed) == CHANGED_B | FEEDS
    assert "Words of b, and of several words." in lab.site.text("feed.xml")
    lab.rest()


def test_the_neighbours_show_what_a_template_asks_of_them(lab: Edited) -> None:
    own = '{% extends "theme/page.html" %}{% block after_content %}{{ page.next.summary if page.next }}{% endblock %}'
    lab.site.write({"templates/news/page.html": own})
    lab.build_whole()
    lab.edit("news/b", "Text of b,", "Words of b,")
    assert {"news/a/index.html", "news/c/index.html"} & set(lab.build_edits(SHOW_B).changed)


def test_more_words_are_another_card(lab: Edited) -> None:
    lab.edit("news/b", "The rest,", "The rest of it,")
    result = lab.build_edits(SHOW_B)
    assert set(result.changed) == {B}


def test_a_reading_time_that_only_a_list_shows(lab: Edited) -> None:
    own = '{% extends "theme/section.html" %}{% block content %}{% for p in page.pages %}{{ p.reading_time }}/{{ p.word_count }} {% endfor %}{% endblock %}'
    lab.site.write({"templates/news/section.html": own})
    lab.build_whole()
    lab.edit("news/c", "The rest.", "word " * 900)
    assert "news/index.html" in lab.build_edits().changed


def test_home_shows_pages_outside_sections(lab: Edited) -> None:
    lab.site.write({"templates/home.html": "{% for p in page.pages %}{{ p.summary }}{% endfor %}"})
    lab.build_whole()
    lab.edit("about", "About us.", "All about us.")
    assert set(lab.build_edits({"about/index.html", "index.html"}).changed) == {
        "about/index.html",
        "index.html",
    }
    lab.edit("news/index", "All news.", "Some news.")
    assert "index.html" not in lab.build_edits().changed


def test_a_description_hides_the_text(lab: Edited) -> None:
    lab.edit("news/c", "title: C", "title: C\ndescription: Said.")
    lab.build_whole()
    lab.edit("news/c", "Text of c.", "Word of c.")
    lab.build_edits({"news/c/index.html"})


def test_list_pages_after_the_first(make_site: MakeSite) -> None:
    """Of a section's list pages, those are rendered that show the card, and all when it is itself."""
    pages = {f"content/s/p{n}.md": f"---\nweight: {n}\n---\nText {n}.\n" for n in range(1, 6)}
    site = make_site(
        {**pages, "content/s/index.md": "Intro.\n"}, CONFIG + "[pagination]\nsize = 2\n"
    )
    lab = Edited(site)
    lab.build_whole()
    lab.edit("s/p5", "Text 5.", "Word 5.")
    shown = {"s/p5/index.html", "s/page/3/index.html"}
    assert set(lab.build_edits().changed) - {"index.html"} == shown
    lab.edit("s/index", "Intro.", "Entry.")
    own = {"s/index.html", "s/page/2/index.html", "s/page/3/index.html"}
    assert own <= rendered_by(lab.build_edits())


def test_a_generated_page_that_shows_the_card(make_site: MakeSite) -> None:
    """Home, sections and tags without a file of their own."""
    files = {
        "content/a.md": "---\ntags: [t]\n---\nOne.\n",
        "content/s/b.md": "---\ntags: [t]\n---\nTwo.\n",
    }
    lab = Edited(make_site(files))
    lab.build_whole()
    lab.edit("a", "One.", "Three.")
    assert set(lab.build_edits().changed) == {"a/index.html", "tags/t/index.html"}
    lab.edit("s/b", "Two.", "Four.")
    assert {"s/b/index.html", "s/index.html", "tags/t/index.html"} <= set(lab.build_edits().changed)


def test_the_page_at_an_old_url_that_shows_a_card(lab: Edited) -> None:
    lab.site.write({"templates/redirect.html": "{{ target }} {{ section('news').summary }}"})
    lab.build_whole()
    lab.edit("lab/x", "Text of x.", "Word of x.")
    lab.build_edits()
    lab.edit("news/index", "All news.", "Some news.")
    assert "old/y/index.html" in lab.build_edits().changed
    assert lab.site.text("old/y/index.html") == "/lab/y/ Some news."


def test_what_a_page_asks_now_counts_for_the_next_edit(lab: Edited) -> None:
    """What a template asks may depend on the text: the record of the last rendering counts."""
    own = "{% if 'ask' in page.content %}{{ section('news').summary }}{% endif %}{{ page.content }}"
    lab.site.write({"templates/lab/page.html": own})
    lab.build_whole()
    lab.edit("news/index", "All news.", "Some news.")
    assert "lab/x/index.html" not in lab.build_edits().changed
    lab.edit("lab/x", "The rest.", "Now ask.")
    assert "Some news." in lab.site.text(
        next(iter({"lab/x/index.html"} & set(lab.build_edits().changed)))
    )
    lab.edit("news/index", "Some news.", "Other news.")
    assert "lab/x/index.html" in lab.build_edits().changed
    lab.edit("lab/x", "Now ask.", "Now quiet.")
    lab.build_edits()
    lab.edit("news/index", "Other news.", "Last news.")
    assert "lab/x/index.html" not in lab.build_edits().changed


def test_templates_that_do_not_mind_what_is_missing(lab: Edited) -> None:
    """What the store has lost is never a value that does not exist."""
    own = "{% if page.pages[1] is defined %}{{ page.pages[1].title }}{% else %}none{% endif %} {{ (page.pages[0] | default({'title': 'none'})).title }}"
    lab.site.write({"templates/news/section.html": own})
    lab.build_whole()
    for key in ("news/a", "news/b", "news/c"):
        lose(lab, "pages", f"content/{key}.md")
        lab.edit("news/index", "All news.", f"All news and {key}.")
        lab.build_whole()
        lab.edit("news/index", f"All news and {key}.", "All news.")
        lab.build_edits()


# --- what goes the whole way ----------------------------------------------------------------------

WHOLE = {
    "a tag": ("news/b", "[MRI, CT]", "[MRI]"),
    "a new tag": ("news/b", "[MRI, CT]", "[MRI, PET]"),
    "the order of tags": ("news/b", "[MRI, CT]", "[CT, MRI]"),
    "a date": ("news/b", "2026-01-02", "2026-01-09"),
    "a draft": ("news/c", "title: C", "title: C\ndraft: true"),
    "no draft any more": ("news/d", "draft: true", "draft: false"),
    "a slug": ("lab/y", "title: Y", "title: Y\nslug: why"),
    "an alias": ("lab/y", "[/old/y/]", "[/old/y/, /older/y/]"),
    "a weight": ("lab/x", "# X", "---\nweight: 3\n---\n# X"),
    "a menu": ("lab/y", "title: Y", "title: Y\nmenu: main"),
    "a description": ("news/b", "title: B", "title: B\ndescription: Words."),
    "a language": ("news/b", "title: B", "title: B\nlanguage: de"),
    "an author": ("news/b", "title: B", "title: B\nauthors: [Ada]"),
    "a template": ("news/b", "title: B", "title: B\ntemplate: section"),
    "no table of contents": ("news/b", "title: B", "title: B\ntoc: false"),
    "a featured image": (
        "news/b",
        "title: B",
        "title: B\nfeatured_image: ../p.png\nfeatured_image_alt: P",
    ),
    "a field of one's own": ("lab/z", "n: 1", "n: 2"),
    "a truth for a number": ("lab/z", "n: 1", "n: true"),
    "a number of another kind": ("lab/z", "n: 1", "n: 1.0"),
    "another order of fields": ("lab/z", "name: Aachen, n: 1", "n: 1, name: Aachen"),
    "a heading": ("news/b", "## Part", "## Part {#part}\n\n## Other"),
    "a heading's id": ("news/c", "The rest.", "## Rest"),
    "a link": ("news/b", "[a](a.md)", "[a](c.md)"),
    "a new link": ("news/c", "The rest.", "The [rest](a.md)."),
    "no link any more": ("news/b", "[a](a.md)", "no link"),
    "a picture's text": ("news/b", "![a phantom]", "![two phantoms]"),
    "a picture's size": ("news/b", "{width=20}", "{width=30}"),
    "no picture any more": ("news/b", "![a phantom](../p.png){width=20}", "no phantom"),
    "an engine": ("news/b", "title: B", "title: B\nmarkdown_engine: commonmark"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_more_than_text(lab: Edited, name: str) -> None:
    page, old, new = WHOLE[name]
    lab.edit(page, old, new)
    assert lab.build_whole().ok
    lab.edit(page, new, old)
    assert lab.build_whole().ok
    # And on with an edit of text alone: from what the whole builds left.
    lab.edit(page, "Text of", "Word of")
    lab.build_edits()


CATEGORY = "title: B\ncategories: [News]"
TAXONOMIES = {
    "a category": ("title: B", CATEGORY),
    "another category": (CATEGORY, "title: B\ncategories: [News, Talks]"),
    "the singular": (CATEGORY, "title: B\ncategory: Talks"),
    "another spelling": (CATEGORY, "title: B\ncategories: [news]"),
    "no category any more": (CATEGORY, "title: B"),
    "a field that is not declared": (CATEGORY, f"{CATEGORY}\nkeywords: [x]"),
}


@pytest.mark.parametrize("name", TAXONOMIES)
def test_taxonomies(lab: Edited, name: str) -> None:
    old, new = TAXONOMIES[name]
    lab.site.write({"sitegen.toml": f'{CONFIG}[taxonomies]\ncategory = "categories"\n'})
    lab.build_whole()
    if old != "title: B":
        lab.edit("news/b", "title: B", old)
        lab.build_whole()
    for before, after in ((old, new), (new, old)):
        lab.edit("news/b", before, after)
        lab.build_whole()
        lab.edit("news/c", "Text of", "Word of")
        lab.build_edits()
        lab.edit("news/c", "Word of", "Text of")
        lab.build_edits()


def test_a_title_keeps_its_place_among_the_pages_of_a_category(lab: Edited) -> None:
    """Titles order those pages, which have no date, and new ones may not change the order."""
    lab.site.write({"sitegen.toml": f'{CONFIG}[taxonomies]\ncategory = "categories"\n'})
    for place, title in (("one", "Teil 2"), ("two", "Teil 10"), ("three", "Übung")):
        front = f"title: {title}\ncategories: [x]"
        lab.site.write({f"content/lab/{place}.md": f"---\n{front}\n---\nText.\n"})
    lab.build_whole()
    lab.edit("lab/two", "title: Teil 10", "title: Teil 9")
    assert is_edit_build(lab.build())
    lab.edit("lab/two", "title: Teil 9", "title: Teil 1")
    lab.build_whole()


def test_declaring_a_taxonomy(lab: Edited) -> None:
    lab.edit("news/b", "title: B", CATEGORY)
    assert [each.code for each in lab.build_whole().diagnostics] == ["undeclared-taxonomy"]
    lab.edit("news/c", "Text of c.", "Word of c.")
    assert [each.code for each in lab.build_edits().diagnostics] == ["undeclared-taxonomy"]
    for table in ('category = "categories"', 'categories = { title = "Kinds", url = "kinds" }', ""):
        lab.site.write({"sitegen.toml": f"{CONFIG}[taxonomies]\n{table}\n"})
        assert len(lab.build_whole().diagnostics) == (not table)


@pytest.mark.parametrize(
    "change",
    [
        {"content/news/f.md": "New.\n"},
        {"content/p.png": picture(size=(70, 40))},
        {"templates/page.html": "{{ page.content }}"},
        {"assets/css/x.css": "p { color: red }\n"},
        {"data/people.yaml": "[Ada]\n"},
        {"sitegen.toml": CONFIG + 'author = "A"\n'},
        {"assets/static/humans.txt": "We.\n"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_text_together_with_anything_else(lab: Edited, change: dict[str, str | bytes]) -> None:
    lab.edit("news/a", "Text of a.", "Word of a.")
    lab.site.write(change)
    lab.build_whole()
    lab.edit("news/a", "Word of a.", "Text of a.")
    lab.build_edits()


def test_a_page_that_goes_and_another_that_comes(lab: Edited) -> None:
    page = lab.site.root / "content/news/c.md"
    page.rename(page.with_name("g.md"))
    lab.edit("news/a", "Text of a.", "Word of a.")
    lab.build_whole()
    lab.edit("news/a", "Word of a.", "Text of a.")
    lab.build_edits()


def test_an_address_that_comes_back(lab: Edited) -> None:
    """The page was kept as it was at the other address in between."""
    for old, new in (("title: Z", "title: Z\nslug: zed"), ("title: Z\nslug: zed", "title: Z")):
        lab.edit("lab/z", old, new)
        lab.build_whole()
    lab.edit("lab/z", "Text of z.", "Word of z.")
    assert "lab/z/index.html" in lab.build_edits().changed


@pytest.mark.parametrize("output", ["out", None])
def test_an_address_that_comes_back_in_another_folder(
    lab: Edited, tmp_path: Path, output: str | None
) -> None:
    other = tmp_path / output if output else None
    lab.edit("lab/z", "title: Z", "title: Z\nslug: zed")
    lab.build_whole(output=other)
    lab.edit("lab/z", "title: Z\nslug: zed", "title: Z")
    lab.build_whole()
    lab.edit("lab/z", "Text of z.", "Word of z.")
    lab.build_edits()


def test_readers_that_are_gone(lab: Edited) -> None:
    """What showed a card once is not asked for any more, and its place may be taken."""
    (lab.site.root / "content/news/c.md").unlink()
    lab.edit("lab/y", "[/old/y/]", "[/old/y/, /news/c/]")
    lab.build_whole()
    lab.edit("news/b", "Text of b,", "Words of b,")
    lab.build_edits(SHOW_B - {"news/c/index.html"})
    lab.edit("lab/y", "[/old/y/, /news/c/]", "[/old/y/]")
    lab.site.write({"content/news/c.md": FILES["content/news/c.md"]})
    lab.build_whole()
    lab.edit("news/b", "Words of b,", "Text of b,")
    lab.build_edits(SHOW_B)


def test_list_pages_that_are_gone(make_site: MakeSite) -> None:
    pages = {f"content/s/p{n}.md": f"---\nweight: {n}\n---\nText {n}.\n" for n in range(5)}
    lab = Edited(make_site(pages, CONFIG + "[pagination]\nsize = 1\n"))
    lab.build_whole()
    (lab.site.root / "content/s/p0.md").unlink()
    lab.build_whole()
    for number in range(1, 5):
        lab.edit(f"s/p{number}", f"Text {number}.", f"Word {number}.")
        assert f"s/p{number}/index.html" in lab.build_edits().changed


def test_the_moment_that_a_page_appears(lab: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    from support.sites import NOW

    lab.edit("news/e", "2999-01-04", "2026-11-02")
    lab.build_whole()
    lab.edit("news/a", "Text of a.", "Word of a.")
    lab.build_edits()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + 86_400))
    lab.edit("news/a", "Word of a.", "Text of a.")
    assert "news/e/index.html" in lab.build_whole().changed
    lab.edit("news/e", "Text of e.", "Word of e.")
    assert "news/e/index.html" in lab.build_edits().changed


# --- titles ---------------------------------------------------------------------------------------


def card_of(lab: Edited, page: str) -> str:
    """Return the file of a page's social card."""
    found = re.search(
        r'property="og:image" content="[^"]*/(assets/images/[^"]+)"', lab.site.text(page)
    )
    assert found
    return found[1]


def test_a_title_is_drawn_again_and_the_old_card_goes(lab: Edited) -> None:
    before = card_of(lab, B)
    lab.edit("news/b", "title: B", "title: Bee")
    result = lab.build()
    assert is_edit_build(result)
    after = card_of(lab, B)
    assert before != after
    assert {before, after} <= set(result.changed)
    assert result.removed == 1
    assert not (lab.site.output / before).exists()
    lab.rest()
    lab.edit("news/b", "title: Bee", "title: B")
    assert is_edit_build(lab.build())
    assert card_of(lab, B) == before


def test_a_title_with_a_feed_and_neighbours(lab: Edited) -> None:
    lab.edit("news/b", "title: B", "title: Bee")
    assert set(lab.build().changed) >= SHOW_B | FEEDS


def test_titles_that_go_the_whole_way(lab: Edited) -> None:
    for page, old, new in (
        (
            "news/index",
            "title: News",
            "title: Old news",
        ),  # on the cards of its pages, and in a menu
        ("about", "title: About", "title: 膝"),  # a letter that the first font lacks
        ("lab/y", "title: Y", "title: A"),  # another place in the list
    ):
        lab.edit(page, old, new)
        lab.build_whole()
        lab.edit(page, new, old)
        lab.build_whole()


def test_a_title_in_the_summary_of_another_page(lab: Edited) -> None:
    lab.edit("news/a", "Text of a.", "After [](b.md), [](b.md#part).")
    lab.build()
    lab.edit("news/b", "title: B", "title: Bee")
    lab.build_whole()
    assert "After Bee, " in lab.site.text("news/index.html")
    lab.edit("news/b", "Text of b", "Texts of b")
    lab.build_edits()


def test_a_name_that_becomes_a_label_of_another_page(lab: Edited) -> None:
    lab.edit("news/a", "Text of a.", "As @knee says.")
    lab.build()
    lab.edit("news/b", "Text of b,", "(knee)=\n\nText of b,")
    lab.build()
    assert 'href="/news/b/#knee">Text of b' in lab.site.text("news/a/index.html")
    lab.edit("news/b", "(knee)=", "(hip)=")
    lab.build()
    assert "As @knee says." in lab.site.text("news/a/index.html")


def test_titles_and_order_in_a_book(make_site: MakeSite) -> None:
    """Every page of a book shows the titles of all."""
    pages = {f"content/book/{n}.md": f"---\ntitle: Page {n}\n---\nText.\n" for n in range(3)}
    book = {"content/book/index.md": "---\ntitle: Book\nnav: sidebar\n---\n"}
    below = {"content/book/part/x.md": "---\ntitle: X\n---\nText.\n"}
    edited = Edited(make_site({"content/index.md": "# Home\n", **book, **pages, **below}))
    edited.build_whole()
    edited.edit("book/1", "Text.", "Other text.")
    neighbours = {f"book/{n}/index.html" for n in range(3)}
    edited.build_edits({*neighbours, "book/index.html", "index.html"})
    edited.edit("book/1", "Page 1", "A page")
    edited.build_whole()
    assert edited.site.text("book/part/x/index.html").count("A page") == 1
    edited.edit("book/index", "sidebar", "top")
    edited.build_whole()
    assert "A page" not in edited.site.text("book/part/x/index.html")


def test_a_folder_of_page_bundles(make_site: MakeSite) -> None:
    site = Edited(
        make_site({"content/index.md": "# Home\n", "content/posts/a/index.md": "# A\n\nText.\n"})
    )
    site.build()
    bundle = site.site.root / "content/posts/b/index.md"
    bundle.parent.mkdir()
    bundle.write_text("# B\n\nText.\n", encoding="utf-8")
    site.build()
    page = "posts/index.html"
    assert "posts/b/" in (site.site.output / page).read_text(encoding="utf-8")
    bundle.with_name("more.md").write_text("# More\n", encoding="utf-8")
    site.build()
    bundle.with_name("more.md").unlink()
    bundle.unlink()
    site.build()
    (site.site.root / "content/posts/a/index.md").unlink()
    site.build()
    assert not (site.site.output / page).exists()


def test_a_card_of_two_pages_stays_for_the_other(make_site: MakeSite) -> None:
    pages = {f"content/s/{n}.md": "---\ntitle: One\n---\nText.\n" for n in ("a", "b")}
    lab = Edited(make_site({**pages, "content/s/c.md": "---\ntitle: Two\n---\nText.\n"}))
    lab.build_whole()
    lab.edit("s/a", "title: One", "title: On")
    lab.build_whole()
    lab.edit("s/a", "title: On", "title: One")  # the card is there already
    lab.build_whole()
    lab.edit("s/c", "title: Two", "title: Twos")
    assert is_edit_build(lab.build())


def test_a_title_beside_a_photo_goes_the_whole_way(lab: Edited) -> None:
    lab.edit("news/c", "title: C", "title: C\nfeatured_image: ../p.png\nfeatured_image_alt: P")
    lab.build_whole()
    lab.edit("news/c", "title: C", "title: Sea")
    lab.build_whole()


# --- drafts, warnings, errors ---------------------------------------------------------------------


@pytest.mark.parametrize("page", ["news/d", "news/e"])
def test_a_page_that_is_not_published(lab: Edited, page: str) -> None:
    lab.edit(page, "Text of", "Word of")
    result = lab.build_edits(set())
    assert (result.parsed, result.written, result.changed) == (1, 0, ())
    lab.rest()
    lab.edit(page, "Word of", "Lorem ipsum dolor sit amet of")
    assert [each.code for each in lab.build_edits(set()).diagnostics] == ["placeholder"]
    lab.edit(page, "Lorem ipsum dolor sit amet of", "Word of")
    assert lab.build_edits(set()).diagnostics == ()
    lab.edit(page, "Word of", "<script>x</script>")
    assert not lab.build_whole().ok


#: What a section may say of the pages below it, and what shows it on the page `news/b`.
CASCADES = {
    "title": ("cascade: {authors: [Given]}", "Given"),
    "description": ("cascade: {description: Given words.}", "Given words."),
    "extra": ("cascade: {list: cards, mood: Given}", ""),
    "target": ("cascade: [{target: {path: /news/b}, authors: [Given]}]", "Given"),
    "kind": ("cascade: [{target: {kind: page}, authors: [Given]}]", "Given"),
    "language": ("cascade: {language: de}", 'lang="de"'),
    "engine": ("cascade: {markdown_engine: commonmark}", ""),
    "toc": ("cascade: [{target: {kind: page}, toc: false, language: fr}]", 'lang="fr"'),
}


@pytest.mark.parametrize("name", CASCADES)
def test_the_fields_of_a_section(lab: Edited, name: str) -> None:
    fields, shown = CASCADES[name]
    lab.edit("news/index", "title: News", f"title: News\n{fields}")
    assert lab.build_whole().ok
    assert shown in lab.site.text(B)
    lab.edit("news/b", "Text of", "Word of")
    lab.build_edits()
    assert shown in lab.site.text(B)
    lab.edit("news/b", "title: B", "title: Bee")
    assert lab.build().ok
    lab.edit("news/index", "All news.", "Other news.")
    lab.build_edits()
    lab.edit("news/index", f"\n{fields}", "")
    assert lab.build_whole().ok
    lab.rest()


def test_a_section_that_is_held_back_and_published_again(lab: Edited) -> None:
    lab.edit("news/index", "title: News", "title: News\ndraft: true")
    lab.edit("about", "[a link](news/b.md#part)", "no link")
    assert lab.build_whole().ok
    assert not any("news" in name for name in lab.site.files())
    lab.edit("news/a", "Text of", "Word of")
    lab.build_edits(set())
    lab.edit("news/index", "All news.", "Other news.")
    lab.build_edits(set())
    lab.edit("news/index", "\ndraft: true", "\ncascade: {draft: true}")
    assert lab.build_whole().ok
    lab.edit("news/a", "Word of", "Text of")
    lab.build_edits(set())
    lab.edit("news/a", "title: A", "title: A\ndraft: false")
    assert lab.build_whole().ok
    assert {"news/index.html", "news/a/index.html"} <= lab.site.files()
    lab.edit("news/index", "Other news.", "All news.")
    lab.build_edits(set())
    lab.edit("news/index", "\ncascade: {draft: true}", "")
    assert lab.build_whole().ok


def test_a_page_that_begins_with_an_underscore(lab: Edited) -> None:
    lab.site.write({"content/news/_x.md": "X.\n"})
    assert [each.code for each in lab.build_whole().diagnostics] == ["underscore-name"]
    lab.edit("news/_x", "X.", "Y.")
    lab.build()
    lab.rest()
    (lab.site.root / "content/news/_x.md").rename(lab.site.root / "content/news/x.md")
    assert lab.build_whole().diagnostics == ()
    lab.rest()


def test_a_draft_in_a_build_with_drafts(lab: Edited) -> None:
    lab.build_whole(drafts=True)
    lab.edit("news/d", "Text of d.", "Word of d.")
    assert {"news/d/index.html", "news/index.html"} <= set(lab.build_edits(drafts=True).changed)
    lab.build_whole()
    lab.edit("news/d", "Word of d.", "Text of d.")
    lab.build_edits(set())
    lab.build_whole(drafts=True)


#: A text with a warning, and the warning's code.
WARNED = {
    "heading-level": "#### Too deep",
    "placeholder": "Lorem ipsum dolor sit amet.",
    "mojibake": "GrÃ¶n",
}


@pytest.mark.parametrize("code", WARNED)
def test_warnings_that_come_and_go(lab: Edited, code: str) -> None:
    lab.edit("news/a", "Text of a.", "Text of a\n\n" + WARNED[code] + "\n")
    whole = lab.build()
    assert [each.code for each in whole.diagnostics] == [code]
    lab.rest()
    lab.edit("news/c", "Text of c.", "Word of c.")
    assert [str(each.location) for each in lab.build_edits().diagnostics] == [
        str(whole.diagnostics[0].location)
    ]
    lab.edit("news/a", "The rest.", "\n\n\nThe best.")
    assert [each.code for each in lab.build_edits().diagnostics] == [code]
    lab.edit("news/a", "Text of a\n", "\n\nText of a\n")
    (moved,) = lab.build_edits().diagnostics
    assert moved.location.line == whole.diagnostics[0].location.line + 2
    lab.edit("news/a", WARNED[code], "Fine.")
    assert lab.build().diagnostics == ()
    lab.rest()


def test_warnings_of_several_pages_stay_in_order(lab: Edited) -> None:
    for page, old in (("news/c", "The rest."), ("about", "About us."), ("lab/x", "The rest.")):
        lab.edit(page, old, f"{old}\n\nLorem ipsum dolor sit amet.")
        lab.build_edits()
    found = [each.location.path for each in lab.build().diagnostics]
    assert found == ["content/about.md", "content/lab/x.md", "content/news/c.md"]


@pytest.mark.parametrize(
    ("front", "body", "code"),
    [
        ("tags: [mri]", "Text of a.", "tag-spelling"),
        ("language: fr", "Text of a.", "missing-translation"),
        ("autors: me", "Text of a.", "unknown-field"),
        ("title: A", "Text of a. ![](../p.png)", "image-alt"),
    ],
)
def test_warnings_whose_line_moves(lab: Edited, front: str, body: str, code: str) -> None:
    lab.site.write({"content/news/a.md": f"---\n{front}\n---\n{body}\n"})
    (first,) = lab.build_whole().diagnostics
    assert first.code == code
    lab.edit("news/a", front, f"# a comment\n# and another\n{front}")
    (second,) = lab.build().diagnostics
    assert (second.code, second.location.line) == (code, first.location.line + 2)
    lab.edit("news/a", "Text of a.", "Word of a.")
    assert lab.build().diagnostics == (second,)
    lab.edit("news/c", "Text of c.", "Word of c.")
    assert lab.build_edits().diagnostics == (second,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<script>alert(1)</script>", "unsafe-html"),
        ("[gone](gone.md)", "broken-link"),
        ("![gone](gone.png)", "image-missing"),
        ("> " * 900, "markdown-too-deep"),
        ("\x07", "control-character"),
    ],
)
def test_an_error_is_told_and_mended(lab: Edited, text: str, code: str) -> None:
    lab.edit("news/c", "The rest.", f"The rest.\n\n{text}\n\n")
    for _ in range(2):
        result = lab.build_whole()
        assert [each.code for each in result.diagnostics] == [code]
        assert (result.written, result.changed) == (0, ())
    lab.edit("news/a", "Text of a.", "Word of a.")
    assert not lab.build_whole().ok
    lab.edit("news/c", f"The rest.\n\n{text}\n\n", "The best.")
    assert {"news/c/index.html", "news/a/index.html"} <= set(lab.build_whole().changed)
    lab.edit("news/c", "The best.", "The rest.")
    lab.build_edits({"news/c/index.html"})


def test_an_error_that_is_taken_back(lab: Edited) -> None:
    lab.edit("news/b", "The rest,", "The rest, [gone](gone.md)")
    assert not lab.build_whole().ok
    lab.edit("news/b", "The rest, [gone](gone.md)", "The rest,")
    assert lab.build_whole().written == 0
    lab.edit("news/b", "The rest,", "The best,")
    lab.build_edits({B})


def test_a_template_that_fails_for_the_new_text(lab: Edited) -> None:
    own = '{% extends "theme/page.html" %}{% block after_content %}{{ 1 / (page.content | length - 27) }}{% endblock %}'
    lab.site.write(
        {
            "templates/lab/page.html": own,
            "content/lab/x.md": "---\ntitle: X\n---\nText of x.\n\nThe rest.\n",
        }
    )
    lab.build_whole()
    for length, ok in ((19, True), (20, False), (21, True), (20, False), (22, True)):
        lab.site.write({"content/lab/x.md": f"---\ntitle: X\n---\n{'x' * length}\n"})
        assert lab.build().ok == ok
    lab.edit("lab/x", "x" * 22, "x" * 23)
    lab.build_edits()


# --- folders, kinds, times ------------------------------------------------------------------------


def test_two_output_folders_in_turn(lab: Edited, tmp_path: Path) -> None:
    folders = [lab.site.output, tmp_path / "second"]
    lab.build_whole(output=folders[1])
    for number, (page, old) in enumerate(
        [
            ("news/a", "Text of a."),
            ("news/b", "Text of b,"),
            ("lab/x", "Text of x."),
            ("about", "About us."),
        ]
    ):
        lab.edit(page, old, f"{number} {old}")
        # Who is asked first sees what has changed; what the other one knows is older than that.
        assert is_edit_build(lab.build(output=folders[number % 2]))
        assert not is_edit_build(lab.build(output=folders[1 - number % 2]))
        assert lab.build(output=folders[number % 2]).rendered == 0


def test_one_folder_after_edits_that_only_the_other_saw(lab: Edited, tmp_path: Path) -> None:
    other = tmp_path / "second"
    lab.build_whole(output=other)
    lab.edit("news/a", "Text of a.", "Word of a.")
    assert is_edit_build(lab.build(output=other))
    lab.edit("news/a", "Word of a.", "Text of a.")
    assert is_edit_build(lab.build(output=other))
    # The first folder's sources are as it knows them, and so is what is kept.
    lab.rest()
    lab.edit("news/c", "Text of c.", "Word of c.")
    lab.build_edits()


def test_kinds_of_builds_in_turn(lab: Edited) -> None:
    for number in range(3):
        lab.edit("news/a", "The rest.", "The rest. Again.") if number == 0 else lab.edit(
            "news/a", "Again.", "Again. Again."
        ) if number == 1 else None
        lab.build(drafts=True)
        lab.build(base_url="https://example.org/x/")
        lab.build()
    lab.edit("news/c", "Text of c.", "Word of c.")
    lab.build_edits()
    lab.edit("news/c", "Word of c.", "Text of c.")
    lab.build(base_url="https://example.org/x/")


def test_an_output_that_was_meddled_with(lab: Edited) -> None:
    (lab.site.output / "about/index.html").write_text("meddled", encoding="utf-8")
    lab.edit("news/a", "Text of a.", "Word of a.")
    lab.build_whole()
    (lab.site.output / "about/index.html").unlink()
    lab.edit("news/a", "Word of a.", "Text of a.")
    lab.build_whole()
    lab.edit("news/a", "Text of a.", "Word of a.")
    lab.build_edits()


def test_an_edit_back_to_an_earlier_text(lab: Edited) -> None:
    first = read_tree(lab.site.output)
    for _ in range(3):
        lab.edit("news/b", "Text of b,", "Words of b,")
        lab.build_edits(SHOW_B)
        lab.edit("news/b", "Words of b,", "Text of b,")
        lab.build_edits(SHOW_B)
        assert read_tree(lab.site.output) == first
    lab.rest()


def test_a_touched_file_is_no_edit(lab: Edited) -> None:
    page = lab.site.root / "content/news/a.md"
    page.write_bytes(page.read_bytes())
    lab.rest()


@pytest.mark.parametrize("count", [2, FEW, FEW + 1])
def test_many_edits_at_once(make_site: MakeSite, count: int) -> None:
    pages = {f"content/p{n:02}.md": f"Text of {n:02}.\n" for n in range(FEW + 5)}
    lab = Edited(make_site(pages))
    lab.build_whole()
    for number in range(count):
        lab.edit(f"p{number:02}", "Text of", "Word of")
    result = lab.build()
    assert is_edit_build(result) == (count <= FEW)
    assert result.parsed == count
    lab.rest()
    lab.edit("p00", "Word of", "Text of")
    lab.build_edits()


def test_a_card_that_is_shown_everywhere(make_site: MakeSite) -> None:
    """With so many readers, processes side by side are quicker."""
    pages = {f"content/p{n:03}.md": f"Text of {n:03}.\n" for n in range(130)}
    own = '{{ section("s").summary }} {{ page.content }}'
    more = {
        "content/s/index.md": "Everywhere.\n",
        "content/s/a.md": "x\n",
        "templates/page.html": own,
    }
    lab = Edited(make_site({**pages, **more}))
    lab.build_whole()
    lab.edit("p000", "Text of", "Word of")
    lab.build_edits()
    lab.edit("s/index", "Everywhere.", "Nowhere.")
    assert lab.build_whole().rendered > 130


# --- what the store has lost ----------------------------------------------------------------------


def keys_of(lab: Edited, table: str, part: str = "") -> list[str]:
    store = lab.store()
    found = sorted(key for key in store.keys(table) if part in key)
    store.close()
    return found


def lose(lab: Edited, table: str, part: str = "", way: str = "delete") -> int:
    """Delete or damage the rows whose key holds `part`; return how many."""
    database = sqlite3.connect(lab.site.root / ".sitegen" / "cache.db")
    keys = [key for (key,) in database.execute(f"SELECT key FROM {table}") if part in key]  # noqa: S608  # our own names
    for key in keys:
        if way == "delete":
            database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608
        else:
            find = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608
            (value,) = database.execute(find, (key,)).fetchone()
            data = bytearray(value)
            data[len(data) // 2] ^= 1
            database.execute(f"UPDATE {table} SET value = ? WHERE key = ?", (bytes(data), key))  # noqa: S608
    database.commit()
    database.close()
    return len(keys)


#: Rows by table and a part of the key, and whether an edit can do without them.
LOST = [
    *(
        ("renders", part, False)
        for part in (
            "",
            " news/c/index.html",
            " news/index.html",
            " tags/mri/index.html",
            " 404.html",
            f" {B}",
        )
    ),
    *(
        ("pages", part, False)
        for part in (
            "",
            " content/news/b.md",
            " content/news/c.md",
            " content/news/index.md",
            " tags:ct",
        )
    ),
    ("pages", " content/404.md", True),
    *(
        ("notes", part, False)
        for part in ("", "summary ", "inputs ", "pages ", "snapshot", "last ", "stats ")
    ),
    ("notes", "referred", True),
    ("heads", "", False),
    ("bodies", "", True),
    ("images", "", True),
    ("sources", "", True),
]


#: Each row is deleted or damaged, in a long run both.
WAYS = ("delete", "damage")
LOST_BY = [
    (*row, way) for n, row in enumerate(LOST) for k, way in enumerate(WAYS) if LONG or n % 2 == k
]


@pytest.mark.parametrize(("table", "part", "spare", "way"), LOST_BY)
def test_what_was_lost_is_made_good(
    lab: Edited, table: str, part: str, way: str, *, spare: bool
) -> None:
    lost = lose(lab, table, part, way)
    assert lost > 0 or table == "sources"
    lab.edit("news/b", "Text of b,", "Words of b,")
    result = lab.build()
    assert is_edit_build(result) == spare
    assert set(result.changed) == CHANGED_B | FEEDS
    # Then everything is there again.
    lab.edit("news/b", "Words of b,", "Text of b,")
    lab.build_edits(SHOW_B)
    lab.edit("lab/x", "Text of x.", "Word of x.")
    lab.build_edits()


@pytest.mark.parametrize("part", [" news/c/index.html", f" {B}", " news/index.html"])
def test_a_record_that_was_lost_before_an_edit_that_nobody_shows(lab: Edited, part: str) -> None:
    assert lose(lab, "renders", part) == 1
    lab.edit("lab/x", "The rest.", "The best.")
    lab.build_edits({"lab/x/index.html"})
    lab.edit("news/b", "Text of b,", "Words of b,")
    lab.build_whole()
    lab.edit("news/b", "Words of b,", "Text of b,")
    lab.build_edits(SHOW_B)


@pytest.mark.parametrize("place", range(0, 32, 1 if LONG else 5))
def test_any_byte_of_a_reader_s_record(lab: Edited, place: int) -> None:
    """Also where the question stands by which the reader is found."""
    shown = "{{ page.previous.summary if page.previous }}{{ page.next.summary if page.next }}"
    lab.site.write({"templates/partials/neighbours.html": shown})
    lab.build_whole()
    database = sqlite3.connect(lab.site.root / ".sitegen" / "cache.db")
    find = "SELECT key, value FROM renders WHERE key LIKE '% news/c/index.html'"
    key, value = database.execute(find).fetchone()
    at = value.index(b"card:content/news/b.md") - 6 + place
    data = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    database.execute("UPDATE renders SET value = ? WHERE key = ?", (data, key))
    database.commit()
    database.close()
    lab.edit("news/b", "Text of b,", "Words of b,")
    assert "news/c/index.html" in lab.build_whole().changed


# --- nothing piles up -----------------------------------------------------------------------------


def sizes(lab: Edited) -> dict[str, int]:
    store = lab.store()
    found = {
        table: store.count(table) for table in ("notes", "heads", "bodies", "renders", "pages")
    }
    store.close()
    return found


def test_pages_that_come_and_go_leave_nothing(lab: Edited) -> None:
    lab.build()
    before = sizes(lab)
    for number in range(5):
        lab.site.write({f"content/news/n{number}.md": f"---\ntags: [T{number}]\n---\nNew.\n"})
        lab.build_whole()
        (lab.site.root / f"content/news/n{number}.md").unlink()
        lab.build_whole()
    after = sizes(lab)
    assert {table: after[table] for table in ("renders", "pages", "notes")} == {
        table: before[table] for table in ("renders", "pages", "notes")
    }


def test_kinds_of_builds_do_not_pile_up(make_site: MakeSite) -> None:
    """A build for each address of a preview, for years."""
    lab = Edited(make_site({"content/a.md": "One.\n", "content/b.md": "Two.\n"}))
    counts = []
    for number in range(15):
        lab.build_whole(base_url=f"https://example.org/{number}/")
        counts.append(len(keys_of(lab, "notes", "inputs ")))
    assert max(counts) <= 12
    lab.edit("a", "One.", "Three.")
    lab.build_edits(base_url="https://example.org/14/")


def test_edits_do_not_pile_up(lab: Edited) -> None:
    before = sizes(lab)
    store = lab.store()
    for table in ("heads", "bodies"):
        store.write(table, ((f"old {n}", b"x") for n in range(1500)))
    store.close()
    lab.edit("news/a", "Text of a.", "Word of a.")
    lab.build_edits()
    assert sizes(lab) == before


def each_text() -> Iterator[str]:
    for number in range(60):
        yield f"Text of a, {number}."


def test_many_edits_in_a_row(lab: Edited) -> None:
    old = "Text of a."
    for number, text in enumerate(each_text()):
        lab.edit("news/a", old, text)
        old = text
        if number % 20 == 0:
            lab.build_edits()
        else:
            assert is_edit_build(lab.site.build_well())
    lab.build(drafts=True)
    lab.build_whole()


def test_whom_the_configuration_trusts(lab: Edited) -> None:
    """A change of trust parses its pages again; what they do is told in every build."""
    config = (lab.site.root / "sitegen.toml").read_text(encoding="utf-8")
    folder = '[content.folders]\n"content/lab" = {html = "trusted"}\n'
    script = "The rest.\n\n<script>run()</script>\n"
    lab.edit("lab/y", "The rest.", script)
    assert [each.code for each in lab.build().diagnostics] == ["unsafe-html"]
    lab.site.write({"sitegen.toml": f"{config}{folder}"})
    assert [each.code for each in lab.build().diagnostics] == ["inline-code"]
    lab.edit("lab/x", "The rest.", "The best.")
    assert [each.code for each in lab.build().diagnostics] == ["inline-code"]
    lab.site.write({"sitegen.toml": config})
    assert not lab.build().ok
    lab.edit("lab/y", script, "The rest.")
    assert lab.build().ok


def test_an_image_that_is_missing_thrice(lab: Edited) -> None:
    lab.edit("lab/y", "The rest.", "![a](no.png) and ![b](no.png)\n\n![c](no.png)")
    assert [each.location.line for each in lab.build().diagnostics] == [7, 7, 9]
    lab.edit("lab/y", "Text of y.", "Text of y.\n\nMore.")
    assert [each.location.line for each in lab.build().diagnostics] == [9, 9, 11]


# --- levels of diagnostics ------------------------------------------------------------------------


def test_levels_change_between_builds(lab: Edited) -> None:
    """What is reported, and whether the site is written, is that of a build from nothing."""
    config = lab.site.root / "sitegen.toml"
    text = config.read_text(encoding="utf-8")
    lab.edit("about", "About us.", "About [us](nowhere.md).")
    assert not lab.build().ok
    levels = ("warning", "off", "error", "off", "warning")
    for level in levels:
        config.write_text(
            f'{text}[diagnostics]\nlevels = {{ broken-link = "{level}" }}\n', encoding="utf-8"
        )
        result = lab.build()
        assert result.ok is (level != "error")
        assert len(result.diagnostics) == (level != "off")
        assert result.turned_off == ({"broken-link": 1} if level == "off" else {})
    # Edits of text are still built alone, and what is turned down is not forgotten.
    lab.edit("news/b", "The rest,", "The best,")
    result = lab.build_edits({B})
    assert [each.severity for each in result.diagnostics] == ["warning"]
    config.write_text(
        f'{text}[diagnostics.folders]\n"content/lab" = {{ broken-link = "off" }}\n',
        encoding="utf-8",
    )
    assert not lab.build().ok
    config.write_text(text, encoding="utf-8")
    lab.edit("about", "About [us](nowhere.md).", "About us.")
    assert lab.build().ok


def test_a_baseline_changes_between_builds(lab: Edited) -> None:
    config = lab.site.root / "sitegen.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f'{text}[diagnostics]\nbaseline = "known.json"\n', encoding="utf-8")
    lab.edit("about", "About us.", "About [us](nowhere.md).")
    lab.site.check_here("--write-baseline")
    assert lab.build().known == 1
    lab.edit("about", "About [us]", "See [b](news/b.md).\n\nAbout [us]")
    assert lab.build().known == 1
    lab.edit("about", "About [us]", "About [us](gone.md) [us]")
    assert not lab.build().ok
    known = lab.site.root / "known.json"
    known.write_text('{"version": 1, "problems": []}\n', encoding="utf-8")
    assert [each.code for each in lab.build().diagnostics] == ["broken-link"] * 2
    lab.site.check_here("--write-baseline")
    assert lab.build().known == 2


# --- names of files, addresses, and what has no effect --------------------------------------------


def test_an_index_gets_other_names(lab: Edited) -> None:
    """Text edits of it are edits, whatever its file is called; another name is a whole build."""
    folder = lab.site.root / "content/news"
    for old, new in (("index.md", "_index.md"), ("_index.md", "README.markdown")):
        (folder / old).rename(folder / new)
        lab.build_whole()
        text = (folder / new).read_text(encoding="utf-8")
        (folder / new).write_text(text.replace("news", "more news"), encoding="utf-8")
        lab.build_edits()
        assert "more news" in lab.site.text("news/index.html")
        lab.rest()


def test_a_readme_gives_way_to_an_index_and_comes_back(lab: Edited) -> None:
    lab.site.write({"content/lab/README.md": "# About the lab\n"})
    assert [each.code for each in lab.build_whole().diagnostics] == ["readme-left-out"]
    lab.site.write({"content/lab/README.md": "# About our lab\n"})
    assert [each.code for each in lab.build().diagnostics] == ["readme-left-out"]
    (lab.site.root / "content/lab/index.md").unlink()
    assert lab.build_whole().diagnostics == ()
    assert "About our lab" in lab.site.text("lab/index.html")
    lab.site.write({"content/lab/index.markdown": "# The lab\n"})
    lab.build_whole()
    lab.site.write({"content/lab/_index.md": "# The lab again\n"})
    assert not lab.build_whole().ok


def test_an_own_address_comes_changes_and_goes(lab: Edited) -> None:
    lab.edit("news/b", "title: B", "title: B\nurl: /here/b.html")
    assert "here/b.html" in lab.build_whole().changed
    assert "/here/b.html" in lab.site.text("about/index.html")
    lab.edit("news/b", "Text of b,", "Words of b,")
    assert "here/b.html" in lab.build_edits().changed
    lab.edit("news/b", "url: /here/b.html", "permalink: /there/")
    assert "there/index.html" in lab.build_whole().changed
    lab.edit("news/b", "permalink: /there/", "slug: b")
    assert B in lab.build_whole().changed


def test_a_layout_becomes_a_template(lab: Edited) -> None:
    lab.edit("about", "title: About", "title: About\nlayout: post")
    assert [each.code for each in lab.build_whole().diagnostics] == ["no-effect"]
    lab.edit("about", "About us.", "All about us.")
    assert [each.code for each in lab.build().diagnostics] == ["no-effect"]
    lab.site.write({"templates/post.html": "A post: {{ page.content }}"})
    assert lab.build_whole().diagnostics == ()
    assert lab.site.text("about/index.html").startswith("A post: ")
    (lab.site.root / "templates/post.html").unlink()
    assert [each.code for each in lab.build_whole().diagnostics] == ["no-effect"]


def test_a_template_that_a_page_asks_for_is_written(lab: Edited) -> None:
    lab.edit("about", "title: About", "title: About\ntemplate: talk")
    assert [each.code for each in lab.build_whole().diagnostics] == ["template-missing"]
    lab.site.write({"templates/talk.html": "A talk."})
    assert lab.build_whole().diagnostics == ()
    assert lab.site.text("about/index.html") == "A talk."


def test_a_menu_that_a_template_begins_to_show(lab: Edited) -> None:
    lab.edit("about", "title: About", "title: About\nmenu: header")
    assert [each.code for each in lab.build_whole().diagnostics] == ["no-effect"]
    lab.edit("lab/x", "Text of x.", "Word of x.")
    assert [each.code for each in lab.build_edits().diagnostics] == ["no-effect"]
    own = "{% for entry in site.menus.header %}{{ entry.name }}{% endfor %}"
    lab.site.write({"templates/partials/footer.html": own})
    assert lab.build_whole().diagnostics == ()
    lab.site.write({"templates/partials/footer.html": "Nothing."})
    assert [each.code for each in lab.build_whole().diagnostics] == ["no-effect"]


def test_a_block_loses_its_place(lab: Edited) -> None:
    page = "{% extends 'theme/page.html' %}\n{% block after_content %}x{% endblock %}"
    lab.site.write({"templates/lab/page.html": page})
    assert lab.build().diagnostics == ()
    lab.site.write({"templates/lab/page.html": page.replace("after", "behind")})
    for _ in range(2):
        assert [str(each.location) for each in lab.build().diagnostics] == [
            "templates/lab/page.html:2:1"
        ]
        lab.edit("news/a", "ext of a", "ext, text of a")


def test_documents_come_and_go(lab: Edited) -> None:
    lab.site.write({"content/lab/a.rst": "# A\n"})
    assert [each.code for each in lab.build().diagnostics] == ["unread-document"]
    lab.site.write({"content/lab/b.rst": "# B\n"})
    assert "there is 1 more" in lab.build().diagnostics[0].message
    (lab.site.root / "content/lab/a.rst").unlink()
    assert lab.build().diagnostics[0].location.path == "content/lab/b.rst"
    lab.edit("lab/x", "Text of x.", "Word of x.")
    lab.build()
    (lab.site.root / "content/lab/b.rst").unlink()
    assert lab.build().diagnostics == ()


def test_the_last_page_goes(make_site: MakeSite) -> None:
    lab = Edited(make_site({"content/index.md": "# Home\n"}))
    lab.build_whole()
    (lab.site.root / "content/index.md").unlink()
    assert [each.code for each in lab.build().diagnostics] == ["empty-site"]
    lab.site.write({"content/index.md": "---\ndraft: true\n---\n# Home\n"})
    assert [each.code for each in lab.build().diagnostics] == ["nothing-published"]
    lab.site.write({"content/index.md": "# Home again\n"})
    assert lab.build().diagnostics == ()
