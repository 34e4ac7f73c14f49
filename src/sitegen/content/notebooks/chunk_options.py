"""Read the options in the braces of a cell, as in R Markdown: `{r knee, fig.cap="A knee"}`.

What labels a cell in bookdown labels the figure or table that it makes: `knee` is `fig-knee`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.content.chunk_headers import read_arguments, read_r_text
from sitegen.content.rewriting.bookdown_rewriting import bookdown_label
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_chunk_defaults", "read_chunk_options"]

_FLAG = compile_late(r"(?<![\w.-])([\w.-]++)[ \t]*=[ \t]*(TRUE|FALSE|T|F|true|false)\b")
_TRUE = frozenset({"TRUE", "T", "true"})
_TEXTS = {
    **{name: name.replace(".", "-") for name in ("fig.cap", "fig.alt", "fig.align", "out.width")},
    **{name: name for name in ("fig-cap", "fig-alt", "fig-align", "tbl-cap", "out-width", "child")},
    "tab.cap": "tbl-cap",
}
#: What stands behind `results=`, and means the same as an option of Quarto.
_RESULTS: dict[str, dict[str, Any]] = {
    "hide": {"output": False},
    "asis": {"output": True, "as-is": True},
}
_CAPTION_LINE = compile_late(r"^[ \t]*#\|[ \t]*(?P<kind>fig|tbl|tab)[.-]cap[ \t]*:", 8)  # MULTILINE
_TABLE = compile_late(r"\b(?:kable|kbl)[ \t]*\(")
_TABLE_CAPTION = compile_late(
    r"\bcaption[ \t]*=[ \t]*(?P<text>\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')?"
)
_SETS_DEFAULTS = compile_late(r"\bopts_chunk\$set\((?P<rest>[^\n]*(?:\n[^\n]*){0,30})")
_DEFAULTS = frozenset({"echo", "warning", "error", "include", "eval", "output"})


def read_chunk_options(chunk: str, code: str) -> dict[str, Any]:
    """Return what stands behind the language of a cell; `code` are its lines."""
    values: dict[str, Any] = dict(_flags(chunk))
    given = read_arguments(chunk)
    for name, option in _TEXTS.items():
        text = read_r_text(given.get(name, ""))
        if text:
            values[option] = text
    values |= _RESULTS.get(read_r_text(given.get("results", "")), {})
    label = read_r_text(given.get("label", "")) or given.get("label", "")
    if label:
        values |= _labelled(label, code, has_caption="fig.cap" in given or "fig-cap" in given)
    return values


def read_chunk_defaults(code: str) -> dict[str, Any]:
    """Return the options that `knitr::opts_chunk$set(echo = FALSE)` gives to the cells below."""
    found = _SETS_DEFAULTS.search(code) if "opts_chunk" in code else None
    if not found:
        return {}
    inner = found["rest"].split(")", 1)[0]
    place = read_r_text(read_arguments(f", {inner}").get("fig.align", ""))
    usual: dict[str, Any] = {"fig-align": place} if place else {}
    return usual | {name: value for name, value in _flags(inner) if name in _DEFAULTS}


def _flags(written: str) -> Iterator[tuple[str, bool]]:
    for name, value in _FLAG.findall(written):
        yield name.replace(".", "-"), value in _TRUE


def _labelled(label: str, code: str, *, has_caption: bool) -> dict[str, Any]:
    """Return the label of a cell, and the caption that its code gives to a table."""
    if kind_of_label(label):
        return {"label": label}
    line = _CAPTION_LINE.search(code)
    if has_caption or (line and line["kind"] == "fig"):
        return {"label": bookdown_label(f"fig:{label}")}
    own = {"label": bookdown_label(f"tab:{label}")}
    if line:
        return own
    caption = _TABLE_CAPTION.search(code) if _TABLE.search(code) else None
    if not caption:
        return {}
    text = read_r_text(caption["text"] or "")
    return {**own, "tbl-cap": text} if text else own
