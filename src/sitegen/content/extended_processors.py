"""HTML blocks, notes and definitions for Python-Markdown: what few pages need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown import Extension
from markdown.blockprocessors import BlockProcessor
from markdown.postprocessors import Postprocessor

from sitegen.content.block_processors import add_raw
from sitegen.content.block_starts import INTERRUPTION, Rows
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.note_lines import note_box, read_note
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.blockparser import BlockParser

__all__ = ["ExtendedBlocks"]

_INDENT = 4
_MARGIN = " " * _INDENT
_NAMES = "|".join(sorted(BLOCK_ELEMENTS))
_HTML = compile_late(
    r" {0,3}<(?:(?P<literal>pre|script|style|textarea)(?=[\s>]|$)"
    r"|(?P<special>!--|\?|!\[CDATA\[|![A-Za-z])"
    rf"|/?(?:{_NAMES})(?=[\s/>]|$)"
    r"|(?:/[a-z][a-z0-9-]*\s*|[a-z][a-z0-9-]*(?:\s(?:[^<>\"'\n]++|\"[^\"]*+\"|'[^']*+')*+)?/?)>"
    r" *(?:\n|\Z))",
    re.IGNORECASE,
)
_ENDS = {"!--": "-->", "?": "?>", "![CDATA[": "]]>"}
_DEFINITION = compile_late(r" {0,3}: +(?=\S)")
#: Found sooner than one that may also begin a text.
_DEFINITION_BELOW = compile_late(r"\n {0,3}: +(?=\S)")
_PLACEHOLDER = compile_late("<div>\ufdd6(\\d+)\ufdd7</div>")


class ExtendedBlocks(Extension):
    """Adds the processors. Raw HTML stands in `html` while Python-Markdown runs."""

    def __init__(self) -> None:
        super().__init__()
        self.html: list[str] = []
        self.unclosed: set[tuple[str, int]] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Register the processors."""
        md.registerExtension(self)
        processors = md.parser.blockprocessors
        processors.register(_NoteProcessor(md.parser), "admonition", 90)
        processors.register(_HtmlProcessor(md.parser, self), "html", 72)
        processors.register(_DefinitionProcessor(md.parser), "deflist", 12)
        md.postprocessors.register(_RestoreHtml(self), "html", 0)

    def reset(self) -> None:
        """Forget the page before."""
        self.html.clear()
        self.unclosed.clear()


class _RestoreHtml(Postprocessor):
    def __init__(self, extension: ExtendedBlocks) -> None:
        super().__init__()
        self.extension = extension

    def run(self, text: str) -> str:
        html = self.extension.html
        return _PLACEHOLDER.sub(lambda found: html[int(found[1])], text) if html else text


class _HtmlProcessor(BlockProcessor):
    """Keeps HTML as it is: up to a blank line, or to the end of what has an end of its own."""

    def __init__(self, parser: BlockParser, extension: ExtendedBlocks) -> None:
        super().__init__(parser)
        self.extension = extension

    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        return _HTML.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool | None:
        found = _HTML.match(blocks[0])
        special, literal = (found["special"], found["literal"]) if found else (None, None)
        if special:
            closing = _ENDS.get(special, ">")
        elif literal:
            closing = f"</{literal.lower()}>"
        else:
            self._keep(parent, blocks.pop(0))
            return None
        number, end = self._find_end(parent, blocks, closing)
        if number < 0:
            if special:
                return False  # it is text, rather than hide the rest of the page
            number, end = len(blocks) - 1, len(blocks[-1])
        taken = blocks[: number + 1]
        del blocks[: number + 1]
        last = taken[-1]
        if special != "!--":
            end = len(last) if (line_end := last.find("\n", end)) < 0 else line_end
        taken[-1], rest = last[:end], last[end:].lstrip("\n")
        self._keep(parent, "\n\n".join(taken))
        if rest.strip():
            blocks.insert(0, rest.lstrip(" "))
        return None

    def _find_end(self, parent: ET.Element, blocks: list[str], closing: str) -> tuple[int, int]:
        """Return in which block something ends, and where there; -1 if it never does."""
        key = closing, id(parent)
        if key not in self.extension.unclosed:
            for number, block in enumerate(blocks):
                place = block.lower().find(closing, 0 if number else block.index("<") + 2)
                if place >= 0:
                    return number, place + len(closing)
            self.extension.unclosed.add(key)
        return -1, 0

    def _keep(self, parent: ET.Element, html: str) -> None:
        add_raw(parent, f"\ufdd6{len(self.extension.html)}\ufdd7")
        self.extension.html.append(html)


class _NoteProcessor(BlockProcessor):
    """Reads notes, `!!! tip "Title"`, folded notes and tabs.

    A title that is not given stays blank: its words depend on the language.
    """

    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        indent = len(block) - len(block.lstrip(" "))
        return read_note(block, indent) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        rows = Rows(blocks.pop(0))
        line = rows.peek() or ""
        rows.skip(line)
        indent = len(line) - len(line.lstrip(" "))
        note = read_note(line, indent)
        if note is None:  # pragma: no cover  # `test` has found it
            return
        box = ET.SubElement(parent, "div", note_box(note))
        if note.title != "":
            element = ET.SubElement(box, "p")
            element.set("class", note.title_class)
            element.text = note.title or " "
        content = _indented(rows, blocks, indent + _INDENT)
        self.parser.state.set("admonition")
        self.parser.parseChunk(box, content)
        self.parser.state.reset()


class _DefinitionProcessor(BlockProcessor):
    """Reads a term with a definition, or another definition of the term above."""

    def test(self, parent: ET.Element, block: str) -> bool:
        found = _find_definition(block)
        if not found:
            return False
        if not found.start() and not block.startswith("\n"):
            above = parent[-1].tag if len(parent) else ""
            return above in {"p", "dl"}
        return INTERRUPTION.search(block, 0, found.start() + 1) is None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = _find_definition(block)
        if not found:  # pragma: no cover  # `test` has found it
            return
        above = parent[-1] if len(parent) else None
        terms = [line.strip() for line in block[: found.start()].split("\n") if line.strip()]
        is_loose = not terms
        if not terms and above is not None and above.tag == "p":
            terms = (above.text or "").split("\n")
            parent.remove(above)
            above = parent[-1] if len(parent) else None
        elif not terms and above is not None:
            is_loose = len(above) > 0 and len(above[-1]) > 0
        if above is None or above.tag != "dl":
            above = ET.SubElement(parent, "dl")
        for term in terms:
            ET.SubElement(above, "dt").text = term
        rows = Rows(block, found.end())
        line = rows.peek() or ""
        rows.skip(line)
        text = [line]
        while (line := rows.peek() or "").strip() and not _DEFINITION.match(line):
            text.append(line.removeprefix(_MARGIN))
            rows.skip(line)
        rest = rows.rest()
        if rest:
            blocks.insert(0, rest)
        else:
            text.append(_indented(rows, blocks, _INDENT))
        content = "\n".join(text).rstrip()
        self.parser.state.set("looselist" if is_loose or "\n\n" in content else "list")
        self.parser.parseChunk(ET.SubElement(above, "dd"), content)
        self.parser.state.reset()


def _find_definition(block: str) -> re.Match[str] | None:
    return _DEFINITION.match(block) or _DEFINITION_BELOW.search(block)


def _indented(rows: Rows, blocks: list[str], columns: int) -> str:
    """Take the lines that are indented, also in the blocks that follow."""
    margin = " " * columns
    lines: list[str] = []
    while True:
        line = rows.peek()
        if line is None:
            following = next((n for n, block in enumerate(blocks) if block.strip()), -1)
            if following < 0 or not blocks[following].lstrip("\n").startswith(margin):
                break
            lines += [""] * (2 * following + 1)
            del blocks[:following]
            rows = Rows(blocks.pop(0))
        elif line.startswith(margin) or not line.strip():
            lines.append(line[columns:])
            rows.skip(line)
        else:
            blocks.insert(0, rows.rest())
            break
    return "\n".join(lines)
