"""Show what cells of MyST have glued: `glue("knees", figure)`, and `{glue:figure} knees` elsewhere.

MyST-NB keeps such a value as an output of its cell, whose metadata name it. What the cell itself
does not show has kinds with a prefix. See https://myst-nb.readthedocs.io/en/latest/render/glue.html.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sitegen.content.directive_blocks import read_directive
from sitegen.content.notebooks.notebook_images import GLUED_PREFIX
from sitegen.content.notebooks.prose_matches import find_in_prose
from sitegen.content.notebooks.text_cells import TextCell
from sitegen.content.scanner import MarkdownSource
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.content.notebooks.notebook_reader import Cell

__all__ = ["find_glue_cells", "read_glued", "with_glued_words"]

_INFO = compile_late(r"[ \t]*\{(?P<name>glue(?::(?:figure|md|any|math)?)?)\}[ \t]*(?P<key>[^\n]*)")
_ROLE = compile_late(
    r"(?<![`\\])\{glue(?::(?:text|any)?)?\}`(?P<key>[^`:\n]+)(?::(?P<format>[^`\n]*))?`"
)
#: How a number is written, as Python has it.
_FORMAT = compile_late(r"[-+ ]?\d{0,2},?(?:\.\d{1,2})?[defg%]?")
_PUNCTUATION = compile_late(r"([\\`*_{}\[\]<>()#+!|~$^&\"'@:-])")
_TEXTS = {"name": "label", "label": "label", "alt": "fig-alt"}
_WIDTHS = ("figwidth", "width")


def read_glued(cells: Iterable[Cell]) -> dict[str, Mapping[str, Any]]:
    """Return the outputs that cells have glued, by their names."""
    found: dict[str, Mapping[str, Any]] = {}
    for cell in cells:
        for row in cell.outputs:
            about, data = row.get("metadata"), row.get("data")
            scrapbook = about.get("scrapbook") if isinstance(about, dict) else None
            name = scrapbook.get("name") if isinstance(scrapbook, dict) else None
            if isinstance(name, str) and isinstance(data, dict):
                plain = {str(kind).removeprefix(GLUED_PREFIX): each for kind, each in data.items()}
                found[name] = {"output_type": "display_data", "data": plain, "metadata": {}}
    return found


def find_glue_cells(text: str, glued: Mapping[str, Mapping[str, Any]] | None) -> list[TextCell]:
    """Return the places at which a page shows what is glued, as cells without code.

    Without outputs, `glued` is None: the cells are then what would be shown.
    """
    if "{glue" not in text:
        return []
    found = []
    line, counted = 1, 0
    for fence in MarkdownSource(text, "commonmark").blocks.fences:
        info = _INFO.fullmatch(text, fence.info, fence.info_end)
        starts_line = not fence.start or text[fence.start - 1] == "\n"
        if not info or not fence.closed or not starts_line:
            continue
        key = info["key"].strip()
        row = glued.get(key) if glued is not None else None
        if row is None and (glued is not None or info["name"] != "glue:figure"):
            continue
        end = fence.end - (text[fence.end - 1] == "\n")
        line += text.count("\n", counted, fence.start)
        counted = fence.start
        found.append(
            TextCell(
                start=fence.start,
                end=end,
                line=line,
                lines=text.count("\n", fence.start, end) + 1,
                language="",
                usual=_options(text[fence.start : fence.end], info["name"]),
                source="",
                is_myst=True,
                glued=row,
            )
        )
    return found


def _options(block: str, name: str) -> dict[str, Any]:
    """Return the options of a directive, in the words of those of cells."""
    values: dict[str, Any] = {"is-figure": True} if name == "glue:figure" else {}
    # A colon is no part of the names of directives that are read here.
    plain = block.replace(f"{{{name}}}", "{glue}", 1)
    fence = next(iter(MarkdownSource(plain, "commonmark").blocks.fences), None)
    directive = read_directive(plain, fence) if fence else None
    if directive is None:  # pragma: no cover  # it was found a moment ago
        return values
    for option, given in directive.options.items():
        if option in _TEXTS:
            values[_TEXTS[option]] = given.value
        elif option in _WIDTHS:
            values["out-width"] = given.value
    if directive.body.strip() and name == "glue:figure":
        values["fig-cap"] = directive.body
    return values


def with_glued_words(text: str, glued: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a text with the words and numbers that are glued, in place of roles."""
    if "{glue" not in text:
        return text
    pieces, done = [], 0
    for found in find_in_prose(_ROLE, text):
        row = glued.get(found["key"].strip())
        words = _words(row["data"], found["format"] or "") if row else ""
        if words:
            pieces += [text[done : found.start()], _PUNCTUATION.sub(r"\\\1", words)]
            done = found.end()
    return "".join((*pieces, text[done:]))


def _words(data: Mapping[str, Any], written: str) -> str:
    """Return a text or a number on one line; empty for anything else."""
    plain = data.get("text/plain")
    text = "".join(plain) if isinstance(plain, list) and all(map(_is_text, plain)) else plain
    if not isinstance(text, str) or any(kind.startswith("image/") for kind in data):
        return ""
    text = re.sub(r"\A(['\"])(.*)\1\Z", r"\2", text.strip())
    if written:
        try:
            return format(float(text), written) if _FORMAT.fullmatch(written) else ""
        except ValueError:
            return ""
    return "" if "\n" in text else text


def _is_text(value: object) -> bool:
    return isinstance(value, str)
