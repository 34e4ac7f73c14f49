"""End changes of the direction of writing where they begin: within one field of an entry.

An override that a bibliography does not end would turn around what stands behind the entry, too.
Source: the Unicode Bidirectional Algorithm (UAX 9), "Explicit Directional Formatting Characters".
"""

from __future__ import annotations

from typing import Any

import msgspec

from sitegen.late_patterns import compile_late

__all__ = ["close_directions"]

_CONTROLS = compile_late("[\u202a-\u202e\u2066-\u2069]")
#: The same in UTF-8, whose first byte few texts have: most values are looked at no further.
_FIRST_BYTE = b"\xe2"
_ENCODED = compile_late(b"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_END, _END_ISOLATE = "\u202c", "\u2069"
_ISOLATES = frozenset("\u2066\u2067\u2068")
_ENDS = frozenset((_END, _END_ISOLATE))


def close_directions(value: Any) -> Any:
    """Return CSL-JSON in whose texts each direction that begins ends, and no other one does."""
    data = msgspec.msgpack.encode(value)
    return _all_closed(value) if _FIRST_BYTE in data and _ENCODED.search(data) else value


def _all_closed(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() or not _CONTROLS.search(value) else _closed(value)
    if isinstance(value, dict):
        return {key: _all_closed(each) for key, each in value.items()}
    return [_all_closed(each) for each in value] if isinstance(value, list) else value


def _closed(text: str) -> str:
    written: list[str] = []
    ends: list[str] = []
    at = 0
    for found in _CONTROLS.finditer(text):
        written.append(text[at : found.start()])
        at = found.end()
        control = found[0]
        if control not in _ENDS:
            ends.append(_END_ISOLATE if control in _ISOLATES else _END)
        elif control in ends:  # an isolate ends what began inside of it
            while ends[-1] != control:
                written.append(ends.pop())
            ends.pop()
        else:
            continue
        written.append(control)
    return "".join((*written, text[at:], *reversed(ends)))
