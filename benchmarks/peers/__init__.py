"""The generators of the benchmarks: sitegen, and the peers it is compared with."""

from __future__ import annotations

from benchmarks.install import Tools
from benchmarks.peers.eleventy import Eleventy
from benchmarks.peers.generator import Generator
from benchmarks.peers.hugo import Hugo
from benchmarks.peers.python import MkDocs, Pelican, Zensical
from benchmarks.peers.sitegen import (
    Sitegen,
    SitegenCommonMark,
    SitegenCommonMarkWithoutCards,
    SitegenWithoutCards,
)

__all__ = ["OURS", "PEERS", "Generator", "generators"]

#: Default settings first.
OURS: tuple[type[Generator], ...] = (
    Sitegen,
    SitegenCommonMark,
    SitegenWithoutCards,
    SitegenCommonMarkWithoutCards,
)
PEERS: tuple[type[Generator], ...] = (Hugo, Eleventy, Pelican, MkDocs, Zensical)


def generators(tools: Tools, peers: list[str]) -> list[Generator]:
    """Return sitegen and the named peers in the order they take turns: Hugo between ours."""
    order: tuple[type[Generator], ...] = (*OURS[:2], Hugo, *OURS[2:], *PEERS[1:])
    return [kind(tools) for kind in order if kind in OURS or kind.name in peers]
