from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from sitegen.content.data_codec import pack_data, unpack_data

KATHMANDU = timezone(timedelta(hours=5, minutes=45))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -(2**63),
        2**64 - 1,
        2**64,
        -(10**40),
        1.5,
        float("inf"),
        "",
        "Übung 漢字 😀",
        date(1, 1, 1),
        date(2026, 3, 2),
        datetime(2026, 3, 2, 14, 30, 1, 250, KATHMANDU),
        datetime(2026, 3, 2, tzinfo=UTC),
        time(7, 32, 0, 5),
    ],
)
def test_what_is_packed_comes_back(value: object) -> None:
    found = unpack_data(pack_data(value))
    assert found == value
    assert type(found) is type(value)
    assert unpack_data(pack_data([value, {"x": value}])) == (value, {"x": value})


def test_a_moment_keeps_its_own_zone() -> None:
    found = unpack_data(pack_data(datetime(2026, 3, 2, 14, 30, tzinfo=KATHMANDU)))
    assert found.utcoffset() == timedelta(hours=5, minutes=45)


def test_no_one_can_change_what_is_unpacked() -> None:
    found = unpack_data(pack_data({"a": [{"b": 1}, [2]]}))
    assert isinstance(found, Mapping)
    assert isinstance(found["a"], tuple)
    for table in (found, found["a"][0]):
        with pytest.raises(TypeError):
            table["b"] = 2
    assert found["a"][1] == (2,)


def test_the_order_of_a_table_counts() -> None:
    first, second = {"a": 1, "b": 2}, {"b": 2, "a": 1}
    assert pack_data(first) != pack_data(second)
    assert list(unpack_data(pack_data(second))) == ["b", "a"]
