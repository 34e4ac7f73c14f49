"""`sitegen bib format` writes references in any style, as text, HTML, Markdown or JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support.sites import run_here

DOCS = Path(__file__).parents[3] / "docs"
BIB = """
@article{doe2024, author = {Doe, Jane and Roe, Richard}, title = {Knees in motion},
  journal = {Journal of Knees}, year = 2024, volume = 7, pages = {1--9}, doi = {10.1000/knee.7}}
@book{poe2020, author = {Poe, Ann}, title = {Ravens}, publisher = {Nest}, year = 2020}
"""
OWN = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>{list}</style>"""
LIST = '<bibliography><layout><text variable="title" prefix="* "/></layout></bibliography>'


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "some.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ([], "Doe, J., & Roe, R. (2024). Knees in motion. Journal of Knees, 7, 1–9."),
        (["--style", "ieee"], "[1] J. Doe and R. Roe, “Knees in motion,” Journal of Knees, vol. 7"),
        (["--style", "nlm"], "1. Doe J, Roe R. Knees in motion. Journal of Knees."),
        (
            ["--to", "markdown"],
            "Doe, J., & Roe, R. (2024). Knees in motion. *Journal of Knees*, *7*",
        ),
        (["--to", "html"], "<ol>\n<li>Doe, J., &amp; Roe, R. (2024). Knees in motion. <i>Journal"),
        (["--language", "de"], "Doe, J., & Roe, R. (2024). Knees in motion."),
    ],
)
def test_formats(bib: Path, options: list[str], first: str) -> None:
    done = run_here("bib", "format", bib, *options, cwd=bib.parent)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.replace("\\&", "&").startswith(first)


def test_json(bib: Path) -> None:
    rows = json.loads(run_here("bib", "format", bib, "--to", "json", cwd=bib.parent).stdout)
    assert [row["key"] for row in rows] == ["doe2024", "poe2020"]
    assert rows[1]["text"] == "Poe, A. (2020). Ravens. Nest."
    assert rows[1]["html"] == "Poe, A. (2020). <i>Ravens</i>. Nest."


def test_a_style_of_one_s_own(bib: Path, tmp_path: Path) -> None:
    style = tmp_path / "own.csl"
    style.write_text(OWN.replace("{list}", LIST), encoding="utf-8")
    done = run_here("bib", "format", bib, "--style", style, cwd=tmp_path)
    assert done.stdout == "* Knees in motion\n* Ravens\n"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["some.bib", "--style", "ieeee"], 2, "no citation style 'ieeee'; did you mean 'ieee'?"),
        (["none.bib"], 2, "none.bib cannot be read: No such file or directory"),
        (["some.bib", "--style", "list.csl"], 2, "list.csl has no bibliography"),
        (["some.bib", "--style", "bad.csl"], 2, "bad.csl cannot be used: this is not XML"),
        (["broken.bib"], 0, "broken.bib:1:1: warning[bibtex-syntax]"),
        (["some.bib", "--style", "none.csl"], 2, "none.csl cannot be read: No such file or"),
        (["some.ris"], 2, "some.ris is no bibliography by its name; those that are read end in"),
        (["empty.bib"], 0, "no works are in empty.bib"),
        (["some.bib", "--language", "xx"], 0, "no words in 'xx', so these are in English"),
        (["some.bib", "--style", "notes.csl"], 0, "notes.csl writes nothing of 'poe2020'"),
    ],
)
def test_what_is_wrong_is_told(bib: Path, arguments: list[str], code: int, told: str) -> None:
    folder = bib.parent
    (folder / "list.csl").write_text(OWN.replace("{list}", ""), encoding="utf-8")
    notes = OWN.replace("{list}", LIST.replace("title", "DOI"))
    (folder / "notes.csl").write_text(notes, encoding="utf-8")
    (folder / "empty.bib").write_text("No entry is in this.", encoding="utf-8")
    (folder / "bad.csl").write_text("<style>", encoding="utf-8")
    (folder / "broken.bib").write_text("@article{a, title = {A", encoding="utf-8")
    done = run_here("bib", "format", *arguments, cwd=folder)
    assert done.code == code
    assert told in done.stderr


def test_the_example_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "citations.md").read_text(encoding="utf-8")
    example, printed = re.findall(r"```(?:python|text)\n(.*?)```", text, re.DOTALL)[-2:]
    exec(compile(example, "citations.md", "exec"), {})  # noqa: S102  # our own example
    assert capsys.readouterr().out == printed
