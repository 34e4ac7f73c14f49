"""Read the markup of CSL-JSON's fields: italics, small capitals, quotation marks, apostrophes.

Source: the CSL-JSON documentation, "HTML-like formatting tags"; how straight quotation marks pair
follows what the official test suite expects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from sitegen.research.csl.rich_text import Format, Rich, Span, Verbatim

__all__ = ["parse_field", "strip_markup"]

_TAG = re.compile(r"<(?P<close>/)?(?P<name>i|b|sup|sub|sc|span)(?P<rest>\s[^<>]*)?>", re.IGNORECASE)
#: A tag and what closes it, without any other tag between them, as most are.
_PAIR = re.compile(r"<(?:(i|b|sup|sub|sc)|span class=\"nocase\")>([^<]*)</(?(1)\1|span)>")
_QUOTATION = re.compile(r"[\"'“”‘’]")
_FORMATS = MappingProxyType(
    {
        "i": Format(style="italic", by_field=True),
        "b": Format(weight="bold", by_field=True),
        "sup": Format(vertical="sup", by_field=True),
        "sub": Format(vertical="sub", by_field=True),
        "sc": Format(variant="small-caps", by_field=True),
        "nocase": Format(nocase=True, by_field=True),
        "nodecor": Format(nodecor=True, by_field=True),
        "quotes": Format(quotes=True, by_field=True),
        "single": Format(quotes=True, single="’", by_field=True),
        "inner": Format(quotes=True, single="'", by_field=True),
    }
)
_OPENERS = " \t\n\u00a0\u202f([{<-–—/“‘«"
_PAIRS = MappingProxyType({"“": "”", "‘": "’"})
#: Nested deeper, markup is text.
_MAX_DEPTH = 40


class _Token(NamedTuple):
    """A piece of a field: `text`, `open` or `close` of a kind, or a quotation mark."""

    what: str
    kind: str
    source: str


@lru_cache(maxsize=1 << 14)
def _parse(text: str) -> tuple[str | Span, ...]:
    pieces = _pairs(text)
    if pieces is not None:
        return tuple(pieces)
    tokens = _tokens(text)
    if any(each.what == "text" and _QUOTATION.search(each.source) for each in tokens):
        tokens = _quotes(tokens)
    root: list[str | Span] = []
    stack: list[tuple[_Token, list[str | Span]]] = []
    here = root
    closed = _closed(tokens)
    for at, token in enumerate(tokens):
        if token.what == "open" and len(stack) < _MAX_DEPTH and at in closed:
            stack.append((token, here))
            here = []
        elif token.what == "close" and any(each.kind == token.kind for each, _ in stack):
            while stack:
                opened, outside = stack.pop()
                inside, here = here, outside
                if opened.kind == token.kind:
                    here.append(Span(list(inside), _FORMATS[token.kind]))
                    break
                here += [_as_text(opened), *inside]
        elif token.source:
            here.append(token.source if token.what == "text" else _as_text(token))
    while stack:
        opened, outside = stack.pop()
        outside.append(_as_text(opened))
        outside += here
        here = outside
    return tuple(_merged(root))


def _pairs(text: str) -> list[str | Span] | None:
    """Parse a text with nothing but simple pairs of tags; return nothing for any other text."""
    pieces: list[str | Span] = []
    words: list[str] = []
    at = pairs = 0
    for found in _PAIR.finditer(text):
        start = found.start()
        if start > at:
            pieces.append(text[at:start])
            words.append(text[at:start])
        kind, inside = found.groups()
        pieces.append(Span([inside] if inside else [], _FORMATS[kind or "nocase"]))
        words.append(inside)
        at = found.end()
        pairs += 1
    if at < len(text):
        pieces.append(text[at:])
        words.append(text[at:])
    is_all = 2 * pairs == text.count("<") and not _has_quotes("".join(words))
    return pieces if is_all else None


def _has_quotes(text: str) -> bool:
    if '"' in text or "'" in text:
        return True
    # Several times as fast as a pattern.
    return not text.isascii() and ("’" in text or "“" in text or "”" in text or "‘" in text)


def _is_plain(text: str) -> bool:
    """Tell whether a text has no tag, and no mark that may be one of a quotation."""
    if "<" in text or '"' in text or "'" in text:
        return False
    return text.isascii() or not ("“" in text or "”" in text or "‘" in text)


def parse_field(text: str) -> Rich:
    """Return the text of a field with its formatting. A tag that is not closed stays visible."""
    if "«" in text or "»" in text:
        text = text.replace("« ", "«\u202f").replace(" »", "\u202f»")
    if _is_plain(text):
        return [text] if text else []
    return list(_parse(text))


def strip_markup(text: str) -> str:
    """Return a field's text without tags."""
    return _TAG.sub("", text) if "<" in text else text


def _as_text(token: _Token) -> str:
    return "’" if token.source == "'" else token.source


def _merged(pieces: list[str | Span]) -> list[str | Span]:
    """Join texts that stand side by side, and mark those after a quotation."""
    merged: list[str | Span] = []
    for is_text, group in groupby(pieces, lambda piece: isinstance(piece, str)):
        if not is_text:
            spans = (piece for piece in group if isinstance(piece, Span))
            merged += [Span(list(_merged(_texts(span))), span.format) for span in spans]
            continue
        before = merged[-1] if merged else None
        text = "".join(piece for piece in group if isinstance(piece, str))
        is_behind = isinstance(before, Span) and before.format.quotes
        merged.append(Verbatim(text) if is_behind else text)
    return merged


def _texts(span: Span) -> list[str | Span]:
    return [each for each in span.children if isinstance(each, str | Span)]


def _closed(tokens: list[_Token]) -> set[int]:
    """Return the places of what opens and is closed later."""
    closed: set[int] = set()
    opened: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        if token.what == "open":
            opened[token.kind].append(at)
        elif token.what == "close" and opened[token.kind]:
            closed.add(opened[token.kind].pop())
    return closed


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    spans: list[str] = []
    at = 0
    for found in _TAG.finditer(text):
        kind = _kind(found, spans)
        if kind:
            tokens.append(_Token("text", "", text[at : found.start()]))
            tokens.append(_Token("close" if found["close"] else "open", kind, found[0]))
            at = found.end()
    tokens.append(_Token("text", "", text[at:]))
    return [token for token in tokens if token.source]


def _kind(found: re.Match[str], spans: list[str]) -> str:
    name = found["name"].lower()
    if name != "span":
        return name if not found["rest"] else ""
    if found["close"]:
        return spans.pop() if spans else ""
    rest = (found["rest"] or "").lower()
    kind = ""
    if "nocase" in rest:
        kind = "nocase"
    elif "nodecor" in rest:
        kind = "nodecor"
    elif "small-caps" in rest:
        kind = "sc"
    spans.append(kind)
    return kind


def _quotes(tokens: list[_Token]) -> list[_Token]:
    """Split texts at quotation marks, and pair these."""
    split: list[_Token] = []
    before = " "
    for index, token in enumerate(tokens):
        if token.what != "text":
            split.append(token)
            continue
        start = 0
        for found in _QUOTATION.finditer(token.source):
            at = found.start()
            left = token.source[at - 1] if at else before
            right = token.source[at + 1 : at + 2]
            if not right:
                right = _after(tokens, index)
            if start < at:
                split.append(_Token("text", "", token.source[start:at]))
            if split and split[-1].what == "quote" and start == at and split[-1].kind == "open":
                left = " "  # a quotation begins with another one
            split.append(_Token("quote", _side(found[0], left, right), found[0]))
            start = at + 1
        split.append(_Token("text", "", token.source[start:]))
        before = token.source[-1]
    return _paired([token for token in split if token.source])


def _after(tokens: list[_Token], index: int) -> str:
    following = (tokens[at] for at in range(index + 1, len(tokens)))
    return next((each.source[0] for each in following if each.what == "text"), " ")


def _side(mark: str, left: str, right: str) -> str:
    """Tell whether a mark opens, closes, or is an apostrophe."""
    if mark in _PAIRS:
        return "open"
    if mark == "”" or (mark == "’" and not right.isalnum()):
        return "close"
    if mark == "’":
        return "apostrophe"
    if left in _OPENERS:
        return "open"
    return "close" if not right.isalnum() else "apostrophe"


def _paired(tokens: list[_Token]) -> list[_Token]:
    """Turn pairs of marks into what opens and closes a quotation; others stay as text."""
    result = list(tokens)
    #: Where quotations are open, by the mark that closes them.
    opened: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        if token.what != "quote":
            continue
        if token.kind == "open":
            opened[_PAIRS.get(token.source, token.source)].append(at)
        elif token.kind == "close" and opened[token.source]:
            opener = opened[token.source][-1]
            for places in opened.values():
                while places and places[-1] >= opener:
                    places.pop()
            kind = "single" if token.source == "’" else "quotes"
            result[opener] = _Token("open", kind, tokens[opener].source)
            result[at] = _Token("close", kind, token.source)
    return _alternated(result)


def _alternated(tokens: list[_Token]) -> list[_Token]:
    """Keep quotations in straight single marks apart from those in double marks before them."""
    result = list(tokens)
    opened: list[int] = []
    has_double = False
    for at, token in enumerate(tokens):
        if token.kind not in {"quotes", "single"}:
            continue
        if token.what == "open":
            opened.append(at)
        elif token.what == "close" and opened:
            opener = opened.pop()
            if opened:
                continue
            if token.source == "'" and has_double:
                result[opener] = tokens[opener]._replace(kind="inner")
                result[at] = token._replace(kind="inner")
            has_double = has_double or token.source in {'"', "”"}
    return result
