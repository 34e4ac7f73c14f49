"""Find metadata in SVG files: traces of drawing programs, and embedded pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from sitegen.checks.privacy.findings import COMMENT, DAMAGE, EDITOR, FILE_NAME
from sitegen.images.data_urls import (
    find_data_urls,
    is_data_url,
    list_parameters,
    parse_data_url,
    unescape_css,
)
from sitegen.images.svg.local_paths import names_place
from sitegen.images.svg.svg_css import names_of_selected
from sitegen.late_patterns import compile_late
from sitegen.markup.svg_names import ATTRIBUTES, VERBATIM

__all__ = ["find_in_svg"]

_SVG = "http://www.w3.org/2000/svg"
_PLAIN = frozenset(
    {"", _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"}
)
_DESCRIBING = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://ns.adobe.com/xap/",
    "adobe:ns:meta/",
)
#: Elements whose text is drawn, so it is part of the picture.
_DRAWN = frozenset({"a", "text", "textPath", "tspan"})
_ADDRESSES = frozenset({"href", "src"})
#: Attributes whose values are words; nothing is loaded from them.
_WORDS = frozenset({"class", "id", "lang", "role"})
#: A comment in CSS, or a string, URL or escape that may contain its marks.
_REMARK = compile_late(
    r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|url\([^)]*|\\.|/\*", re.DOTALL | re.IGNORECASE
)
#: Attributes that draw nothing, and say nothing about anybody.
_HARMLESS = frozenset(
    "baseProfile contentScriptType contentStyleType crossorigin dir externalResourcesRequired"
    " focusable hreflang href nonce preserveAspectRatio rel slot src style tabindex target"
    " xlink:href xml:space zoomAndPan".split()
)
_LETTERS = compile_late(r"[^\W\d_]{2}")
_FONT = compile_late(r"(?:font/|application/(?:x-)?font)")
_MOST_EMBEDDED = 256


class _Reader:
    """Collects findings while the file is parsed: words, and embedded files as bytes."""

    def __init__(self) -> None:
        self.found: list[str | bytes] = []
        self.text: list[str] = []
        self.above: list[str] = []
        self.unknown: set[str] = set()
        self.sheets: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.flush()
        self.name(tag)
        self.above.append(tag.removeprefix(f"{_SVG} "))
        for name, value in attributes.items():
            self.name(name)
            self.value(name, value)
            if not _is_known(name) and _LETTERS.search(value):
                self.unknown.add(name)

    def name(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        if space.startswith(_DESCRIBING) or (space in {"", _SVG} and local == "metadata"):
            self.found.append("metadata")
        elif space not in _PLAIN:
            self.found.append(EDITOR)
        elif space == "http://www.w3.org/XML/1998/namespace" and local == "base":
            self.found.append("file path")

    def value(self, name: str, value: str) -> None:
        if name.rpartition(" ")[2] in _ADDRESSES and is_data_url(value):
            self.embedded(value)
        elif name in _WORDS or name.startswith("aria-"):
            self.place(value)
        else:
            self.css(value)
            if name == "style":
                self.remark(value)

    def place(self, text: str) -> None:
        if names_place(text):
            self.found.append("file path")

    def css(self, text: str) -> None:
        """Examine an attribute or a stylesheet; embedded files in it are examined separately."""
        rest, at = [], 0
        plain = unescape_css(text)
        for start, end, is_url in find_data_urls(plain):
            url = plain[start:end]
            if is_url or url[5:].lstrip()[:6].casefold() == "image/":
                self.embedded(url)
                rest.append(plain[at:start])
                at = end
        self.place(" ".join([*rest, plain[at:]]) if rest else text)

    def remark(self, css: str) -> None:
        if "/*" in css and any(found[0] == "/*" for found in _REMARK.finditer(css)):
            self.found.append(COMMENT)

    def embedded(self, url: str) -> None:
        if len(self.found) > _MOST_EMBEDDED:
            self.found.append(DAMAGE)
            raise ValueError(DAMAGE)
        parsed = parse_data_url(url)
        if parsed is None:
            self.found.append(DAMAGE)
        elif not _FONT.match(parsed[0]):
            self.found.append(parsed[1])
        self.found += [FILE_NAME] if list_parameters(url) else []

    def end(self, _: str) -> None:
        self.flush()
        self.above.pop()

    def flush(self) -> None:
        """Examine the text that has ended: a stylesheet as CSS, other text for file paths."""
        text = "".join(self.text)
        self.text.clear()
        where = self.above[-1] if self.above else ""
        if where == "style":
            self.sheets.append(text)
            self.css(text)
            self.remark(text)
        elif where not in _DRAWN:
            self.place(text)

    def comment(self, _: str) -> None:
        self.found.append(COMMENT)

    def instruction(self, target: str, _: str) -> None:
        self.found.append(f"instruction '{target}'")

    def entity(self, *_: object) -> None:
        self.found.append("entities")
        raise ValueError(DAMAGE)


def _is_known(name: str) -> bool:
    """Tell whether an attribute draws something, is for those who cannot see, or says nothing."""
    if " " in name or name.startswith(("aria-", "on")):
        return True  # namespaces and handlers are looked at elsewhere
    return name in ATTRIBUTES or name in VERBATIM or name in _HARMLESS


def find_in_svg(text: bytes) -> Iterator[str | bytes]:
    """Yield what an SVG holds besides the drawing; embedded files as bytes, to be examined."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.CommentHandler = reader.comment
    parser.ProcessingInstructionHandler = reader.instruction
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(text, True)  # noqa: FBT003  # the last piece
    except expat.ExpatError:
        reader.found.append(DAMAGE)
    except ValueError:
        if DAMAGE not in reader.found and "entities" not in reader.found:
            reader.found.append(DAMAGE)
    if reader.unknown - names_of_selected("".join(reader.sheets)):
        reader.found.append(EDITOR)
    for found in reader.found:
        if isinstance(found, bytes) and not found:
            continue
        yield found
