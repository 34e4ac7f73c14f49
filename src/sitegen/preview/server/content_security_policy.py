"""Extend a Content-Security-Policy just so far that the preview's script works.

Only two things are allowed, and only where the policy forbids them: the address of the script, and
a connection to the server that the page came from. See www.w3.org/TR/CSP3.
"""

from __future__ import annotations

import html
import re

from sitegen.late_patterns import compile_late

__all__ = ["allow_preview", "allow_preview_in_html"]

_META = compile_late(
    rb"<meta\b(?:(?!<meta\b)[^>])*http-equiv\s*=\s*[\"']?content-security-policy[\"']?[^>]*>",
    re.IGNORECASE,
)
_CONTENT = compile_late(rb"(\bcontent\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
#: Directives that would break a page over plain HTTP, or stop every script.
_DROPPED = frozenset({"upgrade-insecure-requests", "block-all-mixed-content"})


def allow_preview(policies: str, script: str, socket: str, nonce: str) -> str:
    """Return policies that allow a script and connections to `socket`.

    `policies` is the value of the header, several are separated by commas. `nonce` is used where a
    policy ignores addresses ('strict-dynamic').
    """
    return ", ".join(_allow(each, script, socket, nonce) for each in policies.split(","))


def allow_preview_in_html(page: bytes, script: str, socket: str, nonce: str) -> bytes:
    """Change the policies in the `<meta>` elements of a page in the same way."""

    def replace(meta: re.Match[bytes]) -> bytes:
        def replace_content(found: re.Match[bytes]) -> bytes:
            policies = html.unescape(found[2][1:-1].decode("utf-8", "replace"))
            allowed = allow_preview(policies, script, socket, nonce)
            return found[1] + b'"' + html.escape(allowed).encode() + b'"'

        return _CONTENT.sub(replace_content, meta[0])

    return _META.sub(replace, page)


def _allow(policy: str, script: str, socket: str, nonce: str) -> str:
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name and name.lower() not in _DROPPED:
            directives.setdefault(name.lower(), sources)
    _add_source(directives, ("script-src-elem", "script-src"), script, nonce)
    _add_source(directives, ("connect-src",), socket, "")
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def _add_source(
    directives: dict[str, list[str]], names: tuple[str, ...], source: str, nonce: str
) -> None:
    """Add a source to the directive that applies; `default-src` itself is not changed."""
    applies = next((name for name in (*names, "default-src") if name in directives), None)
    if applies is None:
        return
    sources = directives[applies]
    words = {each.lower() for each in sources}
    if nonce and "'strict-dynamic'" in words:
        source = f"'nonce-{nonce}'"
    elif "'self'" in words or "*" in words:
        return
    name = names[-1] if applies == "default-src" else applies
    directives[name] = [*(each for each in sources if each.lower() != "'none'"), source]
