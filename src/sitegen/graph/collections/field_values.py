"""Read the values of fields by their types. What refers to other entries is read later."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sitegen.config.field_types import parse_field_type
from sitegen.content.date_hints import suggest_dates
from sitegen.content.dates import parse_date
from sitegen.content.slots import SCHEMES, UNSAFE_URL
from sitegen.diagnostics import Problem, ProblemError, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.config import FieldType
    from sitegen.model import PageDate

__all__ = ["WRONG_VALUE", "read_address", "read_date_value", "read_value"]

WRONG_VALUE = declare("wrong-value", Severity.ERROR)

_LINK = parse_field_type("link")
_SCHEME = compile_late(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NUMBER = compile_late(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_EMAIL = compile_late(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:.]+")
#: Resolves an address or a path in the site, as authors write them. Raises ProblemError.
Link = Callable[[str], str]


def read_value(kind: FieldType, value: Any, link: Link) -> Any | Problem:
    """Return one value of a type: text, a number, true or false.

    `date`, `image`, `links`, `ref` and `person` are read elsewhere. `value` is any value.
    """
    return _READERS[kind.kind](kind, value, link)


def read_date_value(value: Any, zone: tzinfo) -> PageDate | Problem:
    """Return a date as it was written, or the mistake in it."""
    if isinstance(value, datetime | date):  # a data file has them
        value = value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):  # a year
        value = str(value)
    if not isinstance(value, str):
        return Problem(WRONG_VALUE, "must be a date", "write it as 2026-03-02")
    try:
        return parse_date(value, zone)
    except ValueError as error:
        return Problem(WRONG_VALUE, str(error), suggest_dates(value))


def read_address(text: str, link: Link) -> str | Problem:
    """Return an address, or that of a file or page of the site."""
    return _link(_LINK, text, link)


def _text(_kind: FieldType, value: Any, _link: Link) -> str | Problem:
    if isinstance(value, bool | list | tuple) or hasattr(value, "items"):
        return Problem(WRONG_VALUE, "must be text", "put it in quotes")
    return str(value)


def _number(_kind: FieldType, value: Any, _link: Link) -> int | float | Problem:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):  # in CSV, all is text
        return float(value) if "." in value else int(value)
    return Problem(WRONG_VALUE, f"'{value}' is not a number")


def _boolean(_kind: FieldType, value: Any, _link: Link) -> bool | Problem:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in {"true", "false"}:
        return value == "true"
    return Problem(WRONG_VALUE, f"'{value}' must be true or false")


def _choice(kind: FieldType, value: Any, _link: Link) -> str | Problem:
    folded = {each.casefold(): each for each in kind.choices}
    found = folded.get(str(value).casefold())
    if found is not None:
        return found
    hint = did_you_mean(str(value), kind.choices, f"write {' or '.join(kind.choices)}")
    return Problem(WRONG_VALUE, f"there is no choice '{value}'", hint)


def _url(_kind: FieldType, value: Any, _link: Link) -> str | Problem:
    text = str(value).strip()
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if good and not any(c.isspace() or c in '<>"' for c in text):
        return text
    hint = f"write 'https://{text}'" if re.fullmatch(r"[\w.-]+\.\w+(/\S*)?", text) else ""
    return Problem(WRONG_VALUE, f"'{text}' is not a web address", hint)


def _email(_kind: FieldType, value: Any, _link: Link) -> str | Problem:
    text = str(value).strip().removeprefix("mailto:")
    if _EMAIL.fullmatch(text):
        return text
    return Problem(WRONG_VALUE, f"'{text}' is not an e-mail address")


def _file(_kind: FieldType, value: Any, link: Link) -> str | Problem:
    try:
        return link(str(value))
    except ProblemError as error:
        return error.problem


def _link(kind: FieldType, value: Any, link: Link) -> str | Problem:
    text = str(value).strip()
    scheme = _SCHEME.match(text)
    if text.startswith("//"):
        return Problem(UNSAFE_URL, f"the address '{text}' has no scheme", f"write 'https:{text}'")
    if scheme is None:
        return _file(kind, text, link)
    if scheme[1].casefold() in {"http", "https"}:
        return _url(kind, text, link)
    if scheme[1].casefold() in SCHEMES and not any(c.isspace() or c in '<>"' for c in text):
        return text
    message = f"the address '{text}' is not allowed"
    return Problem(UNSAFE_URL, message, "links begin with https:, mailto: or a path")


def _any(_kind: FieldType, value: Any, _link: Link) -> Any:
    return value


_READERS: dict[str, Callable[[FieldType, Any, Link], Any | Problem]] = {
    "text": _text,
    "markdown": _text,
    "number": _number,
    "boolean": _boolean,
    "choice": _choice,
    "url": _url,
    "email": _email,
    "file": _file,
    "link": _link,
    "orcid": _text,
    "ror": _text,
    "doi": _text,
    "value": _any,
}
