"""The derived images and social cards of a build: which exist, and which have to be made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from sitegen.engine.publish_guard import check_variant
from sitegen.model import Rank, SocialCard, Variant

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.storage.image_cache import ImageCache
    from sitegen.storage.output_folder import OutputFolder
    from sitegen.storage.store import Store

__all__ = ["ImageOutputs", "MadeImages"]

_OUTPUT = "output "


class MadeImages(msgspec.Struct, frozen=True, kw_only=True):
    """How many images a build has, how many of them had to be made, and what went wrong.

    `shown` are their keys, `unshown` the keys of images that only earlier builds had. `timings` has
    seconds by source, or by the title of a card.
    """

    count: int = 0
    fresh: int = 0
    shown: frozenset[str] = frozenset()
    unshown: frozenset[str] = frozenset()
    timings: Sequence[tuple[str, float]] = ()
    problems: tuple[Diagnostic, ...] = ()


class ImageOutputs:
    """Puts the images of a build into its output folder.

    Call `lacks` for each image, make those that are missing and `add` them, then `close`.
    """

    def __init__(self, cache: ImageCache, store: Store, output: OutputFolder) -> None:
        self.timings: list[tuple[str, float]] = []
        self.problems: list[Diagnostic] = []
        self._cache = cache
        self._store = store
        self._output = output
        self._known = store.read_all("images", _OUTPUT)
        self._digests: list[tuple[str, bytes]] = []
        self._wanted: list[str] = []
        self._fresh = 0

    def lacks(self, source: PurePosixPath, image: Variant | SocialCard) -> bool:
        """Register an image of this build; return whether both output and cache lack it."""
        self._wanted.append(image.key)
        is_lacking = not self._take(source, image)
        self._fresh += is_lacking
        return is_lacking

    def add(self, source: PurePosixPath, image: Variant | SocialCard, data: bytes) -> None:
        """Put an image that was made into output and cache, if it passes the publish guard."""
        drawn = isinstance(image, SocialCard)
        found = check_variant(source, str(image.output), data, encoded_here=drawn)
        self.problems += found
        if not found:
            self._write(image, data)
            self._cache.write(image.key, data)

    def close(self) -> MadeImages:
        """Store what is in the output; return what was made."""
        self._store.write("images", self._digests)
        shown = frozenset(self._wanted)
        return MadeImages(
            count=len(self._wanted),
            fresh=self._fresh,
            shown=shown,
            unshown=frozenset(self._known.keys() - shown),
            timings=self.timings,
            problems=tuple(self.problems),
        )

    def _take(self, source: PurePosixPath, image: Variant | SocialCard) -> bool:
        digest = self._known.get(image.key)
        if digest is not None and self._output.holds(str(image.output), digest.decode()):
            self._output.keep(str(image.output), digest.decode())
            return True
        data = self._cache.read(image.key)
        if data is None or check_variant(source, str(image.output), data):
            return False
        self._write(image, data)
        return True

    def _write(self, image: Variant | SocialCard, data: bytes) -> None:
        digest = self._output.add(str(image.output), data, Rank.ASSET)
        self._digests.append((f"{_OUTPUT}{image.key}", digest.encode()))
