"""The fetcher is polite, keeps its limits, and says in one line what failed."""

from __future__ import annotations

import socket
import sys

import pytest

from sitegen.errors import UsageError
from sitegen.services import fetching
from sitegen.services.fetching import (
    TEST_SERVER,
    Fetched,
    Fetcher,
    NotFoundError,
    ServiceError,
    make_url,
)
from support.services import Answer, FakeServices

_PAGE = "https://api.example.org/thing"
_PATH = "api.example.org/thing"


def _fetch(url: str = _PAGE) -> Fetched:
    with Fetcher("+https://lab.example.org/") as fetcher:
        return fetcher.fetch(url, "application/json")


def _failure(url: str = _PAGE) -> str:
    with pytest.raises(ServiceError) as caught:
        _fetch(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_answer(services: FakeServices) -> None:
    services.routes[_PATH] = Answer({"a": 1})
    fetched = _fetch(f"{_PAGE}?q=x%20y")
    assert (fetched.data, fetched.media_type) == (b'{"a": 1}', "application/json")
    (asked,) = services.asked
    assert asked.query == {"q": "x y"}
    assert asked.headers["user-agent"].startswith("sitegen/")
    assert asked.headers["user-agent"].endswith("(+https://lab.example.org/)")
    assert asked.headers["accept-encoding"] == "identity"


def test_it_tries_again_and_waits_as_long_as_it_is_asked(services: FakeServices) -> None:
    busy = Answer(status=429, headers={"Retry-After": "7"})
    services.routes[_PATH] = [busy, Answer(status=500), Answer({"a": 1})]
    assert _fetch().data == b'{"a": 1}'
    assert [each for each in services.pauses if each >= 1] == [7.0, 2.0]


def test_it_does_not_try_for_ever(services: FakeServices) -> None:
    services.routes[_PATH] = Answer(status=503)
    assert _failure() == "api.example.org: answered 503, 4 times; try again later"
    assert len(services.asked) == 4


def test_a_service_that_wants_to_rest_for_an_hour(services: FakeServices) -> None:
    services.routes[_PATH] = Answer(status=429, headers={"Retry-After": "3600"})
    assert _failure() == (
        "api.example.org: too many requests, and asks to wait 3600 s; try again later"
    )
    assert len(services.asked) == 1


def test_a_date_to_wait_for() -> None:
    assert fetching._seconds("Fri, 01 Jan 2100 00:00:00 GMT") > 1e6
    assert fetching._seconds("Fri, 01 Jan 1999 00:00:00 GMT") == 0
    assert fetching._seconds("soon") == 0


def test_requests_to_a_host_keep_their_distance(services: FakeServices) -> None:
    services.routes["export.arxiv.org/api"] = Answer({})
    with Fetcher() as fetcher:
        for _ in range(3):
            fetcher.fetch("https://export.arxiv.org/api", "*/*")
    assert len(services.pauses) == 2
    assert all(2 < each <= 6 for each in services.pauses)


def test_what_is_not_there(services: FakeServices) -> None:
    with pytest.raises(NotFoundError):
        _fetch()
    assert len(services.asked) == 1


def test_an_answer_that_helps_nobody(services: FakeServices) -> None:
    services.routes[_PATH] = Answer(status=403)
    assert _failure() == "api.example.org: answered 403"


def test_redirects(services: FakeServices) -> None:
    services.routes[_PATH] = Answer(status=302, headers={"Location": "/other"})
    services.routes["api.example.org/other"] = Answer(
        status=307, headers={"Location": "https://b.example.org/x"}
    )
    services.routes["b.example.org/x"] = Answer("here")
    assert _fetch().url == "https://b.example.org/x"


@pytest.mark.parametrize(
    "target",
    [
        "http://api.example.org/thing",
        "file:///etc/passwd",
        "ftp://api.example.org/",
        "https://user:secret@api.example.org/",
        "//[bad",
    ],
)
def test_redirects_that_are_not_followed(services: FakeServices, target: str) -> None:
    services.routes[_PATH] = Answer(status=301, headers={"Location": target})
    assert _failure().endswith("is not fetched: only https is")
    assert len(services.asked) == 1


def test_redirects_without_end(services: FakeServices) -> None:
    services.routes[_PATH] = Answer(status=301, headers={"Location": _PAGE})
    assert _failure() == "api.example.org: redirects without end"


def test_a_huge_answer(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_MOST_BYTES", 2 << 20)
    services.routes[_PATH] = Answer(b"x" * (3 << 20))
    assert _failure() == "api.example.org: the answer is larger than 2 MB"


def test_an_answer_that_drips(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_WHOLE", -1.0)
    services.routes[_PATH] = Answer("slow")
    assert "takes longer than" in _failure()


def test_an_answer_that_is_cut(services: FakeServices) -> None:
    services.routes[_PATH] = Answer("abc", is_cut=True)
    assert _failure().startswith("api.example.org cannot be reached: ")


def test_silence(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_SILENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv(TEST_SERVER, f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert _failure() == "api.example.org: no answer in time, 4 times; try again later"
    assert len([each for each in services.pauses if each >= 1]) == 3


def test_no_network(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # nobody else gets this port, and nobody listens there
        monkeypatch.setenv(TEST_SERVER, f"http://127.0.0.1:{closed.getsockname()[1]}")
        assert _failure().startswith("api.example.org cannot be reached: ")
    assert services.asked == []


@pytest.mark.parametrize(
    "server", ["http://192.0.2.1:80", "https://127.0.0.1", "http://lab.example.org", "nonsense"]
)
def test_only_a_server_on_this_machine_may_answer(
    monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    monkeypatch.setenv(TEST_SERVER, server)
    with pytest.raises(UsageError, match="not the http address of a server on this machine"):
        Fetcher()


def test_without_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(UsageError, match=r'pip install "sitegen\[bib\]"'):
        Fetcher()


def test_addresses_are_escaped() -> None:
    assert make_url("https://a.org", "10.1000/a b#c?d%", q="x&y") == (
        "https://a.org/10.1000/a%20b%23c%3Fd%25?q=x%26y"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALL_PROXY", "nonsense://127.0.0.1"), ("SSL_CERT_FILE", "/nowhere/certificates.pem")],
)
def test_an_environment_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.delenv(TEST_SERVER, raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match="the proxy or the certificates of the environment"):
        Fetcher()
