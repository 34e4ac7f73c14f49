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
