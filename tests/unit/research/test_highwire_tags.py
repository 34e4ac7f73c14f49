"""The tags are those that Google Scholar and Zotero document."""

from __future__ import annotations

from collections import defaultdict

import pytest

from sitegen.model import Name, PartialDate, Work
from sitegen.research.highwire_tags import citation_tags, is_on_host
from support.works import make_article, make_work

PAGE = "https://lab.example.org/publications/berg2024/"
ADA = {"author": (Name(family="Lovelace", given="Ada"),)}
YEAR = PartialDate(year=2024)


def tags_of(work: Work, **more: object) -> dict[str, list[str]]:
    found = defaultdict(list)
    for name, content in citation_tags(work, PAGE, **more):  # type: ignore[arg-type]
        found[name].append(content)
    return dict(found)


def test_an_article() -> None:
    pdf = "https://lab.example.org/papers/knees.pdf"
    orcids = ["0000-0002-1825-0097", "", ""]
    assert tags_of(make_article(), pdf_url=pdf, orcids=orcids) == {
        "citation_title": ["How U-Nets see <the> knee: 50% of $x_1$ & more"],
        "citation_author": ["van der Berg, Jean-Paul, Jr.", "The Knee Group", "Ørsted, Émile"],
        "citation_author_orcid": ["https://orcid.org/0000-0002-1825-0097"],
        "citation_publication_date": ["2024/03/05"],
        "citation_journal_title": ["Journal of Knees & Hips"],
        "citation_journal_abbrev": ["J. Knees"],
        "citation_volume": ["12"],
        "citation_issue": ["3"],
        "citation_issn": ["1234-5679"],
        "citation_doi": ["10.1000/a_b<c>"],
        "citation_pmid": ["12345678"],
        "citation_abstract": ["We look. Then {we measure"],
        "citation_firstpage": ["117"],
        "citation_lastpage": ["123"],
        "citation_arxiv_id": ["2401.01234"],
        "citation_language": ["en"],
        "citation_keywords": ["MRI", "knee"],
        "citation_abstract_html_url": [PAGE],
        "citation_pdf_url": [pdf],
    }


def test_an_orcid_follows_its_author() -> None:
    names = [tag.name for tag in citation_tags(make_article(), PAGE, orcids=("", "x", ""))]
    assert names[1:5] == ["citation_author"] * 2 + ["citation_author_orcid", "citation_author"]


@pytest.mark.parametrize(
    "missing", [{"title": ""}, {"names": {}}, {"issued": None}, {"issued": PartialDate()}]
)
def test_scholar_needs_title_author_and_date(missing: dict[str, object]) -> None:
    whole = make_work(names=ADA, issued=YEAR)
    assert tags_of(whole)["citation_publication_date"] == ["2024"]
    assert tags_of(make_work(**({"names": ADA, "issued": YEAR} | missing))) == {}


@pytest.mark.parametrize(
    ("kind", "variables", "tags"),
    [
        (
            "thesis",
            {"publisher": "RWTH", "genre": "PhD thesis"},
            {"dissertation_institution": "RWTH", "dissertation_name": "PhD thesis"},
        ),
        (
            "report",
            {"publisher": "KNEE", "number": "7"},
            {"technical_report_institution": "KNEE", "technical_report_number": "7"},
        ),
        (
            "paper-conference",
            {"container-title": "Proceedings", "event-title": "KNEE 2024", "publisher": "Press"},
            {"conference_title": "KNEE 2024", "inbook_title": "Proceedings", "publisher": "Press"},
        ),
        (
            "chapter",
            {"container-title": "The whole", "ISBN": "9783161484100"},
            {"inbook_title": "The whole", "isbn": "9783161484100"},
        ),
    ],
)
def test_where_it_has_appeared(kind: str, variables: dict[str, str], tags: dict[str, str]) -> None:
    found = tags_of(make_work(kind, names=ADA, issued=YEAR, variables=variables))
    expected = {f"citation_{name}": [value] for name, value in tags.items()}
    everywhere = {"title", "author", "publication_date", "abstract_html_url"}
    assert {k: v for k, v in found.items() if k[len("citation_") :] not in everywhere} == expected


@pytest.mark.parametrize(
    ("pdf", "on_host"),
    [
        ("https://lab.example.org/a.pdf", True),
        ("http://lab.example.org/a.pdf", False),
        ("https://lab.example.org.evil.example/a.pdf", False),
        ("https://arxiv.org/pdf/2401.01234", False),
        ("", False),
    ],
)
def test_a_pdf_is_on_the_same_host(pdf: str, *, on_host: bool) -> None:
    assert is_on_host(pdf, PAGE) is on_host
    assert (
        "citation_pdf_url" in tags_of(make_work(names=ADA, issued=YEAR), pdf_url=pdf)
    ) is on_host
