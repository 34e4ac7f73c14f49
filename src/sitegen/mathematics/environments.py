r"""Environments: other names of those that math-core has, and numbered lines.

`equation`, `align`, `gather`, `multline` and their like number their lines, unless they are
starred: then only a line with `\tag` or `\label` shows something. The numbers themselves are not
known here: a line gets a place for one (amsmath, "User's Guide", chapter 3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.late_patterns import compile_late
from sitegen.mathematics.formula import NumberPlace, ReferencePlace
from sitegen.mathematics.intertext import INTERTEXT, is_text, split_texts, write_text
from sitegen.mathematics.matrices import MATRICES, MATRIX_COMMANDS, skip_position
from sitegen.mathematics.rows import count_cells, split_rows
from sitegen.mathematics.source_reader import read_tokens
from sitegen.mathematics.tokens import (
    Stretch,
    TexError,
    Token,
    TokenReader,
    holds,
    is_blank,
    places_of,
    texts_of,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["LINE_COMMANDS", "NUMBERED", "write_lines"]

#: Environments whose lines have numbers, and those of math-core that look like them.
NUMBERED = {
    "equation": "equation",
    "displaymath": "equation",
    "dmath": "equation",
    "align": "align",
    "alignat": "align",
    "xalignat": "align",
    "flalign": "align",
    "eqnarray": "align",
    "IEEEeqnarray": "align",
    "gather": "gather",
    "multline": "multline",
}
#: What they are inside of something else, where no line has a number.
_INNER = {"equation": "gathered", "align": "aligned", "gather": "gathered", "multline": "gathered"}
_ALIASES = {"split": "aligned", "multlined": "gathered", "darray": "array"}
_WITH_COUNT = {"alignat", "xalignat", "alignedat", "IEEEeqnarray"}
_JOINED = {"eqnarray", "IEEEeqnarray"}
_WITH_TEXT = frozenset({"cases*", "dcases*", "rcases*", "drcases*"})
_NUMBERS = {"\\notag", "\\nonumber"}
_NAMING = {"\\label", "\\tag"}
_LINE = {*_NAMING, *_NUMBERS}
#: What names a line. As it is mostly written, its argument is in braces, and has none in it.
_NAME = compile_late(
    r"\\(?:label\s*+\{([^{}\\%\s]*+)\}|tag(\*?+)\s*+\{((?:[^{}\\]|\\[^{}])*+)\}"
    r"|(?:notag|nonumber)(?![a-zA-Z])|(label|tag)(?![a-zA-Z]))",
    re.DOTALL,
)
#: Environments of math-core with lines between which text may stand.
_WITH_INTERTEXT = {"align", "gather"}


class _Line(msgspec.Struct):
    """A line of an environment: what it shows, and what its number is to be."""

    tokens: Sequence[Token] = ()
    label: str = ""
    tag: Sequence[Token] | None = None
    has_brackets: bool = True
    has_number: bool = True
    index: int = 0

    @property
    def is_named(self) -> bool:
        return bool(self.label) or self.tag is not None


def write_lines(
    rewriter: Rewriter, name: str, body: Sequence[Token], label: str, begin: Token
) -> None:
    """Write an environment that stands alone, each line with its number.

    `label` is one that the page gives the whole formula; `begin` is where the formula begins.
    """
    plain = name.removesuffix("*")
    kind = NUMBERED[plain]
    is_counted = not name.endswith("*") and plain != "displaymath"
    body = _without_count(plain, body, begin)
    rows = _rows(kind, body)
    if kind in _WITH_INTERTEXT and holds(body, INTERTEXT):
        rows = split_texts(rows)
    lines = [_read_line(row, begin) for row in rows]
    for line in lines:
        line.has_number = (is_counted and line.has_number) or line.is_named
    if label and kind in {"align", "gather"} and not any(each.is_named for each in lines):
        lines = [_as_one(kind, lines)]
        kind = "equation"
    elif kind == "multline":
        _number_last(lines)
    if label:
        _give_label(rewriter, lines, label, begin)
    rewriter.is_without_gaps = plain in {"alignat", "xalignat"}
    if plain in _JOINED:
        for line in lines:
            line.tokens = _joined_cells(line.tokens)
    _write_numbered(rewriter, kind, lines, begin)


def _write_numbered(rewriter: Rewriter, kind: str, lines: list[_Line], begin: Token) -> None:
    """Write lines as an environment of math-core, with places for their numbers."""
    cells = [0] * len(lines)
    texts = [is_text(each.tokens) for each in lines]
    if kind in _WITH_INTERTEXT:
        pairs = zip(lines, texts, strict=True)
        cells = [0 if text else count_cells(line.tokens) for line, text in pairs]
    columns = max(cells) or 1
    rewriter.write(f"\\begin{{{kind}}}", begin.index)
    for number, line in enumerate(lines):
        if number:
            rewriter.write("\\\\", line.index)
        if texts[number]:
            write_text(rewriter, line.tokens, columns)
        else:
            rewriter.run(line.tokens, line.index)
            # The number of a shorter line would be in the column of another's cells.
            rewriter.write("&" * (columns - (cells[number] or columns)), line.index)
        if line.has_number:
            rewriter.number(_place(line, rewriter.within), line.index)
        elif kind != "multline" or number == len(lines) - 1:
            rewriter.write("\\notag", line.index)
    rewriter.write(f"\\end{{{kind}}}", begin.index)


def _columns_of(rows: Sequence[Sequence[Token]]) -> int:
    """Return how many columns the longest row has."""
    return max((count_cells(row) for row in rows if not is_text(row)), default=1)


def _rows(kind: str, body: Sequence[Token]) -> list[Sequence[Token]]:
    rows = split_rows(body)
    if kind == "equation" and len(rows) == 1:
        rows = [body]
    elif kind == "equation":
        begin = Token("\\begin", body[0].index)
        name = "aligned" if len(split_rows(body, "&")) > 1 else "gathered"
        opening = [begin, *_braced(name, begin.index)]
        rows = [[*opening, *body, Token("\\end", begin.index), *_braced(name, begin.index)]]
    if len(rows) > 1 and is_blank(rows[-1]):
        rows.pop()
    return rows


def _braced(name: str, index: int) -> list[Token]:
    return [Token(each, index) for each in ("{", *name, "}")]


def _read_line(row: Sequence[Token], begin: Token) -> _Line:
    r"""Return a line without its `\label`, `\tag` and `\notag`, wherever they stand in it."""
    line = _Line(row, index=_first_index(row, begin.index))
    has_names = True
    if isinstance(row, Stretch):
        names = [*_NAME.finditer(row.tex)]
        has_names = bool(names)
        if names and _read_names(line, row, names):
            return line
    if not (has_names and holds(row, _LINE)):
        line.has_number = not is_text(row)
        return line
    reader, done, kept = TokenReader(row), 0, list[Token]()
    for place in places_of(_LINE, texts_of(row)):
        if place < done:  # in the argument of the one before
            continue
        kept += row[done:place]
        reader.place = place + 1
        _read_name(line, reader, row[place])
        done = reader.place
    line.tokens = [*kept, *row[done:]]
    return line


def _first_index(row: Sequence[Token], otherwise: int) -> int:
    if isinstance(row, Stretch):
        shown = row.tex.lstrip()
        return row.start + len(row.tex) - len(shown) if shown else otherwise
    return next((each.index for each in row if each.text != " "), otherwise)


def _read_names(line: _Line, row: Stretch, names: list[re.Match[str]]) -> bool:
    """Read what names a line; there are spaces in its place then.

    Return False if one of them is in braces, or is not written as it mostly is.
    """
    tex, done, kept = row.tex, 0, list[str]()
    for each in names:
        start, end = each.span()
        before = tex[done:start]
        if each[4] or before.endswith("\\") or before.count("{") != before.count("}"):
            return False
        kept += (before, " " * (end - start))
        done = end
    for each in names:
        index = row.start + each.start()
        if each[1] is not None:
            _check_no_label(line, index)
            line.label, line.index = each[1], index
        elif each[3] is not None:
            line.has_brackets = not each[2]
            line.tag = Stretch(each[3], row.start + each.start(3))
        else:
            line.has_number = False
    line.tokens = Stretch("".join([*kept, tex[done:]]), row.start)
    return True


def _check_no_label(line: _Line, index: int) -> None:
    if line.label:
        raise TexError(index, "a line has two labels", "leave one of them out")


def _read_name(line: _Line, reader: TokenReader, command: Token) -> None:
    r"""Read what follows `\label`, `\tag` or `\notag`."""
    if command.text == "\\label":
        _check_no_label(line, command.index)
        line.label, line.index = reader.name(command), command.index
    elif command.text == "\\tag":
        line.has_brackets = not reader.has_star()
        line.tag = reader.argument(command)
    else:
        line.has_number = False


def _as_one(kind: str, lines: list[_Line]) -> _Line:
    """Return lines as a single one, with one number for all of them."""
    index, name = lines[0].index, _INNER[kind]
    tokens = [Token("\\begin", index), *_braced(name, index)]
    for number, line in enumerate(lines):
        if number:
            tokens.append(Token("\\\\", line.index))
        tokens.extend(line.tokens)
    tokens += [Token("\\end", index), *_braced(name, index)]
    return _Line(tokens=tokens, index=index)


def _number_last(lines: list[_Line]) -> None:
    """Move the number of a formula over several lines to the last of them."""
    last = lines[-1]
    for line in lines[:-1]:
        if line.is_named and not last.is_named:
            last.label, last.tag, last.has_brackets = line.label, line.tag, line.has_brackets
            last.index = line.index
        last.has_number = last.is_named or (last.has_number and line.has_number)
        line.has_number = False


def _give_label(rewriter: Rewriter, lines: list[_Line], label: str, begin: Token) -> None:
    free = [each for each in lines if not each.label]
    if not free:
        hint = "leave out one of the labels"
        rewriter.problem(begin.index, f"the label '{label}' is for no line of the formula", hint)
        return
    line = next((each for each in free if each.has_number), free[-1])
    line.label, line.has_number = label, True


def _place(line: _Line, within: str) -> NumberPlace:
    tag = "" if line.tag is None else written(line.tag)
    return NumberPlace(line.label, tag, "", line.has_brackets, line.index, within)


def _without_count(name: str, body: Sequence[Token], begin: Token) -> Sequence[Token]:
    r"""Return what follows the number of columns of `\begin{alignat}{2}`."""
    if name not in _WITH_COUNT:
        return body
    reader = read_tokens(body)
    reader.argument(begin)
    return reader.rest()


def _joined_cells(row: Sequence[Token]) -> Sequence[Token]:
    """Return `a & = & b` as `a & = b`: the columns of `eqnarray` are those of `align`."""
    if is_text(row):
        return row
    cells = split_rows(row, "&")
    ampersand = Token("&", row[0].index if row else 0)
    joined = [*cells[0]]
    for number, cell in enumerate(cells[1:]):
        joined += [ampersand, *cell] if number == 0 else cell
    return joined


def _numbered(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    """Write a numbered environment that stands within something else: it has no numbers."""
    name = begin.text.removesuffix("*")
    body = _without_count(name, reader.environment(begin.text, begin), begin)
    if holds(body, _NAMING):
        message = f"the lines of this {begin.text} have no numbers, since it does not stand alone"
        rewriter.problem(begin.index, message, "leave out \\label and \\tag")
    rows = [_read_line(each, begin).tokens for each in split_texts(split_rows(body))]
    rows = [_joined_cells(row) if name in _JOINED else row for row in rows]
    _write_rows(rewriter, _INNER[NUMBERED[name]], rows, begin)


def _write_rows(
    rewriter: Rewriter, name: str, rows: Sequence[Sequence[Token]], begin: Token
) -> None:
    """Write an environment without numbers, in which text may stand between the lines."""
    columns = _columns_of(rows)
    rewriter.write(f"\\begin{{{name}}}", begin.index)
    for number, row in enumerate(rows):
        if number:
            rewriter.write("\\\\", begin.index)
        if is_text(row):
            write_text(rewriter, row, columns)
        else:
            rewriter.run(row, begin.index)
    rewriter.write(f"\\end{{{name}}}", begin.index)


def _alias(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    body = _without_count(begin.text, reader.environment(begin.text, begin), begin)
    name = _ALIASES.get(begin.text, "aligned")
    if name != "array" and holds(body, INTERTEXT):
        _write_rows(rewriter, name, split_texts(split_rows(body)), begin)
        return
    rewriter.write(f"\\begin{{{name}}}", begin.index)
    rewriter.run(body, begin.index)
    rewriter.write(f"\\end{{{name}}}", begin.index)


def _unplaced(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    r"""Write where an environment begins without the `[t]` that says where it stands in a line."""
    skip_position(reader)
    if reader.may_hold(INTERTEXT):
        rows = split_texts(split_rows(reader.environment(begin.text, begin)))
        _write_rows(rewriter, begin.text, rows, begin)
        return
    rewriter.write(f"\\begin{{{begin.text}}}", begin.index)


def _cases_with_text(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    """Write cases whose second column is text (mathtools)."""
    body = reader.environment(begin.text, begin)
    name = begin.text.removesuffix("*")
    rewriter.write(f"\\begin{{{name}}}", begin.index)
    for number, row in enumerate(split_rows(body)):
        if number:
            rewriter.write("\\\\", begin.index)
        value, *texts = split_rows(row, "&")
        rewriter.run(value, begin.index)
        for text in texts:
            rewriter.write("&", begin.index)
            braced = [Token("{", begin.index), *text, Token("}", begin.index)]
            rewriter.command(Token("\\text", begin.index), TokenReader(braced, begin.index))
    rewriter.write(f"\\end{{{name}}}", begin.index)


def _sub_equations(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    body = reader.environment(begin.text, begin)
    rewriter.problem(begin.index, "subequations stand only where they are a whole formula")
    rewriter.run(body, begin.index)


def _misplaced(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Say that a line that is not set apart has no number."""
    if command.text in _NUMBERS:
        return
    reader.has_star()
    reader.argument(command)
    message = f"{command.text} stands where no line has a number"
    rewriter.problem(command.index, message, "put it into a formula that is set apart")


def _misplaced_text(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    del rewriter, reader
    message = f"{command.text} stands between no lines of an environment"
    raise TexError(command.index, message, "put it behind \\\\, in align or gather")


def _reference(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    place = ReferencePlace(reader.name(command), command.text == "\\eqref", command.index)
    rewriter.reference(place, command.index)


def _begin(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    """Write an environment: as its handler does, or as it is."""
    place = reader.place
    name = reader.name(begin)
    handler = _ENVIRONMENTS.get(name)
    if handler:
        handler(rewriter, reader, Token(name, begin.index))
    else:
        reader.place = place
        rewriter.write(begin.text, begin.index)


_ENVIRONMENTS: dict[str, Handler] = {
    **{f"{name}{star}": _numbered for name in NUMBERED for star in ("", "*")},
    **dict.fromkeys((*_ALIASES, "alignedat"), _alias),
    "aligned": _unplaced,
    "gathered": _unplaced,
    **dict.fromkeys(_WITH_TEXT, _cases_with_text),
    **MATRICES,
    "subequations": _sub_equations,
}
#: Environments; commands of lines, where they stand in no numbered line; references to such lines.
LINE_COMMANDS: dict[str, Handler] = {
    "\\begin": _begin,
    **dict.fromkeys(_LINE, _misplaced),
    **dict.fromkeys(INTERTEXT, _misplaced_text),
    **MATRIX_COMMANDS,
    "\\ref": _reference,
    "\\eqref": _reference,
}
