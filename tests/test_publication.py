# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
"""What is not published appears nowhere; what is, appears everywhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder

HIDDEN = {
    "draft": "draft: true\ndate: 2026-01-02",
    "draft written as a word": "draft: yes\ndate: 2026-01-02",
    "future publish_date": "publish_date: 2026-11-02\ndate: 2026-01-02",
    "later today": "publish_date: 2026-11-01T12:00:01Z\ndate: 2026-01-02",
    "later in another zone": "publish_date: 2026-11-01T10:00:00-03:00\ndate: 2026-01-02",
    "future date": "date: 2027-01-02",
    "expired": "expires: 2026-10-31\ndate: 2026-01-02",
    "expires now": "expires: 2026-11-01T12:00:00Z\ndate: 2026-01-02",
}
SHOWN = {
    "draft": {"drafts": True},
    "draft written as a word": {"drafts": True},
    "future publish_date": {"future": True},
    "later today": {"future": True},
    "later in another zone": {"future": True},
    "future date": {"future": True},
    "expired": {"expired": True},
    "expires now": {"expired": True},
}


def _site(make_site: MakeSite, fields: str) -> SiteFolder:
    hidden = f"""---
title: Zebra plan
{fields}
tags: [Zebra, Knee]
authors: [Zebra Author]
aliases: [/zebra-alias/]
menu: [main, footer]
featured_image: zebra.png
featured_image_alt: Zebra
weight: 2
---
## Zebra heading

Zebra text with [a file](zebra.csv) and ![a zebra](zebra-body.png).
"""
    files: dict[str, str | bytes] = {
        "content/index.md": "---\ntitle: Home\nmenu: main\n---\nWelcome.\n",
        "content/news/index.md": "# News\n",
        "content/news/zebra.md": hidden,
        "content/news/zebra.csv": "zebra\n",
        "content/news/zebra.png": picture(size=(1300, 700)),
        "content/news/zebra-body.png": picture(size=(20, 20)),
    }
    for weight, name in ((1, "before"), (3, "after")):
        files[f"content/news/{name}.md"] = (
            f"---\ntitle: {name.title()}\nweight: {weight}\ndate: 2025-0{weight}-01\ntags: [Knee]\n---\nText.\n"
        )
    return make_site(files)


@pytest.mark.parametrize("reason", HIDDEN)
def test_unpublished_pages_appear_nowhere(make_site: MakeSite, reason: str) -> None:
    site = _site(make_site, HIDDEN[reason])
    result = site.build_well()
    assert result.pages == 4
    assert [name for name in site.files() if "zebra" in name.lower()] == []
    assert "zebra" not in site.all_text().lower()
    assert "Knee <span" in site.text("tags/index.html")
    assert '<span class="tag-count">2</span>' in site.text("tags/index.html")
    before = site.text("news/before/index.html")
    assert 'rel="next"><span>Next</span> <bdi>After' in before


@pytest.mark.parametrize("reason", HIDDEN)
def test_with_its_option_it_appears_everywhere(make_site: MakeSite, reason: str) -> None:
    site = _site(make_site, HIDDEN[reason])
    result = site.build_well(**SHOWN[reason])
    assert result.pages == 5
    files = site.files()
    assert {"news/zebra/index.html", "zebra-alias/index.html", "news/zebra.csv"} <= files
    assert "tags/zebra/index.html" in files
    card = re.search(r"/(assets/images/[0-9a-f]{16}-card\.jpg)", site.text("news/zebra/index.html"))
    assert card is not None
    assert card[1] in files
    assert "Zebra plan" in site.text("news/index.html")
    assert "Zebra plan" in site.text("index.html")
    assert "Zebra plan" in site.text("feed.xml")
    assert "/news/zebra/" in site.text("sitemap.xml")
    assert '<span class="tag-count">3</span>' in site.text("tags/index.html")
    assert 'rel="next"><span>Next</span> <bdi>Zebra plan' in site.text("news/before/index.html")


def test_the_other_options_do_not_publish_a_draft(make_site: MakeSite) -> None:
    site = _site(make_site, HIDDEN["draft"])
    site.build_well(future=True, expired=True)
    assert "zebra" not in site.all_text().lower()


def test_a_page_disappears_with_all_that_it_brought(make_site: MakeSite) -> None:
    site = _site(make_site, "date: 2026-01-02")
    site.build_well()
    assert "zebra" in site.all_text().lower()
    source = site.root / "content" / "news" / "zebra.md"
    source.write_text(source.read_text().replace("title:", "draft: true\ntitle:"))
    site.build_well()
    assert "zebra" not in site.all_text().lower()
    assert [name for name in site.files() if "zebra" in name] == []


@pytest.mark.parametrize("reason", HIDDEN)
def test_a_link_to_it_is_an_error(make_site: MakeSite, reason: str) -> None:
    site = _site(make_site, HIDDEN[reason])
    site.write({"content/link.md": "[soon](news/zebra.md)\n"})
    site.build()
    assert site.codes() == ["draft-link"]
    assert "zebra.md" in site.messages()[0]
    site.build_well(**SHOWN[reason])


def test_a_menu_entry_for_it_is_an_error(make_site: MakeSite) -> None:
    config = CONFIG + '[[menu.main]]\npage = "plan.md"\n'
    site = make_site(
        {"content/plan.md": "---\ndraft: true\n---\nx\n", "content/a.md": "x\n"}, config
    )
    site.build()
    assert site.codes() == ["draft-link"]


def test_a_template_may_not_name_it(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/plan.md": "---\ndraft: true\n---\nx\n",
            "content/page.md": "x\n",
            "templates/page.html": '<a href="{{ url_for("plan.md") }}">x</a>\n',
        }
    )
    site.build()
    assert site.codes() == ["broken-link"]
    assert not site.output.exists()


SECTIONS = {
    "draft": "draft: true",
    "future": "date: 2027-01-02",
    "expired": "expires: 2026-10-31",
    "jekyll": "published: false",
    "hugo": "headless: true",
    "dated": "publishDate: 2027-01-02",
}
SECTIONS_SHOWN = {
    **dict.fromkeys(("draft", "jekyll", "hugo"), "drafts"),
    **dict.fromkeys(("future", "dated"), "future"),
    "expired": "expired",
}


def _site_with_section(make_site: MakeSite, fields: str) -> SiteFolder:
    """Make a site whose folder `zebra` says that it is held back, while its pages do not."""
    page = "---\ntitle: Zebra {n}\ntags: [Zebra, Knee]\ndate: 2025-01-01\nmenu: main\ndraft: false\n---\n"
    return make_site(
        {
            "content/index.md": "---\ntitle: Home\nmenu: main\n---\nWelcome.\n",
            "content/zebra/index.md": (
                f"---\ntitle: Zebras\nslug: zebra-slug\nmenu: [main, footer]\n{fields}\n---\nZebra.\n"
            ),
            "content/zebra/one.md": page.format(n=1) + "Zebra, ![a zebra](zebra.png).\n",
            "content/zebra/zebra.png": picture(size=(20, 20)),
            "content/zebra/deep/two.md": page.format(n=2) + "[Zebra](../zebra.csv).\n",
            "content/zebra/zebra.csv": "zebra\n",
            "content/zebra/deep/er/index.md": "---\ntitle: Zebra deeper\n---\nZebra.\n",
            "content/zebra/deep/er/three.md": page.format(n=3) + "Zebra.\n",
            "content/other.md": "---\ntags: [Knee]\ndate: 2025-01-01\n---\n# Other\n",
        }
    )


@pytest.mark.parametrize("reason", SECTIONS)
def test_a_section_holds_back_everything_below_it(make_site: MakeSite, reason: str) -> None:
    site = _site_with_section(make_site, SECTIONS[reason])
    result = site.build_well()
    assert result.pages == 2
    assert [name for name in site.files() if "zebra" in name.lower()] == []
    assert "zebra" not in site.all_text().lower()
    assert getattr(result.left_out, SECTIONS_SHOWN[reason]) == 5
    shown = site.build_well(**{SECTIONS_SHOWN[reason]: True})
    assert shown.pages == 7
    assert {"zebra-slug/index.html", "zebra-slug/deep/er/three/index.html"} <= site.files()
    site.build_well()
    assert "zebra" not in site.all_text().lower()


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](zebra/one.md)", "'zebra/one.md' is in a section that is a draft, its link"),
        ("[x](zebra/)", "'zebra/' is a draft, its link"),
        ("[x](zebra/zebra.csv)", "'zebra/zebra.csv' is in a section that is a draft; publish that"),
        (
            "![x](zebra/zebra.png)",
            "'zebra/zebra.png' is in a section that is a draft; publish that",
        ),
        ("![x](zebra/){.gallery}", "'zebra/' is in a section that is a draft; publish that"),
    ],
)
def test_nothing_of_such_a_section_can_be_used(
    make_site: MakeSite, link: str, message: str
) -> None:
    site = _site_with_section(make_site, "draft: true")
    site.write({"content/link.md": f"Text.\n\n{link}\n"})
    site.build()
    assert site.codes() == ["draft-link"]
    assert message in site.messages()[0]


def test_a_featured_image_in_such_a_section(make_site: MakeSite) -> None:
    site = _site_with_section(make_site, "draft: true")
    site.write({"content/link.md": "---\nfeatured_image: zebra/zebra.png\n---\n"})
    site.build()
    assert "draft-link" in site.codes()


def test_a_draft_home_page_holds_back_only_itself(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "---\ntitle: Zebra\ndraft: true\n---\nZebra.\n",
            "content/news/one.md": "---\ntitle: One\n---\nx\n",
        }
    )
    site.build_well()
    assert "zebra" not in site.all_text().lower()
    assert "One" in site.text("news/index.html")


def test_a_cascaded_draft_does_not_name_its_section(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/news/index.md": (
                "---\ntitle: Zebra\nslug: zebra\ncascade: {draft: true}\n---\nZebra.\n"
            ),
            "content/news/one.md": "---\ntitle: One\ndraft: false\n---\nx\n",
            "content/news/two.md": "---\ntitle: Zebra two\n---\nx\n",
        }
    )
    site.build_well()
    assert "zebra" not in site.all_text().lower()
    assert "<h1>News</h1>" in site.text("news/index.html")
    assert "One" in site.text("news/one/index.html")


#: Files that other generators do not publish, each with the text "zebra".
HELD_BACK_ELSEWHERE = {
    "Hugo, TOML": ("a.md", '+++\ntitle = "Zebra"\ndraft = true\n+++\nZebra.\n'),
    "Hugo, JSON": ("a.md", '{\n  "title": "Zebra",\n  "draft": true\n}\nZebra.\n'),
    "Hugo, date": ("a.md", "---\ntitle: Zebra\npublishDate: 2027-01-01\n---\nZebra.\n"),
    "Hugo, expiry": ("a.md", "---\ntitle: Zebra\nexpiryDate: 2026-01-01\n---\nZebra.\n"),
    "Hugo, build": ("a.md", "---\nbuild: {render: never, list: never}\n---\n# Zebra\n"),
    "Jekyll": ("a.md", "---\ntitle: Zebra\npublished: false\n---\nZebra.\n"),
    "Pelican": ("a.md", "---\ntitle: Zebra\nstatus: draft\n---\nZebra.\n"),
    "Quarto": ("a.md", "---\r\ntitle: Zebra\r\ndraft: yes\r\n---\r\nZebra.\r\n"),
    "Astro": ("a.md", "\ufeff---\ntitle: Zebra\npubDate: 2027-01-01\n---\nZebra.\n"),
    "Hexo": ("a.md", ';;;\n"title": "Zebra",\n"published": false\n;;;\nZebra.\n'),
    "Obsidian": ("a.md", "---\ntitle: Zebra\npublish: false\n...\nZebra.\n"),
}
#: Those that are an error, because sitegen could only guess.
ERRORS_ELSEWHERE = {
    "Pelican": "Title: Zebra\nStatus: draft\n\nZebra.\n",
    "Nikola": "<!--\n.. title: Zebra\n.. status: draft\n-->\n\nZebra.\n",
    "Docusaurus": "---\nunlisted: true\n---\nZebra.\n",
    "Zola": "+++\nrender = false\n+++\nZebra.\n",
    "Eleventy": "---\npermalink: false\n---\nZebra.\n",
    "Hugo": "---\nbuild: {render: never}\n---\nZebra.\n",
}


@pytest.mark.parametrize("name", HELD_BACK_ELSEWHERE)
def test_what_other_generators_hold_back(make_site: MakeSite, name: str) -> None:
    path, text = HELD_BACK_ELSEWHERE[name]
    site = make_site({f"content/{path}": text, "content/b.md": "# B\n"})
    site.build_well()
    assert "zebra" not in site.all_text().lower()
    assert "a/index.html" not in site.files()
    site.build_well(drafts=True, future=True, expired=True)
    assert "Zebra" in site.text("a/index.html")


@pytest.mark.parametrize("name", ERRORS_ELSEWHERE)
def test_what_other_generators_do_is_not_guessed(make_site: MakeSite, name: str) -> None:
    site = make_site({"content/a.md": ERRORS_ELSEWHERE[name], "content/b.md": "# B\n"})
    assert not site.build(drafts=True).ok
    assert not site.output.exists()


def test_names_that_begin_with_an_underscore(make_site: MakeSite) -> None:
    names = ["_zebra", "_drafts/zebra", "news/_partials/deep/zebra", "news/_index-zebra"]
    site = make_site(
        {
            **{f"content/{name}.md": "# Zebra\n" for name in names},
            "content/news/a.md": "![Of a zebra](../_images/a.png)\n",
            "content/_images/a.png": picture(size=(20, 20)),
        }
    )
    result = site.build(drafts=True, future=True, expired=True)
    assert site.codes() == ["underscore-name"] * 4
    assert result.left_out.underscored == 4
    assert [name for name in site.pages() if "zebra" in name] == []
    assert result.pages == 1
    site.write({"content/link.md": "[x](_zebra.md)\n"})
    site.build()
    assert "content/link.md:1:5: error[draft-link]: '_zebra.md' is not published" in str(
        site.messages()
    )


def test_a_mistake_in_a_draft_is_reported(make_site: MakeSite) -> None:
    plan = "---\ndraft: true\ndate: 2024-02-30\n---\nx\n"
    site = make_site({"content/plan.md": plan, "content/a.md": "x\n"})
    site.build()
    assert site.codes() == ["invalid-date"]


def test_an_unreadable_draft_is_never_published(make_site: MakeSite) -> None:
    for broken in (
        "---\ndraft: true\n\nSecret.\n",
        "---\ndraft: true\ndraft: false\n---\nSecret.\n",
    ):
        site = make_site({"content/plan.md": broken, "content/fine.md": "x\n"})
        assert not site.build().ok
        assert not site.output.exists()


def test_a_site_without_dates_has_no_feed(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n"})
    site.build_well()
    assert "feed.xml" not in site.files()
    assert "atom" not in site.all_text()


def test_the_feed_is_newest_first_and_limited(make_site: MakeSite) -> None:
    pages = {
        f"content/p{n}.md": f"---\ntitle: P{n}\ndate: 2025-01-{n:02}\n---\nx\n" for n in range(1, 6)
    }
    site = make_site(pages, CONFIG + "[feed]\nlimit = 3\n")
    site.build_well()
    root = ET.fromstring(site.text("feed.xml"))  # noqa: S314  # our own output
    names = [each.text for each in root.findall("{*}entry/{*}title")]
    assert names == ["P5", "P4", "P3"]
    assert root.findtext("{*}updated") == "2025-01-05T00:00:00+00:00"


def test_cascades_that_parsing_depends_on(make_site: MakeSite) -> None:
    text = "{fields}!!! note\n    x\n\n## A\n\n## B\n\n## C\n\n~~x~~\n"
    site = make_site(
        {
            "content/de/index.md": "---\ncascade: {language: de, toc: false}\n---\nx\n",
            "content/de/own.md": text.format(fields="---\ntoc: true\nlanguage: en\n---\n"),
            "content/de/given.md": text.format(fields=""),
            "content/de/deep/index.md": "---\ncascade: {language: en}\n---\n"
            + text.format(fields=""),
            "content/de/deep/given.md": text.format(fields=""),
            "content/en.md": text.format(fields=""),
        }
    )
    for _ in range(2):
        site.build_well()
        given, own = site.text("de/given/index.html"), site.text("de/own/index.html")
        assert ("Hinweis" in given, 'lang="de"' in given, 'class="toc' in given) == (
            True,
            True,
            False,
        )
        assert ("Hinweis" in own, 'lang="en"' in own, 'class="toc' in own) == (False, True, True)
        assert 'lang="de"' in site.text("de/index.html")
        assert "Note" in site.text("de/deep/index.html")
        assert "Note" in site.text("de/deep/given/index.html")
        assert 'class="toc' in site.text("en/index.html")
        site.write({"content/en.md": text.format(fields="---\ntitle: Other\n---\n")})
