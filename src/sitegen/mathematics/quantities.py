r"""Numbers and quantities of siunitx: `\num`, `\unit`, `\qty`, `\ang`, lists and ranges.

Digits are grouped in threes from five on, in both directions. A range is shown with a dash, which
every language reads, and its unit once; a product repeats the unit. (siunitx, manual of version 3.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.number_forms import number_mathml
from sitegen.mathematics.quantity_options import NO_OPTIONS, QuantityOptions, read_options
from sitegen.mathematics.tokens import TexError, Token, TokenReader, written
from sitegen.mathematics.units import NO_SPACE, read_unit, unit_mathml

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["QUANTITIES"]

_THIN = '<mspace width="0.1667em"/>'
_PRODUCT = compile_late(r"(?<=[\d.)\s])[x×](?=[\s\d.+-])|\\times(?!\s*10\s*\^)")
_COMMAS = '<mo separator="true">,</mo>'
_TIMES = "<mo>×</mo>"
_SIGNS_OF_UNITS = {"°", "%", "‰", "µ"}
#: What follows another `\\qty`, that of the package physics.
_BRACKETS = frozenset({"(", "|", "\\{"})
_ANGLE = ("°", "′", "″")


def _numbers(
    text: str, index: int, unit: str, options: QuantityOptions, *, in_brackets: bool = False
) -> str:
    """Return one number, or several with a × between them, each with a unit as MathML."""
    parts = [
        number_mathml(each, index, options, in_brackets=in_brackets)
        for each in _PRODUCT.split(text)
    ]
    return _TIMES.join(part + unit for part in parts)


def _unit(reader: TokenReader, command: Token, options: QuantityOptions) -> str:
    """Return the next argument as a unit, with the space before it."""
    unit, first = read_unit(reader, command, options.per_mode)
    return unit if first.startswith(NO_SPACE) and first not in {"°C", "°F"} else f"{_THIN}{unit}"


def _write(rewriter: Rewriter, mathml: str, command: Token) -> None:
    rewriter.mark(f"<mrow>{mathml}</mrow>", command.index, "{", "}")


def _num(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    options = read_options(rewriter, reader, command)
    _write(rewriter, _numbers(reader.text(command), command.index, "", options), command)


def _only_unit(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    options = read_options(rewriter, reader, command)
    _write(rewriter, read_unit(reader, command, options.per_mode)[0], command)


def _qty(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    if reader.peek() in _BRACKETS:
        message = f"{command.text} sets a quantity, such as {command.text}{{3}}{{\\tesla}}"
        raise TexError(command.index, message, "write \\left( … \\right) for brackets that grow")
    options = read_options(rewriter, reader, command)
    value = reader.text(command)
    before = reader.option()  # \SI[…]{1}[\$]{…}: a unit before the number
    first = unit_mathml(before, command)[0] if before else ""
    unit = _unit(reader, command, options)
    shown = _numbers(value, command.index, unit, options, in_brackets=True)
    _write(rewriter, first + shown, command)


def _range(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    options = read_options(rewriter, reader, command)
    start, end = (reader.text(command) for _ in range(2))
    has_unit = command.text != "\\numrange"
    unit = _unit(reader, command, options) if has_unit else ""
    # A dash directly before a minus would be read as one sign.
    space = _THIN if "-" in end.lstrip()[:1] else ""
    dash = f"{space}<mtext>–</mtext>{space}"
    numbers = [number_mathml(n, command.index, options, in_brackets=True) for n in (start, end)]
    _write(rewriter, dash.join(numbers) + unit, command)


def _list(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    options = read_options(rewriter, reader, command)
    values = reader.text(command).split(";")
    unit = "" if command.text == "\\numlist" else _unit(reader, command, options)
    numbers = [number_mathml(value, command.index, options) for value in values]
    _write(rewriter, _COMMAS.join(numbers) + unit, command)


def _angle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    options = read_options(rewriter, reader, command)
    parts = reader.text(command).split(";")
    if len(parts) > len(_ANGLE):
        message = "an angle has three parts at most: degrees, minutes and seconds"
        raise TexError(command.index, message, "write \\ang{12;30;5}")
    shown = [
        f"{number_mathml(part, command.index, options)}<mtext>{sign}</mtext>"
        for part, sign in zip(parts, _ANGLE, strict=False)
        if part.strip()
    ]
    _write(rewriter, "".join(shown), command)


def _is_letter(number: TokenReader) -> bool:
    """Tell whether a letter comes next that is not the `e` of an exponent."""
    return number.peek().isalpha() and number.peek() not in {"e", "E"}


def _physical(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write a quantity of mhchem: `\pu{123 kJ//mol}`."""
    tokens = reader.argument(command)
    amount = TokenReader(tokens)
    while not amount.is_done and not (amount.peek() in _SIGNS_OF_UNITS or _is_letter(amount)):
        if amount.peek()[0] == "\\" and amount.peek() not in {"\\pm", "\\times"}:
            break
        amount.next()
    value = written(tokens[: amount.place]).strip()
    rest = [each for each in amount.rest() if each.text != "$"]
    unit, _ = unit_mathml(rest, command) if rest else ("", "")
    space = _THIN if value and unit else ""
    number = _numbers(value, command.index, "", NO_OPTIONS) if value else ""
    _write(rewriter, number + space + unit, command)


QUANTITIES: dict[str, Handler] = {
    "\\num": _num,
    "\\numproduct": _num,
    "\\unit": _only_unit,
    "\\si": _only_unit,
    "\\qty": _qty,
    "\\SI": _qty,
    "\\qtyproduct": _qty,
    "\\qtyrange": _range,
    "\\SIrange": _range,
    "\\numrange": _range,
    "\\qtylist": _list,
    "\\SIlist": _list,
    "\\numlist": _list,
    "\\ang": _angle,
    "\\pu": _physical,
}
