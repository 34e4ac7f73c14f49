"""Templates write and call as Jinja does, only quicker."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import jinja2
import pytest
from markupsafe import Markup, escape

from sitegen.rendering.environment import build_environment
from sitegen.rendering.template_code import write_value


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
