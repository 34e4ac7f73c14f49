"""Read a block that is a directive of sitegen's own, after those of MyST.

    ```{csv-table} results.csv
    :caption: Results
    ```

The argument follows the name, lines `:name: value` are options, or lines `name: value` between two
of dashes, and what comes after them is the body. An option without a value is a flag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sitegen.content.source_lines import Fence

__all__ = ["Directive", "Given", "read_directive"]

#: So far is the text of a footnote indented.
_OF_NOTE = 4
_OPENING = re.compile(r"[ \t]*+\{(?P<name>[\w-]+)\}[ \t]*+(?P<argument>[^\n]*)")
_LINE = re.compile(r"[ \t>]*+(?P<written>[^\n]*)(?:\n|\Z)")
#: Options in YAML, between lines of dashes.
_IN_DASHES = re.compile(
    r"[ \t>]*+---[ \t]*+\n(?:[ \t>]*+[A-Za-z][\w-]*+:[^\n]*\n)*+[ \t>]*+---[ \t]*+(?:\n|\Z)"
)
_YAML = re.compile(r"(?P<name>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>.*))?")
_OPTION = re.compile(r":(?P<name>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>.*))?")


class Given(msgspec.Struct, frozen=True):
    """What an author wrote as an argument or an option, and its index into the source."""

    value: str
    place: int


class Directive(msgspec.Struct):
    """One block: `body` are the lines after the options, the first of which begins at `start`.

    `lines` are the numbers of the lines above the body, the one with the name included.
    """

    name: str
    argument: Given
    options: dict[str, Given] = msgspec.field(default_factory=dict)
    repeated: list[Given] = msgspec.field(default_factory=list)
    body: str = ""
    start: int = 0
    lines: int = 1


def read_directive(text: str, fence: Fence) -> Directive | None:
    """Read the directive in a fenced block; None if it has no name in braces."""
    found = _OPENING.match(text, fence.info, fence.info_end)
    if not found:
        return None
    written = found["argument"].rstrip()
    made = Directive(found["name"].casefold(), Given(written, found.start("argument")))
    place, end = fence.info_end + 1, fence.end
    if fence.closed:
        end = text.rfind("\n", 0, max(end - 1, 0)) + 1
    body: list[str] = []
    made.start = place
    dashes = _IN_DASHES.match(text, place, end)
    while place < end and (line := _LINE.match(text, place, end)):
        inside = line["written"].rstrip()
        is_yaml = dashes is not None and place < dashes.end()
        option = None if body else (_YAML if is_yaml else _OPTION).fullmatch(inside)
        if option:
            value = (option["value"] or "").strip()
            value = value.strip("\"'") if is_yaml else value
            at = line.start("written") + (option.start("value") if value else 0)
            given = Given(value, at)
            if option["name"] in made.options:
                made.repeated.append(Given(option["name"], line.start("written")))
            made.options.setdefault(option["name"], given)
        if not option and not is_yaml and (inside or body):
            if not body:
                made.start = place
            body.append(_content(text, line, fence))
        elif not body:
            made.lines += 1
        place = line.end()
    while body and not body[-1].strip():
        body.pop()
    made.body = "\n".join(body)
    return made


def _content(text: str, line: re.Match[str], fence: Fence) -> str:
    """Return a line without the margin of the list item or quotation that the block is in."""
    start = text.rfind("\n", 0, fence.start) + 1
    note = text.find("[^", start, fence.start)
    margin = fence.start - start if note < 0 else note + _OF_NOTE - start
    whole = text[line.start() : line.end()].rstrip("\n")
    before = whole[:margin]
    return whole[margin:].rstrip() if not before.strip(" \t>") else whole.lstrip(" \t>").rstrip()
