"""Ports, names and the QR code."""

from __future__ import annotations

import builtins
import socket
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.errors import UsageError
from sitegen.preview.server import network
from sitegen.preview.server.network import (
    bind,
    draw_qr,
    is_public,
    local_host,
    parse_allowed,
    reachable_host,
    server_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_next_port_is_taken_and_told(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_DEFAULT_PORT", taken)
    listening, remark = bind("127.0.0.1", None)
    with listening:
        assert listening.getsockname()[1] != taken
        assert str(taken) in remark


def test_a_given_port_is_taken_or_refused(taken: int) -> None:
    with pytest.raises(UsageError, match=f"{taken}: .*choose another --port"):
        bind("127.0.0.1", taken)
    listening, remark = bind("127.0.0.1", 0)
    with listening:
        assert listening.getsockname()[1] > 0
        assert remark == ""


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(UsageError, match="--host"):
        bind("192.0.2.1", None)


@pytest.mark.parametrize(
    ("host", "others"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True), ("lab", True)],  # noqa: S104  # a word
)
def test_who_can_reach_it(host: str, *, others: bool) -> None:
    assert is_public(host) is others


def test_names() -> None:
    assert server_names("Lab.Example") == {
        *("localhost", "127.0.0.1", "::1", "lab.example"),
    }
    assert reachable_host("0.0.0.0") in server_names("0.0.0.0")  # noqa: S104  # a word
    assert reachable_host("192.0.2.7") == "192.0.2.7"


@pytest.mark.parametrize(
    ("host", "nearest"),
    [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("lab", "lab"), ("192.0.2.7", "192.0.2.7")],  # noqa: S104  # a word
)
def test_this_machine_asks_itself(host: str, nearest: str) -> None:
    assert local_host(host) == nearest
    assert nearest in server_names(host)


def test_names_to_allow() -> None:
    assert parse_allowed(["Lab", "lab:9000", "2001:db8::7", "[2001:db8::7]:80"]) == {
        *(("lab", None), ("lab", 9000), ("2001:db8::7", None), ("2001:db8::7", 80)),
    }
    with pytest.raises(UsageError, match="'http://lab' is no name"):
        parse_allowed(["http://lab"])


def test_a_qr_code_or_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw_qr("http://192.0.2.7:8000/").count("\n") > 10
    imported = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "segno":
            raise ImportError
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert 'pip install "sitegen[qr]"' in draw_qr("http://192.0.2.7:8000/")
