# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import pytest
from jinja2.utils import pass_context

from sitegen.mathematics.macros import parse_macros
from sitegen.rendering.environment import build_environment
from support.sites import CONFIG, MakeSite


def render(make_site: MakeSite, template: str, page: str = "x\n", **files: str) -> str:
    site = make_site({"content/a.md": page, "templates/page.html": template, **files})
    site.build_well()
    return site.text("a/index.html")


@pytest.mark.parametrize(
    ("written", "shown", "iso"),
    [
        ("2026-03-02", "2 March 2026", "2026-03-02"),
        ("2026-03", "March 2026", "2026-03"),
        ("2026", "2026", "2026"),
        ("2021-12-18T11:10:36+08:00", "18 December 2021", "2021-12-18T11:10:36+08:00"),
        ("2021-12-18T23:30:00-05:00", "18 December 2021", "2021-12-18T23:30:00-05:00"),
    ],
)
def test_dates_as_precise_as_written(
    make_site: MakeSite, written: str, shown: str, iso: str
) -> None:
    text = render(
        make_site,
        "{{ page.date | date }}|{{ page.date | iso_date }}",
        f"---\ndate: {written}\n---\n",
    )
    assert text == f"{shown}|{iso}"


def test_dates_and_words_in_the_page_s_language(make_site: MakeSite) -> None:
    template = "{{ page.date | date }}|{{ t('next') }}|{{ t('page_of', number=2, total=5) }}"
    page = "---\ndate: 2026-03-02\nlanguage: de-AT\n---\n"
    assert render(make_site, template, page) == "2. März 2026|Weiter|Seite 2 von 5"


def test_absolute_urls(make_site: MakeSite) -> None:
    template = "{{ page.url | absolute_url }} {{ 'https://x.org/' | absolute_url }}"
    assert render(make_site, template) == "https://lab.example.org/a/ https://x.org/"


def test_own_templates_stand_before_the_theme_s(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "x\n",
            "templates/page.html": '{% extends "theme/page.html" %}{% block after_content %}MINE{% endblock %}',
            "templates/partials/footer.html": "<footer>FOOT</footer>",
        }
    )
    site.build_well()
    assert "MINE" in site.text("a/index.html")
    assert "FOOT" in site.text("a/index.html")
    assert "<!DOCTYPE html>" in site.text("a/index.html")


def test_what_all_pages_with_a_list_show(make_site: MakeSite) -> None:
    own = '{% extends "theme/list-page.html" %}{% block pagination %}mine{% endblock %}'
    site = make_site(
        {"content/news/a.md": "---\ntags: [MRI]\n---\nx\n", "templates/list-page.html": own}
    )
    site.build_well()
    shown = {name for name in site.pages() if "mine" in site.text(name)}
    assert shown == {"news/index.html", "tags/index.html", "tags/mri/index.html"}


def test_names_by_section_and_by_wish(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/news/index.md": "x\n",
            "content/news/a.md": "x\n",
            "content/news/deep/b.md": "x\n",
            "content/news/c.md": "---\ntemplate: talk\n---\n",
            "content/d.md": "x\n",
            "templates/page.html": "plain",
            "templates/news/page.html": "news",
            "templates/news/section.html": "list",
            "templates/talk.html": "talk",
        }
    )
    site.build_well()
    shown = {name: site.text(name) for name in site.pages()}
    assert shown["news/a/index.html"] == "news"
    assert shown["news/deep/b/index.html"] == "news"
    assert shown["news/c/index.html"] == "talk"
    assert shown["d/index.html"] == "plain"
    assert shown["news/index.html"] == "list"


@pytest.mark.parametrize(
    ("template", "code", "place", "part"),
    [
        ("\n{{ nobody }}", "template-undefined", "templates/page.html:2", "'nobody' is undefined"),
        ("{{ page.titel }}", "template-undefined", "templates/page.html:1", "titel"),
        ("{{ site.params.nothing }}", "template-undefined", "templates/page.html:1", "nothing"),
        ("\n\n{{ x", "template-syntax", "templates/page.html:3", ""),
        ("{% nope %}", "template-syntax", "templates/page.html:1", "nope"),
        ("{% if true %}", "template-syntax", "templates/page.html:1", "endif"),
        ("{{ 1 | nofilter }}", "template-syntax", "templates/page.html:1", "nofilter"),
        ("\n{{ 1/0 }}", "template-runtime", "templates/page.html:2", "ZeroDivisionError"),
        ("{{ page.date | date }}", "template-runtime", "templates/page.html:1", ""),
        ("{{ t('page_of') }}", "template-runtime", "templates/page.html:1", "KeyError"),
        ("{{ t('nope') }}", "template-undefined", "templates/page.html:1", "no word 'nope'"),
        ("{% include 'gone.html' %}", "template-missing", "templates/page.html:1", "gone.html"),
        (
            "{% include '../../../etc/passwd' %}",
            "template-missing",
            "templates/page.html:1",
            "etc/passwd",
        ),
        ("{% include '/etc/passwd' %}", "template-missing", "templates/page.html:1", "etc/passwd"),
        ("{% extends 'page.html' %}", "template-recursion", "templates/page.html", ""),
        ("{% include 'page.html' %}", "template-recursion", "templates/page.html", ""),
        (
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "template-recursion",
            "templates/page.html",
            "",
        ),
        ("{{ url_for('gone.md') }}", "broken-link", "templates/page.html:1", "gone.md"),
        ("{{ asset('css/gone.css') }}", "broken-link", "templates/page.html:1", "gone.css"),
        (
            "{{ page.pages[3].title }}",
            "template-undefined",
            "templates/page.html:1",
            ": the list has no element 3 (",
        ),
        (
            "{{ page.pages.first }}",
            "template-undefined",
            "templates/page.html:1",
            ": the list has no attribute 'first' (",
        ),
        (
            "{{ page.extra.x.y }}",
            "template-undefined",
            "templates/page.html:1",
            ": the table has no attribute 'x' (",
        ),
        (
            "{{ site.params['x'] }}",
            "template-undefined",
            "templates/page.html:1",
            ": the table has no attribute 'x' (",
        ),
        ("{% set page = 3 %}{{ t('next') }}", "template-runtime", "templates/page.html:1", ""),
    ],
)
def test_mistakes(make_site: MakeSite, template: str, code: str, place: str, part: str) -> None:
    site = make_site({"content/a.md": "x\n", "templates/page.html": template})
    site.build()
    assert site.codes() == [code]
    (message,) = site.messages()
    assert message.startswith(place)
    assert part in message
    assert "sitegen.r" not in message


def test_a_mistake_in_a_shared_template_is_told_once(make_site: MakeSite) -> None:
    site = make_site(
        {
            **{f"content/{n}.md": "x\n" for n in range(9)},
            "templates/partials/footer.html": "{{ nobody }}",
        }
    )
    site.build()
    assert site.codes() == ["template-undefined"]


def test_every_template_is_parsed_even_if_it_is_not_used(make_site: MakeSite) -> None:
    site = make_site(
        {"content/a.md": "x\n", "templates/unused.html": "{% if %}", "templates/b.html": "{{"}
    )
    site.build()
    assert site.codes() == ["template-syntax", "template-syntax"]


def test_the_second_build_of_a_process_sees_changed_templates(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n", "templates/page.html": "one"})
    site.build_well()
    site.write({"templates/page.html": "two"})
    site.build_well()
    assert site.text("a/index.html") == "two"


def test_text_is_escaped_and_html_is_not(make_site: MakeSite) -> None:
    template = "{{ page.title }}|{{ page.content }}|{{ site.params.x }}|{{ page.extra.y }}"
    site = make_site(
        {"content/a.md": "---\ntitle: <b>\ny: <i>\n---\n*x*\n", "templates/page.html": template},
        CONFIG + "[params]\nx = '<u>'\n",
    )
    site.build_well()
    assert site.text("a/index.html") == "&lt;b&gt;|<p><em>x</em></p>|&lt;u&gt;|&lt;i&gt;"


def test_what_templates_compute_when_they_are_compiled_is_that_of_each_site() -> None:
    text = "{{ '/x/' | absolute_url }} {{ '$\\\\R$' | plainify }}"
    for origin, macro in (("https://a.example", "a"), ("https://b.example", "b")):
        macros, _ = parse_macros({"R": macro})
        environment = build_environment({}, {"x.html": text}, {}, origin, macros=macros)
        assert environment.get_template("x.html").render() == f"{origin}/x/ {macro}"


def test_filters_that_differ_between_sites_are_not_computed_when_templates_are_compiled() -> None:
    one, other = (build_environment({}, {}, {}, f"https://{each}.example") for each in "ab")
    wanted = vars(pass_context(lambda _: None))["jinja_pass_arg"]
    for name, each in one.filters.items():
        if each is not other.filters[name]:
            assert each.jinja_pass_arg is wanted, name
