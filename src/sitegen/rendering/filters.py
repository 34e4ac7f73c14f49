"""Filters and words for templates, in the language of the page that is being rendered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jinja2

from sitegen.diagnostics import did_you_mean
from sitegen.rendering.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.model import PageDate
    from sitegen.rendering.words import Words

__all__ = ["LookupProblem", "build_filters", "build_translator"]


class LookupProblem(Exception):  # noqa: N818  # becomes a diagnostic at the template's line
    """A template asked for something that does not exist."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


def build_filters(words: Mapping[str, Words], origin: str) -> dict[str, Callable[..., Any]]:
    """Return the filters of `docs/templates.md`."""

    @jinja2.pass_context
    def date(context: jinja2.runtime.Context, value: PageDate) -> str:
        spoken = _language_words(context, words)
        precision = "day" if value.precision == "time" else value.precision
        month = spoken[f"dates.months.{value.moment.month - 1}"]
        pattern = spoken[f"dates.{precision}"]
        return pattern.format(day=value.moment.day, month=month, year=value.moment.year)

    return {"date": date, "iso_date": _iso_date, "absolute_url": _absolute_url(origin)}


def build_translator(words: Mapping[str, Words]) -> Callable[..., str]:
    """Return the function `t`."""

    @jinja2.pass_context
    def t(context: jinja2.runtime.Context, key: str, **values: object) -> str:
        spoken = _language_words(context, words)
        if key not in spoken:
            raise LookupProblem("template-undefined", f"no word '{key}'", did_you_mean(key, spoken))
        return spoken[key].format(**values)

    return t


def _iso_date(value: PageDate) -> str:
    return value.moment.isoformat() if value.precision == "time" else value.written


def _absolute_url(origin: str) -> Callable[[str], str]:
    def absolute_url(value: str) -> str:
        return value if re.match(r"[a-z][a-z0-9+.-]*:", value) else origin + value

    return absolute_url


def _language_words(context: jinja2.runtime.Context, words: Mapping[str, Words]) -> Words:
    page = context.get("page")
    return words_for(words, page.language if page else context["site"].language)
