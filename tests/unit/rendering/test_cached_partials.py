# ruff: noqa: E501  # tables of fields and templates in one line are easier to compare
"""Fragments that pages share show on every page what they would show without being shared."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import jinja2
import pytest
from markupsafe import Markup

import sitegen
from sitegen.engine.workers import SMALL
from sitegen.rendering import cached_partials as partials
from sitegen.rendering.cached_partials import Partials
from support.limits import most_with_limits
from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Two values of the front matter or the body, and how templates show the attributes that differ then.
TEMPLATES = {
    ("title: A", "title: B"): {
        "title": "{{ page.title }}",
        "name": "{{ page['title'] }}",
        "attr": "{{ page | attr('title') }}",
        "nested": "{{ partial_cached('inner.html') }}",
        "included": "{% include 'inner.html' %}",
        "imported": "{% from 'macros.html' import m with context %}{{ m() }}{{ m(page) }}",
    },
    ("", "folder: other"): {
        "section": "{{ page.section.title if page.section }}",
        "breadcrumbs": "{% for c in page.breadcrumbs %}{{ c.title }}{% endfor %}",
        "url_for": "{{ url_for('./z.md') if page.source and page.section }}{{ url_for('index.md') }}",
    },
    ("slug: one", "slug: two"): {
        "url": "{{ page.url }}",
        "canonical_url": "{{ page.canonical_url }}",
    },
    ("", "tags: [x]"): {"kind": "{{ page.kind }}"},
    ("date: 2026", "date: 2026-01-01"): {"date": "{{ page.date | iso_date if page.date }}"},
    ("updated: 2026-01", "updated: 2026-02"): {
        "updated": "{{ page.updated | date if page.updated }}"
    },
    ("description: A", "description: B"): {"description": "{{ page.description }}"},
    ("", "description: B"): {"summary": "{{ page.summary }}"},
    ("tags: [a]", "tags: [b]"): {"tags": "{% for t in page.tags %}{{ t.name }}{% endfor %}"},
    ("authors: [A]", "authors: [B]"): {"authors": "{{ page.authors | join(',') }}"},
    (
        "featured_image: p.png\nfeatured_image_alt: A",
        "featured_image: p.png\nfeatured_image_alt: B",
    ): {"featured_image": "{{ page.featured_image.alt if page.featured_image }}"},
    ("", "language: de"): {"language": "{{ page.language }}{{ t('menu') }}"},
    ("weight: 0", "weight: 1"): {"weight": "{{ page.weight }}"},
    ("weight: 0", ""): {"no weight": "{{ page.weight }}"},
    ("", "body: some more words"): {"word_count": "{{ page.word_count }}"},
    ("", "body: " + "word " * 900): {"reading_time": "{{ page.reading_time }}"},
    ("x: 1", "x: 2"): {"extra": "{{ page.extra.get('x') }}"},
    ("x: 1", "x: true"): {"extra: a number and a truth": "{{ page.extra.get('x') }}"},
    ("x: [1]", "x: [1.0]"): {"extra: two kinds of numbers": "{{ page.extra.get('x') }}"},
    ("x: 1\ny: 2", "y: 2\nx: 1"): {
        "extra: their order": "{% for name in page.extra %}{{ name }}{% endfor %}"
    },
    ("x: {y: {z: 0}}", "x: {y: {z: false}}"): {"extra: inside": "{{ page.extra }}"},
    ("", "body: another"): {"content": "{{ page.content }}"},
    ("title: a < b", "title: a > b"): {"heading": "{{ page.heading }}"},
    ("body: |-\n  ## One", "body: |-\n  ## Two"): {
        "toc": "{% for h in page.toc %}{{ h.title }}{{ h.id }}{% endfor %}"
    },
    ("", "body: |-\n  ## One"): {"toc_size": "{{ page.toc_size }}"},
    ("weight: 1", "weight: 2"): {
        "neighbours": "{{ page.previous.title if page.previous }}{{ page.next.title if page.next }}"
    },
    ("", ""): {"source": "{{ page.source }}"},
    ("menu: main", "menu: {main: {name: M}}"): {
        "menus": "{% for e in site.menus.main %}{{ e.name }}{{ e.current }}{{ e.active }}{% endfor %}"
    },
}
SHOWN = {
    name: (template, *both) for both, shown in TEMPLATES.items() for name, template in shown.items()
}
OTHERS = {
    "content/index.md": "---\ntitle: Home\nmenu: main\n---\nHome.\n",
    "content/part/index.md": "---\ntitle: Part\n---\nPart.\n",
    "content/other/index.md": "---\ntitle: Other\n---\nOther.\n",
    "content/other/z.md": "Text.\n",
    "content/part/z.md": "Text.\n",
    "content/part/p.png": picture(size=(60, 40)),
    "templates/inner.html": "<{{ page.title }}>",
    "templates/macros.html": "{% macro m(it=None) %}{{ (it or page).title }}{% endmacro %}",
}


def page_of(fields: str) -> tuple[str, str]:
    """Return folder and text of a page; the fields `folder` and `body` are no front matter."""
    folder, body, front = "part", "Text.", []
    lines = fields.split("\n")
    for number, line in enumerate(lines):
        name, _, value = line.partition(": ")
        if name == "folder":
            folder = value
        elif name == "body":
            body = (
                "\n".join(each.strip() for each in lines[number + 1 :]) if value == "|-" else value
            )
            break
        else:
            front.append(line)
    return folder, "---\n" + "\n".join(front) + f"\n---\n{body}\n"


def without_sharing(
    self: Partials, name: str, views: Mapping[str, object], functions: Callable[..., Any]
) -> Markup:
    """Render as if every page were the only one."""
    template = self._environment.get_template(name)
    return Markup(template.render(**views, **self._same, **functions(views)))  # noqa: S704  # what the template made


def build_elsewhere(site: SiteFolder) -> dict[str, bytes]:
    """Build a copy from nothing."""
    copy = site.root.with_name("copy")
    shutil.copytree(site.root, copy, ignore=shutil.ignore_patterns(".sitegen"))
    sitegen.build(copy, output=copy / "_site", jobs=1)
    tree = read_tree(copy / "_site")
    shutil.rmtree(copy)
    return tree


@pytest.mark.parametrize("name", SHOWN)
def test_pages_that_differ_in_what_a_fragment_reads(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    template, *both = SHOWN[name]
    files: dict[str, str | bytes] = {**OTHERS, "templates/part.html": template}
    for number, fields in enumerate((*both, *both, *reversed(both))):
        folder, text = page_of(fields)
        if "slug: " in fields:
            text = text.replace("slug: ", f"slug: n{number}-")
        files[f"content/{folder}/p{number}.md"] = text
    shown = "{{ partial_cached('part.html') }}|{{ partial_cached('part.html') }}\n"
    files |= dict.fromkeys(
        ("templates/page.html", "templates/section.html", "templates/tag.html"), shown
    )
    site = make_site(files)
    site.build_well()
    found = read_tree(site.output)
    assert len({data for path, data in found.items() if path.startswith(("part/", "other/"))}) > 1
    monkeypatch.setattr(Partials, "render", without_sharing)
    assert build_elsewhere(site) == found


def test_list_pages_differ_too(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    template = (
        "{{ page.paginator.number }}/{{ page.paginator.total }} {{ page.paginated }} {{ page.indexable }} "
        "{% for p in page.paginator.pages %}{{ p.title }}{% endfor %} {{ page.paginator.next_url }} "
        "{% for entry in page.paginator.window %}{{ entry.number }}{{ entry.url }}{% endfor %}"
        "{% for p in page.pages %}{{ p.title }}{% endfor %}{% for p in page.sections %}{{ p.title }}{% endfor %}"
    )
    shown = "{{ partial_cached('part.html') }}"
    site = make_site(
        {
            **{
                f"content/{s}/p{n}.md": f"---\ntitle: {s}{n}\ntags: [t]\n---\n"
                for s in "ab"
                for n in range(7)
            },
            "templates/part.html": template,
            "templates/section.html": shown,
            "templates/tag.html": shown,
            "templates/home.html": shown,
        },
        CONFIG + "[pagination]\nsize = 2\n",
    )
    site.build_well()
    found = read_tree(site.output)
    assert len({data for path, data in found.items() if "page/" in path}) == 3 + 3 + 6
    monkeypatch.setattr(Partials, "render", without_sharing)
    assert build_elsewhere(site) == found


def test_a_shared_fragment_is_rendered_once_for_each_look(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = []
    render = jinja2.Template.render

    def note(self: jinja2.Template, *args: Any, **values: Any) -> str:
        rendered.append(self.name)
        return render(self, *args, **values)

    monkeypatch.setattr(jinja2.Template, "render", note)
    pages = {
        f"content/p{n}.md": f"---\nlanguage: {'de' if n % 2 else 'en'}\n---\nText {n}.\n"
        for n in range(10)
    }
    site = make_site(
        {
            **pages,
            "templates/part.html": "{{ page.language }}",
            "templates/page.html": "{{ partial_cached('part.html') }}",
        }
    )
    site.build_well()
    assert [site.text(f"p{n}/index.html") for n in range(10)] == ["en", "de"] * 5
    assert (rendered.count("part.html"), rendered.count("page.html")) == (2, 10)


@pytest.mark.parametrize("count", [partials._MOST - 1, partials._MOST, partials._MOST + 1, 100])
def test_more_variants_than_are_kept(make_site: MakeSite, count: int) -> None:
    pages = {
        f"content/p{n:03}.md": f"---\ntitle: T{n % count:03}\nweight: {n}\n---\nText.\n"
        for n in range(count + 30)
    }
    site = make_site(
        {
            **pages,
            "templates/part.html": "{{ page.title }}{{ section('s').title }}",
            "templates/page.html": "{{ partial_cached('part.html') }}",
            "content/s/index.md": "# Section\n",
            "content/s/z.md": "Text.\n",
        }
    )
    site.build_well()
    for title in ("Section", "Other", "Third"):
        for number in range(count + 30):
            assert site.text(f"p{number:03}/index.html") == f"T{number % count:03}{title}"
        site.write({"content/s/index.md": "# Other\n" if title == "Section" else "# Third\n"})
        site.build_well()


SETTINGS = CONFIG + "[sharing]\ncards = false\n[params]\n"
#: What only the fragment asks, and a change of the answer.
ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "a card": (
        "{{ section('s').summary }}",
        {"content/s/index.md": "---\ntitle: S\n---\nOther.\n"},
    ),
    "a card's title": (
        "{{ section('s').title }}",
        {"content/s/index.md": "---\ntitle: Z\n---\nText.\n"},
    ),
    "cards of a list": (
        "{% for p in section('s').pages %}{{ p.summary }}{% endfor %}",
        {"content/s/a.md": "---\ntitle: A\n---\nOther.\n"},
    ),
    "the list of all pages": (
        "{% for p in site.pages %}{{ p.summary }}{% endfor %}",
        {"content/s/a.md": "---\ntitle: A\n---\nOther.\n"},
    ),
    "a new page": ("{{ section('s').pages | length }}", {"content/s/new.md": "New.\n"}),
    "a menu": (
        "{% for e in site.menus.main or [] %}{{ e.name }}{% endfor %}",
        {"content/s/a.md": "---\ntitle: A\nmenu: main\n---\nText.\n"},
    ),
    "a tag": (
        "{% for t in site.tags %}{{ t.name }}{{ t.count }}{% endfor %}",
        {"content/s/a.md": "---\ntitle: A\ntags: [new]\n---\nText.\n"},
    ),
    "an address": (
        "{{ url_for('s/a.md') }}",
        {"content/s/a.md": "---\ntitle: A\nslug: other\n---\nText.\n"},
    ),
    "an asset": ("{{ asset('css/x.css') }}", {"assets/css/x.css": "p { color: tan }\n"}),
    "data": ("{{ data.people[0] }}", {"data/people.yaml": "[Bo]\n"}),
    "data's names": ("{% for name in data %}{{ name }}{% endfor %}", {"data/new.yaml": "1\n"}),
    "its own template": ("one", {"templates/part.html": "two"}),
    "an included template": ("{% include 'far.html' %}", {"templates/far.html": "two"}),
    "what a nested fragment asks": (
        "{{ partial_cached('nested.html') }}",
        {"content/s/index.md": "---\ntitle: S\n---\nOther.\n"},
    ),
    "a nested fragment": ("{{ partial_cached('nested.html') }}", {"templates/nested.html": "two"}),
    "a fragment's name": ("{{ partial_cached('far' ~ '.html') }}", {"templates/far.html": "two"}),
    "a setting": (
        "{{ site.params.phone }}",
        {"sitegen.toml": SETTINGS + "phone = '113'\n"},
    ),
}


def readers(asked: str, count: int) -> dict[str, str]:
    return {
        **{
            f"content/p{n:03}.md": f"---\ntitle: P{n}\nweight: {n}\n---\nText.\n"
            for n in range(count)
        },
        "content/s/index.md": "---\ntitle: S\n---\nText.\n",
        "content/s/a.md": "---\ntitle: A\n---\nText.\n",
        "assets/css/x.css": "p { color: red }\n",
        "data/people.yaml": "[Ada]\n",
        "sitegen.toml": SETTINGS + "phone = '112'\n",
        "templates/far.html": "one",
        "templates/nested.html": "{{ section('s').summary }}",
        "templates/part.html": asked,
        "templates/page.html": "{{ page.title }} {{ partial_cached('part.html') }}",
        "templates/section.html": "{{ page.content }}",
        "templates/home.html": "home",
    }


@pytest.mark.parametrize("name", ASKED)
def test_every_page_that_shows_a_fragment_depends_on_what_it_asked(
    make_site: MakeSite, name: str
) -> None:
    asked, change = ASKED[name]
    site = make_site(readers(asked, 5))
    site.build_well()
    before = {n: site.text(f"p{n:03}/index.html") for n in range(5)}
    site.write(change)
    result = site.build_well()
    after = {n: site.text(f"p{n:03}/index.html") for n in range(5)}
    assert all(before[n] != after[n] for n in range(5))
    assert result.rendered >= 5
    assert read_tree(site.output) == build_elsewhere(site)
    # A second time: the pages were rendered from a shared fragment, too, and have to say so.
    site.write({path: text for path, text in readers(asked, 5).items() if path in change})
    for path in set(change) - set(readers(asked, 5)):
        (site.root / path).unlink()
    site.build_well()
    assert {n: site.text(f"p{n:03}/index.html") for n in range(5)} == before


@pytest.mark.parametrize(
    "name", most_with_limits(["a card", "data", "a nested fragment"], "a card")
)
def test_in_worker_processes_too(make_site: MakeSite, name: str) -> None:
    asked, change = ASKED[name]
    count = SMALL + 10
    site = make_site(readers(asked, count))
    site.build_well(jobs=2)
    first = read_tree(site.output)
    assert first == build_elsewhere(site)
    site.write(change)
    result = site.build_well(jobs=2)
    assert result.rendered >= count
    after = read_tree(site.output)
    assert after == build_elsewhere(site)
    assert all(first[f"p{n:03}/index.html"] != after[f"p{n:03}/index.html"] for n in range(count))


@pytest.mark.parametrize(
    ("part", "code", "message"),
    [
        ("\n\n{{ page.titel }}", "template-undefined", "Page has no attribute 'titel'"),
        ("\n\n{{ site.titel }}", "template-undefined", "Site has no attribute 'titel'"),
        ("\n\n{{ nobody }}", "template-undefined", "'nobody' is undefined"),
        ("\n\n{{ 1 / page.weight }}", "template-runtime", "ZeroDivisionError"),
        ("\n\n{{ url_for('gone.md') }}", "broken-link", "gone.md"),
        ("\n\n{% include 'gone.html' %}", "template-missing", "gone.html"),
        ("\n\n{{ partial_cached('gone.html') }}", "template-missing", "gone.html"),
        ("\n\n{% for e in page.tags[7] %}{% endfor %}", "template-undefined", "no element 7"),
        ("\n\n{{ page.pages[7].title }}", "template-undefined", "the list has no element 7"),
    ],
)
def test_a_mistake_names_the_fragment_its_line_and_the_page(
    make_site: MakeSite, part: str, code: str, message: str
) -> None:
    site = make_site(
        {
            "content/a.md": "---\nweight: 1\n---\nText.\n",
            "content/b.md": "---\nweight: 0\n---\nText.\n",
            "templates/part.html": part,
            "templates/page.html": "one\n{{ partial_cached('part.html') }}",
        }
    )
    site.build()
    (diagnostic,) = site.result.diagnostics if site.result else ()
    place = diagnostic.location
    assert (diagnostic.code, place.path, place.line) == (code, "templates/part.html", 3)
    assert message in diagnostic.message
    page = "content/b.md" if "weight" in part else "content/a.md"
    assert f"(while rendering {page})" in diagnostic.message
    assert "_Noted" not in str(diagnostic)
    assert "sitegen." not in str(diagnostic)


def test_a_mistake_on_some_pages_only_is_no_trap_for_the_others(make_site: MakeSite) -> None:
    files = {
        "content/a.md": "---\nweight: 0\n---\nText.\n",
        **{f"content/b{n}.md": "---\nweight: 2\n---\nText.\n" for n in range(3)},
        "templates/part.html": "{{ 1 / page.weight }}",
        "templates/page.html": "{{ partial_cached('part.html') }}",
    }
    site = make_site(files)
    site.build()
    assert site.codes() == ["template-runtime"]
    site.write({"content/a.md": "---\nweight: 4\n---\nText.\n"})
    site.build_well()
    assert [site.text(f"{name}/index.html") for name in ("a", "b0", "b2")] == ["0.25", "0.5", "0.5"]


def test_addresses_from_the_page_are_those_of_each_page(make_site: MakeSite) -> None:
    site = make_site(
        {
            **{
                f"content/{folder}/{name}.md": f"# {folder}{name}\n"
                for folder in ("one", "two")
                for name in "xyz"
            },
            "content/two/x.md": "---\nslug: renamed\n---\n# x\n",
            "templates/part.html": "{{ url_for('./x.md') }} {{ url_for('../index.md') }} {{ url_for('one/x.md') }}",
            "templates/page.html": "{{ partial_cached('part.html') }}",
        }
    )
    site.build_well()
    for name in "xyz":
        assert site.text(f"one/{name}/index.html") == "/one/x/ / /one/x/"
    for name in ("renamed", "y", "z"):
        assert site.text(f"two/{name}/index.html") == "/two/renamed/ / /one/x/"
    site.write({"content/one/x.md": "---\nslug: later\n---\n# x\n"})
    site.build_well()
    assert site.text("one/y/index.html") == "/one/later/ / /one/later/"
    assert site.text("two/y/index.html") == "/two/renamed/ / /one/later/"
    assert read_tree(site.output) == build_elsewhere(site)


def test_at_an_old_url_there_is_no_page(make_site: MakeSite) -> None:
    """The same fragment on pages, and where an old URL leads to a page."""
    site = make_site(
        {
            "content/a.md": "---\naliases: [/old/, /older/]\n---\nText.\n",
            "content/b.md": "---\naliases: [/oldest/]\n---\nText.\n",
            "templates/part.html": "{{ page.title if page is defined else 'no page' }}",
            "templates/plain.html": "{{ site.title }}{{ 'a page' if page is defined else 'no page' }}",
            "templates/page.html": "{{ partial_cached('part.html') }} {{ partial_cached('plain.html') }}",
            "templates/redirect.html": "{{ partial_cached('part.html') }} {{ partial_cached('plain.html') }}",
        }
    )
    site.build_well()
    assert site.text("a/index.html") == "A Test Laba page"
    assert site.text("b/index.html") == "B Test Laba page"
    for name in ("old", "older", "oldest"):
        assert site.text(f"{name}/index.html") == "no page Test Labno page"


def test_what_the_first_page_asks_beside_the_fragment_is_its_own(make_site: MakeSite) -> None:
    files = {
        **readers("{{ section('s').title }}", 5),
        "templates/page.html": (
            "{% if page.title == 'P0' %}{{ section('s').pages[0].summary }}{% endif %}"
            "{{ partial_cached('part.html') }}"
        ),
    }
    site = make_site(files)
    site.build_well()
    site.write({"content/s/a.md": "---\ntitle: A\n---\nOther.\n"})
    assert site.build_well().rendered == 2
    assert read_tree(site.output) == build_elsewhere(site)
