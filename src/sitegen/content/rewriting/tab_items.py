"""Write the names of tabs, which Hextra has at the shortcode around them, at each of them.

    {{< tabs items="JSON,YAML" >}}          {{< tabs >}}
      {{< tab >}}A *text*{{< /tab >}}   →     {{< tab name="JSON" >}}
    {{< /tabs >}}                             A *text*
                                              {{< /tab >}}
                                            {{< /tabs >}}

See https://imfing.github.io/hextra/docs/guide/shortcodes/tabs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.content.construct import Mistake
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import markdown_argument
from sitegen.content.shortcode_tags import (
    ShortcodeTag,
    TagArgument,
    begins_line,
    ends_line,
    read_tags,
)
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_tab_items"]

_TABS, _TAB, _ITEMS = "tabs", "tab", "items"


class _Tabs(msgspec.Struct):
    """Tabs that are open: the names for them and where these stand, and how many are used."""

    items: list[str]
    place: int = -1
    used: int = 0
    names_last: bool = False


def with_tab_items(source: MarkdownSource) -> MarkdownSource:
    """Return the source with the names at the tabs, on lines of their own; places are known."""
    if _ITEMS not in source.text or "{{" not in source.text:
        return source
    known = source.markdown_arguments.get(_TAB)
    if known is None or "name" not in known.keys:  # the shortcode of a site
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit | Mistake]:
    text = source.text
    opened: list[_Tabs] = []
    for tag in read_tags(source):
        if not isinstance(tag, ShortcodeTag):
            continue
        if tag.name == _TABS and not tag.closes:
            items = next((each for each in tag.arguments if each.key == _ITEMS), None)
            opened.append(_Tabs(_names(items), items.value_at if items else -1))
            if items:
                yield items.key_at, _end_of(text, items), ""
        elif tag.name == _TABS and opened:
            yield from _left(opened.pop())
        elif tag.name == _TAB and opened and opened[-1].items:
            yield from _tab(text, tag, opened[-1])


def _tab(text: str, tag: ShortcodeTag, tabs: _Tabs) -> Iterator[Edit | Mistake]:
    """Yield the edits of a tag of a tab: its name, and a line of its own; or a name too many."""
    margin = _margin(text, tag.start)
    if tag.closes:
        if tabs.names_last and not begins_line(text, tag.start):
            yield tag.start, tag.start, f"\n{margin}"
        return
    number, tabs.used = tabs.used, tabs.used + 1
    tabs.names_last = not tag.arguments and number < len(tabs.items)
    if tabs.names_last:
        end = tag.name_at + len(_TAB)
        yield end, end, markdown_argument("name", tabs.items[number])
        if not ends_line(text, tag.end):
            yield tag.end, tag.end, f"\n{margin}"
    elif number < len(tabs.items) and tag.arguments[0].value != tabs.items[number]:
        message = f"'{tabs.items[number]}' is left out: its tab has a name of its own"
        problem = Problem("shortcode-argument", message, "remove one of the two names")
        yield Mistake(tabs.place, problem)


def _left(tabs: _Tabs) -> Iterator[Mistake]:
    """Yield the names for which there are no tabs."""
    if tabs.used < len(tabs.items):
        message = f"there is no tab for '{tabs.items[tabs.used]}'"
        hint = "write '{{< tab >}}', its text, and '{{< /tab >}}', or remove the name"
        yield Mistake(tabs.place, Problem("shortcode-argument", message, hint))


def _names(items: TagArgument | None) -> list[str]:
    names = items.value.split(",") if items else []
    return [each.strip() for each in names if each.strip()]


def _end_of(text: str, argument: TagArgument) -> int:
    end = argument.value_end
    return end + (text[end : end + 1] == text[argument.value_at - 1] != "=")


def _margin(text: str, place: int) -> str:
    """Return what stands at the beginning of a line, if it is that of a quotation."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip(" \t>"))]
