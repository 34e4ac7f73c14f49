# ruff: noqa: E501  # a policy in one line is easier to read
"""A policy is opened for the preview's script and its connection, and for nothing else."""

from __future__ import annotations

import pytest

from sitegen.preview.server.content_security_policy import allow_preview, allow_preview_in_html

SCRIPT = "http://127.0.0.1:8000/-sitegen/preview.js"
SOCKET = "ws://127.0.0.1:8000/-sitegen/socket"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("default-src 'self'", "default-src 'self'"),
        ("img-src 'self'", "img-src 'self'"),
        (
            "default-src 'none'; style-src 'self'",
            f"default-src 'none'; style-src 'self'; script-src {SCRIPT}; connect-src {SOCKET}",
        ),
        (
            "default-src 'self'; connect-src 'none'",
            f"default-src 'self'; connect-src {SOCKET}",
        ),
        (
            "script-src 'sha256-abc' https://cdn.example; connect-src https://api.example",
            f"script-src 'sha256-abc' https://cdn.example {SCRIPT}; connect-src https://api.example {SOCKET}",
        ),
        (
            "script-src 'strict-dynamic' 'nonce-abc'",
            "script-src 'strict-dynamic' 'nonce-abc' 'nonce-once'",
        ),
        (
            "default-src 'self'; script-src-elem 'none'; upgrade-insecure-requests",
            f"default-src 'self'; script-src-elem {SCRIPT}",
        ),
        (
            "default-src 'self', script-src 'none'",
            f"default-src 'self', script-src {SCRIPT}",
        ),
        ("Script-Src 'NONE'", f"script-src {SCRIPT}"),
        ("", ""),
    ],
)
def test_what_is_opened(policy: str, expected: str) -> None:
    assert allow_preview(policy, SCRIPT, SOCKET, "once") == expected


def test_a_policy_in_the_page() -> None:
    page = (
        b"<meta charset=utf-8>"
        b"<meta content=\"default-src 'none'; img-src &quot;x&quot;\" "
        b'http-equiv="Content-Security-Policy"><p content="x">'
    )
    admitted = allow_preview_in_html(page, SCRIPT, SOCKET, "once").decode()
    assert admitted.startswith("<meta charset=utf-8><meta content=")
    assert f"script-src {SCRIPT}" in admitted
    assert admitted.endswith('<p content="x">')
    assert allow_preview_in_html(b"<p>no policy", SCRIPT, SOCKET, "x") == b"<p>no policy"
