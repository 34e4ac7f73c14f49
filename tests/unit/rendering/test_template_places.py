"""A mistake in a template has its column: of what the error names, or of the first expression."""

from __future__ import annotations

import jinja2
import pytest

from sitegen.rendering.template_places import find_column
from sitegen.rendering.unknown_names import UnknownNameError
from support.sites import MakeSite


def unknown(name: str, owner: object = "page") -> Exception:
    return UnknownNameError(owner, name)


@pytest.mark.parametrize(
    ("error", "text", "column"),
    [
        (unknown("title"), "title: {{ page.title }}", 16),
        (unknown("title"), "title: {{ page['title'] }}", 17),
        (unknown("pgae"), "x {{ pgae }}", 6),
        (jinja2.TemplateNotFound("bas.html"), "{% extends 'bas.html' %}", 13),
        (jinja2.TemplateSyntaxError("expected token ',', got 'b'", 1), "{{ f(a b) }}", 8),
        (jinja2.TemplateSyntaxError("Encountered unknown tag 'fro'.", 1), "  {%- fro %}", 7),
        (ValueError("url_for: nothing"), "{{ a }}{{ url_for(b) }}", 11),
        (ValueError("'NoneType' object has no attribute 'year'"), "{{ a }} {{ b.year }}", 14),
        (ZeroDivisionError("division by zero"), "Sum:\t{{- 1 / 0 }}", 10),
        (ZeroDivisionError("division by zero"), "   + 1 / 0", 4),
    ],
)
def test_columns(error: Exception, text: str, column: int) -> None:
    assert find_column(error, f"first\n{text}\n", 2) == column


def test_there_is_no_such_line() -> None:
    assert find_column(ValueError("x"), "{{ a }}", 9) == 0


def test_an_endless_include_is_told_where_it_begins(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "templates/home.html": "<p>\n{% include 'a.html' %}",
            "templates/a.html": "a\n\n{% include 'b.html' %}",
            "templates/b.html": "{% include 'a.html' %}",
        }
    )
    site.build()
    (message,) = site.messages()
    assert message.startswith("templates/a.html:3:4: error[template-recursion]: ")
