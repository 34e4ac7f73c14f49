"""Write the tabs of Docsy as tabs here: without `text=true`, what they hold is code.

    {{< tabpane lang="python" >}}            {{< tabs >}}
    {{< tab header="New" >}}                 {{< tab name="New" >}}
    print(1)                          →      ```python
    {{< /tab >}}                             print(1)
    {{< /tabpane >}}                         ```
                                             {{< /tab >}}
                                             {{< /tabs >}}

See https://www.docsy.dev/docs/content/shortcodes/#tabbed-panes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.content.construct import Mistake
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import markdown_argument, text_argument
from sitegen.content.shortcode_tags import ShortcodeTag, begins_line, ends_line, read_tags
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_docsy_tabs"]

_PANE, _TAB = "tabpane", "tab"
_TICKS = compile_late(r"`{3,}")
_FENCED = compile_late(r"\s*(?:```|~~~)")
#: What is read here, and what only says how tabs look or which of them readers see first.
_READ = frozenset({"text", "lang", "header", "name", "highlight", "disabled"})
_LOOKS = frozenset({"persist", "persistLang", "right", "langEqualsHeader"})
_POSITIONS = ("header", "lang", "highlight")


class _Pane(msgspec.Struct):
    """Tabs that are open, what is given for all of them, and the marks that end an open tab."""

    given: dict[str, str]
    ends: str = ""


def with_docsy_tabs(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these tabs as ours; places are known."""
    text = source.text
    if _PANE not in text or "{{" not in text:
        return source
    known = source.markdown_arguments.get(_TAB)
    if known is None or "name" not in known.keys:
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit | Mistake]:
    text, opened = source.text, list[_Pane]()
    tags = [each for each in read_tags(source) if isinstance(each, ShortcodeTag)]
    for number, tag in enumerate(tags):
        if tag.name == _PANE and not tag.closes:
            opened.append(_Pane(_given(tag)))
            yield tag.start, tag.end, f"{{{{< tabs{_others(tag)} >}}}}"
        elif tag.name == _PANE and opened:
            opened.pop()
            yield tag.start, tag.end, "{{< /tabs >}}"
        elif tag.name == _TAB and opened:
            following = tags[number + 1] if number + 1 < len(tags) else None
            yield from _tab(text, tag, following, opened[-1])


def _tab(
    text: str, tag: ShortcodeTag, following: ShortcodeTag | None, pane: _Pane
) -> Iterator[Edit | Mistake]:
    """Yield the edits of a tag: its name, and the marks of code behind it or before its end."""
    margin = _margin(text, tag.start)
    if tag.closes and not tag.is_closed:
        if pane.ends:
            feed = "" if begins_line(text, tag.start) else f"\n{margin}"
            yield tag.start, tag.start, f"{feed}{pane.ends}\n{margin}"
            pane.ends = ""
        return
    given = {**pane.given, **_given(tag)}
    if given.get("disabled") == "true":
        message = f"the tab '{given.get('header', '')[:40]}' cannot be chosen, and is left out"
        yield Mistake(
            tag.start,
            Problem("foreign-syntax", message, "remove it, or write a text above the tabs"),
        )
        ends_it = not tag.is_closed and following and following.name == _TAB and following.closes
        yield tag.start, following.end if following and ends_it else tag.end, ""
        return
    # Code that never ends hides the tags below it: to mark more of it would hide why.
    inner = text[tag.end : following.start] if following else ""
    is_prose = text.startswith("{{%", tag.start) or _FENCED.match(inner) is not None
    behind = ""
    if following and not (is_prose or given.get("text") == "true" or tag.is_closed):
        pane.ends = max((*_TICKS.findall(inner), "``"), key=len) + "`"
        options = f" {{{given['highlight']}}}" if given.get("highlight") else ""
        feed = "" if ends_line(text, tag.end) else f"\n{margin}"
        behind = f"\n{margin}{pane.ends}{given.get('lang', '')}{options}{feed}"
    name = markdown_argument(
        "name", given.get("header") or given.get("name") or given.get("lang") or "Code"
    )
    closing = " /" if tag.is_closed else ""
    yield tag.start, tag.end, f"{{{{< tab{name}{_others(tag)}{closing} >}}}}{behind}"


def _given(tag: ShortcodeTag) -> dict[str, str]:
    """Return the arguments of a tag by their names; those without one have their places."""
    positions = iter(_POSITIONS)
    return {each.key or next(positions, ""): each.value for each in tag.arguments}


def _others(tag: ShortcodeTag) -> str:
    """Return the arguments that are neither read here nor about looks."""
    left = [
        each
        for number, each in enumerate(tag.arguments)
        if each.key not in _READ | _LOOKS and (each.key or number >= len(_POSITIONS))
    ]
    return "".join(
        text_argument(each.key, each.value) if each.key else f' "{each.value}"' for each in left
    )


def _margin(text: str, place: int) -> str:
    """Return what stands at the beginning of a line, if it is that of a quotation."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip(" \t>"))]
