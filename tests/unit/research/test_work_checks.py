"""Entries that are there twice are named, and each that differs is published."""

from __future__ import annotations

import pytest

from sitegen.model import Work
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.work_checks import check_works, distinct_works


def works(*files: str) -> list[Work]:
    return [w for at, text in enumerate(files) for w in read_bibtex_works(text, f"{at}.bib")[0]]


def test_two_entries_of_one_key() -> None:
    found = works(
        "@misc{k, title={One}}\n@misc{k-2, title={Three}}",
        "@misc{K, title={ one }}\n@misc{k, title={One}, doi={10.1000/1}}\n@misc{k, title={Two}}",
    )
    published = distinct_works(found)
    assert [(work.key, work.title) for work in published] == [
        ("k", "One"),
        ("k-2", "Three"),
        ("k-3", "Two"),
    ]
    assert published[2].bibtex.startswith("@misc{k-3,\n")
    also = "is also the key of the entry in 0.bib:1:1"
    copy = "delete one of them; only the first one is published"
    other = "they differ, so this one is published as 'k-3'; rename one of them"
    assert [str(each) for each in check_works(found)] == [
        f"1.bib:1:1: warning[duplicate-entry]: 'K' {also}; {copy}",
        f"1.bib:2:1: warning[duplicate-entry]: 'k' {also}; {copy}",
        f"1.bib:3:1: warning[duplicate-entry]: 'k' {also}; {other}",
    ]


def test_two_dois_of_one_key() -> None:
    found = works("@misc{k, title={A}, doi={10.1/1}}\n@misc{k, title={A}, doi={10.1000/2}}")
    assert len(distinct_works(found)) == 1  # the first one is no DOI
    found = works("@misc{k, title={A}, doi={10.1000/1}}\n@misc{k, title={A}, doi={10.1000/2}}")
    assert [work.key for work in distinct_works(found)] == ["k", "k-2"]


A = "@article{a, title={Knees}, author={Doe, J.}, journal={Acta}, year=2020"


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        (A + ", doi={10.1000/X}}@article{b, title={Other}, doi={10.1000/x}}", "the DOI"),
        (A + "}@article{b, title={{KNEES}!}, author={J. Doe}, year=2020}", "the title"),
        (A + "}@article{b, title={Knees}, author={J. Doe}}", "the title"),
        (
            "@misc{a, title={A}, eprint={2301.01234v1}} @misc{b, title={B}, eprint={2301.01234}}",
            "the arXiv id",
        ),
        (A + "}@article{b, title={Knees}, author={Doe, J.}, year=2021}", ""),
        (A + "}@article{b, title={Knees}, author={Roe, J.}, year=2020}", ""),
        (A + "}@inproceedings{b, title={Knees}, author={Doe, J.}, year=2020}", ""),
        (A + "}@article{b, title={Knees}, author={J. Doe}, year=2020, not_same_as={a}}", ""),
        ("@misc{a, title={Preface}}@misc{b, title={Preface}}", ""),
        (
            A + ", doi={10.1000/1}}@article{b, title={Knees}, author={Doe}, doi={10.1000/2}}",
            "",
        ),
    ],
)
def test_two_entries_of_one_work(entries: str, what: str) -> None:
    said = [str(each) for each in check_works(works(entries))]
    assert bool(said) is bool(what)
    assert all(f"warning[duplicate-work]: 'b' has {what} of 'a' in 0.bib:1:1" in s for s in said)


def test_works_that_are_not_there() -> None:
    found = works(
        "@misc{a, title={A}, same_as={bb, 10.1000/1}, not_same_as={10.1000/2}}\n"
        "@misc{b, title={B}, doi={10.1000/1}}"
    )
    assert [(each.message, each.hint) for each in check_works(found)] == [
        ("'a': there is no entry 'bb', which 'same_as' names", "did you mean 'b'?"),
        (
            "'a': there is no entry '10.1000/2', which 'not_same_as' names",
            "write a key, a DOI or an arXiv id",
        ),
    ]
