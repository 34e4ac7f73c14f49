"""Find what the properties of a HEIF's items hold: sizes, colours, settings of a stream.

They are in a list, to whose places the items refer. Nobody reads one to which none does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from sitegen.checks.privacy.containers.av1 import find_in_av1_settings
from sitegen.checks.privacy.containers.boxes import Box, walk_boxes
from sitegen.checks.privacy.containers.heif_items import Numbers
from sitegen.checks.privacy.findings import BETWEEN, DAMAGE, PICTURE, PROFILE, UNSEEN

__all__ = ["find_in_properties"]

#: Properties of a fixed length, or of at most that; a picture has up to four channels.
_LENGTHS = {
    b"ispe": 12,
    b"pixi": 9,
    b"irot": 1,
    b"imir": 1,
    b"clap": 32,
    b"pasp": 8,
    b"clli": 4,
    b"mdcv": 24,
    b"cclv": 28,
    b"amve": 8,
    b"a1op": 1,
    b"a1lx": 13,
    b"lsel": 2,
}
#: The length of colours that are numbers: their kind, three numbers, and a bit.
_COLOURS = 11
_FREE = frozenset({b"free", b"skip"})
_ALPHA = frozenset({"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"})


def find_in_properties(data: bytes, box: Box, items: AbstractSet[int]) -> Iterator[str]:
    """Yield what an `iprp` box holds besides properties of these items."""
    properties: list[Box] = []
    used: dict[int, list[int]] = {}
    for inner in walk_boxes(data, box.start, box.end):
        if inner.kind == b"ipco" and not properties:
            properties += walk_boxes(data, inner.start, inner.end)
        elif inner.kind == b"ipma":
            for item, places in _read_associations(data, inner):
                if item in used or item not in items:
                    yield BETWEEN
                used[item] = places
        else:
            yield f"box '{inner.name}'"
    for each in properties:
        yield from _find_in_property(each.kind, data[each.start : each.end])
    if not _are_used(data, properties, list(used.values())):
        yield BETWEEN


def _read_associations(data: bytes, box: Box) -> Iterator[tuple[int, list[int]]]:
    """Yield the items of an `ipma` box, each with the places of its properties, from 1."""
    is_wide, is_long = data[box.start] > 0, data[box.start + 3] & 1
    read = Numbers(data[: box.end], box.start + 4)
    for _ in range(read.next(4)):
        item = read.next(4 if is_wide else 2)
        size = 2 if is_long else 1
        mask = (1 << (8 * size - 1)) - 1
        yield item, [read.next(size) & mask for _ in range(read.next(1))]
    if read.at != box.end:
        raise ValueError(DAMAGE)


def _are_used(data: bytes, properties: Sequence[Box], used: Iterable[Sequence[int]]) -> bool:
    """Tell whether each property belongs to an item, and no item has two of a kind."""
    told = {at for at, each in enumerate(properties, 1) if each.kind in _FREE}
    for places in used:
        kinds = [_kind(data, properties[at - 1]) for at in places if at]
        if len(set(kinds)) < len(kinds):
            return False
        told.update(places)
    return len(told - {0}) == len(properties)


def _kind(data: bytes, each: Box) -> bytes:
    """Return the kind of a property: colours may be told by numbers and by a profile."""
    return data[each.start : each.start + 4] if each.kind == b"colr" else each.kind


def _find_in_property(kind: bytes, content: bytes) -> Iterator[str]:
    if kind in _LENGTHS:
        if len(content) > _LENGTHS[kind]:
            yield BETWEEN
    elif kind in _CONTENTS:
        yield from _CONTENTS[kind](content)
    else:
        yield f"box '{kind.decode('latin-1')}'"


def _find_in_colours(content: bytes) -> Iterator[str]:
    if content[:4] != b"nclx":
        yield PROFILE
    elif len(content) != _COLOURS:
        yield BETWEEN


def _find_in_auxiliary(content: bytes) -> Iterator[str]:
    name, _, more = content[4:].partition(b"\0")
    if name.decode("latin-1") not in _ALPHA:
        yield PICTURE
    elif more.strip(b"\0"):
        yield BETWEEN


def _find_in_free(content: bytes) -> Iterator[str]:
    if content.strip(b"\0"):
        yield BETWEEN


_CONTENTS: dict[bytes, Callable[[bytes], Iterable[str]]] = {
    b"av1C": find_in_av1_settings,
    b"hvcC": lambda _: (UNSEEN,),
    b"colr": _find_in_colours,
    b"auxC": _find_in_auxiliary,
    b"udes": lambda _: ("description",),
    **dict.fromkeys(_FREE, _find_in_free),
}
