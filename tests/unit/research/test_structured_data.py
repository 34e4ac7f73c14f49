"""Works are described in schema.org's words, and no title ends the script that they stand in."""

from __future__ import annotations

import json

import pytest

from sitegen.model import Name
from sitegen.research.structured_data import LinkedPerson, describe_work, write_json_ld
from support.works import make_article, make_work

PAGE = "https://lab.example.org/publications/berg2024/"


def test_an_article() -> None:
    people = [
        LinkedPerson(
            Name(family="Berg", given="Jan", particle="van der"),
            "https://lab.example.org/people/jan/",
            "0000-0002-1825-0097",
        ),
        LinkedPerson(Name(literal="The Knee Group")),
    ]
    assert describe_work(make_article(), PAGE, people) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": PAGE,
        "url": PAGE,
        "name": "How U-Nets see <the> knee: 50% of $x_1$ & more",
        "headline": "How U-Nets see <the> knee: 50% of $x_1$ & more",
        "author": [
            {
                "@type": "Person",
                "name": "Jan van der Berg",
                "givenName": "Jan",
                "familyName": "van der Berg",
                "url": "https://lab.example.org/people/jan/",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
            },
            {"@type": "Organization", "name": "The Knee Group"},
        ],
        "datePublished": "2024-03-05",
        "abstract": "We look. Then {we measure",
        "inLanguage": "en",
        "keywords": ["MRI", "knee"],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/a_b<c>"},
            {"@type": "PropertyValue", "propertyID": "arXiv", "value": "2401.01234"},
            {"@type": "PropertyValue", "propertyID": "PMID", "value": "12345678"},
        ],
        "sameAs": ["https://doi.org/10.1000/a_b%3Cc%3E", "https://arxiv.org/abs/2401.01234"],
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "3",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "12",
                "isPartOf": {
                    "@type": "Periodical",
                    "name": "Journal of Knees & Hips",
                    "issn": "1234-5679",
                },
            },
        },
        "pageStart": "117",
        "pageEnd": "123",
    }


@pytest.mark.parametrize(
    ("kind", "variables", "more"),
    [
        ("thesis", {"genre": "PhD thesis"}, {"@type": "Thesis", "inSupportOf": "PhD thesis"}),
        ("report", {"number": "7"}, {"@type": "Report", "reportNumber": "7"}),
        ("dataset", {"abstract": "Knees"}, {"@type": "Dataset", "description": "Knees"}),
        ("software", {"version": "1"}, {"@type": "SoftwareSourceCode", "version": "1"}),
        ("book", {"ISBN": "9783161484100"}, {"@type": "Book", "isbn": "9783161484100"}),
        (
            "chapter",
            {"container-title": "All", "page": "1-2"},
            {
                "@type": "Chapter",
                "isPartOf": {"@type": "Book", "name": "All"},
                "pageStart": "1",
                "pageEnd": "2",
            },
        ),
        ("legal_case", {}, {"@type": "CreativeWork"}),
    ],
)
def test_types(kind: str, variables: dict[str, str], more: dict[str, object]) -> None:
    described = describe_work(make_work(kind, variables=variables), PAGE)
    whole = {"@context": "https://schema.org", "@id": PAGE, "url": PAGE, "name": "A study"}
    assert described == whole | more


def test_a_title_ends_no_script() -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028\u2029"
    text = write_json_ld({"name": title})
    assert json.loads(text) == {"name": title}
    assert not any(sign in text for sign in "<>&\u2028\u2029")
