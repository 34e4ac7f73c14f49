"""The protocol of Markdown constructs, and what a construct may find.

A construct is one class in one module of `content/syntax/`, an object of which is listed in
`registry.CONSTRUCTS`, and the module in `registry.DIAGNOSTICS` if it declares codes. It may work at
two moments:

* `find` reads the source before the Markdown engine does. It says what is to be replaced there.
* `mark` changes the HTML that the engine made, after it has been sanitised.

For example, `%%word%%` for a marked word:

    EMPTY_MARK = declare("empty-mark", Severity.WARNING)

    class Highlights(Construct):
        source_marks = ("%%",)

        def find(self, source: MarkdownSource) -> Iterator[Finding]:
            for found in re.finditer(r"%%([^%]*)%%", source.prose):
                if found[1].strip():
                    word = html.escape(source.text[found.start(1) : found.end(1)])
                    yield Node(found.start(), found.end(), f"<mark>{word}</mark>")
                else:
                    yield Mistake(found.start(), Problem(EMPTY_MARK, "nothing is marked"))

    registry.CONSTRUCTS.register(Highlights())

What has to be written anew as a whole, such as a table whose cells are columns of the text, is
changed before, in `content/rewriting/`: the constructs see ordinary Markdown in its place.

`source.prose` is the source without code, raw HTML and comments, at the same indices: so nothing
is found inside them, and every mistake has its exact line and column. Both engines get the
construct, for the engine sees only a placeholder, which becomes the node afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

import msgspec

from sitegen.diagnostics import Problem
from sitegen.mathematics.macros import NO_MACROS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.config import Engine
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_positions import SourcePositions
    from sitegen.mathematics.macros import Macros
    from sitegen.model import Reference

__all__ = [
    "Construct",
    "Finding",
    "Mistake",
    "Node",
    "PageTree",
    "RawBlock",
    "Replacement",
    "Slot",
    "TreeStep",
]


class Replacement(msgspec.Struct, frozen=True):
    """Markdown or HTML in place of `source.text[start:end]`; the engine reads it."""

    start: int
    end: int
    text: str


class RawBlock(msgspec.Struct, frozen=True):
    """HTML in place of `source.text[start:end]`, which are whole lines but for their margin.

    No engine reads it; the sanitiser does.
    """

    start: int
    end: int
    html: str


class Node(msgspec.Struct, frozen=True):
    """HTML in place of `source.text[start:end]`, which no engine reads and no sanitiser checks.

    What an author wrote has to be escaped in it. A node that `is_block` replaces the paragraph in
    which it stands alone; where it does not, `inline_html` is used, if there is any. Where HTML
    cannot be, such as in the text of an image, its text is used. One that `is_lines` stands for
    whole lines but for their margin, and belongs to no paragraph.
    """

    start: int
    end: int
    html: str
    is_block: bool = False
    inline_html: str = ""
    is_lines: bool = False


class Slot(msgspec.Struct, frozen=True):
    """A reference in place of `source.text[start:end]`, resolved when all pages are known.

    Its line is set where the slot is made. One that `is_block` stands for whole lines but for their
    margin, and belongs to no paragraph.
    """

    start: int
    end: int
    reference: Reference
    is_block: bool = False


class TreeStep(msgspec.Struct, frozen=True):
    """A change to the tree of the page as the engine made it, before it is sanitised."""

    step: Callable[[LexborHTMLParser], None]


class Mistake(msgspec.Struct, frozen=True):
    """A problem at an index into the source; -1 if it is not known where."""

    index: int
    problem: Problem


Finding = Replacement | RawBlock | Node | Slot | TreeStep | Mistake


class PageTree(msgspec.Struct, frozen=True):
    """A page's HTML after sanitising.

    `html` is what `root` held at first, `words` maps the theme's words to the page's language,
    `engine` is what made the HTML, and `positions` tells where in the source a node comes from.
    `macros` are those of the page's formulas, as for `MarkdownSource`.
    """

    parser: LexborHTMLParser
    root: LexborNode
    html: str
    words: Mapping[str, str]
    positions: SourcePositions
    engine: Engine
    macros: Macros | None = NO_MACROS


class Construct(Protocol):
    """One piece of syntax; see the module. Each half may be left out."""

    #: The source holds one of these, or `find` is not called.
    source_marks: tuple[str, ...] = ()
    #: Outlines (see `mark_index`); one is in that of the source wherever the construct is.
    source_needs: tuple[str, ...] = ()
    #: `find` runs after all others, and what they have replaced is no prose for it.
    reads_leftovers: bool = False
    #: The HTML holds one of these, or `mark` is not called: a tag such as `<img` or anything else
    #: with brackets; an attribute `data-…`; an id, `id="refs"`, or its beginning, `id="fig-`; or
    #: something in the value of a class, which may begin with `class="`.
    html_marks: tuple[str, ...] = ()
    #: Outlines as for the source, for marks with brackets.
    html_needs: tuple[str, ...] = ()

    def find(self, source: MarkdownSource) -> Iterable[Finding]:  # noqa: ARG002  # the default finds nothing
        """Return what is found in the source; no two replacements may overlap."""
        return ()

    def mark(self, tree: PageTree) -> Iterable[Mistake]:  # noqa: ARG002  # as above
        """Change the tree in place; return what is wrong."""
        return ()
