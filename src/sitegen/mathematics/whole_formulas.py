r"""Rewrite whole formulas: what is one environment, or several lines, or has a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.environments import NUMBERED, write_lines
from sitegen.mathematics.formula import UNNAMED
from sitegen.mathematics.rows import split_rows
from sitegen.mathematics.source_reader import read_tokens
from sitegen.mathematics.tokens import Stretch, Token, holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Rewriter

__all__ = ["LINE_ENDS", "NAMING", "rewrite_whole", "stripped"]

NAMING = frozenset({"\\label", "\\tag"})
LINE_ENDS = frozenset({"\\\\", "\\cr"})
#: An environment that is a whole formula, as it is mostly written.
_ENVIRONMENT = compile_late(r"\\begin\{([a-zA-Z]++\*?)\}(.*)(?<!\\)\\end\{\1\}", re.DOTALL)


def rewrite_whole(rewriter: Rewriter, tokens: Sequence[Token], end: int, label: str) -> None:
    """Rewrite a formula that may have several lines, or numbers; `end` is where its source ends.

    `label` is one that the page gives it.
    """
    tokens = stripped(tokens)
    begin = Token("", _start_of(tokens))
    name, body = _environment_of(tokens)
    if name == "subequations" and rewriter.display:
        name, body, tokens = _read_subequations(rewriter, body, label)
        label = ""
    if rewriter.display and name.removesuffix("*") in NUMBERED:
        write_lines(rewriter, name, body, label, begin)
    elif rewriter.display and (label or holds(tokens, NAMING)):
        write_lines(rewriter, "equation*", tokens, label, begin)
    else:
        _run_lines(rewriter, tokens, end)


def stripped(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return tokens without the white space at both ends."""
    if isinstance(tokens, Stretch):
        shown = tokens.tex.lstrip()
        return Stretch(shown.rstrip(), tokens.start + len(tokens.tex) - len(shown))
    while tokens and tokens[0].text == " ":
        tokens = tokens[1:]
    while tokens and tokens[-1].text == " ":
        tokens = tokens[:-1]
    return tokens


def _start_of(tokens: Sequence[Token]) -> int:
    if not tokens:
        return 0
    return tokens.start if isinstance(tokens, Stretch) else tokens[0].index


def _read_subequations(
    rewriter: Rewriter, body: Sequence[Token], label: str
) -> tuple[str, Sequence[Token], Sequence[Token]]:
    r"""Read `\label{all} \begin{align}…\end{align}`: lines 1a, 1b, … of one number.

    Return the environment within, its body, and all that is to be set.
    """
    reader = read_tokens(body)
    reader.skip_spaces()
    if reader.peek() == "\\label":
        label = reader.name(reader.next())
    rest = stripped(reader.rest())
    rewriter.within = label or UNNAMED
    return (*_environment_of(rest), rest)


def _run_lines(rewriter: Rewriter, tokens: Sequence[Token], end: int) -> None:
    r"""Rewrite a formula; where `\\` stands in no environment, its lines are below each other."""
    if not holds(tokens, LINE_ENDS) or len(split_rows(tokens)) == 1:
        rewriter.run(tokens, end)
        return
    name = "aligned" if len(split_rows(tokens, "&")) > 1 else "gathered"
    rewriter.write(f"\\begin{{{name}}}", _start_of(tokens))
    rewriter.run(tokens, end)
    rewriter.write(f"\\end{{{name}}}", end)


def _environment_of(tokens: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """Return the name and the body of the environment that is the whole of a formula, if any.

    No white space is around the tokens.
    """
    if isinstance(tokens, Stretch):
        if not tokens.tex.startswith("\\begin"):
            return "", []
        found = _ENVIRONMENT.fullmatch(tokens.tex)
        if found:
            name, inner = found.groups()
            is_whole = f"\\end{{{name}}}" not in inner
            if is_whole and inner.count("\\begin") == inner.count("\\end"):
                return name, Stretch(inner, tokens.start + found.start(2))
    reader = read_tokens(tokens)
    reader.skip_spaces()
    if reader.peek() != "\\begin":
        return "", []
    begin = reader.next()
    name = reader.name(begin)
    body = reader.environment(name, begin)
    reader.skip_spaces()
    return (name, body) if reader.is_done else ("", [])
