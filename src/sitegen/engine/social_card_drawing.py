"""Draw social cards in worker processes, or take them from the cache."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location
from sitegen.engine.workers import SMALL
from sitegen.errors import MachineError
from sitegen.model.progress import Progress, counted
from sitegen.social_cards.card_codec import DrawnCard, draw_packed, pack_cards, unpack_drawn
from sitegen.storage.source_files import read_if_there

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.engine.image_outputs import ImageOutputs
    from sitegen.engine.workers import WorkerPool
    from sitegen.model import SocialCard
    from sitegen.storage.sources import Sources

__all__ = ["draw_social_cards", "explain_card", "source_of"]

#: With fewer photos than this, no worker process is started.
_FEW_PHOTOS = 4


def draw_social_cards(
    sources: Sources,
    cards: tuple[SocialCard, ...],
    outputs: ImageOutputs,
    pool: WorkerPool,
    progress: Progress,
) -> None:
    """Put all cards into the output, and draw those that output and cache lack.

    Raises MachineError when a font or a photo has changed since the cards were planned.
    """
    todo = [card for card in cards if outputs.lacks(source_of(card), card)]
    for card, drawn in counted(_draw(todo, sources, pool), "cards", len(todo), progress):
        outputs.timings.append((f"card: {card.title}", drawn.seconds))
        problem = explain_card(card, drawn)
        if problem:
            outputs.problems.append(problem)
        else:
            outputs.add(source_of(card), card, drawn.data)


def explain_card(card: SocialCard, drawn: DrawnCard) -> Diagnostic | None:
    """Return what is wrong with a card's photo. Raises MachineError if its font is the cause."""
    if drawn.lost:
        message = f"the font of a sharing card cannot be read: {drawn.lost}; build again"
        raise MachineError(message)
    if drawn.problem is None:
        return None
    return drawn.problem.at(Location(path=str(card.photo)))


def source_of(card: SocialCard) -> PurePosixPath:
    """Return the file to name if a card may not be published."""
    return card.photo or card.output


def _draw(
    todo: list[SocialCard], sources: Sources, pool: WorkerPool
) -> Iterator[tuple[SocialCard, DrawnCard]]:
    """Draw cards without photos in chunks, the others one by one, because photos are large."""
    plain = [card for card in todo if card.photo is None]
    chunks = pool.chunks(plain)
    orders = [[(card, b"") for card in chunk] for chunk in chunks]
    for chunk, drawn in zip(chunks, _run(iter(orders), pool, len(plain), SMALL), strict=True):
        yield from zip(chunk, drawn, strict=True)
    illustrated = [card for card in todo if card.photo is not None]
    readable = ([(card, _read_photo(card, sources))] for card in illustrated)
    singly = _run(readable, pool, len(illustrated), _FEW_PHOTOS)
    for card, (each,) in zip(illustrated, singly, strict=True):
        yield card, each


def _run(
    orders: Iterator[list[tuple[SocialCard, bytes]]], pool: WorkerPool, count: int, small: int
) -> Iterator[list[DrawnCard]]:
    """Draw cards in worker processes; draw those here for which a worker lacks a font."""
    if not count:
        return
    sent: deque[bytes] = deque()

    def payloads() -> Iterator[bytes]:
        for order in orders:
            sent.append(pack_cards(order))
            yield sent[-1]

    for results in pool.run(draw_packed, payloads(), count, small=small, what="cards"):
        payload, drawn = sent.popleft(), unpack_drawn(results)
        if any(each.lost for each in drawn):
            drawn = unpack_drawn(draw_packed(payload))
        yield drawn


def _read_photo(card: SocialCard, sources: Sources) -> bytes:
    """Return a photo's bytes, empty if it has vanished, which is reported elsewhere."""
    photo = read_if_there(sources.root, card.photo) if card.photo else None
    if photo is None:
        return b""
    if photo.digest != card.photo_digest:
        message = f"{card.photo} changed during the build; build again"
        raise MachineError(message)
    return photo.data
