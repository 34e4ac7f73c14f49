"""Read what stands above the code of a cell of MyST: YAML between dashes, or lines `:name: value`.

    ---                                          :tags: [hide-input]
    tags: [hide-input]                           :label: knees
    mystnb:                                      :caption: Two knees
      figure: {name: knees, caption: Two knees}
    ---

What it says becomes options of cells as Quarto calls them. After
https://myst-nb.readthedocs.io/en/latest/configuration.html and
https://mystmd.org/guide/notebooks-with-markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.content.code.code_options import CodeInfo, CodeOptions, read_code_option
from sitegen.content.notebooks.cell_options import (
    CELL_OPTION,
    CELL_TAGS,
    CellOptions,
    read_cell_option,
)
from sitegen.content.target_names import TARGET, prefixed_label, target_id
from sitegen.content.yaml_reader import Field, Refused, Rules, read_plain, read_yaml
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["CellHeader", "read_cell_header", "with_figure_label"]

_DASHES = compile_late(r"---[ \t]*")
_OPTION = compile_late(r"[ \t]*:(?P<name>[A-Za-z][\w.-]*):(?:[ \t]+(?P<value>.*))?")
#: A text in YAML that begins on the next line.
_BLOCK_TEXT = compile_late(r":[ \t]*[|>][-+\d]*[ \t]*\Z")
_RULES = Rules(noun="the header of this cell", code=CELL_OPTION, max_events=500)
#: What Jupyter and its tools keep of a cell, and what only matters when it is run.
_SILENT = frozenset(
    """
    id outputid executioninfo colab collapsed deletable editable slideshow jupyter execution
    pycharm vscode trusted nteract papermill scrolled hidden init-cell run-control nbgrader
    lines-to-next-cell lines-to-end-of-cell-marker nbsphinx autoscroll type placeholder kernel
    load lines-at-end cell-marker region-name title heading-collapsed format ein.tags tags-hint
    scroll-output height align
    """.split()
)
#: Tags for other programs, or for how a cell is run.
_SILENT_TAGS = frozenset(
    """
    skip-execution raises-exception scroll-output output-scroll parameters injected-parameters
    full-width margin popout thebe thebe-init thebe-remove-input-init thebe-remove-input interactive
    nbval-skip nbval-ignore-output nbval-raises-exception nbval-check-output solution test worksheet
    center scroll-input remove-warning nbgrader pytest-skip no-execute notebook-only export
    """.split()
)
_TAG_EFFECTS: Mapping[str, Mapping[str, Any]] = {
    "skip-execution": {"eval": False},
    "margin": {"in-margin": True},
}
#: Names of options that are texts here.
_TEXTS = {"caption": "fig-cap", "name": "label", "alt": "fig-alt", "width": "out-width"}
_OF_FIGURES = {"name": "label", "caption": "fig-cap", "alt": "fig-alt"}
_OF_IMAGES = {"alt": "fig-alt", "width": "out-width"}
#: What MyST-NB knows beside these, and what changes nothing here.
_MYSTNB = frozenset(
    """
    figure image code_prompt_show code_prompt_hide remove_code_source remove_code_outputs
    output_stderr merge_streams number_source_lines text_lexer error_lexer scroll_outputs
    markdown_format render_plugin mime_priority_overrides execution_timeout
    execution_allow_errors execution_raise_on_error metadata_to_fm
    """.split()
)
#: What hides a cell in Jupyter.
_HIDING = ("hide-input", "hide-output")
#: Options of blocks of code.
_OF_CODE = frozenset(
    """
    filename linenums linenos numberlines showlinenumbers linenostart startfrom emphasizelines
    hllines
    """.split()
)
_PROMPTS = {"code_prompt_show": "code-summary", "code_prompt_hide": "code-summary-open"}


class CellHeader(NamedTuple):
    """The options and tags of a header, how many lines it takes, and what is wrong with it.

    Problems come with their line in the cell, from 1.
    """

    values: Mapping[str, Any]
    lines: int
    tags: frozenset[str]
    problems: tuple[tuple[int, Problem], ...] = ()


def read_cell_header(lines: Sequence[str]) -> CellHeader:
    """Read the header of a cell, whose lines these are, without their margin."""
    reader = _Reader()
    count = reader.read(lines)
    values = {**reader.values}
    for tag in reader.tags:
        values |= _TAG_EFFECTS.get(tag, {})
    if reader.code:
        values["code-options"] = CodeOptions(**reader.code)
    return CellHeader(values, count, frozenset(reader.tags), tuple(reader.problems))


def with_figure_label(options: CellOptions) -> CellOptions:
    """Return options whose label is that of a figure or a table, whatever its name.

    A label without a caption names the cell: it is a target then.
    """
    values = dict(options.values)
    name = str(values.get("label", ""))
    if not name:
        return options
    is_figure = "fig-cap" in values or "tbl-cap" in values or values.get("is-figure")
    label = prefixed_label("fig", name) if is_figure else target_id(name)
    kind = kind_of_label(label)
    values |= {"label": label, "is-figure": kind == "figure"}
    if kind == "table" and "fig-cap" in values:
        values.setdefault("tbl-cap", values.pop("fig-cap"))
    problems = options.problems
    if kind not in {"figure", "table"}:
        del values["label"]
        if TARGET.fullmatch(f"({name})="):
            values["target"] = name
        else:
            message = f"'{name[:60]}' is no name for a cell, and nothing can refer to it"
            hint = "write one of letters, digits and dashes, such as fig-knee"
            problems = (*problems, (1, Problem(CELL_OPTION, message, hint)))
    return CellOptions(values, options.code, options.first_line, problems)


class _Reader:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.tags: list[str] = []
        self.code: dict[str, Any] = {}
        self.problems: list[tuple[int, Problem]] = []
        self.lines: Sequence[str] = ()
        #: How many lines of the cell are above those that are counted.
        self.above = 0

    def read(self, lines: Sequence[str]) -> int:
        """Read the header, and return how many lines it takes."""
        self.lines = lines
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        if first < len(lines) and _DASHES.fullmatch(lines[first]):
            end = next((n for n in range(first + 1, len(lines)) if _DASHES.fullmatch(lines[n])), 0)
            if end:
                self.above = first + 1
                self._read_yaml("\n".join(lines[first + 1 : end]) + "\n")
                return end + 1
            return 0
        count = first
        for number, line in enumerate(lines[first:], start=first + 1):
            found = _OPTION.fullmatch(line)
            if not found:
                break
            count = number
            self._take(found["name"], _field((found["value"] or "").strip(), number))
        return count if count > first else 0

    def _read_yaml(self, text: str) -> None:
        try:
            roots, fields = read_yaml(text, _RULES)
        except Refused as refused:
            self._report(refused.line or 1, refused.problem)
            return
        if roots and not isinstance(roots[0], dict):
            hint = "write lines such as 'tags: [hide-input]'"
            self._report(1, Problem(CELL_OPTION, "the header of this cell has no options", hint))
            return
        for name, field in fields.items():
            self._take(name, field)

    def _report(self, line: int, problem: Problem) -> None:
        self.problems.append((self.above + line, problem))

    def _take(self, name: str, field: Field) -> None:
        """Read one option."""
        folded = name.casefold().replace("_", "-")
        if folded in {"tags", "tag"}:
            self._take_tags(field)
        elif folded in {"mystnb", "render"}:
            self._take_mystnb(field)
        elif folded in CELL_TAGS:
            if field.value in (True, None, ""):
                self.tags.append(folded)
        elif folded in _TEXTS or folded == "label":
            self._take_text(_TEXTS.get(folded, folded), field.value, field.line)
            self._find_caption(folded, field)
        elif folded == "jupyter" and isinstance(field.value, dict):
            hides = field.value.get("source_hidden"), field.value.get("outputs_hidden")
            self.tags += [t for t, is_so in zip(_HIDING, hides, strict=True) if is_so is True]
        elif folded in _SILENT:
            return
        elif folded.replace("-", "") in _OF_CODE:
            self._take_code_option(name, field)
        else:
            for line, problem in read_cell_option(name, field, self.values):
                self._report(line, problem)

    def _take_tags(self, field: Field) -> None:
        for tag in _words(field.value):
            folded = tag.casefold().replace("_", "-")
            if folded in CELL_TAGS or folded in _SILENT_TAGS:
                self.tags.append(folded)
                continue
            message = f"the tag '{tag[:60]}' has no effect"
            known = (*sorted(CELL_TAGS), "skip-execution", "raises-exception")
            hint = did_you_mean(folded, known, "remove it, unless another program reads it")
            self._report(field.line, Problem(CELL_OPTION, message, hint))

    def _take_mystnb(self, field: Field) -> None:
        if not isinstance(field.value, dict):
            problem = Problem(CELL_OPTION, "'mystnb' has no options", "indent the lines below it")
            self._report(field.line, problem)
            return
        places = field.inside if isinstance(field.inside, dict) else {}
        for name, value in field.value.items():
            line = places[name].line if name in places else field.line
            if name == "figure" and isinstance(value, dict):
                self._take_figure(value, line, places[name].inside if name in places else None)
            elif name == "image" and isinstance(value, dict):
                self._take_texts(_OF_IMAGES, value, line)
            elif name in _PROMPTS:
                self._take_text(_PROMPTS[name], value, line)
            elif name == "remove_code_source" and value is True:
                self.values["echo"] = False
            elif name == "remove_code_outputs" and value is True:
                self.values["output"] = False
            elif name == "output_stderr" and str(value).startswith("remove"):
                self.values["warning"] = False
            elif name not in _MYSTNB:
                message = f"'{name[:60]}' is no option of MyST-NB, and has no effect"
                hint = did_you_mean(name, _MYSTNB, "remove it")
                self._report(line, Problem(CELL_OPTION, message, hint))

    def _take_figure(self, given: Mapping[str, Any], line: int, inside: Any) -> None:
        self.values["is-figure"] = True
        self._take_texts(_OF_FIGURES, given, line)
        for name, field in inside.items() if isinstance(inside, dict) else ():
            self._find_caption(name, field)

    def _take_texts(self, names: Mapping[str, str], given: Mapping[str, Any], line: int) -> None:
        for name, value in given.items():
            if name in names:
                self._take_text(names[name], value, line)

    def _take_text(self, name: str, value: Any, line: int) -> None:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            self.values[name] = str(value).strip()
        elif value is not None:
            hint = "write it on one line"
            self._report(line, Problem(CELL_OPTION, f"'{name}' is no text", hint))

    def _find_caption(self, name: str, field: Field) -> None:
        """Remember on which line of the cell the text of a caption begins."""
        if name == "caption":
            line = self.above + field.line
            is_below = _BLOCK_TEXT.search(self.lines[line - 1]) if self.above else None
            self.values["caption-line"] = line + 1 if is_below else line

    def _take_code_option(self, name: str, field: Field) -> None:
        info = CodeInfo()
        written = field.raw or ("" if field.value in (True, None) else str(field.value))
        if isinstance(field.value, list):
            written = ",".join(map(str, field.value))
        read_code_option(info, self.code, name, written, 0)
        for _, problem in info.problems:
            self._report(field.line, problem)


def _words(value: Any) -> Iterator[str]:
    """Yield the tags of a list, or of a text such as `[a, b]` or `a, b`."""
    if isinstance(value, str):
        value = value.strip().removeprefix("[").removesuffix("]").split(",")
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str) and each.strip(" \t\"'"):
            yield each.strip(" \t\"'")


def _field(value: str, line: int) -> Field:
    """Return what a line `:name: value` says: a plain value as in YAML, or a text."""
    is_quoted = len(value) > 1 and value[0] in {'"', "'"} and value[0] == value[-1]
    read = value[1:-1] if is_quoted else read_plain(value)
    return Field(value=read, raw="" if is_quoted else value, line=line, column=1)
