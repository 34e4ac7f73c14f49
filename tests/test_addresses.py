"""Links and addresses of a whole site, through edits: what leads somewhere, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.clean_builds import build_cleanly
from support.sites import read_tree

if TYPE_CHECKING:
    from support.sites import MakeSite, SiteFolder

SETTINGS = """\
title = "Lab"
base_url = "https://lab.example.org/site/"
[sharing]
cards = false
[pagination]
size = 1
"""
LINKS = """\
---
title: Home
date: 2026-01-01
tags: [MRI]
---

[cv](/cv.pdf) [map](/sitemap.xml) [robots](/robots.txt) [feed](/feed.xml) [news](/news)
[a](news/a.html) [tag](/tags/mri) [more](/news/page/2/) [old](/caf%C3%A9/)
[query](news/a.md?tag=mri#part)
[own](https://lab.example.org/site/news/a/) [else](https://lab.example.org/wiki/) [page](/x.html)
"""
FILES = {
    "content/index.md": LINKS,
    "content/news/a.md": (
        "---\ntitle: A\naliases: [/caf%C3%A9/, /news/a/, '/old page/', '/😀/']\n---\n\n## Part\n\n"
        "Up to [b](../b/), [there](../../cv.pdf).\n"
    ),
    "content/news/b.md": "---\ntitle: B\n---\n\nText.\n",
    "assets/static/cv.pdf": "cv",
    "assets/static/x.html": "<p>x</p>",
}


def _build(site: SiteFolder) -> list[str]:
    """Build, compare with a build from nothing, and return the codes of what was said."""
    result = site.build()
    expected, clean = build_cleanly(site.root)
    assert result.diagnostics == expected.diagnostics
    if result.ok:
        assert read_tree(site.output) == clean
    return [each.code for each in result.diagnostics]


def test_links_lead_to_all_that_is_published(make_site: MakeSite) -> None:
    site = make_site(FILES, SETTINGS)
    site.build_well()
    text = site.text("index.html")
    for url in (
        *("cv.pdf", "sitemap.xml", "robots.txt", "feed.xml", "news/", "news/a/", "tags/mri/"),
        *("news/page/2/", "caf%C3%A9/", "news/a/?tag=mri#part", "x.html"),
    ):
        assert f'href="/site/{url}"' in text, url
    assert 'href="https://lab.example.org/wiki/"' in text
    assert 'href="/site/news/b/"' in site.text("news/a/index.html")
    for name in ("café/index.html", "old page/index.html", "😀/index.html"):
        assert "url=/site/news/a/" in site.text(name)


def test_what_a_link_leads_to_goes_away(make_site: MakeSite) -> None:
    site = make_site(FILES, SETTINGS)
    assert _build(site) == []
    (site.root / "assets/static/cv.pdf").unlink()
    assert _build(site) == ["broken-link", "broken-link"]
    site.write({"assets/static/cv.pdf": "another"})
    assert _build(site) == []
    a = FILES["content/news/a.md"]
    site.write({"content/news/a.md": a.replace("/caf%C3%A9/, ", "")})
    assert _build(site) == ["broken-link"]
    site.write({"content/news/a.md": a.replace("title: A", "title: A\ndraft: true")})
    assert set(_build(site)) == {"broken-link", "draft-link"}
    site.write({"content/news/a.md": a, "content/index.md": LINKS + "\n[no](/site/gone/)\n"})
    assert _build(site) == ["broken-link"]
    site.write({"content/index.md": LINKS.replace("site/news/a/", "site/news/z/")})
    assert _build(site) == ["own-address"]


def test_scripts_find_their_modules_and_data(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "Text.\n",
            "assets/js/plot.js": 'import "./axis.js"; fetch(new URL("p.json", import.meta.url))',
            "assets/js/axis.js": "export {}",
            "assets/js/p.json": "[1]",
            "assets/js/unused.json": "[2]",
            "templates/page.html": "",
        },
        SETTINGS,
    )
    assert _build(site) == []
    names = {name for name in read_tree(site.output) if name.startswith("assets/js/")}
    assert {"assets/js/axis.js", "assets/js/p.json"} < names
    assert "assets/js/unused.json" not in names
    assert "assets/js/plot.js" not in names
    site.write({"assets/js/p.json": "[3]"})
    assert _build(site) == []
    assert read_tree(site.output)["assets/js/p.json"] == b"[3]"
    site.write({"assets/js/plot.js": "export {}"})
    assert _build(site) == []
    assert "assets/js/p.json" not in read_tree(site.output)


def test_a_page_beside_its_folder_is_the_section(make_site: MakeSite) -> None:
    site = make_site(
        {"content/index.md": "[News](news.md).\n", "content/news.md": "# All news\n"}, SETTINGS
    )
    assert _build(site) == []
    site.write({"content/news/a.md": "# A\n\nBack to [all](../news.md).\n"})
    assert _build(site) == []
    assert ">A</a>" in site.text("news/index.html")
    assert 'href="/site/news/">all</a>' in site.text("news/a/index.html")
    site.write({"content/news.md": "# Every piece of news\n"})
    assert _build(site) == []
    assert "Every piece of news" in site.text("news/a/index.html")
    site.write({"content/news/index.md": "# Another\n"})
    assert set(_build(site)) == {"duplicate-url", "draft-link"}
