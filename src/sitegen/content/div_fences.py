"""Read fenced divs, `::: {.class #id key="value"}` … `:::`, line by line.

After Pandoc ("Divs and Spans", extension `fenced_divs`), with what Docusaurus (`:::note Title`,
`:::note[Title]`) and MyST (`:::{note} Title`, also with backticks) add to the line that opens one.
A line of colons closes the innermost div, however many they are. In Jupyter Book, an exercise may
be what is between two directives, `{exercise-start}` and `{exercise-end}`, and hold cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.content.directive_names import DIRECTIVES
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.source_blocks import Line

__all__ = [
    "DIRECTIVE_OPTION",
    "MAX_DIVS",
    "Attribute",
    "Div",
    "DivReader",
    "read_placed_attributes",
    "title_of",
]

#: Deeper nesting than any author's.
MAX_DIVS = 40
_FENCE = compile_late(r"(?P<marks>:{3,})(?P<rest>[^\n]*)")
#: A directive, which may have attributes: `{note}`, `{note .dropdown #about-knees}`.
_BRACES = r"\{(?P<name>[A-Za-z][\w:-]*+)(?P<given>[ \t]++[.#][^{}\n]*+)?\}"
_TICKS = compile_late(rf"(?P<marks>`{{3,}}|~{{3,}})(?P<rest>{_BRACES}[^`\n]*)$", re.MULTILINE)
_DIRECTIVE = compile_late(rf"{_BRACES}[ \t]*")
_YAML_OPTION = compile_late(r"(?P<name>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>[^\n]*))?")
_ATTRIBUTES = compile_late(r"\{(?P<inner>(?:[^{}\n\"']|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')*+)\}")
_WORD = compile_late(r"(?P<name>[A-Za-z][\w-]*)(?=[ \t\[{:]|$)")
_TITLE_IN_BRACKETS = compile_late(r"\[(?P<title>[^\n]*)\](?=[ \t]*(?:\{[^{}\n]*\}[ \t]*)?$)")
_ENTRY = compile_late(
    r"[ \t]*+(?:\.(?P<class>[^\s.#=\"'<>{}]++)|#(?P<id>[^\s=\"'<>{}]++)"
    r"|(?P<name>[A-Za-z_][\w:.-]*+)=(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>[^']*+)'"
    r"|(?P<bare>[^\s=\"'<>{}]++))|(?P<word>[A-Za-z_][\w:-]*+)(?![=\w]))(?=[ \t.#]|\Z)"
)
_QUOTED = compile_late(r"\\([\\\"'])")
#: Blocks that two directives begin and end, and the whole of the second.
_GATE = compile_late(r"(?P<name>exercise|solution)-start")
_GATE_END = compile_late(
    r"(?P<marks>`{3,}|~{3,})\{(?P<name>exercise|solution)-end\}[ \t]*\n"
    r"[ \t>]*(?P=marks)[ \t]*(?=\n|\Z)"
)
#: A line of options below the one that opens a directive.
DIRECTIVE_OPTION = compile_late(
    r":(?P<name>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>[^\n]*))?$", re.MULTILINE
)


class Attribute(NamedTuple):
    """An attribute, its value, and where both stand; a class is named `class`."""

    name: str
    value: str
    at: int
    value_at: int
    value_end: int


class Div(msgspec.Struct):
    """One div while its lines are read, and afterwards.

    It opens at `start` and its first line ends at `line_end`, or the last line of its options. A
    `title` stands at its place in the source, or at (-1, -1). `margin` is what a line that is put
    in begins with. `closing` is where its last fence stands; a div without one, whose `closing`
    is (-1, -1), ends after the line that ends at `end`. `unread` is what stands there in place of
    attributes, as `(start, end)`. One that `is_other` is a directive that is no div; it
    is read only to know what its last fence closes. `level` counts the divs around it.
    """

    start: int
    line_end: int
    marks: str
    name: str
    attributes: list[Attribute]
    title: tuple[int, int]
    margin: str
    depth: int
    quotes: int
    level: int
    is_directive: bool = False
    is_other: bool = False
    unread: tuple[int, int] = (-1, -1)
    containers: int = 0
    closing: tuple[int, int] = (-1, -1)
    end: int = -1
    #: A div inside was closed by as many marks as opened this one.
    suspect: int = -1
    #: A directive of its own ends it; its `marks` are those of the one that opens it.
    is_gate: bool = False


def title_of(div: Div) -> tuple[int, int]:
    """Return where the title of a div stands: behind its attributes, or as one of them."""
    if div.title[0] >= 0 or div.is_directive:
        return div.title
    written = next((each for each in div.attributes if each.name in {"title", "name"}), None)
    return (written.value_at, written.value_end) if written and written.value.strip() else (-1, -1)


class DivReader(msgspec.Struct):
    """The divs of one page: all that have been opened, in order, and those that are open.

    `strays` are the fences that close nothing, as `(start, end)`. What is before `reached` has been
    read, as a line that belongs to the one above.
    """

    text: str
    divs: list[Div] = msgspec.field(default_factory=list)
    open: list[Div] = msgspec.field(default_factory=list)
    strays: list[tuple[int, int]] = msgspec.field(default_factory=list)
    reached: int = 0

    def read(self, place: int, end: int, containers: int, quotes: int, depth: int) -> bool:
        """Read the fence that stands at `place`; return whether there is one.

        `end` is the end of its line. It is in as many `containers` and behind as many `quotes`,
        and in `depth` notes.
        """
        found = (
            _FENCE.match(self.text, place, end)
            if self.text[place] == ":"
            else self._match_ticks(place, end, containers, quotes)
        )
        if not found:
            return self._close_gate(place, containers, quotes)
        marks, rest = found["marks"], found["rest"].strip()
        if not rest:
            self._close(place, place + len(marks), containers, quotes)
            return True
        div = self._read_opening(place, found.start("rest"), end)
        if div is None:
            return False
        div.marks, div.containers, div.quotes, div.depth = marks, containers, quotes, depth
        line_start = self.text.rfind("\n", 0, place) + 1
        div.margin = re.sub(r"[^> \t]", " ", self.text[line_start:place])
        div.level = len(self.open) + 1
        self.divs.append(div)
        self.open.append(div)
        return True

    def read_gate(self, start: int, end: int) -> None:
        """Read the line that ends the directive that has been opened, if its block goes on."""
        div = self.divs[-1]
        if div.is_gate and self.text[start:end].rstrip() == div.marks:
            div.line_end = self.reached = end

    def _close_gate(self, place: int, containers: int, quotes: int) -> bool:
        """Close the innermost div if the directive at `place`, of two lines, ends it."""
        last = self.open[-1] if self.open else None
        found = _GATE_END.match(self.text, place) if last and last.is_gate else None
        if not last or not found or found["name"] != last.name:
            return False
        if (last.containers, last.quotes) != (containers, quotes):
            return False
        self.open.pop().closing = found.span()
        self.reached = found.end()
        return True

    def read_option(self, start: int, end: int) -> None:
        """Read a line of options of the directive that has been opened, `:class: wide`."""
        div, found = self.divs[-1], DIRECTIVE_OPTION.match(self.text, start, end)
        found = found or _YAML_OPTION.match(self.text, start, end)
        if found:
            value = (found["value"] or "").strip()
            at = found.start("value") if value else end
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value, at = value[1:-1], at + 1
            # MyST calls an id a name.
            name = "id" if found["name"] in {"name", "label"} else found["name"]
            if name == "class":  # Sphinx drops commas
                value = value.replace(",", " ")
            div.attributes.append(Attribute(name, value, start + 1, at, at + len(value)))
        div.line_end = end

    def is_yaml_option(self, start: int, end: int) -> bool:
        """Tell whether a line is an option between lines of dashes, `class: wide`."""
        return _YAML_OPTION.fullmatch(self.text, start, end) is not None

    def leave(self, containers: int, quotes: int, lines: list[Line]) -> None:
        """End the divs that were opened deeper in list items, notes or quotations."""
        while self.open and (
            self.open[-1].containers > containers or self.open[-1].quotes > quotes
        ):
            self._end_after(self.open.pop(), lines)

    def finish(self, lines: list[Line]) -> None:
        """End the divs that nothing has closed."""
        while self.open:
            self._end_after(self.open.pop(), lines)

    def _match_ticks(
        self, place: int, end: int, containers: int, quotes: int
    ) -> re.Match[str] | None:
        """Return a fence of backticks if it opens a directive, or closes the innermost one."""
        mark = self.text[place]
        if self.open and not self.open[-1].is_gate:
            last = self.open[-1]
            line = self.text[place:end].rstrip()
            is_end = last.marks[0] == mark and line.startswith(last.marks) and not line.strip(mark)
            if is_end and last.containers == containers and last.quotes == quotes:
                return re.compile(r"(?P<marks>[`~]+)(?P<rest>[ \t]*)").match(self.text, place, end)
        found = _TICKS.match(self.text, place)
        name = _DIRECTIVE.match(found["rest"]) if found else None
        is_known = name and (name["name"].lower() in DIRECTIVES or _GATE.fullmatch(name["name"]))
        return found if is_known else None

    def ends(self, place: int, end: int, containers: int, quotes: int) -> bool:
        """Tell whether the line from `place` to `end` closes the innermost div."""
        if not self.open or self.open[-1].is_gate:
            return False
        last, line = self.open[-1], self.text[place:end].rstrip()
        mark = last.marks[0]
        return (
            line.startswith(":::" if mark == ":" else last.marks)
            and not line.strip(mark)
            and (last.containers, last.quotes) == (containers, quotes)
        )

    def _read_opening(self, place: int, rest: int, end: int) -> Div | None:
        """Read what follows the marks; return None for what opens nothing."""
        text = self.text
        while rest < end and text[rest] in " \t":
            rest += 1
        end = rest + len(text[rest:end].rstrip())
        div = Div(place, end, "", "", [], (-1, -1), "", 0, 0, 0)
        word = _WORD.match(text, rest, end)
        directive = None if word else _DIRECTIVE.match(text, rest, end)
        if directive:
            return self._read_directive(div, directive, end)
        if word:
            div.name, rest = word["name"], word.end()
            titled = _TITLE_IN_BRACKETS.match(text, rest, end)
            if titled:
                div.title = _trimmed(text, *titled.span("title"))
                rest = titled.end()
            while rest < end and text[rest] in " \t":
                rest += 1
        after = _ATTRIBUTES.match(text, rest, end)
        if after:
            read = read_placed_attributes(text, *after.span("inner"))
            if read is None:
                div.unread = after.span()
            div.attributes = read or []
            rest = after.end()
        elif not word:
            return None
        # Pandoc allows more colons at the end of the line.
        last = (
            rest + len(text[rest:end].rstrip(":").rstrip())
            if text[rest:end].strip(" \t:") == ""
            else end
        )
        if text[rest:last].strip():
            div.title = _trimmed(text, rest, last)
        return div

    def _read_directive(self, div: Div, found: re.Match[str], end: int) -> Div:
        """Return the div as the directive that opens it says, whose line ends at `end`."""
        gate = _GATE.fullmatch(found["name"])
        name = gate["name"] if gate else found["name"]
        div.is_gate = gate is not None and self.text[div.start] != ":"
        div.name = name.lower() if name.lower() in DIRECTIVES else name  # as Sphinx reads it
        div.is_directive, div.is_other = True, div.name not in DIRECTIVES
        div.title = _trimmed(self.text, found.end(), end)
        given = found.span("given")
        read = read_placed_attributes(self.text, *given) if found["given"] else []
        if read is None:
            div.unread = given
        div.attributes = read or []
        return div

    def _close(self, start: int, end: int, containers: int, quotes: int) -> None:
        last = self.open[-1] if self.open else None
        if last is None or last.is_gate or last.containers != containers or last.quotes != quotes:
            self.strays.append((start, end))
            return
        last = self._leave_inner(last, start, end - start)
        self.open.pop()
        last.closing = (start, end)
        if end - start != len(last.marks):
            around = next((each for each in self.open if len(each.marks) == end - start), None)
            if around is not None and around.suspect < 0:
                around.suspect = last.start

    def _leave_inner(self, last: Div, start: int, length: int) -> Div:
        """Return the div that a fence at `start` closes, and end those in it that nothing closed.

        In MyST, as many marks as opened a directive close it, whatever is open inside.
        """
        mark, least = last.marks[0], len(last.marks)
        closed = next(
            (
                each
                for each in self.open
                if each.marks[0] == mark
                and least < len(each.marks) <= length
                and (mark != ":" or (last.is_directive and each.is_directive))
                and (mark != ":" or len(each.marks) == length)
            ),
            last,
        )
        while self.open[-1] is not closed:
            inner = self.open.pop()
            end = len(self.text[:start].rstrip())
            inner.end = max(self.text.find("\n", end), inner.line_end)
        return closed

    def _end_after(self, div: Div, lines: list[Line]) -> None:
        number = len(lines) - 1
        while number > 0 and lines[number].kind == "blank" and lines[number].start > div.start:
            number -= 1
        div.end = max(lines[number].end, div.line_end)


def read_placed_attributes(text: str, start: int, end: int) -> list[Attribute] | None:
    """Return the attributes in `text[start:end]`, None if it is anything else.

    A word by itself is an attribute without a value.
    """
    found: list[Attribute] = []
    end = start + len(text[start:end].rstrip())
    place = start
    while place < end:
        entry = _ENTRY.match(text, place, end)
        if not entry:
            return None
        place = entry.end()
        group = entry.lastgroup or "word"
        at, value = entry.span(group)
        if group in {"class", "id"}:
            found.append(Attribute(group, entry[group], at - 1, at, value))
        elif group == "word":
            found.append(Attribute(entry[group], "", at, value, value))
        else:
            written = _QUOTED.sub(r"\1", entry[group]) if group == "double" else entry[group]
            found.append(Attribute(entry["name"], written, entry.start("name"), at, value))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the text between two places begins and ends; (-1, -1) if there is none."""
    inner = text[start:end]
    if not inner.strip():
        return -1, -1
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
