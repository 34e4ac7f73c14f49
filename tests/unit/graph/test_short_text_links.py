"""Short texts that the theme shows: what is wrong with them is said where they are written."""

from __future__ import annotations

from support.sites import CONFIG, MakeSite


def test_the_description_of_the_site(make_site: MakeSite) -> None:
    description = "We <script>x</script> [see](a.md), [that](gone.md) and [this](https://a.org)"
    config = f'{CONFIG}description = "{description}"\n'
    site = make_site({"content/a.md": "# A\n"}, config)
    site.build()
    place = f"sitegen.toml:{config.count(chr(10))}:1"
    link, script = site.messages()
    assert link.startswith(f"{place}: error[broken-link]: 'description': there is no page or file ")
    assert script.startswith(f"{place}: error[unsafe-html]: 'description': <script> is not allowed")


def test_the_description_of_a_page(make_site: MakeSite) -> None:
    """Links begin at the page's file or at `content/`; each mistake is told once."""
    links = "[a](b.md) [b](news/b.md) [c](../index.md) [d](c.md)"
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/news/a.md": f"---\ndescription: '{links}'\n---\n# A\n",
            "content/news/b.md": "---\ndescription: a <object> x\n---\n# B\n",
        }
    )
    site.build()
    first, second = site.messages()
    assert first.startswith("content/news/a.md:2:1: error[broken-link]: 'description': ")
    assert "'c.md'" in first
    assert second.startswith("content/news/b.md:2:1: error[unsafe-html]: 'description': <object>")


def test_a_link_that_a_section_gives_to_its_pages_is_told_once_where_it_stands(
    make_site: MakeSite,
) -> None:
    cascade = "cascade:\n  description: '[a](gone.md) [a](gone.md) [b](b.md)'\n"
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/a/index.md": f"---\ntitle: A\n{cascade}---\nText.\n",
            "content/a/b.md": "# B\n",
            "content/a/c.md": "# C\n",
            "content/a/d.md": "---\ndescription: '[a](gone.md)'\n---\n# D\n",
        }
    )
    site.build()
    told = "error[broken-link]: 'description': there is no page or file 'gone.md'"
    assert [each.partition(";")[0] for each in site.messages()] == [
        f"content/a/d.md:2:1: {told}",
        f"content/a/index.md:3:1: {told}",
    ]
