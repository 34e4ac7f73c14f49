"""Store what earlier builds learnt, in an SQLite file in `.sitegen/`.

The rules: an entry never changes; it depends on nothing but its key; the key is made from all that
the entry was made from. An entry carries a digest of its key and value, made with a secret key, so
what is missing, damaged, truncated or made by somebody else is a miss, never an error. Nothing in
it is code: JSON and MessagePack only, no pickle. It may be copied to another folder, and to another
machine that has the same secret, see `cache_key`.
"""

from __future__ import annotations

import contextlib
import errno
import hmac
import math
import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.errors import OutputRefusedError
from sitegen.storage.cache_key import digest_entry
from sitegen.storage.folder_handle import open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Store", "is_worth_trimming", "join_store", "open_store", "open_store_to_read"]

#: Raise it when a table's meaning changes; a file of another format is thrown away.
_FORMAT = 6
_TABLES = ("notes", "heads", "bodies", "sources", "images", "renders", "pages")
#: How SQLite keeps the statements that made them. A file that came from elsewhere may have a view
#: in the place of a table, or a trigger, which never ends.
_SCHEMA = {
    table: f"CREATE TABLE {table} (key TEXT PRIMARY KEY, value BLOB NOT NULL)" for table in _TABLES
}
#: Bytes of the longest entry: one that is longer is neither kept nor read.
_LONGEST = 200_000_000
_NAME = "cache.db"
#: What follows that name for the database and what SQLite keeps beside it.
_FILES = ("", "-wal", "-shm", "-journal")
_DIGEST = 16
#: A table may hold this many times the entries of the current build, and some, before old ones go.
_SLACK = 3
_SPARE = 1000
#: Old entries are looked for when more than one in so many is new.
_OFTEN = 20
#: The file is made smaller when more than half of it is free, and at least so many bytes.
_FREE = 4_000_000
#: Seconds of processor time for a query, and more for each byte of the file. In a file that others
#: made, a part of a table may be there a thousand times, and so may each part of that.
_SECONDS, _SECONDS_EACH = 5.0, 1e-7
#: How many steps SQLite takes before it looks at the time.
_STEPS = 1_000_000


class _Connection(sqlite3.Connection):
    """A connection whose queries end after some time, with SQLITE_INTERRUPT."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.seconds = _SECONDS
        self.set_progress_handler(self._is_late, _STEPS)
        self.limit()

    def limit(self) -> None:
        """Let what follows end after these seconds."""
        self._deadline = time.process_time() + self.seconds

    def take_any_time(self) -> None:
        """Let what follows go on: it reads little, and its entries may be made meanwhile."""
        self._deadline = math.inf

    def _is_late(self) -> bool:
        return time.process_time() > self._deadline


class Store:
    """Tables of bytes by key. A store that fails goes on as an empty one."""

    def __init__(self, connection: _Connection | None, folder: Path | None = None) -> None:
        self._connection = connection
        #: Where the store is, for other processes to open it, too; None when it is not kept.
        self.folder = folder if connection else None

    @property
    def is_open(self) -> bool:
        """Whether what is written will be kept."""
        return self._connection is not None

    def has_format(self) -> bool:
        """Tell whether the file is one of this sitegen's."""
        return self._number("PRAGMA user_version") == _FORMAT

    def has_versions(self, versions: str) -> bool:
        """Tell whether the entries were made with these versions of everything."""
        rows = self._query("SELECT value FROM notes WHERE key = 'versions'", ())
        return any(_checked("notes", "versions", found) == versions.encode() for (found,) in rows)

    @property
    def size(self) -> int:
        """How many bytes the entries take."""
        used = self._number("PRAGMA page_count") - self._number("PRAGMA freelist_count")
        return used * self._number("PRAGMA page_size")

    def read(self, table: str, key: str) -> bytes | None:
        """Return one entry, or None."""
        rows = self._query(f"SELECT value FROM {table} WHERE key = ?", (key,))  # noqa: S608  # our own table names
        for (value,) in rows:
            return _checked(table, key, value)
        return None

    def read_all(self, table: str, prefix: str = "") -> dict[str, bytes]:
        """Return all entries whose key begins with `prefix`, without it."""
        start = len(prefix)
        found = {}
        for key, value in self._select("key, value", table, prefix):
            data = _checked(table, key, value)
            if data is not None:
                found[key[start:]] = data
        return found

    def keys(self, table: str, prefix: str = "") -> frozenset[str]:
        """Return all keys that begin with `prefix`, without it, whatever their entries are."""
        start = len(prefix)
        found = (key for (key,) in self._select("key", table, prefix))
        return frozenset(key[start:] for key in found if isinstance(key, str))

    def count(self, table: str, prefix: str = "") -> int:
        """Return how many entries have keys that begin with `prefix`: 1 ms for 10,000."""
        return next((int(count) for (count,) in self._select("count(*)", table, prefix)), 0)

    def write(self, table: str, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep entries, one by one; a store that cannot be written costs time, not the build."""
        rows = (
            (key, _sealed(table, key, value))
            for key, value in entries
            if len(value) <= _LONGEST - _DIGEST
        )
        sql = f"INSERT OR REPLACE INTO {table} VALUES (?, ?)"  # noqa: S608  # our own table names
        self._change(lambda connection: connection.executemany(sql, rows))

    def delete(self, table: str, keys: Iterable[str]) -> None:
        """Forget entries."""
        sql = f"DELETE FROM {table} WHERE key = ?"  # noqa: S608  # our own table names
        rows = [(key,) for key in keys]
        if rows:
            self._change(lambda connection: connection.executemany(sql, rows))

    def trim(
        self, table: str, current: frozenset[str], prefix: str = "", spare: int = _SPARE
    ) -> None:
        """Forget the keys with a prefix that this build did not use, once they are most of them.

        `spare` is how many of them never hurt.
        """
        if self.count(table, prefix) > _SLACK * len(current) + spare:
            known = [key for (key,) in self._select("key", table, prefix)]
            self.delete(table, (key for key in known if key not in current))

    def commit(self) -> None:
        """Make everything written so far last."""
        self._change(lambda connection: connection.commit())

    def close(self) -> None:
        """Commit and let go of the file."""
        self.commit()
        if self._connection is not None and self._connection.total_changes:
            self._give_back()
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._drop()

    def _give_back(self) -> None:
        """Make the file smaller when most of it is free; it takes as long as to copy the rest."""
        free = self._number("PRAGMA freelist_count")
        if (
            2 * free > self._number("PRAGMA page_count")
            and free * self._number("PRAGMA page_size") > _FREE
        ):
            for _ in self._query("VACUUM", ()):
                pass

    def _drop(self) -> None:
        self._connection = self.folder = None

    def _number(self, sql: str) -> int:
        return next((int(value) for (value,) in self._query(sql, ())), 0)

    def _select(self, what: str, table: str, prefix: str) -> Iterator[tuple[Any, ...]]:
        sql = f"SELECT {what} FROM {table}"  # noqa: S608  # our own names
        # Without a condition, SQLite counts in one step, which nothing interrupts.
        if not prefix and what != "count(*)":
            return self._query(sql, ())
        return self._query(f"{sql} WHERE key >= ? AND key < ?", (prefix, prefix + "\U0010ffff"))

    def _query(self, sql: str, values: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        if self._connection is None:
            return
        try:
            self._connection.limit()
            yield from self._connection.execute(sql, values)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                self._give_up()
        except (OverflowError, UnicodeError):
            return

    def _change(self, change: Callable[[sqlite3.Connection], object]) -> None:
        if self._connection is None:
            return
        try:
            self._connection.take_any_time()
            change(self._connection)
        except sqlite3.Error:
            self._give_up()

    def _give_up(self) -> None:
        """Go on as an empty store."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._drop()


def is_worth_trimming(fresh: int, known: int, total: int) -> bool:
    """Tell whether old entries should be looked for.

    That is when so much is new, or when so much more is known than this build needs: to list what
    is current takes longer than one edited page should have to wait for.
    """
    return _OFTEN * fresh > total or known > _SLACK * total + _SPARE


def open_store(folder: Path | None, versions: str, *, fresh: bool = False) -> Store:
    """Open the store in a folder, without one an empty store that keeps nothing.

    `versions` names everything that shapes entries and is not in their keys: sitegen, Python and
    the libraries. A file that was made with others is thrown away, any file when `fresh`.
    """
    if folder is None:
        return Store(None)
    if fresh:
        _throw_away(folder)
    for _ in range(2):
        connection = None
        try:
            connection = _connect(folder, makes=True)
            if _prepare(connection, versions):
                return Store(connection, folder)
            connection.close()
        except (sqlite3.Error, OSError):
            if connection is not None:
                connection.close()
        _throw_away(folder)
    return Store(None)


def open_store_to_read(folder: Path, versions: str = "") -> Store:
    """Open what earlier builds left, as it is now; also while another process is building.

    With `versions`, only if it was made with them. What a build adds meanwhile is not seen.
    """
    try:
        connection = _connect(folder, "ro")
        connection.execute("BEGIN")
        _check_schema(connection)
    except (sqlite3.Error, OSError, OutputRefusedError):  # a build says what is the matter
        return Store(None)
    store = Store(connection)
    if store.has_format() and (not versions or store.has_versions(versions)):
        return store
    store.close()
    return Store(None)


def join_store(folder: Path) -> Store:
    """Open a store that another process of this build has open, to add to it in transactions.

    That process must not be in the middle of a transaction: SQLite lets one write at a time.
    """
    try:
        connection = _connect(folder, seconds=30)
        _tune(connection)
        _check_schema(connection)
    except (sqlite3.Error, OSError, OutputRefusedError):  # as above
        return Store(None)
    return Store(connection, folder)


def _connect(
    folder: Path, mode: str = "rw", *, makes: bool = False, seconds: int = 10
) -> _Connection:
    """Open the file in a folder, by an SQLite mode. Raises OSError, OutputRefusedError for a link.

    SQLite opens files by their paths. It follows a link that is in the place of the database, but
    of none of the files beside it. So links are refused before, and before anything is written, the
    file that it has opened has to be the one in the folder.
    """
    with open_folder(folder, make=makes) as opened:
        for suffix in _FILES:
            opened.refuse_link(f"{_NAME}{suffix}")
        if makes:
            os.close(opened.open_file(_NAME))
        if opened.stat(_NAME).st_nlink > 1:
            raise OSError(errno.EMLINK, "it has another name, and may be another program's")
        uri = f"{Path(os.path.abspath(folder), _NAME).as_uri()}?mode={mode}"  # noqa: PTH100  # Path.resolve follows links
        connection = sqlite3.connect(uri, timeout=seconds, uri=True, factory=_Connection)
        try:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            connection.seconds += opened.stat(_NAME).st_size * _SECONDS_EACH
            connection.text_factory = os.fsdecode  # a path may be no UTF-8
            _, _, place = connection.execute("PRAGMA database_list").fetchone()
            connection.text_factory = str
            leads_elsewhere = not os.path.samestat(Path(place).lstat(), opened.stat(_NAME))
        except BaseException:
            connection.close()
            raise
    if leads_elsewhere:
        connection.close()
        message = f"{folder / _NAME}: refused: it leads to {place}; delete it"
        raise OutputRefusedError(message)
    return connection


def _prepare(connection: _Connection, versions: str) -> bool:
    """Make the tables in a new file; tell whether an old one may be used."""
    # Bodies of 8 KB: with SQLite's usual pages of 4 KB, 10,000 of them take twice as long.
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA journal_mode = WAL")
    _tune(connection)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found == 0:
        connection.execute("BEGIN IMMEDIATE")  # one transaction rather than one for each table
        for statement in _SCHEMA.values():
            connection.execute(statement.replace("TABLE", "TABLE IF NOT EXISTS", 1))
        _check_schema(connection)
        connection.execute(
            "INSERT OR REPLACE INTO notes VALUES ('versions', ?)",
            (_sealed("notes", "versions", versions.encode()),),
        )
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.commit()
        return True
    _check_schema(connection)
    return found == _FORMAT and Store(connection).has_versions(versions)


def _check_schema(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError unless a file holds our tables, and nothing that SQLite runs."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL LIMIT 99")
    if dict(found) != _SCHEMA:
        message = "the file is no store"
        raise sqlite3.DatabaseError(message)


def _tune(connection: sqlite3.Connection) -> None:
    # Never wait for the disk: a file that a power cut has damaged is a file of misses.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA mmap_size = 268435456")


def _throw_away(folder: Path) -> None:
    with contextlib.suppress(OSError), open_folder(folder) as opened:
        for suffix in _FILES:
            with contextlib.suppress(OSError):
                opened.remove(f"{_NAME}{suffix}")


def _sealed(table: str, key: str, data: bytes) -> bytes:
    """Return data with a digest in front that counts for this place only."""
    return digest_entry(table.encode(), key, data, _DIGEST) + data


def _checked(table: str, key: object, value: object) -> bytes | None:
    if not isinstance(key, str) or not isinstance(value, bytes) or len(value) < _DIGEST:
        return None
    data = value[_DIGEST:]
    digest = digest_entry(table.encode(), key, data, _DIGEST)
    return data if hmac.compare_digest(digest, value[:_DIGEST]) else None
