"""Read the authors of a page, as other generators write them, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.field_readers import FieldError, join_words, read_text

if TYPE_CHECKING:
    from sitegen.content.field_readers import ReadContext
    from sitegen.content.yaml_reader import Field

__all__ = ["read_authors"]

_GIVEN = ("given", "given-names", "given_names", "first", "first_name")
_FAMILY = ("family", "family-names", "family_names", "last", "last_name", "surname")


def read_authors(f: Field, context: ReadContext) -> tuple[str, ...]:
    """Return names: of a text, of a table with `name`, or of a list of both."""
    if isinstance(f.value, list):
        names = [_read_one(each) for each in f.value]
    elif isinstance(f.value, dict):
        names = [_read_one(f.value)]
    else:
        names = _split(read_text(f, context))
    if not all(names):
        message = "an entry is empty"
        raise FieldError(message)
    return tuple(dict.fromkeys(names))


def _read_one(value: object) -> str:
    if isinstance(value, dict):
        return _read_table(value)
    if isinstance(value, list) or value is None:
        message = "must be a list of names"
        raise FieldError(message, "write 'authors: [Ada Lovelace, Charles Babbage]'")
    return join_words(value)


def _read_table(table: dict[str, object]) -> str:
    """Return the name in a table such as `name: Ada Lovelace`, or with its parts."""
    name = table.get("name") or table.get("literal")
    if isinstance(name, dict):
        return _read_table(name)
    if name and not isinstance(name, list):
        return join_words(name)
    parts = [
        table.get(next((key for key in keys if table.get(key)), "")) for keys in (_GIVEN, _FAMILY)
    ]
    found = [join_words(part) for part in parts if part and not isinstance(part, (list, dict))]
    if not found:
        message = "an author's table has no 'name'"
        raise FieldError(message, "write 'authors: [{name: Ada Lovelace}]'")
    return " ".join(found)


def _split(text: str) -> list[str]:
    """Split a text at semicolons, or at commas between whole names; `Lovelace, Ada` is one name."""
    if ";" in text:
        return [part.strip() for part in text.rstrip("; ").split(";")]
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or all(" " in part for part in parts):
        return parts
    if len(parts) == 2:  # noqa: PLR2004  # family name and given name, or name and title
        return [text]
    message = f"'{text}' may be read in two ways"
    raise FieldError(message, _advise(parts))


def _advise(parts: list[str]) -> str:
    """Return how to write names, of which some may be a family name and a given name."""
    if len(parts) % 2 == 0 and not any(" " in part for part in parts):
        names = (", ".join(parts[start : start + 2]) for start in range(0, len(parts), 2))
        return f"write '{'; '.join(names)}' for {len(parts) // 2} names, or a list for {len(parts)}"
    return f"write a list: [{', '.join(parts)}], or names with ';' between them"
