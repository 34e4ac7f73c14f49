"""Read the tags of shortcodes: `{{< name value key="value" >}}`, `{{< /name >}}`.

Hugo's other brackets, `{{% name %}}`, mean the same here: the text of every shortcode is
Markdown. The syntax is that of Hugo (gohugo.io/content-management/shortcodes) and Quarto
(quarto.org/docs/extensions/shortcodes.html).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.html_block_texts import find_html_texts
from sitegen.late_patterns import compile_late
from sitegen.model.references import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sitegen.content.scanner import MarkdownSource
    from sitegen.model.shortcode import MarkdownArguments

__all__ = [
    "MarkdownText",
    "ShortcodeTag",
    "TagArgument",
    "TagMistake",
    "begins_line",
    "ends_line",
    "read_tags",
    "spans_around_texts",
    "word_at",
]

_OPENING = compile_late(r"\{\{[<%]")
_LENGTH = 3
#: `{{</* name */>}}` shows the tag, and so does Quarto's `{{{< name >}}}`.
_SHOWN = compile_late(
    r"\{\{(?P<mark>[<%])[ \t]*/\*(?P<inside>(?:(?!\*/|\{\{[<%]).)*+)\*/[ \t]*[>%]\}\}", re.DOTALL
)
_NAME = compile_late(r"\s*+(?P<end>/?)\s*+(?P<name>[^\W\d][\w.-]*(?:/[\w.-]+)*)?+")
_SPACE = compile_late(r"\s*+(?P<self>/(?=\s*[>%]\}\}))?\s*+")
_KEY = compile_late(r"(?P<key>[^\W\d][\w:-]*+)\s*+=\s*+")
_VALUE = compile_late(
    r"\"(?P<double>(?:[^\"\\\n]|\\.|\n(?![ \t]*\n))*+)\""
    r"|'(?P<single>(?:[^'\n]|\n(?![ \t]*\n))*+)'|`(?P<raw>(?:[^`\n]|\n(?![ \t]*\n))*+)`"
    r"|\\\"(?P<escaped>[^\"\\\n]*+)\\\"|(?P<plain>(?:(?![>%]\}\}|\{\{)[^\s\"'`])++)",
    re.DOTALL,
)
_ESCAPE = compile_late(r"\\(.)", re.DOTALL)
#: What may stand before a tag that begins its line: the margin, and the marks of quotations.
_MARGIN = " \t>"
_MOST_VALUES = 100


class TagArgument(NamedTuple):
    """A value and where it stands, and its key with its index; that is empty if there is none."""

    key: str
    key_at: int
    value: str
    value_at: int
    value_end: int


class ShortcodeTag(NamedTuple):
    """A tag in `text[start:end]`.

    It `closes` a shortcode, or opens one, or both if it `is_closed` (`{{< name />}}`). `shown` is
    what stands for it if the tag itself is to be shown; then it has no name. `within` is the index
    of the text of an argument in which it stands, -1 for none. One that is `in_html` stands in a
    block of HTML, where no Markdown is read.
    """

    start: int
    end: int
    name: str
    name_at: int
    arguments: tuple[TagArgument, ...] = ()
    closes: bool = False
    is_closed: bool = False
    shown: str = ""
    within: int = -1
    in_html: bool = False

    def texts(self, known: Mapping[str, MarkdownArguments]) -> list[MarkdownText]:
        """Return the arguments whose text is read as Markdown, if there is any; `known` says so."""
        declared = known.get(self.name)
        found: list[MarkdownText] = []
        position = 0
        for number, each in enumerate(self.arguments if declared else ()):
            name = declared.name_at(each.key, position) if declared else ""
            position += not each.key
            if name and each.value.strip():
                found.append(MarkdownText(name, number, each.value_at, each.value_end))
        return found


class MarkdownText(NamedTuple):
    """The Markdown in an argument, at `text[start:end]`; `number` counts the arguments from 0."""

    name: str
    number: int
    start: int
    end: int


class TagMistake(NamedTuple):
    """What cannot be read from `text[start:end]`, and at which index that was found."""

    start: int
    end: int
    at: int
    message: str
    hint: str


def read_tags(source: MarkdownSource) -> Iterator[ShortcodeTag | TagMistake]:
    """Yield all tags of a page in order, and those in arguments that are Markdown.

    They stand in its prose and in the text of HTML.
    """
    prose, known = source.prose, source.markdown_arguments
    in_html = frozenset(_places_in_html(source))
    for tag in _read_all(source.text, lambda start: prose[start] == "{" or start in in_html):
        if isinstance(tag, ShortcodeTag):
            yield tag._replace(in_html=tag.start in in_html)
            for each in tag.texts(known):
                yield from _read_inner(source, each)
        else:
            yield tag


def _places_in_html(source: MarkdownSource) -> Iterator[int]:
    for start, text in find_html_texts(source, ("{{<", "{{%")):
        for found in _OPENING.finditer(text):
            yield start + found.start()


def spans_around_texts(
    text: str, known: Mapping[str, MarkdownArguments]
) -> Iterator[list[tuple[int, int]]]:
    """Yield, for each tag that has Markdown in it, where it stands around that."""
    for tag in _read_all(text, lambda _start: True):
        texts = tag.texts(known) if isinstance(tag, ShortcodeTag) else []
        if texts:
            starts = (tag.start, *(each.end for each in texts))
            ends = (*(each.start for each in texts), tag.end)
            yield list(zip(starts, ends, strict=True))


def _read_all(text: str, is_prose: Callable[[int], bool]) -> Iterator[ShortcodeTag | TagMistake]:
    last = {mark: text.rfind(_closing(mark)) for mark in "<%"}
    found = _OPENING.search(text)
    while found:
        start, end = found.span()
        if is_prose(start) and not (start and text[start - 1] == "\\"):
            tag = _read_shown(text, start) or _read(text, start, last[text[end - 1]])
            yield tag
            end = max(tag.end, end)
        found = _OPENING.search(text, end)


def _read_inner(
    source: MarkdownSource, around: MarkdownText
) -> Iterator[ShortcodeTag | TagMistake]:
    """Yield the tags in the text of an argument."""
    start, prose = around.start, source.prose
    inner = source.text[start : around.end]
    for tag in _read_all(inner, lambda index: prose[start + index] == "{"):
        moved = tag._replace(start=tag.start + start, end=tag.end + start)
        if isinstance(moved, TagMistake):
            yield moved._replace(at=moved.at + start)
            continue
        arguments = (
            each._replace(
                key_at=each.key_at + start,
                value_at=each.value_at + start,
                value_end=each.value_end + start,
            )
            for each in moved.arguments
        )
        yield moved._replace(
            name_at=moved.name_at + start, arguments=tuple(arguments), within=start
        )


def _closing(mark: str) -> str:
    """Return what ends a tag whose brackets have this mark."""
    return "%}}" if mark == "%" else ">}}"


def _read_shown(text: str, start: int) -> ShortcodeTag | None:
    opening = text[start : start + _LENGTH]
    closing = _closing(opening[-1])
    found = _SHOWN.match(text, start)
    if found:
        shown = f"{opening} {found['inside'].strip()} {closing}"
        return ShortcodeTag(start, found.end(), "", start, shown=shown)
    end = text.find(closing, start)
    is_braced = start and text[start - 1] == "{" and end > 0 and text.startswith("}", end + _LENGTH)
    if is_braced and not _OPENING.search(text, start + 1, end):
        shown = text[start : end + _LENGTH]
        return ShortcodeTag(start - 1, end + _LENGTH + 1, "", start, shown=shown)
    return None


def _read(text: str, start: int, last: int) -> ShortcodeTag | TagMistake:
    """Read the tag that begins here; after `last`, no tag ends any more."""
    place = start + _LENGTH
    closing = _closing(text[place - 1])
    if last < place:
        return _mistake(text, start, start, "the shortcode is not closed", _ends(closing))
    named = _NAME.match(text, place)
    if named is None or not named["name"]:
        at = named.end() if named else place
        hint = "write a name, as in '{{< youtube abc >}}', or `{{<` in code"
        return _mistake(text, start, at, "the shortcode has no name", hint)
    arguments: list[TagArgument] = []
    place = named.end()
    while True:
        space = _SPACE.match(text, place)
        at = space.end() if space else place
        if text.startswith(closing, at):
            return ShortcodeTag(
                start,
                at + _LENGTH,
                named["name"],
                named.start("name"),
                tuple(arguments),
                closes=bool(named["end"]),
                is_closed=bool(space and space["self"]),
            )
        key = _KEY.match(text, at)
        value_at = key.end() if key else at
        value = _VALUE.match(text, value_at)
        if value is None or (at == place and place > named.start("name")):
            return _explain(text, start, at, value_at, bool(key))
        if len(arguments) == _MOST_VALUES:
            hint = f"it takes {_MOST_VALUES} at most"
            return _mistake(text, start, at, "the shortcode has too many values", hint)
        arguments.append(_argument(key, at, value))
        place = value.end()


def _argument(key: re.Match[str] | None, at: int, value: re.Match[str]) -> TagArgument:
    group = value.lastgroup or "plain"
    written = value[group]
    if group == "double":
        written = _ESCAPE.sub(r"\1", written)
    return TagArgument(key["key"] if key else "", at, written, *value.span(group))


def _explain(text: str, start: int, at: int, value_at: int, has_key: bool) -> TagMistake:  # noqa: FBT001  # of a match
    if text[value_at : value_at + 1] in {'"', "'", "`"}:
        if value_at == at and text[at - 1 : at] in {'"', "'", "`"}:
            message, hint = "two values follow each other", "write a space between them"
        else:
            message, hint = "the quotation mark is not closed", "write the same mark at its end"
        return _mistake(text, start, value_at, message, hint)
    if has_key:
        return _mistake(text, start, value_at, "a key has no value", 'write key="value"')
    if at < len(text) and not text.startswith("{{", at):
        message = f"'{text[at]}' cannot be read here"
        if text[at - 1] == '"':
            hint = r"write \" for a quotation mark within a value, or a space between two values"
            return _mistake(text, start, at, message, hint)
        return _mistake(text, start, at, message, 'write value or key="value", with spaces between')
    hint = _ends(_closing(text[start + _LENGTH - 1]))
    return _mistake(text, start, start, "the shortcode is not closed", hint)


def _ends(closing: str) -> str:
    return f"write '{closing}' where it ends"


def _mistake(text: str, start: int, index: int, message: str, hint: str) -> TagMistake:
    """Return a mistake that reaches to the end of its line, or to the next tag."""
    following = _OPENING.search(text, start + 1)
    end = following.start() if following else len(text)
    line_end = text.find("\n", start, end)
    end = end if line_end < 0 else line_end
    closing = text.find(_closing(text[start + _LENGTH - 1]), start, end)
    return TagMistake(start, end if closing < 0 else closing + _LENGTH, index, message, hint)


def word_at(text: str, start: int, written: str, index: int) -> Word:
    """Return a word at an index, with its place as seen from the tag that begins at `start`."""
    lines = text.count("\n", start, index)
    return Word(text=written, line=lines, column=index - text.rfind("\n", 0, index))


def begins_line(text: str, start: int) -> bool:
    """Tell whether nothing but a margin stands before a tag."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(_MARGIN)


def ends_line(text: str, end: int) -> bool:
    """Tell whether nothing stands behind a tag."""
    line_end = text.find("\n", end)
    return not text[end : line_end if line_end >= 0 else len(text)].strip()
