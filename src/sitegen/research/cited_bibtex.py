"""Write the BibTeX entry that others cite a work by: well formed, without what is the site's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.research.bib_fields import CITED, NAMES
from sitegen.research.entry_types import MONTHS, TYPES
from sitegen.research.work_links import make_link, plain_address

__all__ = ["cited_bibtex", "rename_cited"]

_NOT_IN_KEYS = compile_late(r"[\s{}(),\"'#%~\\=@]+")
_BRACE = compile_late(r"\\?[{}]")
_MONTHS = {number: name for name, number in MONTHS.items() if name != "sept"}
#: Marks that al-folio puts behind names, such as a star for equal contribution.
_MARKS = compile_late(r"(?:[*∗†‡§¶‖]+|\$\^\{?\\?[^${}]{1,12}\}?\$)(?=\s*(?:,|\}|$|\s+and\s))")
#: An odd number of backslashes at the end, which would escape the closing brace.
_LAST_ESCAPE = compile_late(r"(?<!\\)((?:\\\\)*)\\$")


def cited_bibtex(key: str, kind: str, fields: Mapping[str, str]) -> str:
    """Return an entry with the fields by which a work is cited, in the order in which they stand.

    `fields` is LaTeX, with strings put in and inherited fields.
    """
    rows = []
    for name, value in fields.items():
        if name not in CITED:
            continue
        written = _value(name, value)
        if written:
            rows.append(f"  {name} = {written},\n")
    return f"@{kind if kind in TYPES else 'misc'}{{{_safe_key(key)},\n{''.join(rows)}}}\n"


def rename_cited(bibtex: str, key: str) -> str:
    """Return an entry of `cited_bibtex` under another key."""
    return re.sub(r"(?<=\{)[^,]*", lambda _: _safe_key(key), bibtex, count=1)


def _safe_key(key: str) -> str:
    return _NOT_IN_KEYS.sub("-", key).strip("-") or "work"


def _value(name: str, value: str) -> str:
    """Return a value with its braces, or the name of a month; empty if there is nothing to say."""
    text = _balanced(" ".join(value.split()) if "\n" in value or "  " in value else value.strip())
    if name == "month" and text in _MONTHS:
        return _MONTHS[text]
    if name in {"url", "doi"}:
        text = plain_address(text)
    if name == "url" and isinstance(make_link("url", text), Problem):
        return ""
    if name in NAMES:
        text = _MARKS.sub("", text)
    if text.endswith("\\"):
        text = _LAST_ESCAPE.sub(r"\1", text)
    return f"{{{text}}}" if text else ""


def _balanced(text: str) -> str:
    r"""Return a text without the braces that nothing opens or closes.

    To BibTeX, `\{` is a brace, too; to LaTeX, it is none, so it has to be closed by `\}`.
    """
    if "{" not in text and "}" not in text:
        return text
    opened: list[tuple[int, int]] = []
    drop: list[tuple[int, int]] = []
    for found in _BRACE.finditer(text):
        if found[0].endswith("{"):
            opened.append(found.span())
        elif opened and opened[-1][1] - opened[-1][0] == len(found[0]):
            opened.pop()
        else:
            drop.append(found.span())
    kept, at = [], 0
    for begin, end in sorted((*drop, *opened)):
        kept.append(text[at:begin])
        at = end
    return "".join([*kept, text[at:]])
