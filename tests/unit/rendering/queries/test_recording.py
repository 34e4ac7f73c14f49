# ruff: noqa: E501  # tables of templates and changes in one line are easier to compare
"""A page is rendered again exactly when an answer that it was given has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sitegen import registry
from sitegen.engine.output_making import read_output_records
from sitegen.engine.render_records import read_record
from sitegen.model import digest_of
from sitegen.outputs import PartedOutput
from sitegen.storage.store import open_store
from sitegen.storage.versions import describe_versions
from support.clean_builds import build_cleanly
from support.sites import CONFIG, MakeSite, read_tree

if TYPE_CHECKING:
    from sitegen.model import BuildResult

#: Two pages of a section of their own: one asks, the other asks nothing.
FILES = {
    "content/index.md": "# Home\n",
    "content/asking/asks.md": "---\ntitle: Asks\ntags: [MRI]\n---\nText.\n",
    "content/asking/c.md": "# C\n",
    "content/asking/index.md": "---\nnav: sidebar\n---\n# Asking\n",
    "content/quiet/quiet.md": "---\ntitle: Quiet\n---\nText.\n",
    "content/news/index.md": "---\ntitle: News\n---\nIntro.\n",
    "content/news/a.md": "---\ntitle: A\nweight: 1\ntags: [MRI]\n---\nText.\n",
    "content/news/b.md": "---\ntitle: B\nweight: 2\n---\nText.\n",
    "templates/quiet/page.html": "{{ page.content }}",
    "templates/mine/part.html": "part",
    "templates/mine/macros.html": "{% macro m() %}macro{% endmacro %}",
    "templates/mine/base.html": "{% block b %}base{% endblock %}",
    "data/people.yaml": "- name: Ada\n",
    "data/numbers.json": "[1, 2]",
    "data/lab/devices.csv": "name\nMRI\n",
    "data/README.txt": "What is what",
    "assets/css/x.css": "p { color: red }\n",
    "assets/css/other.css": "p { color: red }\n",
}
A = "---\ntitle: {title}\nweight: {weight}\ntags: [{tags}]\nmenu: [{menu}]\nslug: {slug}\n---\n{body}\n"


def a(**values: str) -> dict[str, str]:
    known = {"title": "A", "weight": "1", "tags": "MRI", "menu": "", "slug": "a", "body": "Text."}
    return {"content/news/a.md": A.format(**{**known, **values})}


#: What the template asks, the change, and the reason that is told; an empty reason: unaffected.
ASKED = {
    "a card": (
        "{{ section('news').title }}",
        {"content/news/index.md": "# Other\n"},
        "the title, date, summary or image of content/news/index.md",
    ),
    "a card's summary": (
        "{% for p in section('news').pages %}{{ p.summary }}{% endfor %}",
        a(body="Other."),
        "of content/news/a.md",
    ),
    "not a body": (
        "{{ section('news').title }}",
        {"content/news/index.md": "---\ntitle: News\n---\nIntro.\n\nMore.\n"},
        "content/news/index.md",
    ),
    "not another card": ("{{ section('news').title }}", a(title="Zed"), ""),
    "a section that comes": (
        "{{ section('later') is none }}",
        {"content/later/index.md": "# L\n", "content/later/x.md": "x\n"},
        "of content/later/index.md",
    ),
    "a list": (
        "{{ section('news').pages | length }}",
        {"content/news/c.md": "# C\n"},
        "the list of content/news/index.md",
    ),
    "the order of a list": (
        "{% for p in section('news').pages %}{{ p.title }}{% endfor %}",
        a(weight="3"),
        "of content/news/a.md",
    ),
    "a crumb": (
        "{% for c in page.breadcrumbs %}{{ c.title }}{% endfor %}",
        {"content/index.md": "# Start\n"},
        "of content/index.md",
    ),
    "a tag": (
        "{% for t in page.tags %}{{ t.count }}{% endfor %}",
        a(tags=""),
        "the entry 'mri' of tags",
    ),
    "not another tag": ("{% for t in page.tags %}{{ t.count }}{% endfor %}", a(tags="MRI, CT"), ""),
    "all tags": (
        "{% for t in site.tags %}{{ t.name }}{% endfor %}",
        a(tags="MRI, CT"),
        "the list of tags",
    ),
    "which collections there are": (
        "{% for c in site.collections %}{{ c.name }}{% endfor %}",
        {"content/people/ada.md": "---\nname: Ada B\n---\n"},
        "the site's collections",
    ),
    "a collection": (
        "{{ collection('news') | length }}",
        {"content/news/c.md": "# C\n"},
        "the list of news",
    ),
    "the title of a collection": (
        "{{ collection('people').title }}",
        {"content/people/ada.md": "---\nname: Ada B\n---\n"},
        "the title of people",
    ),
    "an entry": (
        "{% for e in collection('news') %}{{ e.links | length }}{% endfor %}",
        {
            "content/news/a.md": "---\ntitle: A\nweight: 1\nlinks: {website: https://a.example.org/}\n---\n",
        },
        "of news",
    ),
    "not what belongs to an entry": (
        "{% for e in collection('news') %}{{ e.title }}{% endfor %}{{ collection('people').title }}",
        {"content/people/ada.md": "---\nname: Ada B\nnews: [a]\n---\n"},
        "the title of people",
    ),
    "what belongs to an entry": (
        "{% for e in collection('news') %}{{ e.related('people') | length }}{% endfor %}",
        {"content/people/ada.md": "---\nname: Ada B\nnews: [a]\n---\n"},
        "the people of",
    ),
    "what kinds of entries belong to an entry": (
        "{% for e in collection('news') %}{{ e.relations | length }}{% endfor %}",
        {"content/people/ada.md": "---\nname: Ada B\nnews: [a]\n---\n"},
        "the collections that belong to",
    ),
    "menus": (
        "{% for e in site.menus.main or [] %}{{ e.name }}{% endfor %}",
        a(menu="main"),
        "the site's menus",
    ),
    "a book": (
        "{{ page.sidebar.children | length }}",
        {"content/asking/z.md": "# Z\n"},
        "the titles and order of the pages of content/asking/index.md",
    ),
    "a title in a book": (
        "{% for each in page.sidebar.children %}{{ each.title }}{% endfor %}",
        {"content/asking/c.md": "# D\n"},
        "the titles and order of the pages of content/asking/index.md",
    ),
    "sections": (
        "{{ site.sections | length }}",
        {"content/later/x.md": "x\n"},
        "the site's sections",
    ),
    "all pages": (
        "{{ site.pages | length }}",
        {"content/news/c.md": "# C\n"},
        "the site's regular pages",
    ),
    "its own template": (
        "one",
        {"templates/asking/page.html": "two"},
        "the template asking/page.html",
    ),
    "an included template": (
        "{% include 'mine/part.html' %}",
        {"templates/mine/part.html": "other"},
        "the template asking/page.html",
    ),
    "an imported template": (
        "{% from 'mine/macros.html' import m %}{{ m() }}",
        {"templates/mine/macros.html": "{% macro m() %}other{% endmacro %}"},
        "the template asking/page.html",
    ),
    "an extended template": (
        "{% extends 'mine/base.html' %}",
        {"templates/mine/base.html": "other"},
        "the template asking/page.html",
    ),
    "a template far below": (
        "{% include 'mine/base.html' %}",
        {"templates/mine/base.html": "{% include 'mine/part.html' %}"},
        "the template asking/page.html",
    ),
    "not another template": (
        "{% include 'mine/part.html' %}",
        {"templates/mine/base.html": "other"},
        "",
    ),
    "a computed name: one template": (
        "{% set n = 'mine/part.html' %}{% include n %}",
        {"templates/mine/part.html": "other"},
        "the template asking/page.html",
    ),
    "a computed name: all templates": (
        "{% set n = 'mine/part.html' %}{% include n %}",
        {"templates/mine/base.html": "other"},
        "the template asking/page.html",
    ),
    "a computed name with a beginning": (
        "{% set n = 'part' %}{% include 'mine/' ~ n ~ '.html' %}",
        {"templates/mine/base.html": "other"},
        "the template asking/page.html",
    ),
    "not a template with another beginning": (
        "{% set n = 'part' %}{% include 'mine/' ~ n ~ '.html' %}",
        {"templates/other/part.html": "other"},
        "",
    ),
    "a template that comes": (
        "{% include ['mine/new.html', 'mine/part.html'] %}",
        {"templates/mine/new.html": "new"},
        "the template asking/page.html",
    ),
    "an optional template that comes": (
        "{% include 'mine/new.html' ignore missing %}",
        {"templates/mine/new.html": "new"},
        "the template asking/page.html",
    ),
    "a theme's template that is replaced": (
        "{% extends 'base.html' %}",
        {"templates/base.html": "own"},
        "the template asking/page.html",
    ),
    "an asset": (
        "{{ asset('css/x.css') }}",
        {"assets/css/x.css": "p { color: tan }\n"},
        "the file assets/css/x.css",
    ),
    "not another asset": (
        "{{ asset('css/x.css') }}",
        {"assets/css/other.css": "p { color: tan }\n"},
        "",
    ),
    "an address": ("{{ url_for('news/a.md') }}", a(slug="renamed"), "the address of news/a.md"),
    "a near address": (
        "{{ url_for('../news/a.md') }}",
        a(slug="renamed"),
        "the address of ../news/a.md",
    ),
    "not another address": ("{{ url_for('news/b.md') }}", a(slug="renamed"), ""),
    "a data file": (
        "{{ data.people[0].name }}",
        {"data/people.yaml": "- name: Bo\n"},
        "the data file data/people.yaml",
    ),
    "a data file in a folder": (
        "{{ data.lab.devices | length }}",
        {"data/lab/devices.csv": "name\n"},
        "the data file data/lab/devices.csv",
    ),
    "a data file by another way": (
        "{{ data['lab']['devices'] | length }}",
        {"data/lab/devices.csv": "name\n"},
        "the data file data/lab/devices.csv",
    ),
    "all data files": (
        "{% for name, value in data.items() %}{{ value }}{% endfor %}",
        {"data/people.yaml": "- name: Bo\n"},
        "the data file data/people.yaml",
    ),
    "all data files, as JSON": (
        "{{ data | tojson }}",
        {"data/lab/devices.csv": "name\n"},
        "the data file data/lab/devices.csv",
    ),
    "not another data file": (
        "{{ data.people[0].name }}",
        {"data/lab/devices.csv": "name\n", "data/new.json": "1"},
        "",
    ),
    "not a comment": (
        "{{ data.people[0].name }}",
        {"data/people.yaml": "# Who we are\n-   name:  'Ada'\n"},
        "",
    ),
    "a data file of another kind": (
        "{{ data.numbers[0] }}",
        {"data/numbers.json": "[1, 3]"},
        "the data file data/numbers.json",
    ),
    "the names of data": (
        "{{ data | length }}",
        {"data/new.json": "1"},
        "the list of data/",
    ),
    "the names in a folder": (
        "{% for name in data.lab %}{{ name }}{% endfor %}",
        {"data/lab/new.json": "1"},
        "the list of data/lab/",
    ),
    "not the names in another folder": (
        "{% for name in data %}{{ name }}{% endfor %}",
        {"data/lab/new.json": "1"},
        "",
    ),
    "names, not what they hold": (
        "{% for name in data %}{{ name }}{% endfor %}",
        {"data/people.yaml": "- name: Bo\n"},
        "",
    ),
    "a data file that comes": (
        "{{ data.new is defined }}{{ data.get('new') }}",
        {"data/new.json": "1"},
        "the data file data/new.json",
    ),
    "a data folder that comes": (
        "{{ 'new' in data }}",
        {"data/new/x.json": "1"},
        "the data file data/new",
    ),
    "a data file that is not data": ("{{ data | list }}", {"data/README.txt": "new"}, ""),
    "nothing": ("one", a(title="Zed", tags="X", menu="main", slug="s", weight="9"), ""),
}


def reason(result: BuildResult, output: str) -> str:
    return next(why for name, _, why in result.reasons if name == output)


@pytest.mark.parametrize("name", ASKED)
def test_what_a_template_asks(make_site: MakeSite, name: str) -> None:
    template, change, expected = ASKED[name]
    site = make_site({**FILES, "templates/asking/page.html": template})
    site.build_well()
    site.write(change)
    result = site.build_well(explain="asking/asks.md")
    why = reason(result, "asking/asks/index.html")
    assert expected in why
    assert why.startswith("it shows ") if expected else not why
    assert reason(result, "quiet/quiet/index.html") == ""
    assert read_tree(site.output) == build_cleanly(site.root)[1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"content/quiet/quiet.md": "---\ntitle: Quiet\n---\nOther.\n"},
            "the page itself has changed",
        ),
        ({"sitegen.toml": CONFIG + 'author = "A"\n'}, "the page itself has changed"),
        ({"templates/strings/en.toml": 'next = "Onwards"\n'}, "the page itself has changed"),
        ({"templates/quiet/page.html": "{{ page.content }}!"}, "the template quiet/page.html"),
        ({"templates/page.html": "own"}, ""),
    ],
)
def test_what_every_page_depends_on(
    make_site: MakeSite, change: dict[str, str], expected: str
) -> None:
    site = make_site(FILES)
    site.build_well()
    site.write(change)
    result = site.build_well(explain="quiet/quiet.md")
    assert expected in reason(result, "quiet/quiet/index.html")
    assert read_tree(site.output) == build_cleanly(site.root)[1]


#: A folder as somebody may call it.
ODD = "it's über #1, 50%20"


def test_a_page_whose_path_has_odd_letters(make_site: MakeSite) -> None:
    """What it asks is asked from where it stands, whatever its folder is called."""
    site = make_site(
        {
            f"content/{ODD}/index.md": "---\ntemplate: asks\n---\nText.\n",
            "content/my other.md": "# Other\n",
            "templates/asks.html": "{{ url_for('../my other.md') }}",
        }
    )
    site.build_well()
    site.write({"content/my other.md": "---\nslug: moved\n---\n# Other\n"})
    reasons = {why for _, source, why in site.build_well().reasons if ODD in source}
    assert reasons == {"it shows the address of ../my other.md, which has changed"}
    assert read_tree(site.output) == build_cleanly(site.root)[1]


def test_the_day_that_a_nearer_template_appears(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    site.write({"templates/news/page.html": "nearer"})
    result = site.build_well()
    assert "the template news/page.html" in reason(result, "news/a/index.html")
    assert site.text("news/a/index.html") == "nearer"
    (site.root / "templates/news/page.html").unlink()
    site.build_well()
    assert read_tree(site.output) == build_cleanly(site.root)[1]


def test_only_readers_of_a_data_file_are_rendered_again(make_site: MakeSite) -> None:
    files = {f"content/{folder}/{n}.md": "x\n" for folder in ("one", "all", "none") for n in "abc"}
    site = make_site(
        {
            **FILES,
            **files,
            "templates/one/page.html": "{{ data.people | length }}",
            "templates/all/page.html": "{% for n, v in data.items() %}{{ v }}{% endfor %}",
            "templates/none/page.html": "none",
        }
    )
    site.build_well()

    def rendered(change: dict[str, str]) -> tuple[int, set[str]]:
        site.write(change)
        result = site.build_well()
        assert read_tree(site.output) == build_cleanly(site.root)[1]
        return result.rendered, {name[0:3] for name, _, why in result.reasons if why}

    assert rendered({"data/people.yaml": "- name: Bo\n"}) == (6, {"one", "all"})
    assert rendered({"data/numbers.json": "[1, 2, 3]"}) == (3, {"all"})
    assert rendered({"data/new.toml": "x = 1\n"}) == (3, {"all"})
    assert rendered({"data/lab/devices.csv": "name\n"}) == (0, set())
    assert rendered({"data/people.yaml": "# Only a comment\n- {name: Bo}\n"}) == (0, set())
    assert rendered({"data/people.yaml": "- name: Ada\n"}) == (6, {"one", "all"})


def test_shared_fragments_that_read_data(make_site: MakeSite) -> None:
    """What a fragment reads of data, every page that shows it depends on."""
    pages = {f"content/one/{n}.md": "x\n" for n in "abc"}
    site = make_site(
        {
            **FILES,
            **pages,
            "templates/mine/address.html": "{{ data.people[0].name }}",
            "templates/one/page.html": "{{ partial_cached('mine/address.html') }}",
        }
    )
    site.build_well()
    site.write({"data/people.yaml": "- name: Bo\n"})
    assert site.build_well().rendered == 3
    assert [site.text(f"one/{n}/index.html") for n in "abc"] == ["Bo", "Bo", "Bo"]
    site.write({"data/numbers.json": "[]"})
    assert site.build_well().rendered == 0


def test_a_data_file_takes_another_form(make_site: MakeSite) -> None:
    """The same value from another kind of file is the same answer."""
    site = make_site({**FILES, "templates/asking/page.html": "{{ data.people[0].name }}"})
    site.build_well()
    (site.root / "data/people.yaml").unlink()
    site.write({"data/people.json": '[{"name": "Ada"}]'})
    assert reason(site.build_well(), "asking/asks/index.html") == ""
    assert read_tree(site.output) == build_cleanly(site.root)[1]
    (site.root / "data/people.json").unlink()
    site.write({"data/people/a.json": "1"})
    site.build()
    assert site.codes() == ["template-undefined"]


def test_a_page_s_extra_fields_and_their_order(make_site: MakeSite) -> None:
    template = "{% for p in section('news').pages %}{% for k in p.extra.get('marks') or {} %}{{ k }} {% endfor %}{% endfor %}"
    page = "---\ntitle: A\nmarks: {{{marks}}}\n---\nText.\n"
    files = {**FILES, "templates/asking/page.html": template}
    site = make_site({**files, "content/news/a.md": page.format(marks="Zebra: 1, Ape: 2")})
    site.build_well()
    assert site.text("asking/asks/index.html") == "Zebra Ape "
    site.write({"content/news/a.md": page.format(marks="Ape: 2, Zebra: 1")})
    site.build_well()
    assert site.text("asking/asks/index.html") == "Ape Zebra "


def test_what_comes_and_goes_leaves_no_trace(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    before = read_tree(site.output)
    for name in ("content/news/a.md", "content/news/index.md", "templates/quiet/page.html"):
        text = (site.root / name).read_bytes()
        (site.root / name).unlink()
        site.build_well()
        assert read_tree(site.output) == build_cleanly(site.root)[1]
        site.write({name: text})
        site.build_well()
        assert read_tree(site.output) == before


def test_the_records_say_every_kind_of_question(make_site: MakeSite) -> None:
    """Each kind of question that the theme and these templates ask can be told in words."""
    asked = "".join(template for template, _, _ in ASKED.values() if "{% extends" not in template)
    site = make_site({**FILES, "templates/asking/page.html": asked})
    site.build_well()
    store = open_store(site.root / ".sitegen", describe_versions())
    found = store.read_all("renders")
    ((key, _),) = ((key, row) for key, row in found.items() if key.startswith("outputs "))
    outputs = read_output_records(store, key.partition(" ")[2])
    store.close()
    pages = [record for record in map(read_record, found.values()) if record]
    assert len(pages) == len(found) - 1 == len(site.pages())
    kinds = {each.partition(":")[0] for page in pages for each in page.reads}
    of_outputs = {each.partition(":")[0] for output in outputs.values() for each in output.reads}
    assert of_outputs == {"redirects", "sitemap", "static"}
    registered = {each.kind for each in registry.QUERIES.load()}
    assert kinds == registered - {
        "body",
        "calendar",
        "calendars",
        "citation-style",
        "citations",
        "cited-software",
        "feed",
        "feeds",
        "image",
        "listed-citations",
        "llms",
        "markdown-copies",
        "output",
        "redirects",
        "similar",
        "sitemap",
        "static",
        "title",
    }
    assert outputs.keys() == {
        each.name for each in registry.OUTPUTS.load() if not isinstance(each, PartedOutput)
    }


def test_damaged_records_are_none(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    before = read_tree(site.output)
    store = open_store(site.root / ".sitegen", describe_versions())
    for number, key in enumerate(store.read_all("renders")):
        store.write("renders", [(key, [b"", b"[]", b"\xff", b'["a",{},3]'][number % 4])])
    store.write("notes", [("referred", b"\xff")])
    store.close()
    site.write({"content/quiet/quiet.md": "---\ntitle: Quiet\n---\nText.\n\n"})
    result = site.build_well(explain="quiet/quiet.md")
    assert {why for _, _, why in result.reasons} == {"it has not been rendered before"}
    assert read_tree(site.output) == before


def test_bodies_that_were_lost_are_parsed_again(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    before = read_tree(site.output)
    store = open_store(site.root / ".sitegen", describe_versions())
    store.delete("bodies", store.read_all("bodies"))
    store.close()
    site.output = Path(f"{site.output}-2")
    site.build_well()
    assert read_tree(site.output) == before


def test_digests() -> None:
    values: list[object] = [
        None,
        "",
        "a",
        1,
        1.5,
        True,
        [],
        ["a"],
        {"a": 1},
        {"a": 1, "b": 2},
        {"b": 2, "a": 1},
    ]
    assert len({digest_of(value) for value in values}) == len(values)
