"""Show the site to outputs, and record their queries."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.diagnostics import Diagnostic
from sitegen.model import Artefact, Rank
from sitegen.rendering.data_view import DataView
from sitegen.rendering.queries import BodyQuery, CitationStyleQuery, record_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.config import Config
    from sitegen.model import Work
    from sitegen.rendering.queries import Query
    from sitegen.rendering.renderer import Renderer

__all__ = ["RecordedSite"]

_Answer = TypeVar("_Answer")


class RecordedSite:
    """Answers one output's questions; `reads` are those that it has asked, as recorded.

    `read_body` returns the packed body of a page by its source.
    """

    def __init__(
        self, renderer: Renderer, read_body: Callable[[str], bytes] = lambda _: b""
    ) -> None:
        self._renderer = renderer
        self._read_body = read_body
        self.reads: set[str] = set()

    @property
    def config(self) -> Config:
        """The site's configuration."""
        return self._renderer.site.config

    def ask(self, query: Query[_Answer]) -> _Answer:
        """Record a question, and return its answer."""
        self.reads.add(record_query(query))
        return query.answer(self._renderer.context)

    def format_reference(self, work: Work) -> str:
        """Return the reference of a work as text."""
        self.ask(CitationStyleQuery())
        return self._renderer.context.references.format(work).text

    def once(self, name: tuple[str, ...], make: Callable[[], str]) -> str:
        """Return a text that several files contain, and make it the first time it is wanted.

        It must depend on the site and its name only, and on nothing that was not asked for.
        """
        known = self._renderer.made_texts.get(name)
        if known is None:
            known = self._renderer.made_texts[name] = make()
        return known

    def body(self, key: str) -> str:
        """Return the HTML of a page's body, whose links have no host; empty without such a page."""
        if not self.ask(BodyQuery(key)):
            return ""
        packed = self._read_body(self._renderer.site.pages[key].source)
        html, reads = self._renderer.render_body(key, packed)
        self.reads |= reads
        return html

    def values(self, kind: str) -> Mapping[str, Any]:
        """Return the values of a kind of source files by name; each that is read is recorded."""
        return DataView(self._renderer.context.sources[kind], self.ask)

    def render(
        self, template: str, path: PurePosixPath, source: str, **values: object
    ) -> Artefact | Diagnostic:
        """Render a template that shows no page, and record what it asks.

        It sees `site`, `data` and other kinds of sources, the functions of templates and these
        values. `source` is named in diagnostics.
        """
        rendered = self._renderer.render_template(template, str(path), source, values)
        if isinstance(rendered, Diagnostic):
            return rendered
        self.reads.update(rendered.reads)
        return Artefact(path=path, data=rendered.data, rank=Rank.PAGE, source=source)
