"""Indexes and dates are known by the names of files."""

from __future__ import annotations

import pytest

from sitegen.content.page_names import date_of_path, index_folder, split_dated, stem_of


@pytest.mark.parametrize(
    ("name", "date", "rest"),
    [
        ("2021-03-04-first-scan", "2021-03-04", "first-scan"),
        ("2021-3-4-first-scan", "2021-03-04", "first-scan"),
        ("2021-03-04_first scan", "2021-03-04", "first scan"),
        ("2021-03-04", "", "2021-03-04"),
        ("2021-03-04-", "", "2021-03-04-"),
        ("2021-13-04-x", "", "2021-13-04-x"),
        ("2021-02-30-x", "", "2021-02-30-x"),
        ("12021-02-03-x", "", "12021-02-03-x"),
        ("report-2021-02-03-x", "", "report-2021-02-03-x"),
        ("0000-01-01-x", "", "0000-01-01-x"),
        ("plain", "", "plain"),
    ],
)
def test_dates(name: str, date: str, rest: str) -> None:
    assert split_dated(name) == (date, rest)


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("content/news/2021-03-04-a.md", "2021-03-04"),
        ("content/news/2021-03-04-a/index.md", "2021-03-04"),
        ("content/2021-03-04-a/b.md", ""),
        ("content/index.md", ""),
    ],
)
def test_the_date_of_a_path(path: str, date: str) -> None:
    assert date_of_path(path) == date


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("content/index.md", "content"),
        ("content/a/_index.md", "content/a"),
        ("content/a/README.markdown", "content/a"),
        ("content/a/readme.md", "content/a"),
        ("content/a/indexes.md", ""),
        ("content/a/b.md", ""),
    ],
)
def test_indexes(path: str, folder: str) -> None:
    assert index_folder(path) == folder


def test_stems() -> None:
    assert [stem_of(path) for path in ("a/b.md", "b", ".md", "a.b/c.d.md")] == [
        "b",
        "b",
        ".md",
        "c.d",
    ]
