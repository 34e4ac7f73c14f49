"""Refuse rendered files in which a picture is embedded that did not pass the publish guard.

Templates, fields of pages and data may hold pictures as `data:` URLs, which no stage before has
seen as pictures. So each file is searched once it is rendered, by the process that renders it. One
with such a picture has no record, so that every build finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.checks.privacy.embedding_marks import may_embed
from sitegen.checks.privacy.rules import IMAGE_METADATA, refuse_inlined, refuse_rendered

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.engine.build_context import BuildContext
    from sitegen.storage.sources import Sources

__all__ = ["find_refused", "place_refused"]


def find_refused(source: str, data: bytes) -> Diagnostic | None:
    """Return the error about the first picture with metadata in a file rendered from `source`."""
    if not may_embed(data):
        return None
    # Nearly no site needs what follows, and importing it takes as long as rendering ten pages.
    from sitegen.checks.privacy.inline_images import find_inline_pictures

    found = find_inline_pictures(data)
    return refuse_rendered(source, found[0][2]) if found else None


def place_refused(
    problems: Iterable[Diagnostic], context: BuildContext, templates: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Replace errors about pictures in rendered files by errors about where these were written.

    That is the source of the page, or the site's own templates, its data or its configuration.
    """
    shared: list[Diagnostic] | None = None
    for problem in problems:
        if problem.code != IMAGE_METADATA or problem.location.line:
            yield problem
            continue
        if shared is None:
            shared = list(_in_shared_files(context, templates))
        path = PurePosixPath(problem.location.path)
        yield from [*_in_file(context.sources, path), *shared] or [problem]


def _in_shared_files(context: BuildContext, templates: Mapping[str, str]) -> Iterator[Diagnostic]:
    for name, text in templates.items():
        yield from _find(PurePosixPath("templates", name), text.encode())
    yield from _find(PurePosixPath(context.sources.config_path), context.config_text.encode())
    for path in sorted(context.sources.paths):
        if path.parts[0] == "data":
            yield from _in_file(context.sources, path)


def _in_file(sources: Sources, path: PurePosixPath) -> Iterator[Diagnostic]:
    if path in sources.paths:
        yield from _find(path, sources.read(path).data)


def _find(path: PurePosixPath, text: bytes) -> Iterator[Diagnostic]:
    from sitegen.checks.privacy.inline_images import find_inline_pictures  # as above

    return (refuse_inlined(path, *each) for each in find_inline_pictures(text))
