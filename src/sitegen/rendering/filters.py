"""Template filters for dates and URLs, and `t()`, which gives the theme's words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2

from sitegen.diagnostics import Severity, declare, did_you_mean
from sitegen.rendering.list_filters import bare, list_places, url_from
from sitegen.rendering.theme_strings import find_word, words_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.model import PageDate
    from sitegen.rendering.entry_views import EntryGroup, EntryList
    from sitegen.rendering.theme_strings import Words

__all__ = ["TEMPLATE_UNDEFINED", "LookupProblem", "build_filters", "build_translator", "to_plain"]

TEMPLATE_UNDEFINED = declare("template-undefined", Severity.ERROR, needed=True)


#: How precise a date is shown, the least first.
_PRECISIONS = ("year", "month", "day")


class LookupProblem(Exception):  # noqa: N818  # becomes a diagnostic at the template's line
    """A template asked for something that does not exist.

    `guess` returns the hint; it is only called when the problem is reported, for it may compare
    every name in the site.
    """

    def __init__(self, code: str, message: str, guess: Callable[[], str] = str) -> None:
        super().__init__(message)
        self.code = code
        self.guess = guess


def build_filters(words: Mapping[str, Words], origin: str) -> dict[str, Callable[..., Any]]:
    """Return the filters of `docs/templates.md`."""

    @jinja2.pass_context
    def date(
        context: jinja2.runtime.Context, value: PageDate | dt.date, precision: str = "day"
    ) -> str:
        spoken = words_for(words, _language(context))
        if isinstance(value, dt.date):
            day, written = value, "day"
        else:
            written = "day" if value.precision == "time" else value.precision
            day = value.moment
        shown = min(precision, written, key=_PRECISIONS.index)
        month = spoken[f"dates.months.{day.month - 1}"]
        pattern = spoken[f"dates.{shown}"]
        return pattern.format(day=day.day, month=month, year=day.year)

    return {
        "date": date,
        "iso_date": _iso_date,
        "absolute_url": _absolute_url(origin),
        "where": _where,
        "group_by": _group_by,
        "identifier_url": _identifier_url,
        "bare_address": _bare_address,
        "bare": bare,
        "list_places": list_places,
        "url_from": url_from,
    }


def build_translator(words: Mapping[str, Words]) -> Callable[..., str]:
    """Return the function `t`."""
    plain: dict[tuple[str, str], str] = {}

    @jinja2.pass_context
    def t(
        context: jinja2.runtime.Context, key: str, *, default: str | None = None, **values: object
    ) -> str:
        language = _language(context)
        if not values and (language, key) in plain:
            return plain[language, key]
        spoken = words_for(words, language)
        text = find_word(spoken, language, key, values.get("number"))
        if text is None and default is not None:
            return default
        if text is None:
            guess = partial(did_you_mean, key, spoken)
            raise LookupProblem(TEMPLATE_UNDEFINED, f"no word '{key}'", guess)
        said = text.format(**values)
        if not values:
            plain[language, key] = said
        return said

    return t


def to_plain(value: object) -> object:
    """Return the JSON form of a value from a data file. Raises TypeError."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    message = f"{type(value).__name__} has no form in JSON"
    raise TypeError(message)


def _where(entries: EntryList, field: str = "", value: Any = True, **more: Any) -> EntryList:  # noqa: FBT002  # `where("selected")`
    return entries.where(field, value, **more)


def _group_by(entries: EntryList, field: str) -> list[EntryGroup]:
    return entries.group_by(field)


#: Where identifiers can be followed.
_RESOLVERS = {
    "doi": "https://doi.org/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
}


def _identifier_url(value: str, kind: str) -> str:
    return _RESOLVERS[kind] + quote(value, safe="/:;().-_~") if value else ""


def _bare_address(value: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", value).rstrip("/")


def _iso_date(value: PageDate | dt.date) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.moment.isoformat() if value.precision == "time" else value.written


def _absolute_url(origin: str) -> Callable[..., str]:
    @jinja2.pass_context  # else Jinja computes it when it compiles, for all sites of this process
    def absolute_url(_context: jinja2.runtime.Context, value: str) -> str:
        return value if re.match(r"[a-z][a-z0-9+.-]*:", value) else origin + value

    return absolute_url


def _language(context: jinja2.runtime.Context) -> str:
    page = context.get("page")
    language: str = page.language if page else context["site"].language
    return language
