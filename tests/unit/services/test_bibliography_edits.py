"""Fields and entries are put into files; nothing else in them changes."""

from __future__ import annotations

import pytest

from sitegen.research.bibtex import read_bibtex
from sitegen.services.bibliography_edits import BibtexEdits, diff_texts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@misc{a, title={A}}", "@misc{a, title={A},\n  doi = {D}}"),
        ("@misc{a,\n\ttitle={A},\n}\n", "@misc{a,\n\ttitle={A},\n\tdoi = {D},\n}\n"),
        ('@misc(a, title="{A}"\n)', '@misc(a, title="{A}",\n  doi = {D}\n)'),
        ("@misc{a,\n title = x # {A}\n}", "@misc{a,\n title = x # {A},\n doi = {D}\n}"),
        ("@misc{a,\n year = 2024 % why\n}", "@misc{a,\n year = 2024,\n doi = {D} % why\n}"),
        ("@misc{a,\n month = may\n}", "@misc{a,\n month = may,\n doi = {D}\n}"),
    ],
)
def test_a_field_goes_behind_the_last_one(before: str, after: str) -> None:
    rest = "\n@misc{b, title={B}}"
    edits = BibtexEdits(before + rest)
    assert edits.complete((1, 1), {"doi": "{D}"})
    whole = edits.after
    assert whole == after + rest
    entries, problems = read_bibtex(whole, "a.bib")
    assert [each.fields.get("doi") for each in entries] == ["D", None]
    assert not [each for each in problems if each.code == "bibtex-syntax"]


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a}",
        "@misc{a, title={A",
        "@misc{a, title={A} year=2024}",
        "@misc{a, title={A, year={2024}}",
        "@misc{b}",
        "",
    ],
)
def test_an_entry_that_is_not_whole(text: str) -> None:
    edits = BibtexEdits(text)
    assert not edits.complete((1, 1), {"doi": "{D}"})
    assert edits.after == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "@misc{a,\n}\n\n@misc{b}\n"),
        ("% x", "% x\n\n@misc{a,\n}\n\n@misc{b}\n"),
        ("% x\r\n", "% x\r\n\r\n@misc{a,\r\n}\r\n\r\n@misc{b}\r\n"),
    ],
)
def test_entries_follow_each_other(before: str, after: str) -> None:
    edits = BibtexEdits(before)
    edits.append("@misc{a,\n}\n")
    edits.append("@misc{b}\n")
    assert edits.after == after


def test_several_edits() -> None:
    edits = BibtexEdits("@misc{a, title={A}}\n@misc{b, title={B}}\n")
    edits.append("@misc{c}\n")
    assert edits.complete((2, 1), {"x": "1"})
    assert edits.complete((1, 1), {"x": "2"})
    assert edits.after == (
        "@misc{a, title={A},\n  x = 2}\n@misc{b, title={B},\n  x = 1}\n\n@misc{c}\n"
    )


def test_a_diff_of_a_long_file() -> None:
    before = "".join(f"line {number}\n" for number in range(20_000))
    after = before.replace("line 15000\n", "line 15000\nmore \x1b[31m\n")
    assert diff_texts(before, after, "a.bib") == (
        "--- a.bib\n+++ a.bib\n@@ -14999,6 +14999,7 @@\n line 14998\n line 14999\n line 15000\n"
        "+more �[31m\n line 15001\n line 15002\n line 15003\n"
    )
    assert diff_texts(before, before, "a.bib") == ""
