"""Formulas that are read from their source become what those become that are split into tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.mathematics import typesetting
from sitegen.mathematics.macros import NO_MACROS
from sitegen.mathematics.plain_formulas import commands_of
from sitegen.mathematics.rewriting import Rewriter
from sitegen.mathematics.source_reader import SourceReader
from sitegen.mathematics.tokens import Token, TokenReader, tokenise
from unit.mathematics.test_formulas import GROUPS, read_formulas

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND = Token("\\x", 0)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("display", [True, False])
def test_formulas_are_the_same(group: str, *, display: bool) -> None:
    compared = 0
    for tex in read_formulas(group).values():
        commands = commands_of(tex)
        if not typesetting._is_single(tex, commands, display=display):
            continue
        if not typesetting._GROWING.isdisjoint(commands):
            continue
        compared += 1
        pair = [
            typesetting._set_rewritten(tex, NO_MACROS, "", "", display=display, commands=given)
            for given in (commands, None)
        ]
        assert pair[0] == pair[1], tex
    assert compared > 25


@pytest.mark.parametrize(
    "tex",
    [
        r"{a{b}c} [x]{y}*z",
        r"  {\{} [ ]  ] \frac12",
        r"* [{]}] {a" + "{b" * 6 + "}" * 6 + r"} x",
        r"x {a  b} [\[] {c}",
    ],
)
def test_arguments_and_options(tex: str) -> None:
    readers = (SourceReader(tex), TokenReader(tokenise(tex), len(tex)))
    for _ in range(6):
        assert readers[0].is_done == readers[1].is_done
        if readers[0].is_done:
            break
        assert readers[0].index == readers[1].index
        found = [(each.has_star(), listed(each.option()), each.peek()) for each in readers]
        assert found[0] == found[1]
        if not readers[0].is_done:
            arguments = [[*each.argument(COMMAND)] for each in readers]
            assert arguments[0] == arguments[1]


def listed(tokens: Sequence[Token] | None) -> list[Token] | None:
    return None if tokens is None else [*tokens]


def test_a_place_that_is_set_again() -> None:
    reader = SourceReader(r" \begin{aligned}[t] x \end{aligned} y")
    reader.skip_spaces()
    before = reader.place
    assert reader.next() == Token(r"\begin", 1)
    assert reader.name(COMMAND) == "aligned"
    assert reader.upcoming(3) == ["[", "t", "]"]
    assert reader.environment("aligned", COMMAND)[0] == Token("[", 16)
    assert reader.next() == Token(" ", 35)
    reader.place = before
    assert reader.peek() == r"\begin"


def test_commands_keep_their_distance_from_letters() -> None:
    rewriter = Rewriter(typesetting._HANDLERS, display=True)
    rewriter.run_source(r"\degree x\cr\Ldots y")
    assert rewriter.tex == r"{}^{\circ} x\\\ldots y"
