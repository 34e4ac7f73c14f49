"""Read and write `data/citation-counts.toml`: how often works are cited, by DOI."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sitegen.model import CitationCount

__all__ = ["COUNTS_FILE", "format_counts", "parse_counts"]

#: Where the counts of a site are, from its folder.
COUNTS_FILE = "data/citation-counts.toml"
_HEAD = "# Written by sitegen bib sync --counts; it replaces this file.\n"


def parse_counts(text: str) -> dict[str, CitationCount] | str:
    """Return the counts by DOI in lower case, or what is wrong with the file."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return f"not TOML: {error}"
    counts = {}
    for doi, each in table.items():
        match each:
            case {"count": int(count), "source": str(source), "date": date() as day} if count >= 0:
                counts[doi.casefold()] = CitationCount(count, source, day)
            case _:
                return f"'{doi}' has not 'count', 'source' and 'date'"
    return counts


def format_counts(counts: Mapping[str, CitationCount]) -> str:
    """Return the file, in the order of the DOIs."""
    tables = (
        f"\n[{json.dumps(doi, ensure_ascii=False)}]\ncount = {each.count}\n"
        f"source = {json.dumps(each.source, ensure_ascii=False)}\ndate = {each.date.isoformat()}\n"
        for doi, each in sorted(counts.items())
        if doi.isprintable()
    )
    return "".join([_HEAD, *tables])
