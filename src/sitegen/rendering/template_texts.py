"""Collect the text of a template with all that it includes and extends."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import jinja2

from sitegen.rendering.environment import digest_text
from sitegen.rendering.template_references import expand_reference, scan_references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.rendering.environment import Environment

__all__ = ["TemplateTexts"]


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

        If it computes a name, of all templates whose names begin as that one does. The text of one
        that does not exist is empty.
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
        """Return the names that a template's text refers to; each text is examined once."""
        digest = digest_text(text)
        if digest not in self.referred:
            found = scan_references(text)
            if found is None:
                with contextlib.suppress(jinja2.TemplateError):
                    found = self._environment.referred(text)
            self.referred[digest] = found or ()
        return tuple(
            name for each in self.referred[digest] for name in expand_reference(each, self._names)
        )
