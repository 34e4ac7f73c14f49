"""Setting a formula takes a few times as long as math-core alone, whatever else the machine does.

`pytest -s tests/unit/mathematics/test_speed.py` prints the time for 200 formulas.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from math_core import LatexError, LatexToMathML

from sitegen.mathematics import typesetting
from sitegen.mathematics.plain_formulas import is_plain
from sitegen.mathematics.tokens import commands_of
from sitegen.mathematics.typesetting import typeset
from unit.mathematics.test_formulas import read_formulas

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, ATTEMPTS = 10, 5


def time_round(set_formula: Callable[[str], object], formulas: list[str]) -> float:
    """Return the processor time for a formula, in microseconds, of one round."""
    typesetting.forget()
    start = time.process_time()
    for tex in formulas:
        set_formula(tex)
    return (time.process_time() - start) / len(formulas) * 1e6


def compare(formulas: list[str]) -> tuple[float, float]:
    """Return the times of this program and of math-core, each from its least disturbed round.

    They take turns, so that what else the machine does disturbs both.
    """
    pairs = [
        (
            time_round(lambda tex: typeset(tex, display=True), formulas),
            time_round(core_only, formulas),
        )
        for _ in range(ROUNDS)
    ]
    return min(ours for ours, _ in pairs), min(core for _, core in pairs)


def core_only(tex: str) -> object:
    try:
        return CORE.convert_with_local_state(tex, displaystyle=True)
    except LatexError:
        return None


CORE = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


@pytest.mark.parametrize(("group", "limit"), [("plain", 3.2), ("everyday", 5.2), ("hard", 11.5)])
def test_a_formula_takes_little_more_than_math_core(group: str, limit: float) -> None:
    formulas = list(read_formulas("everyday" if group == "plain" else group).values())
    if group == "plain":
        rewritten = frozenset({"\\ce", "\\qty", "\\unit", "\\num", "\\qtyrange"})
        formulas = [each for each in formulas if is_plain(each, commands_of(each), rewritten)]
        assert len(formulas) > 40
    for _ in range(ATTEMPTS):
        ours, core = compare(formulas)
        if ours / core < limit:
            break
    print(f"{group}: 200 formulas in {ours / 5:.1f} ms, math-core alone in {core / 5:.1f} ms")  # noqa: T201
    assert ours / core < limit
