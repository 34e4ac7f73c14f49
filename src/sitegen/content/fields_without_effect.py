"""Fields of other generators that ask for what has another place here, or is always so."""

from __future__ import annotations

__all__ = ["is_meaning", "is_without_effect", "say_no_effect"]

_REMOVE = "remove it"
_WORDS = "the words of the theme, and yours, are in templates/strings/<language>.toml"
#: What each would change, by the name of the field: the values that ask for what is done anyway,
#: what is done, and what to write. See https://quarto.org/docs/reference/formats/html.html.
_PLACES = {
    "fig_cap_location": ("bottom", "captions of figures stand below them", _REMOVE),
    "tbl_cap_location": ("top", "captions of tables stand above them", _REMOVE),
    "lst_cap_location": ("top", "captions of code stand above it", _REMOVE),
    "cap_location": ("", "captions stand below figures, and above tables and code", _REMOVE),
    "reference_location": ("document", "footnotes stand at the end of the page", _REMOVE),
    "citation_location": (
        "document",
        "references stand at the end of the page, or in '::: {#refs}'",
        _REMOVE,
    ),
    "reference_section_title": (
        "",
        "the list of references has the title of the theme",
        "write a heading, and '::: {#refs}' and ':::' below it",
    ),
    "toc_title": ("", _WORDS, "write 'toc = \"…\"' there"),
    "callout_appearance": (
        "default",
        "each callout says how it looks",
        'write ::: {.callout-note appearance="simple"}',
    ),
    "fig_align": (
        "default",
        "each figure says where it stands",
        "write {fig-align=center} behind a picture",
    ),
}
#: Tables, and the parts of their fields' names that ask for other words.
_CROSSREF = "crossref"
_OF_WORDS = ("-prefix", "-title")
_ABBREVIATIONS = "abbreviations"
_MEANING = "write 'MRI: Magnetic resonance imaging' below it for each"


def say_no_effect(name: str, value: object) -> tuple[str, str]:
    """Say that a field has no effect and what is done instead, and what to write.

    Both are empty for any other field.
    """
    folded = name.casefold().replace("-", "_")
    if folded == _CROSSREF and isinstance(value, dict):
        asked = next((key for key in value if str(key).endswith(_OF_WORDS)), "")
        return (
            (f"'{asked}' has no effect: {_WORDS}", "write 'figure = \"Abb. {number}\"' there")
            if asked
            else ("", "")
        )
    if folded == _ABBREVIATIONS and value is not None:
        return _say_of_abbreviations(value)
    usual, said, hint = _PLACES.get(folded, ("", "", ""))
    return (f"'{name}' has no effect: {said}", hint) if said and value != usual else ("", "")


def is_meaning(value: object) -> bool:
    """Tell whether a value may be what an abbreviation stands for."""
    return isinstance(value, (str, int, float)) and bool(str(value).strip())


def _say_of_abbreviations(value: object) -> tuple[str, str]:
    if not isinstance(value, dict):
        return f"'{_ABBREVIATIONS}' has no effect: it is no table of meanings", _MEANING
    name = next((name for name, meaning in value.items() if not is_meaning(meaning)), None)
    if name is None:
        return "", ""
    return f"'{_ABBREVIATIONS}' does not say what '{str(name)[:40]}' stands for", _MEANING


def is_without_effect(name: str) -> bool:
    """Tell whether a field is one of these."""
    return name.casefold().replace("-", "_") in _PLACES
