"""Who is answered, and who counts as this machine."""

from __future__ import annotations

import pytest

from sitegen.preview.server.allowed_hosts import AllowedHosts, is_local, parse_address


@pytest.mark.parametrize(
    ("remote", "here", "near"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.1", True),
        ("::1", "::1", True),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", True),
        ("::ffff:127.0.0.2", "::ffff:127.0.0.1", True),
        ("192.0.2.7", "192.0.2.7", True),
        ("2001:db8::7", "2001:db8::7", True),
        ("192.0.2.8", "192.0.2.7", False),
        ("2001:db8::8", "2001:db8::7", False),
        ("", "192.0.2.7", False),
        ("somebody", "192.0.2.7", False),
    ],
)
def test_who_is_near(remote: str, here: str, *, near: bool) -> None:
    assert is_local(remote, here) is near


HOSTS = AllowedHosts(
    hosts=frozenset({"localhost", "127.0.0.1", "::1", "192.0.2.7"}),
    port=8000,
    added=frozenset({("lab", None), ("knee", 9000), ("tls", 443)}),
)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("localhost:8000", True),
        ("localhost:9000", True),
        ("LOCALHOST", True),
        ("127.0.0.1:1", True),
        ("[::1]:9000", True),
        ("192.0.2.7:9000", True),
        ("lab", True),
        ("LAB:1234", True),
        ("knee:9000", True),
        ("knee:9001", False),
        ("knee", False),
        ("tls", True),
        ("tls:443", True),
        ("tls:8443", False),
        ("evil.example:8000", False),
        ("localhost.evil.example:8000", False),
        ("evil.localhost", False),
        ("localhost:", False),
        ("localhost:08000", False),
        ("localhost:123456", False),
        ("localhost:8000/", False),
        ("evil@localhost:8000", False),
        ("localhost\n", False),
        ("::1", False),
        ("", False),
    ],
)
def test_hosts(host: str, *, allowed: bool) -> None:
    assert HOSTS.allows_host(host) is allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        # A page has the host that it was asked for under.
        ("http://localhost:9000", "localhost:9000", True),
        ("https://localhost:9000", "localhost:9000", True),
        ("http://localhost", "localhost", True),
        ("https://localhost", "localhost", True),
        ("https://localhost", "localhost:443", True),
        ("https://lab", "lab", True),
        ("http://[::1]:9000", "[::1]:9000", True),
        # A proxy replaces it.
        ("https://lab", "127.0.0.1:8000", True),
        ("https://tls", "127.0.0.1:8000", True),
        ("http://tls", "127.0.0.1:8000", False),
        ("http://localhost:8000", "127.0.0.1:8000", True),
        # Another server of this machine.
        ("http://localhost:3000", "localhost:8000", False),
        ("https://localhost:8000", "127.0.0.1:8000", False),
        ("http://evil.example", "localhost:8000", False),
        ("http://localhost:8000.evil.example", "localhost:8000", False),
        ("http://localhost:8000/", "localhost:8000", False),
        ("ws://localhost:8000", "localhost:8000", False),
        ("file://", "localhost:8000", False),
        ("null", "localhost:8000", False),
        ("", "localhost:8000", False),
        ("localhost:8000", "localhost:8000", False),
    ],
)
def test_origins(origin: str, host: str, *, allowed: bool) -> None:
    assert HOSTS.allows_origin(origin, host) is allowed


def test_a_refusal_tells_what_to_add_and_the_terminal_once() -> None:
    told: list[str] = []
    hosts = AllowedHosts(hosts=frozenset(), port=8000, remark=told.append)
    answer = hosts.refuse("Lab.example:9000")
    assert (
        answer
        == hosts.refuse("lab.example:9001")
        == (
            "This preview does not answer to the name lab.example; "
            "if you trust it, add --allow-host lab.example to sitegen serve\n"
        )
    )
    hint = "if you trust it, add --allow-host lab.example to sitegen serve"
    assert told == [f"Refused a request for lab.example; {hint}"]
    assert "<script>" not in hosts.refuse("<script>")
    for number in range(100):
        hosts.refuse(f"name-{number}")
    assert len(told) == 5


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Lab", ("lab", None)),
        ("lab:80", ("lab", 80)),
        ("[::1]:80", ("::1", 80)),
        ("a b", None),
        ("-lab", None),
        ("https://lab", None),
        ("lab/", None),
    ],
)
def test_addresses(text: str, address: tuple[str, int | None] | None) -> None:
    assert parse_address(text) == address
