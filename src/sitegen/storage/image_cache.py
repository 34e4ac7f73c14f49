"""Keep derived images between builds.

The rules: an entry never changes; it depends on nothing but its key; the key is made from all that
the entry was made from. What is missing, damaged or made by somebody else is a miss, never an
error: an entry begins with a digest made with a secret key.

An image that the site shows is never removed; of the others, those that have not been shown for
longest are removed when there is too much. The store counts builds and notes from which one on an
image is not shown. So a build that shows the same images as the last one has nothing to note.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.errors import OutputRefusedError
from sitegen.storage.cache_key import digest_entry
from sitegen.storage.folder_handle import FolderTree, open_folder, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sitegen.storage.store import Store

__all__ = ["ImageCache"]

#: `.sitegen` and `images`: sitegen's own parts of the path.
_OWN = 2
#: Folders of images on their way in. A build that ends well removes its own.
_NEW = "new-"
_KEY = re.compile("[0-9a-f]{64}")
_DIGEST = 32
_LEDGER = "images kept"
_RESTS = "rests "
#: Share of the limit that is left when images have been removed, so that the next may come in.
_ENOUGH = 0.9


class _Ledger(NamedTuple):
    """How many bytes the images take, and how many turns there were."""

    total: int
    turn: int


class _Kept(NamedTuple):
    """A file of the cache, in the order in which it goes."""

    rests_since: int
    mtime_ns: int
    key: str
    size: int


class ImageCache:
    """Files under `.sitegen/images/`: a digest of key and bytes, then the bytes."""

    def __init__(self, folder: Path | None, *, fresh: bool = False) -> None:
        self._folder = folder
        self._fresh = fresh
        self._new = _NEW + secrets.token_hex(8)
        self._sizes: list[int] = []
        #: The folders, while they are held open.
        self._tree: FolderTree | None = None

    def read(self, key: str) -> bytes | None:
        """Return the bytes, or None when there are none that can be trusted."""
        if self._folder is None or self._fresh:
            return None
        try:
            stored = read_regular(str(self._folder / key[:2] / key))
        except OSError:
            return None
        digest, data = stored[:_DIGEST], stored[_DIGEST:]
        return data if data and hmac.compare_digest(_digest(key, data), digest) else None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folders open for many images, as long as one thread writes them."""
        try:
            with contextlib.suppress(OSError, OutputRefusedError):
                self._tree = self._open()
            yield
        finally:
            tree, self._tree = self._tree, None
            if tree:
                tree.close()

    def write(self, key: str, data: bytes) -> None:
        """Keep the bytes; a cache that cannot be written costs time, not the build."""
        if self._folder is None:
            return
        stored = _digest(key, data) + data
        with contextlib.suppress(OSError, OutputRefusedError):
            self._write(key, stored)
            self._sizes.append(len(stored))

    def _write(self, key: str, stored: bytes) -> None:
        if self._tree:
            with contextlib.suppress(FileNotFoundError):  # a build beside this one has cleared up
                self._put(self._tree, key, stored)
                return
            self._tree.close()
            self._tree = self._open()
            self._put(self._tree, key, stored)
        else:
            # Each time: a preview writes for hours, in several threads.
            with self._open() as tree:
                self._put(tree, key, stored)

    def _open(self) -> FolderTree:
        if self._folder is None:
            raise FileNotFoundError
        return FolderTree(open_folder(self._folder, _OWN, make=True))

    def _put(self, tree: FolderTree, key: str, stored: bytes) -> None:
        # Two pictures may be one and the same, and made at the same time.
        fresh = secrets.token_hex(8)
        new, kept = tree.at(self._new, []), tree.at(key[:2], [])
        try:
            new.write_new(fresh, stored, None)
            new.move(fresh, kept, key)
        except OSError:
            new.remove(fresh)
            raise

    def settle(
        self, store: Store, shown: AbstractSet[str], unshown: AbstractSet[str], limit: int
    ) -> None:
        """Make room after a build that has written the site.

        `shown` are the keys of this build's images, `unshown` those of others that the store knows;
        `limit` is what images and store may take together, in bytes.
        """
        if self._folder is None or not store.is_open:
            return
        ledger = _read_ledger(store)
        resting = _read_resting(store)
        turn = ledger.turn + 1 if ledger else 1
        left = dict.fromkeys(unshown - resting.keys(), turn)
        back = resting.keys() & shown
        store.write("images", ((_RESTS + key, str(turn).encode()) for key in left))
        store.delete("images", (_RESTS + key for key in back))
        resting = {key: since for key, since in (resting | left).items() if key not in back}
        total = ledger.total + sum(self._sizes) if ledger else 0
        room = max(0, limit - store.size)
        if self._clear_up(self._folder) or ledger is None or (total > room and resting):
            total = _make_room(self._folder, store, shown, resting, room)
        settled = _Ledger(total, turn if left or ledger is None else ledger.turn)
        if settled != ledger:
            store.write("notes", [(_LEDGER, msgspec.msgpack.encode(settled))])

    def _clear_up(self, folder: Path) -> bool:
        """Remove what was on its way in; tell whether a build has ended in the middle of it."""
        found = [path for path in _entries(folder) if path.name.startswith(_NEW)]
        with contextlib.suppress(OSError), open_folder(folder, _OWN) as opened:
            for path in found:
                with contextlib.suppress(OSError):
                    opened.remove_tree(path.name)
        return any(path.name != self._new for path in found)


def _make_room(
    folder: Path, store: Store, shown: AbstractSet[str], resting: dict[str, int], room: int
) -> int:
    """Remove what has rested longest while there is too much; return how many bytes are left."""
    kept = _list_kept(folder, resting)
    total = sum(each.size for each in kept)
    gone = resting.keys() - {each.key for each in kept}
    target = room if total <= room else int(room * _ENOUGH)
    unknown: list[str] = []
    for each in sorted(kept):
        if each.key in shown:
            continue
        if total > target:
            with contextlib.suppress(OSError, OutputRefusedError):
                with open_folder(folder / each.key[:2], _OWN + 1) as shard:
                    shard.remove(each.key)
                total -= each.size
                gone.add(each.key)
                continue
        if each.key not in resting:
            unknown.append(each.key)
    store.write("images", ((_RESTS + key, b"0") for key in unknown))
    store.delete("images", (prefix + key for prefix in ("output ", _RESTS) for key in sorted(gone)))
    return total


def _list_kept(folder: Path, resting: dict[str, int]) -> list[_Kept]:
    """List the files that are ours by their names; others are no business of ours."""
    kept = []
    for shard in _entries(folder):
        for entry in _entries(shard.path) if shard.is_dir(follow_symlinks=False) else ():
            if _KEY.fullmatch(entry.name) and entry.name.startswith(shard.name):
                with contextlib.suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    place = (entry.name, found.st_size)
                    kept.append(_Kept(resting.get(entry.name, 0), found.st_mtime_ns, *place))
    return kept


def _digest(key: str, data: bytes) -> bytes:
    # An entry of the store with the same name is no image.
    return digest_entry(b"image file", key, data, _DIGEST)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _read_ledger(store: Store) -> _Ledger | None:
    try:
        return msgspec.msgpack.decode(store.read("notes", _LEDGER) or b"", type=_Ledger)
    except msgspec.DecodeError:
        return None


def _read_resting(store: Store) -> dict[str, int]:
    stored = store.read_all("images", _RESTS)
    return {key: int(since) for key, since in stored.items() if since.isdigit()}
