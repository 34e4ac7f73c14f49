"""CSL-JSON has the properties of its schema and no others."""

from __future__ import annotations

import json

from sitegen.model import Name, PartialDate
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.csl_works import read_csl_works
from sitegen.research.csl_writer import csl_item, write_csl_json
from support.works import make_article, make_work


def test_an_article() -> None:
    (item,) = json.loads(write_csl_json([make_article()]))
    assert item == {
        "id": "berg2024",
        "type": "article-journal",
        "title": "How U-Nets see <the> knee: 50% of $x_1$ & more",
        "container-title": "Journal of Knees & Hips",
        "container-title-short": "J. Knees",
        "volume": "12",
        "issue": "3",
        "page": "117-23",
        "DOI": "10.1000/a_b<c>",
        "ISSN": "1234-5679",
        "PMID": "12345678",
        "abstract": "We look.\n\nThen {we measure",
        "language": "en",
        "keyword": "MRI, knee",
        "author": [
            {
                "family": "Berg",
                "given": "Jean-Paul",
                "non-dropping-particle": "van der",
                "suffix": "Jr.",
            },
            {"literal": "The Knee Group"},
            {"family": "Ørsted", "given": "Émile"},
        ],
        "issued": {"date-parts": [[2024, 3, 5]]},
    }


def test_what_the_schema_does_not_have_is_left_out() -> None:
    work = make_work(
        "talk", variables={"hal": "x", "note": ""}, names={"sponsor": (Name(family="A"),)}
    )
    assert csl_item(work) == {"id": "berg2024", "type": "document", "title": "A study"}


def test_markup_is_rich_text() -> None:
    html = {"title": 'A &amp; <i>E. coli</i> <span class="smallcaps">b</span> <code>c</code>'}
    assert csl_item(make_work(html=html))["title"] == (
        'A & <i>E. coli</i> <span style="font-variant:small-caps;">b</span> c'
    )


def test_dates() -> None:
    def issued(date: PartialDate) -> object:
        return csl_item(make_work(issued=date))["issued"]

    end = PartialDate(year=2021, month=2)
    assert issued(PartialDate(year=2020, end=end)) == {"date-parts": [[2020], [2021, 2]]}
    assert issued(PartialDate(year=2020, season=2, circa=True)) == {
        "date-parts": [[2020]],
        "season": 2,
        "circa": True,
    }
    assert issued(PartialDate(literal="in press")) == {"literal": "in press"}


def test_no_works_are_an_empty_array() -> None:
    assert json.loads(write_csl_json([])) == []


def test_what_is_written_is_read_again() -> None:
    title = r"A \emph{x} $\alpha<2$ \textsc{Ab} <b>"
    written = f"@article{{k, title={{{title}}}, pages={{1--9}}, date={{2020-21}}}}"
    (work,), _ = read_bibtex_works(written, "p.bib")
    item = csl_item(work)
    assert "math" not in item["title"]
    (again,), _ = read_csl_works(json.dumps([item]), "p.json", is_json=True)
    assert (again.title, again.issued, again.variables) == (work.title, work.issued, work.variables)
