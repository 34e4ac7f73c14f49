"""Decode bytes to text, and check the text: control characters, mojibake, placeholders."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.late_patterns import compile_late
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
    "find_scrambled",
    "first_invisible",
    "position",
    "proofread",
    "slugify",
]

CONTROL_CHARACTER = declare("control-character", Severity.ERROR, needed=True)
ENCODING = declare("encoding", Severity.ERROR, needed=True)
MOJIBAKE = declare("mojibake", Severity.WARNING)
PLACEHOLDER = declare("placeholder", Severity.WARNING)

#: Control characters that mark slots in a page's HTML. No author may write them, and with them, a
#: text of ASCII stays one, which takes half the time in all that is done with it.
SLOT_OPEN, SLOT_CLOSE = "\x10", "\x11"

_CONTROL = compile_late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
#: Where Windows-1252 has characters of its own, and Unicode control characters.
_WINDOWS_FIRST, _WINDOWS_LAST = 0x80, 0x9F
_CONTROL_LATIN = _CONTROL_BYTES + bytes(range(_WINDOWS_FIRST, _WINDOWS_LAST + 1))
#: A message names at most so many characters.
_MOST_NAMED = 8
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: UTF-8 read as Windows-1252 or Latin-1: a lead byte, then a continuation byte as a letter.
_MOJIBAKE = compile_late("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]{1,3}")
#: What is in the UTF-8 of all such text. A pattern that begins with one byte is found fast.
_MAYBE_MOJIBAKE = re.compile(rb"\xc3[\x82-\xb4][\xc2\xc5\xe2]")
_TIMES = "×"
#: What editors put in the place of bytes that they could not read.
_LOST = "\ufffd"
# Two patterns: one that begins with a bracket is found by searching for the bracket.
_PLACEHOLDER = re.compile(
    r"\[(?:your|insert|add|todo|tbd)\b[^\]\n]{0,60}\](?![(\[:])", re.IGNORECASE
)
_FILLER = compile_late(r"\b[Ll]orem [Ii]psum\b|\bLOREM IPSUM\b")


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
        meant = _in_windows(data[error.start])
        known = f" (it is '{meant}' in Windows-1252)" if meant else ""
        message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8{known}"
        return "", (_problem(ENCODING, message, path, line, column, hint),)
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problem = None if _is_plain(data) else find_invisible(text)
    if problem:
        line, column = position(text, text.index(first_invisible(text)))
        place = Location(path=path, line=line, column=column)
        return "", (problem.at(place),)
    return text, ()


def _is_plain(data: bytes) -> bool:
    """Tell quickly that UTF-8 holds no invisible character; False means that it may.

    Beside the bytes below, only what begins with 0xC2 or 0xEF can be one.
    """
    if b"\xc2" in data or b"\xef" in data:
        return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def first_invisible(text: str) -> str:
    """Return the first control character or noncharacter of the text, or nothing.

    XML takes none of them, and two of them mark our slots: YAML's and HTML's escapes are no way in.
    """
    try:
        data = text.encode("latin-1")  # five times as fast as UTF-8, for texts that are not ASCII
    except UnicodeEncodeError:
        is_plain = _is_plain(text.encode(errors="surrogatepass"))
    else:
        is_plain = len(data.translate(None, _CONTROL_LATIN)) == len(data)
    found = None if is_plain else _CONTROL.search(text)
    return found[0] if found else ""


def find_invisible(text: str) -> Problem | None:
    """Say which control characters and noncharacters are in the text, all in one problem.

    Those from U+0080 to U+009F are usually letters of Windows-1252, which it says.
    """
    if not first_invisible(text):
        return None
    counts = Counter(_CONTROL.findall(text))
    meant = {each: _in_windows(ord(each)) for each in counts}
    names = [_name_of(each, meant[each]) for each in counts]
    total = counts.total()
    if total == 1:
        message = f"the invisible character {names[0]} cannot be part of a page"
    else:
        listed = "; ".join(names[:_MOST_NAMED])
        others = f"; and {len(names) - _MOST_NAMED} others" if len(names) > _MOST_NAMED else ""
        message = f"{total:,} invisible characters cannot be part of a page: {listed}{others}"
    return Problem(CONTROL_CHARACTER, message, _invisible_hint(list(meant.values()), total))


def _name_of(character: str, meant: str) -> str:
    name = f"U+{ord(character):04X}"
    return f"{name} ('{meant}' in Windows-1252)" if meant else name


def _invisible_hint(meant: list[str], total: int) -> str:
    if not any(meant):
        return "delete it" if total == 1 else "delete them"
    if len(meant) == 1:
        return f"write '{meant[0]}'"
    return "write what is meant" if all(meant) else "write what is meant, and delete the others"


def _in_windows(code: int) -> str:
    """Return the character that a byte is in Windows-1252, if it is one of its own."""
    if not _WINDOWS_FIRST <= code <= _WINDOWS_LAST:
        return ""
    return bytes([code]).decode("cp1252", errors="ignore")


def proofread(text: str, path: str, first_line: int) -> Iterator[Diagnostic]:
    """Yield warnings about text that its author would not want to publish."""
    fillers = _FILLER.finditer(text) if "orem" in text or "OREM" in text else ()
    for found in (*_PLACEHOLDER.finditer(text), *fillers):
        line, column = position(text, found.start())
        message = f"'{found[0]}' looks like a placeholder"
        hint = "fill it in"
        yield _problem(PLACEHOLDER, message, path, line + first_line - 1, column, hint)


def find_scrambled(text: str, path: str, first_line: int = 1) -> Iterator[Diagnostic]:
    """Yield warnings about characters that were lost when a text was read in another encoding."""
    if text.isascii():
        return
    at = text.find(_LOST)
    while at >= 0:
        line, column = position(text, at)
        message = "a character was lost here, when the text was saved in another encoding"
        yield _problem(MOJIBAKE, message, path, line + first_line - 1, column, "write it anew")
        at = text.find(_LOST, at + 1)
    scrambled = _MAYBE_MOJIBAKE.search(text.encode(errors="surrogatepass"))
    for found in _MOJIBAKE.finditer(text) if scrambled else ():
        meant = _unscramble(found[0])
        if meant and not _is_product(text, found):
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
    return "-".join(kept.replace("-", " ").split()).strip("-_")


def _unscramble(found: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = found.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) == 1 and meant.isprintable():
            return meant
    return ""


def _is_product(text: str, found: re.Match[str]) -> bool:
    """Tell whether `× ` or `×–` is a sign of multiplication: in broken Hebrew there are several."""
    around = text[max(found.start() - 2, 0) : found.start()] + text[found.end() : found.end() + 1]
    return found[0][0] == _TIMES and _TIMES not in around


def _problem(
    code: str, message: str, path: str, line: int, column: int, hint: str = ""
) -> Diagnostic:
    place = Location(path=path, line=line, column=column)
    return Diagnostic(code=code, message=message, location=place, hint=hint)
