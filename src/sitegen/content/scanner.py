"""Scan a Markdown source: tell prose from code, HTML and comments.

`MarkdownSource.prose` is the source with everything blanked out in which no syntax means anything:
code, mathematics, raw HTML, comments, and the addresses of links. It is as long as the source, so
an index into the one is an index into the other. What is found in it is found at its exact place.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sitegen.content.mark_index import outline_of
from sitegen.content.source_inlines import fold_label, read_inlines
from sitegen.content.source_lines import read_blocks
from sitegen.content.source_paragraphs import find_paragraphs
from sitegen.mathematics.macros import NO_MACROS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.config import Engine
    from sitegen.content.source_blocks import Blocks
    from sitegen.content.source_inlines import Inlines, Link
    from sitegen.mathematics.macros import Macros

__all__ = ["BLANKED", "MarkdownSource"]

#: Stands in `prose` for each character that is not prose. No author may write it.
BLANKED = "\x1a"


class MarkdownSource:
    """The Markdown of one page, for one engine. What is not asked for is not looked for.

    `macros` are those of its formulas; None means that mathematics is text. `html_blocks` has the
    HTML of the lines that stand for outputs of a notebook.
    """

    def __init__(
        self,
        text: str,
        engine: Engine,
        macros: Macros | None = NO_MACROS,
        html_blocks: tuple[str, ...] = (),
    ) -> None:
        self.text = text
        self.engine: Engine = engine
        self.macros = macros
        self.html_blocks = html_blocks

    @cached_property
    def outline(self) -> str:
        """The punctuation of the source, for a first look at what it may hold."""
        return outline_of(self.text)

    @cached_property
    def blocks(self) -> Blocks:
        """The lines, fences and HTML blocks of the source."""
        return read_blocks(self.text, self.engine, has_math=self.macros is not None)

    @cached_property
    def prose(self) -> str:
        """The source, with `BLANKED` for what is not prose; as long as the source."""
        blocks = self.blocks
        formulas = [(each.start, each.end) for each in blocks.formulas]
        hidden = (*blocks.code, *blocks.html, *formulas, *self._inlines.hidden)
        return _blank_out(self.text, sorted(hidden))

    def without(self, spans: Iterable[tuple[int, int]]) -> MarkdownSource:
        """Return this source without what is in the spans: it is no prose there, and no tags."""
        return _Remainder(self, sorted(spans))

    @property
    def tags(self) -> list[tuple[int, int]]:
        """Where HTML tags and addresses in angle brackets stand, in order."""
        return self._inlines.tags

    @property
    def links(self) -> list[Link]:
        """The links and images that are written as Markdown, in order."""
        return self._inlines.links

    @property
    def open_comments(self) -> list[int]:
        """Where comments begin that nothing closes."""
        return self._inlines.open_comments

    @property
    def labels(self) -> set[str]:
        """The labels of links that are defined, in lower case."""
        return self._inlines.labels

    def is_defined(self, label: str) -> bool:
        """Tell whether an address is given for the label of a link."""
        return fold_label(label) in self.labels

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Where connected lines of text begin and end."""
        return tuple(find_paragraphs(self.text, self.blocks))

    @cached_property
    def _inlines(self) -> Inlines:
        return read_inlines(self.text, self.engine, self.blocks)


class _Remainder(MarkdownSource):
    """A source without what is in some spans, which are sorted and may overlap."""

    def __init__(self, whole: MarkdownSource, spans: list[tuple[int, int]]) -> None:
        super().__init__(whole.text, whole.engine, whole.macros)
        self._whole = whole
        self._spans = spans

    @cached_property
    def blocks(self) -> Blocks:
        return self._whole.blocks

    @cached_property
    def prose(self) -> str:
        return _blank_out(self._whole.prose, self._spans)

    @cached_property
    def _inlines(self) -> Inlines:
        found = self._whole._inlines  # noqa: SLF001  # of the same class
        spans = iter(self._spans)
        span = next(spans, None)
        tags = []
        for tag in found.tags:
            while span and span[1] <= tag[0]:
                span = next(spans, None)
            if not span or span[0] >= tag[1]:
                tags.append(tag)
        return found._replace(tags=tags)


def _blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with `BLANKED` for each character of the spans, which are in order."""
    pieces, done = [], 0
    for start, end in spans:
        if end > done:
            pieces.append(text[done:start])
            first = max(start, done)
            if text.find("\n", first, end) < 0:
                pieces.append(BLANKED * (end - first))
            else:
                hidden = text[first:end].split("\n")
                pieces.append("\n".join(BLANKED * len(each) for each in hidden))
            done = end
    return "".join((*pieces, text[done:])) if pieces else text
