from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from sitegen.errors import MachineError, OutputRefusedError
from sitegen.model import Rank
from sitegen.storage.manifest import MANIFEST
from sitegen.storage.output_folder import OutputFolder, Written
from sitegen.storage.output_guard import check_output_folder
from support.sites import read_tree
from support.watching import watch_files


def add(output: OutputFolder, *wanted: str | tuple[str, bytes], rank: Rank = Rank.PAGE) -> None:
    for each in wanted:
        name, data = (each, b"x") if isinstance(each, str) else each
        output.add(name, data, rank)


def write(folder: Path, *wanted: str | tuple[str, bytes]) -> tuple[int, int, int]:
    output = OutputFolder(folder)
    add(output, *wanted)
    done = output.commit()
    return done.written, done.unchanged, done.removed


def files(output: Path) -> set[str]:
    return set(read_tree(output)) - {MANIFEST}


def test_a_first_and_a_second_time(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    assert write(out, "index.html", "b/c.html") == (2, 0, 0)
    assert files(out) == {"index.html", "b/c.html"}
    assert write(out, "index.html", "b/c.html") == (0, 2, 0)
    assert write(out, ("index.html", b"y"), "d.html") == (2, 0, 1)
    assert files(out) == {"index.html", "d.html"}
    assert not (out / "b").exists()


def test_equal_bytes_keep_their_time(tmp_path: Path) -> None:
    write(tmp_path, "a.html", ("b.html", b"1"))
    for name in ("a.html", "b.html", MANIFEST):
        os.utime(tmp_path / name, (1, 1))
    write(tmp_path, "a.html", ("b.html", b"2"))
    assert (tmp_path / "a.html").stat().st_mtime == 1
    assert (tmp_path / "b.html").stat().st_mtime > 1
    for name in ("a.html", "b.html", MANIFEST):
        os.utime(tmp_path / name, (1, 1))
    write(tmp_path, "a.html", ("b.html", b"2"))
    assert {(tmp_path / n).stat().st_mtime for n in ("a.html", "b.html", MANIFEST)} == {1}


def test_files_are_readable_by_the_web_server(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write(tmp_path / "out", "a.html")
    finally:
        os.umask(before)
    for name in ("a.html", MANIFEST):
        assert (tmp_path / "out" / name).stat().st_mode & 0o777 == 0o644


def test_no_scratch_files_are_left(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b/c.html")
    assert set(read_tree(tmp_path)) == {"a.html", "b/c.html", MANIFEST}


def test_assets_come_first_and_indexes_last_and_old_assets_go_at_the_end(tmp_path: Path) -> None:
    write(tmp_path, "old.css", "old.html")
    order: list[str] = []
    output = OutputFolder(tmp_path)
    add(output, "feed.xml", rank=Rank.INDEX)
    add(output, "b.html", "a/c.html")
    add(output, "z.css", rank=Rank.ASSET)
    names = ["z.css", "a/c.html", "b.html", "feed.xml", "old.html", "old.css"]
    with watch_files(lambda _, path: order.append(path)):
        output.commit()
    places = [str(tmp_path / name) for name in names]
    assert [path for path in dict.fromkeys(order) if path in places] == places


def test_new_files_come_before_those_that_are_replaced_and_the_home_page_late(
    tmp_path: Path,
) -> None:
    write(tmp_path, "index.html", "a/index.html", "a/b/index.html", "data.csv", "feed.xml")
    order: list[str] = []
    output = OutputFolder(tmp_path)
    add(output, ("feed.xml", b"new"), "sitemap.xml", rank=Rank.INDEX)
    add(output, "index.html", "a/new/index.html", "zoo.html", "a/index.html", "a/b/index.html")
    add(output, *((name, b"new") for name in ("index.html", "a/index.html", "a/b/index.html")))
    add(output, ("data.csv", b"new"), "new.csv", rank=Rank.ASSET)
    names = ["new.csv", "a/new/index.html", "zoo.html", "sitemap.xml"]
    names += ["data.csv", "a/b/index.html", "a/index.html", "index.html", "feed.xml"]
    with watch_files(lambda _, path: order.append(path)):
        output.commit()
    places = [str(tmp_path / name) for name in names]
    assert [path for path in dict.fromkeys(order) if path in places] == places


def test_a_file_that_cannot_be_replaced_is_found_before_anything_is_changed(
    tmp_path: Path,
) -> None:
    write(tmp_path, *OLD.items())
    (tmp_path / "b/c.html").unlink()
    (tmp_path / "b/c.html").mkdir()
    with pytest.raises(MachineError, match=r"b/c\.html: cannot be written: Is a dir.*; earl"):
        write(tmp_path, "new.html", ("a.html", b"new"), ("b/c.html", b"new"), "x/y.html")
    assert {"new.html", "x/y.html"}.isdisjoint(read_tree(tmp_path))
    assert (tmp_path / "a.html").read_bytes() == b"old"
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a/../../x", MANIFEST, "a/../../../../etc/cron.d/x"]
)
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    out = tmp_path / "out"
    with pytest.raises(OutputRefusedError):
        write(out, path)
    assert not out.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_linked_folder_in_the_output_is_refused(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(out, "index.html")
    (out / "news").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OutputRefusedError, match=r"news: refused: it is a link"):
        write(out, ("index.html", b"new"), "news/a.html")
    assert list(elsewhere.iterdir()) == []
    assert (out / "index.html").read_bytes() == b"x"


def test_nothing_is_removed_through_a_linked_folder(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    write(out, "index.html", "news/a.html")
    elsewhere.mkdir()
    (elsewhere / "a.html").write_bytes(b"precious")
    (out / "news" / "a.html").unlink()
    (out / "news").rmdir()
    (out / "news").symlink_to(elsewhere, target_is_directory=True)
    write(out, "index.html")
    assert (elsewhere / "a.html").read_bytes() == b"precious"


def test_a_linked_file_is_replaced_not_followed(tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious"
    write(out, "a.html")
    precious.write_bytes(b"x")
    (out / "a.html").unlink()
    (out / "a.html").symlink_to(precious)
    write(out, ("a.html", b"new"))
    assert precious.read_bytes() == b"x"
    assert not (out / "a.html").is_symlink()
    assert (out / "a.html").read_bytes() == b"new"


@pytest.mark.parametrize("kind", ["file", "link", "dangling", "folder with a file"])
def test_what_somebody_else_put_in_the_way_is_kept(tmp_path: Path, kind: str) -> None:
    write(tmp_path, "index.html")
    way = tmp_path / "a.html"
    if kind == "file":
        way.write_bytes(b"mine")
    elif kind == "folder with a file":
        way.mkdir()
        (way / "mine").write_bytes(b"mine")
    else:
        way.symlink_to(tmp_path / ("index.html" if kind == "link" else "gone"))
    before = read_tree(tmp_path)
    with pytest.raises(OutputRefusedError, match="did not write this"):
        write(tmp_path, ("index.html", b"new"), "a.html")
    assert read_tree(tmp_path) == before


def test_somebody_else_s_file_where_a_folder_has_to_be(tmp_path: Path) -> None:
    write(tmp_path, "index.html")
    (tmp_path / "news").write_bytes(b"mine")
    with pytest.raises(OutputRefusedError, match="did not write this"):
        write(tmp_path, "index.html", "news/a.html")
    assert (tmp_path / "news").read_bytes() == b"mine"


def test_foreign_files_are_never_removed(tmp_path: Path) -> None:
    write(tmp_path, "news/a.html")
    (tmp_path / "news" / "mine.txt").write_bytes(b"mine")
    (tmp_path / ".nojekyll").write_bytes(b"")
    write(tmp_path, "b.html")
    assert files(tmp_path) == {"news/mine.txt", ".nojekyll", "b.html"}


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    write(tmp_path, "a", "b/c/d.html")
    assert write(tmp_path, "a/index.html", "b") == (2, 0, 2)
    assert files(tmp_path) == {"a/index.html", "b"}
    assert write(tmp_path, "a", "b/c/d.html") == (2, 0, 2)
    assert files(tmp_path) == {"a", "b/c/d.html"}


def test_a_folder_that_took_the_place_of_an_old_file_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "a", "b")
    (tmp_path / "a").unlink()
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").write_bytes(b"mine")
    assert write(tmp_path, "b")[0] == 0
    assert (tmp_path / "a" / "mine").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"not json",
        b"[]",
        b'{"version": 99, "files": ["mine"]}',
        b'{"version": 1, "files": [3]}',
        b'{"version": 2}',
        b'{"version": 2, "files": [3]}',
        b'{"version": 2, "files": ["mine"]}',
        b'{"version": 1, "files": {"mine": 1}, "x": ',
        b"\xff",
    ],
)
def test_a_manifest_that_is_none_makes_every_file_foreign(tmp_path: Path, manifest: bytes) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_bytes(manifest)
    (out / "mine").write_bytes(b"mine")
    with pytest.raises(OutputRefusedError):
        check_output_folder(out, tmp_path / "site")
    assert (out / "mine").read_bytes() == b"mine"


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("name", ["../precious", "/precious", "a/../../precious", "..", ".", ""])
def test_a_forged_manifest_removes_nothing_outside(tmp_path: Path, name: str, version: int) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_bytes(b"precious")
    forged = [str(tmp_path / "precious") if name == "/precious" else name]
    content = {"version": version, "files": forged if version == 1 else dict.fromkeys(forged, "")}
    (out / MANIFEST).write_text(json.dumps(content))
    write(out, "index.html")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert files(out) == {"index.html"}


class Moment:
    """Raises an error before the n-th change below a folder, and at all later ones if it lasts."""

    def __init__(
        self, folder: Path, number: int, error: BaseException, *, lasts: bool = False
    ) -> None:
        self.folder, self.number, self.error = str(folder), number, error
        self.lasts = lasts
        self.count = 0

    def __call__(self, kind: str, path: str) -> None:
        if kind == "change" and (path.startswith(self.folder) or not path.startswith("/")):
            self.count += 1
            if self.count == self.number or (self.lasts and self.count > self.number):
                raise self.error

    @property
    def was_reached(self) -> bool:
        return self.count >= self.number


OLD = {"a.html": b"old", "b/c.html": b"old", "d": b"old", "e/f.html": b"old"}
NEW = {"a.html": b"new", "b/c.html": b"new", "d/e.html": b"new", "e": b"new"}


def assert_whole(folder: Path) -> None:
    """Every file is an old or a new one."""
    for name, data in read_tree(folder).items():
        if not name.startswith(".sitegen"):
            assert data in {OLD.get(name), NEW.get(name)}


def assert_told(message: str, folder: Path) -> None:
    """The message is true: all is as before, or so many files are new, among them these."""
    found = {n: data for n, data in read_tree(folder).items() if not n.startswith(".sitegen")}
    if "earlier files are intact" in message:
        assert found == OLD
        return
    new = {name for name, data in found.items() if data == b"new"}
    told = re.search(r"; (\d) of 4 files are new(?: \(([^)]*)\))?", message)
    assert told, message
    assert int(told[1]) == len(new)
    assert set((told[2] or "").removesuffix(", …").split(", ")) - {""} <= new
    gone = OLD.keys() - found.keys() - {"d"}
    assert not gone or "old ones are removed" in message
    assert message.endswith("; the next build finishes the work")


@pytest.mark.parametrize("lasts", [False, True])
def test_a_disk_that_fails_at_any_moment(tmp_path: Path, *, lasts: bool) -> None:
    for number in count(1):
        out = tmp_path / str(number)
        write(out, *OLD.items())
        full = OSError(errno.ENOSPC, "No space left on device")
        moment = Moment(out, number, full, lasts=lasts)
        with watch_files(moment):
            try:
                write(out, *NEW.items())
            except MachineError as error:
                assert_told(str(error), out)  # the build may also go on
        assert_whole(out)
        assert write(out, *NEW.items())[2] <= 2
        assert {name: data for name, data in read_tree(out).items() if name != MANIFEST} == NEW
        if not moment.was_reached:
            break
    assert number > 10


def test_what_a_page_needs_stays_with_it(tmp_path: Path) -> None:
    """A new page that cannot be taken back keeps its assets; one that can goes before them."""
    output = OutputFolder(tmp_path)
    add(output, "css/a.css", "b.css", rank=Rank.ASSET)
    add(output, "c/d.html", "e.html", "index.html")
    seen: list[str] = []

    def fail(kind: str, path: str) -> None:
        seen.append(path)
        in_root = path in {str(tmp_path / name) for name in ("e.html", "index.html")}
        if kind == "change" and in_root and (path.endswith("index.html") or path in seen[:-1]):
            raise OSError(errno.EIO, "Input/output error", path)

    with watch_files(fail), pytest.raises(MachineError) as failed:
        output.commit()
    assert str(failed.value).partition("; ")[2] == (
        "4 of 5 files are new (css/a.css, b.css, c/d.html, …), the others are those of the build "
        "before; the next build finishes the work"
    )
    assert files(tmp_path) == {"b.css", "css/a.css", "c/d.html", "e.html"}


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond 1000 bytes."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_a_disk_that_fills_while_a_file_is_written(tmp_path: Path) -> None:
    write(tmp_path, ("a.html", b"old"), ("b.html", b"old"), "gone.html")
    before = read_tree(tmp_path)
    with pytest.raises(MachineError, match="File too large; earlier files are intact"):
        write(tmp_path, ("a.html", b"new"), ("b.html", bytes(2000)), "c/d.html")
    assert read_tree(tmp_path) == before
    assert not (tmp_path / "c").exists()


# --- staging ------------------------------------------------------------------------------------

STAGE = ".sitegen-stage"


def test_nothing_is_changed_before_the_commit(tmp_path: Path) -> None:
    write(tmp_path, ("a.html", b"old"), "b/c.html", "d.html")
    before = read_tree(tmp_path)
    output = OutputFolder(tmp_path)
    add(output, ("a.html", b"new"), "e/f.html", "d.html")
    after = {name: data for name, data in read_tree(tmp_path).items() if STAGE not in name}
    assert after == before
    changed = ("a.html", "e/f.html", "b/c.html")
    assert output.commit() == Written(written=2, unchanged=1, removed=1, changed=changed)
    assert files(tmp_path) == {"a.html", "d.html", "e/f.html"}
    assert not (tmp_path / STAGE).exists()
    assert not (tmp_path / "b").exists()


def test_what_is_right_already_is_not_staged(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b.html")
    output = OutputFolder(tmp_path)
    add(output, "a.html", "b.html")
    assert not (tmp_path / STAGE).exists()
    assert output.commit() == Written(written=0, unchanged=2, removed=0)


@pytest.mark.parametrize("existing", [True, False])
def test_abandoned_it_leaves_the_folder_as_it_was(tmp_path: Path, existing: bool) -> None:  # noqa: FBT001  # a case
    out = tmp_path / "a" / "out"
    if existing:
        write(out, ("a.html", b"old"))
    (tmp_path / "a").mkdir(exist_ok=True)
    before = read_tree(tmp_path)
    output = OutputFolder(out)
    add(output, "a.html", "b/c.html")
    output.abandon()
    assert read_tree(tmp_path) == before
    assert out.exists() == existing
    output.abandon()


def test_what_a_killed_build_left_is_cleared_up(tmp_path: Path) -> None:
    write(tmp_path, ("a.html", b"old"))
    add(OutputFolder(tmp_path), ("a.html", b"killed"), "b.html", "c.html")
    assert len(list((tmp_path / STAGE).iterdir())) == 3
    assert write(tmp_path, ("a.html", b"new")) == (1, 0, 0)
    assert not (tmp_path / STAGE).exists()
    add(OutputFolder(tmp_path), ("a.html", b"killed"))
    (tmp_path / f"{MANIFEST}.new").write_bytes(b"killed")
    assert write(tmp_path, ("a.html", b"new")) == (0, 1, 0)
    assert not (tmp_path / STAGE).exists()
    assert files(tmp_path) == {"a.html"}


def test_a_folder_that_holds_only_what_a_killed_build_left(tmp_path: Path) -> None:
    """The first build of all was killed: nobody's files are in the folder but its own."""
    out = tmp_path / "out"
    add(OutputFolder(out), "a.html", "b.html")
    check_output_folder(out, tmp_path / "site")
    assert write(out, "a.html") == (1, 0, 0)
    assert set(read_tree(out)) == {"a.html", MANIFEST}
    (out / MANIFEST).unlink()
    add(OutputFolder(out), "b.html")
    with pytest.raises(OutputRefusedError, match="not empty"):
        check_output_folder(out, tmp_path / "site")


def test_killed_at_any_moment_the_next_build_makes_it_good(tmp_path: Path) -> None:
    """Every file is whole at every moment, and all of them are known as ours."""
    for number in count(1):
        out = tmp_path / str(number)
        write(out, *OLD.items())
        # Nothing may be done any more after that, not even to clear up.
        moment = Moment(out, number, KeyboardInterrupt(), lasts=True)
        with watch_files(moment), contextlib.suppress(KeyboardInterrupt):
            write(out, *NEW.items())
        assert_whole(out)
        write(out, *NEW.items())
        assert {name: data for name, data in read_tree(out).items() if name != MANIFEST} == NEW
        write(out)
        assert set(read_tree(out)) == {MANIFEST}
        if not moment.was_reached:
            break
    assert number > 10


def test_a_link_in_place_of_the_stage_is_not_followed(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_bytes(b"precious")
    write(out, "a.html")
    (out / STAGE).symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OutputRefusedError, match=r"\.sitegen-stage: refused: it is a link"):
        write(out, ("a.html", b"new"))
    assert read_tree(elsewhere) == {"precious": b"precious"}
    assert (out / "a.html").read_bytes() == b"x"


@pytest.mark.parametrize("name", [STAGE, f"{STAGE}/0", f"{MANIFEST}/a", ".", ""])
def test_names_of_our_own_are_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.html")
    before = read_tree(tmp_path)
    output = OutputFolder(tmp_path)
    with pytest.raises((OutputRefusedError, MachineError)):  # noqa: PT012  # either may refuse
        add(output, "b.html", (name, b"y"))
        output.commit()
    assert read_tree(tmp_path) == before


def test_stats_spare_reading(tmp_path: Path) -> None:
    first = OutputFolder(tmp_path)
    add(first, "a.html", ("b.html", b"1"))
    first.commit()
    assert set(first.stats) == {"a.html", "b.html"}
    second = OutputFolder(tmp_path, first.stats)
    assert second.is_untouched()
    digest = hashlib.blake2b(b"x", digest_size=12).hexdigest()
    assert second.holds("a.html", digest)
    assert not second.holds("b.html", digest)
    assert not second.holds("c.html", digest)
    assert not OutputFolder(tmp_path).holds("a.html", digest)
    assert not OutputFolder(tmp_path).is_untouched()
    assert not OutputFolder(tmp_path / "new", first.stats).is_untouched()
    done: list[tuple[str, str]] = []
    with watch_files(lambda kind, path: done.append((kind, Path(path).name))):
        second.keep("a.html", digest)
        add(second, ("b.html", b"1"))
        assert second.commit() == Written(written=0, unchanged=2, removed=0)
    assert {name for kind, name in done if kind == "read"} <= {MANIFEST, tmp_path.name}
    (tmp_path / "a.html").write_bytes(b"y")
    assert not OutputFolder(tmp_path, first.stats).is_untouched()
    assert not OutputFolder(tmp_path, first.stats).holds("a.html", digest)


def test_the_manifest_of_an_older_sitegen(tmp_path: Path) -> None:
    """It has no digests; its files are ours all the same."""
    out = tmp_path / "out"
    write(out, "a.html", "gone.html")
    content = {"version": 1, "files": ["a.html", "gone.html"]}
    (out / MANIFEST).write_text(json.dumps(content))
    check_output_folder(out, tmp_path / "site")
    assert write(out, "a.html", "b.html") == (1, 1, 1)
    assert files(out) == {"a.html", "b.html"}
