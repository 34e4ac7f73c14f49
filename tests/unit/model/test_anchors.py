"""Ids are found as in a set, and take less memory."""

from __future__ import annotations

import sys

import pytest

from sitegen.model import Anchors
from sitegen.model.codec import encode_json, json_decoder


@pytest.mark.parametrize("ids", [set(), {""}, {"a"}, {"b", "a"}, {"größe", "a b", "-"}])
def test_it_is_a_set(ids: set[str]) -> None:
    found = Anchors.of(ids)
    assert list(found) == sorted(ids)
    assert all(each in found for each in ids)
    assert not any(each in found for each in {"", "a", "b", "gr", "öße"} - ids)
    assert json_decoder(Anchors).decode(encode_json(found)) == found
    assert Anchors.of([*ids, *ids]) == found


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("4-5-methods", "4-5-methods"),
        ("methods", "4-5-methods"),
        ("by-value-vs.-by-name", "by-value-vs-by-name"),
        ("who--what", "who-what"),
        ("results", ""),
        ("results-2", "results-2"),
        ("4", ""),
        ("", ""),
    ],
)
def test_ids_that_other_programs_make(name: str, meant: str) -> None:
    known = {"4-5-methods", "by-value-vs-by-name", "who-what", "1-results", "2-results", "7"}
    assert Anchors.of({*known, "results-2"}).find(name) == meant


def test_it_is_small() -> None:
    ids = [f"what-part-{number}-shows" for number in range(10)]
    found = Anchors.of(ids)
    size = sys.getsizeof(found) + sys.getsizeof(found.text)
    assert size < sum(map(sys.getsizeof, ids)) / 2
