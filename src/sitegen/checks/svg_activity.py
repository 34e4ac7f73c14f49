"""Find what an SVG that is published unchanged would run or load."""

from __future__ import annotations

__all__ = ["find_activity"]

#: A link does nothing until somebody follows it, and embedded files are checked separately.
_HARMLESS = frozenset({"link", "embedded file"})
_GZIP = b"\x1f\x8b"


def find_activity(data: bytes) -> tuple[str, ...]:
    """Return what an SVG would run or load; nothing for one that cannot be read."""
    if data.startswith(_GZIP):
        return ()
    from sitegen.images.image_problem import ImageProblem
    from sitegen.images.svg.cleaning import clean_svg

    try:
        removed = clean_svg(data).removed
    except ImageProblem:
        return ()
    return tuple(word for word in removed if word not in _HARMLESS)
