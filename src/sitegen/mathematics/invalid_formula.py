"""The diagnostic for a formula that cannot be set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.mathematics.formula import FormulaProblem

__all__ = ["explain_formula"]

INVALID_FORMULA = declare("invalid-formula", Severity.WARNING)
_SHOWN = 30
#: As Hugo and Jekyll need it: their Markdown takes one of the backslashes away.
_DOUBLED = compile_late(r"\\\\([|&])")


def explain_formula(problem: FormulaProblem, written: str, *, is_set: bool) -> Problem:
    """Say what is wrong with a formula, and that its source is shown unless it `is_set`."""
    message, hint = problem.message, problem.hint
    if not is_set:
        formula = " ".join(written.split())
        shown = formula if len(formula) <= _SHOWN else f"{formula[: _SHOWN - 1]}…"
        message = f"the formula '{shown}' is shown as its source: {message}"
        doubled = _DOUBLED.search(written) if "\\begin" not in written else None
        if doubled:
            hint = f"write \\{doubled[1]}: in formulas, where no Markdown is read, none is doubled"
    return Problem(INVALID_FORMULA, message, hint)
