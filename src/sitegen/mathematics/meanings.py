r"""Commands that stand for other TeX: other names, short names of packages, and old ones.

Upright Greek is that of upgreek; `\mathds` of dsfont; `\symbf` and its like of unicode-math.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.mathematics.tokens import Token, TokenReader, tokenise

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["MEANINGS", "substitute"]

_ARGUMENT = re.compile(r"#([1-9])")
_GROUPED = re.compile(r"\{(#[1-9])\}")
#: Commands for which there is another name; what follows them stays as it is.
_SAME = {
    "\\mbox": "\\text",
    "\\hbox": "\\text",
    "\\textnormal": "\\text",
    "\\textup": "\\text",
    "\\textmd": "\\text",
    "\\textsl": "\\textit",
    "\\pmb": "\\bm",
    "\\dotsc": "\\ldots",
    "\\dotso": "\\ldots",
    "\\dotsb": "\\cdots",
    "\\dotsm": "\\cdots",
    "\\dotsi": "\\cdots",
    "\\adots": "\\iddots",
    "\\Ldots": "\\ldots",
    "\\Cdots": "\\cdots",
    "\\Vdots": "\\vdots",
    "\\Ddots": "\\ddots",
    "\\Iddots": "\\iddots",
    "\\strut": "\\mathstrut",
    "\\degree": "{}^{\\circ}",
    "\\cr": "\\\\",
    "\\\n": "\\ ",
    "\\\t": "\\ ",
    "\\minuso": "\\ominus",
    "\\mathbbm": "\\mathbb",
    "\\mathds": "\\mathbb",
    "\\mathbfit": "\\bm",
    "\\symup": "\\mathrm",
    "\\symrm": "\\mathrm",
    "\\symbfit": "\\bm",
    "\\symit": "\\mathit",
    "\\symbb": "\\mathbb",
    "\\symcal": "\\mathcal",
    "\\symscr": "\\mathscr",
    "\\symfrak": "\\mathfrak",
    "\\symsf": "\\mathsf",
    "\\symtt": "\\mathtt",
    "\\intop": "\\int\\limits",
    "\\wideparen": "\\overparen",
    "\\overarc": "\\overparen",
    "\\widearc": "\\overparen",
    "\\vv": "\\overrightarrow",
    "\\widebar": "\\overline",
    "\\overbar": "\\overline",
    "\\underbar": "\\underline",
    "\\uline": "\\underline",
    "\\Tilde": "\\tilde",
    "\\Hat": "\\hat",
    "\\Bar": "\\bar",
    "\\Vec": "\\vec",
    "\\Dot": "\\dot",
    "\\Ddot": "\\ddot",
    "\\Check": "\\check",
    "\\Breve": "\\breve",
    "\\Acute": "\\acute",
    "\\Grave": "\\grave",
    "\\hdots": "\\ldots",
    "\\mapsfrom": "\\mathrel{↤}",
    "\\cupdot": "\\mathbin{⊍}",
    "\\lambdabar": "\\mathord{ƛ}",
    "\\bbone": "\\mathbb{1}",
    "\\euro": "\\text{€}",
    "\\textdollar": "\\$",
    "\\qed": "\\square",
    "\\QED": "\\square",
    "\\qedsymbol": "\\square",
    "\\qedhere": "\\qquad\\square",
    "\\lBrack": "\\llbracket",
    "\\rBrack": "\\rrbracket",
    "\\enskip": "\\enspace",
    "\\centernot": "\\not",
    "\\toprule": "\\hline",
    "\\midrule": "\\hline",
    "\\bottomrule": "\\hline",
    "\\tablenum": "\\num",
    "\\null": "{}",
    "√": "\\surd",
    **{f"\\{name}": f"\\operatorname{{{name}}}" for name in ("sech", "csch", "arcosh", "arsinh")},
    **{f"\\{name}": f"\\text{{{name}}}" for name in ("LaTeX", "TeX", "KaTeX")},
}
#: Commands that stand for others, with their arguments.
_WITH_ARGUMENTS = {
    "\\overunderset": "\\overset#1{\\underset#2#3}",
    "\\stackbin": "\\mathbin{\\overset{#1}{#2}}",
    "\\accentset": "\\overset{#1}{#2}",
    "\\nicefrac": "{}^{#1}\\!/\\!{}_{#2}",
    "\\sfrac": "{}^{#1}\\!/\\!{}_{#2}",
    "\\flatfrac": "{#1}/{#2}",
    "\\varliminf": "\\mathop{\\underline{\\lim}}",
    "\\varlimsup": "\\mathop{\\overline{\\lim}}",
    "\\varinjlim": "\\mathop{\\underrightarrow{\\lim}}",
    "\\varprojlim": "\\mathop{\\underleftarrow{\\lim}}",
    "\\multiset": "\\left(\\!\\binom{#1}{#2}\\!\\right)",
    "\\mathnormal": "#1",
    # As in KaTeX.
    **{
        f"\\{name}": f"\\textcolor{{{name}}}{{#1}}"
        for name in "blue gray green orange pink purple red".split()
    },
    "\\vcenter": "#1",
    "\\mathbfcal": "\\bm{\\mathcal{#1}}",
    "\\mathbfscr": "\\bm{\\mathscr{#1}}",
    "\\mathbffrak": "\\bm{\\mathfrak{#1}}",
    "\\mathbfsf": "\\bm{\\mathsf{#1}}",
}
_UPRIGHT = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda
    Xi Pi Sigma Upsilon Phi Psi Omega
    """.split()
#: They only say what is done anyway, or the size on paper.
_NOTHING = r"""
    \allowbreak \nobreak \displaybreak \nonfrenchspacing \protect \noindent \centering \/
    \tiny \scriptsize \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge
    """.split()


def substitute(tex: str) -> Handler:
    r"""Return what writes other TeX, in which `#1` and `#2` are the arguments."""
    # An argument that is all there is between braces needs none of its own.
    parts = _ARGUMENT.split(_GROUPED.sub(r"\1", tex))
    count = max((int(each) for each in parts[1::2]), default=0)

    def handle(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
        arguments = [reader.argument(command) for _ in range(count)]
        pieces: list[Token] = []
        for number, part in enumerate(parts):
            if number % 2:
                argument = arguments[int(part) - 1]
                index = command.index
                pieces += [Token("{", index), *argument, Token("}", index)]
            else:
                pieces += [Token(each.text, command.index) for each in tokenise(part)]
        rewriter.run(pieces, command.index)

    return handle


def _rename(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    rewriter.command(Token(_SAME[command.text], command.index), reader)


def _ignore(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    del rewriter, reader, command


MEANINGS: dict[str, Handler] = {
    **dict.fromkeys(_SAME, _rename),
    **dict.fromkeys(_NOTHING, _ignore),
    **{name: substitute(tex) for name, tex in _WITH_ARGUMENTS.items()},
    **{f"\\up{name}": substitute(f"\\mathrm{{\\{name}}}") for name in _UPRIGHT},
}
