"""Who is answered, and who counts as this machine."""

from __future__ import annotations

import pytest

from sitegen.preview.server.allowed_hosts import AllowedHosts, is_local


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


@pytest.mark.parametrize("host", ["lab", "LAB", "[::1]", "lab:80"])
def test_the_port_of_http_may_be_left_out(host: str) -> None:
    names = frozenset({"lab", "::1"})
    assert AllowedHosts(hosts=names, port=80).allows_host(host)
    assert AllowedHosts(hosts=names, port=80).allows_origin(f"http://{host}")
    assert not AllowedHosts(hosts=names, port=8000).allows_host(host)
    assert not AllowedHosts(hosts=names, port=8000).allows_origin(f"http://{host}")
