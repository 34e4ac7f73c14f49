"""Check the host and origin of requests."""

from __future__ import annotations

import contextlib
import ipaddress
from dataclasses import dataclass
from typing import Any

from tornado import web

__all__ = ["LOOPBACK", "AllowedHosts", "GuardedHandler", "is_local"]

_HTTP = 80
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHosts:
    """The host names and the port by which this server may be addressed."""

    hosts: frozenset[str]
    port: int

    def allows_host(self, host: str) -> bool:
        """Tell whether a `Host` header names this server; this prevents DNS rebinding."""
        return host.lower() in self._addresses()

    def allows_origin(self, origin: str) -> bool:
        """Tell whether an `Origin` header belongs to a page of this server."""
        return origin.lower() in {f"http://{each}" for each in self._addresses()}

    def _addresses(self) -> set[str]:
        names = {f"[{name}]" if ":" in name else name for name in self.hosts}
        # Browsers omit the default port of HTTP.
        return {f"{name}:{self.port}" for name in names} | (names if self.port == _HTTP else set())


class GuardedHandler(web.RequestHandler):
    """A handler that answers GET and HEAD requests to the allowed hosts."""

    SUPPORTED_METHODS: tuple[str, ...] = ("GET", "HEAD")
    allowed_hosts: AllowedHosts
    is_local = False

    def prepare(self) -> None:
        """Refuse another `Host`, and find out whether the browser runs on this machine."""
        connection: Any = self.request.connection
        with contextlib.suppress(AttributeError, OSError):  # the connection is closed already
            here = connection.stream.socket.getsockname()[0]
            self.is_local = is_local(self.request.remote_ip or "", here)
        if len(self.request.headers.get_list("Host")) != 1 or not self.allowed_hosts.allows_host(
            self.request.host
        ):
            raise web.HTTPError(403)

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
