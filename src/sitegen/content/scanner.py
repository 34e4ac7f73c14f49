"""Scan a Markdown source: tell prose from code, HTML and comments.

`MarkdownSource.prose` is the source with everything blanked out in which no syntax means anything:
code, mathematics, raw HTML, comments, and the addresses of links. It is as long as the source, so
an index into the one is an index into the other. What is found in it is found at its exact place.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake
from sitegen.content.fence_lines import find_fence_lines
from sitegen.content.mark_index import Outlines, outlines_of
from sitegen.content.shortcode_tags import spans_around_texts
from sitegen.content.source_inlines import find_plain_links, fold_label, read_inlines
from sitegen.content.source_lines import read_blocks
from sitegen.content.source_paragraphs import find_paragraphs
from sitegen.mathematics.macros import NO_MACROS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from sitegen.config import Engine
    from sitegen.content.rewriting.rewritten_text import Places, TextWriter
    from sitegen.content.source_blocks import Blocks
    from sitegen.content.source_inlines import Inlines, Link
    from sitegen.mathematics.macros import Macros
    from sitegen.model.shortcode import MarkdownArguments

__all__ = ["BLANKED", "MarkdownSource"]

#: Stands in `prose` for each character that is not prose. No author may write it.
BLANKED = "\x1a"


class MarkdownSource:
    """The Markdown of one page, for one engine. What is not asked for is not looked for.

    `macros` are those of its formulas; None means that mathematics is text. `html_blocks` has the
    HTML of the lines that stand for it, such as an output of a notebook. `markdown_arguments` are
    those of shortcodes, by the names of these: their texts are prose, and what is around them is
    none. With `places`, the text is written anew; `told` is what was wrong in it before, at indices
    into what the author wrote. With `implicit_figures`, the text of an image alone in a paragraph
    is a caption.
    """

    def __init__(
        self,
        text: str,
        engine: Engine,
        macros: Macros | None = NO_MACROS,
        html_blocks: tuple[str, ...] = (),
        markdown_arguments: Mapping[str, MarkdownArguments] = MappingProxyType({}),
        places: Places | None = None,
        told: tuple[Mistake, ...] = (),
        *,
        implicit_figures: bool = False,
    ) -> None:
        self.text = text
        self.engine: Engine = engine
        self.macros = macros
        self.html_blocks = html_blocks
        self.markdown_arguments = markdown_arguments
        self.places = places
        self.told = told
        self.implicit_figures = implicit_figures

    def with_text(
        self, text: str, html_blocks: tuple[str, ...] | None = None, places: Places | None = None
    ) -> MarkdownSource:
        """Return a source of the same page with another text, and what belongs to that."""
        return MarkdownSource(
            text,
            self.engine,
            self.macros,
            self.html_blocks if html_blocks is None else html_blocks,
            self.markdown_arguments,
            self.places if places is None else places,
            self.told,
            implicit_figures=self.implicit_figures,
        )

    def telling(self, mistakes: Iterable[Mistake]) -> MarkdownSource:
        """Return the source with more that is wrong in it, at indices into its text."""
        told = [*self.told]
        for each in mistakes:
            index = self.places.origin_of(each.index) if self.places else each.index
            told.append(Mistake(index, each.problem))
        if len(told) == len(self.told):
            return self
        source = copy(self)
        source.told = tuple(told)
        return source

    def rewritten(self, written: TextWriter, html_blocks: tuple[str, ...]) -> MarkdownSource:
        """Return the source with a new text, which knows where each place of it was."""
        text, places = written.finish(self.places)
        return self.with_text(text, html_blocks, places)

    @cached_property
    def outlines(self) -> Outlines:
        """What the source is without its words, for a first look at what it may hold."""
        return outlines_of(self.text)

    @property
    def outline(self) -> str:
        """The punctuation of the source."""
        return self.outlines.plain

    @cached_property
    def fence_lines(self) -> list[tuple[int, str]]:
        """Where marks such as of a fence stand, and the rest of each such line from there."""
        return find_fence_lines(self.text, self.outline)

    @cached_property
    def ats(self) -> list[int]:
        """Where each `@` stands."""
        found = []
        at = self.text.find("@")
        while at >= 0:
            found.append(at)
            at = self.text.find("@", at + 1)
        return found

    @cached_property
    def blocks(self) -> Blocks:
        """The lines, fences and HTML blocks of the source."""
        return read_blocks(self._scanned, self.engine, has_math=self.macros is not None)

    @cached_property
    def prose(self) -> str:
        """The source, with `BLANKED` for what is not prose; as long as the source."""
        blocks = self.blocks
        formulas = [(each.start, each.end) for each in blocks.formulas]
        hidden = [*blocks.code, *blocks.html, *formulas, *self._inlines.hidden]
        for spans in self._around_texts:
            hidden += spans[1:]
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

    @cached_property
    def plain_links(self) -> list[re.Match[str]] | None:
        """The same, of a source that hides nothing but their addresses and fences, as most."""
        if self._around_texts or "]:" in self.outline:
            return None
        return find_plain_links(self.text, self.blocks, self.outline)

    @cached_property
    def shows_ats(self) -> bool:
        """Tell quickly that each `@` is prose, and in no link; False if that is not plain."""
        links = self.plain_links
        if links is None or any("@" in link[0] for link in links):
            return False
        return all(self.text.find("@", *span) < 0 for span in self.blocks.code)

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
        return read_inlines(self._scanned, self.engine, self.blocks, self.outline)

    @cached_property
    def _scanned(self) -> str:
        """The text without what is around Markdown in tags of shortcodes; as long as the text.

        Otherwise backquotes around an argument would make code of it, and brackets a tag of HTML.
        """
        return _blank_out(self.text, chain.from_iterable(self._around_texts))

    @cached_property
    def _around_texts(self) -> list[list[tuple[int, int]]]:
        if not self.markdown_arguments or "{{" not in self.text:
            return []
        return list(spans_around_texts(self.text, self.markdown_arguments))


class _Remainder(MarkdownSource):
    """A source without what is in some spans, which are sorted and may overlap."""

    def __init__(self, whole: MarkdownSource, spans: list[tuple[int, int]]) -> None:
        figures = whole.implicit_figures
        super().__init__(whole.text, whole.engine, whole.macros, implicit_figures=figures)
        self._whole = whole
        self._spans = spans

    @cached_property
    def outlines(self) -> Outlines:
        return self._whole.outlines

    @cached_property
    def fence_lines(self) -> list[tuple[int, str]]:
        return self._whole.fence_lines

    @cached_property
    def blocks(self) -> Blocks:
        return self._whole.blocks

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        return self._whole.paragraphs

    @cached_property
    def prose(self) -> str:
        return _blank_out(self._whole.prose, self._spans)

    @cached_property
    def plain_links(self) -> None:
        """What hides more is not plain."""

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
