"""The types of fields of collections: `text`, `ref people`, `list of url`."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from sitegen.diagnostics import did_you_mean

__all__ = ["FieldType", "parse_field_type"]

#: Types of one word; docs/collections.md describes each. `value` is any value, as it is written.
_PLAIN = (
    *("text", "markdown", "date", "number", "boolean", "url", "email", "image", "file", "links"),
    *("link", "orcid", "ror", "doi", "person", "value"),
)
_REFERENCE = re.compile(r"ref\s+([\w-]+)")
_CHOICE = re.compile(r"choice\s+(\S.*)")
_LIST = re.compile(r"list\s+of\s+(\S.*)")


class FieldType(msgspec.Struct, frozen=True, kw_only=True):
    """A type: its word, the collection of a `ref`, the values of a `choice`; `many` is a list."""

    kind: str
    target: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False

    def __str__(self) -> str:
        one = self.kind
        if self.kind == "ref":
            one = f"ref {self.target}"
        elif self.kind == "choice":
            one = f"choice {' | '.join(self.choices)}"
        return f"list of {one}" if self.many else one


@cache
def parse_field_type(text: str) -> FieldType:
    """Return the type that a text names. Raises ValueError with a message and a hint."""
    words = text.strip()
    several = _LIST.fullmatch(words)
    if several:
        inner = parse_field_type(several[1])
        if inner.many or inner.kind == "links":
            message = f"'{text}' is a list of lists"
            raise ValueError(message, f"write '{several[1].strip()}'")
        if inner.kind in {"date", "image"}:
            message = f"there are no lists of {inner.kind}s"
            raise ValueError(message, f"write '{inner.kind}', or several fields of this type")
        return FieldType(kind=inner.kind, target=inner.target, choices=inner.choices, many=True)
    reference, choice = _REFERENCE.fullmatch(words), _CHOICE.fullmatch(words)
    if reference:
        return FieldType(kind="ref", target=reference[1])
    if choice:
        values = tuple(each.strip() for each in choice[1].split("|"))
        if not all(values):
            message = f"'{text}' has an empty choice"
            raise ValueError(message, "write 'choice open | closed'")
        return FieldType(kind="choice", choices=values)
    if words not in _PLAIN:
        known = (*_PLAIN, "ref NAME", "choice A | B", "list of TYPE")
        message = f"there is no type '{text}'"
        raise ValueError(message, did_you_mean(words, _PLAIN, f"write {', '.join(known)}"))
    return FieldType(kind=words)
