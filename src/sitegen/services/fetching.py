"""Fetch from the services of the web: politely, within limits, and over https only.

Every request of `sitegen bib` is made here. Redirects are followed by hand, so that each of their
addresses is checked as the first one was. RFC 9110 has the meaning of the statuses and of
`Retry-After`.
"""

from __future__ import annotations

import ipaddress
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode, urljoin, urlsplit

from sitegen import __version__
from sitegen.errors import MachineError, SitegenError, UsageError

if TYPE_CHECKING:
    from types import ModuleType, TracebackType

__all__ = [
    "TEST_SERVER",
    "BadRequestError",
    "Fetched",
    "Fetcher",
    "NotFoundError",
    "ServiceError",
    "make_url",
]

#: Names a server on this machine that answers instead of the services, for tests.
TEST_SERVER = "SITEGEN_BIB_SERVER"
#: Seconds: to connect, between two parts of an answer, and for the whole of it.
_CONNECT, _SILENCE, _WHOLE = 10.0, 20.0, 60.0
_MOST_BYTES = 16 << 20
_MOST_REDIRECTS = 6
_MOST_TRIES = 4
#: Seconds before the second, third and fourth try; a service that wants more is given up.
_BACKOFF = (1.0, 2.0, 4.0)
_LONGEST_WAIT = 60.0
_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: 406: there is no answer of the kind that was asked for.
_NOT_FOUND = frozenset({404, 406, 410})
#: Seconds between two requests to a host, as their documentation asks; others get the last one.
_PACES = {
    "export.arxiv.org": 3.0,
    "api.crossref.org": 0.2,
    "eutils.ncbi.nlm.nih.gov": 0.35,
    "api.openalex.org": 0.1,
    "openlibrary.org": 1.0,
}
_PACE = 0.1


class ServiceError(MachineError):
    """A service or the network failed, or answered what cannot be used."""


class BadRequestError(ServiceError):
    """A service does not accept what was asked; perhaps it does if it is asked otherwise."""


class NotFoundError(SitegenError):
    """A service knows nothing of what was asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes, its media type in lower case, and the address that gave it."""

    data: bytes
    media_type: str
    url: str
    encoding: str = "utf-8"


def make_url(base: str, *path: str, **query: str) -> str:
    """Return an address: parts of a path are escaped, but for slashes, and so is the query."""
    whole = "/".join([base.rstrip("/"), *(quote(part, safe="/:;()@!$'*+=~-._") for part in path)])
    return f"{whole}?{urlencode(query)}" if query else whole


class Fetcher:
    """Makes requests, one after the other. Use it in a `with` statement.

    `contact` says who asks: services see it, so that they can complain.
    """

    def __init__(self, contact: str = "") -> None:
        self._httpx = _import_httpx()
        self._server = _test_server()
        agent = f"sitegen/{__version__}"
        try:
            self._client = self._httpx.Client(
                headers={
                    "User-Agent": f"{agent} ({contact})" if contact else agent,
                    # What is small when it comes is small when it is read.
                    "Accept-Encoding": "identity",
                },
                timeout=self._httpx.Timeout(_SILENCE, connect=_CONNECT),
                follow_redirects=False,
                trust_env=not self._server,
                verify=not self._server,  # it speaks http, and certificates take long to load
            )
        except (ImportError, OSError, ValueError, self._httpx.InvalidURL) as error:
            # A proxy such as socks5://, or a file of certificates that is not there.
            reason = " ".join(str(error).split())
            message = f"the proxy or the certificates of the environment cannot be used: {reason}"
            raise UsageError(message) from error
        self._earliest: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, url: str, accept: str) -> Fetched:
        """Return what a service answers, as one of the media types in `accept`.

        Raises NotFoundError and ServiceError.
        """
        _refuse_unsafe(url)
        for _ in range(_MOST_REDIRECTS):
            answer = self._fetch_with_patience(url, {"Accept": accept})
            if isinstance(answer, Fetched):
                return answer
            _refuse_unsafe(answer)
            url = answer
        message = f"{_host(url)}: redirects without end"
        raise ServiceError(message)

    def _fetch_with_patience(self, url: str, headers: Mapping[str, str]) -> Fetched | str:
        """Return an answer, or where it redirects to; try again what may be well next time."""
        problem = ""
        for number in range(_MOST_TRIES):
            self._wait(_host(url))
            status, answer = self._fetch_once(url, headers)
            if not status:
                return answer
            problem = f"{_host(url)}: {_describe(status)}"
            wait = _seconds(answer) if isinstance(answer, str) else 0.0
            if wait > _LONGEST_WAIT:
                message = f"{problem}, and asks to wait {wait:.0f} s; try again later"
                raise ServiceError(message)
            if number < _MOST_TRIES - 1:
                _pause(max(wait, _BACKOFF[number]))
        message = f"{problem}, {_MOST_TRIES} times; try again later"
        raise ServiceError(message)

    def _fetch_once(self, url: str, headers: Mapping[str, str]) -> tuple[int, Fetched | str]:
        """Return 0 and an answer or a redirect, or the status to try again and its `Retry-After`.

        The status is 1 for a service that took too long.
        """
        httpx = self._httpx
        try:
            with self._client.stream("GET", self._reached_at(url), headers=headers) as response:
                status = response.status_code
                if status in _TRY_AGAIN:
                    return status, str(response.headers.get("Retry-After", ""))
                if status in _REDIRECTS:
                    return 0, _redirected(url, str(response.headers.get("Location", "")))
                if status in _NOT_FOUND:
                    message = f"{_host(url)} does not know it"
                    raise NotFoundError(message)
                if status == httpx.codes.BAD_REQUEST:
                    message = f"{_host(url)}: {_describe(status)}"
                    raise BadRequestError(message)
                if status != httpx.codes.OK:
                    message = f"{_host(url)}: {_describe(status)}"
                    raise ServiceError(message)
                return 0, _read(response, url)
        except httpx.TimeoutException:
            return 1, ""
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            message = f"{_host(url)} cannot be reached: {reason}"
            raise ServiceError(message) from error

    def _wait(self, host: str) -> None:
        """Wait until a host may be asked again."""
        now = time.monotonic()
        earliest = max(self._earliest.get(host, now), now)
        self._earliest[host] = earliest + _PACES.get(host, _PACE)
        if earliest > now:
            _pause(earliest - now)

    def _reached_at(self, url: str) -> str:
        """Return the address that is asked in the place of another: itself, but for tests."""
        if not self._server:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self._server}/{parts.netloc}{parts.path}{query}"


def _redirected(url: str, location: str) -> str:
    """Return the address that a redirect leads to; one that is none stays as it is."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _pause(seconds: float) -> None:
    time.sleep(seconds)


def _import_httpx() -> ModuleType:
    try:
        import httpx
    except ImportError as error:
        message = 'sitegen bib needs httpx: pip install "sitegen[bib]"'
        raise UsageError(message) from error
    return httpx


def _test_server() -> str:
    """Return the server for tests; only one on this machine is accepted."""
    server = os.environ.get(TEST_SERVER, "").rstrip("/")
    if not server:
        return ""
    host = urlsplit(server).hostname or ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = host == "localhost"
    if not is_here or urlsplit(server).scheme != "http":
        message = f"{TEST_SERVER} is '{server}', not the http address of a server on this machine"
        raise UsageError(message)
    return server


def _refuse_unsafe(url: str) -> None:
    """Refuse addresses that are not plain https."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "https" and parts.hostname and parts.username is None:
        return
    shown = "".join(c if c.isprintable() else "�" for c in url.partition("?")[0][:80])
    message = f"'{shown}' is not fetched: only https is"
    raise ServiceError(message)


def _read(response: Any, url: str) -> Fetched:
    """Read the body of an answer, up to its limits of size and time."""
    end = time.monotonic() + _WHOLE
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > _MOST_BYTES:
            message = f"{_host(url)}: the answer is larger than {_MOST_BYTES >> 20} MB"
            raise ServiceError(message)
        if time.monotonic() > end:
            message = f"{_host(url)}: the answer takes longer than {_WHOLE:.0f} s"
            raise ServiceError(message)
    media_type = str(response.headers.get("Content-Type", "")).partition(";")[0].strip()
    encoding = str(response.charset_encoding or "utf-8")
    return Fetched(bytes(data), media_type.casefold(), url, encoding)


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _describe(status: int) -> str:
    if status == 1:
        return "no answer in time"
    return "too many requests" if status == 429 else f"answered {status}"  # noqa: PLR2004  # RFC 6585


def _seconds(retry_after: str) -> float:
    """Return how long `Retry-After` asks to wait: it is a number of seconds or a date."""
    text = retry_after.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return 0.0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
