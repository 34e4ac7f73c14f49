r"""Units as siunitx writes them: `\kilo\metre\per\second`, `\km`, or `km/h` (its manual, 4.5).

Names and symbols are those of the SI brochure (9th edition, BIPM).
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import TexError, Token, TokenReader, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.quantity_options import PerMode

__all__ = ["NO_SPACE", "read_unit", "unit_mathml"]

_PREFIXES = dict(
    pair.split(":")
    for pair in """
    quecto:q ronto:r yocto:y zepto:z atto:a femto:f pico:p nano:n micro:µ milli:m centi:c deci:d
    deca:da deka:da hecto:h kilo:k mega:M giga:G tera:T peta:P exa:E zetta:Z yotta:Y ronna:R
    quetta:Q kibi:Ki mebi:Mi gibi:Gi tebi:Ti pebi:Pi exbi:Ei
    """.split()
)
_UNITS = dict(
    pair.split(":")
    for pair in """
    metre:m meter:m gram:g kilogram:kg second:s ampere:A kelvin:K mole:mol candela:cd hertz:Hz
    newton:N pascal:Pa joule:J watt:W coulomb:C volt:V farad:F ohm:Ω siemens:S weber:Wb tesla:T
    henry:H degreeCelsius:°C celsius:°C lumen:lm lux:lx becquerel:Bq gray:Gy sievert:Sv katal:kat
    radian:rad steradian:sr minute:min hour:h day:d degree:° arcminute:′ arcsecond:″ hectare:ha
    litre:L liter:L tonne:t neper:Np bel:B decibel:dB electronvolt:eV dalton:Da astronomicalunit:au
    bit:bit byte:B percent:% permille:‰ bar:bar barn:b angstrom:Å year:a mmHg:mmHg atomicmassunit:u
    knot:kn nauticalmile:M atm:atm clight:c0 curie:Ci gauss:G rad:rad rem:rem torr:Torr
    """.split()
)
#: Short names of siunitx: a prefix and a unit in one command.
_SHORT = {
    **{
        name: name
        for name in """
        fg pg ng mg g kg pm nm mm cm dm m km as fs ps ns ms s fmol pmol nmol mmol mol kmol pA nA mA
        A kA ml mL l L hl hL mHz Hz kHz MHz GHz THz mN N kN MN Pa kPa MPa GPa pV nV mV V kV kJ J mJ
        MJ eV meV keV MeV GeV TeV mW W kW MW GW fF pF nF mF F mH H C mC nC K dB kWh mT nT T pT G
        mSv Sv mGy Gy kBq MBq GBq Bq min rpm ppm ppb kB MB GB TB kbit Mbit Gbit
        """.split()
    },
    "ug": "µg", "um": "µm", "us": "µs", "umol": "µmol", "uA": "µA", "ul": "µl", "uL": "µL",
    "uV": "µV", "uJ": "µJ", "uW": "µW", "uF": "µF", "uH": "µH", "uT": "µT", "uGy": "µGy",
    "uSv": "µSv", "kohm": "kΩ", "Mohm": "MΩ", "mohm": "mΩ", "ohm": "Ω", "micron": "µm",
}  # fmt: skip
_KNOWN = {**_SHORT, **_UNITS}
_POWERS_BEFORE = {"square": "2", "cubic": "3"}
_POWERS_AFTER = {"squared": "2", "cubed": "3"}
_SYMBOLS = {"\\%": "%", "\\mu": "µ", "\\Omega": "Ω", "\\circ": "°", "\\cdot": ".", "\\,": "."}
_SYMBOLS.update({"\\degree": "°", "\\AA": "Å", "\\$": "$", "\\textmu": "µ", "\\text": ""})
_LETTERS = compile_late(r"[^\W\d_]+|[%‰°′″$€]")
_DIGITS = compile_late(r"[0-9]")
_BETWEEN = {".", "~", " ", "*", "·", "⋅", "{", "}"}
_BRACKETS = {"(", ")"}
_OPERATORS = {"/", *_BRACKETS}
_POWER = compile_late(r"[-−]?\d+(?:/\d+)?")
#: Symbols that stand directly behind a number.
NO_SPACE = ("°", "′", "″")
_THIN = '<mspace width="0.1667em"/>'
_MOST_REMEMBERED = 1_000
_REMEMBERED: dict[tuple[str, PerMode], tuple[str, str]] = {}


class _Factor(msgspec.Struct):
    """A unit with its power, or what stands between two: a slash or a point."""

    symbol: str
    power: str = ""
    below: str = ""

    @property
    def is_below(self) -> bool:
        """Tell whether its power is negative."""
        return self.power[:1] in {"-", "−"}

    def inverted(self) -> _Factor:
        """Return it with the opposite of a negative power."""
        return _Factor(self.symbol, self.power[1:], self.below)


def read_unit(reader: TokenReader, command: Token, per_mode: PerMode = "power") -> tuple[str, str]:
    """Return the next argument as `unit_mathml` does; a site has few units, which are remembered.

    Raises TexError for a unit that is not known.
    """
    before = reader.place
    text = reader.text(command)
    known = _REMEMBERED.get((text, per_mode))
    if known is None:
        reader.place = before
        known = unit_mathml(reader.argument(command), command, per_mode)
        if len(_REMEMBERED) >= _MOST_REMEMBERED:
            _REMEMBERED.clear()
        _REMEMBERED[text, per_mode] = known
    return known


def unit_mathml(
    tokens: Sequence[Token], command: Token, per_mode: PerMode = "power"
) -> tuple[str, str]:
    """Return a unit as MathML, and the symbol with which it begins.

    Units of which there is a negative power are divided by as `per_mode` says. Raises TexError for
    a unit that is not known.
    """
    factors = _Units(tokens, command).read()
    first = factors[0].symbol if factors else ""
    if per_mode == "power" or not _OPERATORS.isdisjoint([each.symbol for each in factors]):
        return _product(factors), first
    above = [each for each in factors if not each.is_below]
    below = [each.inverted() for each in factors if each.is_below]
    if not below:
        return _product(factors), first
    over = _product(above) if above else "<mn>1</mn>"
    if per_mode == "fraction":
        mathml = f"<mfrac><mrow>{over}</mrow><mrow>{_product(below)}</mrow></mfrac>"
    elif len(below) == 1:
        mathml = f"{over}{_operator('/')}{_product(below)}"
    else:
        mathml = f"{over}{_operator('/')}{_operator('(')}{_product(below)}{_operator(')')}"
    return mathml, above[0].symbol if above else ""


def _product(factors: list[_Factor]) -> str:
    pieces: list[str] = []
    for factor in factors:
        if factor.symbol in _OPERATORS:
            pieces.append(_operator(factor.symbol))
        else:
            if pieces and not pieces[-1].endswith(("/</mo>", "(</mo>")):
                pieces.append(_THIN)
            pieces.append(_factor_mathml(factor))
    return "".join(pieces)


def _operator(sign: str) -> str:
    return f'<mo stretchy="false" lspace="0" rspace="0">{sign}</mo>'


def _factor_mathml(factor: _Factor) -> str:
    symbol = f'<mi mathvariant="normal">{html.escape(factor.symbol, quote=False)}</mi>'
    if factor.below:
        below = f"<mtext>{html.escape(factor.below, quote=False)}</mtext>"
        symbol = f"<msub>{symbol}{below}</msub>"
    if not factor.power or factor.power == "1":
        return symbol
    sign = "<mo>−</mo>" if factor.power[0] in "-−" else ""
    number = f"<mn>{factor.power.lstrip('-−')}</mn>"
    return f"<msup>{symbol}<mrow>{sign}{number}</mrow></msup>"


class _Units:
    def __init__(self, tokens: Sequence[Token], command: Token) -> None:
        self._reader = TokenReader(tokens)
        self._command = command
        self._factors: list[_Factor] = []
        self._prefix = ""
        self._next_power = ""
        self._is_below = False

    def read(self) -> list[_Factor]:
        reader = self._reader
        while not reader.is_done:
            token = reader.next()
            text = token.text
            if text[0] == "\\" and text not in _SYMBOLS:
                self._read_name(text[1:], token)
            else:
                self._read_text(_SYMBOLS.get(text, text), token)
        if self._prefix:
            self._add(self._prefix)
        return self._factors

    def _read_name(self, name: str, token: Token) -> None:
        if name == "per":
            self._is_below = True
        elif name in _POWERS_BEFORE or name == "raiseto":
            self._next_power = _POWERS_BEFORE.get(name) or self._reader.name(token)
        elif name in _POWERS_AFTER:
            self._raise(_POWERS_AFTER[name], token)
        elif name == "tothe":
            self._raise(self._reader.name(token), token)
        elif name == "of":
            self._last(token).below = self._reader.name(token)
        elif name in {"text", "mathrm", "textrm"}:
            self._add(self._reader.name(token))
        elif name in _KNOWN:
            self._add(_KNOWN[name])
        elif name in _PREFIXES:
            self._prefix = _PREFIXES[name]
        else:
            known = [*_KNOWN, *_PREFIXES, "per", "squared", "cubed", "tothe"]
            hint = did_you_mean(name, known, "write its symbol, or \\text{…}")
            raise TexError(token.index, f"the unit \\{name} is not known", hint)

    def _read_text(self, text: str, token: Token) -> None:
        """Read a character of a unit that is written as it is shown."""
        reader = self._reader
        if text == "^":
            self._raise(written(reader.argument(token)), token)
        elif text == "_":
            self._last(token).below = reader.name(token)
        elif text == "/":
            self._factors.append(_Factor("/"))
        elif text in _BETWEEN:
            return
        elif _LETTERS.fullmatch(text):
            self._add(self._while(_LETTERS, text).replace("μ", "µ"))
        elif text in _BRACKETS:
            self._factors.append(_Factor(text))
        elif self._factors and (text if text.isdecimal() else reader.peek()).isdecimal():
            self._raise(self._while(_DIGITS, text), token)
        elif text:
            message = f"'{text}' cannot stand in a unit"
            raise TexError(token.index, message, "write the unit as km/h or \\km\\per\\hour")

    def _while(self, pattern: re.Pattern[str], text: str) -> str:
        """Return a text and the characters after it that match as it does."""
        while not self._reader.is_done and pattern.fullmatch(self._reader.peek()):
            text += self._reader.next().text
        return text

    def _add(self, symbol: str) -> None:
        power = self._next_power
        if self._is_below:
            power = f"-{power or 1}"
        self._factors.append(_Factor(self._prefix + symbol, power))
        self._prefix, self._next_power, self._is_below = "", "", False

    def _last(self, token: Token) -> _Factor:
        if self._prefix:
            self._add("")
        if not self._factors or self._factors[-1].symbol in _OPERATORS:
            raise TexError(token.index, f"no unit stands before {token.text}", "write one")
        return self._factors[-1]

    def _raise(self, power: str, token: Token) -> None:
        power = power.strip().replace(" ", "")
        last = self._last(token)
        if not _POWER.fullmatch(power):
            raise TexError(token.index, f"'{power}' is not a power of a unit", "write a number")
        is_below = last.power.startswith("-")
        last.power = f"-{power}" if is_below and power[0] not in "-−" else power
