"""Extend a Content-Security-Policy just so far that the preview's script works.

Only two things are allowed, and only where the policy forbids them: the address of the script, and
a connection to the server that the page came from. See www.w3.org/TR/CSP3.
"""

from __future__ import annotations

import html
import re

__all__ = ["admit_preview", "admit_preview_in_html"]

_META = re.compile(
    rb"<meta\b(?:(?!<meta\b)[^>])*http-equiv\s*=\s*[\"']?content-security-policy[\"']?[^>]*>",
    re.IGNORECASE,
)
_CONTENT = re.compile(rb"(\bcontent\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
#: Directives that would break a page over plain HTTP, or stop every script.
_DROPPED = frozenset({"upgrade-insecure-requests", "block-all-mixed-content"})


def admit_preview(policies: str, script: str, socket: str, nonce: str) -> str:
    """Admit a script and a socket address; `nonce` is used where addresses do not count.

    `policies` is the header's value: several policies are separated by commas.
    """
    return ", ".join(_admit(each, script, socket, nonce) for each in policies.split(","))


def admit_preview_in_html(page: bytes, script: str, socket: str, nonce: str) -> bytes:
    """Do the same for the policies in a page's `<meta>` elements."""

    def replace(meta: re.Match[bytes]) -> bytes:
        def replace_content(found: re.Match[bytes]) -> bytes:
            policies = html.unescape(found[2][1:-1].decode("utf-8", "replace"))
            admitted = admit_preview(policies, script, socket, nonce)
            return found[1] + b'"' + html.escape(admitted).encode() + b'"'

        return _CONTENT.sub(replace_content, meta[0])

    return _META.sub(replace, page)


def _admit(policy: str, script: str, socket: str, nonce: str) -> str:
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name and name.lower() not in _DROPPED:
            directives.setdefault(name.lower(), sources)
    _open(directives, ("script-src-elem", "script-src"), script, nonce)
    _open(directives, ("connect-src",), socket, "")
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def _open(directives: dict[str, list[str]], names: tuple[str, ...], door: str, nonce: str) -> None:
    """Add a source to the directive that decides; `default-src` itself stays as it is."""
    decides = next((name for name in (*names, "default-src") if name in directives), None)
    if decides is None:
        return
    sources = directives[decides]
    words = {each.lower() for each in sources}
    if nonce and "'strict-dynamic'" in words:
        door = f"'nonce-{nonce}'"
    elif "'self'" in words or "*" in words:
        return
    name = names[-1] if decides == "default-src" else decides
    directives[name] = [*(each for each in sources if each.lower() != "'none'"), door]
