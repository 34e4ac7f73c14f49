"""Let math-core make MathML of TeX that has been rewritten, and say what it cannot set."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from sitegen.mathematics.formula import FormulaProblem
from sitegen.mathematics.intertext import join_cells
from sitegen.mathematics.mathml import check_marks, fit_mathml, fit_simple
from sitegen.mathematics.messages import explain, explain_entity
from sitegen.mathematics.rewriting import place_numbers, replace_marks, replace_names
from sitegen.mathematics.row_lines import draw_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.mathematics.rewriting import Rewriter
    from sitegen.mathematics.simple_formulas import SimpleFormulas

__all__ = ["UnsetError", "convert_rewritten", "converter"]

_PLACE = re.compile(r"(\d+): (.*)", re.DOTALL)
_UNKNOWN = re.compile(r'Unknown command "(\\.*)"\.', re.DOTALL)
#: So many unknown commands are named at once.
_MOST_PROBLEMS = 10


class UnsetError(Exception):
    """What keeps math-core from setting a formula; never leaves this package."""

    def __init__(self, problems: list[FormulaProblem]) -> None:
        super().__init__()
        self.problems = problems


def convert_rewritten(rewriter: Rewriter, simple: SimpleFormulas, *, display: bool) -> str:
    """Return the MathML of what has been rewritten, without the element around it.

    Raises UnsetError for mistakes that math-core finds, and UnsafeError.
    """
    problems: list[FormulaProblem] = []
    names = [_set(each, each.tex, problems, display=display) for each in rewriter.names]
    tex = rewriter.tex
    mathml = _set(rewriter, tex, problems, display=display)
    if problems:
        raise UnsetError(problems)
    marks = rewriter.marks
    has_simple_pieces = "\\begin" not in tex and simple.has_simple_pieces(tex)
    if has_simple_pieces and not (marks and " accent" in mathml):
        check_marks(marks)
        return replace_marks(fit_simple(mathml, tex), marks)
    if names:
        mathml = replace_names(mathml, [_without_element(each) for each in names])
    if marks:
        mathml = join_cells(replace_marks(mathml, marks))
    if rewriter.places:
        mathml = place_numbers(mathml)
    inner = fit_mathml(draw_lines(mathml))
    if rewriter.is_without_gaps:
        inner = inner.replace('"math-lines"', '"math-lines math-alignat"', 1)
    return inner


def _set(rewriter: Rewriter, tex: str, problems: list[FormulaProblem], *, display: bool) -> str:
    """Return what math-core makes of the `tex` that has been written; note what it cannot set.

    A command that is not known is left out and the rest is tried again, so that an author sees
    all of them at once.
    """
    convert, mistake = converter()
    while True:
        try:
            return convert(tex, displaystyle=display)
        except mistake as error:
            place = _PLACE.fullmatch(str(error))
            offset, message = (int(place[1]), place[2]) if place else (0, str(error))
            unknown = _UNKNOWN.fullmatch(message)
            if unknown and unknown[1].endswith("*"):  # as in `\\lambda*x`: the star is a sign
                tex = tex.replace(unknown[1], f"{unknown[1][:-1]}∗")
                continue
            if "parameter" in message and tex[offset - 1 : offset] == "#":
                offset -= 1  # what follows the sign is named
            explained = explain_entity(tex, offset) or explain(message)
            problems.append(FormulaProblem(rewriter.index_of(offset), *explained))
            if not unknown or len(problems) >= _MOST_PROBLEMS:
                raise UnsetError(problems) from None
            end = offset + len(unknown[1])
            tex = f"{tex[:offset]}{{}}{' ' * (end - offset - 2)}{tex[end:]}"


def _without_element(mathml: str) -> str:
    return mathml[mathml.index(">") + 1 :].removesuffix("</math>")


@functools.cache
def converter() -> tuple[Callable[..., str], type[Exception]]:
    """Return what makes MathML of TeX, and what it raises for a mistake."""
    from math_core import LatexError, LatexToMathML

    converter = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
    return converter.convert_with_local_state, LatexError
