"""Publish copied files and web assets, through the publish guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.diagnostics import has_errors
from sitegen.engine.math_font import is_left_out
from sitegen.model import ASSETS, Rank

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.publish_guard import PublishGuard
    from sitegen.model import Site
    from sitegen.webassets.fingerprinting import WebAssets

__all__ = ["publish_files"]

#: Output file, source and digest.
_Claim = tuple[str, str, str]


def publish_files(
    context: BuildContext,
    guard: PublishGuard,
    site: Site,
    web_assets: WebAssets,
    *,
    has_formulas: bool,
) -> list[tuple[str, str]]:
    """Put files that are not pages into the output; return names and sources, to find collisions.

    A file with the same name and bytes as another is left out, because it does not collide. What
    the guard refuses is not put into the output, which matters if a site with errors is written.
    """
    assets = {
        name: path
        for name, path in web_assets.paths.items()
        if not is_left_out(web_assets, name, has_formulas=has_formulas)
    }
    claims = [
        *_copies(context, guard, site),
        *_web_assets(context, guard, assets, web_assets.data),
    ]
    refused = {each.location.path for each in guard.problems if has_errors([each])}
    for name, source, _ in claims:
        if source in refused:
            context.output.drop(name)
    first = {(name, digest): source for name, source, digest in reversed(claims)}
    return [(name, source) for (name, _), source in first.items()]


def _copies(context: BuildContext, guard: PublishGuard, site: Site) -> Iterator[_Claim]:
    """Register the files that are published unchanged; read only those that may have changed."""
    sources, output, history = context.sources, context.output, context.history
    for path, name in sources.copies(site.files):
        digest = history.copied_digest(sources.known_digest(path))
        is_there = output.discards or output.holds(name, digest)
        if digest and is_there and guard.has_inspected(path, digest):
            output.keep(name, digest)
        else:
            source = sources.read(path)
            digest = output.add(name, source.data, Rank.ASSET)
            history.note_copy(source.digest, digest)
            guard.inspect(path, digest, source.data)
        guard.check(path, digest)
        yield name, str(path), digest


def _web_assets(
    context: BuildContext,
    guard: PublishGuard,
    assets: Mapping[str, PurePosixPath],
    bytes_of: Mapping[PurePosixPath, bytes],
) -> Iterator[_Claim]:
    for name, path in assets.items():
        data, source = bytes_of[path], ASSETS / name
        digest = context.output.add(str(path), data, Rank.ASSET)
        guard.inspect(source, digest, data)
        guard.check(source, digest)
        yield str(path), str(source), digest
