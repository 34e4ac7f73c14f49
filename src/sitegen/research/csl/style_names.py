"""The names of the citation styles that come with sitegen, and what others call them."""

from __future__ import annotations

__all__ = ["BUILT_IN_STYLES", "DEFAULT_STYLE", "built_in_name"]

DEFAULT_STYLE = "apa"
BUILT_IN_STYLES = (
    "acm", "ama", "apa", "chicago-author-date", "chicago-notes", "harvard", "ieee", "mla",
    "nature", "science", "vancouver",
)  # fmt: skip
#: Names in the repository of official styles, and short forms of them.
_ALIASES = {
    "american-medical-association": "ama",
    "american-psychological-association": "apa",
    "apa-7": "apa",
    "association-for-computing-machinery": "acm",
    "chicago": "chicago-author-date",
    "chicago-notes-bibliography": "chicago-notes",
    "chicago-note-bibliography": "chicago-notes",
    "harvard-cite-them-right": "harvard",
    "modern-language-association": "mla",
    "national-library-of-medicine": "vancouver",
    "nlm": "vancouver",
}


def built_in_name(name: str) -> str:
    """Return the name of the file of a style that comes with sitegen, or nothing."""
    known = _ALIASES.get(name, name)
    return known if known in BUILT_IN_STYLES else ""
