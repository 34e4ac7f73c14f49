"""Whatever a service answers, there is one well-formed entry, or one line that says why not."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from typing import Any

from sitegen.model import Work
from sitegen.research.bibtex import read_bibtex
from sitegen.research.bibtex_writer import make_bibtex
from sitegen.research.cite_keys import make_free_key
from sitegen.services.crossref import fetch_crossref_records
from sitegen.services.csl_items import make_work
from sitegen.services.fetching import Fetched, Fetcher, NotFoundError, ServiceError
from sitegen.services.openalex import fetch_openalex_counts
from sitegen.services.orcid import complete_works, fetch_orcid_works
from sitegen.services.pubmed import fetch_pubmed
from support.service_answers import (
    crossref_item,
    crossref_list,
    csl_item,
    orcid_summary,
    pubmed_set,
)

_TIMES = 3_000 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 120
_JUNK: list[Any] = [
    *(None, True, 0, -1, 10**30, float("nan"), "", "x", [], {}, [[]], [None], [{"a": []}]),
    *("\n@misc{a,", "}", "{", "\\", "$x_", "</i><b>", "&lt;", "10.5555/a}", "\u202e\0\x1b"),
]


class _Answering(Fetcher):
    """Answers everything with the same bytes."""

    def __init__(self, body: Any) -> None:
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()

    def fetch(self, url: str, accept: str) -> Fetched:
        return Fetched(self.body, accept, url)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    lists = enumerate(value) if isinstance(value, list) else ()
    for name, inner in value.items() if isinstance(value, dict) else lists:
        yield from _paths(inner, (*path, name))


def _mutate(value: Any, chance: random.Random) -> Any:
    """Return a copy in which something else stands in a few places."""
    value = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        *above, last = chance.choice([path for path in _paths(value) if path])
        inside = value
        for step in above:
            inside = inside[step]
        inside[last] = copy.deepcopy(chance.choice(_JUNK))
    return value


def _check(work: Work) -> None:
    entry = make_bibtex(work, make_free_key(work, set()))
    entries, problems = read_bibtex(entry, "a.bib")
    assert [bool(each.key) for each in entries] == [True], entry
    assert [each for each in problems if each.code == "bibtex-syntax"] == [], entry
    assert all(char.isprintable() or char == "\n" for char in entry), entry


def test_mutated_json() -> None:
    chance = random.Random(5)  # noqa: S311  # the same each time
    item, summary = csl_item(subtitle=["S"]), orcid_summary(2, "A talk")
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/a"}]}
    listed = crossref_list(crossref_item(relation=relation, **{"updated-by": [{"type": "x"}]}))
    counts = {"results": [{"doi": "https://doi.org/10.5555/a", "cited_by_count": 3}]}
    full = {"bulk": [{"work": summary["work-summary"][0]}]}
    for _ in range(_TIMES):
        _check(make_work(_mutate(item, chance)))
        list(fetch_crossref_records(_Answering(_mutate(listed, chance)), ["10.5555/knee"]))
        list(fetch_openalex_counts(_Answering(_mutate(counts, chance)), ["10.5555/a"]))
        group = {"group": [_mutate(summary, chance)]}
        for work in fetch_orcid_works(_Answering(group), "0").values():
            _check(work)
        for work in complete_works(_Answering(_mutate(full, chance)), "0", ["2"]).values():
            _check(work)


def test_mutated_xml() -> None:
    chance = random.Random(6)  # noqa: S311  # as above
    source = pubmed_set("A <i>b</i> &amp; c", "10.5555/a").encode()
    marks = [b"<", b">", b"&", b"}", b"{", b"\\", b"\xff", b"<!--", b"9999999", b"<i>x</i>"]
    read = 0
    for _ in range(2 * _TIMES):
        data = bytearray(source)
        place = chance.randrange(len(data))
        data[place : place + chance.choice([0, 0, 20])] = chance.choice(marks)
        try:
            _check(fetch_pubmed(_Answering(bytes(data)), "123"))
            read += 1
        except (ServiceError, NotFoundError) as error:
            assert "\n" not in str(error)  # noqa: PT017  # most of them are no XML
    assert read > 10
