"""How long a lab's publications take: `python -m benchmarks.publications --works 3000`.

All entries are in one bibliography; people, projects and news link to some of them.
"""

from __future__ import annotations

import gzip
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.measure import measure, prepare_processes
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.versions import find_versions
from sitegen.research.work_checks import check_works

__all__ = ["write_entries", "write_lab"]

_WORDS = (
    "cartilage knee imaging motion neural network estimation robust fast sparse deep learned model"
    " tissue signal noise phase diffusion contrast mapping reconstruction segmentation atlas"
).split()
_FAMILIES = (
    "Adler Berg Costa Dahl Ekström Fischer Gómez Haas Ito Jansen Kaya Lind Moreau Novák Okafor"
    " Patel Quist Rossi Silva Tanaka"
).split()
_GIVEN = "Ada Bo Carla Dag Elin Felix Gema Hana Ida Jon Kai Lea Max Nia Ole Pia Quinn Rosa Sam Tom"
_KINDS = (
    "article|journal = jk, volume = {{{a}}}, number = {{{b}}}, pages = {{{n}--{m}}}",
    "inproceedings|booktitle = {{Proc. of the {{MRI}} Conference}}, pages = {{1--{m}}}",
    "article|journal = jk, volume = {{{a}}}, pages = {{{n}--{m}}}",
    "misc|eprint = {{{y:02}{b:02}.{n:05}}}, archiveprefix = {{arXiv}}",
    "phdthesis|school = {{University of X}}",
)
_CONFIG = 'title = "Imaging Lab"\nbase_url = "https://lab.example.org/"\n'
_PEOPLE, _PROJECTS, _NEWS = 20, 6, 30


def _some(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(count)).capitalize()


def _entry(number: int, families: Sequence[str]) -> str:
    chance = random.Random(number)  # noqa: S311  # a corpus, not a secret
    given = _GIVEN.split()
    names = (
        f"{chance.choice(families)}, {chance.choice(given)}" for _ in range(chance.randint(1, 7))
    )
    year = 2007 + number % 19
    kind, _, fields = _KINDS[number % 5].partition("|")
    more = fields.format(a=number % 40 + 1, b=number % 12 + 1, n=number, m=number + 9, y=year % 100)
    return (
        f"@{kind}{{key{number:04},\n  title = {{{_some(chance, 9)} in {{MRI}} no. {number}}},\n"
        f"  author = {{{' and '.join(names)}}},\n"
        f"  year = {year}, doi = {{10.5555/knee.{number}}},\n"
        f"  {more},\n  keywords = {{{chance.choice(_WORDS)}, {chance.choice(_WORDS)}}},\n"
        f"  abstract = {{{_some(chance, 120)}.}}\n}}\n\n"
    )


def write_entries(works: int, families: Sequence[str] = _FAMILIES) -> str:
    """Return a bibliography with so many works, `key0000` and so on, by people of these families.

    Those of one lab are by its few people; what it cites is by many.
    """
    entries = (_entry(number, families) for number in range(works))
    return "@string{jk = {Journal of Knees}}\n\n" + "".join(entries)


def write_lab(root: Path, works: int) -> None:
    """Write the site of a lab with so many publications."""
    files = {
        "sitegen.toml": _CONFIG,
        "publications.bib": write_entries(works),
        "content/index.md": "# The lab\n\nHello.\n",
    }
    for name in ("publications", "people", "projects"):
        files[f"content/{name}/index.md"] = f"---\ntitle: {name.capitalize()}\nmenu: main\n---\n"
    for number, (given, family) in enumerate(zip(_GIVEN.split(), _FAMILIES, strict=True)):
        fields = f"name: {given} {family}\nrole: Researcher\nprojects: [p{number % _PROJECTS}]"
        files[f"content/people/{given.lower()}.md"] = f"---\n{fields}\n---\nAbout {given}.\n"
    for number in range(_PROJECTS):
        keys = ", ".join(f"key{each:04}" for each in range(number, min(works, 120), _PROJECTS))
        fields = f"title: Project {number}\npublications: [{keys}]"
        files[f"content/projects/p{number}.md"] = f"---\n{fields}\n---\nA project.\n"
    for number in range(_NEWS):
        fields = f"title: News {number}\ndate: 2026-0{number % 9 + 1}-10"
        files[f"content/news/n{number}.md"] = f"---\n{fields}\n---\nText {number}.\n"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _edits(root: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is done before each build; some do nothing."""
    bib, person = root / "publications.bib", root / "content/people/bo.md"

    def retitle() -> None:
        before, key, after = bib.read_text(encoding="utf-8").partition("@article{key0000")
        text = before + key + after.replace("title = {", "title = {Edited: ", 1)
        bib.write_text(text, encoding="utf-8")

    def insert() -> None:
        new = "@misc{new, title={A new one}, author={Bo Berg}, year=2026, month=jun}\n"
        bib.write_text(new + bib.read_text(encoding="utf-8"), encoding="utf-8")

    def write() -> None:
        person.write_text(person.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")

    yield "cold", lambda: None
    # Stats of files that were written a moment ago are not trusted yet.
    yield "nothing changed", lambda: time.sleep(3)
    yield "nothing changed", lambda: None
    yield "a title in the bibliography", retitle
    yield "a new entry above all others", insert
    yield "a person's text", write


def _read(root: Path, times: int) -> float:
    """Return the processor time to read, check and relate all entries, the least of several."""
    text = (root / "publications.bib").read_text(encoding="utf-8")
    found = []
    for _ in range(times):
        started = time.process_time()
        works, _ = read_bibtex_works(text, "publications.bib")
        list(check_works(works))
        find_versions(works)
        found.append(time.process_time() - started)
    return min(found)


@click.command()
@click.option("--works", default=3000, help="How many publications there are.")
@click.option("--times", default=5, help="How often they are read.")
@click.option("--jobs", default="auto", help="As of sitegen build.")
def main(works: int, times: int, jobs: str) -> None:
    """Build the site of a lab, and build it again after edits of its bibliography."""
    prepare_processes()
    with TemporaryDirectory() as folder:
        root, output = Path(folder, "site"), Path(folder, "out")
        write_lab(root, works)
        click.echo(f"{'read, checked, related':32}{_read(root, times):7.2f} s cpu")
        command = [sys.executable, "-m", "sitegen", "build", str(root), "-o", str(output)]
        command += ["--jobs", jobs] if jobs != "auto" else []
        for name, edit in _edits(root):
            edit()
            log = Path(folder, "log")
            done = measure(command, root, log, memory=name == "cold", timeout=600)
            peak = f"{done.peak / 1e6:8.0f} MB" if done.peak else ""
            click.echo(f"{name:32}{done.cpu:7.2f} s cpu{done.wall:8.2f} s wall{peak}")
            if done.code != 0:
                raise click.ClickException(log.read_text(encoding="utf-8"))
        data = (output / "publications/index.html").read_bytes()
        small = len(gzip.compress(data))
        click.echo(f"{'the list':32}{len(data) / 1000:7.0f} KB{small / 1000:8.0f} KB with gzip")


if __name__ == "__main__":
    main()
