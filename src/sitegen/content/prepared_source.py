"""Replace constructs in the Markdown source by placeholders, before the engine runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.content.construct import Mistake, Node, RawBlock, Replacement, Slot, TreeStep
from sitegen.content.marked_constructs import constructs_for_source
from sitegen.content.placeholders import (
    has_other_html,
    is_placeholder,
    placeholder,
    raw_block_for,
)
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late
from sitegen.model import References

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from sitegen.content.construct import Construct, Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["PreparedSource", "prepare_source"]

#: The most frequent first: to find out that something is not of one of these classes takes longer.
_EDITS = (Slot, Node, Replacement, RawBlock)


_MARKS = frozenset("*_~")
#: Marks of emphasis that have no space on their other side.
_ENDED = compile_late(r"(?<=[^\s*\\])\*+\Z|(?<=[^\s_\\])_+\Z|(?<=[^\s~\\])~~\Z")
_BEGUN = compile_late(r"\*+[^\s*]|_+[^\s_]|~~[^\s~]")
#: More stars than anybody writes.
_NEAR = 10


class PreparedSource(msgspec.Struct, frozen=True):
    """The source for the engine, and the steps to run on the HTML that the engine makes of it.

    Placeholder number n in `text` stands for `placeholders[n]`, raw block number n for
    `raw_blocks[n]`. `references` are those of the slots among them.
    """

    text: str
    placeholders: tuple[Node | Slot, ...] = ()
    references: References = References()
    raw_blocks: tuple[str, ...] = ()
    steps: tuple[Callable[[LexborHTMLParser], None], ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def has_html(self) -> bool:
        """Tell whether the source may have HTML, apart from what stands for a placeholder."""
        is_known = all(map(is_placeholder, self.raw_blocks))
        return bool(self.steps) or not is_known or has_other_html(self.text)

    @property
    def ids(self) -> frozenset[str]:
        """The ids in the HTML for which there are slots so far."""
        references = self.references
        defining = (*references.with_own("defines"), *references.with_own("own_id"))
        return frozenset(filter(None, [each.own_id for each in defining]))


def prepare_source(
    source: MarkdownSource,
    constructs: Iterable[Construct],
    count: Callable[[Iterable[Finding]], Iterable[Finding]] = iter,
) -> PreparedSource:
    """Let all constructs read the source whose marks are in it.

    What they find comes through `count`, which may raise when it becomes too much.
    """
    text = source.text
    findings = _find(source, tuple(constructs), count)
    if not findings:
        return PreparedSource(text)
    edits = [each for each in findings if isinstance(each, _EDITS)]
    others = findings if len(edits) < len(findings) else ()
    # What is inserted comes before what is replaced; otherwise the order of the constructs counts.
    edits.sort(key=attrgetter("start", "end"))
    joints = _Joints(source) if source.engine == "commonmark" else None
    pieces: list[str] = []
    placeholders: list[Node | Slot] = []
    raw_blocks: list[str] = []
    done = 0
    for edit in edits:
        if edit.start < done:
            continue  # inside of what another construct replaced
        if isinstance(edit, Slot) and not edit.is_block:  # as most are
            mark = placeholder(len(placeholders))
            pieces += (text[done : edit.start], joints.joined(edit, mark) if joints else mark)
            placeholders.append(edit)
            done = edit.end
            continue
        pieces.append(text[done : edit.start])
        if isinstance(edit, Replacement):
            pieces.append(edit.text)
        elif isinstance(edit, RawBlock):
            line_end = "\n" if text[edit.end - 1] == "\n" else ""
            pieces.append(raw_block_for(source.engine, len(raw_blocks)) + line_end)
            raw_blocks.append(edit.html)
        elif edit.is_block if isinstance(edit, Slot) else edit.is_lines:
            line_end = "\n" if text[edit.end - 1] == "\n" else ""
            pieces.append(raw_block_for(source.engine, len(raw_blocks)) + line_end)
            raw_blocks.append(placeholder(len(placeholders)))
            placeholders.append(edit)
        else:
            mark = placeholder(len(placeholders))
            pieces.append(joints.joined(edit, mark) if joints else mark)
            placeholders.append(edit)
        done = edit.end
    return PreparedSource(
        text="".join((*pieces, text[done:])),
        placeholders=tuple(placeholders),
        references=References([e.reference for e in placeholders if isinstance(e, Slot)]),
        raw_blocks=tuple(raw_blocks),
        steps=tuple(each.step for each in others if isinstance(each, TreeStep)),
        mistakes=tuple(each for each in others if isinstance(each, Mistake)),
    )


class _Joints(NamedTuple):
    """Says what CommonMark is to see between emphasis and what stands for something.

    To it, that is a letter, behind which no `**(a)**` begins, and before which no `*so!*` ends.
    """

    source: MarkdownSource

    def joined(self, edit: Node | Slot, mark: str) -> str:
        """Return a placeholder with a comment on each side where the author wrote a sign."""
        text, start, end = self.source.text, edit.start, edit.end
        if text[start - 1 : start] in _MARKS and _ENDED.search(text, max(0, start - _NEAR), start):
            mark = self._apart(start - 1) + mark
        if text[end : end + 1] in _MARKS and _BEGUN.match(text, end):
            mark += self._apart(end)
        return mark

    def _apart(self, place: int) -> str:
        """Return a comment, but for what is hidden, such as addresses."""
        return "<!---->" if self.source.prose[place] != BLANKED else ""


def _find(
    source: MarkdownSource,
    constructs: tuple[Construct, ...],
    count: Callable[[Iterable[Finding]], Iterable[Finding]],
) -> list[Finding]:
    """Return what the constructs find whose marks are in the source."""
    marked = constructs_for_source(source, constructs)
    findings = [
        finding
        for construct in marked
        if not construct.reads_leftovers
        for finding in count(construct.find(source))
    ]
    left, known = source, 0
    for construct in marked:
        if construct.reads_leftovers:
            if len(findings) > known:
                left, known = _without(source, findings), len(findings)
            findings += count(construct.find(left))
    return findings


def _without(source: MarkdownSource, findings: Iterable[Finding]) -> MarkdownSource:
    """Return what the findings leave of a source."""
    spans = [
        (each.start, each.end)
        for each in findings
        if isinstance(each, _EDITS) and each.end > each.start
    ]
    return source.without(spans) if spans else source
