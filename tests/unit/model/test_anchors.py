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


def test_it_is_small() -> None:
    ids = [f"what-part-{number}-shows" for number in range(10)]
    found = Anchors.of(ids)
    size = sys.getsizeof(found) + sys.getsizeof(found.text)
    assert size < sum(map(sys.getsizeof, ids)) / 2
