from __future__ import annotations

from support.sites import CONFIG, MakeSite


def test_a_broken_entry_is_reported_at_the_configuration(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n"}, CONFIG + '[[menu.main]]\npage = "b.md"\n')
    site.build()
    assert site.codes() == ["broken-link"]
    assert site.messages()[0].startswith("sitegen.toml")


def test_equal_weights_are_ordered_by_name(make_site: MakeSite) -> None:
    pages = {f"content/{n}.md": f"---\ntitle: {n}\nmenu: main\n---\n" for n in "cab"}
    site = make_site(
        {**pages, "templates/page.html": "{% for e in site.menus.main %}{{ e.name }}{% endfor %}"}
    )
    site.build_well()
    assert site.text("a/index.html") == "abc"


_MENU = "{% for e in site.menus.main %}{{ e.name }} {% endfor %}"


def test_a_menu_that_nobody_has_written_lists_at_most_twenty_pages(make_site: MakeSite) -> None:
    pages = {f"content/page-{n}.md": f"---\ntitle: P{n}\n---\n" for n in range(10, 29)}
    site = make_site(
        {
            **pages,
            "content/a.md": "---\ntitle: A\nweight: 2\n---\n",
            "content/people/ada.md": "# Ada\n",
            "templates/page.html": _MENU,
        }
    )
    site.build()
    assert site.codes() == ["long-menu"]
    assert "19 pages without one are not in it" in site.messages()[0]
    assert site.text("a/index.html") == "A People "
    (site.root / "content/page-28.md").unlink()
    site.build_well()
    assert site.text("a/index.html").split() == ["A", *(f"P{n}" for n in range(10, 28)), "People"]
