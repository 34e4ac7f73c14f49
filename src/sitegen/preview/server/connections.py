"""Accept connections, and bound how many there are and how long they may do nothing.

A process may open only so many files, and each connection is one of them. Somebody who opens
connections and asks nothing must not keep others from being answered, so there are fewer
connections than files, and if there are too many, those that matter least are closed: first those
that have waited for a request, the longest first, then other machines, at last the tabs of this
machine. Who has just come is let ask.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tornado import httputil
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream

from sitegen.preview.server.allowed_hosts import is_local

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable

__all__ = ["Connections", "most_connections"]

#: There are never more connections than these, however many files may be open.
_MOST = 512
#: Seconds for a request to arrive, from the end of the one before, and then for its body.
_REQUEST_SECONDS = 20.0
#: Bytes of headers, of a body (which no request here needs), and of what may wait to be sent.
_HEADERS, _BODY, _UNSENT = 64 * 1024, 64 * 1024, 4 * 1024 * 1024
#: More connections at once are accepted after what else there is to do, and from other machines
#: no more in a second.
_AT_ONCE, _FROM_OTHERS = 32, 200
#: The request of a connection that has been waiting for less may not have been read yet.
_FRESH_SECONDS = 0.1
#: Seconds without accepting when no more files can be opened.
_PAUSE = 0.25
#: Seconds between two remarks about too many connections.
_QUIET = 60.0
_NO_MORE_FILES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


def most_connections() -> int:
    """Return how many connections there may be: a third of the files that may be open."""
    try:
        import resource  # not on Windows
    except ImportError:
        return _MOST // 2
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft == resource.RLIM_INFINITY else max(8, min(_MOST, soft // 3))


@dataclass(slots=True, eq=False)
class _Connection:
    """A connection, since when it has been doing what it does, and the request, if one has come."""

    stream: IOStream
    is_local: bool
    since: float
    request: Any = None

    @property
    def is_idle(self) -> bool:
        """Whether no complete request has come for a while since the last answer."""
        return self.request is None and time.monotonic() - self.since > _FRESH_SECONDS

    @property
    def is_tab(self) -> bool:
        """Whether it is a WebSocket, which has taken the stream from its request."""
        return self.request is not None and self.request.stream is None

    @property
    def worth(self) -> tuple[int, float]:
        """What is closed first has the lowest."""
        if self.is_idle:
            return int(self.is_local), self.since
        return 2 + 2 * self.is_local + self.is_tab, self.since


@dataclass(slots=True, eq=False)
class Connections(httputil.HTTPServerConnectionDelegate):
    """The connections of a server.

    `application` answers the requests; `remark` tells the author, seldom. `most` is how many
    connections there may be, half of them tabs, and `seconds` the time for a request to arrive.
    """

    application: httputil.HTTPServerConnectionDelegate
    remark: Callable[[str], None]
    most: int = field(default_factory=most_connections)
    seconds: float = _REQUEST_SECONDS
    _server: HTTPServer = field(init=False)
    _listening: socket.socket | None = None
    _open: dict[IOStream, _Connection] = field(default_factory=dict)
    #: The connections from other machines in the second that began then.
    _second: float = 0.0
    _from_others: int = 0
    _remarked: float = -_QUIET

    def __post_init__(self) -> None:
        self._server = HTTPServer(
            self,
            idle_connection_timeout=self.seconds,
            body_timeout=self.seconds,
            max_header_size=_HEADERS,
            max_body_size=_BODY,
        )

    def __len__(self) -> int:
        """Return how many connections are open."""
        self._forget_closed()
        return len(self._open)

    def listen(self, listening: socket.socket) -> None:
        """Accept connections of a socket that listens and does not block."""
        self._listening = listening
        IOLoop.current().add_handler(listening, self._accept, IOLoop.READ)

    def stop(self) -> None:
        """Accept no more connections."""
        if self._listening is not None:
            IOLoop.current().remove_handler(self._listening)
            self._listening.close()
            self._listening = None

    def start_request(
        self, server_conn: object, request_conn: httputil.HTTPConnection
    ) -> httputil.HTTPMessageDelegate:
        """Return what takes the next request of a connection, which waits for it from now on."""
        stream: IOStream = server_conn.stream  # type: ignore[attr-defined]  # Tornado's own type
        connection = self._open.get(stream)
        if connection is None:  # it was closed between two requests
            connection = _Connection(stream, is_local=False, since=0)
        connection.request, connection.since = None, time.monotonic()
        answering = self.application.start_request(server_conn, request_conn)
        return _Noticed(answering, connection, request_conn)

    def _accept(self, listening: socket.socket, _events: int) -> None:
        for _ in range(_AT_ONCE):
            if self._listening is None:
                return
            try:
                accepted, address = listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _NO_MORE_FILES:
                    raise
                self._pause(error)
                return
            self._add(accepted, address)

    def _add(self, accepted: socket.socket, address: tuple[Any, ...]) -> None:
        try:
            local = is_local(str(address[0]), str(accepted.getsockname()[0]))
            if not local and self._are_too_many_others():
                accepted.close()
                return
            stream = IOStream(accepted, max_buffer_size=_UNSENT, max_write_buffer_size=_UNSENT)
        except OSError:  # it is closed already
            accepted.close()
            return
        added = self._open[stream] = _Connection(stream, local, time.monotonic())
        if len(self._open) > self.most:
            self._make_room(added)
        if not stream.closed():
            self._server.handle_stream(stream, address)

    def _are_too_many_others(self) -> bool:
        """Count one more connection from another machine in this second."""
        if time.monotonic() - self._second > 1:
            self._second, self._from_others = time.monotonic(), 0
        self._from_others += 1
        return self._from_others > _FROM_OTHERS

    def _make_room(self, added: _Connection) -> None:
        """Close what matters least; several, if nobody is answered by them."""
        self._forget_closed()
        if len(self._open) <= self.most:
            return
        others = [each for each in self._open.values() if each is not added]
        others.sort(key=lambda each: each.worth)
        tabs = [each for each in others if each.is_tab]
        idle = [each for each in others[: max(1, self.most // 8)] if each.is_idle]
        if len(tabs) > self.most // 2:  # they leave room for requests
            closed = tabs[:1]
        elif idle:
            closed = idle
        elif others[0].is_local and not added.is_local:
            closed = [added]
        else:
            closed = others[:1]
        for each in closed:
            self._close(each)
        self._tell(
            f"More than {self.most} connections to the preview: those that ask for nothing are"
            " closed"
        )

    def _pause(self, error: OSError) -> None:
        """Accept nothing for a moment, and close what matters least, after an accept has failed."""
        self._forget_closed()
        ranked = sorted(self._open.values(), key=lambda each: each.worth)
        for each in ranked[: max(1, len(ranked) // 8)]:
            self._close(each)
        self._tell(f"The preview cannot accept connections for a moment: {error.strerror}")
        if self._listening is not None:
            IOLoop.current().remove_handler(self._listening)
            IOLoop.current().call_later(_PAUSE, self._resume)

    def _resume(self) -> None:
        if self._listening is not None:
            self.listen(self._listening)

    def _close(self, connection: _Connection) -> None:
        connection.stream.close()
        self._open.pop(connection.stream, None)

    def _forget_closed(self) -> None:
        for stream in [each for each in self._open if each.closed()]:
            del self._open[stream]

    def _tell(self, text: str) -> None:
        if time.monotonic() - self._remarked >= _QUIET:
            self._remarked = time.monotonic()
            self.remark(text)


@dataclass(slots=True, eq=False)
class _Noticed(httputil.HTTPMessageDelegate):
    """Hands a request on, and notes when it has come."""

    inner: httputil.HTTPMessageDelegate
    connection: _Connection
    request: httputil.HTTPConnection

    def headers_received(
        self,
        start_line: httputil.RequestStartLine | httputil.ResponseStartLine,
        headers: httputil.HTTPHeaders,
    ) -> Awaitable[None] | None:
        self.connection.request, self.connection.since = self.request, time.monotonic()
        return self.inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self.inner.data_received(chunk)

    def finish(self) -> None:
        self.inner.finish()

    def on_connection_close(self) -> None:
        self.inner.on_connection_close()
