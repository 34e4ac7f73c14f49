"""Load the web assets, with SVG files cleaned once for each digest.

The result is stored by the digest of the source, so that icons are cleaned only in the first build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, Location
from sitegen.graph.urls import href
from sitegen.images.image_problem import ImageProblem
from sitegen.model import ASSETS, Stored
from sitegen.webassets.fingerprinting import WEB_SUFFIXES, WebAssets, named_by_scripts
from sitegen.webassets.scripts import DATA_SUFFIXES

if TYPE_CHECKING:
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["WebFiles", "asset_urls", "read_web_files"]

_PREFIX = "vector "
#: Used for an SVG that cannot be read, which is already reported.
_NOTHING = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


class _Vector(Stored, frozen=True):
    """A cleaned SVG, and what was removed because it would run or load something."""

    data: bytes
    removed: tuple[str, ...]


_DECODER = msgspec.msgpack.Decoder(_Vector)


class WebFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of the web assets by their path below `assets/`.

    `removed` has, by source file, what was removed because it would run or load something;
    `problems` has the files that cannot be read.
    """

    files: dict[str, bytes]
    removed: Mapping[str, tuple[str, ...]]
    problems: tuple[Diagnostic, ...]


def read_web_files(sources: Sources, store: Store, *, keep: bool = True) -> WebFiles:
    """Read the web assets. With `keep`, store the results for later builds. Raises MachineError."""
    files = sources.web_assets(WEB_SUFFIXES)
    data = sources.asset_names(DATA_SUFFIXES)
    for name in sorted(named_by_scripts(files, data)) if data else ():
        files[name] = sources.read(ASSETS / name).data
    removed: dict[str, tuple[str, ...]] = {}
    problems: list[Diagnostic] = []
    keys: set[str] = set()
    fresh: dict[str, bytes] = {}
    for name in sorted(each for each in files if each.casefold().endswith(".svg")):
        key = _PREFIX + hashlib.sha256(files[name]).hexdigest()
        try:
            vector = _clean(key, files[name], store, fresh)
        except ImageProblem as error:
            files[name] = _NOTHING
            problems.append(error.problem.at(Location(path=f"assets/{name}")))
            continue
        keys.add(key)
        files[name] = vector.data
        removed[f"assets/{name}"] = vector.removed
    if keep and fresh:
        store.write("images", fresh.items())
        store.trim("images", frozenset(keys), _PREFIX, spare=0)  # they may be large
    return WebFiles(files=files, removed=removed, problems=tuple(problems))


def _clean(key: str, data: bytes, store: Store, fresh: dict[str, bytes]) -> _Vector:
    """Return the stored cleaned SVG, or clean it and add it to the fresh results."""
    kept = fresh.get(key) or store.read("images", key)
    if kept is not None:
        return _DECODER.decode(kept)
    from sitegen.images.svg.cleaning import (
        clean_svg,  # the theme's icon is known after the first build
    )

    svg = clean_svg(data)
    vector = _Vector(data=svg.data, removed=svg.removed)
    fresh[key] = msgspec.msgpack.encode(vector)
    return vector


def asset_urls(base_path: str, web_assets: WebAssets) -> dict[str, str]:
    """Return the URLs of the web assets by their names below `assets/`."""
    return {name: href(base_path, str(path)) for name, path in web_assets.paths.items()}
