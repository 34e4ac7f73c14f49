"""Draw social cards in other processes: cards and photos in, images out, as bytes."""

from __future__ import annotations

import time

from sitegen.diagnostics import Problem
from sitegen.images.image_problem import ImageProblem
from sitegen.model import SocialCard, Stored
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.social_cards.drawing import draw_card
from sitegen.social_cards.font_files import FontProblem

__all__ = ["DrawnCard", "draw_packed", "pack_cards", "unpack_drawn"]


class DrawnCard(Stored, frozen=True):
    """A card's bytes, or what was wrong with its photo.

    Or that a font was `lost`: another machine has to draw it.
    """

    data: bytes = b""
    seconds: float = 0.0
    lost: str = ""
    problem: Problem | None = None


_ORDERS = msgpack_decoder(list[tuple[SocialCard, bytes]])
_DRAWN = msgpack_decoder(list[DrawnCard])


def pack_cards(orders: list[tuple[SocialCard, bytes]]) -> bytes:
    """Return what `draw_packed` takes: cards, each with its photo or nothing."""
    return encode_msgpack(orders)


def draw_packed(payload: bytes) -> bytes:
    """Draw several cards."""
    return encode_msgpack([_draw(card, photo) for card, photo in _ORDERS.decode(payload)])


def unpack_drawn(data: bytes) -> list[DrawnCard]:
    """Return what `draw_packed` drew."""
    return _DRAWN.decode(data)


def _draw(card: SocialCard, photo: bytes) -> DrawnCard:
    started = time.perf_counter()
    try:
        data = draw_card(card, photo)
    except FontProblem as error:
        return DrawnCard(lost=str(error))
    except ImageProblem as error:
        return DrawnCard(problem=error.problem)
    return DrawnCard(data=data, seconds=time.perf_counter() - started)
