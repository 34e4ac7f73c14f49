r"""Numbers and quantities of siunitx: `\num`, `\unit`, `\qty`, `\ang`, lists and ranges.

Digits are grouped in threes from five on, in both directions. A range is shown with a dash, which
every language reads, and its unit once; a product repeats the unit. (siunitx, manual of version 3.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import TexError, Token, TokenReader, written
from sitegen.mathematics.units import NO_SPACE, read_unit, unit_mathml

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["QUANTITIES"]

_THIN = '<mspace width="0.1667em"/>'
_NUMBER = compile_late(
    r"(?P<relation>[<>≤≥≈~]|\\le|\\ge|\\leq|\\geq|\\approx|\\sim)?"
    r"(?P<sign>[-+−±]|\\pm|\\mp)?(?P<value>\d*(?:[.,]\d*)?)(?P<digits>\(\d+(?:\.\d+)?\))?"
    r"(?:(?:\+-|±|\\pm)(?P<spread>\d+(?:[.,]\d*)?))?"
    r"(?:(?:[eEdD]|(?:\\times|\\cdot|[x×])10\^)\{?(?P<exponent>[-+−]?\d+)\}?)?"
)
_RELATIONS = {"<": "&lt;", ">": "&gt;", "~": "∼", "\\le": "≤", "\\leq": "≤", "\\ge": "≥"}
_RELATIONS.update({"\\geq": "≥", "\\approx": "≈", "\\sim": "∼"})
_SIGNS = {"-": "−", "\\pm": "±", "\\mp": "∓"}
_PRODUCT = compile_late(r"(?<=[\d.)\s])[x×](?=[\s\d.+-])|\\times(?!\s*10\s*\^)")
_LONG = 5
_GROUP = "\u2009"
_COMMAS = '<mo separator="true">,</mo>'
_TIMES = "<mo>×</mo>"
_SIGNS_OF_UNITS = {"°", "%", "‰", "µ"}
#: What follows another `\\qty`, that of the package physics.
_BRACKETS = frozenset({"(", "|", "\\{"})
_ANGLE = ("°", "′", "″")


def _group(digits: str, *, is_fraction: bool) -> str:
    if len(digits) < _LONG:
        return digits
    if is_fraction:
        return _GROUP.join(digits[at : at + 3] for at in range(0, len(digits), 3))
    first = len(digits) % 3
    groups = [digits[:first]] if first else []
    groups += [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return _GROUP.join(groups)


def _decimal(text: str) -> str:
    whole, point, fraction = text.replace(",", ".").partition(".")
    return f"{_group(whole or '0', is_fraction=False)}{point}{_group(fraction, is_fraction=True)}"


def _number(text: str, index: int, *, in_brackets: bool = False) -> str:
    """Return a number as MathML. Raises TexError if it is none."""
    found = _NUMBER.fullmatch("".join(text.split()))
    has_exponent = found is not None and found["exponent"]
    if found is None or not (found["value"].strip(".,") or (has_exponent and not found["value"])):
        hint = "write it as 1234.5, 1.23(4) or 1.2e-3"
        raise TexError(index, f"'{text.strip()}' is not a number", hint)
    pieces = []
    if found["relation"]:
        pieces.append(f"<mo>{_RELATIONS.get(found['relation'], found['relation'])}</mo>")
    if found["sign"]:
        sign = _SIGNS.get(found["sign"], found["sign"])
        pieces.append(f'<mo form="prefix" lspace="0" rspace="0">{sign}</mo>')
    if found["value"]:
        pieces.append(f"<mn>{_decimal(found['value'])}{found['digits'] or ''}</mn>")
    if found["spread"]:
        pieces.append(f"<mo>±</mo><mn>{_decimal(found['spread'])}</mn>")
        if in_brackets or found["exponent"]:
            pieces = ['<mo stretchy="false">(</mo>', *pieces, '<mo stretchy="false">)</mo>']
    if found["exponent"]:
        exponent = found["exponent"]
        sign = "<mo>−</mo>" if exponent[0] in "-−" else ""
        power = f"<mrow>{sign}<mn>{exponent.lstrip('-−+')}</mn></mrow>"
        pieces.append(f"{_TIMES if found['value'] else ''}<msup><mn>10</mn>{power}</msup>")
    return "".join(pieces)


def _numbers(text: str, index: int, unit: str, *, in_brackets: bool = False) -> str:
    """Return one number, or several with a × between them, each with a unit as MathML."""
    parts = [_number(each, index, in_brackets=in_brackets) for each in _PRODUCT.split(text)]
    return _TIMES.join(part + unit for part in parts)


def _unit(reader: TokenReader, command: Token) -> str:
    """Return the next argument as a unit, with the space before it."""
    unit, first = read_unit(reader, command)
    return unit if first.startswith(NO_SPACE) and first not in {"°C", "°F"} else f"{_THIN}{unit}"


def _skip_options(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    if reader.option() is not None:
        message = f"the options of {command.text} are left out"
        rewriter.problem(command.index, message, "write the number as it is to be shown")


def _write(rewriter: Rewriter, mathml: str, command: Token) -> None:
    rewriter.write("{", command.index)
    rewriter.mark(f"<mrow>{mathml}</mrow>", command.index)
    rewriter.write("}", command.index)


def _num(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _skip_options(rewriter, reader, command)
    text = reader.text(command)
    _write(rewriter, _numbers(text, command.index, ""), command)


def _only_unit(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _skip_options(rewriter, reader, command)
    _write(rewriter, read_unit(reader, command)[0], command)


def _qty(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    if reader.peek() in _BRACKETS:
        message = f"{command.text} sets a quantity, such as {command.text}{{3}}{{\\tesla}}"
        raise TexError(command.index, message, "write \\left( … \\right) for brackets that grow")
    _skip_options(rewriter, reader, command)
    value = reader.text(command)
    before = reader.option()  # \SI[…]{1}[\$]{…}: a unit before the number
    first = unit_mathml(before, command)[0] if before else ""
    unit = _unit(reader, command)
    _write(rewriter, first + _numbers(value, command.index, unit, in_brackets=True), command)


def _range(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _skip_options(rewriter, reader, command)
    start, end = (reader.text(command) for _ in range(2))
    has_unit = command.text != "\\numrange"
    unit = _unit(reader, command) if has_unit else ""
    # A dash directly before a minus would be read as one sign.
    space = _THIN if "-" in end.lstrip()[:1] else ""
    dash = f"{space}<mtext>–</mtext>{space}"
    numbers = (_number(each, command.index, in_brackets=True) for each in (start, end))
    _write(rewriter, dash.join(numbers) + unit, command)


def _list(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _skip_options(rewriter, reader, command)
    values = reader.text(command).split(";")
    unit = "" if command.text == "\\numlist" else _unit(reader, command)
    _write(rewriter, _COMMAS.join(_number(v, command.index) for v in values) + unit, command)


def _angle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    _skip_options(rewriter, reader, command)
    parts = reader.text(command).split(";")
    if len(parts) > len(_ANGLE):
        message = "an angle has three parts at most: degrees, minutes and seconds"
        raise TexError(command.index, message, "write \\ang{12;30;5}")
    shown = [
        f"{_number(part, command.index)}<mtext>{sign}</mtext>"
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
    number = TokenReader(tokens)
    while not number.is_done and not (number.peek() in _SIGNS_OF_UNITS or _is_letter(number)):
        if number.peek()[0] == "\\" and number.peek() not in {"\\pm", "\\times"}:
            break
        number.next()
    value = written(tokens[: number.place]).strip()
    rest = [each for each in tokens[number.place :] if each.text != "$"]
    unit, _ = unit_mathml(rest, command) if rest else ("", "")
    space = _THIN if value and unit else ""
    _write(rewriter, (_numbers(value, command.index, "") if value else "") + space + unit, command)


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
