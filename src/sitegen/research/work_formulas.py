"""Formulas in the texts of works: kept as TeX, shown as MathML or as plain text.

A work keeps them as their authors wrote them, because other programs read TeX, too.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape, unescape

from sitegen.content.formulas import bare_formula
from sitegen.late_patterns import compile_late
from sitegen.mathematics.formula_text import formula_text
from sitegen.mathematics.typesetting import typeset

__all__ = ["FORMULA_MARK", "set_formulas", "write_formulas"]

#: A text with a formula has this.
FORMULA_MARK = '<span class="math '
_FORMULA = compile_late(r'<span class="math \w+">([^<]*+)</span>')


def set_formulas(html: str) -> str:
    """Return HTML with MathML in place of TeX; what cannot be set stays as it is written."""
    return _FORMULA.sub(lambda found: _mathml(found[1])[0], html) if FORMULA_MARK in html else html


def write_formulas(html: str) -> str:
    """Return HTML with formulas as text, such as `ℓ₁`."""
    return _FORMULA.sub(lambda found: _mathml(found[1])[1], html) if FORMULA_MARK in html else html


@lru_cache(maxsize=4096)
def _mathml(written: str) -> tuple[str, str]:
    """Return a formula as MathML and as escaped text."""
    formula = typeset(bare_formula(unescape(written)), display=False)
    if not formula.is_set:
        return f'<code class="math-source">{written}</code>', written
    return formula.mathml, escape(formula_text(formula.mathml), quote=False)
