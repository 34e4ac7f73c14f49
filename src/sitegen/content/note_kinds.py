"""The kinds of notes that other generators know, and the tone of each in the theme."""

from __future__ import annotations

__all__ = ["DIV_NOTES", "NOTE_KINDS", "tone_of"]

_BY_TONE = {
    "note": "note info abstract summary tldr seealso todo question help faq example quote cite",
    "tip": "tip hint success check done",
    "important": "important",
    "warning": "warning attention",
    "danger": "danger caution error failure fail missing bug",
}
_TONES = {kind: tone for tone, kinds in _BY_TONE.items() for kind in kinds.split()}
#: All of them.
NOTE_KINDS = tuple(_TONES)
#: The kinds that a div may be named after; other divs have the names of the rest, such as `quote`.
DIV_NOTES = frozenset(
    """
    attention bug caution danger error failure hint important info note question seealso success
    tip todo warning
    """.split()
)


def tone_of(kind: str) -> str:
    """Return the kind of the theme's notes that a note looks like; the kind itself by default."""
    return _TONES.get(kind, kind)
