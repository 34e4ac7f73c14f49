"""A page at a URL of its own is there in menus, feeds, lists and links."""

from __future__ import annotations

from support.sites import CONFIG, MakeSite

FILES: dict[str, str | bytes] = {
    "content/index.md": "[A](news/a.md), [b](/c/b.html), [section](news/), [d](news/sub/d.md)\n",
    "content/news/index.md": "---\ntitle: News\nurl: /aktuelles.html\n---\n",
    "content/news/a.md": "---\ntitle: A\npermalink: /x/y\ndate: 2026-01-01\nmenu: main\n---\n",
    "content/news/b.md": "---\ntitle: B\nurl: /c/b.html\ndate: 2026-01-02\n---\n",
    "content/news/c.md": "---\ntitle: C\ndate: 2026-01-03\naliases: /old/\n---\n",
    "content/news/sub/index.md": "---\nslug: below\nurl: /elsewhere/\n---\n",
    "content/news/sub/d.md": "# D\n",
}
BASE = CONFIG.replace(".org/", ".org/sub/") + "[pagination]\nsize = 2\n"


def test_own_urls(make_site: MakeSite) -> None:
    site = make_site(FILES, BASE)
    site.build_well()
    assert site.pages() == {
        *("404.html", "index.html", "aktuelles.html", "aktuelles/page/2/index.html"),
        *("x/y/index.html", "c/b.html", "news/c/index.html", "old/index.html"),
        *("elsewhere/index.html", "news/below/d/index.html"),
    }
    home = site.text("index.html")
    assert '<a href="/sub/x/y/">A</a>, <a href="/sub/c/b.html">b</a>' in home
    assert '<a href="/sub/aktuelles.html">section</a>' in home
    assert '<a href="/sub/news/below/d/">d</a>' in home
    page = site.text("c/b.html")
    assert '<li><a href="/sub/aktuelles.html">News</a></li>' in page
    assert 'rel="prev" href="/sub/news/c/"' in page or '"/sub/news/c/"' in page
    assert '"/sub/x/y/"' in page
    assert '<link rel="canonical" href="https://lab.example.org/sub/c/b.html">' in page
    assert "<id>https://lab.example.org/sub/x/y/</id>" in site.text("feed.xml")
    assert "<loc>https://lab.example.org/sub/c/b.html</loc>" in site.text("sitemap.xml")
    listed = site.text("aktuelles.html")
    assert '<link rel="next" href="/sub/aktuelles/page/2/">' in listed
    assert '"/sub/aktuelles.html"' in site.text("aktuelles/page/2/index.html")


def test_collisions_are_named(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "---\nurl: /b/\n---\n",
            "content/b.md": "# B\n",
            "content/c.md": "---\nurl: /sitemap.xml\n---\n",
            "content/d.md": "---\nurl: /B/\n---\n",
        }
    )
    site.build()
    assert [each.partition(";")[0] for each in site.messages()] == [
        "content/a.md:2:1: error[duplicate-url]: '/b/' is also the address of content/d.md",
        "content/b.md:1:1: error[duplicate-url]: '/b/' is also the address of content/d.md",
        (
            "content/c.md:2:1: error[duplicate-url]: '/sitemap.xml/' is also the address of "
            "sitemap.xml"
        ),
    ]
