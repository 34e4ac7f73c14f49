"""Counts are read back as they were written, whatever the DOI."""

from __future__ import annotations

from datetime import date

from sitegen.model import CitationCount
from sitegen.research.citation_counts import format_counts, parse_counts


def test_there_and_back() -> None:
    count = CitationCount(3, 'A "source"', date(2026, 11, 29))
    counts = {'10.1/a"b\\c': count, "10.1/<é>(1)": count}
    assert parse_counts(format_counts(counts)) == counts
    assert parse_counts("") == {}


def test_what_is_no_count() -> None:
    assert "'a' has not" in str(parse_counts('[a]\ncount = -1\nsource = "S"\ndate = 2026-03-02'))
    assert parse_counts("a = 1") == "'a' has not 'count', 'source' and 'date'"
    assert "not TOML" in str(parse_counts("["))
