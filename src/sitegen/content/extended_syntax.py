"""What authors write for Python-Markdown and CommonMark does not know -> CommonMark.

One pass over the lines, outside code fences: notes (`!!! tip "Title"`), Markdown in HTML
(`<div markdown="1">`), abbreviations (`*[MRI]: …`) and attribute lists of code fences.
"""

from __future__ import annotations

import re

__all__ = ["SPAN_ELEMENTS", "TITLE", "translate"]

#: The attribute list that makes a paragraph a note's title.
TITLE = "{: .admonition-title }"
#: Elements whose Markdown is a line of text; the engine never sees it, so it is left for later.
SPAN_ELEMENTS = frozenset("address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th".split())

_MARKDOWN = re.compile(r"<[a-zA-Z][^<>\n]*\smarkdown\b")
_FENCE_WITH_LIST = re.compile(r"(?:```|~~~)(?<![`~]...)[`~]*+[ \t]*\{")
_FENCE = re.compile(r"[ >]*(?:(?:[-+*]|\d{1,9}[.)])[ ]+)?(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_NOTE = re.compile(r'( *)!!! ?([\w-]+(?: +[\w-]+)*)(?: +"(.*?)")? *')
_ABBREVIATION = re.compile(r" {0,3}\*\[([^\\\]]*)\] ?:(.*)")
_ITEM = re.compile(r"( *)(?:[-+*]|\d{1,9}[.)]|:)( +)(?=\S)")
_TAG = re.compile(r"( *)<([a-z][a-z0-9-]*)(\s[^<>]*)>(.*)", re.IGNORECASE)
_CLOSING = re.compile(r" *</([a-z][a-z0-9-]*)\s*>", re.IGNORECASE)
_WHOLE = re.compile(r" *<([a-z][a-z0-9-]*+)\b.*</\1> *", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\smarkdown(?:=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?(?=[\s/]|$)",
    re.IGNORECASE,
)
#: What would begin another block than a paragraph, at the head of a title.
_BLOCK_START = re.compile(r"(?=#{1,6}\s|>|[-+*]\s|~~~|```|:\s)|(?<=\d)(?=[.)]\s)")


def translate(text: str) -> tuple[str, dict[str, str]]:
    """Return CommonMark and the abbreviations that were defined."""
    if not _is_needed(text):
        return text, {}
    translator = _Translator()
    for line in text.split("\n"):
        translator.read(line)
    translator.close_notes(0)
    return "\n".join(translator.lines), translator.abbreviations


def _is_needed(text: str) -> bool:
    """Look for what would be translated; most pages have none of it."""
    return (
        "!!!" in text
        or "*[" in text
        or ("markdown" in text and _MARKDOWN.search(text) is not None)
        or ("{" in text and _FENCE_WITH_LIST.search(text) is not None)
    )


class _Translator:
    """Reads line by line and knows which notes, elements, lists and fences are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.abbreviations: dict[str, str] = {}
        self.notes: list[int] = []  # indent of each, in the source
        self.items: list[int] = []  # where the text of each open list item begins
        self.elements: list[str] = []
        self.fence = ""
        self.fence_depth = 0
        self.definition = ""  # an abbreviation whose words stand on the next line

    def read(self, line: str) -> None:
        if self.notes and line.strip():
            line = line.expandtabs(4) if "\t" in line else line
            self.close_notes(len(line) - len(line.lstrip(" ")))
        line = line[4 * len(self.notes) :]
        if self.fence:
            self.read_code(line)
        elif not line.strip():
            self.lines.append(line)
        elif self.definition:
            self.abbreviations[self.definition] = line.strip()
            self.definition = ""
        else:
            self.read_text(line)

    def read_code(self, line: str) -> None:
        found = _FENCE.match(line)
        if found and found["marks"].startswith(self.fence) and not found["info"].strip():
            self.fence = ""
        self.lines.append(line)

    def read_text(self, line: str) -> None:
        fence = _FENCE.match(line)
        if fence:
            self.fence, self.fence_depth = fence["marks"], len(self.notes)
            if fence["info"].lstrip().startswith("{"):
                # An engine takes the first word only; tabs do not divide it.
                head = line[: fence.start("info")]
                line = head + fence["info"].strip().replace(" ", "\t")
            self.lines.append(line)
        elif not (
            ("!!!" in line and self.read_note(line))
            or ("*[" in line and self.read_abbreviation(line))
            or ("<" in line and (self.read_tag(line) or self.read_closing(line)))
        ):
            self.follow_items(line)
            self.lines.append(line)

    def follow_items(self, line: str) -> None:
        """Remember list items: a note may be indented as far as the item that it stands in."""
        item = _ITEM.match(line)
        indent = len(item[1]) if item else len(line) - len(line.lstrip(" "))
        if item or not (self.lines and self.lines[-1].strip()):
            while self.items and self.items[-1] > indent:
                self.items.pop()
        if item:
            self.items.append(item.end())

    def read_note(self, line: str) -> bool:
        found = _NOTE.fullmatch(line)
        if not found:
            return False
        indent = len(found[1])
        while self.items and self.items[-1] > indent:
            self.items.pop()
        if indent - (self.items[-1] if self.items else 0) > 3:  # noqa: PLR2004  # that is code
            return False
        pad, title = found[1], found[3]
        kind = re.sub(r" +", " ", found[2].lower())
        self.lines += ["", f'{pad}<div class="admonition {kind}">']
        if title is None:
            self.lines.append(f'{pad}<p class="admonition-title"></p>')
        elif title.strip():
            words = _BLOCK_START.sub(r"\\", title.strip(), count=1)
            self.lines += ["", f"{pad}{words}", f"{pad}{TITLE}"]
        self.lines.append("")
        self.notes.append(indent + 4 * len(self.notes))
        return True

    def close_notes(self, indent: int) -> None:
        """Close the notes that a line with this indent is not part of."""
        while self.notes and indent < self.notes[-1] + 4:
            if self.fence and self.fence_depth == len(self.notes):
                self.lines.append(self.fence)
                self.fence = ""
            pad = " " * (self.notes.pop() - 4 * len(self.notes))
            self.lines += ["", f"{pad}</div>", ""]

    def read_abbreviation(self, line: str) -> bool:
        found = _ABBREVIATION.fullmatch(line)
        if not found or not found[1].strip():
            return False
        if found[2].strip():
            self.abbreviations[found[1].strip()] = found[2].strip()
        else:
            self.definition = found[1].strip()
        self.lines.append("")
        return True

    def read_tag(self, line: str) -> bool:
        """Set an element that holds Markdown apart by blank lines: so CommonMark reads it."""
        tag = _TAG.fullmatch(line)
        attribute = _ATTRIBUTE.search(tag[3]) if tag else None
        if not tag or not attribute:
            return False
        name, rest = tag[2].lower(), tag[4]
        value = attribute["double"] or attribute["single"] or attribute["bare"] or "1"
        if name in SPAN_ELEMENTS or value == "span":
            self.lines.append(line)
            return True
        attributes = tag[3][: attribute.start()] + tag[3][attribute.end() :]
        pad = "" if self.elements else tag[1]
        self.lines += ["", f"{pad}<{tag[2]}{attributes.rstrip()}>", ""]
        self.elements.append(name)
        if rest.strip() and not self.read_closing(rest):
            self.read_text(rest.lstrip())
        return True

    def read_closing(self, line: str) -> bool:
        if not self.elements:
            return False
        if _WHOLE.fullmatch(line):
            self.lines += [line, ""]  # what follows is no longer part of that element
            return True
        found = _CLOSING.match(line)
        name = self.elements[-1]
        if found and found[1].lower() == name:
            before, after = "", line.strip()
        elif line.rstrip().lower().endswith(f"</{name}>"):
            text = line.rstrip()
            before, after = text[: -len(name) - 3], text[-len(name) - 3 :]
        else:
            return False
        self.elements.pop()
        if before.strip():
            self.lines.append(before)
        self.lines += ["", after, ""]
        return True
