"""Find paths of the author's disk in an SVG, such as the folder of a photograph."""

from __future__ import annotations

from sitegen.late_patterns import compile_late

__all__ = ["names_place", "without_places"]

_PLACE = compile_late(
    r"(?:file:/|\b[A-Za-z]:\\|(?<![\w.])/(?:home|Users|Volumes|mnt|media|private)/\w)[^\s\"'<>();]*"
)


def names_place(text: str) -> bool:
    """Tell whether a text names a place on a disk."""
    return ("/" in text or "\\" in text) and _PLACE.search(text) is not None


def without_places(text: str) -> str:
    """Return a value without such places; what is around them stays."""
    return _PLACE.sub("", text) if names_place(text) else text
