"""Find pictures embedded in text: `data:` URLs and plots in notebooks."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.findings import AFTER_END, BETWEEN, DAMAGE, SOFTWARE
from sitegen.images.data_urls import parse_data_url

__all__ = ["find_inline_pictures"]

#: Where a picture begins, in lower case. A notebook has plain base64, in a string or a list.
_START = re.compile(
    rb"data:\s{0,9}image\\?/|\"image/(?:png|jpeg|gif|webp|tiff|bmp|avif)\"\s{0,9}:\s{0,99}[\[\"]"
)
_DATA = b"data:"
_END = re.compile(rb"[\s\"'<>()&`]")
_QUOTES = frozenset({b'"', b"'", b"`"})
_JSON = re.compile(rb"\\[nrt]|[\s\",]")
#: Findings that are accepted: text may be cut off, and every plot names the program that drew it.
_ACCEPTED = frozenset({AFTER_END, BETWEEN, DAMAGE, SOFTWARE})
_HEAD, _MOST = 1_000, 100


def find_inline_pictures(data: bytes) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Return the metadata of the pictures in a text, each with line and column, at most a hundred.

    Files that are not text have none.
    """
    if b"\0" in data[:_HEAD]:
        return ()
    told: list[tuple[int, int, tuple[str, ...]]] = []
    line, at = 1, 0
    for start, picture in _pictures(data):
        found = find_metadata(picture)
        if not _ACCEPTED.issuperset(found) and len(told) < _MOST:
            line, at = line + data.count(b"\n", at, start), start
            before = data[data.rfind(b"\n", 0, start) + 1 : start]
            told.append((line, len(before.decode("utf-8", "replace")) + 1, found))
    return tuple(told)


def _pictures(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the offset and the bytes of each picture; it ends before the next one begins."""
    small = data.lower()
    if b"image" not in small:  # five times as fast as the pattern
        return
    starts = [(each.start(), each.end()) for each in _START.finditer(small)]
    ends = [*(start for start, _ in starts[1:]), len(data)]
    for (start, after), end in zip(starts, ends, strict=False):
        if data[start : start + len(_DATA)].lower() == _DATA:
            yield start, _from_url(data[start:end], data[max(0, start - 1) : start])
        else:
            yield start, _from_notebook(data[after:end], is_list=data[after - 1 : after] == b"[")


def _from_url(text: bytes, before: bytes) -> bytes:
    """Return the content of a `data:` URL, whose end depends on the character before it."""
    if before in _QUOTES:
        text = text.partition(before)[0].removesuffix(b"\\")
    elif before == b"(":
        text = text.partition(b")")[0]
    else:
        text = text[: found.start()] if (found := _END.search(text)) else text
    plain = text.replace(b"\\/", b"/").replace(b"\\n", b"")
    parsed = parse_data_url(plain.decode("utf-8", "replace"))
    return parsed[1] if parsed else b""


def _from_notebook(text: bytes, *, is_list: bool) -> bytes:
    letters = _JSON.sub(b"", text.partition(b"]" if is_list else b'"')[0])
    try:
        return base64.b64decode(letters)
    except binascii.Error:
        return b""
