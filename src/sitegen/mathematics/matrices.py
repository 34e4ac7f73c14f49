r"""Matrices and arrays: small ones, those of nicematrix and physics, and the old ones of TeX."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.mathematics.rows import split_rows
from sitegen.mathematics.tokens import (
    LONGEST,
    TexError,
    Token,
    TokenReader,
    is_blank,
    texts_of,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["MATRICES", "MATRIX_COMMANDS", "skip_position"]

_BRACKETS = {"": ("", ""), "p": ("(", ")"), "b": ("[", "]"), "B": ("\\{", "\\}"), "v": ("|", "|")}
_BRACKETS["V"] = ("\\|", "\\|")
_POSITIONS = frozenset("tbc")
_MOST_COLUMNS = 100
#: What may stand between the columns of an array, or say how wide or how many they are.
_SPACING = frozenset("@!><*pmb")
_LINES = frozenset("|:")
#: What stands before the first cell of a line, and what only says how text is aligned.
_ABOVE = frozenset((" ", *r"\hline \hdashline \toprule \midrule \bottomrule".split()))
_LAYOUT = frozenset({"\\raggedright", "\\raggedleft", "\\centering", "\\arraybackslash"})
_SMALL_TABLE = '<mstyle displaystyle="false" scriptlevel="1"><mtable class="math-smallmatrix">'
_SUBSTACK = '<mtable class="math-substack">'
_BORDERED = '<mtable class="math-bordered">'
#: Commands of TeX for tables whose lines end with `\\cr`, and the environments they became.
_OLD = {
    "\\matrix": "matrix",
    "\\pmatrix": "pmatrix",
    "\\cases": "cases",
    "\\eqalign": "aligned",
    "\\displaylines": "gathered",
}
#: Matrices of the package physics that say their brackets.
_QUANTITIES = {
    "\\pmqty": "pmatrix",
    "\\bmqty": "bmatrix",
    "\\Bmqty": "Bmatrix",
    "\\vmqty": "vmatrix",
    "\\mdet": "vmatrix",
}
_OPENING = {"(": (")", "pmatrix"), "[": ("]", "bmatrix"), "|": ("|", "vmatrix")}


class _Column(NamedTuple):
    """A column or a line beside one: its kind, and what stands before and after each cell."""

    kind: str
    before: list[Token] = []  # noqa: RUF012  # never changed
    after: list[Token] = []  # noqa: RUF012


def _starred_matrix(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    """Write a matrix whose columns are aligned as `[r]` says (mathtools)."""
    left, right = _BRACKETS[begin.text[0].replace("m", "")]
    column = written(reader.option() or []).strip() or "c"
    body = reader.environment(begin.text, begin)
    width = max(len(split_rows(row, "&")) for row in split_rows(body))
    rewriter.write(f"\\left{left or '.'}\\begin{{array}}{{{column * width}}}", begin.index)
    rewriter.run(body, begin.index)
    rewriter.write(f"\\end{{array}}\\right{right or '.'}", begin.index)


def _nice_matrix(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    """Write a matrix of nicematrix, which may have lines; its other options are left out."""
    kind = begin.text[0].replace("N", "")
    _skip_options(rewriter, reader, begin)
    body = reader.environment(begin.text, begin)
    rewriter.write(f"\\begin{{{kind}matrix}}", begin.index)
    rewriter.run(body, begin.index)
    rewriter.write(f"\\end{{{kind}matrix}}", begin.index)


def _nice_array(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    left, right = _BRACKETS[begin.text[0].replace("N", "")]
    _skip_options(rewriter, reader, begin)
    columns = _columns(rewriter, reader.argument(begin), begin)
    _skip_options(rewriter, reader, begin)
    body = reader.environment(begin.text, begin)
    rewriter.write(f"\\left{left}" if left else "", begin.index)
    _begin_array(rewriter, columns, begin)
    rewriter.run(_filled(body, [each for each in columns if each.kind not in _LINES]), begin.index)
    rewriter.write(f"\\end{{array}}\\right{right}" if left else "\\end{array}", begin.index)


def _skip_options(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    if reader.option():
        message = f"the options of {begin.text} are left out"
        rewriter.problem(begin.index, message, "write what they add as cells of the matrix")


def _old_table(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    name = _OLD[command.text]
    body = reader.argument(command)
    _write_environment(rewriter, name, body, command.index)


def _quantity(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\mqty(a & b \\ c & d)`, with the brackets that stand there, or `\pmqty{…}`."""
    reader.has_star()
    name = _QUANTITIES.get(command.text, "matrix")
    if name == "matrix" and reader.peek() in _OPENING:
        closing, name = _OPENING[reader.peek()]
        body = reader.group(reader.peek(), closing)
    else:
        body = reader.argument(command)
    _write_environment(rewriter, name, body, command.index)


def _write_environment(rewriter: Rewriter, name: str, body: Sequence[Token], index: int) -> None:
    rewriter.write(f"\\begin{{{name}}}", index)
    rewriter.run(body, index)
    rewriter.write(f"\\end{{{name}}}", index)


def _dots_for(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\hdotsfor{3}`: dots in so many cells."""
    reader.option()
    count = reader.name(command)
    if not (count.isdecimal() and count.isascii() and 0 < int(count) <= _MOST_COLUMNS):
        message = f"'{count}' is not a number of columns: at most {_MOST_COLUMNS}"
        raise TexError(command.index, message, "write \\hdotsfor{3}")
    rewriter.write("&".join(["\\ldots"] * int(count)), command.index)


def skip_position(reader: TokenReader) -> None:
    """Pass `[t]`, which says where an environment stands in a line."""
    before = reader.place
    reader.skip_spaces()
    texts = reader.upcoming(3)
    is_position = texts[:1] == ["["] and texts[2:] == ["]"] and texts[1] in _POSITIONS
    reader.place = reader.place + 3 if is_position else before


def _array(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    """Write where an array begins, or all of it, if something stands in each cell of a column."""
    skip_position(reader)
    before = reader.place
    reader.skip_spaces()
    given = reader.group() if reader.peek() == "{" else []
    if _SPACING.isdisjoint(texts_of(given)):
        reader.place = before
        rewriter.write("\\begin{array}", begin.index)
        return
    columns = _columns(rewriter, given, begin)
    _begin_array(rewriter, columns, begin)
    if any(each.before or each.after for each in columns):
        cells = [each for each in columns if each.kind not in _LINES]
        rewriter.run(_filled(reader.environment("array", begin), cells), begin.index)
        rewriter.write("\\end{array}", begin.index)


def _begin_array(rewriter: Rewriter, columns: list[_Column], begin: Token) -> None:
    kinds = "".join([each.kind for each in columns])
    rewriter.write(f"\\begin{{array}}{{{kinds}}}", begin.index)


def _filled(body: Sequence[Token], columns: list[_Column]) -> list[Token]:
    """Return the lines of an array with what stands before and after each cell of a column."""
    filled: list[Token] = []
    for row in split_rows(body):
        if filled:
            filled.append(Token("\\\\", filled[-1].index))
        start = next((at for at, each in enumerate(row) if each.text not in _ABOVE), len(row))
        filled += row[:start]
        if start == len(row):
            continue
        for number, cell in enumerate(split_rows(row[start:], "&")):
            if number:
                filled.append(Token("&", cell[0].index if cell else filled[-1].index))
            column = columns[number] if number < len(columns) else _Column("c")
            filled += [*column.before, *cell, *column.after]
            if len(filled) > LONGEST:
                raise TexError(filled[0].index, "an array becomes too long", "write it in parts")
    return filled


def _columns(rewriter: Rewriter, given: Sequence[Token], begin: Token) -> list[_Column]:
    r"""Return columns such as `@{}l*{2}{c}p{2cm}`: of what is between them, only lines are kept."""
    reader = TokenReader(given)
    columns: list[_Column] = []
    before: list[Token] = []
    while not reader.is_done:
        token = reader.next()
        if token.text == ">":
            before = [each for each in reader.argument(token) if each.text not in _LAYOUT]
        elif token.text == "<" and columns:
            last = columns[-1]
            columns[-1] = last._replace(after=[*last.after, *reader.argument(token)])
        elif token.text in "@!<":
            _leave_out(rewriter, reader.argument(token), token)
        elif token.text == "*":
            count = reader.name(token)
            if not (count.isdecimal() and count.isascii() and int(count) <= _MOST_COLUMNS):
                message = f"'{count}' is not a number of columns: at most {_MOST_COLUMNS}"
                raise TexError(token.index, message, "write *{3}{c}")
            columns += int(count) * _columns(rewriter, reader.argument(token), begin)
        elif token.text != " ":
            if token.text in "pmb":
                reader.argument(token)
            kind = "l" if token.text in "pmb" else token.text
            columns.append(_Column(kind, [] if kind in _LINES else before))
            before = before if kind in _LINES else []
        if len(columns) > _MOST_COLUMNS:
            message = f"an array has more than {_MOST_COLUMNS} columns"
            raise TexError(begin.index, message, "write the formula in parts")
    return columns


def _leave_out(rewriter: Rewriter, between: Sequence[Token], token: Token) -> None:
    """Say that something between two columns is not shown, unless it is only space."""
    if any(each.text.isalnum() or each.text in ",.:;=/" for each in between):
        message = f"'{written(between)}' between the columns is left out"
        rewriter.problem(token.index, message, "put it into a column of its own")


def _small_matrix(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    left, right = _BRACKETS[begin.text.removesuffix("*").removesuffix("smallmatrix")]
    body = reader.environment(begin.text, begin)
    if left:
        rewriter.write(f"\\left{left}", begin.index)
    _write_table(rewriter, body, begin.index, (_SMALL_TABLE, "</mtable></mstyle>"))
    if right:
        rewriter.write(f"\\right{right}", begin.index)


def _subarray(rewriter: Rewriter, reader: TokenReader, begin: Token) -> None:
    is_left = reader.name(begin) == "l"
    body = reader.environment(begin.text, begin)
    opening = _SUBSTACK.replace('">', ' math-left">') if is_left else _SUBSTACK
    _write_table(rewriter, body, begin.index, (opening, "</mtable>"))


def _substack(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    body = reader.argument(command)
    _write_table(rewriter, body, command.index, (_SUBSTACK, "</mtable>"))


def _border_matrix(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Write a matrix with names of its rows and columns outside of its brackets."""
    body = reader.argument(command)
    _write_table(rewriter, body, command.index, (_BORDERED, "</mtable>"))


def _write_table(
    rewriter: Rewriter, body: Sequence[Token], index: int, around: tuple[str, str]
) -> None:
    rows = split_rows(body)
    if len(rows) > 1 and is_blank(rows[-1]):
        rows.pop()
    rewriter.mark(f"{around[0]}<mtr><mtd>", index, "{", "{")
    for number, row in enumerate(rows):
        if number:
            rewriter.mark("</mtd></mtr><mtr><mtd>", index, "}", "{")
        for column, cell in enumerate(split_rows(row, "&")):
            if column:
                rewriter.mark("</mtd><mtd>", index, "}", "{")
            rewriter.run(cell, index)
    rewriter.mark(f"</mtd></mtr>{around[1]}", index, "}", "}")


MATRICES: dict[str, Handler] = {
    "array": _array,
    **{f"{each}matrix*": _starred_matrix for each in _BRACKETS},
    **{f"{each}smallmatrix": _small_matrix for each in _BRACKETS},
    **{f"{each}NiceMatrix": _nice_matrix for each in _BRACKETS},
    **{f"{each}NiceArray": _nice_array for each in _BRACKETS},
    "subarray": _subarray,
}
MATRIX_COMMANDS: dict[str, Handler] = {
    **dict.fromkeys(_OLD, _old_table),
    **dict.fromkeys(_QUANTITIES, _quantity),
    "\\mqty": _quantity,
    "\\matrixquantity": _quantity,
    "\\hdotsfor": _dots_for,
    "\\substack": _substack,
    "\\bordermatrix": _border_matrix,
}
