"""Fields by which other generators place things that have a place of their own here."""

from __future__ import annotations

__all__ = ["say_no_effect"]

#: What each would move, by the name of the field, the values that ask for what is done anyway, and
#: what is done. See https://quarto.org/docs/reference/formats/html.html.
_PLACES = {
    "fig_cap_location": ("bottom", "captions of figures stand below them"),
    "tbl_cap_location": ("top", "captions of tables stand above them"),
    "lst_cap_location": ("top", "captions of code stand above it"),
    "cap_location": ("", "captions stand below figures, and above tables and code"),
    "reference_location": ("document", "footnotes stand at the end of the page"),
    "citation_location": (
        "document",
        "references stand at the end of the page, or in '::: {#refs}'",
    ),
}


def say_no_effect(name: str, value: object) -> str:
    """Say that a field has no effect, and what is done instead; empty for any other field."""
    usual, said = _PLACES.get(name.casefold().replace("-", "_"), ("", ""))
    return f"'{name}' has no effect: {said}" if said and value != usual else ""
