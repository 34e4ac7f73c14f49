"""Entries of BibTeX and BibLaTeX become works."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.model import Name, PartialDate, Work
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.work_checks import check_works, distinct_works

#: A real file with real mistakes, where it is at hand.
REAL = Path(__file__).parents[4] / "shared" / "real" / "speech-lab.bib"

ARTICLE = r"""
@article{kessler2024knee,
  abbr = {Acta},
  title = {Cartilage of {Danio rerio} in \emph{vivo}},
  subtitle = {a study},
  author = {Kessler*, Mara and B{\"o}hm, Ida and {The Knee Consortium} and others},
  journal = {Acta Orthopaedica}, volume = 3, number = {2}, pages = {117--23},
  year = {2024}, month = mar, day = 5,
  doi = {https://doi.org/10.1000/Knee.7}, issn = {20493630},
  abstract = {Where $x < 2$.}, keywords = {knee, MRI; knee},
  pdf = {papers/knee.pdf}, code = {github.com/lab/knee\_code}, html = {https://doi.org/10.1000/knee.7},
  selected = {true}, award_name = {Best paper}, annotation = {* equal<br>contribution},
  file = {:/home/mara/knee.pdf:PDF}, comment = {private}, comment-ida = {private},
}
"""


def read(text: str) -> tuple[Work, list[str]]:
    (work,), problems = read_bibtex_works(text, "p.bib")
    return work, [str(each) for each in problems]


def test_an_article() -> None:
    work, said = read(ARTICLE)
    assert said == []
    assert (work.key, work.type, work.kind) == ("kessler2024knee", "article-journal", "article")
    assert work.title == "Cartilage of Danio rerio in vivo: a study"
    nocase = '<span class="nocase">Danio rerio</span>'
    assert work.html["title"] == f"Cartilage of {nocase} in <i>vivo</i>: a study"
    assert work.names == {
        "author": (
            Name(family="Kessler", given="Mara"),
            Name(family="Böhm", given="Ida"),
            Name(literal="The Knee Consortium"),
        )
    }
    assert work.others == ("author",)
    assert work.issued == PartialDate(year=2024, month=3, day=5)
    assert work.variables == {
        "container-title": "Acta Orthopaedica",
        "volume": "3",
        "issue": "2",
        "page": "117-23",
        "abstract": "Where x < 2.",
        "DOI": "10.1000/Knee.7",
        "ISSN": "2049-3630",
    }
    assert work.html["page"] == "117–23"
    assert work.html["abstract"] == 'Where <span class="math inline">$x &lt; 2$</span>.'
    assert [(link.kind, link.url) for link in work.links] == [
        ("doi", "https://doi.org/10.1000/Knee.7"),
        ("pdf", "papers/knee.pdf"),
        ("code", "https://github.com/lab/knee_code"),
    ]
    assert work.keywords == ("knee", "MRI")
    assert work.fields == {
        "abbr": "Acta",
        "selected": "true",
        "award_name": "Best paper",
        "annotation": "* equal contribution",
        "author+an": "1=*",
    }
    assert (work.path, work.line, work.column) == ("p.bib", 2, 1)


def test_the_entry_for_others() -> None:
    work, _ = read(ARTICLE)
    assert work.bibtex == (
        "@article{kessler2024knee,\n"
        "  title = {Cartilage of {Danio rerio} in \\emph{vivo}},\n"
        "  subtitle = {a study},\n"
        '  author = {Kessler, Mara and B{\\"o}hm, Ida and {The Knee Consortium} and others},\n'
        "  journal = {Acta Orthopaedica},\n"
        "  volume = {3},\n"
        "  number = {2},\n"
        "  pages = {117--23},\n"
        "  year = {2024},\n"
        "  month = mar,\n"
        "  day = {5},\n"
        "  doi = {10.1000/Knee.7},\n"
        "  issn = {20493630},\n"
        "}\n"
    ).replace("doi = {10.1000/Knee.7}", "doi = {https://doi.org/10.1000/Knee.7}")


def test_the_entry_is_well_formed_again() -> None:
    broken = '@misc{a b(2), title = "{\\} One }{ two\\", url = {javascript:a}, note = {x}\n'
    work, said = read(broken)
    assert said
    assert work.bibtex == ("@misc{a-b-2,\n  title = {{ One } two},\n  note = {x},\n}\n")
    assert read(work.bibtex)[1] == []


@pytest.mark.parametrize(
    ("entry", "variables"),
    [
        (
            """@inproceedings{k, booktitle={Proc.}, series={LNCS}, number=7, organization={IEEE},
            address={Rome}, venue={Paris}, eventtitle={Knees}}""",
            {
                "container-title": "Proc.",
                "collection-title": "LNCS",
                "collection-number": "7",
                "publisher": "IEEE",
                "publisher-place": "Rome",
                "event-place": "Paris",
                "event-title": "Knees",
            },
        ),
        (
            "@incollection{k, maintitle={All}, booktitle={One}, booksubtitle={Sub}, chapter=3}",
            {"container-title": "All", "volume-title": "One: Sub", "chapter-number": "3"},
        ),
        ("@mastersthesis{k, school={ETH}}", {"publisher": "ETH", "genre": "Master’s thesis"}),
        ("@thesis{k, type={phdthesis}}", {"genre": "PhD thesis"}),
        ("@techreport{k, number={7}}", {"number": "7", "genre": "Technical report"}),
        ("@book{k, edition=2, langid={ngerman}}", {"edition": "2", "language": "de"}),
        ("@misc{k, note={A}, addendum={B}}", {"note": "A. B"}),
        ("@misc{k, howpublished={Online}}", {"publisher": "Online"}),
        (
            r"@misc{k, howpublished={\url{https://a.org/b\_c}}}",
            {"URL": "https://a.org/b_c"},
        ),
        (
            "@book{k, isbn={0-306-40615-2, 978-3-16-148410-0 (paper)}}",
            {"ISBN": "9780306406157 9783161484100"},
        ),
        (
            "@misc{k, eprint={2301.01234}, eprinttype={arxiv}, eprintclass={cs.CL}}",
            {"archive": "arXiv", "archive_location": "2301.01234", "archive_collection": "cs.CL"},
        ),
        ("@misc{k, eprint={12345}, eprinttype={pubmed}}", {"PMID": "12345"}),
        (
            "@misc{k, eprint={99}, eprinttype={jstor}}",
            {"archive": "JSTOR", "archive_location": "99"},
        ),
        ("@misc{k, url={http://dx.doi.org/10.1000/1}}", {"DOI": "10.1000/1"}),
        ("@article{k, eid={e12}, pages={1--2, 5-- 9}}", {"number": "e12", "page": "1-2, 5-9"}),
    ],
)
def test_variables(entry: str, variables: dict[str, str]) -> None:
    assert read(entry)[0].variables == variables


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("@article{k, journal={Acta}, arxiv={2301.01234}}", "article-journal"),
        ("@article{k, journal={arXiv preprint arXiv:2301.01234}}", "article"),
        ("@misc{k, eprint={2301.01234}}", "article"),
        ("@article{k, journal={bioRxiv}, doi={10.1101/1}}", "article"),
        ("@inproceedings{k, booktitle={Proc.}, eprint={2301.01234}}", "paper-conference"),
        ("@article{k, entrysubtype={newspaper}, journal={Post}}", "article-newspaper"),
        ("@phdthesis{k}", "thesis"),
        ("@nonsense{k}", "document"),
    ],
)
def test_types(entry: str, kind: str) -> None:
    assert read(entry)[0].type == kind


def test_names_by_role() -> None:
    work, _ = read(
        "@book{k, editor={Doe, Jane and others}, editortype={compiler}, bookauthor={A. One},"
        " translator={B. Two}, foreword={C. Three}}"
    )
    assert {role: names[0].full for role, names in work.names.items()} == {
        "compiler": "Jane Doe",
        "container-author": "A. One",
        "translator": "B. Two",
        "contributor": "C. Three",
    }
    assert work.others == ("compiler",)


def test_dates() -> None:
    work, said = read("@misc{k, date={2020/}, urldate={2021-02-03}, eventdate={soon}, title={T}}")
    assert work.issued == PartialDate(year=2020, end=PartialDate())
    assert work.dates == {
        "accessed": PartialDate(year=2021, month=2, day=3),
        "event-date": PartialDate(literal="soon"),
    }
    assert said == [
        (
            "p.bib:1:57: warning[bib-date]: 'k': 'soon' is no date; write it as '2024-03-15',"
            " '2024-03' or '2024'"
        )
    ]
    assert read("@misc{k, pubstate={inpress}}")[0].issued == PartialDate(literal="inpress")


def test_the_places_of_what_is_examined_later() -> None:
    work, _ = read('@misc{k, title={T}, author={A},\n pdf = "a.pdf", award={Best}}')
    assert work.place_of("pdf") == (2, 9)
    assert work.place_of("award") == (2, 24)
    assert work.place_of("author") == (1, 29)
    assert work.place_of("abbr") == (work.line, work.column) == (1, 1)


def test_an_entry_without_a_key_gets_one() -> None:
    assert read("@misc{, title={The Knee}, author={Doe, J.}, year=2024}")[0].key == "doe2024knee"
    assert read("@misc{, note={x}}")[0].key == "work"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("@misc{k, title={T \\foo{x}}}", "1:17: warning[bibtex-latex]: 'k': the command \\foo is"),
        (
            "@misc{k, title={T}, doi={x}}",
            "1:26: warning[invalid-identifier]: 'k': 'x' is not",
        ),
        ("@misc{k, title={T}, year={x}}", "1:27: warning[bib-date]: 'k': 'x' is no year"),
        (
            "@misc{k, title={T}, year={2024a}}",
            "1:27: warning[bib-date]: 'k': the letter of '2024a' is left out: styles add letters",
        ),
        (
            "@misc{k, title={T}, origdate={1990b}}",
            "1:31: warning[bib-date]: 'k': the letter of '1990b' is left out: styles add letters",
        ),
        (
            "@misc{k, title={T}, date={2024-03-15T25:00}}",
            "1:27: warning[bib-date]: 'k': '2024-03-15T25:00' is no date; write it as '2024-03-15'",
        ),
        ("@misc{k, title={T}, pdf={javascript:alert(1)}}", "1:26: warning[bib-link]: 'k': 'javas"),
        (
            '@misc{k, title={T}, author={A}, author+an:orcid={1="0000-0002-1825-0098"}}',
            "1:50: warning[invalid-identifier]: 'k': '0000-0002-1825-0098' is not an ORCID iD",
        ),
        (
            "@misc{k, title={T}, author={A and B}, author+an={3=equal}}",
            "1:50: warning[name-annotation]: 'k': 'author+an' is about name 3, but there are 2",
        ),
    ],
)
def test_mistakes(entry: str, said: str) -> None:
    assert [each[: len(said) + 6] for each in read(entry)[1]] == [f"p.bib:{said}"]


def test_html_in_every_field_is_text() -> None:
    active = "<script>alert(1)</script><img src=x onerror=y>"
    names = "title author editor journal note abstract abbr annotation publisher".split()
    work, _ = read("@article{k, " + ", ".join(f"{name} = {{{active}}}" for name in names) + "}")
    assert "<script" not in "".join(work.html.values())
    assert work.title == work.variables["abstract"] == active
    assert read(f"@misc{{k, pdf={{{active}}}, url={{data:text/html,x}}}}")[0].links == ()


def test_a_long_field_is_cut() -> None:
    work, said = read("@misc{k, title={T}, abstract={" + "a " * 2_500_000 + "}}")
    assert len(work.variables["abstract"]) < 200_001
    message = "'k': 'abstract' has 5,000,000 characters, of which 200,000 are read"
    assert said == [
        f"p.bib:1:31: warning[long-bib-field]: {message}; shorten it; is a brace missing?"
    ]


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not part of the repository")
def test_a_real_file_is_accounted_for() -> None:
    text = REAL.read_text(encoding="utf-8")
    works, problems = read_bibtex_works(text, "p.bib")
    assert len(works) == text.count("\n@") - text.count("\n@string")
    found = [*problems, *check_works(works)]
    assert {each.code for each in found} == {
        "bibtex-string",
        "duplicate-entry",
        "duplicate-work",
        "missing-bib-field",
        "name-list",
    }
    published = distinct_works(works)
    assert len({work.key.casefold() for work in published}) == len(published) == len(works)
    assert all(work.title and work.names and work.issued for work in works)
