"""A field is misspelt if a single slip lies between it and a known one."""

from __future__ import annotations

import pytest

from sitegen.research.bibtex import read_bibtex
from sitegen.research.misspelt_fields import field_meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("titel", "title"),
        ("yaer", "year"),
        ("jornal", "journal"),
        ("autor", "author"),
        ("authors", "author"),
        ("publishor", "publisher"),
        ("titel" * 500, ""),
    ],
)
def test_slips(name: str, meant: str) -> None:
    assert field_meant(name) == meant


@pytest.mark.parametrize(
    "name",
    ["title", "data", "notes", "eissn", "groups", "author2", "file", "lang", "mode", "award"],
)
def test_fields_of_other_programs_mean_nothing(name: str) -> None:
    assert field_meant(name) == ""


def test_a_field_that_is_there_is_not_meant() -> None:
    _, problems = read_bibtex("@misc{a, title={A}, titles={B}}", "p.bib")
    assert problems == ()
