r"""Commands of the LaTeX package physics: derivatives, brackets that grow, operators.

Its `\qty` is that of siunitx here, and its `\div` the sign of division.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.mathematics.tokens import TexError, Token, TokenReader, tokenise

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["PHYSICS", "substitute"]

_ARGUMENT = re.compile(r"#([1-9])")
#: What commands stand for; `#1` is their first argument.
_MEANINGS = {
    "abs": r"\left\lvert #1\right\rvert",
    "norm": r"\left\lVert #1\right\rVert",
    "comm": r"\left[#1,#2\right]",
    "acomm": r"\left\{#1,#2\right\}",
    "ev": r"\left\langle #1\right\rangle",
    "expval": r"\left\langle #1\right\rangle",
    "ip": r"\left\langle #1\middle\vert #2\right\rangle",
    "innerproduct": r"\left\langle #1\middle\vert #2\right\rangle",
    "mel": r"\left\langle #1\middle\vert #2\middle\vert #3\right\rangle",
    "ketbra": r"\left\vert #1\right\rangle\!\left\langle #2\right\vert",
    "dyad": r"\left\vert #1\right\rangle\!\left\langle #2\right\vert",
    "order": r"\mathcal{O}\left(#1\right)",
    "vb": r"\mathbf{#1}",
    "va": r"\vec{\mathbf{#1}}",
    "vu": r"\hat{\mathbf{#1}}",
    "grad": r"\nabla ",
    "curl": r"\nabla\times ",
    "laplacian": r"\nabla^2 ",
    "Tr": r"\operatorname{Tr}",
    "tr": r"\operatorname{tr}",
    "rank": r"\operatorname{rank}",
}
_SIGNS = {"\\dv": "\\mathrm{d}", "\\pdv": "\\partial "}
_MOST_VARIABLES = 3


def substitute(tex: str) -> Handler:
    r"""Return what writes other TeX, in which `#1` and `#2` are the arguments."""
    parts = _ARGUMENT.split(tex)
    count = max((int(each) for each in parts[1::2]), default=0)

    def handle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
        arguments = [reader.argument(command) for _ in range(count)]
        for number, part in enumerate(parts):
            if number % 2:
                rewriter.group(arguments[int(part) - 1], command.index)
            else:
                pieces = [Token(each.text, command.index) for each in tokenise(part)]
                rewriter.run(pieces, command.index)

    return handle


def _groups(reader: TokenReader, most: int) -> list[list[Token]]:
    """Return the arguments in braces that come next, up to so many."""
    found: list[list[Token]] = []
    while len(found) < most:
        before = reader.place
        reader.skip_spaces()
        if reader.peek() != "{":
            reader.place = before
            break
        found.append(reader.group())
    return found


def _derivative(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\dv[n]{f}{x}`, `\dv{x}` without what is derived, or `\pdv{f}{x}{y}`."""
    index = command.index
    power = reader.option()
    most = _MOST_VARIABLES if command.text == "\\pdv" else _MOST_VARIABLES - 1
    groups = _groups(reader, most)
    if not groups:
        raise TexError(index, f"{command.text} has no argument", f"write {command.text}{{f}}{{x}}")
    above, variables = (groups[0], groups[1:]) if len(groups) > 1 else ([], groups)
    if len(variables) > 1 and power is None:
        power = [Token(str(len(variables)), index)]
    rewriter.write("\\frac{", index)
    _write_power(rewriter, command, power)
    rewriter.run(above, index)
    rewriter.write("}{", index)
    for variable in variables:
        rewriter.write(_SIGNS[command.text], index)
        rewriter.run(variable, index)
    if len(variables) == 1 and power is not None:
        rewriter.write("^", index)
        rewriter.group(power, index)
    rewriter.write("}", index)


def _write_power(rewriter: Rewriter, command: Token, power: list[Token] | None) -> None:
    rewriter.write(_SIGNS[command.text], command.index)
    if power is not None:
        rewriter.write("^", command.index)
        rewriter.group(power, command.index)


def _differential(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\dd`, `\dd{x}` or `\dd[3]{x}`."""
    power = reader.option()
    rewriter.write("\\mathop{}\\!", command.index)
    rewriter.write("\\mathrm{d}", command.index)
    if power is not None:
        rewriter.write("^", command.index)
        rewriter.group(power, command.index)
    for inner in _groups(reader, 1):
        rewriter.group(inner, command.index)


PHYSICS: dict[str, Handler] = {
    **{f"\\{name}": substitute(tex) for name, tex in _MEANINGS.items()},
    **dict.fromkeys(_SIGNS, _derivative),
    "\\dd": _differential,
}
