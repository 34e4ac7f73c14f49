from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sitegen.engine.clock import read_now
from sitegen.errors import UsageError


def test_source_date_epoch_stands_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert read_now() == datetime(1970, 1, 2, tzinfo=UTC)


def test_otherwise_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(read_now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("value", ["", "soon", "1.5", "99999999999999999999", "-99999999999999"])
def test_what_is_no_moment(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        read_now()
