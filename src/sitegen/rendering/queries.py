"""What a page's templates asked of the rest of the site, and what it was told.

While a page is rendered, every question is noted: the card of another page, a list, a menu, a
template, an asset, a data file, a URL. The page has to be rendered again exactly when one of the
answers has changed, or when the page itself has.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import jinja2

from sitegen.model import Stored, digest_of
from sitegen.rendering.environment import digest_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.model import Site
    from sitegen.rendering.data_view import DataFolders
    from sitegen.rendering.environment import Environment

__all__ = ["Answers", "RenderRecord", "ask_for_address", "split_address"]

#: Stands for a name that a template computes.
_COMPUTED = "*"
#: Between the two names of a question: no file is called so, on any system.
_BETWEEN = "\0"


def ask_for_address(name: str, near: str) -> str:
    """Return the question for the URL of what a page names; `near` is the page's source."""
    return f"url:{near}{_BETWEEN}{name}"


def split_address(question: str) -> tuple[str, str]:
    """Return name and page of a question for a URL, which is told without its kind."""
    near, _, name = question.partition(_BETWEEN)
    return name, near


class RenderRecord(Stored, frozen=True):
    """How an output came about: questions and answers, and the digest of its bytes.

    It is list page `number` of the page `key`, whose own digest was `own`.
    """

    key: str
    number: int
    own: str
    reads: dict[str, str]
    digest: str


class Answers:
    """Digests of what the site answers now, each computed once."""

    def __init__(
        self,
        site: Site,
        environment: Environment,
        names: tuple[str, ...],
        named: Mapping[str, Callable[[str], Any]],
        data: DataFolders,
    ) -> None:
        self._site = site
        self._environment = environment
        self._names = names
        self.data = data
        self._named: dict[str, Callable[[str], Any]] = {
            **named,
            "data": data.digest,
            "names": data.names,
        }
        self._known: dict[str, str] = {}
        #: Names that each template's text refers to, by the text's digest; may be kept.
        self.referred: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, question: str) -> str:
        """Return the digest of the answer; a question without an answer has one, too."""
        known = self._known.get(question)
        if known is None:
            known = digest_of(self._answer(*question.partition(":")[::2]))
            self._known[question] = known
        return known

    def _answer(self, kind: str, name: str) -> Any:
        site = self._site
        if kind == "card":
            page = site.pages.get(name)
            return page.card if page else None
        if kind == "list":
            page = site.pages.get(name)
            return (page.pages, page.sections) if page else None
        if kind == "tag":
            tag = site.tags.get(name)
            return (tag.name, tag.url, len(tag.pages)) if tag else None
        if kind == "site":
            return getattr(site, name) if name != "tags" else tuple(site.tags)
        if kind == "template":
            return self._template(name, set())
        return self._named[kind](name)

    def _template(self, name: str, seen: set[str]) -> list[str]:
        """Return a template's text and that of all it refers to; of all if it computes names."""
        seen.add(name)
        loader = self._environment.loader
        if loader is None:  # pragma: no cover  # the environment is built with one
            raise AssertionError(name)
        try:
            text = loader.get_source(self._environment, name)[0]
        except jinja2.TemplateNotFound:
            return [name, ""]
        texts = [name, text]
        for each in self._referred(text):
            if each not in seen:
                texts += self._template(each, seen)
        return texts

    def _referred(self, text: str) -> tuple[str, ...]:
        """Return the names that a template's text refers to; each text is parsed once: 3 ms."""
        digest = digest_text(text)
        if digest not in self.referred:
            names: tuple[str | None, ...] = ()
            with contextlib.suppress(jinja2.TemplateError):
                names = self._environment.referred(text)
            self.referred[digest] = tuple(sorted(name or _COMPUTED for name in names))
        found = self.referred[digest]
        return self._names if _COMPUTED in found else found
