"""Find values in an item of CSL that are of another kind than CSL's, and are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CSL_VALUE", "odd_names", "odd_value"]

CSL_VALUE = declare("csl-value", Severity.WARNING)

#: The parts of a name that are read.
_PARTS = frozenset({
    "family", "given", "literal", "name", "suffix", "dropping-particle", "non-dropping-particle",
})  # fmt: skip
#: A whole name in one, which counts only without `family`.
_WHOLE = frozenset({"literal", "name"})
#: What says how a name is written, and what programs add for themselves.
_BESIDE = frozenset({
    "comma-suffix", "static-ordering", "parse-names", "isInstitution", "ORCID", "orcid", "sequence",
    "affiliation", "authenticated-orcid", "multi", "role", "id",
})  # fmt: skip
#: What Crossref's records have beside the variables of CSL, and identifiers that they list.
_OF_REGISTRIES = frozenset(
    ("ISBN ISSN accepted alternative-id approved archive assertion clinical-trial-number"
     " content-created content-domain content-updated created degree deposited event free-to-read"
     " funder indexed institution isbn-type issn-type issued-print journal-issue license link"
     " original-title posted project published published-online published-other published-print"
     " reference relation resource review short-container-title short-title standards-body subject"
     " subtitle update-to").split()
)  # fmt: skip


def odd_value(name: str, value: Any) -> Problem | None:
    """Return what is wrong with the value of a variable that is a text or a number in CSL.

    What registries add to their records for themselves no author expects to be read.
    """
    if name in _OF_REGISTRIES:
        return None
    if isinstance(value, dict):
        return Problem(CSL_VALUE, f"'{name}' is a table, which is left out", "write a text")
    if not isinstance(value, list) or (len(value) == 1 and not isinstance(value[0], dict | list)):
        return None
    if not value:
        return None
    read = "left out" if isinstance(value[0], dict | list) else "left out behind its first entry"
    return Problem(CSL_VALUE, f"'{name}' is a list, which is {read}", "write one text")


def odd_names(role: str, value: Any) -> Iterator[Problem]:
    """Yield what is left out of a list of names."""
    if not isinstance(value, list):
        return
    for number, name in enumerate(value, start=1):
        if isinstance(name, dict) and not (name.keys() <= _PARTS and _is_plain(name)):
            yield from _odd_name(f"name {number} of '{role}'", name)
        elif name in ({}, ""):
            yield Problem(CSL_VALUE, f"name {number} of '{role}' is empty", "delete it")


def _is_plain(name: dict[str, Any]) -> bool:
    """Tell whether all parts of a name are read."""
    has_text = all(isinstance(part, str) for part in name.values())
    return has_text and any(name.values()) and not ("family" in name and _WHOLE & name.keys())


def _odd_name(what: str, name: dict[str, Any]) -> Iterator[Problem]:
    whole = next((part for part in sorted(_WHOLE) if name.get(part)), "")
    if whole and name.get("family"):
        message = f"{what} has 'family', and a '{whole}', which is left out"
        yield Problem(CSL_VALUE, message, "delete one of them")
    for part, written in name.items():
        if part in _PARTS:
            if written is not None and not isinstance(written, str):
                yield Problem(CSL_VALUE, f"{what}: '{part}' is no text and left out", "quote it")
        elif part not in _BESIDE:
            message = f"{what}: CSL has no part '{part[:60]}' of a name, which is left out"
            yield Problem(CSL_VALUE, message, "write it as a part that there is, such as 'given'")
    if not any(name.get(part) for part in _PARTS):
        yield Problem(CSL_VALUE, f"{what} is empty", "write 'family' and 'given', or 'literal'")
