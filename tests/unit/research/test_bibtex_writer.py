"""BibTeX is made that our reader, and others, read as it was meant."""

from __future__ import annotations

import pytest

from sitegen.model import Name, PartialDate, WorkLink
from sitegen.research.bibtex import read_bibtex
from sitegen.research.bibtex_writer import make_bibtex, write_bibtex
from sitegen.research.latex_escapes import escape_latex, escape_latex_html, protect_capitals
from sitegen.research.latex_text import convert_latex
from sitegen.research.names import parse_names
from support.works import make_article, make_work

HOSTILE = 'a } b { c \\ % @x{ "q" # ~ ^ _ & $5 and $6\n\n@article{y,'


def test_an_article() -> None:
    assert make_bibtex(make_article()) == (
        "@article{berg2024,\n"
        "  author = {van der Berg, Jr., Jean-Paul and {The Knee Group} and Ørsted, Émile},\n"
        r"  title = {How {U-Nets} see <the> knee: 50\% of $x_1$ \& more}," + "\n"
        r"  journal = {Journal of Knees \& Hips}," + "\n"
        "  year = {2024},\n"
        "  month = mar,\n"
        "  date = {2024-03-05},\n"
        "  number = {3},\n"
        "  volume = {12},\n"
        "  language = {en},\n"
        r"  abstract = {We look. Then \textbraceleft{}we measure}," + "\n"
        "  pages = {117--23},\n"
        "  issn = {1234-5679},\n"
        "  pmid = {12345678},\n"
        "  doi = {10.1000/a_b<c>},\n"
        "  eprint = {2401.01234},\n"
        "  archiveprefix = {arXiv},\n"
        "  keywords = {MRI, knee},\n"
        "}\n"
    )


def test_what_came_from_bibtex_is_kept() -> None:
    works = [make_work(bibtex="@misc{a,\n  title = {A},\n}\n"), make_work(key="b")]
    first, second = write_bibtex(works).split("\n\n")
    assert first == "@misc{a,\n  title = {A},\n}"
    assert second.startswith("@article{b,")


@pytest.mark.parametrize("kind", ["article-journal", "thesis", "report", "webpage", "speech"])
def test_nothing_ends_a_field_early(kind: str) -> None:
    names = {"author": (Name(family=HOSTILE, given=HOSTILE), Name(literal="A and B, C"))}
    variables = dict.fromkeys(
        ("container-title", "publisher", "note", "DOI", "URL", "page", "genre"), HOSTILE
    )
    work = make_work(kind, title=HOSTILE, names=names, variables=variables, keywords=(HOSTILE,))
    (entry,), problems = read_bibtex(make_bibtex(work), "a.bib")
    assert [each for each in problems if each.code != "missing-bib-field"] == []
    assert convert_latex(entry.fields["title"]).plain == " ".join(HOSTILE.split())
    assert convert_latex(entry.fields["note"]).plain == " ".join(HOSTILE.split())


@pytest.mark.parametrize(
    "name",
    [
        Name(family="Berg", given="Jan", particle="van der", suffix="Jr."),
        Name(family="de Souza", given="Ana"),
        Name(family="García Márquez", given="Gabriel"),
        Name(literal="Barnes and Noble"),
        Name(family="Plato"),
    ],
)
def test_names_are_read_back(name: Name) -> None:
    entry = make_bibtex(make_work(names={"author": (name, Name(family="Z", given="Y"))}))
    (read,), _ = read_bibtex(entry, "a.bib")
    names, others = parse_names(read.fields["author"])
    assert names == (name, Name(family="Z", given="Y"))
    assert not others


def test_a_key_and_the_others() -> None:
    entry = make_bibtex(
        make_work(key="http://x/{a b},c", names={"author": (Name(family="A"),)}, others=("author",))
    )
    assert entry.startswith("@article{http://x/-a-b-c,\n  author = {A and others},\n")


@pytest.mark.parametrize(
    ("date", "fields"),
    [
        (PartialDate(year=2024, month=3), ["year = {2024},", "month = mar,"]),
        (PartialDate(year=2024, season=2), ["year = {2024},", "date = {2024-22},"]),
        (PartialDate(year=1999, circa=True), ["year = {1999},", "date = {1999~},"]),
        (
            PartialDate(year=2020, end=PartialDate(year=2021, month=2)),
            ["year = {2020},", "date = {2020/2021-02},"],
        ),
        (PartialDate(literal="in press"), ["year = {in press},"]),
    ],
)
def test_a_date(date: PartialDate, fields: list[str]) -> None:
    lines = [line.strip() for line in make_bibtex(make_work(issued=date)).splitlines()]
    assert [line for line in lines if line.startswith(("year", "month", "date"))] == fields


def test_types() -> None:
    thesis = make_work("thesis", variables={"genre": "Master's thesis", "publisher": "RWTH"})
    assert make_bibtex(thesis).startswith("@mastersthesis{")
    assert "  school = {RWTH},\n" in make_bibtex(thesis)
    arxiv = WorkLink(kind="arxiv", url="https://arxiv.org/abs/2401.01234")
    preprint = make_work("article", variables={"number": "arXiv:2401.01234"}, links=(arxiv,))
    assert "number" not in make_bibtex(preprint)
    assert make_bibtex(preprint).startswith("@misc{")


def test_capitals_are_kept() -> None:
    assert protect_capitals("Mapping the knee: MRI in Aachen") == (
        "Mapping the knee: {MRI} in {Aachen}"
    )
    assert protect_capitals("Mapping the Human Knee by MRI") == "Mapping the Human Knee by {MRI}"
    assert protect_capitals("Costs of $\\Delta T$ in Bonn") == "Costs of $\\Delta T$ in {Bonn}"


def test_markup_and_signs() -> None:
    html = '<i>E. coli</i> &amp; H<sub>2</sub>O <span class="nocase">MRI</span> <b>x'
    assert escape_latex_html(html) == (r"\emph{E. coli} \& H\textsubscript{2}O {MRI} \textbf{x}")
    assert escape_latex("from $5 to $6") == r"from \$5 to \$6"
    assert convert_latex(escape_latex("~^\\{}_%")).plain == "~^\\{}_%"


def test_a_key_of_which_nothing_can_stay() -> None:
    assert make_bibtex(make_work(key="{#}")).startswith("@article{work,\n")
