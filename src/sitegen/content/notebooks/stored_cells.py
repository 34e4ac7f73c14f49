"""Read what Quarto has stored of the cells of a document, and tell which cell each belongs to.

Quarto keeps the whole document in Markdown, with a fenced div for each cell that was run or shown.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.content.notebooks.freezes import folder_of_freeze
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

__all__ = ["CodeCell", "hash_of_stored", "pair_stored", "read_stored"]

_CLASS = compile_late(r"\.[\w-]+")
_DIV = compile_late(r"(:{3,})[ \t]*(.*)")
_CODE_FENCE = compile_late(r"[ \t]*(`{3,}|~{3,})")
_CODE = compile_late(
    r"^(`{3,}|~{3,})[ \t]*\{[ \t]*\.(\w+)[^}\n]*\.cell-code\b[^\n]*\n(.*?)^\1[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A cell of the document: its language and code, and whether it shows its code, or anything."""

    language: str
    code: str
    shows_code: bool = True
    is_included: bool = True


def pair_stored(cells: Sequence[CodeCell], stored: Sequence[str]) -> tuple[str | None, ...]:
    """Return what is stored of each cell, None of a cell of which nothing is; empty if unclear.

    Quarto stores nothing of a cell that shows neither code nor outputs, nor of one in another
    language than that of the page, which it does not run.
    """
    if len(cells) == len(stored):
        return tuple(stored)
    left = deque((each, _CODE.findall(each)) for each in stored if each.strip())
    languages = {language for _, found in left for _, language, _ in found}
    paired: list[str | None] = [None] * len(cells)
    without_code: list[int] = []
    for index, cell in enumerate(cells):
        if not cell.shows_code or not cell.is_included:
            without_code += [index] if cell.is_included else []
        elif cell.language in languages:
            if not _pair_outputs(paired, without_code, left) or not left:
                return ()
            whole, found = left.popleft()
            if _without_spaces("".join(code for *_, code in found)) != _without_spaces(cell.code):
                return ()
            paired[index] = whole
    is_clear = _pair_outputs(paired, without_code, left) and not left
    return tuple(paired) if is_clear and any(paired) else ()


def _pair_outputs(
    paired: list[str | None], cells: list[int], left: deque[tuple[str, list[tuple[str, ...]]]]
) -> bool:
    """Give cells that show no code the outputs that are stored next; tell whether that is clear."""
    outputs = []
    while left and not left[0][1]:
        outputs.append(left.popleft()[0])
    if outputs and len(outputs) != len(cells):
        return False
    for index, each in zip(cells, outputs, strict=False):
        paired[index] = each
    cells.clear()
    return True


def _without_spaces(code: str) -> str:
    return "".join(code.split())


def read_stored(stored: bytes, path: PurePosixPath) -> tuple[str, ...]:
    """Return the Markdown of each cell; none if it cannot be read."""
    try:
        root = json.loads(stored)
    except (ValueError, RecursionError):
        return ()
    result = root.get("result") if isinstance(root, dict) else None
    markdown = result.get("markdown") if isinstance(result, dict) else None
    if not isinstance(markdown, str):
        return ()
    markdown = re.sub("[\ud800-\udfff]", "\ufffd", markdown).replace("\r\n", "\n")
    target = f"](/{folder_of_freeze(path)}/"
    markdown = markdown.replace(f"]({path.stem}_files/", target)
    return tuple(_stored_cells(markdown))


def _stored_cells(markdown: str) -> list[str]:
    """Return what is in the fenced divs with the class `cell` that are in no other div."""
    found: list[str] = []
    depth, fence = 0, ""
    kept: list[str] | None = None
    for line in markdown.split("\n"):
        marks = _CODE_FENCE.match(line)
        div = None if fence or marks else _DIV.match(line)
        if fence:
            is_end = marks and marks[1].startswith(fence) and not line.strip("`~ \t")
            fence = "" if is_end else fence
        elif marks:
            fence = marks[1]
        elif div and div[2].strip():
            depth += 1
            if depth == 1 and ".cell" in _CLASS.findall(div[2]):
                kept = []
                continue
            line = _only_classes(div)  # noqa: PLW2901  # as it is kept
        elif div:
            depth = max(depth - 1, 0)
            if depth == 0 and kept is not None:
                found.append("\n".join(kept).strip("\n"))
                kept = None
        if kept is not None:
            kept.append(line)
    return found


def _only_classes(div: re.Match[str]) -> str:
    """Return the line of a div without what only Quarto needs, such as `execution_count`."""
    classes = " ".join(_CLASS.findall(div[2]))
    return f"{div[1]} {{{classes}}}" if classes else div[0]


def hash_of_stored(stored: bytes) -> str:
    """Return the hash of the document whose cells these are; empty if it cannot be read."""
    try:
        root = json.loads(stored)
    except (ValueError, RecursionError):
        return ""
    found = root.get("hash") if isinstance(root, dict) else ""
    return found if isinstance(found, str) else ""
