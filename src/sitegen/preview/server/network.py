"""Open sockets, and find the addresses of this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

from sitegen.errors import UsageError
from sitegen.preview.server.allowed_hosts import LOOPBACK, parse_address

__all__ = [
    "bind",
    "draw_qr",
    "is_public",
    "local_host",
    "parse_allowed",
    "reachable_host",
    "server_names",
    "url_of",
]


_DEFAULT_PORT = 8000
_TRIES = 10


def bind(host: str, port: int | None) -> tuple[socket.socket, str]:
    """Listen on a port; if it is None, on 8000, one of the next nine, or any free port.

    Returns the socket, and a remark for the author or an empty text. Raises UsageError.
    """
    first, reason = _DEFAULT_PORT, ""
    wanted = (port,) if port is not None else (*range(first, first + _TRIES), 0)
    for each in wanted:
        try:
            family, _, _, _, address = socket.getaddrinfo(
                host, each, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            listening = socket.create_server(address[:2], family=family, backlog=256)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
        else:
            listening.settimeout(0)
            taken = port is None and each != first
            return listening, f"Port {first} is in use: taking another" if taken else ""
    message = f"cannot listen on {host}:{port or first}: {reason}; choose another --port"
    if port is None:
        message = f"cannot listen on {host}: {reason}; choose another --host"
    raise UsageError(message)


def is_public(host: str) -> bool:
    """Tell whether other machines can reach a server that listens on `host`."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def reachable_host(host: str) -> str:
    """Return the address that other machines use: for 0.0.0.0, this machine's in its network."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
        return host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    outside = "2001:db8::1" if ":" in host else "192.0.2.1"  # RFC 5737, RFC 3849
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((outside, 9))  # sends nothing: the system only chooses a route
        except OSError:
            return LOOPBACK[1]
        return str(probe.getsockname()[0])


def local_host(host: str) -> str:
    """Return the address at which this machine itself reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound


def url_of(host: str, port: int, path: str) -> str:
    """Return a URL of the server."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{path}"


def server_names(host: str) -> frozenset[str]:
    """Return the names of this machine, in lower case, by which a request may address it."""
    names = {*LOOPBACK, host, reachable_host(host)}
    return frozenset(name.strip("[]").lower() for name in names if name)


def parse_allowed(hosts: Iterable[str]) -> frozenset[tuple[str, int | None]]:
    """Return names and ports of what `--allow-host` adds. Raises UsageError."""
    found = set()
    for host in hosts:
        # IPv6 addresses have colons themselves; without a port, nobody puts them in brackets.
        address = parse_address(f"[{host}]" if host.count(":") > 1 and host[0] != "[" else host)
        if address is None:
            message = f"--allow-host: '{host}' is no name, with or without a port"
            raise UsageError(message)
        found.add(address)
    return frozenset(found)


def draw_qr(url: str) -> str:
    """Return a QR code as text; without its library, how to install it."""
    try:
        import segno  # an extra
    except ImportError:
        return 'For a QR code here: pip install "sitegen[qr]"'
    import io

    drawn = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()
