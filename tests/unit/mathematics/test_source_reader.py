"""Formulas that are read from their source become what those become that are split into tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.mathematics import typesetting
from sitegen.mathematics.expansion import expand
from sitegen.mathematics.macros import NO_MACROS, parse_macros
from sitegen.mathematics.rewriting import Rewriter
from sitegen.mathematics.source_reader import SourceReader
from sitegen.mathematics.tokens import Token, TokenReader, tokenise
from unit.mathematics.test_formulas import GROUPS, read_formulas

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND = Token("\\x", 0)
MACROS, _ = parse_macros({"\\x": "x_1 \\hat{y}"})


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("display", [True, False])
@pytest.mark.parametrize("label", ["", "eq-x"])
def test_formulas_are_the_same(group: str, label: str, *, display: bool) -> None:
    compared = 0
    for tex in read_formulas(group).values():
        source = typesetting._Source(tex, NO_MACROS, "", display)
        at_once = typesetting._set_at_once(tex, source, label)
        if at_once:
            compared += 1
            assert at_once == typesetting._set_tokens(tokenise(tex), source, label), tex
    assert compared > 25


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("label", ["", "eq-x"])
def test_expanded_formulas_are_the_same(group: str, label: str) -> None:
    compared = 0
    for tex in (rf"\x + {each}" for each in read_formulas(group).values()):
        tokens, macros = expand(tokenise(tex), MACROS)
        source = typesetting._Source(tex, macros, "", display=True)
        from_text = typesetting._set_text(tokens, source, label)
        if from_text:
            compared += 1
            assert from_text == typesetting._set_tokens(tokens, source, label), tex
    assert compared > 20


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
