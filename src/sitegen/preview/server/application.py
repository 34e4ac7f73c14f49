"""Serve pages, the browser script and the WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from tornado import httputil, iostream, web

from sitegen.late_patterns import compile_late
from sitegen.model.codec import digest_bytes
from sitegen.preview.image_requests import ImageRequests
from sitegen.preview.server.allowed_hosts import AllowedHosts, GuardedHandler
from sitegen.preview.server.content_security_policy import allow_preview, allow_preview_in_html
from sitegen.preview.server.routing import Answer, RoutedFiles
from sitegen.preview.server.script_tag import insert_script_tag
from sitegen.preview.server.tabs import Socket, Tabs

__all__ = ["PREFIX", "build_application"]

#: No page of a site has an address that begins like this.
PREFIX = "/-sitegen/"
_SCRIPT = "preview.js"
_BROWSER = Path(__file__).parents[1] / "browser"
#: Joined in this order, in one scope, so that scripts of the page cannot change them.
_PARTS = ("page", "updating", "patching", "aligning", "files", "problems", "sources", "news")
_SCOPE = """\
// Added to each page by `sitegen serve`; built pages do not have it.
(() => {
"use strict";
if (!document.currentScript || window.sitegenPreview) return;
window.sitegenPreview = true;

%s
})();
"""
_CHUNK = 256 * 1024
#: Seconds for a browser to take a chunk. One that has stopped a video asks again for the rest.
_CHUNK_SECONDS = 60.0
_RANGE = compile_late(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
#: Types that Python's `mimetypes` does not know, or not on every system.
_TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css",
    ".csv": "text/csv",
    ".ipynb": "application/x-ipynb+json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/json", "application/xml", "application/atom+xml")
_POLICY = compile_late(rb"content-security-policy", re.IGNORECASE)
_EMPTY = b"<!DOCTYPE html><html lang=en><head><title>sitegen</title></head><body></body></html>"


def build_application(
    allowed_hosts: AllowedHosts, served: RoutedFiles, tabs: Tabs, images: ImageRequests
) -> web.Application:
    """Return the Tornado application with the preview's routes."""
    given = {"allowed_hosts": allowed_hosts, "served": served}
    files = {**given, "images": images}
    return web.Application(
        [
            (rf"{PREFIX}socket", Socket, {**given, "tabs": tabs}),
            (rf"{PREFIX}{re.escape(_SCRIPT)}", _Script, files),
            (r".*", _Pages, files),
        ],
        log_function=lambda _: None,
        websocket_ping_interval=20,
        websocket_max_message_size=64 * 1024,
    )


class _Files(GuardedHandler):
    """Answers with bytes or a file, or with the requested range of it."""

    def initialize(
        self, allowed_hosts: AllowedHosts, served: RoutedFiles, images: ImageRequests
    ) -> None:
        self.allowed_hosts = allowed_hosts
        self.served = served
        self.images = images

    async def head(self) -> None:
        """Answer as for GET, without the body."""
        await self.get()

    async def get(self) -> None:
        raise NotImplementedError

    async def send_bytes(self, data: bytes) -> None:
        """Send bytes that are in memory."""
        start, end = self._choose(len(data))
        await self._send_chunks(
            data[at : min(at + _CHUNK, end)] for at in range(start, end, _CHUNK)
        )

    async def send_file(self, file: Path) -> None:
        """Send a file in chunks, because a video may not fit into memory. Raises OSError."""
        found = os.stat(file)  # noqa: PTH116  # quick, as all that is read here
        start, end = self._choose(found.st_size)
        await self._send_chunks(_chunks_of(file, found, start, end))

    async def _send_chunks(self, chunks: Iterable[bytes]) -> None:
        """Send chunks, each when the one before is sent; none in the answer to HEAD."""
        # The browser has closed it, or a file has changed since its size was sent.
        with contextlib.suppress(iostream.StreamClosedError, httputil.HTTPOutputError):
            for chunk in chunks if self.request.method != "HEAD" else ():
                self.write(chunk)
                try:
                    await asyncio.wait_for(self.flush(), _CHUNK_SECONDS)
                except TimeoutError:
                    self.request.connection.close()  # type: ignore[union-attr]
                    return
            await self.finish()

    def _choose(self, size: int) -> tuple[int, int]:
        """Set status and length; return the first byte to send and the end (RFC 9110, section 14).

        Ranges count for GET only, and not for the page of an error. With `If-Range`, everything is
        sent, because the file may have changed since the browser got its first part.
        """
        self.set_header("Accept-Ranges", "bytes")
        headers = self.request.headers
        found = _RANGE.fullmatch(headers.get("Range", "").strip())
        plain = self.request.method == "GET" and "If-Range" not in headers
        start, end = 0, size
        if found and plain and self.get_status() == 200:  # noqa: PLR2004  # HTTP's own number
            first, last, suffix = found.groups()
            start = int(first[:18]) if first else max(0, size - int(suffix[:18]))
            end = min(size, int(last[:18]) + 1) if last else size
            if last and int(last[:18]) < start:
                start, end = 0, size
            elif start >= size:
                self.set_status(416)
                self.set_header("Content-Range", f"bytes */{size}")
                start = end = 0
            else:
                self.set_status(206)
                self.set_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.set_header("Content-Length", str(end - start))
        return start, end


class _Script(_Files):
    """The script that every page of the preview loads."""

    async def get(self) -> None:
        """Send the parts as one script."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        parts = [(_BROWSER / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
        await self.send_bytes((_SCOPE % "\n".join(parts)).encode())


class _Pages(_Files):
    """The built site; each page gets the preview's script when it is sent."""

    async def get(self) -> None:
        """Answer with an image, a file, a page, or a redirect."""
        output = self.served.output_of(self.request.path)
        if self.images.is_image_name(output) and not self.served.has(output):
            image = await self.images.find(output)
            if image is not None:
                self.set_header("Content-Type", _type_of(PurePosixPath(output)))
                self._add_headers()
                await self.send_bytes(image)
                return
        answer = self.served.find(self.request.path, self.request.query)
        if answer.location:
            self.set_status(answer.status)
            self.set_header("Location", answer.location)
            self.set_header("Content-Length", "0")
            await self._send_chunks(())
            return
        try:
            await self._send(answer)
        except FileNotFoundError:  # it was deleted in the meantime
            if not self._headers_written:
                await self._send(Answer(status=404))
        except OSError:  # perhaps too many files are open
            if not self._headers_written:
                self.send_error(503)

    async def _send(self, answer: Answer) -> None:
        self.set_status(answer.status)
        if answer.file is None or answer.file.suffix.lower() in {".html", ".htm"}:
            page = answer.file.read_bytes() if answer.file else self._plain()
            await self._send_page(page)
            return
        self.set_header("Content-Type", _type_of(answer.file))
        self._add_headers()
        await self.send_file(answer.file)

    def _plain(self) -> bytes:
        text = b"404: there is no such page" if any(self.served.folder.glob("*")) else b"&nbsp;"
        return _EMPTY.replace(b"<body>", b"<body>" + text)

    async def _send_page(self, page: bytes) -> None:
        """Send a page with the script; its Content-Security-Policy is changed to allow that."""
        digest = digest_bytes(page)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self._add_headers()
        policy = self._headers.get("Content-Security-Policy", "")
        nonce = ""
        if policy or _POLICY.search(page):
            nonce = secrets.token_urlsafe(16)
            # In a policy, http and ws also mean https and wss.
            host = self.public_host()
            script = f"http://{host}{PREFIX}{_SCRIPT}"
            # The script listens to the WebSocket, and fetches pages that have changed.
            sources = f"ws://{host}{PREFIX}socket http://{host}/"
            page = allow_preview_in_html(page, script, sources, nonce)
            if policy:
                admitted = allow_preview(policy, script, sources, nonce)
                self.set_header("Content-Security-Policy", admitted)
        attribute = f' nonce="{nonce}"' if nonce else ""
        tag = f'<script src="{PREFIX}{_SCRIPT}" data-page="{digest}"{attribute}></script>'
        await self.send_bytes(insert_script_tag(page, tag.encode()))

    def _add_headers(self) -> None:
        for name, value in self.served.headers(self.request.path).items():
            self.set_header(name, value)


def _chunks_of(file: Path, found: os.stat_result, start: int, end: int) -> Iterator[bytes]:
    """Yield a part of a file, unless another has taken its place meanwhile.

    It is open for no longer than it takes to read a chunk: a process may open only so many files,
    and who is sent this one may be slow.
    """
    for at in range(start, end, _CHUNK):
        with file.open("rb") as opened:
            now = os.fstat(opened.fileno())
            if (now.st_ino, now.st_mtime_ns) != (found.st_ino, found.st_mtime_ns):
                return
            opened.seek(at)
            chunk = opened.read(min(_CHUNK, end - at))
        yield chunk


def _type_of(file: PurePath) -> str:
    suffix = file.suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if file.name.endswith((".gz", ".xz", ".bz2")):
        kind = "application/gzip" if suffix == ".gz" else "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind
