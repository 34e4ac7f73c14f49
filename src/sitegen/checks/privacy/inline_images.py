"""Find pictures embedded in text: `data:` URLs, base64, plots in notebooks, drawings in pages.

What is searched for is what a browser would show. So a URL may be written with character references
(`data&colon;`), escapes of style sheets and scripts, line breaks and capitals; its media type may
be any, because browsers look at the bytes; and a text in a URL may itself embed pictures.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.checks.privacy.containers import PICTURES, find_metadata
from sitegen.checks.privacy.embedding_marks import BASE64_BEGINNINGS, ESCAPE, REFERENCE, SCHEME
from sitegen.checks.privacy.findings import (
    AFTER_END,
    BETWEEN,
    DAMAGE,
    EDITOR,
    FILE_NAME,
    SOFTWARE,
    sort_findings,
)
from sitegen.images.data_urls import list_parameters, parse_data_url
from sitegen.images.signatures import identify_format
from sitegen.late_patterns import compile_late

__all__ = ["Inlined", "find_inline_pictures"]

#: Line, column, and what a picture holds besides what it shows.
Inlined = tuple[int, int, tuple[str, ...]]

#: What browsers skip in a scheme; then the letters of `data:` in every spelling, in lower case.
_GAP = rb"(?:[\t\n\r]|&(?:amp;)*+(?:tab|newline);|&(?:amp;)*+#(?:0*(?:9|10|13)|x0*[9ad]);?)*+"
_LETTERS = (
    rb"(?:d|&(?:amp;)*+#(?:0*(?:68|100)|x0*[46]4);?|\\(?:x|u00|0{0,4})[46]4\s?|\\u\{[46]4\})",
    rb"(?:a|&(?:amp;)*+#(?:0*(?:65|97)|x0*[46]1);?|\\(?:x|u00|0{0,4})[46]1\s?|\\u\{[46]1\})",
    rb"(?:t|&(?:amp;)*+#(?:0*(?:84|116)|x0*[57]4);?|\\(?:x|u00|0{0,4})[57]4\s?|\\u\{[57]4\})",
    rb"(?:a|&(?:amp;)*+#(?:0*(?:65|97)|x0*[46]1);?|\\(?:x|u00|0{0,4})[46]1\s?|\\u\{[46]1\})",
    rb"(?::|&(?:amp;)*+colon;?|&(?:amp;)*+#(?:0*58|x0*3a);?|\\(?:x|u00|0{0,4})3a\s?|\\u\{3a\})",
)
_ENCODED_SCHEME = compile_late(_GAP.join(_LETTERS))
#: How base64 of a picture begins, and the letters that may follow.
_BASE64 = compile_late(
    rb"(?:/9j/|iVBORw0KGgo|R0lGOD|UklGR|SUkqA|TU0AK|AAAA[A-Z]GZ0eXB)(?:[A-Za-z0-9+/_-]++|\\[nr]|\\/|\s++|\",\s*+\")*+=*+"
)
_BASE64_GAP = compile_late(rb"\\[nr]|[\s\",\\]")
_SHORTEST = 64
#: Where a URL without quotes ends.
_END = re.compile(rb"[\s\"'<>()`]|&(?:quot|apos|lt|gt|#34|#39|#x22|#x27)")
_QUOTES = frozenset({b'"', b"'", b"`"})
_ESCAPES = compile_late(r"\\(?:x([0-9a-fA-F]{2})|u\{?([0-9a-fA-F]{2,4})\}?|([0-9a-fA-F]{2,6})\s?)")
_SAFE_LETTERS = bytes.maketrans(b"-_", b"+/")
_TRACES = compile_late(
    rb"<(?:metadata|rdf:\w+|sodipodi:[\w-]+|inkscape:[\w-]+)[\s>/]"
    rb"|<[^<>]*?\s(?:(?:sodipodi|inkscape):[\w-]+|data-name)\s*+="
)
_DRAWING, _DRAWING_END = b"<svg", b"</svg"
#: Findings that are accepted: text may be cut off, and every plot names the program that drew it.
_ACCEPTED = frozenset({DAMAGE, SOFTWARE})
#: Where a picture ends in text is not certain without quotes.
_VAGUE = _ACCEPTED | {AFTER_END, BETWEEN}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD, _MOST, _DEEPEST = 1_000, 100, 3


@dataclass(frozen=True, slots=True)
class _Found:
    """Something embedded, the names that its URL gives it, and whether its end is certain."""

    data: bytes
    names: tuple[str, ...] = ()
    is_exact: bool = True


def find_inline_pictures(data: bytes) -> tuple[Inlined, ...]:
    """Return the metadata of the pictures in a text, each with line and column, at most a hundred.

    Files that are not text have none.
    """
    if data.startswith(_UTF16):
        data = data.decode("utf-16", "replace").encode()
    if b"\0" in data[:_HEAD]:
        return ()
    told: list[Inlined] = []
    line, at = 1, 0
    for start, found in _findings(data, 0):
        if len(told) == _MOST:
            break
        line, at = line + data.count(b"\n", at, start), start
        before = data[data.rfind(b"\n", 0, start) + 1 : start]
        told.append((line, len(before.decode("utf-8", "replace")) + 1, found))
    return tuple(told)


def _findings(data: bytes, depth: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    small = data.lower()
    every: list[tuple[int, _Found | tuple[str, ...]]]
    every = [*_embedded(data, small), *_drawings(small)]
    for start, content in sorted(every, key=lambda each: each[0]):
        found = _find(content, depth) if isinstance(content, _Found) else content
        if found:
            yield start, found


def _find(embedded: _Found, depth: int) -> tuple[str, ...]:
    """Return what an embedded picture holds, or what is embedded in an embedded text."""
    found = find_metadata(embedded.data)
    kept = (_ACCEPTED if embedded.is_exact else _VAGUE).intersection(found)
    if not _is_picture(embedded.data):
        is_text = depth < _DEEPEST and b"\0" not in embedded.data[:_HEAD]
        inner = _findings(embedded.data, depth + 1) if is_text else ()
        return sort_findings(word for _, words in inner for word in words)
    if len(kept) == len(found):
        found = ()
    return sort_findings((*found, *([FILE_NAME] if embedded.names else ())))


def _is_picture(data: bytes) -> bool:
    return identify_format(data) in PICTURES


def _embedded(data: bytes, small: bytes) -> Iterator[tuple[int, _Found]]:
    """Yield what URLs hold; each ends before the next one begins. Then yield other base64."""
    is_encoded = REFERENCE.search(small) or (b"\\" in small and ESCAPE.search(small))
    starts = [each.start() for each in (_ENCODED_SCHEME if is_encoded else SCHEME).finditer(small)]
    ends = [*starts[1:], len(data)]
    taken: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=False):
        text = _url_at(data, start, end)
        found = _from_url(text)
        taken.append((start, start + len(text)))
        if found:
            yield start, found
    if not any(each in data for each in BASE64_BEGINNINGS):
        return
    number = 0
    for each in _BASE64.finditer(data):
        while number < len(taken) and taken[number][1] <= each.start():
            number += 1
        inside = number < len(taken) and taken[number][0] <= each.start()
        if not inside and each.end() - each.start() >= _SHORTEST:
            letters = _BASE64_GAP.sub(b"", each[0])
            yield each.start(), _Found(_decode(letters), is_exact=False)


def _url_at(data: bytes, start: int, end: int) -> bytes:
    """Return the text of a URL, whose end depends on the character before it."""
    text, before = data[start:end], data[max(0, start - 1) : start]
    if before in _QUOTES:
        return text.partition(before)[0].removesuffix(b"\\")
    if before == b"(":
        return text.partition(b")")[0]
    return text[: found.start()] if (found := _END.search(text)) else text


def _from_url(raw: bytes) -> _Found | None:
    plain = raw.decode("utf-8", "replace")
    if "\\" in plain:
        plain = re.sub(r"\\(?:\r?\n|[nrt](?![0-9a-fA-F]))|\\(?=/)", "", plain)
        plain = plain.replace("\\n", "").replace("\\r", "")
        plain = _ESCAPES.sub(_unescape, plain)
    for _ in range(_DEEPEST):
        plain = html.unescape(plain) if "&" in plain else plain
    parsed = parse_data_url(plain)
    if parsed is not None:
        return _Found(parsed[1], list_parameters(plain))
    body = plain.partition(",")[2].encode()
    return _Found(_decode(body), list_parameters(plain), is_exact=False) if body else None


def _unescape(found: re.Match[str]) -> str:
    return chr(min(int(found[1] or found[2] or found[3], 16), 0xFFFD))


def _decode(letters: bytes) -> bytes:
    """Return the content of base64, with either alphabet, as far as it goes."""
    plain = letters.translate(_SAFE_LETTERS, b" \t\n\r\f=")
    try:
        whole = plain[:-1] if len(plain) % 4 == 1 else plain
        return base64.b64decode(whole + b"=" * (-len(whole) % 4))
    except binascii.Error:
        return b""


def _drawings(small: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the drawings in a page in which a drawing program has left something."""
    at = small.find(_DRAWING)
    while at >= 0:
        end = small.find(_DRAWING_END, at)
        stop = len(small) if end < 0 else end
        if _TRACES.search(small, at, stop):
            yield at, (EDITOR,)
        at = small.find(_DRAWING, stop)
