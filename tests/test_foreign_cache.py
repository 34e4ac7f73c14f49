"""A cache that came with the site, as in a pull request, can neither speak nor lead elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from sitegen.storage.cache_key import KEY_VARIABLE, forget_cache_key
from sitegen.storage.store import open_store
from sitegen.storage.versions import describe_versions
from support.sites import CONFIG, MakeSite, read_tree, run_here, write_files

SITE = {"content/index.md": "# Home\n\nHarmless words.\n", "content/a.md": "# A\n"}


@pytest.fixture(autouse=True)
def _keys() -> None:
    forget_cache_key()


@pytest.mark.parametrize("has_key", [False, True])
def test_pages_of_a_foreign_cache_are_not_published(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, *, has_key: bool
) -> None:
    """An altered sitegen keeps a script for a page of harmless words, in entries that are right."""
    site = make_site(SITE)
    site.build_well()
    wanted = read_tree(site.output)
    if not has_key:
        monkeypatch.setenv(KEY_VARIABLE, "the key of the attacker")
        forget_cache_key()
        site.build_well(clean=True)
    store = open_store(site.root / ".sitegen", describe_versions("UTC"))
    for key, body in store.read_all("bodies").items():
        assert b"Harmless words." in body or b"Home" not in body
        store.write("bodies", [(key, body.replace(b"Harmless words.", b"Evil<script>1//"))])
    store.close()
    monkeypatch.undo()
    forget_cache_key()
    site.output = site.output.with_name("after")
    site.build_well()
    # With the user's key, the altered entry is published: so this is the way of the attack.
    assert ("Evil<script>" in site.text("index.html")) is has_key
    assert (read_tree(site.output) == wanted) is not has_key


@pytest.mark.parametrize("table", ["heads", "bodies", "sources", "images", "renders", "pages"])
def test_entries_of_one_kind_are_none_of_another(make_site: MakeSite, table: str) -> None:
    """Heads and bodies of pages have the same keys: each is right, but not in another's place."""
    site = make_site(SITE)
    site.build_well()
    wanted = read_tree(site.output)
    with contextlib.closing(sqlite3.connect(site.root / ".sitegen" / "cache.db")) as database:
        for other in ("heads", "bodies", "sources", "images", "renders", "pages", "notes"):
            if other != table:
                database.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {other}")  # noqa: S608  # our own table names
        database.commit()
    site.output = site.output.with_name("after")
    site.build_well()
    assert read_tree(site.output) == wanted


@pytest.mark.parametrize(
    "name",
    [".sitegen", ".sitegen/images", ".sitegen/cache.db", ".sitegen/lock", ".sitegen/preview"],
)
def test_links_in_the_cache_are_refused(make_site: MakeSite, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    (victim / "ab").mkdir(parents=True)
    (victim / "ab" / ("ab" * 32)).write_text("not an image of the cache")
    before = read_tree(victim)
    site = make_site(SITE)
    link = site.root / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(victim)
    run = site.run_here()
    assert run.code == 2
    assert f"{link}: refused: it is a link, where sitegen keeps its own files" in run.stderr
    assert read_tree(victim) == before
    assert not site.output.exists()


@pytest.mark.parametrize("name", ["_site", "_site/.sitegen-manifest.json", "_site/.sitegen-stage"])
def test_links_in_the_output_are_refused(make_site: MakeSite, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    site = make_site(SITE)
    (site.root / name).parent.mkdir(exist_ok=True)
    (site.root / name).symlink_to(victim)
    run = run_here("build", str(site.root), cwd=site.root)
    assert run.code == 2
    assert f"{name}: refused: it is a link, where sitegen keeps its own files" in run.stderr
    assert list(victim.iterdir()) == []


def test_an_output_folder_elsewhere_may_be_a_link(make_site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "server")
    site = make_site(SITE)
    run = run_here("build", str(site.root), "-o", str(tmp_path / "link"), cwd=site.root)
    assert run.code == 0
    assert "a/index.html" in read_tree(tmp_path / "server")


def test_a_cache_that_git_keeps(make_site: MakeSite) -> None:
    site = make_site(SITE)
    assert site.build_well().diagnostics == ()
    ignored = subprocess.run(
        ["git", "-C", str(site.root), "init"], check=True, capture_output=True, text=True
    )
    assert ignored.returncode == 0
    status = subprocess.run(
        ["git", "-C", str(site.root), "status", "--porcelain", "--untracked-files=all"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert ".sitegen" not in status
    subprocess.run(
        ["git", "-C", str(site.root), "add", "-f", ".sitegen"], check=True, capture_output=True
    )
    for _ in range(2):  # the second build finds nothing else to do
        (found,) = site.build().diagnostics
        assert str(found) == (
            ".sitegen: warning[cache-under-version-control]: Git keeps files of the cache, which "
            "others may have made; run 'git rm -r --cached .sitegen'"
        )


def test_a_cache_whose_key_cannot_be_kept(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.delenv(KEY_VARIABLE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "below"))
    forget_cache_key()
    site = make_site(SITE)
    site.build_well()
    forget_cache_key()
    (found,) = site.build().diagnostics
    assert str(found) == (
        ".sitegen: warning[cache-key]: nothing of the cache can be used: there is no folder to keep"
        " its key in; set SITEGEN_CACHE_KEY, or let sitegen write to the folder of your programs'"
        " state"
    )
    monkeypatch.undo()
    forget_cache_key()


def test_the_output_of_another_site_is_left_alone(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(SITE)
    site.build_well()
    before = read_tree(site.output)
    config = 'title = "Another Lab"\nbase_url = "https://another.example.org/"\n'
    write_files(tmp_path / "other", {"sitegen.toml": config, "content/b.md": "# B\n"})
    run = run_here("build", str(tmp_path / "other"), "-o", str(site.output), cwd=tmp_path)
    assert run.code == 2
    assert "refused as output folder: it holds another site, 'Test Lab' (https" in run.stderr
    assert read_tree(site.output) == before
    # One that has got another title or address is the same.
    write_files(site.root, {"sitegen.toml": CONFIG.replace("Lab", "Laboratory")})
    assert site.run_here().code == 0


@pytest.mark.parametrize("name", [".sitegen", ".sitegen/images", ".sitegen/images/new"])
def test_the_cache_is_no_output_folder(make_site: MakeSite, name: str) -> None:
    site = make_site(SITE)
    site.build_well()
    run = run_here("build", str(site.root), "-o", str(site.root / name), cwd=site.root)
    assert run.code == 2
    assert "refused as output folder: it is sitegen's cache" in run.stderr


@pytest.mark.parametrize("name", ["sitegen.toml", "pyproject.toml"])
def test_a_configuration_from_outside(make_site: MakeSite, tmp_path: Path, name: str) -> None:
    site = make_site(SITE)
    (site.root / "sitegen.toml").unlink()
    config = site.root / name
    table = "" if name == "sitegen.toml" else "[tool.sitegen]\n"
    (tmp_path / "theirs.toml").write_text(f"{table}{CONFIG}")
    config.symlink_to(tmp_path / "theirs.toml")
    run = site.run_here()
    assert run.code == 2
    assert f"{config}: refused: it is a link that leads out of the site" in run.stderr


def test_a_link_in_place_of_the_next_manifest(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(SITE)
    site.build_well()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (site.output / ".sitegen-manifest.json.new").symlink_to(victim)
    site.write({"content/c.md": "# C\n"})
    site.build_well()
    assert victim.read_text() == "precious"
    assert "c/index.html" in read_tree(site.output)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("_site/.sitegen-manifest.json", 2),
        ("_site/.sitegen-stage", 3),
        (".sitegen/cache.db", 0),
        (".sitegen/lock", 0),
    ],
)
def test_no_build_waits_for_a_pipe(make_site: MakeSite, name: str, code: int) -> None:
    site = make_site(SITE)
    run_here("build", str(site.root), cwd=site.root)
    place = site.root / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    site.write({"content/b.md": "# B\n"})
    run = run_here("build", str(site.root), "-j", "1", cwd=site.root)
    assert run.code == code
    assert "Traceback" not in run.stderr


def test_a_manifest_that_is_nested_too_deeply(make_site: MakeSite) -> None:
    site = make_site(SITE)
    site.build_well()
    (site.output / ".sitegen-manifest.json").write_text("[" * 100_000)
    run = site.run_here()
    assert run.code == 2
    assert "refused as output folder: it is not empty and was not written by sitegen" in run.stderr


def test_a_manifest_cannot_write_more_lines(make_site: MakeSite) -> None:
    site = make_site(SITE)
    site.build_well()
    owner = {"title": "A\n\x07\x1b[2Jall is well", "base_url": "x:\n"}
    told = json.dumps({"version": 2, "site": owner, "files": {}})
    (site.output / ".sitegen-manifest.json").write_text(told)
    run = site.run_here()
    assert run.code == 2
    assert "it holds another site, 'A [2Jall is well' (x:)" in run.stderr
    assert "\x07" not in run.stderr


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    name = "lab\x1b]0;pwned\x07"
    run = run_here("build", str(tmp_path / name), cwd=tmp_path)
    assert run.code == 2
    assert "lab�]0;pwned�" in run.stderr
    assert "\x1b" not in run.stderr
