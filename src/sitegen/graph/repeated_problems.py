"""Put the problems of an image that a page shows several times into a group."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sitegen.graph.missing_targets import IMAGE_MISSING
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.diagnostics import Diagnostic

__all__ = ["group_repeated"]

_OF_IMAGES = frozenset({IMAGE_MISSING, IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE})


def group_repeated(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the problems, those with the same image as a group."""
    for each in problems:
        is_of_image = each.code in _OF_IMAGES
        yield dataclasses.replace(each, group=each.message) if is_of_image else each
