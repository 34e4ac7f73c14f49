"""How long labels and references take: `python -m benchmarks.cross_references --pages 1000`.

Every study of the common corpus has a figure, a table, an equation and a section with a label, and
refers ten times to its own labels and to those of other studies. It is compared with the same
study in which the same words stand without labels and references, and with one that has the labels
but no reference to them. Social cards are left out: they would hide the difference.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

import click

from benchmarks.corpus import Study, studies
from benchmarks.install import Tools
from benchmarks.measure import measure, prepare_processes
from benchmarks.peers.sitegen import Sitegen, SitegenCommonMarkWithoutCards, SitegenWithoutCards

__all__ = ["KINDS", "Kind", "referring_text", "write_site"]

Kind = Literal["words", "labels", "references"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90" height="60">'
    '<path d="M5 55 30 20 50 40 85 5" fill="none" stroke="black"/></svg>\n'
)
_SHOWN = """\
## Results in detail{section}

Values follow the model, as {first} says, and grow with the dose; see {second}.

![Signal over time](/signal.svg){figure}

Signal falls as in {third} and {fourth}, and as it did before in {fifth}.

| Group | Mean | Spread |
|:------|-----:|-------:|
| Treated | 4.{one} | 0.3 |
| Control | 3.{one} | 0.4 |

: Means of both groups{table}

The model of {sixth} is that of {seventh}, with the values of {eighth}:

$$
S(t) = S_0 e^{{-t / T_{{{one}}}}}
$${equation}

What follows from it is in {ninth}, and what does not is in {tenth}.
"""
#: To make the font of formulas takes as long as hundreds of pages.
_NO_FONT = '[math]\nfont = "none"\n'
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
#: What has a label: the start of it, and the words that a reference to it shows on its own page.
_THINGS = {
    "section": ("sec", "Results in detail"),
    "figure": ("fig", "Figure {number}"),
    "table": ("tbl", "Table {number}"),
    "equation": ("eq", "Equation ({number})"),
}


def referring_text(study: Study, kind: Kind) -> str:
    """Return what is put at the end of a study: every second reference leads to another study."""
    marks = {
        name: f"{'' if name == 'figure' else ' '}{{#{prefix}-{study.number}}}"
        if kind != "words"
        else ""
        for name, (prefix, _) in _THINGS.items()
    }
    others = (study.number, *study.related)
    names = list(_THINGS)
    referred = {}
    for place, ordinal in enumerate(_ORDINALS):
        number = study.number if place % 2 == 0 else others[1 + place // 2 % 3]
        prefix, words = _THINGS[names[(place + place // 4) % len(names)]]
        shown = words.format(number=number + 1)
        if number != study.number:
            shown = f"{shown} on the page Study {number}"
        referred[ordinal] = f"@{prefix}-{number}" if kind == "references" else shown
    return _SHOWN.format(one=study.number % 9 + 1, **marks, **referred)


def write_site(generator: Sitegen, root: Path, pages: int, kind: Kind) -> None:
    """Write the site of a kind."""
    generator.write(root, pages)
    with (root / "sitegen.toml").open("a", encoding="utf-8") as stream:
        stream.write(_NO_FONT)
    (root / "content" / "signal.svg").write_text(_PICTURE, encoding="utf-8")
    for study in studies(pages):
        source = generator.source(root, study)
        with source.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{referring_text(study, kind)}")


def _time_engine(generator: Sitegen, pages: int, runs: int) -> Mapping[Kind, Sequence[float]]:
    """Return the processor time of cold builds, kind by kind in turns, without the first round."""
    times: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    with TemporaryDirectory() as name:
        for kind in KINDS:
            write_site(generator, Path(name, kind), pages, kind)
        for run in range(runs + 1):
            for kind in KINDS:
                root = Path(name, kind)
                generator.forget(root)
                done = measure(generator.command(), root, Path(name, "log"), timeout=600)
                if done.code != 0:
                    raise click.ClickException(Path(name, "log").read_text(encoding="utf-8"))
                if run:
                    times[kind].append(done.cpu)
    return times


@click.command()
@click.option("--pages", default=1000, help="How many pages the site has.")
@click.option("--runs", default=5, help="How often each site is built; medians are told.")
def main(pages: int, runs: int) -> None:
    """Measure cold builds of pages with labels and references, and of the same words without."""
    prepare_processes()
    tools = Tools(Path(sys.executable), Path())
    for generator in (SitegenCommonMarkWithoutCards(tools), SitegenWithoutCards(tools)):
        times = _time_engine(generator, pages, runs)
        click.echo(generator.label)
        for kind in KINDS:
            # Of each run by itself: a machine is not as fast all the time.
            pairs = zip(times[kind], times["words"], strict=True)
            more = 100 * (statistics.median(a / b for a, b in pairs) - 1)
            taken = statistics.median(times[kind])
            click.echo(f"  {pages} pages with {kind:11}{taken:8.2f} s cpu, {more:+.0f} %")


if __name__ == "__main__":
    main()
