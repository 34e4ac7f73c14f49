"""Files with more entries than a limit are told at once, at the first entry that is too many."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from sitegen.config import parse_config
from sitegen.errors import ConfigError
from sitegen.graph.collections.work_pages import put_work_pages
from sitegen.model import Work
from sitegen.research.work_checks import distinct_works

if TYPE_CHECKING:
    from support.sites import MakeSite

CONFIG = 'title = "Lab"\nbase_url = "https://lab.example.org/"\n'
INVENTORY = "# Sphinx inventory version 1\n# Project: x\n# Version: 1\n"


@pytest.mark.parametrize(
    ("limit", "path", "text", "told"),
    [
        (
            "bibliography_entries",
            "publications.bib",
            (
                "@string{x = {y}}\n@comment{@misc}\n@misc{a, title = {A}}\n@Misc {b, title = {B}}\n"
                "  @misc{c, title = {C}}\n"
            ),
            (
                "publications.bib:5:3: error[limit-exceeded]: the bibliography has too many "
                "entries, more than limits.bibliography_entries = 2; make several files of it, or "
                "raise limits.bibliography_entries in sitegen.toml"
            ),
        ),
        (
            "bibliography_entries",
            "bibliography/works.json",
            '[{"id": "a"}, {"id": "b"},\n {"id": "c"}]',
            (
                "bibliography/works.json:2:2: error[limit-exceeded]: the bibliography has too many "
                "entries, more than limits.bibliography_entries = 2; make several files of it, or "
                "raise limits.bibliography_entries in sitegen.toml"
            ),
        ),
        (
            "reference_entries",
            "references.bib",
            "@misc{a, title = {A}}\n@misc{b, title = {B}}\n@misc{c, title = {C}}\n",
            (
                "references.bib:3:1: error[limit-exceeded]: the bibliography has too many entries, "
                "more than limits.reference_entries = 2; make several files of it, or raise "
                "limits.reference_entries in sitegen.toml"
            ),
        ),
        (
            "collection_entries",
            "data/rooms.csv",
            "name\na\nb\nc\n",
            (
                "data/rooms.csv:4:1: error[limit-exceeded]: the file has 3 rows, more than "
                "limits.collection_entries = 2; raise limits.collection_entries in sitegen.toml"
            ),
        ),
        (
            "collection_entries",
            "data/rooms.yaml",
            "- name: a\n- name: b\n- name: c\n",
            (
                "data/rooms.yaml:3:3: error[limit-exceeded]: the file has 3 rows, more than "
                "limits.collection_entries = 2; raise limits.collection_entries in sitegen.toml"
            ),
        ),
        (
            "inventory_entries",
            "data/x.inv",
            INVENTORY + "a mod a.html\nb mod b.html\nc mod c.html\n",
            (
                "data/x.inv:1:1: error[limit-exceeded]: the inventory has too many entries, "
                "more than limits.inventory_entries = 2; "
                "raise limits.inventory_entries in sitegen.toml"
            ),
        ),
    ],
)
def test_a_file_of_too_many_entries(
    make_site: MakeSite, limit: str, path: str, text: str, told: str
) -> None:
    config = f"{CONFIG}[limits]\n{limit} = 2\n"
    config += '[research]\nbibliography = ["*.bib", "bibliography/*"]\n'
    config += '[references.x]\nurl = "https://x.example.org/"\ninventory = "data/x.inv"\n'
    if path.startswith("data/rooms"):
        config += f'[collections.rooms]\ndata = "{path[5:]}"\nfolder = "rooms"\n'
    files = {"content/index.md": "# Lab\n", "data/x.inv": INVENTORY, path: text}
    site = make_site(files, config)
    found = [str(each) for each in site.build().diagnostics if each.code == "limit-exceeded"]
    assert found == [told]
    site.write({"sitegen.toml": config.replace("= 2\n", "= 3\n")})
    site.build()
    assert "limit-exceeded" not in site.codes()


def test_menus_of_too_many_entries() -> None:
    """Those of all menus together; nothing else is said of them."""
    config = f"{CONFIG}[limits]\nmenu_entries = 3\n[menu]\n"
    config += 'main = [{page = "a.md"}, {page = "b.md"}]\nfooter = [{url = "x"}, {url = "y"}]\n'
    with pytest.raises(ConfigError) as error:
        parse_config(config, "sitegen.toml")
    assert list(map(str, error.value.diagnostics)) == [
        (
            "sitegen.toml:6:1: error[limit-exceeded]: the menus have 4 entries, more than "
            "limits.menu_entries = 3; raise limits.menu_entries in sitegen.toml"
        )
    ]


def test_pages_and_sites_of_too_many_terms(make_site: MakeSite) -> None:
    """One message for a page, one for the site; nothing is made of what is too much."""
    config = f'{CONFIG}[taxonomies]\ntopic = "topics"\n[limits]\n'
    pages = {
        "content/a.md": "---\ntags: [one, two]\ntopics: [one]\n---\n",
        "content/b.md": "---\ntitle: B\ntags: [one, two, four]\ntopics: [five]\n---\n",
        "content/c.md": "---\ntags: [Two, three]\n---\n",
        "content/d.md": "---\ntags: [six]\n---\n",
        "content/e.md": "---\ntags: [seven]\n---\n",
    }
    site = make_site(pages, f"{config}page_terms = 3\nsite_terms = 4\n")
    site.build()
    of_page, of_site = (each for each in site.messages() if "limit-exceeded" in each)
    assert of_page == (
        "content/b.md:4:1: error[limit-exceeded]: the page has 4 terms, such as tags, more than "
        "limits.page_terms = 3; name fewer, or raise limits.page_terms in sitegen.toml"
    )
    assert of_site == (
        "content/d.md:2:1: error[limit-exceeded]: with this page, the site has too many terms, "
        "such as tags, each with a page of its own, more than limits.site_terms = 4; use the same "
        "words on more pages, or raise limits.site_terms in sitegen.toml"
    )
    site.write({"sitegen.toml": f"{config}page_terms = 4\nsite_terms = 8\n"})
    site.build()
    assert set(site.codes()) == {"tag-spelling"}


def test_bibliographies_of_too_many_publications_together(make_site: MakeSite) -> None:
    config = f'{CONFIG}[research]\nbibliography = ["*.bib", "bibliography/*"]\n'
    config += "[limits]\nsite_publications = 3\n"
    two = "@misc{{{0}, title = {{{0} A}}}}\n@misc{{{0}{0}, title = {{{0} B}}}}\n"
    paths = ("p", "bibliography/q", "bibliography/r")
    files = {f"{path}.bib": two.format(path[-1]) for path in paths}
    site = make_site({"content/index.md": "# Lab\n", **files}, config)
    site.build()
    (told,) = (each for each in site.messages() if "limit-exceeded" in each)
    assert told == (
        "bibliography/q.bib:1:1: error[limit-exceeded]: with this bibliography, the site has 4 "
        "publications, each with a page, more than limits.site_publications = 3; put works that "
        "are only cited into references.bib, or raise limits.site_publications in sitegen.toml"
    )
    site.write({"sitegen.toml": config.replace("= 3", "= 6")})
    site.build()
    assert "limit-exceeded" not in site.codes()


def test_a_mistake_of_many_entries_is_looked_up_once() -> None:
    config = CONFIG + "[limits]\nmenu_entries = 9999\n"
    config += '[[menu.main]]\nname = "x"\nurl = "y"\n' * 4000
    started = time.process_time()
    with pytest.raises(ConfigError) as error:
        parse_config(config, "sitegen.toml")
    assert len(error.value.diagnostics) == 1
    assert time.process_time() - started < 2


def test_entries_that_share_a_key_take_no_longer() -> None:
    """Each gets the next number, which is not searched from the first one."""
    works = [Work(key="a", type="document", kind="misc", title=f"{n}") for n in range(5000)]
    started = time.process_time()
    distinct = distinct_works(works)
    site = parse_config(CONFIG, "sitegen.toml")
    keys = (f"a{'!' * (n % 70)}{'?' * (n // 70)}" for n in range(1, 5000))
    same = [Work(key=key, type="document", kind="misc") for key in keys]
    pages = put_work_pages((), same, site.all_collections["publications"], site.zone).pages
    assert time.process_time() - started < 2
    assert [work.key for work in distinct[:3]] == ["a", "a-2", "a-3"]
    assert distinct[-1].key == "a-5000"
    assert len({page.key for page in pages}) == len(same)


@pytest.mark.parametrize("name", ["description", "summary", "featured_image_caption", "excerpt"])
def test_texts_of_front_matter_that_are_too_long(make_site: MakeSite, name: str) -> None:
    """Each is read wherever its page is named, those of a section for each of its pages."""
    text = "a^[b] " * 4_000
    pages = {
        "content/a.md": f"---\ntitle: A\n{name}: '{text}'\n---\n",
        "content/b/index.md": f"---\ntitle: B\ncascade:\n  {name}: '{text}'\n---\n",
        "content/b/c.md": "# C\n",
    }
    site = make_site(pages)
    site.build()
    told = f"error[invalid-field]: '{name}': it has 23,999 characters, more than 20,000; write it"
    assert [
        message.partition(" into ")[0] for message in site.messages() if "error" in message
    ] == [
        f"content/a.md:3:1: {told}",
        f"content/b/index.md:4:3: {told}",
    ]


def test_a_description_of_the_site_that_is_too_long() -> None:
    with pytest.raises(ConfigError) as failure:
        parse_config(f"{CONFIG}description = '{'a^[b] ' * 4_000}'\n", "sitegen.toml")
    (problem,) = failure.value.diagnostics
    assert problem.code == "invalid-setting"
    assert problem.message == "'description': it has 24,000 characters, more than 20,000"
