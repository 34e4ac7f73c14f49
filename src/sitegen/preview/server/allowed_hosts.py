"""Check the host and origin of requests.

A page of another site can make a browser on this machine send requests here, and with the help of
DNS under a name of its own (DNS rebinding). So a request is answered only if it names this machine,
or a name that the user has added. The port does not matter for that, and containers, `ssh -L` and
proxies change it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tornado import web

from sitegen.late_patterns import compile_late

__all__ = ["LOOPBACK", "AllowedHosts", "GuardedHandler", "is_local", "parse_address"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: A name or an IPv4 address, or an IPv6 address in brackets; perhaps a port.
_ADDRESS = compile_late(
    r"([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?",
    re.IGNORECASE | re.ASCII,
)
#: Headers by which proxies tell that somebody else is asking.
_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
#: The terminal names no more refused addresses than these: somebody may try thousands.
_MOST_TOLD = 5


def parse_address(text: str) -> tuple[str, int | None] | None:
    """Return the name, in lower case and without brackets, and the port of `NAME[:PORT]`."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        return None
    return found[1].strip("[]").lower(), int(found[2]) if found[2] else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHosts:
    """The names by which this server may be addressed.

    `hosts` are those of this machine, `added` those that the user allows, each with the only port
    that it may have, or None for any. `port` is the one that this server listens on. `remark` is
    called when an address is refused for the first time.
    """

    hosts: frozenset[str]
    port: int
    added: frozenset[tuple[str, int | None]] = frozenset()
    remark: Callable[[str], None] = lambda _: None
    _told: set[str] = field(default_factory=set)

    def allows_host(self, host: str) -> bool:
        """Tell whether a `Host` header names this server; this prevents DNS rebinding."""
        address = parse_address(host)
        if address is None:
            return False
        name, port = address
        # The header does not tell HTTP from HTTPS, and browsers omit the default port of each.
        return name in self.hosts or self._was_added(
            name, [port] if port else _DEFAULT_PORTS.values()
        )

    def allows_origin(self, origin: str, host: str) -> bool:
        """Tell whether an `Origin` header belongs to a page of this server.

        `host` is the request's `Host` header, which is allowed. A page has the same one, unless a
        proxy has replaced it; then it has a name that was added, or this server's own address.
        """
        scheme, _, rest = origin.lower().partition("://")
        address, asked = parse_address(rest), parse_address(host)
        if address is None or scheme not in _DEFAULT_PORTS:
            return False
        default = _DEFAULT_PORTS[scheme]
        name, port = address[0], address[1] or default
        if asked and (name, port) == (asked[0], asked[1] or default):
            return True
        is_own = (scheme, port) == ("http", self.port) and name in self.hosts
        return is_own or self._was_added(name, [port])

    def refuse(self, address: str) -> str:
        """Return what to answer to somebody who uses this address; tell it in the terminal once."""
        found = parse_address(address)
        if found is None:
            return "This preview is asked for under a name that is none.\n"
        name = f"[{found[0]}]" if ":" in found[0] else found[0]
        hint = f"if you trust it, add --allow-host {name} to sitegen serve"
        if name not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(name)
            self.remark(f"Refused a request for {name}; {hint}")
        return f"This preview does not answer to the name {name}; {hint}\n"

    def _was_added(self, name: str, ports: Iterable[int]) -> bool:
        return (name, None) in self.added or any((name, port) in self.added for port in ports)


class GuardedHandler(web.RequestHandler):
    """A handler that answers GET and HEAD requests to the allowed hosts."""

    SUPPORTED_METHODS: tuple[str, ...] = ("GET", "HEAD")
    allowed_hosts: AllowedHosts
    is_local = False

    def prepare(self) -> None:
        """Refuse another `Host`, and find out whether the browser runs on this machine."""
        headers = self.request.headers
        connection: Any = self.request.connection
        with contextlib.suppress(AttributeError, OSError):  # the connection is closed already
            here = connection.stream.socket.getsockname()[0]
            is_forwarded = any(name in headers for name in _FORWARDED)
            self.is_local = not is_forwarded and is_local(self.request.remote_ip or "", here)
        if len(headers.get_list("Host")) != 1 or not self.allowed_hosts.allows_host(
            self.request.host
        ):
            self.refuse(self.request.host)

    def refuse(self, address: str) -> None:
        """Answer that this address is not allowed, and how to allow it."""
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self.allowed_hosts.refuse(address))

    def public_host(self) -> str:
        """Return the host that the browser asked for, even if a proxy asks for another one."""
        forwarded = self.request.headers.get("X-Forwarded-Host", "")
        return forwarded if self.allowed_hosts.allows_host(forwarded) else self.request.host

    def set_default_headers(self) -> None:
        """Prevent caching, because pages change, and guessing of content types."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.clear_header("Server")

    def write_error(self, status_code: int, **more: Any) -> None:
        """List the allowed methods in answers with status 405 (RFC 9110, section 15.5.6)."""
        if status_code == 405:  # noqa: PLR2004  # HTTP's own number
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        super().write_error(status_code, **more)

    def compute_etag(self) -> str | None:
        """Send no ETag: answers are not cached, so there is nothing to compare."""
        return None


def is_local(remote: str, here: str) -> bool:
    """Tell whether a connection comes from this machine; `here` is its address at this end."""
    if remote == here:  # both ends have the same address
        return True
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
