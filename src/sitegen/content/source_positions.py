"""Find the place in the source for nodes of the HTML.

The scanner knows where links, images, headings, ids, tags and attributes are written. The nodes of
the tree come in the same order, footnotes last. So the third node with an address comes from the
third place where that address is written.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from sitegen.content.entities import decode_entities
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.foreign_addresses import find_page_references
from sitegen.content.syntax.labelled_images import has_caption
from sitegen.content.syntax.roles import find_role_links
from sitegen.content.syntax.targets import directive_label, find_targets, labels_of_target
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.scanner import MarkdownSource

__all__ = [
    "REFERENCE_NUMBER",
    "REFERRING",
    "TRUSTED_REFERRING",
    "SourcePositions",
    "forget_number",
]

#: What refers to other files, in a CSS selector.
REFERRING = "a[href], img, video[src], audio[src], source[src], track[src]"
#: The same, with what only trusted pages may contain.
TRUSTED_REFERRING = f"{REFERRING}, iframe[src], embed[src], script[src], link[href]"
#: The attribute that tells the references to one address apart; no author may write it.
REFERENCE_NUMBER = "place"
_NAME = compile_late(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_ATTRIBUTE = compile_late(
    r"[\s/]([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
#: What is in quotation marks may hold braces.
_LIST = compile_late(
    r"\{:?[ \t]*((?![\s{}])(?:[^{}\n\"']|\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'){1,400})\}"
    r"|\{:?[ \t]*([^\s{}][^{}\n]*)\}"
)
_ENTRY = compile_late(
    r"(?<![^\s{:])(?:(#)([^\s=\"'<>]+)|([A-Za-z_][\w:.-]*)"
    r"(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s=\"'<>]+)))?)(?=\s|$)"
)
_BACKSLASH = compile_late(r"\\([!-/:-@\[-`{-~])")
_MARKERS = compile_late(r"(?:(?:[-+*]|\d{1,9}[.)]|:|\[\^[^\]\n]+\]:)[ \t]+)*(?:>[ \t]*)*")
_ATX = compile_late(r"(#{1,6})[ \t]*")
_UNDERLINE = compile_late(r"(=+|-+)[ \t]*")
_ENTITY = compile_late(r"&(?:amp;)*#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));?")
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DEFINITION = compile_late(r"^[ \t>]*\[(?!\^)[^\[\]\n]+\]:", re.MULTILINE)


class _Place(NamedTuple):
    """Where something is written.

    What belongs to the same link, image or tag, such as its attributes, is from `start` to `end`.
    """

    at: int
    start: int
    end: int


_Key = tuple[str, str]

#: So many characters of a line are shown, and looked at on both sides.
_MOST_SHOWN = 60


class SourcePositions:
    """The places of one page's nodes. Nothing is looked for before the first is asked for.

    Nodes are told apart by counting those before them: by `count_references` if they refer to
    files, by `passed` otherwise. Indices are -1 for what is not found.
    """

    def __init__(self, source: MarkdownSource) -> None:
        self._source = source
        self._passed: Counter[_Key] = Counter()
        self._direct: dict[_Key, tuple[int, ...]] = {}
        self._passed_captions: dict[str, int] = {}

    def count_references(self, root: LexborNode, *, trusted: bool = False) -> None:
        """Note at each node that refers to a file how many with the same address precede it."""
        for node in root.css(TRUSTED_REFERRING if trusted else REFERRING):
            key = _key_of(node)
            if self._passed[key]:
                node.attrs[REFERENCE_NUMBER] = str(self._passed[key])
            self._passed[key] += 1

    def passed(self, kind: str, name: str) -> int:
        """Count one more id, tag or attribute; return how many there were before."""
        number = self._passed[kind, name]
        self._passed[kind, name] += 1
        return number

    @staticmethod
    def leave_out(caption: LexborNode) -> None:
        """Note that a caption stands in an attribute, so that what it refers to is not counted."""
        for node in caption.css(REFERRING):
            node.attrs[REFERENCE_NUMBER] = "-1"

    def reference(self, node: LexborNode, wanted: str = "") -> int:
        """Return the index of a node's address, or of `wanted` in the same link, image or tag."""
        key = _key_of(node)
        number = int(node.attributes.get(REFERENCE_NUMBER) or 0)
        if number < 0:
            return self._in_caption(key[1])
        if not wanted:
            direct = self._direct_places(key)
            if direct:
                return direct[number]
        place = self._place(key, number)
        if place is None:
            return -1
        found = self._source.text.find(wanted, place.start, place.end) if wanted else -1
        return found if found >= 0 else place.at

    def is_markdown(self, node: LexborNode) -> bool:
        """Tell whether a link is written as `[text](address)`."""
        at = self.reference(node)
        return at >= 0 and self._source.text[:at].rstrip(" \t<").endswith("](")

    def index(self, kind: str, name: str, number: int) -> int:
        """Return where a heading (by level), id, tag or attribute (`name=value`) is written.

        Where an engine has changed an attribute's value, its name decides.
        """
        place = self._place((kind, name), number)
        if place is None and kind == "attribute":
            place = self._place((kind, name.partition("=")[0]), 0)
        return place.at if place else -1

    def line_around(self, index: int) -> str:
        """Return the line in which an index is, or what is near in a long one; empty for -1."""
        if index < 0:
            return ""
        text = self._source.text
        before = text[max(0, index - _MOST_SHOWN) : index].rpartition("\n")[2]
        line = (before + text[index : index + _MOST_SHOWN].partition("\n")[0]).strip()
        return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"

    def entity(self, character: str) -> int:
        """Return where a character is written as `&#…;`, or `&amp;#…;` in what is read twice."""
        for text in (self._source.prose, self._source.text):
            for found in _ENTITY.finditer(text):
                code = int(found[2]) if found[2] else int(found[1], 16)
                if code == ord(character):
                    return found.start()
        return -1

    def text(self, written: str) -> int:
        """Return where a text stands for the last time as it is."""
        return self._source.text.rfind(written)

    def _in_caption(self, address: str) -> int:
        """Return where the next link with an address stands that is in no text, but in a caption.

        A caption in an attribute is read when all else has been counted.
        """
        start = self._passed_captions.get(address, 0)
        pattern = rf"\]\([ \t]*<?(?P<at>{re.escape(address)})(?=[\s)>])"
        for found in re.compile(pattern).finditer(self._source.text, start):
            if self._source.prose[found.start()] == BLANKED:
                self._passed_captions[address] = found.end()
                return found.start("at")
        return -1

    def _direct_places(self, key: _Key) -> tuple[int, ...]:
        """Return where an address is written, if it is written only where it is used.

        That is most often so, and is found without a scan.
        """
        if key not in self._direct:
            text, (kind, address) = self._source.text, key
            count = self._passed[key] or 1  # a caption is read later, and not counted
            other = self._passed["link" if kind == "image" else "image", address]
            places: list[int] = []
            if (
                not other
                and _is_itself(address)
                and text.count(address) == count
                and self._is_plain
            ):
                place = -1
                for _ in range(count):
                    place = text.index(address, place + 1)
                    places.append(place)
            self._direct[key] = tuple(places)
        return self._direct[key]

    @cached_property
    def _is_plain(self) -> bool:
        """Whether all addresses are written as they are, where they are used."""
        text, outline = self._source.text, self._source.outline
        if "\\" in text or "&#" in outline:
            return False
        return "]:" not in outline or _DEFINITION.search(text) is None

    def _place(self, key: _Key, number: int) -> _Place | None:
        places = self._places.get(key, ())
        return places[number] if number < len(places) else None

    @cached_property
    def _places(self) -> dict[_Key, list[_Place]]:
        footnotes = self._source.blocks.footnotes

        def order(entry: tuple[_Key, _Place]) -> tuple[bool, int]:
            index = entry[1].at
            return any(start <= index < end for start, end in footnotes), entry[1].start

        places: dict[_Key, list[_Place]] = {}
        source = self._source
        links = (*_links(source), *_files_of_figures(source), *_links_of_others(source))
        found = (*links, *_tags(source), *_attribute_lists(source))
        for key, place in sorted((*found, *_headings(source)), key=order):
            places.setdefault(key, []).append(place)
        return places


def _is_itself(address: str) -> bool:
    return bool(address) and "%" not in address and "&" not in address


def forget_number(node: LexborNode) -> None:
    """Remove what `count_references` noted."""
    if REFERENCE_NUMBER in node.attributes:
        del node.attrs[REFERENCE_NUMBER]


def _key_of(node: LexborNode) -> _Key:
    name = "href" if node.tag in {"a", "link"} else "src"
    return "image" if node.tag == "img" else "link", _folded(node.attributes.get(name) or "")


def _folded(address: str) -> str:
    """Return an address as both an engine and an author may have written it."""
    address = address.strip()
    return unquote(address) if "%" in address else address


def _links(source: MarkdownSource) -> Iterator[tuple[_Key, _Place]]:
    hidden = attributes = (-1, -1)
    for link in sorted(source.links, key=lambda each: each.start):
        # The text of an image without a caption is no HTML; what is in an attribute, is read later.
        if any(start <= link.start < end for start, end in (hidden, attributes)):
            continue
        attributes = (link.close + 1, link.end)
        if link.is_image and not has_caption(source, link):
            hidden = (link.start + 1, link.close)
        address = _BACKSLASH.sub(r"\1", decode_entities(link.address.strip("<>")))
        kind = "image" if link.is_image else "link"
        # An empty address has no place of its own; `](` does.
        at = (
            link.target + link.address.startswith("<")
            if address
            else source.text.rindex("]", link.start, link.target)
        )
        yield (kind, _folded(address)), _Place(at, link.close, link.end)


def _files_of_figures(source: MarkdownSource) -> Iterator[tuple[_Key, _Place]]:
    """Yield the files that directives such as `{figure}` name, and what their options name."""
    for div in source.blocks.divs:
        start, end = div.title
        if div.is_directive and start >= 0:
            yield ("image", _folded(source.text[start:end])), _Place(start, start, div.line_end)
        for each in div.attributes if div.is_directive else ():
            for key in (each.name, f"{each.name}={each.value}"):
                yield ("attribute", key), _Place(each.at, each.at, each.at)
            if each.name == "id":
                name = directive_label(div, each.value)
                yield ("id", name), _Place(each.value_at, each.value_at, each.value_end)


def _links_of_others(source: MarkdownSource) -> Iterator[tuple[_Key, _Place]]:
    """Yield the links that roles and references of Hugo become, and the ids of targets."""
    for address, at in (*find_role_links(source), *find_page_references(source)):
        yield ("link", _folded(address)), _Place(at, at, at)
    for name, at in find_targets(source):
        for each in labels_of_target(name):
            yield ("id", each), _Place(at, at, at)


def _tags(source: MarkdownSource) -> Iterator[tuple[_Key, _Place]]:
    """Yield tags, their attributes, and addresses in angle brackets."""
    for start, end in source.tags:
        text = source.text[start:end]
        name = _NAME.match(text)
        if ":" in text.partition(" ")[0] or (not name and "@" in text):
            address = text.strip("<>")
            address = address if ":" in address else f"mailto:{address}"
            yield ("link", _folded(address)), _Place(start + 1, start, end)
        elif name and text[1] != "/":
            tag = name[1].lower()
            yield ("tag", tag), _Place(start, start, end)
            if tag in _HEADING_TAGS:
                yield ("heading", tag[1]), _Place(end, end, end)
            yield from _attributes(text, tag, name.end(), start)


def _attributes(text: str, tag: str, first: int, start: int) -> Iterator[tuple[_Key, _Place]]:
    for found in _ATTRIBUTE.finditer(text, first):
        name = found[1].lower()
        group = next((n for n in (2, 3, 4) if found[n] is not None), 1)
        value = decode_entities(found[group]) if group > 1 else ""
        name_at = start + found.start(1)
        value_at = _Place(start + found.start(group), start, start + len(text))
        at = value_at.at if name == "id" else name_at
        for key in (name, f"{name}={value}"):
            yield ("attribute", key), _Place(at, at, at)
        if name == "id":
            yield ("id", value), _Place(name_at, name_at, name_at)
        elif name == "src":
            yield ("image" if tag == "img" else "link", _folded(value)), value_at
        elif name == "name" and tag == "a":  # HTML 4 wrote ids so
            yield ("id", value), _Place(name_at, name_at, name_at)
        elif name == "href" and tag in {"a", "link"}:
            yield ("link", _folded(value)), value_at


def _attribute_lists(source: MarkdownSource) -> Iterator[tuple[_Key, _Place]]:
    lists = [found.span(found.lastindex or 0) for found in _LIST.finditer(source.prose)]
    for fence in source.blocks.fences:
        found = _LIST.search(source.text, fence.info, fence.info_end)
        if found:
            lists.append(found.span(found.lastindex or 0))
    for start, end in lists:
        opening = source.text.rindex("{", 0, start)
        brace = _Place(opening, opening, end)
        for entry in _ENTRY.finditer(source.text, start, end):
            at = entry.start()
            if entry[1]:
                at = entry.start(2)
                yield ("id", entry[2]), brace
                yield ("attribute", f"id={entry[2]}"), _Place(at, at, at)
                continue
            group = next((n for n in (4, 5, 6) if entry[n] is not None), 3)
            value = entry[group] if group > 3 else ""  # noqa: PLR2004  # the groups of the value
            for key in (entry[3].lower(), f"{entry[3].lower()}={value}"):
                yield ("attribute", key), _Place(at, at, at)
            if entry[3] == "id":
                yield ("id", value), brace


def _headings(source: MarkdownSource) -> Iterator[tuple[_Key, _Place]]:
    """Yield the headings that are written as Markdown, at their texts."""
    text, lines = source.text, source.blocks.lines
    for number, line in enumerate(lines):
        if line.kind != "text" or line.goes_on:
            continue
        markers = _MARKERS.match(text, line.content, line.end)
        start = markers.end() if markers else line.content
        found = _ATX.match(text, start, line.end)
        if found:
            if found.end() == found.end(1) < line.end:
                continue  # '#Heading' is text
            yield ("heading", str(len(found[1]))), _Place(found.end(), found.end(), line.end)
            continue
        below = lines[number + 1] if number + 1 < len(lines) else None
        if below is None or below.kind != "text" or below.column - line.column > 3:  # noqa: PLR2004  # indented further, it is text
            continue
        under = _UNDERLINE.fullmatch(text, below.content, below.end)
        if under and start == line.content:
            yield ("heading", "1" if under[1][0] == "=" else "2"), _Place(start, start, line.end)
