"""PDF: the information dictionary, XMP, and photographs with metadata of their own.

The file is searched for objects instead of following its table: so what earlier revisions of it
said, and what its writer left behind, is found as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.documents.packets import describe_xmp
from sitegen.checks.privacy.documents.pdf_filters import is_photo, unpack_stream
from sitegen.checks.privacy.findings import PRIVATE

__all__ = ["describe_pdf"]

_FIELDS = {
    b"Author": "author",
    b"Creator": "program",
    b"Producer": "program",
    b"Title": "title",
    b"Subject": "subject",
    b"Keywords": "keywords",
    b"Company": "company",
    b"Manager": "manager",
    b"LastModifiedBy": "last changed by",
}
_ENTRY = re.compile(
    rb"/(Author|Creator|Producer|Title|Subject|Keywords|Company|Manager|LastModifiedBy)\s*"
    rb"(?:\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,400}\)){0,2000})\)|<([0-9A-Fa-f\s]{2,4000})>)",
    re.DOTALL,
)
#: Bookmarks and form fields have titles, too; an information dictionary has no such neighbours.
_OTHER = re.compile(rb"/(?:Dest|Parent|First|Type\s*/(?!Metadata)|SE|FT|S\s*/)\b")
#: One without an end is found as well, so that its strings are not searched for others.
_DICTIONARY = re.compile(
    rb"<<((?:[^<>(]|<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,400}\)){0,2000}\)){1,20000})"
    rb"(>>)?",
    re.DOTALL,
)
_STREAM = re.compile(rb"stream\r?\n")
_PACKED = re.compile(rb"/Type\s*/ObjStm")
_METADATA = re.compile(rb"/Type\s*/Metadata")
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")
_HEX = re.compile(rb"\s+")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPED |= {b"\n": b"", b"\r": b"", b"\r\n": b""}
_MOST_STREAMS, _HEADER = 20_000, 2_000


def describe_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a PDF says of its makers."""
    if _ENCRYPTED.search(data):
        yield "encrypted", "what it says cannot be read"
        return
    plain: list[bytes] = []
    pictures: set[str] = set()
    at = 0
    for _ in range(_MOST_STREAMS):
        found = _STREAM.search(data, at)
        if found is None:
            break
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        plain.append(data[at : found.start()])
        head = plain[-1][-_HEADER:].rpartition(b" obj")[2]
        content = data[found.end() : end]
        if _METADATA.search(head):
            yield from describe_xmp(unpack_stream(head, content))
        elif _PACKED.search(head):
            plain.append(unpack_stream(head, content))
        elif is_photo(head):
            photo = unpack_stream(head, content.rstrip(b"\r\n"))
            pictures.update(find_metadata(photo))
        at = end + len(b"endstream")
    plain.append(data[at:])
    for part in plain:
        yield from _describe_dictionaries(part)
    yield from (("picture in it", word) for word in sorted(pictures & PRIVATE))


def _describe_dictionaries(part: bytes) -> Iterator[tuple[str, str]]:
    for found in _DICTIONARY.finditer(part):
        inner = found[1]
        if found[2] and not _OTHER.search(inner):
            for key, text, digits in _ENTRY.findall(inner):
                yield _FIELDS[key], _decode(text, digits)


def _decode(text: bytes, digits: bytes) -> str:
    """Return a string object as text: UTF-16 or UTF-8 with a mark, else nearly Latin-1."""
    if digits:
        plain = _HEX.sub(b"", digits)
        raw = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())
    else:
        raw = _ESCAPE.sub(_unescape, text)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


def _unescape(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1].isdigit() and what[:1] < b"8":
        return bytes([int(what, 8) & 255])
    return _ESCAPED.get(what, what)
