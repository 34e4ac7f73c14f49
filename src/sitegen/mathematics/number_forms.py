r"""Numbers as siunitx shows them: digits in groups, uncertainties, powers of ten."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import TexError

if TYPE_CHECKING:
    from sitegen.mathematics.quantity_options import QuantityOptions

__all__ = ["number_mathml"]

_NUMBER = compile_late(
    r"([<>≤≥≈~]|\\le|\\ge|\\leq|\\geq|\\approx|\\sim)?"  # a relation
    r"([-+−±]|\\pm|\\mp)?(\d*(?:[.,]\d*)?)(\(\d+(?:\.\d+)?\))?"  # sign, value, its uncertainty
    r"(?:(?:\+-|±|\\pm)(\d+(?:[.,]\d*)?))?"  # an uncertainty behind ±
    r"(?:(?:[eEdD]|(?:\\times|\\cdot|[x×])10\^)\{?([-+−]?\d+)\}?)?"  # an exponent
)
_RELATIONS = {"<": "&lt;", ">": "&gt;", "~": "∼", "\\le": "≤", "\\leq": "≤", "\\ge": "≥"}
_RELATIONS.update({"\\geq": "≥", "\\approx": "≈", "\\sim": "∼"})
_SIGNS = {"-": "−", "\\pm": "±", "\\mp": "∓"}
_LONG = 5
#: So many digits are rounded at most.
_MOST_DIGITS = 200


def _group(digits: str, separator: str, *, is_fraction: bool) -> str:
    if len(digits) < _LONG or not separator:
        return digits
    if is_fraction:
        return separator.join(digits[at : at + 3] for at in range(0, len(digits), 3))
    first = len(digits) % 3
    groups = [digits[:first]] if first else []
    groups += [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return separator.join(groups)


def _decimal(text: str, options: QuantityOptions) -> str:
    whole, point, fraction = text.replace(",", ".").partition(".")
    separator = options.group_separator
    shown = _group(whole or "0", separator, is_fraction=False)
    if point:
        marker = options.decimal_marker
        shown += marker + _group(fraction, separator, is_fraction=True)
    return shown


def _rounded(text: str, options: QuantityOptions) -> str:
    """Return a number rounded to decimal places, or to significant figures."""
    if options.precision is None or len(text) > _MOST_DIGITS:
        return text
    number = Decimal(text.replace(",", "."))
    last = number.adjusted() + 1 - options.precision
    if not options.rounds_figures:
        last = -options.precision
    with localcontext() as context:
        context.prec = 2 * _MOST_DIGITS
        rounded = number.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP)
    return format(rounded, "f")


def _spread(value: str, digits: str) -> str:
    """Return the uncertainty of `1.234(5)` as a number of its own: 0.005."""
    places = len(value.replace(",", ".").partition(".")[2])
    if "." in digits or not places:
        return digits
    digits = digits.rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def number_mathml(
    text: str, index: int, options: QuantityOptions, *, in_brackets: bool = False
) -> str:
    """Return a number as MathML. Raises TexError if it is none."""
    found = _NUMBER.fullmatch("".join(text.split()))
    relation, sign, value, digits, spread, exponent = found.groups("") if found else [""] * 6
    if not (value.strip(".,") or (exponent and not value)):
        hint = "write it as 1234.5, 1.23(4) or 1.2e-3"
        raise TexError(index, f"'{text.strip()}' is not a number", hint)
    pieces = []
    if relation:
        pieces.append(f"<mo>{_RELATIONS.get(relation, relation)}</mo>")
    if sign:
        sign = _SIGNS.get(sign, sign)
        pieces.append(f'<mo form="prefix" lspace="0" rspace="0">{sign}</mo>')
    if digits and options.separates_uncertainty:
        digits, spread = "", _spread(value, digits[1:-1])
    if value:
        if options.precision is not None and not (digits or spread):
            value = _rounded(value, options)
        pieces.append(f"<mn>{_decimal(value, options)}{digits}</mn>")
    if spread:
        pieces.append(f"<mo>±</mo><mn>{_decimal(spread, options)}</mn>")
        if in_brackets or exponent:
            pieces = ['<mo stretchy="false">(</mo>', *pieces, '<mo stretchy="false">)</mo>']
    if exponent:
        sign = "<mo>−</mo>" if exponent[0] in "-−" else ""
        times = f"<mo>{options.product}</mo>"
        power = f"<mrow>{sign}<mn>{exponent.lstrip('-−+')}</mn></mrow>"
        pieces.append(f"{times if value else ''}<msup><mn>10</mn>{power}</msup>")
    return "".join(pieces)
