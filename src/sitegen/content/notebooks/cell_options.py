"""Read the options of a code cell: lines `#| name: value` at its top, as in Quarto; and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sitegen.content.yaml_reader import Field, Refused, Rules, read_yaml
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CELL_OPTION", "CELL_TAGS", "CellOptions", "read_cell_option", "read_cell_options"]

CELL_OPTION = declare("cell-option", Severity.WARNING)

#: The mark of options follows that of a comment in the language of the cell.
_LINE = compile_late(r"[ \t]*(?:#|//|--|%%?|;|!|\"|\*)\|[ \t]?(.*)")
_RULES = Rules(noun="the options of this cell", code=CELL_OPTION, max_events=500)
_TEXTS = frozenset(
    "label fig-cap fig-alt fig-align tbl-cap lst-cap lst-label code-summary out-width".split()
)
_FLAGS = frozenset({"echo", "include", "warning", "error", "code-fold", "output"})
_PLACES = ("left", "center", "right", "default")
#: What these options say beside true and false.
_WORDS = {
    "code-fold": {"show": True},
    "output": {"asis": True},
    "echo": {"fenced": True},
}
#: What only matters when a cell is run, or changes nothing here.
_WITHOUT_EFFECT = frozenset(
    """
    eval fig-width fig-height fig-dpi fig-format fig-asp out-height dpi message
    results cache cache-path dependson fig-keep fig-path autodep file tidy purl name
    fig-pos fig-env fig-scap fig-link column classes layout layout-ncol layout-nrow
    layout-valign fig-column tbl-column cap-location fig-cap-location tbl-cap-location code-overflow
    code-line-numbers lst-cap-location panel tbl-colwidths
    slideshow editable jupyter freeze id title tags export output-location fig-show fig.cap
    dev dev-args fig-ext comment prompt collapse background fig-process engine renderings
    html-table-processing
    """.split()
)
#: Captions of the parts of a cell's output, which nobody would see.
_OF_PARTS = frozenset({"fig-subcap", "tbl-subcap"})
_KNOWN = (*sorted(_TEXTS), *sorted(_FLAGS))
#: Tags of Jupyter Book and nbconvert, and the options that say the same.
CELL_TAGS: dict[str, dict[str, Any]] = {
    "remove-input": {"echo": False},
    "remove_input": {"echo": False},
    "remove-output": {"output": False},
    "remove_output": {"output": False},
    "remove-cell": {"include": False},
    "remove_cell": {"include": False},
    "hide-input": {"code-fold": True},
    "hide_input": {"code-fold": True},
    "hide-output": {"hide-output": True},
    "hide_output": {"hide-output": True},
    "hide-cell": {"code-fold": True, "hide-output": True},
    "hide_cell": {"code-fold": True, "hide-output": True},
    "remove-stderr": {"warning": False},
    "remove_stderr": {"warning": False},
    "remove-stdout": {"prints": False},
    "remove_stdout": {"prints": False},
}


@dataclass(frozen=True, slots=True)
class CellOptions:
    """What of a cell is shown, and the code without the lines of the options.

    `first_line` is the number of the first line of `code` in the cell. `problems` come with the
    line in the cell.
    """

    values: Mapping[str, Any]
    code: str
    first_line: int
    problems: tuple[tuple[int, Problem], ...] = ()

    def flag(self, name: str, *, otherwise: bool) -> bool:
        """Return an option that is true or false."""
        return bool(self.values.get(name, otherwise))

    def text(self, name: str) -> str:
        """Return an option that is text; empty without one."""
        return str(self.values.get(name, ""))


def read_cell_options(
    source: str, tags: Iterable[str] = (), defaults: Mapping[str, Any] = MappingProxyType({})
) -> CellOptions:
    """Read the options of a cell from its first lines, its tags and defaults; the lines win."""
    lines = source.split("\n")
    written: list[str] = []
    for line in lines:
        found = _LINE.fullmatch(line)
        if not found:
            break
        written.append(found[1])
    values: dict[str, Any] = dict(defaults)
    for tag in sorted(tags):
        values |= CELL_TAGS.get(tag, {})
    problems: list[tuple[int, Problem]] = []
    if written:
        try:
            roots, fields = read_yaml("\n".join(written) + "\n", _RULES)
        except Refused as refused:
            problems.append((refused.line or 1, refused.problem))
        else:
            if roots and isinstance(roots[0], dict):
                for name, field in fields.items():
                    problems += read_cell_option(name, field, values)
            elif roots:
                hint = "write lines such as '#| echo: false'"
                problems.append((1, Problem(CELL_OPTION, "these are no options of a cell", hint)))
    code = "\n".join(lines[len(written) :])
    blank = len(code) - len(code.lstrip("\n"))
    first = len(written) + 1 + blank
    return CellOptions(values, code.strip("\n"), first, tuple(problems))


def read_cell_option(name: str, field: Field, values: dict[str, Any]) -> list[tuple[int, Problem]]:
    """Read one option into the values; return what is wrong with it."""
    folded = name.replace("_", "-").replace(".", "-")
    folded = "fig-cap" if folded == "caption" else folded  # of mystmd
    if folded == "fig-align" and field.value not in _PLACES:
        message = f"'{name}' is '{field.raw or field.value}', which is no place for a picture"
        return [(field.line, Problem(CELL_OPTION, message, f"write '#| {name}: center'"))]
    if folded in _TEXTS:
        return _read_text(name, folded, field, values)
    if folded in _FLAGS:
        value = _WORDS.get(folded, {}).get(str(field.value), field.value)
        if field.value == "asis":
            values["as-is"] = True
        if isinstance(value, bool):
            values[folded] = value
            return []
        message = f"'{name}' is '{field.raw or field.value}', and not true or false"
        return [(field.line, Problem(CELL_OPTION, message, f"write '#| {name}: false'"))]
    if folded in _WITHOUT_EFFECT:
        if folded == "eval" and isinstance(field.value, bool):
            values["eval"] = field.value
        return []
    if folded in _OF_PARTS:
        message = f"the captions of parts in '{name}' are not shown"
        hint = "make each part in a cell of its own, with a caption of its own"
        return [(field.line, Problem(CELL_OPTION, message, hint))]
    message = f"'{name}' is no option of a cell, and has no effect"
    hint = did_you_mean(name, _KNOWN, f"known are {', '.join(_KNOWN)}")
    return [(field.line, Problem(CELL_OPTION, message, hint))]


def _read_text(
    name: str, folded: str, field: Field, values: dict[str, Any]
) -> list[tuple[int, Problem]]:
    if folded == "fig-align" and field.value not in _PLACES:
        message = f"'{name}' is '{field.raw or field.value}', which is no place for a picture"
        return [(field.line, Problem(CELL_OPTION, message, f"write '#| {name}: center'"))]
    if isinstance(field.value, str | int | float) and not isinstance(field.value, bool):
        values[folded] = field.raw or str(field.value)
        return []
    if field.value is None:
        return []
    message, hint = f"'{name}' is no text", f"write '#| {name}: \"…\"'"
    if isinstance(field.value, list):
        hint = "put pictures with captions of their own into cells of their own"
    return [(field.line, Problem(CELL_OPTION, message, hint))]
