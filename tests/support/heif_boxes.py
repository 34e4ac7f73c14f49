"""HEIF files as trees of boxes, which can be changed and written again with the right offsets."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

from sitegen.checks.privacy.containers.boxes import walk_boxes

__all__ = ["BoxTree", "box", "changed", "find_box", "in_box", "with_box", "with_item"]

#: Boxes that hold others, and how many bytes are in front of these.
_PARENTS = {b"iprp": 0, b"ipco": 0, b"meta": 4}


class BoxTree(NamedTuple):
    """A box: its kind, its own content, and the boxes in it."""

    kind: bytes
    content: bytearray
    inner: list[BoxTree]


def box(kind: bytes, content: bytes) -> BoxTree:
    """Return a box without others in it."""
    return BoxTree(kind, bytearray(content), [])


def changed(data: bytes, change: Callable[[list[BoxTree]], None]) -> bytes:
    """Return a file whose boxes were changed. The first item is still found where it is then.

    The list of places has to be of version 0, with one piece for each item.
    """
    tree = _read(data, 0, len(data))
    before = _front(tree)
    change(tree)
    moved = _front(tree) - before
    places = find_box(tree, b"iloc").content
    for at in range(14, 8 + 14 * _count(places), 14):
        (start,) = struct.unpack_from(">I", places, at)
        struct.pack_into(">I", places, at, start + moved)
    return _written(tree)


def find_box(tree: list[BoxTree], kind: bytes) -> BoxTree:
    """Return the first box of a kind, wherever it is. Raises KeyError."""
    for each in tree:
        if each.kind == kind:
            return each
        try:
            return find_box(each.inner, kind)
        except KeyError:
            continue
    raise KeyError(kind)


def in_box(data: bytes, kind: bytes, words: bytes) -> bytes:
    """Return a file with words at the end of a box."""

    def change(tree: list[BoxTree]) -> None:
        find_box(tree, kind).content.extend(words)

    return changed(data, change)


def with_box(data: bytes, parent: bytes, more: BoxTree) -> bytes:
    """Return a file with one more box: in another, or behind the first one of the file."""

    def change(tree: list[BoxTree]) -> None:
        (find_box(tree, parent).inner if parent else tree).insert(1, more)

    return changed(data, change)


def with_item(data: bytes, kind: bytes, words: bytes, *, listed: bool = True) -> bytes:
    """Return a file with one more item, which is made of the first one, and holds these words.

    An item that is not listed has a place only.
    """

    def change(tree: list[BoxTree]) -> None:
        items, places = find_box(tree, b"iinf").content, find_box(tree, b"iloc").content
        store = find_box(tree, b"mdat").content
        if listed:
            (count,) = struct.unpack_from(">H", items, 4)
            struct.pack_into(">H", items, 4, count + 1)
            entry = b"\2\0\0\0" + struct.pack(">HH4s", 77, 0, kind) + b"\0"
            items += struct.pack(">I4s", len(entry) + 8, b"infe") + entry
            reference = struct.pack(">I4sHHH", 14, b"dimg", 77, 1, 1)
            find_box(tree, b"meta").inner.append(box(b"iref", bytes(4) + reference))
        end = _front(_read(data, 0, len(data))) + 8 + len(store)
        places += struct.pack(">HHHII", 77, 0, 1, end, len(words))
        struct.pack_into(">H", places, 6, _count(places) + 1)
        store += words

    return changed(data, change)


def _count(places: bytearray) -> int:
    return int(struct.unpack_from(">H", places, 6)[0])


def _front(tree: list[BoxTree]) -> int:
    return len(_written([each for each in tree if each.kind != b"mdat"]))


def _read(data: bytes, start: int, end: int) -> list[BoxTree]:
    found = []
    for each in walk_boxes(data, start, end):
        if each.kind in _PARENTS:
            head = each.start + _PARENTS[each.kind]
            inner = _read(data, head, each.end)
            found.append(BoxTree(each.kind, bytearray(data[each.start : head]), inner))
        else:
            found.append(box(each.kind, data[each.start : each.end]))
    return found


def _written(tree: list[BoxTree]) -> bytes:
    parts = []
    for each in tree:
        content = bytes(each.content) + _written(each.inner)
        parts.append(struct.pack(">I4s", len(content) + 8, each.kind) + content)
    return b"".join(parts)
