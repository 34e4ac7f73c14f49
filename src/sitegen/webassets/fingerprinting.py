"""Give stylesheets, scripts, fonts and icons fingerprinted names.

An address in a stylesheet is replaced by the published name of the file, relative to the
stylesheet, so that it is right under any base URL. Files that scripts name keep their names.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sitegen.diagnostics import Diagnostic, Guesses, Location, Severity, declare
from sitegen.images.planning import fingerprinted
from sitegen.webassets.scripts import SCRIPT_SUFFIXES, find_named
from sitegen.webassets.stylesheets import CssAddress, replace_addresses

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping

__all__ = ["STYLESHEET", "WEB_SUFFIXES", "WebAssets", "build_web_assets", "named_by_scripts"]

STYLESHEET = declare("stylesheet", Severity.ERROR, needed=True)

WEB_SUFFIXES = frozenset(
    {
        ".css",
        ".js",
        ".mjs",
        ".woff2",
        ".woff",
        ".ttf",
        ".otf",
        ".eot",
        ".svg",
        ".ico",
        ".webmanifest",
    }
)
#: A chain of more stylesheets than these that import one another is not followed.
_DEEPEST = 32
#: Pictures are published as derivatives only, for they may hold what must not be published.
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})


class WebAssets:
    """Published paths and bytes of the web assets, by their path below `assets/`."""

    def __init__(self) -> None:
        self.paths: dict[str, PurePosixPath] = {}
        self.data: dict[PurePosixPath, bytes] = {}
        self.problems: list[Diagnostic] = []
        self.guesses = Guesses()


def build_web_assets(files: Mapping[str, bytes]) -> WebAssets:
    """Fingerprint the files, named by their path below `assets/`.

    A stylesheet's name depends on what it points to, so those come first. A file that a script
    names keeps its name.
    """
    built = WebAssets()
    lasting = named_by_scripts(files, files)
    for name in sorted(files):
        _publish(name, files, built, lasting, ())
    return built


def named_by_scripts(files: Mapping[str, bytes], known: Collection[str]) -> frozenset[str]:
    """Return those of the `known` files that scripts among `files` name."""
    scripts = {name: data for name, data in files.items() if name.endswith(SCRIPT_SUFFIXES)}
    return frozenset(
        each
        for name, data in scripts.items()
        for each in find_named(name, data.decode("utf-8", "replace"), known)
    )


def _publish(
    name: str,
    files: Mapping[str, bytes],
    built: WebAssets,
    lasting: Container[str],
    above: tuple[str, ...],
) -> PurePosixPath:
    if name in built.paths:
        return built.paths[name]
    data = files[name]
    if name.endswith(".css"):
        data = _rewrite(name, files, built, lasting, (*above, name))
    path = PurePosixPath("assets", name)
    if name not in lasting:
        path = fingerprinted(path, hashlib.sha256(data).hexdigest())
    built.paths[name] = path
    built.data[path] = data
    return path


def _rewrite(
    name: str,
    files: Mapping[str, bytes],
    built: WebAssets,
    lasting: Container[str],
    above: tuple[str, ...],
) -> bytes:
    """Return a stylesheet with the published names of the files that it points to."""
    text = files[name].decode("utf-8", "replace")

    def report(address: CssAddress, message: str, hint: str) -> None:
        line, column = _line_and_column(text, address.index)
        place = Location(path=f"assets/{name}", line=line, column=column)
        built.problems.append(
            Diagnostic(code=STYLESHEET, message=message, location=place, hint=hint)
        )

    def replace(address: CssAddress) -> str | None:
        target = address.target
        if target.startswith(("data:", "#")):
            return None
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            report(address, f"'{target}' is loaded from another site", "keep a copy in assets/")
            return None
        path, mark, rest = re.split(r"([?#]|$)", target, maxsplit=1)
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if wanted in above:
            report(address, f"'{target}' imports this stylesheet again", "remove the circle")
            return None
        if len(above) >= _DEEPEST and wanted.endswith(".css"):
            message = f"'{target}' is the end of a chain of {_DEEPEST} stylesheets"
            report(address, message, "import it in one of the first")
            return None
        if wanted not in files:
            kind = PurePosixPath(wanted).suffix
            if kind.casefold() in _PICTURES:
                message = f"'{target}': stylesheets can show SVG, not {kind}"
                report(address, message, "draw it as SVG")
            else:
                hint = built.guesses.did_you_mean(wanted, lambda: files)
                report(address, f"'{target}' does not exist", hint)
            return None
        published = _publish(wanted, files, built, lasting, above)
        here = posixpath.dirname(f"assets/{name}")
        return quote(posixpath.relpath(str(published), here)) + mark + rest

    return replace_addresses(text, replace).encode()


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
