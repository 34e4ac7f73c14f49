"""How long citations and cross-references take: `python -m benchmarks.citations --works 3000`.

A bibliography is formatted in the APA's style, by sitegen and by other processors with the same
style; then a page with a hundred citations, and sites whose pages cite or refer to each other,
beside one whose pages do neither: the corpus of the other benchmarks, in twenty sections. Every
program is a process of its own, and all of its time counts.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

import click

from benchmarks.corpus import studies
from benchmarks.install import Tools, install
from benchmarks.measure import measure, prepare_processes
from benchmarks.peers.sitegen import SitegenCommonMark
from benchmarks.publications import write_entries
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_work
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, to_text
from sitegen.research.csl.style_reader import compile_style
from sitegen.research.csl_writer import csl_item
from sitegen.storage.citation_styles import read_style

_Kind = Literal["plain", "citations", "cross-references"]
_KINDS: tuple[_Kind, ...] = get_args(_Kind)
_PEERS = ("citeproc", "citeproc-py", "pypandoc-binary")
_PANDOC = "--citeproc --csl apa.csl --bibliography works.json -t html all.md"
#: Each page cites, or refers to, so many of so many works.
_PLACES, _CITED_WORKS = 10, 1000
#: The authors of what a site cites are many, so that few on one page have the same name.
_FAMILIES = [
    first + last
    for first in "Ba Del Fer Gor Han Kel Lam Mor Nis Or Pet Ros Sal Tor Val Wen Yam Zel".split()
    for last in "ani berg dez er ford ić ko lund mann nen o ova sen stein tan ters ton wicz".split()
]
_SENTENCE_END = re.compile(r"(?<=[a-z)])\.(?=\s)")
_SITEGEN = """
import json, sys
from sitegen.research.csl.formatting import ALL, Library, format_document
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, to_text
from sitegen.research.csl.style_reader import compile_style
style, _ = compile_style(open("apa.csl", "rb").read())
items = {each["id"]: item_from_csl(each) for each in json.load(open("works.json"))}
document = format_document(Library(style, built_in_locale("en"), items), (), (ALL,))
print(len([to_text(entry.text, document.locale, HTML) for entry in document.entries]))
"""
_CITEPROC_JS = """
const CSL = require(process.argv[2] + "/citeproc");
const fs = require("fs");
const works = JSON.parse(fs.readFileSync("works.json", "utf8"));
const items = new Map(works.map((each) => [each.id, each]));
const locale = fs.readFileSync("en-US.xml", "utf8");
const system = { retrieveLocale: () => locale, retrieveItem: (id) => items.get(id) };
const engine = new CSL.Engine(system, fs.readFileSync("apa.csl", "utf8"), "en-US");
engine.updateItems([...items.keys()]);
console.log(engine.makeBibliography()[1].length);
"""
_CITEPROC_PY = """
import json, warnings
warnings.simplefilter("ignore")
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter
from citeproc.source.json import CiteProcJSON
works = json.load(open("works.json"))
style = CitationStylesStyle("apa.csl", validate=False)
library = CitationStylesBibliography(style, CiteProcJSON(works), formatter.html)
for each in works:
    library.register(Citation([CitationItem(each["id"])]))
print(len([str(each) for each in library.bibliography()]))
"""


def _write_works(folder: Path, works: int) -> None:
    found, _ = read_bibtex_works(write_entries(works), "works.bib")
    rows = [csl_item(work) for work in found]
    (folder / "works.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "apa.csl").write_bytes(read_style("apa") or b"")
    locale = Path(__file__).parents[1] / "src/sitegen/research/csl/locales/en-US.xml"
    (folder / "en-US.xml").write_bytes(locale.read_bytes())
    (folder / "all.md").write_text('---\nnocite: "@*"\n---\n', encoding="utf-8")


def _commands(tools: Tools) -> dict[str, Sequence[str]]:
    """Return how each processor formats the works of a folder."""
    pandoc = "import pypandoc; print(pypandoc.get_pandoc_path())"
    return {
        "sitegen": [sys.executable, "-c", _SITEGEN],
        "citeproc-js": ["node", "-e", _CITEPROC_JS, "--", "x", str(tools.node / "node_modules")],
        "citeproc-py": [str(tools.python), "-c", _CITEPROC_PY],
        "pandoc": ["sh", "-c", f"$({tools.python} -c '{pandoc}') {_PANDOC}"],
    }


def _time_processors(works: int, runs: int, timeout: float, tools: Tools, *, peers: bool) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write_works(folder, works)
        for processor, command in _commands(tools).items():
            if processor != "sitegen" and not peers:
                continue
            times: list[float] = []
            for _ in range(runs):
                done = measure(command, folder, folder / "log", timeout=timeout)
                if done.code is None or done.code != 0:
                    break
                times.append(done.cpu)
            told = (
                f"{statistics.median(times):8.2f} s cpu" if times else _failure(folder, done.code)
            )
            click.echo(f"{processor:14}{works:6} works in APA{told}")


def _failure(folder: Path, code: int | None) -> str:
    if code is None:
        return "  not ready in time"
    lines = (folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()
    return f"  failed: {lines[-1][:100] if lines else code}"


def _time_page(cites: int) -> None:
    """Time a page whose entries are known, as in the preview."""
    found, _ = read_bibtex_works(write_entries(cites), "works.bib")
    style, _ = compile_style(read_style("apa") or b"")
    if style is None:
        raise click.ClickException("no style")
    items = {work.key: item_from_work(work) for work in found}
    library = Library(style, built_in_locale("en"), items)
    citations = [Citation((Cite(key, locator="7"),)) for key in items]

    def format_page() -> None:
        document = format_document(library, citations)
        for text in (*document.citations, *(entry.text for entry in document.entries)):
            to_text(text, document.locale, HTML)

    format_page()
    click.echo(
        f"{cites} citations on a page, known entries {_least(format_page) * 1000:8.1f} ms cpu"
    )


def _least(work: Callable[[], None]) -> float:
    times = []
    for _ in range(7):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def _write_site(root: Path, pages: int, works: int, kind: _Kind, tools: Tools) -> None:
    """Write the corpus of the other benchmarks, with something at the end of ten sentences."""
    corpus = SitegenCommonMark(tools)
    corpus.write(root, pages)
    (root / "references.bib").write_text(write_entries(works, _FAMILIES), encoding="utf-8")
    for study in studies(pages):
        chance = random.Random(study.number)  # noqa: S311  # a corpus, not a secret
        path = corpus.source(root, study)
        text = path.read_text(encoding="utf-8")
        if kind == "cross-references":
            text = text.replace("## Measure", f"## Measure {{#sec-measure-{study.number}}}")
        ends = [found.start() for found in _SENTENCE_END.finditer(text, text.index("\n---\n"))]
        start, parts = 0, []
        for place, end in enumerate(sorted(chance.sample(ends, _PLACES))):
            key, other = f"key{chance.randrange(works):04}", chance.randrange(pages)
            named = study.number if place % 2 else other
            written = {
                "plain": "(Doe, 2020)",
                "citations": f"[@{key}, p. {place}]",
                "cross-references": f"(see @sec-measure-{named})",
            }
            parts += [text[start:end], " ", written[kind]]
            start = end
        path.write_text("".join((*parts, text[start:])), encoding="utf-8")


def _time_sites(pages: int, runs: int, tools: Tools) -> None:
    times: dict[_Kind, list[float]] = {kind: [] for kind in _KINDS}
    with TemporaryDirectory() as name:
        for run in range(runs):
            for kind in _KINDS:
                root = Path(name, f"{run}-{kind}")
                _write_site(root, pages, _CITED_WORKS, kind, tools)
                command = [sys.executable, "-m", "sitegen", "build", str(root), "-o", f"{root}-out"]
                done = measure(command, root, Path(name, "log"), timeout=600)
                if done.code != 0:
                    raise click.ClickException(Path(name, "log").read_text(encoding="utf-8"))
                times[kind].append(done.cpu)
    plain = statistics.median(times["plain"])
    click.echo(f"{pages} pages of text                  {plain:8.2f} s cpu")
    for kind in _KINDS[1:]:
        # Of each run by itself: a machine is not as fast all the time.
        more = statistics.median(a / b for a, b in zip(times[kind], times["plain"], strict=True))
        taken = statistics.median(times[kind])
        told = f"{pages} pages with 10 {kind}"
        click.echo(f"{told:34}{taken:8.2f} s cpu, {100 * (more - 1):+.0f} %")


@click.command()
@click.option("--works", default=3000, help="How many works the bibliography has.")
@click.option("--pages", default=1000, help="How many pages the site has.")
@click.option("--runs", default=3, help="How often each program is run; medians are told.")
@click.option("--peers/--no-peers", default=True, help="Whether others are measured, too.")
@click.option("--timeout", default=120.0, help="Seconds after which a program is stopped.")
def main(works: int, pages: int, runs: int, timeout: float, *, peers: bool) -> None:
    """Measure the citation processor, beside others, and sites with citations and references."""
    prepare_processes()
    tools = install(_PEERS if peers else ())
    for name, problem in tools.problems.items():
        click.echo(f"{name}: {problem}")
    _time_processors(works, runs, timeout, tools, peers=peers)
    _time_page(100)
    _time_sites(pages, runs, tools)


if __name__ == "__main__":
    main()
