"""Quotations with a source: `> …` and `> — Source` below it, `::: {.quote source="…"}`, epigraphs.

The source becomes the caption of a figure that holds the quotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import (
    FENCED,
    children_of,
    classes_of,
    set_classes,
    take,
    take_title,
)
from sitegen.content.construct import Construct
from sitegen.content.short_texts import read_short_text
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Mistake, PageTree

__all__ = ["QUOTATIONS"]

_KINDS = frozenset({"quote", "blockquote", "epigraph", "pull-quote"})
#: The last line of a quotation, if it names the source.
_SOURCE = compile_late(
    r"(?:\A|\n|<br>)[ \t]*(?:—|―|–|--)[ \t]*(?P<source>(?=\S)(?:[^\n—]){1,400})\Z"
)
#: The line of a source begins with one of these.
_DASHES = ("—", "―", "–", "--")
_TAG = compile_late(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
_LINE_END = compile_late(r"(?:\s|<br>)+\Z")


class _Quotations(Construct):
    html_marks = ("<blockquote", FENCED)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Make figures of the quotations whose source is known."""
        is_named = FENCED in tree.html
        has_dash = any(dash in tree.html for dash in _DASHES)
        for box in tree.root.css("div[class]") if is_named else ():
            kinds = _KINDS.intersection(classes_of(box))
            if kinds:
                _quote_block(tree, box, kinds)
        for quote in reversed(tree.root.css("blockquote")) if has_dash else ():
            if quote.parent is not None and quote.parent.tag == "figure":
                continue
            source = _take_source(quote)
            if source:
                made = tree.parser.create_node("figure")
                made.attrs["class"] = "quote"
                made.inner_html = _with_source(quote.html or "", source)
                quote.replace_with(made)
        return ()


def _quote_block(tree: PageTree, box: LexborNode, kinds: frozenset[str]) -> None:
    source = take(box, "data-source") or ""
    title = take_title(box)
    written = read_short_text(source, tree.engine).html if source.strip() else title
    children = children_of(box)
    quote: LexborNode | None = children[0] if children else None
    if quote is None or quote.tag != "blockquote" or len(children) > 1:
        quote = tree.parser.create_node("blockquote")
        quote.inner_html = f"\n{(box.inner_html or '').strip()}\n"
    written = written or _take_source(quote)
    figure = tree.parser.create_node("figure")
    others = [each for each in classes_of(box) if each not in _KINDS]
    for name, value in box.attributes.items():
        figure.attrs[name] = value or ""
    set_classes(figure, ["quote", *sorted(kinds - {"quote", "blockquote"}), *others])
    figure.inner_html = _with_source(quote.html or "", written)
    box.replace_with(figure)


def _with_source(quote: str, source: str) -> str:
    caption = f"\n<figcaption>— {source}</figcaption>" if source else ""
    return f"\n{quote}{caption}\n"


def _take_source(quote: LexborNode) -> str:
    """Remove the line that names the source from a quotation; return its HTML."""
    children = children_of(quote)
    last = children[-1] if children else None
    if last is None or last.tag != "p":
        return ""
    inner = (last.inner_html or "").strip()
    found = _SOURCE.search(inner) if len(inner) < 20_000 else None  # noqa: PLR2004  # a long text has none
    if not found or not _is_balanced(found["source"]):
        return ""
    rest = _LINE_END.sub("", inner[: found.start()])
    if not rest and len(children) == 1:
        return ""  # a list of one with a dash, or a dialogue
    if rest:
        last.inner_html = rest
    else:
        last.decompose()
    return found["source"].strip()


def _is_balanced(text: str) -> bool:
    """Tell whether each element that ends in a text begins there, and the other way round."""
    depth = 0
    for closing, name in _TAG.findall(text):
        if name != "br":
            depth += -1 if closing else 1
        if depth < 0:
            return False
    return depth == 0


QUOTATIONS = _Quotations()
