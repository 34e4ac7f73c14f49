"""Set a formula: from TeX to MathML."""

from __future__ import annotations

import functools
import html
import re
from typing import TYPE_CHECKING

from sitegen.mathematics.formula import Formula, FormulaProblem
from sitegen.mathematics.macros import NO_MACROS, Macros
from sitegen.mathematics.mathml import is_safe, with_classes

if TYPE_CHECKING:
    from math_core import LatexToMathML

__all__ = ["typeset"]

#: Formulas of a site are often the same: `$x$`.
_REMEMBERED = 20_000
_PLACE = re.compile(r"(\d+): (.*)", re.DOTALL)


def typeset(
    tex: str, *, display: bool, macros: Macros = NO_MACROS, label: str = "", alt: str = ""
) -> Formula:
    r"""Set a formula as MathML Core.

    `tex` is the source without the dollars or brackets around it. A formula that is set apart
    (`display`) and has a `label` has a number, as if it were in `equation`. `alt` is the text
    that is read aloud in its place. What the author wrote is escaped in the result. Never raises:
    mistakes are in `problems`.
    """
    return _typeset(tex, display, macros, label, alt)


@functools.lru_cache(maxsize=_REMEMBERED)
def _typeset(tex: str, display: bool, macros: Macros, label: str, alt: str) -> Formula:  # noqa: FBT001
    from math_core import LatexError

    del label
    try:
        body = _converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        place = _PLACE.fullmatch(str(error))
        index, message = (int(place[1]), place[2]) if place else (0, str(error))
        return Formula(problems=(FormulaProblem(index, message),), macros=macros)
    inner = with_classes(body).partition(">")[2].removesuffix("</math>")
    opening = '<math display="block"' if display else "<math"
    alternative = f' alttext="{html.escape(alt)}"' if alt else ""
    source = html.escape(tex.strip(), quote=False)
    mathml = (
        f"{opening}{alternative}><semantics><mrow>{inner}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )
    if not is_safe(inner):
        return Formula(problems=(FormulaProblem(0, "the formula cannot be set"),), macros=macros)
    return Formula(parts=(mathml,), macros=macros)


@functools.cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
