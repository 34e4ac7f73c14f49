"""Find invisible characters that came into a value through an escape of TOML or JSON."""

from __future__ import annotations

from sitegen.content.text import CONTROL_CHARACTER, find_invisible, first_invisible, position
from sitegen.content.yaml_reader import Refused
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

__all__ = ["check_text"]

#: Escapes that may hide something. Escaped backslashes and surrogate pairs match without a group.
_ESCAPE = compile_late(
    r"\\(?:\\|u[Dd][89ABab]..\\u[Dd][C-Fc-f]..|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([bfe]))"
)
_LETTERS = {"b": "\b", "f": "\f", "e": "\x1b"}
_SURROGATE = compile_late("[\ud800-\udfff]")


def check_text(value: str, text: str) -> None:
    """Refuse a text that holds an invisible character or half of a surrogate pair.

    `text` is the file, which names the place. Raises Refused.
    """
    hidden = find_invisible(value)
    if not hidden and _SURROGATE.search(value):
        message = "half of a surrogate pair is not a character"
        hidden = Problem(CONTROL_CHARACTER, message, "delete it")
    if hidden:
        raise Refused(hidden.code, hidden.message, *_place_of_escape(text), hidden.hint)


def _place_of_escape(text: str) -> tuple[int, int]:
    """Find the escape of an invisible character; unescaped ones were refused when decoding."""
    for found in _ESCAPE.finditer(text):
        if not found.lastindex:
            continue
        character = _LETTERS.get(found[3]) or chr(int(found[1] or found[2], 16))
        if first_invisible(character) or _SURROGATE.match(character):
            return position(text, found.start())
    return 0, 0
