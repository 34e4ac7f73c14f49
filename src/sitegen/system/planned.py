"""Images that are made when somebody asks for them, for the preview.

A build leaves its plan in the store: the output's name leads to the source and the one variant. Who
is asked for that file makes it, and keeps it in the cache of images, where builds find it, too.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from sitegen.assets.packing import make_packed, pack_order, unpack_made
from sitegen.diagnostics import Diagnostic
from sitegen.errors import MachineError
from sitegen.model import ImageJob, digest_of
from sitegen.system.cache import ImageCache
from sitegen.system.files import read_source
from sitegen.system.images import Made, explain_image
from sitegen.system.store import Store, open_store_to_read

__all__ = ["make_planned", "plan_images"]

_JOB = "job "
_PLAN = "images planned"
_ENCODER = msgspec.msgpack.Encoder(enc_hook=str)
_DECODER = msgspec.msgpack.Decoder(ImageJob, dec_hook=lambda kind, value: kind(value))


def plan_images(planned: Iterable[ImageJob], store: Store) -> Made:
    """Note in the store how each variant is made; make none.

    What earlier plans had stays for a while, for pages that show it until the build has ended.
    """
    jobs = list(planned)
    plan = digest_of(jobs).encode()
    if store.read("notes", _PLAN) != plan:
        known = store.read_all("images", _JOB)
        rows = {name: _ENCODER.encode(job) for name, job in _one_by_one(jobs)}
        fresh = {name: row for name, row in rows.items() if known.get(name) != row}
        store.write("images", ((_JOB + name, row) for name, row in fresh.items()))
        store.trim("images", frozenset(_JOB + name for name in rows), _JOB)
        store.write("notes", [(_PLAN, plan)])
        store.commit()  # before a page is written that shows one of them
    shown = frozenset(variant.key for job in jobs for variant in job.variants)
    return Made(
        count=sum(len(job.variants) for job in jobs),
        fresh=0,
        shown=shown,
        unshown=store.keys("images", "output ") - shown,
        timings=[],
        problems=(),
    )


def make_planned(root: Path, output: str) -> bytes | Diagnostic | None:
    """Return the bytes of a planned image, or what is wrong with its source.

    None if it is not planned, or if its source is not what it was when it was planned.
    """
    folder = root / ".sitegen"
    with contextlib.closing(open_store_to_read(folder)) as store:
        row = store.read("images", _JOB + output)
    if row is None:
        return None
    job = _DECODER.decode(row)
    (variant,) = job.variants
    cache = _cache_of(folder)
    data = cache.read(variant.key)
    if data is not None:
        return data
    try:
        source = read_source(root, job.source)
    except MachineError:
        return None
    if source.digest != job.digest:
        return None
    made = unpack_made(make_packed(pack_order(job, source.data)))
    for problem in made.problems:
        return explain_image(job, *problem)
    (data,) = made.data
    cache.write(variant.key, data)
    return data


@functools.cache
def _cache_of(folder: Path) -> ImageCache:
    """Return the cache of this process.

    What it leaves in `.sitegen/images/` tells the next build to count the images anew.
    """
    return ImageCache(folder / "images")


def _one_by_one(jobs: Iterable[ImageJob]) -> Iterator[tuple[str, ImageJob]]:
    for job in jobs:
        for variant in job.variants:
            yield str(variant.output), msgspec.structs.replace(job, variants=(variant,))
