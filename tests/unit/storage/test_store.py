from __future__ import annotations

import contextlib
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.errors import OutputRefusedError
from sitegen.storage.store import (
    Store,
    is_worth_trimming,
    join_store,
    open_store,
    open_store_to_read,
)

VERSIONS = "sitegen 1; python 3"
ENTRIES = {f"key {n}": bytes([n % 251]) * (n * 7 % 900 + 1) for n in range(400)}


def filled(folder: Path) -> Path:
    store = open_store(folder, VERSIONS)
    store.write("heads", ENTRIES.items())
    store.close()
    return folder / "cache.db"


def read(folder: Path, versions: str = VERSIONS) -> dict[str, bytes]:
    """Read everything, one by one and at once, and use the store as a build would."""
    store = open_store(folder, versions)
    try:
        single = {key: store.read("heads", key) for key in ENTRIES}
        together = store.read_all("heads")
        found = {key: value for key, value in single.items() if value is not None}
        assert all(together.get(key, value) == value for key, value in found.items())
        store.write("notes", [("note", b"note")])
        store.trim("heads", frozenset())
        assert store.read("notes", "note") == (b"note" if store.is_open else None)
        return {**found, **together}
    finally:
        store.close()


def test_what_was_written_is_read_by_later_builds(tmp_path: Path) -> None:
    filled(tmp_path)
    assert read(tmp_path) == ENTRIES
    store = open_store(tmp_path, VERSIONS)
    assert store.read("heads", "another") is None
    assert store.read("bodies", "key 1") is None
    store.write("heads", [("key 1", b""), ("key 2", b"new")])
    assert (store.read("heads", "key 1"), store.read("heads", "key 2")) == (b"", b"new")
    store.delete("heads", ["key 1", "key 3", "gone"])
    assert store.read("heads", "key 1") is None
    store.close()
    assert set(read(tmp_path)) == set(ENTRIES) - {"key 1", "key 3"}


def test_entries_are_written_while_they_are_made(tmp_path: Path) -> None:
    """All of a large site's at once would be in memory a second time."""
    store = open_store(tmp_path, VERSIONS)

    def entries() -> Iterator[tuple[str, bytes]]:
        for number in range(9):
            assert store.count("heads") == number
            yield str(number), b"x"

    store.write("heads", entries())
    assert store.count("heads") == 9
    store.close()


def test_prefixes(tmp_path: Path) -> None:
    store = open_store(tmp_path, VERSIONS)
    names = ["a x", "a \U0001f600", "a ü", "b x", "ab", "a"]
    store.write("renders", [(name, name.encode()) for name in names])
    assert set(store.read_all("renders", "a ")) == {"x", "\U0001f600", "ü"}
    assert store.read_all("renders", "c ") == {}
    store.close()


@pytest.mark.parametrize("moved", [-4, -1, 1, 4])
def test_no_part_of_an_entry_may_become_part_of_its_key(tmp_path: Path, moved: int) -> None:
    """An author chooses the names of files, which are in keys, and what is in them."""
    key, value = "page index.md", b"words of the page"
    store = open_store(tmp_path, VERSIONS)
    store.write("heads", [(key, value)])
    store.close()
    together = key.encode() + value
    end = len(key) + moved
    with contextlib.closing(sqlite3.connect(tmp_path / "cache.db")) as database:
        ((stored,),) = database.execute("SELECT value FROM heads")
        digest = stored[: len(stored) - len(value)]
        other = (together[:end].decode(), digest + together[end:])
        database.execute("INSERT INTO heads VALUES (?, ?)", other)
        database.commit()
    store = open_store(tmp_path, VERSIONS)
    assert store.read("heads", together[:end].decode()) is None
    assert store.read_all("heads") == {key: value}
    store.close()


def test_the_file_may_be_copied(tmp_path: Path) -> None:
    path = filled(tmp_path / "here")
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "cache.db").write_bytes(path.read_bytes())
    assert read(tmp_path / "there") == ENTRIES


@pytest.mark.parametrize("seed", range(25))
def test_damage_is_a_miss(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path)
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)  # noqa: S311  # always the same damage
    for _ in range(chance.choice([1, 10, 200])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    found = read(tmp_path)
    assert all(ENTRIES[key] == value for key, value in found.items())
    filled(tmp_path)
    assert read(tmp_path).items() <= ENTRIES.items()


@pytest.mark.parametrize("part", [0, 1, 15, 16, 100, 4095, 4096, 5000, 20_000, -4096, -1])
def test_a_truncated_file_is_a_miss(tmp_path: Path, part: int) -> None:
    path = filled(tmp_path)
    path.write_bytes(path.read_bytes()[:part])
    assert read(tmp_path).items() <= ENTRIES.items()
    filled(tmp_path)
    assert read(tmp_path).items() <= ENTRIES.items()


@pytest.mark.parametrize("name", ["cache.db", "cache.db-wal", "cache.db-shm", "cache.db-journal"])
@pytest.mark.parametrize("data", [b"something else", b"SQLite format 3\0" * 300, b"\0" * 9000])
def test_foreign_files_are_misses(tmp_path: Path, name: str, data: bytes) -> None:
    filled(tmp_path)
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path).items() <= ENTRIES.items()


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE heads",
        "DROP TABLE notes",
        "ALTER TABLE heads RENAME COLUMN value TO other",
        "UPDATE heads SET value = 'text'",
        "UPDATE heads SET value = substr(value, 1, 5)",
        "UPDATE heads SET value = x'00' || value",
        "UPDATE heads SET key = CAST(x'ff' AS TEXT) || key",
        "DELETE FROM notes",
        "PRAGMA user_version = 99",
        "PRAGMA user_version = 0",
    ],
)
def test_another_database_is_a_miss(tmp_path: Path, sql: str) -> None:
    path = filled(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()
    store = open_store(tmp_path, VERSIONS)
    found = store.read_all("heads")
    store.write("heads", [("new", b"new")])
    store.close()
    assert found.items() <= ENTRIES.items()
    if "version" not in sql:
        assert not found or sql == "DELETE FROM notes"


def test_other_versions_begin_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    assert read(tmp_path, "sitegen 2; python 3") == {}
    assert read(tmp_path) == {}
    filled(tmp_path)
    assert read(tmp_path) == ENTRIES


def test_fresh_begins_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    store = open_store(tmp_path, VERSIONS, fresh=True)
    assert store.read_all("heads") == {}
    store.write("heads", [("key 1", b"1")])
    store.close()
    assert read(tmp_path) == {"key 1": b"1"}


@pytest.mark.parametrize("way", ["no folder", "a file", "a folder in its place", "closed"])
def test_without_a_file_nothing_is_kept(tmp_path: Path, way: str) -> None:
    if way == "a file":
        (tmp_path / "cache").write_bytes(b"")
    if way == "a folder in its place":
        (tmp_path / "cache" / "cache.db" / "x").mkdir(parents=True)
    store = open_store(None if way == "no folder" else tmp_path / "cache", VERSIONS)
    if way == "closed":
        store.close()
    assert not store.is_open
    store.write("heads", [("a", b"b")])
    store.delete("heads", ["a"])
    store.trim("heads", frozenset())
    store.commit()
    assert store.read("heads", "a") is None
    assert store.read_all("heads") == {}
    store.close()


def test_a_disk_that_fills_costs_time_only(tmp_path: Path) -> None:
    filled(tmp_path)
    store = open_store(tmp_path, VERSIONS)
    assert store._connection is not None
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    store.write("bodies", [(str(n), bytes(9000)) for n in range(50)])
    assert not store.is_open
    assert store.read("heads", "key 1") is None
    store.close()
    assert read(tmp_path) == ENTRIES


def test_what_is_not_used_goes_when_it_is_most_of_the_table(tmp_path: Path) -> None:
    store = open_store(tmp_path, VERSIONS)
    store.write("heads", ((f"old {n}", b"x") for n in range(1000)))
    store.write("heads", ((f"new {n}", b"x") for n in range(10)))
    current = frozenset(f"new {n}" for n in range(10))
    store.trim("heads", current)
    assert len(store.read_all("heads")) == 1010
    store.write("heads", ((f"older {n}", b"x") for n in range(100)))
    store.trim("heads", current)
    assert set(store.read_all("heads")) == current
    store.close()


def test_an_interrupted_build_leaves_the_store_of_the_one_before(tmp_path: Path) -> None:
    filled(tmp_path)
    store = open_store(tmp_path, VERSIONS)
    store.write("heads", [("key 1", b"half")])
    assert store._connection is not None
    store._connection.rollback()
    store._connection.close()
    assert read(tmp_path) == ENTRIES


def test_a_store_is_never_none() -> None:
    assert isinstance(open_store(None, ""), Store)


def test_one_edited_page_does_not_count_the_table() -> None:
    assert not is_worth_trimming(1, 10_000, 10_000)
    assert not is_worth_trimming(0, 0, 0)
    assert is_worth_trimming(600, 10_000, 10_000)
    assert is_worth_trimming(1, 3, 3)
    assert not is_worth_trimming(1, 31_000, 10_000)
    assert is_worth_trimming(1, 31_001, 10_000)


def test_a_prefix_is_trimmed_by_itself(tmp_path: Path) -> None:
    store = open_store(tmp_path, VERSIONS)
    store.write("notes", ((f"copy {n}", b"x") for n in range(1200)))
    store.write("notes", ((f"copz {n}", b"x") for n in range(1200)))
    before = len(store.read_all("notes", "copz "))
    store.trim("notes", frozenset({"copy 7", "copy 8"}), "copy ")
    assert set(store.read_all("notes", "copy ")) == {"7", "8"}
    assert len(store.read_all("notes", "copz ")) == before == 1200
    store.close()


def test_the_file_gets_smaller_when_most_of_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"

    def fill(*keys: str) -> None:
        store = open_store(tmp_path, VERSIONS)
        store.write("bodies", ((key, random.Random(key).randbytes(9000)) for key in keys))  # noqa: S311  # always the same bytes
        store.close()

    def forget(*keys: str) -> None:
        store = open_store(tmp_path, VERSIONS)
        store.delete("bodies", keys)
        store.close()

    names = [f"{n:04}" for n in range(1000)]
    fill(*names)
    full = path.stat().st_size
    assert full > 9_000_000
    forget(*names[:400])
    assert path.stat().st_size == full, "less than half of it is free"
    fill(*names[:400])
    assert path.stat().st_size < full * 1.05, "what is free is used again"
    forget(*names[:900])
    assert path.stat().st_size < full / 8
    assert {p.name for p in tmp_path.iterdir()} == {"cache.db"}
    store = open_store(tmp_path, VERSIONS)
    assert set(store.read_all("bodies")) == set(names[900:])
    assert 900_000 < store.size < full / 8
    store.delete("bodies", names)
    store.close()
    assert path.stat().st_size > 900_000, "too little to be worth it"


def test_a_build_that_only_reads_does_not_look_for_free_pages(tmp_path: Path) -> None:
    filled(tmp_path)
    asked: list[str] = []
    store = open_store(tmp_path, VERSIONS)
    assert store._connection is not None
    store._connection.set_trace_callback(asked.append)
    store.read("heads", "key 1")
    store.close()
    assert [sql for sql in asked if "PRAGMA" in sql or "VACUUM" in sql] == []


@pytest.mark.parametrize("name", ["cache.db", "cache.db-wal", "cache.db-shm", "cache.db-journal"])
def test_a_link_is_refused_and_not_followed(tmp_path: Path, name: str) -> None:
    cache, theirs = tmp_path / "cache", tmp_path / "theirs"
    open_store(theirs, "1").close()
    before = (theirs / "cache.db").read_bytes()
    cache.mkdir()
    (cache / name).symlink_to(theirs / "cache.db")
    with pytest.raises(OutputRefusedError, match=f"{name}: refused: it is a link"):
        open_store(cache, "2")
    assert not open_store_to_read(cache).is_open
    assert not join_store(cache).is_open
    open_store(cache, "2", fresh=True).close()
    assert not (cache / name).is_symlink()
    assert (theirs / "cache.db").read_bytes() == before


def test_a_database_with_another_name_is_left_alone(tmp_path: Path) -> None:
    cache, theirs = tmp_path / "cache", tmp_path / "theirs"
    open_store(theirs, "1").close()
    before = (theirs / "cache.db").read_bytes()
    cache.mkdir()
    (cache / "cache.db").hardlink_to(theirs / "cache.db")
    assert not open_store_to_read(cache).is_open
    store = open_store(cache, "1")
    store.write("notes", [("key", b"value")])
    store.close()
    assert open_store_to_read(cache).read("notes", "key") == b"value"
    assert (theirs / "cache.db").read_bytes() == before


ENDLESS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT cast(i AS TEXT) AS key, x'00' AS value FROM n
"""


@pytest.mark.parametrize(
    "sql",
    [
        *(f"DROP TABLE {table}; CREATE VIEW {table} AS {ENDLESS}" for table in ("notes", "heads")),
        f"CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO heads {ENDLESS}; END",
        "CREATE INDEX i ON heads (value)",
        "CREATE TABLE more (key)",
        f"PRAGMA user_version = 0; DROP TABLE notes; CREATE VIEW notes AS {ENDLESS}",
    ],
)
def test_a_database_that_runs_something_is_thrown_away(tmp_path: Path, sql: str) -> None:
    connection = sqlite3.connect(filled(tmp_path))
    connection.executescript(sql)
    connection.close()
    assert not open_store_to_read(tmp_path).is_open
    assert not join_store(tmp_path).is_open
    store = open_store(tmp_path, VERSIONS)
    assert store.is_open
    assert store.read_all("heads") == {}
    store.write("notes", [("note", b"note")])
    store.close()
    assert open_store_to_read(tmp_path, VERSIONS).read("notes", "note") == b"note"


def test_an_entry_that_would_fill_the_memory_is_a_miss(tmp_path: Path) -> None:
    connection = sqlite3.connect(filled(tmp_path))
    connection.execute("UPDATE heads SET value = zeroblob(300000000) WHERE key = 'key 1'")
    connection.commit()
    connection.close()
    store = open_store(tmp_path, VERSIONS)
    assert store.read("heads", "key 1") is None
    assert store.read("heads", "key 2") == ENTRIES["key 2"]
    store.close()


def repeat_a_table(path: Path, table: str) -> None:
    """Change a file: all parts of the table are one that has only one part, and so on 12 times.

    https://sqlite.org/fileformat2.html#b_tree_pages
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    ((root,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    ((size,),) = connection.execute("PRAGMA page_size")
    connection.close()
    data = bytearray(path.read_bytes())
    start = (root - 1) * size
    page = data[start : start + size]
    assert page[0] == 5  # it has parts
    cells = [int.from_bytes(page[at : at + 2], "big") for at in range(12, 12 + 2 * page[4], 2)]
    for level in range(12):
        part = bytearray(page)
        if level < 11:
            number = len(data) // size + (1 if level == 0 else 2)
            for at in (8, *cells):
                part[at : at + 4] = number.to_bytes(4, "big")
        if level == 0:
            data[start : start + size] = part
        else:
            data += part
    data[28:32] = (len(data) // size).to_bytes(4, "big")
    path.write_bytes(data)


def test_a_table_that_repeats_its_parts_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.storage.store._SECONDS", 0.3)
    store = open_store(tmp_path, VERSIONS)
    store.write("heads", ((f"page {number}", b"head" * 500) for number in range(1_000)))
    store.close()
    repeat_a_table(tmp_path / "cache.db", "heads")
    store = open_store(tmp_path, VERSIONS)
    started = time.process_time()
    store.read_all("heads")
    assert store.count("heads") == 0
    assert time.process_time() - started < 6
    assert not store.is_open
