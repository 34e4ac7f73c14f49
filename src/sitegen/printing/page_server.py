"""Serve a built site to one browser on this machine, for as long as it prints."""

from __future__ import annotations

import contextlib
import http.server
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["link_to_site", "serve_pages"]

_LINK = compile_late(rb'(<a\b[^<>]*?\s)href="(?=/(?!/))')


def link_to_site(page: bytes, origin: str) -> bytes:
    """Return a page whose links to others lead to the published site, not to this server.

    `data-site` tells the stylesheet that these are no links to other sites.
    """
    return _LINK.sub(b'\\1data-site href="' + origin.encode().replace(b"\\", b""), page)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Answers for files below the base path."""

    server: _Server

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(arguments[2].folder))

    def do_GET(self) -> None:  # the name that http.server calls
        if self.headers.get("Host") != self.server.host:  # somebody else's page has sent it
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        if urlsplit(self.path).path == self.server.page_path:
            self._send_page()
        else:
            super().do_GET()

    def _send_page(self) -> None:
        data = self.server.page
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def translate_path(self, path: str) -> str:
        base = self.server.base_path
        if not path.startswith(base):
            return ""
        return super().translate_path("/" + path.removeprefix(base))

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, base_path: str, page_path: str, page: bytes) -> None:
        self.folder, self.base_path = folder, base_path
        self.page_path, self.page = page_path, page
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def host(self) -> str:
        """What a request for this server names as its host."""
        return f"127.0.0.1:{self.server_port}"


@contextlib.contextmanager
def serve_pages(folder: Path, base_path: str, page_path: str, page: bytes) -> Iterator[str]:
    """Serve the files of a folder on a free port; yield the address of the page at `page_path`.

    That page has the bytes `page`. Paths are those of URLs and begin with the base path.
    """
    with _Server(folder, base_path, page_path, page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://{server.host}{page_path}"
        finally:
            server.shutdown()
            thread.join()
