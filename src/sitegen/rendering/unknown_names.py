"""Suggest what a template meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import jinja2
from jinja2.utils import missing

from sitegen.diagnostics import did_you_mean, documentation

__all__ = ["TemplateUndefined", "UnknownNameError", "hint_for_name"]

#: What every template of a page sees; docs/templates.md describes each.
_NAMES = (
    *(
        "page",
        "site",
        "data",
        "loop",
        "url_for",
        "section",
        "collection",
        "asset",
        "image",
        "picture",
        "t",
    ),
    *(
        "partial_cached",
        "feature_links",
        "range",
        "dict",
        "namespace",
        "cycler",
        "joiner",
        "super",
        "self",
    ),
)


class UnknownNameError(jinja2.UndefinedError):
    """Raised for a name that does not exist, with the object that was asked for it."""

    def __init__(self, owner: Any, name: str, message: str | None = None) -> None:
        super().__init__(message)
        self.owner = owner
        self.name = name


class TemplateUndefined(jinja2.StrictUndefined):
    """A name that does not exist: an error wherever it is used, which tells what was asked."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if exc is jinja2.UndefinedError and isinstance(name, str):
            self._undefined_exception = partial(UnknownNameError, obj, name)  # type: ignore[assignment]  # called like the class


def hint_for_name(error: jinja2.UndefinedError) -> str:
    """Return "did you mean …?", or where the names are listed."""
    otherwise = f"{documentation('templates')} lists what a template may use"
    if not isinstance(error, UnknownNameError):
        return otherwise
    owner = error.owner
    if owner is missing:
        known: list[str] = list(_NAMES)
    elif isinstance(owner, Mapping):
        known = [str(key) for key in owner]
    else:
        known = [name for name in dir(owner) if not name.startswith("_")]
    return did_you_mean(error.name, known, otherwise)
