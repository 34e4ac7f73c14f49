from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.storage import image_cache as cache_module
from sitegen.storage.image_cache import ImageCache
from sitegen.storage.store import Store, open_store
from sitegen.storage.versions import describe_versions
from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

KEY = "ab" * 32


def test_what_was_written_is_read(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache")
    assert cache.read(KEY) is None
    cache.write(KEY, b"data")
    assert cache.read(KEY) == b"data"
    assert ImageCache(tmp_path / "cache").read(KEY) == b"data"
    assert cache.read("cd" * 32) is None


@pytest.mark.parametrize(
    "change", ["empty", "short", "one byte", "longer", "a folder", "a pipe", "a link"]
)
def test_a_damaged_entry_is_a_miss(tmp_path: Path, change: str) -> None:
    cache = ImageCache(tmp_path)
    cache.write(KEY, b"data")
    (name,) = read_tree(tmp_path)
    path = tmp_path / name
    data = path.read_bytes()
    if change == "a folder":
        path.unlink()
        path.mkdir()
    elif change == "a pipe":
        path.unlink()
        os.mkfifo(path)
    elif change == "a link":
        path.unlink()
        path.symlink_to("/dev/zero")
    else:
        path.write_bytes(
            {"empty": b"", "short": data[:20], "one byte": data[:-1] + b"b", "longer": data + b"x"}[
                change
            ]
        )
    assert cache.read(KEY) is None


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = ImageCache(tmp_path / "file")
    cache.write(KEY, b"data")
    assert cache.read(KEY) is None


def test_folders_that_a_build_has_cleared_up_are_made_again(tmp_path: Path) -> None:
    """A preview writes for hours, and builds end beside it."""
    cache = ImageCache(tmp_path / "cache")
    cache.write(KEY, b"data")
    shutil.rmtree(tmp_path / "cache")
    cache.write(KEY, b"data")
    assert cache.read(KEY) == b"data"


@pytest.mark.parametrize("gone", ["", "ab", "new-*"])
def test_folders_that_are_held_open_may_be_cleared_up(tmp_path: Path, gone: str) -> None:
    cache = ImageCache(tmp_path / "cache")
    with cache.held():
        cache.write(KEY, b"data")
        for folder in (tmp_path / "cache").glob(gone) if gone else [tmp_path / "cache"]:
            shutil.rmtree(folder)
        cache.write(KEY, b"more")
        assert cache.read(KEY) == b"more"


def count_open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_no_folder_stays_open(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache")
    before = count_open_files()
    with cache.held():
        for number in range(256):
            cache.write(f"{number:02x}" * 32, b"data")
        assert before < count_open_files() < before + 100
    assert count_open_files() == before
    assert all(cache.read(f"{number:02x}" * 32) == b"data" for number in range(256))


def test_without_a_folder_nothing_is_kept() -> None:
    cache = ImageCache(None)
    with cache.held():
        cache.write(KEY, b"data")
    assert cache.read(KEY) is None


# --- the limit ----------------------------------------------------------------------------------


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


class Builds:
    """Builds of a site, told only which images they show: each image is 1000 bytes long."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = open_store(folder, "1")
        self.known: set[str] = set()

    def build(self, *names: str, limit: int = 10**9, settles: bool = True) -> None:
        cache = ImageCache(self.folder / "images")
        for name in names:
            if cache.read(key(name)) is None:
                cache.write(key(name), bytes(968))
        self.known = set(self.store.read_all("images", "output "))
        shown = {key(name) for name in names}
        self.store.write("images", ((f"output {k}", b"digest") for k in shown - self.known))
        if settles:
            limit += self.store.size
            cache.settle(self.store, shown, self.known - shown, limit)

    def kept(self) -> list[str]:
        names = {key(name): name for name in "abcdefgh"}
        files = read_tree(self.folder / "images")
        return sorted(names.get(Path(name).name, name) for name in files)


@pytest.fixture
def builds(tmp_path: Path) -> Iterator[Builds]:
    builds = Builds(tmp_path)
    yield builds
    builds.store.close()


def test_below_the_limit_everything_is_kept(builds: Builds) -> None:
    builds.build(*"abc", limit=5000)
    builds.build("d", limit=5000)
    builds.build("e", limit=5000)
    assert builds.kept() == list("abcde")


def test_what_was_not_shown_for_longest_goes_first(builds: Builds) -> None:
    for shown in ("abcd", "abd", "ab", "abc", "ab"):
        builds.build(*shown)
    builds.build("a", limit=4000)
    assert builds.kept() == list("abcd"), "no more than the limit"
    builds.build(*"ae", limit=4500)
    assert builds.kept() == list("abce")
    builds.build(*"aef", limit=4500)
    assert builds.kept() == list("abef")
    builds.build(*"aefg", limit=4500)
    assert builds.kept() == list("aefg")


def test_some_room_is_left_for_the_next(builds: Builds) -> None:
    for shown in "abcde":
        builds.build(shown)
    builds.build("f", limit=5000)
    assert builds.kept() == list("cdef"), "a tenth of the limit is free"


def test_what_a_build_shows_is_never_removed(builds: Builds) -> None:
    builds.build(*"abc", limit=10)
    assert builds.kept() == list("abc")
    builds.build(*"abc", limit=0)
    assert builds.kept() == list("abc")
    builds.build(*"b", limit=0)
    assert builds.kept() == ["b"]


def test_what_is_shown_again_is_young_again(builds: Builds) -> None:
    for names in ("a", "b", "c", "a", "d"):
        builds.build(names)
    builds.build("d", limit=3400)
    assert builds.kept() == list("acd")


def test_what_was_removed_is_forgotten(builds: Builds) -> None:
    builds.build(*"abc")
    builds.build("a", limit=0)
    assert set(builds.store.read_all("images", "output ")) == {key("a")}
    assert builds.store.read_all("images", "rests ") == {}


def test_the_store_counts(builds: Builds) -> None:
    builds.build(*"abc")
    builds.store.write("bodies", [("large", bytes(50_000))])
    cache = ImageCache(builds.folder / "images")
    cache.settle(builds.store, {key("a")}, {key("b"), key("c")}, builds.store.size + 2900)
    assert len(builds.kept()) == 2
    cache.settle(builds.store, {key("a")}, {key("b"), key("c")}, 50_000)
    assert builds.kept() == ["a"]


def test_builds_that_show_the_same_note_and_list_nothing(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds.build(*"abc")
    builds.build(*"ab")

    def refuse(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr(cache_module, "_list_kept", refuse)
    monkeypatch.setattr(Store, "write", lambda *a: refuse() if list(a[2]) else None)
    monkeypatch.setattr(Store, "delete", lambda *a: refuse() if list(a[2]) else None)
    builds.build(*"ab")
    builds.build(*"ab", limit=3000)


def test_a_limit_that_the_site_itself_exceeds_costs_no_listing(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds.build(*"abc", limit=0)
    monkeypatch.setattr(cache_module, "_list_kept", lambda *_: pytest.fail("listed"))
    builds.build(*"abcd", limit=0)
    assert builds.kept() == list("abcd")


def test_a_lower_limit_holds_at_once(builds: Builds) -> None:
    builds.build(*"abc")
    builds.build("a")
    builds.build("a", limit=2500)
    assert len(builds.kept()) == 2


def test_what_a_lost_store_knew_is_the_oldest(builds: Builds) -> None:
    """The files have only their times then."""
    for number, name in enumerate("abc"):
        builds.build(name)
        path = builds.folder / "images" / key(name)[:2] / key(name)
        os.utime(path, (1000 - number, 1000 - number))
    builds.store.close()
    builds.store = open_store(builds.folder, "2")
    builds.build("d")
    builds.build("e")
    assert builds.kept() == list("abcde")
    builds.build("e", limit=3400)
    assert builds.kept() == list("ade")


def test_what_killed_builds_left_is_cleared_up_and_counted(builds: Builds) -> None:
    builds.build("a")
    images = builds.folder / "images"
    builds.build("b", "c", settles=False)
    (new,) = images.glob("new-*")
    (new / "half").write_bytes(b"half")
    builds.build("a", limit=2900)
    assert builds.kept() == ["a", "c"] or builds.kept() == ["a", "b"]
    assert list(images.glob("new-*")) == []


def test_nothing_foreign_is_removed(builds: Builds) -> None:
    images = builds.folder / "images"
    builds.build("a", "b")
    foreign = [
        images / "notes.txt",
        images / "zz" / "notes.txt",
        images / "zz" / key("a"),
        images / key("c")[:2] / "tmp",
    ]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bytes(5000))
    elsewhere = builds.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / key("d")).write_bytes(b"x")
    shard = images / key("d")[:2]
    shard.symlink_to(elsewhere, target_is_directory=True)
    (images / "new-link").symlink_to(elsewhere, target_is_directory=True)
    builds.build(limit=0)
    assert [path.exists() for path in foreign] == [True] * 4
    assert (elsewhere / key("d")).exists()
    assert not (images / key("a")[:2] / key("a")).exists()


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x93\x01\x02\x03", b"\x92\xa1x\x01"])
def test_a_damaged_ledger_is_made_anew(builds: Builds, data: bytes) -> None:
    builds.build(*"ab")
    builds.store.write("notes", [("images kept", data)])
    builds.store.write("images", [(f"rests {key('a')}", b"soon")])
    builds.build("b", limit=1500)
    assert builds.kept() == ["b"]


def test_without_a_store_nothing_is_removed(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path)
    cache.write(KEY, b"data")
    cache.settle(open_store(None, "1"), frozenset(), frozenset({KEY}), 0)
    assert cache.read(KEY) == b"data"
    ImageCache(None).settle(open_store(None, "1"), frozenset(), frozenset(), 0)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def full(handle: int, data: bytes) -> int:
        real(handle, data[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    cache = ImageCache(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        cache.write(KEY, b"data")
    assert read_tree(tmp_path) == {}
    assert cache.read(KEY) is None


# --- whole builds -------------------------------------------------------------------------------

TIGHT = CONFIG + '[cache]\nmax_size = "0 MB"\n[sharing]\ncards = false\n'


def image_files(site: SiteFolder) -> set[str]:
    return {name for name in read_tree(site.root / ".sitegen" / "images") if "/" in name}


def test_evicting_never_makes_a_build_wrong(make_site: MakeSite, tmp_path: Path) -> None:
    pictures = {
        f"content/{name}.jpg": picture("JPEG", size=(500 + n, 400)) for n, name in enumerate("abc")
    }
    site = make_site({**pictures, "content/index.md": "# Home\n"}, TIGHT)
    sizes = []
    for shown in ("ab", "b", "abc", "c", "", "ca", "ab"):
        text = "".join(f"![{name}]({name}.jpg)\n\n" for name in shown)
        site.write({"content/page.md": f"---\ntitle: Page\n---\n{text}"})
        result = site.build_well()
        sizes.append((result.images, result.derived, len(image_files(site))))
        clean = tmp_path / "clean"
        shutil.copytree(site.root, clean, ignore=shutil.ignore_patterns(".sitegen"))
        SiteFolder(clean, tmp_path / "expected").build_well()
        assert read_tree(site.output) == read_tree(tmp_path / "expected")
        shutil.rmtree(clean)
        shutil.rmtree(tmp_path / "expected")
        shutil.rmtree(site.output)
        assert site.build_well().derived == 0, "what the last build showed is there"
    each = sizes[1][0]
    assert [images // each for images, _, _ in sizes] == [2, 1, 3, 1, 0, 2, 2]
    assert [derived // each for _, derived, _ in sizes] == [2, 0, 2, 0, 0, 2, 1]
    assert all(images == kept for images, _, kept in sizes)


def test_a_generous_limit_spares_the_making(make_site: MakeSite) -> None:
    files = {"content/index.md": "![p](p.png)\n", "content/p.png": picture(size=(500, 400))}
    site = make_site(files)
    first = site.build_well()
    assert first.derived > 0
    site.write({"content/index.md": "None.\n"})
    site.build_well()
    site.write({"content/index.md": "![p](p.png)\n"})
    again = site.build_well()
    assert (again.images, again.derived) == (first.images, 0)


def test_a_site_with_mistakes_removes_no_image(make_site: MakeSite) -> None:
    files = {"content/a.md": "![p](p.png)\n", "content/p.png": picture(size=(500, 400))}
    site = make_site({**files, "content/index.md": "x\n"}, TIGHT)
    site.build_well()
    before = image_files(site)
    site.write({"content/a.md": "[x](gone.md)\n"})
    assert not site.build().ok
    assert image_files(site) == before
    site.write({"content/a.md": "x\n"})
    site.build_well()
    assert image_files(site) == set()


def test_edited_pages_do_not_pile_up(make_site: MakeSite) -> None:
    """One page at a time, for years: the store forgets what it read long ago."""
    site = make_site({f"content/p{n}.md": "x\n" for n in range(3)})
    site.build_well()
    store = open_store(site.root / ".sitegen", describe_versions())
    for table in ("heads", "bodies"):
        store.write(table, ((f"old {n}", b"x") for n in range(1200)))
    store.close()
    site.write({"content/p1.md": "y\n"})
    site.build_well()
    store = open_store(site.root / ".sitegen", describe_versions())
    assert [len(store.read_all(table)) for table in ("heads", "bodies")] == [3, 3]
    store.close()


def test_of_many_output_folders_the_latest_are_remembered(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n"})
    folders = [site.output.with_name(f"out-{n}") for n in range(10)]
    for folder in [*folders, folders[4]]:
        site.build_well(output=folder)
    store = open_store(site.root / ".sitegen", describe_versions())
    known = {kind: set(store.read_all("notes", f"{kind} ")) for kind in ("last", "stats")}
    store.close()
    assert known["last"] == known["stats"] == {str(folder) for folder in folders[2:]}
    assert site.build_well(output=folders[4]).reasons == ()
    assert site.build_well(output=folders[0]).rendered > 0
