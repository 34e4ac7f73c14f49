from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from sitegen.diagnostics import Problem
from sitegen.model import Stored, digest_of
from sitegen.model.codec import (
    encode_json,
    encode_msgpack,
    encode_sorted,
    json_decoder,
    msgpack_decoder,
)


class Thing(Stored, frozen=True):
    """What is written and read again."""

    path: PurePosixPath
    zone: tzinfo
    problem: Problem | None = None


THING = Thing(
    path=PurePosixPath("content/a.md"),
    zone=ZoneInfo("Europe/Berlin"),
    problem=Problem("image-broken", "it is cut off", "export it again"),
)


@pytest.mark.parametrize(
    ("encode", "decoder"), [(encode_json, json_decoder), (encode_msgpack, msgpack_decoder)]
)
@pytest.mark.parametrize("thing", [THING, Thing(path=PurePosixPath("a"), zone=UTC)])
def test_a_value_comes_back(
    encode: Callable[[Any], bytes], decoder: Callable[[Any], Any], thing: Thing
) -> None:
    assert decoder(Thing).decode(encode(thing)) == thing


def test_the_order_of_a_mapping_counts_unless_it_is_sorted() -> None:
    one, other = {"a": 1, "b": 2}, {"b": 2, "a": 1}
    assert encode_json(one) != encode_json(other)
    assert digest_of(one) != digest_of(other)
    assert encode_sorted(one) == encode_sorted(other)


def test_what_has_no_stable_text_is_not_encoded() -> None:
    with pytest.raises(NotImplementedError, match="cannot encode object"):
        encode_json(object())


def test_digests_of_paths() -> None:
    assert digest_of(PurePosixPath("a")) == digest_of("a")
    assert digest_of(Path("a")) == digest_of("a")


def test_damaged_bytes() -> None:
    with pytest.raises(msgspec.DecodeError):
        json_decoder(Thing).decode(b"[")
