"""Files that are small and ask for much: nested, wide, repeated and packed content.

Each kind is a function of a random generator and a size in bytes. The same kind, seed and size make
the same file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from support.bombs import (
    archives,
    composed,
    constructs,
    data,
    pages,
    pictures,
    research,
    short_texts,
)

__all__ = ["KINDS", "Bomb", "bombs", "make_bomb"]

#: Kinds of files by name, each with the path of such a file in a site.
KINDS = {
    **pages.KINDS,
    **constructs.KINDS,
    **composed.KINDS,
    **data.KINDS,
    **research.KINDS,
    **short_texts.KINDS,
    **pictures.KINDS,
    **archives.KINDS,
}


@dataclass(frozen=True, slots=True)
class Bomb:
    """One file: the path that it would have in a site, and its bytes."""

    kind: str
    seed: int
    path: str
    data: bytes


def make_bomb(kind: str, seed: int, size: int) -> Bomb:
    """Make a file of about `size` bytes, at most a million."""
    path, make = KINDS[kind]
    made = make(_random(f"{kind} {seed}"), size)
    data = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
    return Bomb(kind, seed, path, data[:1_000_000] if path.endswith((".md", ".css")) else data)


def bombs(count: int, first: int = 0, largest: int = 1_000_000) -> Iterator[Bomb]:
    """Yield files of all kinds in turn, of sizes from 2 KB to `largest`."""
    kinds = sorted(KINDS)
    for seed in range(first, first + count):
        size = round(2_000 * (largest / 2_000) ** _random(f"size {seed}").random())
        yield make_bomb(kinds[seed % len(kinds)], seed, size)


def _random(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311  # no secret
