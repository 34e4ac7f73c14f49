"""Find the cells of MyST in a page of Markdown: blocks of the directive `{code-cell}`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.content.front_matter import split_front_matter
from sitegen.content.notebooks.cell_headers import read_cell_header
from sitegen.content.notebooks.text_cells import TextCell
from sitegen.content.scanner import MarkdownSource
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sitegen.content.source_blocks import Fence

__all__ = ["MystPage", "find_myst_cells", "read_myst_page", "with_backticks", "without_margin"]

_INFO = compile_late(r"[ \t]*\{code-cell\}[ \t]*(?P<language>[\w+#.-]*)[^\n]*")
#: Kernels of Python call their language by names of their own.
_LANGUAGES = {**dict.fromkeys(("ipython", "ipython2", "ipython3", "python2", "python3"), "python")}
_COLONS = compile_late(r"^[ \t]*(?P<marks>:{3,})[ \t]*(?=\{code-cell\})", re.MULTILINE)
_TICKS = compile_late(r"`{3,}")


class MystPage(NamedTuple):
    """What the front matter says of all cells: the language, the kernel, and usual options."""

    language: str
    kernel: str
    usual: Mapping[str, Any]


def read_myst_page(text: str, path: str) -> MystPage:
    """Read the fields that say how the cells of a page are run."""
    fields = split_front_matter(text, path).fields
    found = {name: fields[name].value for name in fields}
    about = _table(found.get("kernelspec"))
    jupytext = _table(found.get("jupyter"))
    about = about or _table(jupytext.get("kernelspec"))
    language = about.get("language")
    kernel = about.get("name")
    is_off = _table(found.get("execute")).get("skip") is True
    mystnb = _table(found.get("mystnb"))
    is_off = is_off or mystnb.get("execution_mode") in ("off", False)
    usual: dict[str, Any] = {"eval": False} if is_off else {}
    for name, option in (("remove_code_source", "echo"), ("remove_code_outputs", "output")):
        if mystnb.get(name) is True:
            usual[option] = False
    return MystPage(
        _folded(language) if isinstance(language, str) else "",
        kernel if isinstance(kernel, str) else "",
        usual,
    )


def find_myst_cells(
    text: str, page: MystPage, *, in_margin: bool = False
) -> list[tuple[TextCell, Fence]]:
    """Return the cells of a page, in their order; those `in_margin` are in lists and quotations."""
    source = MarkdownSource(text, "commonmark")
    starts, ends = _nested(source)
    found = []
    line, counted = 1, 0
    for fence in source.blocks.fences:
        info = _INFO.fullmatch(text, fence.info, fence.info_end)
        if not info or not fence.closed:
            continue
        start = text.rfind("\n", 0, fence.start) + 1
        if bool(fence.start > start) != in_margin:
            continue
        line += text.count("\n", counted, start)
        counted = start
        end = fence.end - (text[fence.end - 1] == "\n")
        inside = text[fence.info_end + 1 : end].split("\n")[:-1]
        margin = text[start : fence.start]
        header = read_cell_header([without_margin(each, margin) for each in inside])
        cell = TextCell(
            start=start,
            end=end,
            line=line,
            lines=text.count("\n", start, end) + 1,
            language=_folded(info["language"]) or page.language or "python",
            usual={**page.usual, **header.values},
            source="\n".join(without_margin(each, margin) for each in inside[header.lines :]),
            first=header.lines + 1,
            tags=header.tags,
            problems=header.problems,
            is_nested=fence.start < ends[bisect_right(starts, fence.start) - 1],
            is_myst=True,
        )
        found.append((cell, fence))
    return found


def with_backticks(text: str) -> str:
    """Return a text in which cells between colons stand between backticks, on the same lines."""
    if not _COLONS.search(text):
        return text
    pieces, done = [], 0
    for div in MarkdownSource(text, "commonmark").blocks.divs:
        found = _COLONS.match(text, text.rfind("\n", 0, div.start) + 1)
        if not found or div.name != "code-cell" or div.end >= 0 or div.start < done:
            continue
        first, last = div.closing
        inside = _TICKS.findall(text, div.line_end, first)
        ticks = "`" * max(3, *(len(each) + 1 for each in inside), 0)
        pieces += [text[done : found.start("marks")], ticks, text[found.end() : first], ticks]
        done = last
    return "".join((*pieces, text[done:]))


def without_margin(line: str, margin: str) -> str:
    """Return a line of a block without what its first line has before its marks."""
    quotes = margin.count(">")
    if quotes:
        for _ in range(quotes):
            line = line.lstrip(" \t").removeprefix(">")
        margin = margin[margin.rindex(">") + 1 :]
    indent = len(line) - len(line.lstrip(" \t"))
    return line[min(indent, len(margin)) :]


def _nested(source: MarkdownSource) -> tuple[Sequence[int], Sequence[int]]:
    """Return where the blocks begin and end whose cells Jupytext does not know.

    Those are not exercises between two directives. A block in another one ends with that.
    """
    starts, ends = [-1], [-1]
    for div in source.blocks.divs:
        if not div.is_gate:
            starts.append(div.start)
            ends.append(max(ends[-1], div.closing[0] if div.closing[0] >= 0 else div.end))
    return starts, ends


def _folded(language: str) -> str:
    name = language.casefold()
    return _LANGUAGES.get(name, name)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
