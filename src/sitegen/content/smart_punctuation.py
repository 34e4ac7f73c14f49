r"""Smart punctuation: curly quotes, dashes and ellipses in what a page shows.

It works on the tree that either engine has made, so code, formulas, attributes and addresses are
no texts of it. A sign after a backslash stays straight, as in Pandoc: `\"`, `\--`.
"""

from __future__ import annotations

import html
from bisect import bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from sitegen.content.construct import Construct, Node, Slot
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.quotation_marks import quotation_marks
from sitegen.content.scanner import BLANKED, MarkdownSource
from sitegen.content.smart_signs import MAY_CHANGE, SmartSign, find_smart_signs
from sitegen.content.source_inlines import fold_label
from sitegen.late_patterns import compile_late
from sitegen.model import References
from sitegen.model.references.citation_reference import CitationReference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.prepared_source import PreparedSource
    from sitegen.content.quotation_marks import QuotationMarks
    from sitegen.model import FrontMatter, Label

__all__ = [
    "STRAIGHT_SIGNS",
    "punctuate_citations",
    "punctuate_fields",
    "punctuate_labels",
    "punctuate_text",
    "punctuate_tree",
]

#: The attribute of an escaped sign, which no author may write.
_STRAIGHT = "straight"
#: A sign that stays as it is; what else follows a backslash matches without a group.
_WRITTEN = compile_late(
    r"\\(?:(?P<escaped>[\"'.]|-+)|[^\n])|&(?P<named>quot|apos|\#0*3[49]|\#[xX]0*2[27]);"
)
#: Their texts are no prose.
_LITERAL = frozenset(
    {"code", "pre", "kbd", "samp", "math", "svg", "script", "style", "template", "textarea"}
    | {"tt", "noscript", "iframe", "object", SLOT_ELEMENT}
)
_BREAKS = BLOCK_ELEMENTS | {"td", "th", "tr", "pre", "br", "video", "audio"}
#: What readers see of the front matter, as Markdown or nearly so.
_FIELDS = ("title", "subtitle", "description", "summary", "abstract", "featured_image_caption")
#: Between texts that are not read as one.
_BREAK = "\n"


class _Text(NamedTuple):
    """A node of text and the language around it; no node stands for what is no prose."""

    node: LexborNode | None
    text: str
    language: str


class _StraightSigns(Construct):
    source_marks = ('\\"', "\\'", "\\-", "\\.", "&quot;", "&apos;", "&#")
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Node]:
        """Yield each sign that its author has escaped, but for those in labels of links."""
        text = source.text
        for found in _WRITTEN.finditer(source.prose):
            if found.lastgroup and not _is_in_label(source, found.start()):
                sign = html.unescape(text[found.start() : found.end()]).removeprefix("\\")
                shown = f'<{SLOT_ELEMENT} {_STRAIGHT}="">{html.escape(sign)}</{SLOT_ELEMENT}>'
                yield Node(found.start(), found.end(), shown)


#: For pages with smart punctuation only.
STRAIGHT_SIGNS = _StraightSigns()


def _is_in_label(source: MarkdownSource, at: int) -> bool:
    """Tell whether an index is in the label of a link or a footnote, which is compared as it is."""
    text = source.text
    start, end = text.rfind("[", max(at - 1000, 0), at), text.find("]", at, at + 1000)
    if start < 0 or end < 0:
        return False
    label = text[start + 1 : end]
    return label.startswith("^") or fold_label(label) in source.labels


def punctuate_tree(root: LexborNode, language: str) -> None:
    """Put smart punctuation into the texts of a tree; `lang` of its elements counts."""
    flow: list[_Text] = []
    for each in list(_texts(root, language)):
        if each.text == _BREAK and each.node is None:
            _punctuate(flow)
            flow = []
        else:
            flow.append(each)
    _punctuate(flow)
    for sign in root.css(f"{SLOT_ELEMENT}[{_STRAIGHT}]"):
        sign.unwrap()


def _texts(root: LexborNode, language: str) -> Iterator[_Text]:
    """Yield the texts of a tree in order, with a break where a block begins or ends."""
    languages = [language]
    node = root.child
    while node is not None:
        tag = node.tag or ""
        if node.is_text_node:
            yield _Text(node, node.text_content or "", languages[-1])
        elif node.is_element_node:
            if tag in _BREAKS:
                yield _Text(None, _BREAK, "")
            if tag in _LITERAL or tag == "img" or _is_address(node):
                yield _Text(None, BLANKED, "")
            elif node.child is not None and not _is_mark(node):
                languages.append(node.attributes.get("lang") or languages[-1])
                node = node.child
                continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return
            languages.pop()
            if node.tag in _BREAKS:
                yield _Text(None, _BREAK, "")
        node = node.next if node is not None else None


def _is_mark(node: LexborNode) -> bool:
    """Tell whether an element is the mark of a footnote, which is no part of the text."""
    return node.tag == "sup" and (node.attributes.get("id") or "").startswith("fnref")


def _is_address(node: LexborNode) -> bool:
    """Tell whether an element is a link that shows its address."""
    if node.tag != "a":
        return False
    text = node.text(deep=True)
    return bool(text) and text in html.unescape(node.attributes.get("href") or "")


def _punctuate(flow: list[_Text]) -> None:
    """Change the nodes of one block, whose texts are read as one."""
    text = "".join(each.text for each in flow)
    if not MAY_CHANGE.search(text):
        return
    ends = list(accumulate(len(each.text) for each in flow))

    def marks_at(index: int) -> QuotationMarks:
        return quotation_marks(flow[bisect_right(ends, index)].language)

    language = next((each.language for each in flow if each.language), "")
    signs = find_smart_signs(text, marks_at, language)
    for number, group in groupby(signs, lambda sign: bisect_right(ends, sign.start)):
        node, own, _ = flow[number]
        start = ends[number] - len(own)
        # Signs of which a part is emphasised, say, are none.
        inner = [
            SmartSign(each.start - start, each.end - start, each.text)
            for each in group
            if each.end <= ends[number]
        ]
        if node is not None:
            node.replace_with(_replaced(own, inner))


def punctuate_text(text: str, language: str) -> str:
    """Return a text with smart punctuation that is written as Markdown, such as a title."""
    if not MAY_CHANGE.search(text):
        return text
    prose = list(MarkdownSource(text, "commonmark").prose)
    for escaped in _WRITTEN.finditer(text):
        prose[escaped.start() : escaped.end()] = BLANKED * len(escaped[0])
    marks = quotation_marks(language)
    return _replaced(text, find_smart_signs("".join(prose), lambda _: marks, language))


def punctuate_fields(front: FrontMatter, language: str) -> FrontMatter:
    """Return the front matter with smart punctuation in what readers see of it."""
    texts = {name: getattr(front, name) for name in _FIELDS}
    changed = {name: punctuate_text(text, language) for name, text in texts.items()}
    return replace(front, **changed) if changed != texts else front


def punctuate_labels(labels: Iterable[Label], language: str) -> Iterator[Label]:
    """Yield labels with smart punctuation in the titles of what they stand for."""
    for label in labels:
        title = punctuate_text(label.title, language)
        given = title if label.given == label.title else label.given
        caption = punctuate_text(label.caption, language)
        yield replace(label, title=title, given=given, caption=caption)


def punctuate_citations(prepared: PreparedSource) -> PreparedSource:
    """Return the source with dashes and ellipses around the keys of works.

    Quotes and apostrophes there are those of the citation style.
    """
    if CitationReference not in prepared.references.kinds:
        return prepared
    slots = tuple(
        replace(each, reference=_punctuated(each.reference))
        if isinstance(each, Slot) and isinstance(each.reference, CitationReference)
        else each
        for each in prepared.placeholders
    )
    references = References([each.reference for each in slots if isinstance(each, Slot)])
    return replace(prepared, placeholders=slots, references=references)


def _punctuated(citation: CitationReference) -> CitationReference:
    cites = tuple(
        replace(each, prefix=_with_dashes(each.prefix), suffix=_with_dashes(each.suffix))
        for each in citation.cites
    )
    return replace(citation, cites=cites) if cites != citation.cites else citation


def _with_dashes(text: str) -> str:
    if ("--" not in text and "..." not in text) or "`" in text:  # code is shown as it is written
        return text
    marks = quotation_marks("en")
    signs = find_smart_signs(text, lambda _: marks, "en")
    return _replaced(text, [each for each in signs if text[each.start] in "-."])


def _replaced(text: str, signs: Iterable[SmartSign]) -> str:
    pieces, done = [], 0
    for sign in signs:
        pieces += [text[done : sign.start], sign.text]
        done = sign.end
    return "".join((*pieces, text[done:]))
