"""Find names that are not separated as BibTeX wants it: by the word `and`, and by nothing else.

`L. Vogt, M. Berg` is the one name of somebody called M. Berg L. Vogt, which nobody means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Name

__all__ = ["NAME_LIST", "check_et_al", "check_separators"]

NAME_LIST = declare("name-list", Severity.WARNING)

_HINT = "write 'and' between names, and an organisation in braces of its own"
_AMPERSAND = compile_late(r"(?:^|\s)&(?:\s|$)")
#: `L. Vogt`, and `Vogt L` as in lists of references.
_INITIALS_FIRST = compile_late(r"(?:\w\.[\s-]*)+\w{2,}")
_INITIALS_LAST = compile_late(r"\w\w+ [A-Z]{1,3}")
#: What may stand between two commas, as in `King, Jr., Martin Luther`.
_SUFFIX = compile_late(
    r"(?:jr|sr|jnr|snr|junior|senior|[ivx]{1,4}|\d(?:st|nd|rd|th)|filho|neto|fils|père|"
    r"esq|(?:ph|m|dr)\.? ?d|[mb]\.?(?:a|sc))\.?",
    re.IGNORECASE,
)


def check_separators(names: Iterable[Name]) -> Problem | None:
    """Return what is wrong if one of these names must be several."""
    for name in names:
        if name.literal:
            continue
        message = f"'{name.full}' is read as one name"
        if name.suffix and not _SUFFIX.fullmatch(name.suffix) and _SUFFIX.fullmatch(name.given):
            hint = f"write '{name.family}, {name.given}, {name.suffix}'"
            return Problem(NAME_LIST, message, hint)
        if _is_several(name):
            return Problem(NAME_LIST, message, _HINT)
    return None


def check_et_al(source: str) -> Problem | None:
    """Return what is wrong with the value of a field in which names end in `et al.`."""
    if not re.search(r"\bet\.? al\b", source, re.IGNORECASE):
        return None
    return Problem(NAME_LIST, "'et al.' is no part of a name", "write 'and others'")


def _is_several(name: Name) -> bool:
    if name.suffix and not _SUFFIX.fullmatch(name.suffix):
        return True
    for text in (name.family, name.given):
        if ";" in text or _AMPERSAND.search(text):
            return True
    if "," in name.given:  # more commas than a name can have
        return True
    return any(
        shape.fullmatch(name.family) and shape.fullmatch(name.given)
        for shape in (_INITIALS_FIRST, _INITIALS_LAST)
    )
