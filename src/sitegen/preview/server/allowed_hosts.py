"""Check the host and origin of requests."""

from __future__ import annotations

import contextlib
import ipaddress
from dataclasses import dataclass
from typing import Any

from tornado import web

__all__ = ["LOOPBACK", "AllowedHosts", "Guarded", "is_near"]

_HTTP = 80
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHosts:
    """The names and the port that this server goes by."""

    hosts: frozenset[str]
    port: int

    def admits_host(self, host: str) -> bool:
        """Tell whether a `Host` header names this server: no DNS rebinding."""
        return host.lower() in self._addresses()

    def admits_origin(self, origin: str) -> bool:
        """Tell whether a page of this server speaks."""
        return origin.lower() in {f"http://{each}" for each in self._addresses()}

    def _addresses(self) -> set[str]:
        names = {f"[{name}]" if ":" in name else name for name in self.hosts}
        # Browsers leave out the port that is HTTP's own.
        return {f"{name}:{self.port}" for name in names} | (names if self.port == _HTTP else set())


class Guarded(web.RequestHandler):
    """Answers GET and HEAD of those who name this server."""

    SUPPORTED_METHODS: tuple[str, ...] = ("GET", "HEAD")
    allowed_hosts: AllowedHosts
    is_near = False

    def prepare(self) -> None:
        """Refuse a foreign Host, and see who asks."""
        connection: Any = self.request.connection
        with contextlib.suppress(AttributeError, OSError):  # it has been closed
            here = connection.stream.socket.getsockname()[0]
            self.is_near = is_near(self.request.remote_ip or "", here)
        if len(self.request.headers.get_list("Host")) != 1 or not self.allowed_hosts.admits_host(
            self.request.host
        ):
            raise web.HTTPError(403)

    def set_default_headers(self) -> None:
        """Keep browsers from storing pages that are about to change, and from guessing types."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.clear_header("Server")

    def write_error(self, status_code: int, **more: Any) -> None:
        """Say which methods there are where another one was used (RFC 9110, section 15.5.6)."""
        if status_code == 405:  # noqa: PLR2004  # HTTP's own number
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        super().write_error(status_code, **more)

    def compute_etag(self) -> str | None:
        """Nothing is stored, so nothing is compared."""
        return None


def is_near(remote: str, here: str) -> bool:
    """Tell whether a connection comes from this machine; `here` is the address that it came to."""
    if remote == here:  # from one's own address, through whatever name it was asked
        return True
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
