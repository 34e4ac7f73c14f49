r"""Options of siunitx that change what is read: `\qty[per-mode=symbol]{9.81}{\metre\per\second}`.

Those of its manual (version 3) for rounding, groups of digits, signs, uncertainties and divided
units. Others are told, and left out.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Literal

import msgspec

from sitegen.diagnostics import did_you_mean
from sitegen.mathematics.tokens import Token, TokenReader, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Rewriter

__all__ = ["NO_OPTIONS", "PerMode", "QuantityOptions", "read_options"]

PerMode = Literal["power", "symbol", "fraction"]


class QuantityOptions(msgspec.Struct, frozen=True):
    """How numbers and units are shown; texts are HTML.

    A number is rounded to `precision` decimal places, or figures if it `rounds_figures`; None
    leaves it as it is.
    """

    precision: int | None = None
    rounds_figures: bool = False
    group_separator: str = "\u2009"
    decimal_marker: str = "."
    product: str = "×"
    separates_uncertainty: bool = False
    per_mode: PerMode = "power"


NO_OPTIONS = QuantityOptions()
_LARGEST_PRECISION = 50
_PER_MODES: dict[str, PerMode] = {
    **dict.fromkeys(("symbol", "repeated-symbol", "single-symbol"), "symbol"),
    "fraction": "fraction",
    **dict.fromkeys(("power", "power-positive-first", "reciprocal"), "power"),
}
_SPACES = {"\\,": "\u2009", "\\ ": "\u00a0", "~": "\u00a0", "\\cdot": "⋅", "\\times": "×"}
_YES, _NO = frozenset({"", "true"}), frozenset({"false", "none"})
_LONGEST = 3


def read_options(rewriter: Rewriter, reader: TokenReader, command: Token) -> QuantityOptions:
    """Return the options that come next; note those that are not understood."""
    given = reader.option()
    if given is None:
        return NO_OPTIONS
    options, rounds = NO_OPTIONS, ""
    for name, value in _split(given):
        if name == "round-mode" and value in {"places", "figures", "none"}:
            rounds = value
            continue
        change = _change(name, value)
        if change is None:
            message = f"the option '{name}' of {command.text} is left out"
            hint = did_you_mean(name, _NAMES, "write the number as it is to be shown")
            rewriter.problem(command.index, message, hint)
        else:
            options = msgspec.structs.replace(options, **change)
    if rounds in {"", "none"}:
        return msgspec.structs.replace(options, precision=None)
    precision = 2 if options.precision is None else options.precision
    return msgspec.structs.replace(options, precision=precision, rounds_figures=rounds == "figures")


def _split(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return names and values such as `round-mode = places`; braces around a value are left out."""
    found: list[tuple[str, str]] = []
    reader = TokenReader(tokens)
    while not reader.is_done:
        name, value, is_value = "", "", False
        while not reader.is_done and reader.peek() != ",":
            if reader.peek() == "=" and not is_value:
                reader.next()
                is_value = True
            elif is_value:
                value += written(reader.argument(tokens[0]))
                reader.skip_spaces()
            else:
                name += reader.next().text
        if not reader.is_done:
            reader.next()
        if name.strip():
            found.append((name.strip(), value.strip() or value))
    return found


def _change(name: str, value: str) -> dict[str, object] | None:
    """Return what an option changes; None if it, or its value, is not understood."""
    change: dict[str, object] | None = None
    if name == "round-precision" and value.isdecimal() and int(value) <= _LARGEST_PRECISION:
        change = {"precision": int(value)}
    elif name == "per-mode" and value in _PER_MODES:
        change = {"per_mode": _PER_MODES[value]}
    elif name == "group-digits" and value in _NO:
        change = {"group_separator": ""}
    elif name in _TEXTS and len(_SPACES.get(value, value)) <= _LONGEST and value:
        change = {_TEXTS[name]: html.escape(_SPACES.get(value, value))}
    elif (name == "separate-uncertainty" and value in _YES) or (
        name == "uncertainty-mode" and value == "separate"
    ):
        change = {"separates_uncertainty": True}
    elif name in _ALREADY and value in _ALREADY[name]:
        change = {}
    return change


_TEXTS = {
    "group-separator": "group_separator",
    "output-decimal-marker": "decimal_marker",
    "exponent-product": "product",
}
#: What is done anyway.
_ALREADY = {
    "group-digits": frozenset({"", "true", "integer", "decimal"}),
    "separate-uncertainty": _NO,
    "uncertainty-mode": frozenset({"compact"}),
    "range-units": frozenset({"single"}),
    "list-units": frozenset({"single"}),
}
_NAMES = ["round-mode", "round-precision", "per-mode", *_TEXTS, *_ALREADY]
