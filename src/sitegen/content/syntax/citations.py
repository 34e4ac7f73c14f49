"""Citations: `[see @doe2024, pp. 3–5; @roe2023]`, `[-@doe2024]`, `@doe2024 [p. 7] says`.

After Pandoc ("Citation syntax"): https://pandoc.org/MANUAL.html#citation-syntax. A key may be in
braces, or a DOI or an address: `[@doi:10.1000/x]`. What has the prefix of a label is a reference to
it instead. Nothing is a citation in code, in links, in addresses, or behind a letter or a slash.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.citation_marks import place_citations
from sitegen.content.construct import Construct, Finding, Mistake, Node, PageTree, Slot
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.citation_surroundings import around
from sitegen.content.syntax.labelled_images import has_caption
from sitegen.content.syntax.plain_citations import LABELLED, NAME, read_plain_citations
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import LABEL_KINDS
from sitegen.model.references import IncludeReference
from sitegen.model.references.citation_reference import CitationReference, Cite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["CITATIONS"]

CITATION_MARKUP = declare("citation-markup", Severity.WARNING)

_ADDRESS = r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Dd][Oo][Ii]:|10\.\d{4,9}/)(?:[^\s;,(){}<>\[\]]|\([^\s(){}<>\[\]]*\))*[^\s;,(){}<>\[\].:!?*_'\"]\)?"
#: Patterns that begin with one character are found fast; what precedes is looked at afterwards.
_KEY = compile_late(
    rf"@(?:\{{(?P<braced>[^{{}}\n]{{1,500}})\}}|(?P<address>{_ADDRESS})"
    rf"|(?!{LABELLED})(?P<name>{NAME}))(?!@)"
)
#: Scripts that are written without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Before a key there is none of these: an address of e-mail, a path, an escape, a footnote.
_NO_CITATION = compile_late(rf"(?![{_UNSPACED}])[\w@/.\\]|(?<=\[)\^")
#: Most keys are behind one of these.
_BEFORE_KEY = " [;\n"
#: What may be a citation in brackets: no link, no image, no footnote, no span with attributes.
_GROUP = compile_late(r"\[(?<![!\\\]^]\[)(?!\^)([^\[\]]{2,}+)(?<!\\)\](?![(\[{])")
#: What may follow a citation in the text: its locator, or other works.
_LOCATOR = compile_late(r"[ \u00a0]?\[(?!\^)([^\[\]]++)(?<!\\)\](?![(\[{])")
_EMPHASIS = compile_late(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\*\*(?=\S)(?P<strong>(?:\\.|[^*\\])+)(?<=\S)\*\*"
    r"|(?P<mark>\*|(?<!\w)_)(?=\S)(?P<text>(?:\\.|[^*_\\])+)(?<=\S)(?P=mark)(?!\w)"
)
_MARKUP = compile_late(r"[*_\\&<>]")
#: Words and numbers with single spaces between, as most of what stands behind a key.
_PLAIN = compile_late(r"[^\W_]*[,.]*+(?: [^\W_]++(?:[.,:–-]++[^\W_]*+)*+)*+")
_IN_WORD = compile_late(r"[\w-]")
_ESCAPE = compile_late(r"\\([!-/:-@\[-`{-~])")
_LABEL = compile_late(rf"@(?<![\w@/.]@)(?:{'|'.join(LABEL_KINDS)})-\w[\w:.-]*(?<=\w)")
#: How most labels begin, behind which no pattern need look for a key.
_USUAL_LABELS = frozenset(f"@{prefix}-" for prefix in LABEL_KINDS)
#: The rest of a label of a link, whose address is given behind it.
_DEFINED = compile_late(
    r"[^\[\]\n]{0,200}\]:[ \t]*(?:<[^<>\n]*>|\S+)[ \t]*(?:[\"'(][^\n]*)?$", re.MULTILINE
)
#: What keys may have between them by mistake; a minus belongs to the second.
_NO_SEPARATOR = ", \n\u00a0-"
_CODE_HINT = "write it before or after the citation"


_LONGEST_LABEL = 200


class _Key(NamedTuple):
    """A key in prose: where its `@` is, and where it ends."""

    start: int
    end: int
    name: str


class _Citations(Construct):
    source_marks = ("@",)
    html_marks = (CitationReference.mark, IncludeReference.mark, 'id="refs"')

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each citation."""
        text = source.text
        if not any(
            text[at : at + 5] not in _USUAL_LABELS and _KEY.match(text, at) for at in source.ats
        ):
            return
        plain = read_plain_citations(source)
        if plain is not None:
            yield from plain
            return
        prose = source.prose
        keys = list(_keys(source))
        if "\\@" in prose:
            for key in keys:
                if _is_escaped(prose, key):
                    yield Node(key.start - 1, key.start + 1, "@")
            keys = [key for key in keys if not _is_escaped(prose, key)]
        starts = [key.start for key in keys]
        done = 0
        for start, end, inside in _groups(prose, keys, starts):
            if done < inside.start:
                yield from _in_text(source, keys, starts, range(done, inside.start))
            here = keys[inside]
            if BLANKED in prose[start:end] or prose.count("@", start, end) > 1:
                yield from _check_markup(prose, start, end, here)
            yield _bracketed(source, start, end, here)
            done = inside.stop
        if done < len(keys):
            yield from _in_text(source, keys, starts, range(done, len(keys)))

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Put the places of the bibliography and of notes into the page."""
        place_citations(tree.parser, tree.root, tree.html)
        return ()


def _keys(source: MarkdownSource) -> Iterator[_Key]:
    """Yield the keys in prose that are in no link, and those behind a backslash."""
    links = iter(
        sorted(
            (link.close if link.is_image and has_caption(source, link) else link.start, link.end)
            for link in source.links
        )
    )
    link, linked = next(links, None), -1
    prose, text, labels = source.prose, source.text, source.labels
    for found in _KEY.finditer(prose):
        at, end = found.span()
        while link is not None and link[0] < at:
            linked = max(linked, link[1])
            link = next(links, None)
        if at < linked or (labels and _defines(source, found)):
            continue
        before = prose[at - 1] if at else " "
        if before not in _BEFORE_KEY and before != "\\" and _NO_CITATION.match(prose, at - 1):
            continue
        name = found["name"]
        if name is None:  # the prose leaves out what is in code
            start, stop = found.span(found.lastgroup or 0)
            name = text[start:stop].strip()
        yield _Key(at, end, name)


def _is_escaped(prose: str, key: _Key) -> bool:
    return prose[max(key.start - 1, 0)] == "\\"


def _defines(source: MarkdownSource, key: re.Match[str]) -> bool:
    """Tell whether a key stands in the label of a link, before the address of that."""
    if not _DEFINED.match(source.text, key.end()):
        return False
    start = source.text.rfind("[", max(0, key.start() - _LONGEST_LABEL), key.start())
    return source.is_defined(source.text[start + 1 : source.text.find("]", key.end())])


def _groups(prose: str, keys: list[_Key], starts: list[int]) -> Iterator[tuple[int, int, slice]]:
    """Yield where citations in brackets begin and end, and which keys they hold.

    Brackets right behind a key in the text belong to that, unless they begin with a citation.
    """
    end = last = 0
    for group in _GROUP.finditer(prose) if keys else ():
        start, stop = group.span()
        first = bisect_left(starts, start, last)
        last = bisect_left(starts, stop, first)
        if first == last or start < end:
            continue
        if first and start - keys[first - 1].end <= 1:
            behind = _LOCATOR.match(prose, keys[first - 1].end)
            if behind and behind.end() == stop and ";" in prose[start : starts[first]]:
                continue
        yield start, stop, slice(first, last)
        end = stop


def _bracketed(source: MarkdownSource, start: int, end: int, keys: list[_Key]) -> Slot:
    """Return the slot for `[see @a, p. 3; @b]`."""
    text, prose = source.text, source.prose
    if len(keys) == 1:
        cites: tuple[Cite, ...] = (_cite(text, start, start + 1, keys[0], end - 1),)
    else:
        parts = _parts(prose, start + 1, end - 1, keys)
        cites = tuple([_cite(text, start, *each) for each in parts])
    before, after = around(source, prose, start, end)
    reference = CitationReference(
        target=text[start:end],
        line=0,
        cites=cites,
        before=before,
        after=after,
    )
    return Slot(start - len(before), end + len(after), reference)


def _in_text(
    source: MarkdownSource, keys: list[_Key], starts: list[int], positions: range
) -> Iterator[Finding]:
    """Yield the slots for keys in the text, each with what is in brackets behind it."""
    end = 0
    for position in positions:
        key = keys[position]
        if key.start < end:
            continue  # in the brackets of the one before
        suppressed = _is_suppressed(source.prose, key.start)
        start, end, others, suffix = key.start - suppressed, key.end, [], ""
        locator = _LOCATOR.match(source.prose, key.end)
        if locator:
            inside = keys[position + 1 : bisect_left(starts, locator.end(), position + 1)]
            at, stop = locator.start(1), locator.end(1)
            until = source.prose.find(";", at, inside[0].start) if inside else stop
            if not inside or until >= 0:
                end = locator.end()
                suffix = ", " + _written(source.text[at:until])
                rest = _parts(source.prose, until + 1, stop, inside) if inside else ()
                others = [_cite(source.text, start, *each) for each in rest]
        below, column = _place(source.text, start, key.start)
        first = Cite(
            key=key.name,
            suffix=suffix,
            suppress_author=suppressed,
            is_bare=True,
            lines_below=below,
            column=column,
        )
        inner = keys[position : bisect_left(starts, end, position)]
        yield from _check_markup(source.prose, start, end, inner)
        reference = CitationReference(
            target=source.text[start:end],
            line=0,
            cites=(first, *others),
            in_text=not suppressed,
        )
        yield Slot(start, end, reference)


def _is_suppressed(prose: str, at: int) -> bool:
    """Tell whether a key has a minus of its own directly before it."""
    return prose[at - 1 : at] == "-" and not _IN_WORD.match(prose[at - 2 : at - 1])


def _parts(prose: str, start: int, end: int, keys: list[_Key]) -> list[tuple[int, _Key, int]]:
    """Return the parts between semicolons: where each begins, its key, and where it ends.

    A part without a key belongs to the one before it.
    """
    if len(keys) == 1:
        return [(start, keys[0], end)]
    parts: list[tuple[int, _Key, int]] = []
    for position, key in enumerate(keys):
        until = keys[position + 1].start if position + 1 < len(keys) else end
        cut = prose.rfind(";", key.end, until) if position + 1 < len(keys) else -1
        if position + 1 < len(keys) and cut < 0:
            cut = until  # two keys in one part: `[@a @b]`
        parts.append((start, key, end if cut < 0 else cut))
        start = cut + (prose[cut : cut + 1] == ";")
    return parts


def _cite(text: str, origin: int, start: int, key: _Key, end: int) -> Cite:
    prefix = _written(text[start : key.start]).strip() if start < key.start else ""
    suppressed = _is_suppressed(text, key.start)  # and `see -- @doe2024` has a dash
    below, column = _place(text, origin, key.start)
    return Cite(
        key=key.name,
        prefix=prefix.removesuffix("-").rstrip() if suppressed else prefix,
        suffix=_written(text[key.end : end]) if key.end < end else "",
        suppress_author=suppressed,
        lines_below=below,
        column=column,
    )


def _place(text: str, origin: int, at: int) -> tuple[int, int]:
    """Return how many lines a key is below the beginning of its citation, and its column."""
    line_end = text.rfind("\n", 0, at)
    return text.count("\n", origin, at) if line_end > origin else 0, at - line_end


def _written(written: str) -> str:
    """Return what stands around a key, on one line, with its emphasis as HTML."""
    if _PLAIN.fullmatch(written):
        return written
    text = " ".join(written.split())
    if text and written[0].isspace():
        text = f" {text}"
    if not _MARKUP.search(text):
        return text
    return html.unescape(_EMPHASIS.sub(_emphasize, text))


def _emphasize(found: re.Match[str]) -> str:
    if found["escaped"]:
        return html.escape(found["escaped"])
    name, text = ("b", found["strong"]) if found["strong"] else ("i", found["text"])
    text = _ESCAPE.sub(r"\1", text)
    return f"<{name}>{text}</{name}>"


def _check_markup(prose: str, start: int, end: int, keys: list[_Key]) -> Iterator[Mistake]:
    """Report code, formulas and links, which are shown as written, and `[@doe2024, @poe2020]`.

    The `keys` are those in the citation, none of which is a label.
    """
    at = prose.find(BLANKED, start, end)
    others = prose.count("@", start, end) > len(keys)
    label = _LABEL.search(prose, start, end) if others else None
    if label is not None:
        message = f"'{label[0]}' in a citation is shown as it is written"
        hint = "write the reference in brackets of its own"
        yield Mistake(label.start(), Problem(CITATION_MARKUP, message, hint))
    if at >= 0:
        message = "code, formulas and links in a citation are shown as they are written"
        yield Mistake(at, Problem(CITATION_MARKUP, message, _CODE_HINT))
    for one, other in pairwise(keys):
        if not prose[one.end : other.start].strip(_NO_SEPARATOR):
            message = f"no semicolon separates '@{one.name}' and '@{other.name}'"
            hint = "write ';' between them"
            yield Mistake(other.start, Problem(CITATION_MARKUP, message, hint))


CITATIONS = _Citations()
