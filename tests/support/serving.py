"""A plain web server for built sites, as strict as the ones that they are deployed to."""

from __future__ import annotations

import contextlib
import http.server
import threading
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RoutedFiles", "serving"]


@dataclass(frozen=True)
class RoutedFiles:
    """A folder and the address that shows it."""

    folder: Path
    url: str

    @property
    def html_files(self) -> list[Path]:
        """All pages, in the order of their paths."""
        return sorted(self.folder.rglob("*.html"))

    def address(self, file: Path) -> str:
        """The URL of one of the folder's pages."""
        return self.url + file.relative_to(self.folder).as_posix().removesuffix("index.html")


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Knows one folder below one base path, and the site's own 404 page."""

    server: _Server

    def __init__(self, *arguments: Any) -> None:
        server = arguments[2]
        super().__init__(*arguments, directory=str(server.folder))

    def translate_path(self, path: str) -> str:
        base = self.server.base_path
        if not path.startswith(base):
            return ""
        return super().translate_path("/" + path.removeprefix(base))

    def send_error(self, code: int, *arguments: Any, **named: Any) -> None:
        page = self.server.folder / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, *arguments, **named)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, base_path: str) -> None:
        self.folder = folder
        self.base_path = base_path
        super().__init__(("127.0.0.1", 0), _Handler)


@contextlib.contextmanager
def serving(folder: Path, base_path: str = "/") -> Iterator[RoutedFiles]:
    """Serve a folder, which may be filled later, on a free port."""
    with _Server(folder, base_path) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield RoutedFiles(folder, f"http://127.0.0.1:{server.server_port}{base_path}")
        finally:
            server.shutdown()
            thread.join()
