"""Formulas as plain text that tests can compare: `H_2 O`, `(1 / 2)`, `[90,227]Th`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sitegen.mathematics.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["formula_text"]


def formula_text(tex: str, *, display: bool = False) -> str:
    """Return a formula as text; raise AssertionError if it cannot be set."""
    formula = typeset(tex, display=display)
    assert formula.is_set, formula.problems
    whole = ET.fromstring(formula.mathml)  # noqa: S314  # written by this program
    return _text(whole[0][0])


def _children(element: ET.Element) -> str:
    return " ".join(text for text in map(_text, element) if text)


def _in_brackets(text: str) -> str:
    return f"({text})" if " " in text else text


def _scripts(element: ET.Element) -> str:
    base, *scripts = (_text(child) for child in element)
    marks = {"msub": "_", "msup": "^", "msubsup": "_^"}[element.tag]
    pairs = zip(marks, scripts, strict=True)
    return base + "".join(f"{mark}{_in_brackets(script)}" for mark, script in pairs)


def _limits(element: ET.Element) -> str:
    base, *limits = (_text(child) for child in element)
    names = {"munder": ["below"], "mover": ["above"], "munderover": ["below", "above"]}[element.tag]
    pairs = zip(names, limits, strict=True)
    return f"{base}{{{'; '.join(f'{name}: {limit}' for name, limit in pairs)}}}"


def _prescripts(element: ET.Element) -> str:
    base, _, below, above = (_text(child) for child in element)
    return f"[{below.replace(' ', '')},{above.replace(' ', '')}]{base}"


def _fraction(element: ET.Element) -> str:
    above, below = (_text(child) for child in element)
    return f"({_in_brackets(above)} / {_in_brackets(below)})"


_READERS: dict[str, Callable[[ET.Element], str]] = {
    "msub": _scripts,
    "msup": _scripts,
    "msubsup": _scripts,
    "munder": _limits,
    "mover": _limits,
    "munderover": _limits,
    "mmultiscripts": _prescripts,
    "mfrac": _fraction,
}


def _text(element: ET.Element) -> str:
    reader = _READERS.get(element.tag)
    if reader:
        return reader(element)
    if len(element):
        return _children(element)
    return (element.text or "").replace("\xa0", " ").strip()
