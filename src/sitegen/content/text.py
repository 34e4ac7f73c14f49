"""Decode bytes to text, and check the text: control characters, mojibake, placeholders."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.model.words import drop_punctuation, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CONTROL_CHARACTER",
    "ENCODING",
    "SLOT_CLOSE",
    "SLOT_OPEN",
    "decode",
    "find_invisible",
    "proofread",
    "slugify",
]

CONTROL_CHARACTER = declare("control-character", Severity.ERROR)
ENCODING = declare("encoding", Severity.ERROR)
MOJIBAKE = declare("mojibake", Severity.WARNING)
PLACEHOLDER = declare("placeholder", Severity.WARNING)

#: Noncharacters (Unicode 23.7) that mark slots in a page's HTML. No author may write them.
SLOT_OPEN, SLOT_CLOSE = "\ufdd0", "\ufdd1"

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: UTF-8 read as Windows-1252 or Latin-1: a lead byte, then a continuation byte as a letter.
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]{1,3}")
# Two patterns: one that begins with a bracket is found by searching for the bracket.
_PLACEHOLDER = re.compile(
    r"\[(?:your|insert|add|todo|tbd)\b[^\]\n]{0,60}\](?![(\[:])", re.IGNORECASE
)
_FILLER = re.compile(r"\b[Ll]orem [Ii]psum\b|\bLOREM IPSUM\b")


def decode(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Read UTF-8 with or without a byte order mark; line ends become line feeds.

    Anything else is an error with the byte offset, and the text is then empty.
    """
    hint = "save the file as UTF-8"
    if data.startswith(_UTF16):
        message = "this is UTF-16, not UTF-8 (byte offset 0)"
        return "", (_problem(ENCODING, message, path, 1, 1, hint),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        return "", (_problem(ENCODING, message, path, line, column, hint),)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = None if _is_plain(data) else _CONTROL.search(text)
    if found:
        line, column = position(text, found.start())
        message = find_invisible(text)
        return "", (_problem(CONTROL_CHARACTER, message, path, line, column, "delete it"),)
    return text, ()


def _is_plain(data: bytes) -> bool:
    """Tell quickly that UTF-8 holds no invisible character; False means that it may.

    Beside the bytes below, only what begins with 0xC2 or 0xEF can be one.
    """
    if b"\xc2" in data or b"\xef" in data:
        return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def find_invisible(text: str) -> str:
    """Say which control character or noncharacter is in the text, or nothing.

    XML takes none of them, and two of them mark our slots: YAML's and HTML's escapes are no way in.
    """
    found = None if _is_plain(text.encode(errors="surrogatepass")) else _CONTROL.search(text)
    if not found:
        return ""
    return f"the invisible character U+{ord(found[0]):04X} cannot be part of a page"


def proofread(text: str, path: str, first_line: int) -> Iterator[Diagnostic]:
    """Yield warnings about text that its author would not want to publish."""
    fillers = _FILLER.finditer(text) if "orem" in text or "OREM" in text else ()
    for found in (*_PLACEHOLDER.finditer(text), *fillers):
        line, column = position(text, found.start())
        message = f"'{found[0]}' looks like a placeholder"
        hint = "fill it in"
        yield _problem(PLACEHOLDER, message, path, line + first_line - 1, column, hint)
    for found in () if text.isascii() else _MOJIBAKE.finditer(text):
        meant = _unscramble(found[0])
        if meant:
            line, column = position(text, found.start())
            message = f"'{found[0]}' looks like a broken '{meant}'"
            hint = f"write '{meant}'"
            yield _problem(MOJIBAKE, message, path, line + first_line - 1, column, hint)


def position(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an index into the text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def slugify(text: str) -> str:
    """Make an id or a URL part: lower case, letters and digits of any script, hyphens between.

    Follows GitHub's heading anchors, but never begins with an underscore or a hyphen:
    such ids are the theme's.
    """
    kept = drop_punctuation(nfc(text.casefold()), "-")
    return re.sub(r"[\s_-]+", "-", kept).strip("-")


def _unscramble(found: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = found.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) == 1 and meant.isprintable():
            return meant
    return ""


def _problem(
    code: str, message: str, path: str, line: int, column: int, hint: str = ""
) -> Diagnostic:
    place = Location(path=path, line=line, column=column)
    return Diagnostic(code=code, message=message, location=place, hint=hint)
