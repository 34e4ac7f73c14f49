"""Roles of MyST that say how a word is set, or where a link leads: `` {sub}`2` ``.

See https://mystmd.org/guide/typography and https://mystmd.org/guide/cross-references.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Node, Replacement, Slot
from sitegen.content.myst_roles import find_roles, split_target
from sitegen.content.syntax.targets import is_target
from sitegen.content.target_names import target_id
from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of
from sitegen.model import CrossReference, kind_of_label
from sitegen.model.references.cross_reference import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["ROLES", "find_role_links"]

_ELEMENTS = {
    **dict.fromkeys(("sub", "subscript"), "sub"),
    **dict.fromkeys(("sup", "superscript"), "sup"),
    **dict.fromkeys(("kbd", "keyboard"), "kbd"),
    **dict.fromkeys(("u", "underline"), "u"),
    **dict.fromkeys(("del", "strike", "deleted"), "del"),
    **dict.fromkeys(("code", "file", "samp", "command", "program", "option", "envvar"), "code"),
    **dict.fromkeys(("guilabel", "menuselection"), "strong"),
}
#: Documents by their numbers: what is shown, and where each is.
_SERIES = {
    "pep": ("PEP", "https://peps.python.org/pep-{:04}/"),
    "rfc": ("RFC", "https://datatracker.ietf.org/doc/html/rfc{}"),
}
_MENU = " --> "
_ABBREVIATIONS = frozenset({"abbr", "abbreviation"})
_SMALL_CAPS = frozenset({"sc", "smallcaps"})
_REFERENCES = frozenset({"ref", "numref", "eq", "prf:ref"})
_LINKS = frozenset({"doc", "download", "button"})
_KNOWN = _ABBREVIATIONS | _SMALL_CAPS | _REFERENCES | _LINKS | {*_ELEMENTS, *_SERIES}
#: Where the number stands in a text of `{numref}`, mostly at its end.
_NUMBER = compile_late(r"%s|\{number\}")
#: A page of another project, as Sphinx names it: `numpy:user/index`.
_PROJECT = compile_late(r"(?P<name>[A-Za-z][\w-]*):(?P<page>[\w./-]+)")
_EXPLAINED = compile_late(r"(?P<short>[^()]+?)\s*\((?P<long>[^()]+)\)\s*")
_ADDRESS = compile_late(r"\]\(<?([^<>]+?)>?\)")


class _Roles(Construct):
    source_marks = ("}`",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what stands for each role; those with another meaning are left to others."""
        for found in find_roles(source, _KNOWN):
            role, text = found["role"], found["text"].strip()
            start, end = found.span()
            if role in _ELEMENTS:
                tag = _ELEMENTS[role]
                shown = text.replace(_MENU, " → ") if role == "menuselection" else text
                yield Node(start, end, f"<{tag}>{_escaped(shown)}</{tag}>")
            elif role in _SERIES:
                yield from _document(found, text)
            elif role in _SMALL_CAPS:
                yield Node(start, end, f'<span class="smallcaps">{_escaped(text)}</span>')
            elif role in _ABBREVIATIONS:
                yield Node(start, end, _abbreviation(text))
            elif role == "eq" and kind_of_label(label_of(text)) == "equation" and "<" not in text:
                reference = CrossReference(target=label_of(text), line=0, only_number=True)
                yield Node(start, start + 1, "(")
                yield Slot(start + 1, end - 1, reference)
                yield Node(end - 1, end, ")")
            else:
                finding = _link(source.text, found, text)
                if finding is not None:
                    yield finding


def _document(found: re.Match[str], text: str) -> Iterator[Finding]:
    """Yield the link to one of a series of documents, by its number."""
    word, address = _SERIES[found["role"]]
    if text.isascii() and text.isdecimal():
        yield Replacement(*found.span(), f"[{word} {text}]({address.format(int(text))})")


def _link(page: str, found: re.Match[str], text: str) -> Finding | None:
    (start, end), role = found.span(), found["role"]
    shown, target = split_target(text)
    if role in _REFERENCES:
        given, target = target, target_id(target)
        word = _NUMBER.sub("", shown).strip()
        numbered = role == "numref"
        if PLACES.search(shown) and (numbered or "{name}" in shown):
            reference = CrossReference(
                target=target, line=0, text=shown, fills=True, wants_number=word != shown
            )
            return Slot(start, end, reference)
        if kind_of_label(target) and not shown:
            return Slot(start, end, CrossReference(target=target, line=0))
        if word != shown:
            return None
        if kind_of_label(target) or is_target(page, given):
            return Replacement(start, end, f"[{shown}](#{target})")
        wants_number = numbered and not shown
        reference = CrossReference(target=target, line=0, text=shown, wants_number=wants_number)
        return Slot(start, end, reference)
    if role == "doc" and (project := _PROJECT.fullmatch(target)):
        return Replacement(start, end, f"[{shown}](xref:{project['name']}#{project['page']})")
    shown = shown or (target.rpartition("/")[2] if role != "doc" else "")
    button = "{.button}" if role == "button" else ""
    target = f"<{target}>" if " " in target else target
    return Replacement(start, end, f"[{shown}]({target}){button}")


def find_role_links(source: MarkdownSource) -> Iterator[tuple[str, int]]:
    """Yield the addresses of the links that roles become, and where their targets are written."""
    for found in find_roles(source, _REFERENCES | _LINKS) if "}`" in source.outline else ():
        link = _link(source.text, found, found["text"].strip())
        address = _ADDRESS.search(link.text) if isinstance(link, Replacement) else None
        if address:
            _, target = split_target(found["text"])
            yield address[1], source.text.index(target, found.start("text"))


def _abbreviation(text: str) -> str:
    found = _EXPLAINED.fullmatch(text)
    if not found:
        return f"<abbr>{_escaped(text)}</abbr>"
    return f'<abbr title="{html.escape(found["long"])}">{_escaped(found["short"])}</abbr>'


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


ROLES = _Roles()
