"""Draw social cards in other processes: cards and photos in, images out, as bytes."""

from __future__ import annotations

import time

import msgspec

from sitegen.images.formats import ImageProblem
from sitegen.model import SocialCard, Stored
from sitegen.social_cards.drawing import draw_card
from sitegen.social_cards.font_files import FontProblem

__all__ = ["DrawnCard", "draw_packed", "pack_cards", "unpack_drawn"]


class DrawnCard(Stored, frozen=True):
    """A card's bytes, or what was wrong with its photo: code, message, hint.

    Or that a font was `lost`: another machine has to draw it.
    """

    data: bytes = b""
    seconds: float = 0.0
    lost: str = ""
    problem: tuple[str, str, str] | None = None


_ENCODER = msgspec.msgpack.Encoder(enc_hook=str)
_ORDERS = msgspec.msgpack.Decoder(
    list[tuple[SocialCard, bytes]], dec_hook=lambda kind, value: kind(value)
)
_DRAWN = msgspec.msgpack.Decoder(list[DrawnCard])


def pack_cards(orders: list[tuple[SocialCard, bytes]]) -> bytes:
    """Return what `draw_packed` takes: cards, each with its photo or nothing."""
    return _ENCODER.encode(orders)


def draw_packed(payload: bytes) -> bytes:
    """Draw several cards."""
    return _ENCODER.encode([_draw(card, photo) for card, photo in _ORDERS.decode(payload)])


def unpack_drawn(data: bytes) -> list[DrawnCard]:
    """Return what `draw_packed` drew."""
    return _DRAWN.decode(data)


def _draw(card: SocialCard, photo: bytes) -> DrawnCard:
    started = time.perf_counter()
    try:
        data = draw_card(card, photo)
    except FontProblem as problem:
        return DrawnCard(lost=str(problem))
    except ImageProblem as problem:
        return DrawnCard(problem=(problem.code, str(problem), problem.hint))
    return DrawnCard(data=data, seconds=time.perf_counter() - started)
