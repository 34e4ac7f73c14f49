"""CITATION.cff is YAML with what the Citation File Format 1.2.0 demands."""

from __future__ import annotations

import yaml

from sitegen.model import Name, PartialDate
from sitegen.research.cff_writer import CitedAuthor, CitedSoftware, write_cff
from support.works import make_article

ADA = CitedAuthor(Name(family="Lovelace", given="Ada"), "0000-0002-1825-0097")


def test_everything() -> None:
    software = CitedSoftware(
        title='Knee: "tools" # 1\nand more',
        authors=[ADA, CitedAuthor(Name(literal="The Knee Group"))],
        version="1.10",
        released=PartialDate(year=2026, month=3, day=2),
        doi="10.5281/zenodo.1",
        url="https://lab.example.org/software/knee/",
        repository="https://github.com/lab/knee",
        license="MIT",
        abstract="Reads: knees.",
        keywords=["MRI", "yes"],
        article=make_article(),
    )
    assert yaml.safe_load(write_cff(software)) == {
        "cff-version": "1.2.0",
        "message": "If you use this, please cite it as below.",
        "title": 'Knee: "tools" # 1 and more',
        "authors": [
            {
                "family-names": "Lovelace",
                "given-names": "Ada",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            {"name": "The Knee Group"},
        ],
        "version": "1.10",
        "doi": "10.5281/zenodo.1",
        "date-released": "2026-03-02",
        "url": "https://lab.example.org/software/knee/",
        "repository-code": "https://github.com/lab/knee",
        "license": "MIT",
        "abstract": "Reads: knees.",
        "keywords": ["MRI", "yes"],
        "preferred-citation": {
            "type": "article",
            "title": "How U-Nets see <the> knee: 50% of $x_1$ & more",
            "authors": [
                {
                    "family-names": "Berg",
                    "given-names": "Jean-Paul",
                    "name-particle": "van der",
                    "name-suffix": "Jr.",
                },
                {"name": "The Knee Group"},
                {"family-names": "Ørsted", "given-names": "Émile"},
            ],
            "year": 2024,
            "month": 3,
            "journal": "Journal of Knees & Hips",
            "volume": "12",
            "issue": "3",
            "doi": "10.1000/a_b<c>",
        },
    }


def test_nobody_to_cite() -> None:
    assert write_cff(CitedSoftware(title="Knee", authors=[])) == ""


def test_a_year_is_no_day() -> None:
    year = CitedSoftware(title="Knee", authors=[ADA], released=PartialDate(year=2026))
    assert "date-released" not in write_cff(year)
