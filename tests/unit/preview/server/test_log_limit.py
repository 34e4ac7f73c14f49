"""What goes wrong is told, and not a thousand times."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sitegen.preview.server.log_limit import limit_logs

if TYPE_CHECKING:
    import pytest


def test_each_message_is_told_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(
        "sitegen.preview.server.log_limit.time", SimpleNamespace(monotonic=lambda: now[0])
    )
    told: list[str] = []
    asyncio_log, tornado_log = logging.getLogger("asyncio"), logging.getLogger("tornado.tested")
    tornado_log.setLevel(logging.INFO)
    with limit_logs(told.append):
        for number in range(1000):
            failed = OSError(number)
            asyncio_log.error("Exception in callback\nat %s", number, exc_info=failed)
            tornado_log.error("failed")
            tornado_log.info("200 GET /")
        assert [each.splitlines()[0] for each in told] == ["Exception in callback", "failed"]
        assert "OSError: 0" in told[0]
        now[0] += 61
        tornado_log.error("failed")
        assert told[2] == "failed\n(1998 messages before it were left out)"
    assert len(told) == 3


def test_different_messages_are_limited_too() -> None:
    told: list[str] = []
    log = logging.getLogger("tornado.application")
    with limit_logs(told.append):
        for number in range(1000):
            log.error(f"failed {number} {'x' * 10_000}")  # noqa: G004  # as libraries do
    assert len(told) == 10
    assert max(map(len, told)) < 5000
