"""How long formulas take: `python -m benchmarks.formulas`, beside the library that makes MathML.

The formulas are those of the tests: `plain` ones need no rewriting, `everyday` ones have some
chemistry and quantities, `hard` ones are hard to set, and `papers` and `packages` use macros and
commands of LaTeX's packages. Each formula counts with its least time in many rounds, in which this
program and the library take turns, so that what else the machine does counts little. Formulas
that were set before are forgotten before each round; pieces of them that are remembered, such as
elements of MathML and units, are not. The library alone refuses most of the last group.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from math_core import LatexError, LatexToMathML

from sitegen.mathematics import typesetting
from sitegen.mathematics.typesetting import typeset

_FORMULAS = Path(__file__).parents[1] / "tests/unit/mathematics/formulas"
_GROUPS = ("plain", "everyday", "hard", "papers", "packages")
_REWRITTEN = ("\\ce", "\\qty", "\\unit", "\\num")
#: So many formulas are told the time of.
_MANY = 200
_CORE = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


def _read(group: str) -> list[str]:
    name = "everyday" if group == "plain" else group
    lines = (_FORMULAS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    formulas = [line.partition(": ")[2] for line in lines if line and not line.startswith("#")]
    if group == "plain":
        return [tex for tex in formulas if not any(each in tex for each in _REWRITTEN)]
    return formulas


def _set(tex: str) -> object:
    return typeset(tex, display=True)


def _set_by_core(tex: str) -> object:
    try:
        return _CORE.convert_with_local_state(tex, displaystyle=True)
    except LatexError:
        return None


def _time_group(formulas: Sequence[str], rounds: int) -> tuple[float, float]:
    """Return the milliseconds of so many formulas, of this program and of the library."""
    works: tuple[Callable[[str], object], ...] = (_set, _set_by_core)
    least = [[float("inf")] * len(formulas) for _ in works]
    for _ in range(rounds):
        typesetting.forget()
        for times, work in zip(least, works, strict=True):
            for number, tex in enumerate(formulas):
                start = time.perf_counter()
                work(tex)
                times[number] = min(times[number], time.perf_counter() - start)
    ours, core = (sum(times) / len(formulas) * _MANY * 1000 for times in least)
    return ours, core


@click.command()
@click.option("--rounds", default=100, help="How often each formula is set; its least time counts.")
@click.option("--group", "groups", multiple=True, type=click.Choice(_GROUPS), default=_GROUPS)
def main(rounds: int, groups: Sequence[str]) -> None:
    """Measure how long formulas take, by the group."""
    for group in groups:
        formulas = _read(group)
        ours, core = _time_group(formulas, rounds)
        click.echo(
            f"{group:9} {_MANY} formulas {ours:6.1f} ms, the library alone {core:5.1f} ms, "
            f"{ours / core:4.1f} times ({len(formulas)} different ones)"
        )


if __name__ == "__main__":
    main()
