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
_UNKNOWN_COMMAND = compile_late(r"\\[^\s\\]+ is not known")
#: As Hugo and Jekyll need it: their Markdown takes one of the backslashes away.
_DOUBLED = compile_late(r"\\\\([|&])")


def explain_formula(problem: FormulaProblem, written: str, *, is_set: bool) -> Problem:
    """Say what is wrong with a formula, and that its source is shown unless it `is_set`."""
    message, hint = problem.message, problem.hint
    if not is_set:
        message = _unset(message, written)
        doubled = _DOUBLED.search(written) if "\\begin" not in written else None
        if doubled:
            hint = f"write \\{doubled[1]}: in formulas, where no Markdown is read, none is doubled"
    return Problem(INVALID_FORMULA, message, hint)


def _unset(message: str, written: str) -> str:
    """Add that the source of a formula is shown.

    What is said of a command is the same for all formulas with it: a report counts these together.
    """
    if _UNKNOWN_COMMAND.fullmatch(message):
        return f"{message}: the formula is shown as its source"
    formula = " ".join(written.split())
    shown = formula if len(formula) <= _SHOWN else f"{formula[: _SHOWN - 1]}…"
    return f"the formula '{shown}' is shown as its source: {message}"
