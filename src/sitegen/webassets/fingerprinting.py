"""Give stylesheets, scripts, fonts and icons fingerprinted names.

A `url()` in a stylesheet is rewritten to the published name of the file, relative to the
stylesheet, so that it is right under any base URL.
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

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STYLESHEET", "WEB_SUFFIXES", "WebAssets", "build_web_assets"]

STYLESHEET = declare("stylesheet", Severity.ERROR, needed=True)

WEB_SUFFIXES = frozenset(
    {".css", ".js", ".mjs", ".woff2", ".woff", ".ttf", ".otf", ".svg", ".ico", ".webmanifest"}
)
#: Pictures are published as derivatives only, for they may hold what must not be published.
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})
_URL = re.compile(
    r"/\*.*?(?:\*/|\Z)"
    r"|url\(\s*+(?P<q>[\"']?)(?P<url>[^\"')]*+)(?P=q)\s*+\)"
    r"|@import\s+(?P<iq>[\"'])(?P<import>[^\"']*)(?P=iq)",
    re.DOTALL,
)


class WebAssets:
    """Published paths and bytes of the web assets, by their path below `assets/`."""

    def __init__(self) -> None:
        self.paths: dict[str, PurePosixPath] = {}
        self.data: dict[PurePosixPath, bytes] = {}
        self.problems: list[Diagnostic] = []
        self.guesses = Guesses()


def build_web_assets(files: Mapping[str, bytes]) -> WebAssets:
    """Fingerprint the files, named by their path below `assets/`.

    A stylesheet's name depends on what it points to, so those come first.
    """
    built = WebAssets()
    for name in sorted(files):
        _publish(name, files, built, ())
    return built


def _publish(
    name: str, files: Mapping[str, bytes], built: WebAssets, above: tuple[str, ...]
) -> PurePosixPath:
    if name in built.paths:
        return built.paths[name]
    data = files[name]
    if name.endswith(".css"):
        data = _rewrite(name, files, built, (*above, name))
    path = fingerprinted(PurePosixPath("assets", name), hashlib.sha256(data).hexdigest())
    built.paths[name] = path
    built.data[path] = data
    return path


def _rewrite(
    name: str, files: Mapping[str, bytes], built: WebAssets, above: tuple[str, ...]
) -> bytes:
    text = files[name].decode("utf-8", "replace")

    def report(found: re.Match[str], message: str, hint: str) -> None:
        line = text.count("\n", 0, found.start()) + 1
        place = Location(path=f"assets/{name}", line=line)
        built.problems.append(
            Diagnostic(code=STYLESHEET, message=message, location=place, hint=hint)
        )

    def replace(found: re.Match[str]) -> str:
        target = found["url"] if found["url"] is not None else found["import"]
        if target is None or target.startswith(("data:", "#")):
            return found[0]
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            report(found, f"'{target}' is loaded from another site", "keep a copy in assets/")
            return found[0]
        path, mark, rest = re.split(r"([?#]|$)", target, maxsplit=1)
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if wanted in above:
            report(found, f"'{target}' imports this stylesheet again", "remove the circle")
            return found[0]
        if wanted not in files:
            kind = PurePosixPath(wanted).suffix
            if kind.casefold() in _PICTURES:
                report(found, f"'{target}': stylesheets can show SVG, not {kind}", "draw it as SVG")
            else:
                hint = built.guesses.did_you_mean(wanted, files)
                report(found, f"'{target}' does not exist", hint)
            return found[0]
        published = _publish(wanted, files, built, above)
        here = posixpath.dirname(f"assets/{name}")
        relative = quote(posixpath.relpath(str(published), here)) + mark + rest
        return f'@import "{relative}"' if found["import"] is not None else f'url("{relative}")'

    return _URL.sub(replace, text).encode()
