"""Addresses in the syntax of other generators, such as `[About]({filename}about.md)`.

They lead nowhere here; those of Jekyll that name a path are written anew before, by
`jekyll_rewriting`. Each kind is one error that says what to write; the words of the link stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Construct, Finding, Mistake, Replacement
from sitegen.content.problem_groups import group_problems
from sitegen.content.scanner import BLANKED
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["FOREIGN_ADDRESSES", "ends_label", "find_page_references"]

_FOREIGN_ADDRESS = declare("foreign-address", Severity.ERROR)

#: How an address begins that is none, to be told quickly.
_BEGINS = r"(?=[^\s()<>\"'{}|@]*+\{[{%]|[{|][a-z]+[}|]|@(?:site)?/)"
#: What may stand before an expression in an address.
_BEFORE = compile_late(r"[^\s()<>\"'{}|@]++(?=\{[{%])")
_IN_MARKDOWN = re.compile(r"\](?:\(|:)[ \t]*+<?" + _BEGINS)
_IN_HTML = compile_late(
    r"[\s\"'](?P<name>href|src)\s*=\s*(?P<quote>[\"']?)" + _BEGINS, re.IGNORECASE
)
_AFTER = compile_late(
    r"[^\s()<>]*+>?(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?[ \t]*+\)(?:\{[^{}\n]*+\})?"
)
_BRACKET = compile_late(r"[\[\]]")
#: A label at the head of a line, and no mark of a note.
_LABEL = compile_late(r"(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*+\[(?!\^)[^\[\]]++")
_MORE = compile_late(r"(?:\{\{[^{}\n]*+\}\})++")
#: As far as an expression, or the words of a link, are followed.
_LONGEST = 300
_SHOWN = 40


class _Kind(NamedTuple):
    """What it is called, how it begins, and with what it ends; `path` is what would be right."""

    what: str
    opening: re.Pattern[str]
    closing: tuple[str, ...] = ()


_EXPRESSION = "a template expression"
#: What needs no other words: `{{< ref "page.md" >}}` of Hugo stands for the path in it.
_REFERENCE = "a reference to a page"
_KINDS = (
    _Kind(
        _REFERENCE,
        compile_late(
            r"\{\{[<%]\s*+(?:rel)?ref\s++(?:path\s*+=\s*+)?\"?(?P<path>[^\"\s<>%()]+)\"?\s*+(?=[>%]\}\})"
        ),
        (">}}", "%}}"),
    ),
    _Kind(
        "a shortcode",
        compile_late(r"\{\{[<%](?:\s*+(?:rel)?ref\s++\\?[\"']?(?P<path>[^\"'\s>%]+))?"),
        (">}}", "%}}"),
    ),
    _Kind(
        "a Liquid tag",
        compile_late(r"\{%(?P<path>)"),
        ("%}",),
    ),
    _Kind(
        _EXPRESSION,
        compile_late(r"\{\{(?:\s*+(?P<quote>[\"'])(?P<path>[^\"'\n{}]+)(?P=quote))?"),
        ("}}",),
    ),
    _Kind(
        "an address of Pelican",
        compile_late(
            r"[{|](?:filename|static|attach|photo|image|author|category|tag|index)[}|]"
            r"(?P<path>[^\s()<>\"']*)"
        ),
    ),
    _Kind("an address of Zola", compile_late(r"@(?P<path>/[^\s()<>\"']*)")),
    _Kind(
        "an address of Docusaurus", compile_late(r"@site(?:/static(?=/))?(?P<path>/[^\s()<>\"']*)")
    ),
)


class _Address(NamedTuple):
    start: int
    end: int
    kind: str
    path: str


class _ForeignAddresses(Construct):
    source_marks = ("{", "|", "@")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield an error for each address, and what makes words of the links."""
        kinds: dict[str, list[_Address]] = {}
        found = (*_in_markdown(source), *(_in_html(source) if "<" in source.text else ()))
        for address, edits in found:
            if address.kind != _REFERENCE:
                kinds.setdefault(address.kind, []).append(address)
            yield from edits
        for addresses in kinds.values():
            for address, problem in group_problems(
                sorted(addresses), lambda each: _problem(source.text, each)
            ):
                yield Mistake(address.start, problem)


def find_page_references(source: MarkdownSource) -> Iterator[tuple[str, int]]:
    """Yield the path in each `{{< ref "page.md" >}}` that is an address, and where it stands."""
    if "ref" not in source.text or "{{" not in source.text:
        return
    for address, _ in (*_in_markdown(source), *_in_html(source)):
        if address.kind == _REFERENCE:
            yield address.path, source.text.index(address.path, address.start + len("{{<ref"))


def _problem(text: str, address: _Address) -> Problem:
    written = " ".join(text[address.start : address.end].split())
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    message = f"'{shown}' is {address.kind}, and leads nowhere"
    hint = f"write '{address.path}'" if address.path else "write the path of the source file"
    return Problem(_FOREIGN_ADDRESS, message, hint)


def _read(text: str, start: int) -> _Address | None:
    """Read the address that begins here, if it is one of a kind."""
    before = _BEFORE.match(text, start)
    if before:
        found = _read_kind(text, before.end())
        return found._replace(start=start, path="") if found else None
    return _read_kind(text, start)


def _read_kind(text: str, start: int) -> _Address | None:
    for kind in _KINDS:
        found = kind.opening.match(text, start)
        if not found:
            continue
        end = found.end()
        if kind.closing:
            ends = (text.find(mark, end, start + _LONGEST) + len(mark) for mark in kind.closing)
            end = min((each for each in ends if each > end), default=-1)
            more = _MORE.match(text, end) if end > 0 else None
            end = more.end() if more else end
        if end > 0 and "\n" not in text[start:end]:
            return _Address(start, end, kind.what, found["path"] or "")
    return None


_Found = tuple[_Address, tuple[Replacement, ...]]


def _in_markdown(source: MarkdownSource) -> Iterator[_Found]:
    text = source.text
    for found in _IN_MARKDOWN.finditer(text):
        close = found.start()
        address = _read(text, found.end()) if source.prose[close] != BLANKED else None
        is_defined = text[close + 1] == ":"
        if not address or (is_defined and not ends_label(text, close)):
            continue
        if address.kind == _REFERENCE:
            yield address, (Replacement(address.start, address.end, address.path),)
            continue
        if is_defined:
            yield address, (Replacement(address.start, address.end, "#"),)
            continue
        after = _AFTER.match(text, address.end)
        opening = _opening(text, close)
        if after and opening >= 0:
            is_image = text.startswith("![", opening - 1) and opening > 0
            first = Replacement(opening - is_image, opening + 1, "")
            yield address, (first, Replacement(close, after.end(), ""))


def ends_label(text: str, close: int) -> bool:
    """Tell whether a bracket before a colon ends a label whose address follows."""
    start = max(text.rfind("\n", max(0, close - _LONGEST), close) + 1, close - _LONGEST)
    return _LABEL.fullmatch(text, start, close) is not None


def _opening(text: str, close: int) -> int:
    """Return the bracket that opens the words of a link, or -1."""
    depth = 0
    for found in reversed([*_BRACKET.finditer(text, max(0, close - _LONGEST), close)]):
        if found[0] == "[" and not depth:
            return found.start()
        depth += 1 if found[0] == "]" else -1
    return -1


def _in_html(source: MarkdownSource) -> Iterator[_Found]:
    text = source.text
    if not _IN_HTML.search(text):
        return
    for start, end in source.tags:
        found = _IN_HTML.search(text, start, end)
        address = _read(text, found.end()) if found else None
        if not found or not address:
            continue
        if address.kind == _REFERENCE:
            yield address, (Replacement(address.start, address.end, address.path),)
            continue
        if text[start + 1 : start + 4].lower() == "img":
            yield address, (Replacement(start, end, ""),)
            continue
        value_end = text.find(found["quote"] or " ", address.end, end)
        value_end = value_end if value_end >= 0 else end - 1
        yield address, (Replacement(found.start("name"), value_end + bool(found["quote"]), ""),)


FOREIGN_ADDRESSES = _ForeignAddresses()
