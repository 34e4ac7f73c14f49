"""Inspect image files in worker processes, or take the result from the cache."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sitegen.checks.privacy.medical import find_medical
from sitegen.checks.privacy.rules import refuse_medical
from sitegen.diagnostics import Problem
from sitegen.errors import MachineError
from sitegen.graph.missing_targets import IMAGE_MISSING
from sitegen.images.encoder_versions import describe_codecs
from sitegen.images.image_codec import look_at, look_packed, pack_look, unpack_look
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT
from sitegen.images.inspection import READABLE
from sitegen.images.signatures import IMAGE_SUFFIXES
from sitegen.model import (
    ASSETS,
    CONTENT,
    STATIC,
    ImageInfo,
    Inspected,
    SourceFile,
    Stored,
    digest_of,
)
from sitegen.model.codec import encode_json, encode_msgpack, json_decoder, msgpack_decoder
from sitegen.model.progress import Progress, counted
from sitegen.storage.source_files import read_if_there

if TYPE_CHECKING:
    from sitegen.engine.workers import WorkerPool
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["DEADLY", "VANISHED", "inspect_images", "is_picture"]

#: With fewer images than this, no worker process is started.
_FEW = 5
VANISHED = Problem(
    IMAGE_MISSING,
    "it vanished during the build",
    "put it back, or take it off the page",
)
#: What telephones call their photographs; no browser shows them.
#: What to do with files that are no images, by the ends of their names.
_OTHERS = {
    ".pdf": "remove the '!' to link to it; to show a page of it, export that as PNG",
    **dict.fromkeys((".mp4", ".webm", ".ogv", ".m4v"), "write '{{< video file.mp4 >}}'"),
    **dict.fromkeys(
        (".mov", ".avi", ".mkv", ".wmv"), "export it as MP4, and write '{{< video file.mp4 >}}'"
    ),
    **dict.fromkeys((".mp3", ".ogg", ".m4a", ".wav", ".flac"), "write '{{< audio file.mp3 >}}'"),
}
_PHOTOGRAPHS = frozenset({".heic", ".heif"})
_FORBIDDEN = Problem(
    IMAGE_MISSING,
    "it may not be read by whoever builds the site",
    "allow it (chmod a+r), or take it off the page",
)
DEADLY = Problem(
    IMAGE_BROKEN,
    "the process that was reading it has been ended, perhaps for want of memory",
    "export it again, or make it smaller",
)


class _LocalImage(Stored, frozen=True):
    """An image to inspect, and the folder of its site."""

    root: bytes
    path: PurePosixPath
    megapixels: int


_LOCAL_IMAGE = msgpack_decoder(_LocalImage)
_INFO = json_decoder(ImageInfo)


def is_picture(path: PurePosixPath) -> bool:
    """Whether pages may show a file as an image, judged by its suffix and folder."""
    shown = path.suffix.casefold() in IMAGE_SUFFIXES
    return shown and path.parts[0] in {ASSETS.name, CONTENT.name} and STATIC not in path.parents


def inspect_images(
    sources: Sources,
    wanted: Collection[PurePosixPath],
    store: Store,
    pool: WorkerPool,
    megapixels: int,
    progress: Progress,
) -> dict[PurePosixPath, Inspected]:
    """Return what is known of each image, or a problem if it cannot be used."""
    codecs = digest_of(describe_codecs()) if wanted else ""

    def row(path: PurePosixPath, digest: str) -> str:
        return f"info {megapixels} {codecs} {path} {digest}"

    found: dict[PurePosixPath, Inspected] = {}
    for path in sorted(wanted):
        digest = sources.known_digest(path)
        kept = store.read("images", row(path, digest)) if digest else None
        if kept is not None:
            found[path] = _INFO.decode(kept)
    missing = [path for path in sorted(wanted) if path not in found]
    looks = _look(missing, sources, pool, megapixels)
    fresh = dict(counted(looks, "inspect", len(missing), progress, step=1))
    good = [info for info in fresh.values() if isinstance(info, ImageInfo)]
    store.write("images", ((row(i.path, i.digest), encode_json(i)) for i in good))
    if fresh:
        infos = (info for info in (found | fresh).values() if isinstance(info, ImageInfo))
        store.trim("images", frozenset(row(i.path, i.digest) for i in infos), "info ")
    return found | fresh


def _look(
    paths: list[PurePosixPath], sources: Sources, pool: WorkerPool, megapixels: int
) -> Iterator[tuple[PurePosixPath, Inspected]]:
    """Inspect images in worker processes.

    Each is read when its turn comes: by the worker, unless that is on another machine.
    """
    root = sources.root
    if pool.is_elsewhere:
        look = look_packed
        payloads = (pack_look(_readable(root, path), megapixels) for path in paths)
    else:
        look = _inspect_here
        place = os.fsencode(root)
        local = (_LocalImage(root=place, path=path, megapixels=megapixels) for path in paths)
        payloads = (encode_msgpack(image) for image in local)
    results = pool.run_apart(look, payloads, len(paths), small=_FEW)
    for path, result in zip(paths, results, strict=True):
        digest, seen = ("", DEADLY) if result is None else unpack_look(result)
        if digest:
            sources.digests[str(path)] = digest
        yield path, seen


def _inspect_here(payload: bytes) -> bytes:
    image = _LOCAL_IMAGE.decode(payload)
    source = _readable(Path(os.fsdecode(image.root)), image.path)
    return look_at(source, image.megapixels)


def _readable(root: Path, path: PurePosixPath) -> SourceFile | Problem:
    """Return a file to inspect, or why it cannot be read as an image."""
    if path.suffix.casefold() not in IMAGE_SUFFIXES:
        if path.suffix.casefold() in _PHOTOGRAPHS:
            return Problem(IMAGE_FORMAT, "it is a HEIC photograph", "export it as JPEG")
        hint = _OTHERS.get(path.suffix.casefold(), READABLE)
        return Problem(IMAGE_FORMAT, "it is not an image by its name", hint)
    try:
        source = read_if_there(root, path)
    except MachineError as error:
        if isinstance(error.__cause__, PermissionError):
            return _FORBIDDEN
        raise
    if source is None:
        return VANISHED
    medical = find_medical(source.data)
    if medical:
        problem = refuse_medical(path, medical)
        return Problem(problem.code, problem.message, problem.hint)
    return source
