"""What the arguments of shortcodes on one page may ask of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.config import Engine
from sitegen.content.short_texts import read_short_text
from sitegen.diagnostics import Problem, ProblemError
from sitegen.graph.collections.relations import UNKNOWN_ENTRY, Directory
from sitegen.graph.file_index import file_name
from sitegen.graph.missing_targets import BROKEN_LINK
from sitegen.mathematics.macros import NO_MACROS, Macros

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.content.short_texts import ShortText
    from sitegen.graph.resolving import Resolver
    from sitegen.model import SiteContext
    from sitegen.model.references import CollectionReference, ShortcodeReference, Word
    from sitegen.model.shortcode import Shortcodes

__all__ = ["PageArguments", "ShortcodeSources"]


class ShortcodeSources(msgspec.Struct):
    """The shortcodes of a site, and what all of them may name: data, and hosts of embeds.

    Texts of the front matter that they show are read by the engine of the site, with its macros.
    """

    shortcodes: Shortcodes = msgspec.field(default_factory=dict)
    data: Mapping[str, Any] = msgspec.field(default_factory=dict)
    hosts: Sequence[str] = ()
    engine: Engine = "python-markdown"
    macros: Macros | None = NO_MACROS
    _directory: Directory | None = None

    def directory(self, resolver: Resolver) -> Directory:
        """Return the entries of the site by collection and name."""
        if self._directory is None:
            self._directory = Directory(resolver.links.entries.values())
        return self._directory


class PageArguments(msgspec.Struct):
    """The site, as arguments on one page see it: an `ArgumentContext`."""

    resolver: Resolver
    source: PurePosixPath
    site: SiteContext
    fields: Mapping[str, Any]

    @property
    def hosts(self) -> Sequence[str]:
        return self.resolver.shortcodes.hosts

    @property
    def data(self) -> Mapping[str, Any]:
        return self.resolver.shortcodes.data

    def short_text(self, text: str) -> ShortText:
        return read_short_text(
            text, self.resolver.shortcodes.engine, self.resolver.shortcodes.macros
        )

    def page(self, target: str) -> str | Problem:
        links = self.resolver.links
        try:
            key = links.page_at(links.link(self.source, target))
        except ProblemError as error:
            return error.problem
        if not key:
            hint = "write the path of a page's file"
            return Problem(BROKEN_LINK, f"'{file_name(target)}' is no page", hint)
        return key

    def entry(self, collection: str, name: str) -> str | Problem:
        directory = self.resolver.shortcodes.directory(self.resolver)
        key = directory.find(collection, name)
        if not key:
            message = f"there is no '{name[:60]}' in {collection}"
            return Problem(UNKNOWN_ENTRY, message, directory.suggest(collection, name))
        return key

    def entries(self, wanted: CollectionReference) -> tuple[str, ...] | None:
        return self.site.entries(wanted)

    def report_at(self, wanted: ShortcodeReference, word: Word, problem: Problem) -> None:
        self.resolver.problems.append(wanted.problem_at(word, str(self.source), problem))
