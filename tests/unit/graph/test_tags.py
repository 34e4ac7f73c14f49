from __future__ import annotations

from support.sites import MakeSite


def test_pages_of_a_tag_are_in_the_order_of_lists(make_site: MakeSite) -> None:
    pages = {
        f"content/{n}.md": f"---\ntitle: {n}\ndate: 2026-01-0{day}\ntags: [x]\n---\n"
        for n, day in (("a", 1), ("b", 3), ("c", 2))
    }
    site = make_site(
        {**pages, "templates/tag.html": "{% for c in page.pages %}{{ c.title }}{% endfor %}"}
    )
    site.build_well()
    assert site.text("tags/x/index.html") == "bca"


def test_without_tags_there_is_no_list_of_tags(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n"})
    site.build_well()
    assert [name for name in site.files() if name.startswith("tags/")] == []


def test_a_written_list_of_tags_keeps_its_words(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "---\ntags: [x]\n---\n",
            "content/tags/index.md": "# All our subjects\n\nMany.\n",
        }
    )
    site.build_well()
    text = site.text("tags/index.html")
    assert "<h1>All our subjects</h1>" in text
    assert "Many." in text
    assert 'href="/tags/x/"' in text
