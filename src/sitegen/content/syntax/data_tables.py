"""Tables of data: a block of `{csv-table}`, after MyST's and Sphinx's directive.

    ```{csv-table} results.csv
    :caption: Errors in millimetres
    :columns: subject, mae = Error
    :label: tbl-errors
    ```

The argument is the path of a file, or the caption of rows that stand in the block itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.construct import Construct, Mistake, Slot
from sitegen.content.directive_blocks import Directive, Given, read_directive
from sitegen.content.foreign_info import own_directive
from sitegen.content.tables.caption_references import FORGED_MARKS, read_caption_text
from sitegen.content.tables.column_widths import AUTOMATIC, read_widths
from sitegen.content.tables.table_files import TABLE_FILES, TableFile, read_csv_rows
from sitegen.content.tables.table_reference import (
    Column,
    TableOptions,
    TableReference,
)
from sitegen.content.target_names import prefixed_label
from sitegen.content.yaml_reader import Refused
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import Word, kind_of_label

if TYPE_CHECKING:
    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["DATA_TABLES"]

TABLE_OPTION = declare("table-option", Severity.ERROR)

_MARK = "{csv-table}"
_LIST_ITEM = compile_late(
    r"\s*(?P<name>\"[^\"]*\"|[^,=\"]+?)\s*(?:=\s*(?P<title>\"[^\"]*\"|[^,]*?)\s*)?(?:,|\Z)"
)
_NUMBER = compile_late(r"\d{1,6}\Z")
_ALIGNMENTS = {
    "left": "l",
    "right": "r",
    "center": "c",
    "centre": "c",
    "decimal": "d",
    "l": "l",
    "r": "r",
    "c": "c",
    "d": "d",
    "auto": "",
    "default": "",
}
_DELIMITERS = {"tab": "\t", "space": " ", "semicolon": ";", "comma": ","}
_YES, _NO = frozenset({"", "true", "yes", "on"}), frozenset({"false", "no", "off"})


class _DataTables(Construct):
    source_marks = (_MARK,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each table, and what cannot be read of it."""
        for fence in source.blocks.fences:
            info = source.text[fence.info : fence.info_end]
            if fence.is_tag or own_directive(info) != "csv-table":
                continue
            directive = read_directive(source.text, fence)
            if directive:
                block = _Block(source, fence.start, directive)
                reference = block.read()
                yield from block.mistakes
                yield Slot(fence.start, fence.end, reference, is_block=True)


class _Block(msgspec.Struct):
    """One table as it is written: its options, and what is wrong with them."""

    source: MarkdownSource
    start: int
    directive: Directive
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    file: Given | None = None
    delimiter: str = ""
    header: Given | None = None
    mistakes: list[Mistake] = msgspec.field(default_factory=list)

    def read(self) -> TableReference:
        directive = self.directive
        for given in directive.repeated:
            self.report(given.place, f"the option '{given.value}' is there twice", "keep one")
        for name, given in directive.options.items():
            read = OPTIONS.get(name)
            if read:
                read(self, given)
            else:
                place = self.source.text.rfind(f":{name}:", 0, given.place + len(name) + 2)
                known = f"there are {', '.join(OPTIONS)}"
                hint = did_you_mean(name, OPTIONS, known)
                self.report(place, f"there is no option '{name}'", hint)
        argument = directive.argument
        if argument.value and not self.file and _is_path(argument.value) and not directive.body:
            self.file = argument
        elif argument.value:
            self.read_caption(argument)
        if self.file and directive.body:
            message = "the rows in this block are left out, for the table comes from a file"
            self.report(directive.start, message, "remove them, or the file")
        if self.file and self.header:
            message = "the option 'header' is for rows in the block"
            self.report(self.header.place, message, "name the columns in the first row of the file")
        options = TableOptions(**self.values)
        if self.file:
            file = self.word(self.file.value, self.file.place)
            return TableReference(target=file.text, line=0, name=file, options=options)
        return self.read_rows(options)

    def read_rows(self, options: TableOptions) -> TableReference:
        """Return the table whose rows stand in the block."""
        below = self.source.text.count("\n", self.start, self.directive.start)
        body, above = self.directive.body, 0
        if self.header and self.header.value:
            body, above = f"{self.header.value}\n{body}", 1
        try:
            found = list(read_csv_rows(body, self.delimiter))
        except Refused as refused:
            place = self.line_start(max(refused.line - 1 - above, 0))
            self.mistakes.append(Mistake(place, refused.problem))
            found = []
        else:
            if not found:
                hint = "write its path behind {csv-table}, or rows below the options"
                self.report(self.start, "the table has neither a file nor rows", hint)
        rows = TableFile(
            path="",
            rows=tuple(tuple(cells) for _, cells in found),
            lines=tuple(max(line - above, 1) for line, _ in found),
        )
        return TableReference(target="", line=0, options=options, inline=rows, inline_line=below)

    def line_start(self, below: int) -> int:
        """Return the index of the text of a line of the body."""
        place = self.directive.start
        for _ in range(below):
            place = self.source.text.find("\n", place) + 1
        return place

    def word(self, text: str, place: int) -> Word:
        """Return a word with its place, from the first line of the block on."""
        lines = self.source.text.count("\n", self.start, place)
        column = place - self.source.text.rfind("\n", 0, place)
        return Word(text=text, line=lines, column=column)

    def report(self, place: int, message: str, hint: str) -> None:
        self.mistakes.append(Mistake(place, Problem(TABLE_OPTION, message, hint)))

    def read_file(self, given: Given) -> None:
        if given.value:
            self.file = given
        else:
            self.report(given.place, "no file is named", "write ':file: results.csv'")

    def read_caption(self, given: Given) -> None:
        if "caption" in self.values:
            message = f"'{given.value[:40]}' is neither a file nor the only caption"
            self.report(given.place, message, "write the path of a file behind {csv-table}")
            return
        read = read_caption_text(
            given.value,
            self.source.engine,
            lambda text, index: self.word(text, given.place + index),
        )
        self.mistakes += [Mistake(given.place + at, problem) for at, problem in read.problems]
        if read.is_forged:
            self.report(given.place, *FORGED_MARKS)
        self.values.update(
            caption=read.plain,
            caption_html=read.html,
            caption_references=read.references,
            caption_links=read.links,
        )

    def read_label(self, given: Given) -> None:
        label = prefixed_label("tbl", given.value)
        if kind_of_label(label) == "table":
            self.values["label"] = label
        else:
            hint = "begin it with tbl-, such as 'tbl-results'"
            self.report(given.place, f"'{given.value}' is no label of a table", hint)

    def read_columns(self, given: Given) -> None:
        place, columns = 0, []
        while place < len(given.value):
            found = _LIST_ITEM.match(given.value, place)
            if not found or found.end() == place:
                message = f"'{given.value[place : place + 40]}' is no list of columns"
                self.report(given.place + place, message, "write 'subject, mae = Error'")
                return
            at = given.place + found.start("name")
            name = self.word(found["name"].strip('"'), at)
            columns.append(Column(name=name, heading=(found["title"] or "").strip('"')))
            place = found.end()
        self.values["columns"] = tuple(columns)

    def read_alignment(self, given: Given) -> None:
        letters = []
        for word in given.value.replace(",", " ").split():
            if word not in _ALIGNMENTS:
                hint = "write left, right, center, decimal or auto, for each column"
                self.report(given.place, f"'{word[:40]}' is no alignment", hint)
                return
            letters.append(_ALIGNMENTS[word] or " ")
        self.values["aligned"] = letters * 100 if len(letters) == 1 else letters
        self.values["aligned"] = "".join(self.values["aligned"])

    def read_number(self, name: str, given: Given) -> None:
        if _NUMBER.match(given.value):
            self.values[name] = int(given.value)
        else:
            message = f"'{given.value[:40]}' is not a number"
            self.report(given.place, message, "write a whole number, such as 5")

    def read_flag(self, name: str, given: Given) -> None:
        if given.value.casefold() in _NO:
            return
        if given.value.casefold() not in _YES:
            self.report(given.place, f"'{given.value[:40]}' is not true or false", "write true")
        elif name == "download":
            self.values[name] = True
        else:
            self.values["classes"] = (*self.values.get("classes", ()), name)

    def read_class(self, given: Given) -> None:
        names = re.findall(r"[A-Za-z][\w-]*", given.value)
        self.values["classes"] = (*self.values.get("classes", ()), *names)

    def read_sort(self, given: Given) -> None:
        if given.value.removeprefix("-"):
            minus = given.value.startswith("-")
            word = self.word(given.value, given.place + minus)
            self.values["sort"] = word
        else:
            self.report(given.place, "no column is named", "write ':sort: -mae'")

    def read_delimiter(self, given: Given) -> None:
        value = given.value.strip("\"'") or given.value
        self.delimiter = _DELIMITERS.get(value.casefold(), value[:1])

    def read_widths(self, given: Given) -> None:
        if given.value.casefold() in AUTOMATIC:
            return
        if read_widths(given.value) is None:
            hint = "write a number for each column, such as 60 40"
            self.report(given.place, f"'{given.value[:40]}' are no widths of columns", hint)
        else:
            self.values["widths"] = self.word(given.value, given.place)

    def read_header(self, given: Given) -> None:
        self.header = given


def _is_path(text: str) -> bool:
    dot = text.rfind(".")
    return dot > 0 and TABLE_FILES.matches_suffix(text[dot:])


OPTIONS: dict[str, Callable[[_Block, Given], None]] = {
    "file": _Block.read_file,
    "caption": _Block.read_caption,
    "label": _Block.read_label,
    "name": _Block.read_label,
    "columns": _Block.read_columns,
    "header": _Block.read_header,
    "header-rows": lambda block, given: block.read_number("header_rows", given),
    "stub-columns": lambda block, given: block.read_number("stub_columns", given),
    "align": _Block.read_alignment,
    "sort": _Block.read_sort,
    "limit": lambda block, given: block.read_number("limit", given),
    "sortable": lambda block, given: block.read_flag("sortable", given),
    "sticky-header": lambda block, given: block.read_flag("sticky-header", given),
    "download": lambda block, given: block.read_flag("download", given),
    "delim": _Block.read_delimiter,
    "class": _Block.read_class,
    "widths": _Block.read_widths,
}
DATA_TABLES = _DataTables()
