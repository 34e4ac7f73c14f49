"""Templates write and call as Jinja does, only quicker."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import jinja2
import pytest
from markupsafe import Markup, escape

from sitegen.rendering.environment import build_environment
from sitegen.rendering.template_code import escape_in_python, write_value


class _Word(StrEnum):
    RISKY = "<a & b>"


class _Html:
    def __repr__(self) -> str:
        return "_Html()"  # an address in the name of a test would be another in each process

    def __html__(self) -> str:
        return "<b>&amp;</b>"


VALUES = (
    *("", "plain", "<a href=\"x\">'&'</a>", "&amp;", "ü < \U0001f600"),
    *(Markup("<i>'&amp;'</i>"), Markup(""), _Word.RISKY, _Html(), 1, 1.5, None, True),
    *(["<"], {"'": '"'}, jinja2.Undefined(name="missing")),
)


@pytest.mark.parametrize("value", VALUES, ids=[type(each).__name__ for each in VALUES])
def test_values_are_written_as_markupsafe_escapes_them(value: object) -> None:
    assert write_value(value) == str(escape(value))


@pytest.mark.parametrize("text", [each for each in VALUES if type(each) is str])
def test_an_older_markupsafe_gives_the_same(text: str) -> None:
    assert escape_in_python(text) == str(escape(text))


def render(text: str, **values: Any) -> str:
    return build_environment({}, {"a.html": text}, {}, "").get_template("a.html").render(**values)


def test_values_in_macros_blocks_and_variables_are_escaped_once() -> None:
    text = (
        "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{% set s %}{{ v }}!{% endset %}"
        "{{ v }}{{ m(v) }}{{ s }}{{ m(s) }}{% block b %}{{ s ~ v }}{% endblock %}{{ v | safe }}"
    )
    one = "&lt;&#39;&amp;"
    assert render(text, v="<'&") == f"{one}<i>{one}</i>{one}!<i>{one}!</i>{one}!{one}<'&"


def test_without_automatic_escaping_values_are_written_as_they_are() -> None:
    text = "{% autoescape false %}{{ v }}{% endautoescape %}{{ v }}"
    assert render(text, v="<") == "<&lt;"


def test_functions_get_the_context_if_they_want_it() -> None:
    @jinja2.pass_context
    def look(context: jinja2.runtime.Context, name: str, *, more: str) -> str:
        return f"{context[name]}{more}"

    def plain(name: str, *, called: str = "") -> str:
        return name + called

    text = "{% for i in [1] %}{{ look('v', more='!') }}{{ plain('w', called='?') }}{% endfor %}"
    assert render(text, v="V", look=look, plain=plain) == "V!w?"


def test_functions_get_the_variables_of_loops_in_the_context() -> None:
    @jinja2.pass_context
    def look(context: jinja2.runtime.Context, name: str) -> str:
        return str(context[name])

    text = "{% for i in [1, 2] %}{% set v = i * 2 %}{{ look('v') }}{% endfor %}{{ look('v') }}"
    assert render(text, v="V", look=look) == "24V"


def test_a_function_that_ends_an_iteration_gives_nothing() -> None:
    assert render("{{ 'nothing' if f() is undefined }}", f=lambda: next(iter(()))) == "nothing"


def include(text: str, other: str, **values: Any) -> str:
    texts = {"a.html": text, "b.html": other}
    return build_environment({}, texts, {}, "").get_template("a.html").render(**values)


def test_an_included_template_sees_the_variables_around_it() -> None:
    text = "{% set s = 's' %}{% for i in [1, 2] %}{% include 'b.html' %}{% endfor %}"
    other = "{{ i }}{{ s }}{{ v }}{{ w is undefined }}{% set v = 'inner' %}{{ v }};"
    expected = "".join(f"{i}s&lt;Trueinner;" for i in (1, 2))
    assert include(f"{text}{{{{ v }}}}", other, v="<") == f"{expected}&lt;"


def test_an_included_template_escapes_whatever_the_other_does() -> None:
    text = "{% autoescape false %}{{ v }}{% include 'b.html' %}{% endautoescape %}"
    assert include(text, "{{ v }}{{ ['<'] | join }}", v="<") == "<&lt;&lt;"


@pytest.mark.parametrize(
    "text",
    [
        "{% set x %}{% include 'b.html' %}{% endset %}{{ x }}",
        "{% macro m() %}{% include 'b.html' %}{% endmacro %}{{ m() }}",
        "{% include ['none.html', 'b.html'] %}",
        "{% include 'b.html' ignore missing %}{% include 'none.html' ignore missing %}",
        "{% set name = 'b.html' %}{% include name %}",
        "{% import 'b.html' as b with context %}{{ b.m() }}",
        "{% from 'b.html' import m with context %}{{ m() }}",
    ],
)
def test_other_ways_to_include(text: str) -> None:
    other = "{% macro m() %}{{ v }}{% endmacro %}{{ m() }}"
    assert include(text, other, v="<") == "&lt;"
