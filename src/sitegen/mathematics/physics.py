r"""Commands of the LaTeX package physics: derivatives, brackets that grow, operators.

Its `\qty` is that of siunitx here, and its `\div` the sign of division.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.mathematics.meanings import substitute
from sitegen.mathematics.tokens import TexError, Token, TokenReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["PHYSICS"]

_WORDS = "and or if then else otherwise unless given where with for all since let as".split()
#: Brackets that grow; `#1` is the first argument.
_BRACKETS = {
    "abs": r"\left\lvert #1\right\rvert",
    "norm": r"\left\lVert #1\right\rVert",
    "pqty": r"\left(#1\right)",
    "bqty": r"\left[#1\right]",
    "Bqty": r"\left\{#1\right\}",
    "vqty": r"\left\lvert #1\right\rvert",
    "eval": r"\left.#1\right\rvert",
    "evaluated": r"\left.#1\right\rvert",
    "comm": r"\left[#1,#2\right]",
    "commutator": r"\left[#1,#2\right]",
    "acomm": r"\left\{#1,#2\right\}",
    "anticommutator": r"\left\{#1,#2\right\}",
    "mel": r"\left\langle #1\middle\vert #2\middle\vert #3\right\rangle",
    "matrixel": r"\left\langle #1\middle\vert #2\middle\vert #3\right\rangle",
    "matrixelement": r"\left\langle #1\middle\vert #2\middle\vert #3\right\rangle",
    "order": r"\mathcal{O}\left(#1\right)",
}
#: What other commands stand for.
_MEANINGS = {
    "vu": r"\hat{\mathbf{#1}}",
    "vdot": r"\cdot ",
    "cross": r"\times ",
    "grad": r"\nabla ",
    "gradient": r"\nabla ",
    "divergence": r"\nabla\cdot ",
    "curl": r"\nabla\times ",
    "laplacian": r"\nabla^2 ",
    "Tr": r"\operatorname{Tr}",
    "Trace": r"\operatorname{Tr}",
    "tr": r"\operatorname{tr}",
    "trace": r"\operatorname{tr}",
    "rank": r"\operatorname{rank}",
    "Res": r"\operatorname{Res}",
    "erf": r"\operatorname{erf}",
    "qq": r"\quad\text{#1}\quad ",
    "qc": r",\quad ",
    "qcomma": r",\quad ",
    **{f"q{word}": rf"\quad\text{{{word}}}\quad " for word in _WORDS},
    "qcc": r"\quad\text{c.c.}\quad ",
}
#: Brackets with one argument in braces, and with two.
_EXPECTED = (
    r"\left\langle #1\right\rangle",
    r"\left\langle #2\middle\vert #1\middle\vert #2\right\rangle",
)
_INNER = (
    r"\left\langle #1\middle\vert #1\right\rangle",
    r"\left\langle #1\middle\vert #2\right\rangle",
)
_OUTER = (
    r"\left\vert #1\right\rangle\!\left\langle #1\right\vert",
    r"\left\vert #1\right\rangle\!\left\langle #2\right\vert",
)
_ONE_OR_TWO = {
    **dict.fromkeys(("ev", "expval", "expectationvalue"), _EXPECTED),
    **dict.fromkeys(("ip", "innerproduct"), _INNER),
    **dict.fromkeys(("ketbra", "dyad", "outerproduct"), _OUTER),
}
#: Without a star, and with one.
_STARRED = {
    "vb": (r"\mathbf{#1}", r"\bm{#1}"),
    "vectorbold": (r"\mathbf{#1}", r"\bm{#1}"),
    "va": (r"\vec{\mathbf{#1}}", r"\vec{\bm{#1}}"),
    "vectorarrow": (r"\vec{\mathbf{#1}}", r"\vec{\bm{#1}}"),
}
_PARTIAL = "\\partial "
_SIGNS = {
    **dict.fromkeys(("\\dv", "\\odv", "\\derivative"), "\\mathrm{d}"),
    **dict.fromkeys(("\\pdv", "\\pderivative", "\\partialderivative"), _PARTIAL),
    **dict.fromkeys(("\\fdv", "\\fderivative", "\\functionalderivative"), "\\delta "),
}
_MOST_VARIABLES = 3
_SIZES = frozenset({"*", "\\big", "\\Big", "\\bigg", "\\Bigg"})


def _groups(reader: TokenReader, most: int) -> list[Sequence[Token]]:
    """Return the arguments in braces that come next, up to so many."""
    found: list[Sequence[Token]] = []
    while len(found) < most:
        before = reader.place
        reader.skip_spaces()
        if reader.peek() != "{":
            reader.place = before
            break
        found.append(reader.group())
    return found


def _derivative(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\dv[n]{f}{x}`, `\dv{x}` without what is derived, `\pdv{f}{x}{y}`, or flat `\dv*`."""
    index, sign = command.index, _SIGNS[command.text]
    opening, middle = ("{", "}/{") if reader.has_star() else ("\\frac{", "}{")
    power = reader.option()
    most = _MOST_VARIABLES if sign == _PARTIAL else _MOST_VARIABLES - 1
    groups = _groups(reader, most)
    if not groups:
        raise TexError(index, f"{command.text} has no argument", f"write {command.text}{{f}}{{x}}")
    above, variables = (groups[0], groups[1:]) if len(groups) > 1 else ([], groups)
    if len(variables) > 1 and power is None:
        power = [Token(str(len(variables)), index)]
    rewriter.write(opening, index)
    _write_power(rewriter, sign, power, index)
    rewriter.run(above, index)
    rewriter.write(middle, index)
    for variable in variables:
        rewriter.write(sign, index)
        rewriter.run(variable, index)
    if len(variables) == 1 and power is not None:
        rewriter.write("^", index)
        rewriter.group(power, index)
    rewriter.write("}", index)


def _write_power(rewriter: Rewriter, sign: str, power: Sequence[Token] | None, index: int) -> None:
    rewriter.write(sign, index)
    if power is not None:
        rewriter.write("^", index)
        rewriter.group(power, index)


def _differential(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\dd`, `\dd{x}` or `\dd[3]{x}`."""
    power = reader.option()
    rewriter.write("\\mathop{}\\!", command.index)
    _write_power(rewriter, _SIGNS["\\dv"], power, command.index)
    for inner in _groups(reader, 1):
        rewriter.group(inner, command.index)


def _sized(tex: str) -> Handler:
    r"""Return what writes brackets that grow; a star or a size such as `\big` changes nothing."""
    write = substitute(tex)

    def handle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
        while reader.peek() in _SIZES:
            reader.next()
        write(rewriter, reader, command)

    return handle


def _one_or_two(one: str, two: str) -> Handler:
    r"""Return what writes `\ev{A}` or `\ev{A}{\psi}`."""
    write_one, write_two = _sized(one), _sized(two)

    def handle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
        before = reader.place
        while reader.peek() in _SIZES:
            reader.next()
        found = len(_groups(reader, 2))
        reader.place = before
        is_one = found == 1 or (found == 0 and one == _EXPECTED[0])
        (write_one if is_one else write_two)(rewriter, reader, command)

    return handle


def _starred(plain: str, starred: str) -> Handler:
    r"""Return what writes `\vb{x}`, upright, or `\vb*{x}`, in italics."""
    write_plain, write_starred = substitute(plain), substitute(starred)

    def handle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
        write = write_starred if reader.has_star() else write_plain
        write(rewriter, reader, command)

    return handle


PHYSICS: dict[str, Handler] = {
    **{f"\\{name}": substitute(tex) for name, tex in _MEANINGS.items()},
    **{f"\\{name}": _sized(tex) for name, tex in _BRACKETS.items()},
    **{f"\\{name}": _one_or_two(*both) for name, both in _ONE_OR_TWO.items()},
    **{f"\\{name}": _starred(*both) for name, both in _STARRED.items()},
    **dict.fromkeys(_SIGNS, _derivative),
    "\\dd": _differential,
}
