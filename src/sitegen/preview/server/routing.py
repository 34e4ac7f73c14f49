"""Find what a URL path serves: a file, a redirect, or nothing.

As static hosts do: `/a/` is `a/index.html`, `/a` redirects there or is `a.html`, and `_headers` and
`_redirects` apply. Nothing outside the folder, no hidden file and no folder listing is served.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from sitegen.errors import OutputRefusedError
from sitegen.late_patterns import compile_late
from sitegen.model.codec import digest_bytes
from sitegen.preview.server import headers_and_redirects as rules
from sitegen.storage.folder_handle import FolderTree, open_folder

__all__ = ["Answer", "RoutedFiles"]

_RULES = ("_headers", "_redirects")
#: Published files have no control characters in their names.
_CONTROL = compile_late("[\x00-\x1f\x7f-\x9f]")
#: The only hidden folder that web servers serve (RFC 8615).
_WELL_KNOWN = ".well-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a request: a file, a redirect to `location`, or neither."""

    status: int
    file: Path | None = None
    location: str = ""


class RoutedFiles:
    """The files of the preview's folder, served below the site's base path.

    `origin` is the scheme and host of the published site: redirects to it stay in the preview.
    `remark` is called with a message about headers of `_headers` that cannot be sent.
    """

    def __init__(self, folder: Path, remark: Callable[[str], None] = lambda _: None) -> None:
        self.folder = folder
        self._remark = remark
        self._overlay = folder.with_name(f"{folder.name}-first")
        self._overlay_names: frozenset[str] = frozenset()
        self._overlay_digests: dict[str, str] = {}
        self.base_path = "/"
        self.origin = ""
        self._read: tuple[tuple[int, int], ...] | None = None
        self._headers: tuple[rules.HeaderRule, ...] = ()
        self._redirects: tuple[rules.RedirectRule, ...] = ()

    def find(self, raw_path: str, query: str = "") -> Answer:
        """Return the answer to a request for a path, which is still percent-encoded."""
        path = _decode(raw_path)
        if path is None:
            return self._not_found()
        if not path.startswith(self.base_path):
            return self._outside(path)
        self._refresh()
        file = self._file(path)
        is_folder = file is None and not path.endswith("/") and self._file(f"{path}/") is not None
        exists = file is not None or is_folder
        rule = rules.match_redirect(self._redirects, path, exists=exists)
        if rule:
            return self._ruled(*rule, query)
        if is_folder:
            return Answer(status=301, location=_with_query(quote(f"{path}/"), query))
        return Answer(status=200, file=file) if file else self._not_found()

    def set_overlay(self, files: Mapping[str, bytes]) -> None:
        """Serve these files instead of those with the same names in the folder.

        They are pages that were rendered before the build that will write them. An empty mapping
        means that the build has written them all.
        """
        self._overlay_names = frozenset()
        if not files:
            self._overlay_digests.clear()
        self._overlay_digests |= {name: digest_bytes(data) for name, data in files.items()}
        with contextlib.suppress(OSError, OutputRefusedError):  # the build brings them soon enough
            self._write_overlay(files)
            self._overlay_names = frozenset(files)

    def _write_overlay(self, files: Mapping[str, bytes]) -> None:
        with open_folder(self._overlay.parent) as above:
            above.remove_tree(self._overlay.name)
            if files:
                above.make(self._overlay.name)
                with FolderTree(above.open(self._overlay.name)) as tree:
                    for name, data in files.items():
                        folder, last = tree.split(name, made=[])
                        folder.write_new(last, data)

    def was_in_overlay(self, name: str) -> bool:
        """Tell whether a file in the folder has the bytes that the overlay showed before."""
        if name not in self._overlay_digests:
            return False
        try:
            return self._overlay_digests[name] == digest_bytes((self.folder / name).read_bytes())
        except OSError:
            return False

    def has(self, name: str) -> bool:
        """Tell whether an output file exists."""
        return self._real(name) is not None

    def headers(self, raw_path: str) -> dict[str, str]:
        """Return the headers that `_headers` adds to an answer."""
        self._refresh()
        return rules.match_headers(self._headers, _decode(raw_path) or "")

    def output_of(self, raw_path: str) -> str:
        """Return the name of the output file at a path, whether it exists or not."""
        path = _decode(raw_path) or ""
        inner = path.removeprefix(self.base_path)
        return f"{inner}index.html" if inner.endswith("/") or not inner else inner

    def digest(self, raw_path: str) -> str:
        """Return a digest of the page at a path, or the target of a redirect; empty for neither."""
        answer = self.find(raw_path)
        if answer.location:
            return answer.location
        try:
            return digest_bytes(answer.file.read_bytes()) if answer.file else ""
        except OSError:
            return ""

    def _file(self, path: str) -> Path | None:
        inner = path.removeprefix(self.base_path)
        parts = inner.split("/")
        hidden = any(part.startswith(".") for part in parts[parts[0] == _WELL_KNOWN :])
        if hidden or "" in parts[:-1] or inner in _RULES:
            return None
        names = [f"{inner}index.html"] if parts[-1] == "" else [inner, f"{inner}.html"]
        return next((found for name in names if (found := self._real(name))), None)

    def _real(self, name: str) -> Path | None:
        """Return the path of a file, or None if there is none or a link leads out of the folder."""
        folder = self._overlay if name in self._overlay_names else self.folder
        file = folder / name
        try:
            if not stat.S_ISREG(file.stat().st_mode):
                return None
            real = os.path.realpath(file)
        except (OSError, ValueError):
            return None
        return file if Path(real).is_relative_to(os.path.realpath(folder)) else None

    def _outside(self, path: str) -> Answer:
        if path in {"/", self.base_path[:-1]}:
            return Answer(status=302, location=self.base_path)
        return Answer(status=404)

    def _not_found(self) -> Answer:
        return Answer(status=404, file=self._real("404.html"))

    def _ruled(self, target: str, status: int, query: str) -> Answer:
        if status in {200, 404}:
            path = unquote(urlsplit(target).path)
            file = self._file(path) if path.startswith(self.base_path) else None
            return Answer(status=status, file=file) if file else self._not_found()
        if self.origin and target.startswith(f"{self.origin}/"):
            target = target.removeprefix(self.origin)
        return Answer(status=status, location=_with_query(target, query))

    def _refresh(self) -> None:
        """Read `_headers` and `_redirects` again if they have changed."""
        found = tuple(_stamp(self.folder / name) for name in _RULES)
        if found != self._read:
            self._headers = rules.parse_headers(_text(self.folder / _RULES[0]))
            self._redirects = rules.parse_redirects(_text(self.folder / _RULES[1]))
            self._read = found
            names = ", ".join(rules.find_unsendable(self._headers))
            if names:
                self._remark(f"_headers: no header can hold what {names} says; it is left out")


def _decode(raw_path: str) -> str | None:
    """Return a decoded path, or None for one that no published file can have."""
    try:
        path = unquote(raw_path, errors="strict")
    except UnicodeDecodeError:
        return None
    plain = not _CONTROL.search(path) and "\\" not in path and "//" not in path
    return path if plain and path.startswith("/") else None


def _with_query(target: str, query: str) -> str:
    return f"{target}?{query}" if query and "?" not in target else target


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
