"""Which templates a template refers to, as far as it can be told without rendering."""

from __future__ import annotations

import jinja2
import pytest

from sitegen.rendering.template_references import expand_reference, find_references, scan_references

NAMES = ("a.html", "cards/x.html", "cards/y.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text", ()),
        (
            "{% extends 'a.html' %}{% block b %}{% include 'b.html' %}{% endblock %}",
            "a.html b.html",
        ),
        ("{% import 'a.html' as a %}{% from 'b.html' import m %}", "a.html b.html"),
        ("{% include ['b.html', 'a.html'] ignore missing %}", "a.html b.html"),
        ("{% include ('b.html', 'a.html') %}", "a.html b.html"),
        ("{% include 'a.html' if x else 'b.html' %}", "a.html b.html"),
        ("{% extends 'a.html' if x %}", "a.html"),
        ("{% include 'cards/' ~ kind ~ '.html' %}", "cards/*"),
        ("{% include 'cards/' + kind %}", "cards/*"),
        ("{% include ['cards/' ~ kind, 'a.html' if x else name] %}", "* a.html cards/*"),
        ("{% include name %}{% include kind ~ '.html' %}{% include 'a' | upper %}", "*"),
        ("{% include 7 %}", ()),
    ],
)
def test_references(text: str, expected: str) -> None:
    found = find_references(jinja2.Environment().parse(text))  # noqa: S701  # nothing is rendered
    assert found == tuple(expected.split() if expected else ())
    assert scan_references(text) in {found, None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% if x %}text, import and include{% endif %}", ()),
        ("{%- extends 'a.html' -%}", ("a.html",)),
        ('{% include "b.html" ignore missing %}{% include "a.html" %}', ("a.html", "b.html")),
        (
            "{% from 'a.html' import m with context %}{%+import 'b.html' as b%}",
            ("a.html", "b.html"),
        ),
        ("{% include 'a.html' if x %}", None),
        ("{% include 'a' ~ x %}{% include 'b.html' %}", None),
        ("{% include ['a.html', 'b.html'] %}", None),
        (r"{% include 'a\'.html' %}", None),
    ],
)
def test_references_without_parsing(text: str, expected: tuple[str, ...] | None) -> None:
    assert scan_references(text) == expected


def test_what_they_stand_for() -> None:
    assert list(expand_reference("b.html", NAMES)) == ["b.html"]
    assert list(expand_reference("cards/*", NAMES)) == ["cards/x.html", "cards/y.html"]
    assert list(expand_reference("*", NAMES)) == list(NAMES)
