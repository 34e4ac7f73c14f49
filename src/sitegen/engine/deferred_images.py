"""Plan images for the preview, and make them when a browser asks for them.

A build stores its plan: the name of an output leads to its source and one variant. When a browser
asks for the file, it is made and put into the cache of images, where builds find it, too.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.image_derivation import explain_image
from sitegen.engine.image_outputs import MadeImages
from sitegen.engine.math_font import make_deferred_font
from sitegen.engine.publish_guard import check_variant
from sitegen.engine.social_card_drawing import explain_card, source_of
from sitegen.errors import MachineError
from sitegen.images.image_codec import make_order
from sitegen.model import ImageJob, SocialCard, Stored, digest_of
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.social_cards.card_codec import draw_packed, pack_cards, unpack_drawn
from sitegen.storage.cache_folder import CACHE
from sitegen.storage.image_cache import ImageCache
from sitegen.storage.source_files import read_source
from sitegen.storage.store import Store, open_store_to_read

__all__ = ["defer_images", "make_deferred", "replan_cards"]

_FILE = "deferred "
_PLAN = "images deferred"


class _DeferredImage(Stored, frozen=True):
    """An image to make: a job with one variant, or a social card.

    `key` is its key in the cache; `source` is the file to name if it may not be published.
    """

    key: str
    source: PurePosixPath
    job: ImageJob | None = None
    card: SocialCard | None = None


_DECODER = msgpack_decoder(_DeferredImage)


def defer_images(
    jobs: tuple[ImageJob, ...], cards: tuple[SocialCard, ...], store: Store
) -> MadeImages:
    """Store how each image is made, by the name of its output; make none.

    Entries of earlier plans stay for a while, because pages show them until the build has ended.
    """
    digest = digest_of((jobs, cards)).encode()
    if store.read("notes", _PLAN) != digest:
        known = store.read_all("images", _FILE)
        rows = {name: encode_msgpack(plan) for name, plan in _one_by_one(jobs, cards)}
        fresh = {name: row for name, row in rows.items() if known.get(name) != row}
        store.write("images", ((_FILE + name, row) for name, row in fresh.items()))
        store.trim("images", frozenset(_FILE + name for name in rows), _FILE)
        store.write("notes", [(_PLAN, digest)])
        store.commit()  # must be stored before a page that shows one of them is written
    images = [variant.key for job in jobs for variant in job.variants]
    shown = frozenset((*images, *(card.key for card in cards)))
    return MadeImages(
        count=len(images) + len(cards),
        fresh=0,
        shown=shown,
        unshown=store.keys("images", "output ") - shown,
        timings=[],
        problems=(),
    )


def replan_cards(edits: Iterable[tuple[str, SocialCard]], store: Store) -> bool:
    """Plan social cards that replace others; `edits` has the output of each old card.

    Returns False, and changes nothing, if a card is planned already for another page.
    """
    edits = list(edits)
    if any(store.read("images", _FILE + str(card.output)) is not None for _, card in edits):
        return False
    rows = _one_by_one((), (card for _, card in edits))
    store.write("images", ((_FILE + name, encode_msgpack(plan)) for name, plan in rows))
    store.delete("images", (_FILE + before for before, _ in edits))
    store.write("notes", [(_PLAN, b"")])  # this plan differs from that of the last whole build
    store.commit()  # as above
    return True


def make_deferred(root: Path, output: str) -> bytes | Diagnostic | None:
    """Return the bytes of a planned file, or what is wrong with it or its source.

    None if it is not planned, or if its source has changed since. Raises MachineError.
    """
    folder = root / CACHE
    if output.startswith("assets/fonts/"):
        return make_deferred_font(output, _cache_of(folder))
    with contextlib.closing(open_store_to_read(folder)) as store:
        row = store.read("images", _FILE + output)
    if row is None:
        return None
    plan = _DECODER.decode(row)
    cache = _cache_of(folder)
    made: bytes | Diagnostic | None = cache.read(plan.key)
    is_kept = made is not None
    if made is None:
        made = _make_image(root, plan.job) if plan.job else _draw_card(root, plan.card)
    if isinstance(made, bytes):
        for problem in check_variant(plan.source, output, made):
            return problem
        if not is_kept:
            cache.write(plan.key, made)
    return made


def _make_image(root: Path, job: ImageJob) -> bytes | Diagnostic | None:
    data = _read(root, job.source, job.digest)
    if data is None:
        return None
    made = make_order(job, data)
    for problem in made.problems:
        return explain_image(job, problem)
    return made.data[0]


def _draw_card(root: Path, card: SocialCard | None) -> bytes | Diagnostic | None:
    if card is None:
        return None
    photo = _read(root, card.photo, card.photo_digest) if card.photo else b""
    if photo is None:
        return None
    (drawn,) = unpack_drawn(draw_packed(pack_cards([(card, photo)])))
    return explain_card(card, drawn) or drawn.data


def _read(root: Path, path: PurePosixPath, digest: str) -> bytes | None:
    """Return a source's bytes, or None if it has changed since it was planned."""
    try:
        source = read_source(root, path)
    except MachineError:
        return None
    return source.data if source.digest == digest else None


@functools.cache
def _cache_of(folder: Path) -> ImageCache:
    """Return the cache of this process.

    What it writes to `.sitegen/images/` makes the next build count the images again.
    """
    return ImageCache(folder / "images")


def _one_by_one(
    jobs: Iterable[ImageJob], cards: Iterable[SocialCard]
) -> Iterator[tuple[str, _DeferredImage]]:
    for job in jobs:
        for variant in job.variants:
            one = msgspec.structs.replace(job, variants=(variant,))
            yield str(variant.output), _DeferredImage(key=variant.key, source=job.source, job=one)
    for card in cards:
        yield str(card.output), _DeferredImage(key=card.key, source=source_of(card), card=card)
