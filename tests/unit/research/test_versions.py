"""Versions of one work are found, and no others."""

from __future__ import annotations

import time

import pytest

from sitegen.model import Name, PartialDate, Work, WorkLink
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.versions import find_versions

TITLE = "title={Cartilage in the knee}, author={Doe, J. and Roe, K.}"
PREPRINT = f"@misc{{pre, {TITLE}, eprint={{2301.01234v2}}, archiveprefix={{arXiv}}, year=2023}}"
PAPER = f"@inproceedings{{paper, {TITLE}, booktitle={{Knees}}, year=2024}}"
ARTICLE = f"@article{{article, {TITLE}, journal={{Acta}}, doi={{10.1000/1}}, year=2025}}"
DATA = "@dataset{data, title={Data for: Cartilage in the Knee}, author={Doe, J.}, year=2025}"
CODE = "@software{code, title={Cartilage in the knee.}, author={Poe, L. and Roe, K.}}"


def versions(*entries: str) -> list[list[str]]:
    works, _ = read_bibtex_works("\n".join(entries), "p.bib")
    return [list(group) for group in find_versions(works)]


def test_all_kinds() -> None:
    entries = [CODE, DATA, PREPRINT, PAPER, ARTICLE]
    assert versions(*entries) == [["article", "paper", "pre", "data", "code"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@misc{a, title={A}, doi={10.1000/X}}", "@article{b, title={B}, doi={10.1000/x}}"),
        (
            "@misc{a, title={A}, arxiv={2301.01234v1}}",
            "@article{b, title={B}, eprint={2301.01234}}",
        ),
        (
            "@misc{a, title={A}, doi={10.48550/arXiv.2301.01234}}",
            "@article{b, title={B}, journal={Acta}, note={Preprint: arXiv:2301.01234}}",
        ),
        ("@misc{a, title={A}, same_as={b}}", "@article{b, title={B}}"),
        ("@misc{a, title={A}, same_as={https://doi.org/10.1000/1}}", "@misc{b, doi={10.1000/1}}"),
    ],
)
def test_what_joins_two_works(one: str, other: str) -> None:
    assert [sorted(group) for group in versions(one, other)] == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        "@article{b, title={Cartilage in the hip}, author={Doe, J. and Roe, K.}, year=2024}",
        "@article{b, title={Cartilage in the knee}, author={Poe, L.}, year=2024}",
        f"@article{{b, {TITLE}, year=1990}}",
        f"@article{{b, {TITLE}, not_same_as={{pre}}}}",
        f"@article{{b, {TITLE}, not_same_as={{2301.01234}}}}",
    ],
)
def test_what_keeps_two_works_apart(other: str) -> None:
    assert versions(PREPRINT, other) == []


def test_nothing_is_guessed() -> None:
    second = ARTICLE.replace("{article", "{second").replace("10.1000/1", "10.1000/2")
    assert versions(PREPRINT, ARTICLE, second) == []
    named = PREPRINT.replace("year=2023", "year=2023, same_as={second}")
    assert versions(named, ARTICLE, second) == [["second", "pre"]]


def test_works_apart_are_not_joined_by_a_third() -> None:
    apart = ARTICLE.replace("year=2025", "year=2025, not_same_as={pre}")
    assert versions(PREPRINT, apart, PAPER) == [["paper", "pre"]]


def test_short_titles_tell_nothing() -> None:
    assert (
        versions("@misc{a, title={Preface}, author={D}}", "@book{b, title={Preface}, author={D}}")
        == []
    )


def test_many_works_take_no_time() -> None:
    def work(number: int, kind: str, title: str) -> Work:
        return Work(
            key=f"{kind}{number}",
            type=kind,
            kind=kind,
            title=title,
            names={"author": (Name(family=f"Doe{number % 7}"),)},
            issued=PartialDate(year=2020),
            links=(WorkLink(kind="arxiv", url=f"https://arxiv.org/abs/2301.{number:05}"),),
        )

    distinct = [
        work(number, kind, f"A title of sufficient length {number}")
        for number in range(3_000)
        for kind in ("article", "article-journal")
    ]
    same = [work(number, "article", "One title that all of them have") for number in range(3_000)]
    for works, groups in ((distinct, 3_000), (same, 7)):
        start = time.process_time()
        assert len(find_versions(works)) == groups
        assert time.process_time() - start < 1
