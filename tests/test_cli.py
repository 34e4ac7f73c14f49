# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
"""The command line is a contract: exit codes, what stands on stdout, what on stderr."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.storage.image_cache import ImageCache
from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree, run_here, run_sitegen
from support.watching import watch_files

KEYS = [
    *("pages", "files", "written", "unchanged", "removed", "images", "left_out"),
    *("seconds", "diagnostics", "turned_off", "known"),
]


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    return make_site(
        {"content/a.md": "# A\n", "content/b.md": "![p](p.png)\n", "content/p.png": picture()}
    )


def test_json(site: SiteFolder) -> None:
    run = site.run("--format", "json")
    assert run.code == 0
    assert list(run.json) == KEYS
    assert run.json["pages"] == 2
    assert run.json["files"] == run.json["written"] == len(site.files())
    assert (run.json["unchanged"], run.json["removed"], run.json["images"]) == (0, 0, 5)
    assert run.json["diagnostics"] == []
    assert run.stdout.count("\n") == 1
    again = site.run_here("--format", "json").json
    assert (again["written"], again["unchanged"]) == (0, run.json["files"])
    (site.root / "content" / "b.md").unlink()
    removed = site.run_here("--format", "json").json
    # The page, its card and its picture in two formats; two cards are left.
    assert (removed["pages"], removed["removed"], removed["images"]) == (1, 4, 2)


def test_json_of_a_site_with_mistakes(site: SiteFolder) -> None:
    site.write({"content/c.md": "[x](xyzzy.md)\n"})
    run = site.run_here("--format", "json")
    assert run.code == 1
    assert list(run.json) == KEYS
    assert (run.json["files"], run.json["written"]) == (0, 0)
    assert run.json["diagnostics"] == [
        {
            "code": "broken-link",
            "severity": "error",
            "path": "content/c.md",
            "line": 1,
            "column": 5,
            "message": "there is no page or file 'xyzzy.md'",
            "hint": "links are paths from the page's file",
        }
    ]
    assert not site.output.exists()


def test_json_of_a_wrong_configuration(site: SiteFolder) -> None:
    site.write({"sitegen.toml": "titel = 3\n"})
    run = site.run_here("--format", "json")
    assert run.code == 2
    assert list(run.json) == KEYS
    assert {each["code"] for each in run.json["diagnostics"]} == {
        "unknown-setting",
        "missing-setting",
    }


def test_github_annotations(site: SiteFolder) -> None:
    site.write({"content/c.md": "Fine.\n\n[x](gone.md)\n"})
    run = site.run_here("--format", "github")
    assert run.code == 1
    assert (
        "::error file=content/c.md,line=3,col=5,title=broken-link::there is no page"
        in run.stdout + run.stderr
    )


def test_people_read_one_line_on_stderr(site: SiteFolder) -> None:
    run = site.run()
    assert (run.code, run.stdout) == (0, "")
    assert len(run.lines) == 1
    assert "2 pages" in run.stderr


def test_warnings_do_not_stop_the_build(site: SiteFolder) -> None:
    site.write({"content/c.md": "![](p.png)\n"})
    run = site.run_here()
    assert run.code == 0
    assert "warning[image-alt]" in run.stderr
    assert "c/index.html" in site.files()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["build", "--no-such-option"],
        ["build", "gone"],
        ["build", "-j", "0"],
        ["build", "-j", "many"],
        ["build", "--format", "xml"],
        ["build", ".", "another"],
        ["no-such-command"],
        ["serve", "--port", "99999"],
        ["build", "--base-url", "lab.example.org"],
        ["build", "--base-url", "https://lab.example.org"],
        ["build", "-o", "content"],
        ["build", "-o", "/"],
    ],
)
def test_wrong_usage(site: SiteFolder, arguments: list[str]) -> None:
    before = read_tree(site.root)
    run = run_here(*arguments, cwd=site.root)
    assert run.code == 2
    assert run.stderr.strip()
    assert "Traceback" not in run.stderr
    assert read_tree(site.root) == before


@pytest.mark.parametrize(
    "address", ["", "here", "127.0.0.1", "127.0.0.1:", ":8786", "h:port", "h:1/x"]
)
def test_a_cluster_without_an_address(site: SiteFolder, address: str) -> None:
    pytest.importorskip("distributed")
    run = site.run_here("-j", f"dask://{address}")
    assert run.code == 2
    assert run.lines == [
        f"sitegen: -j dask://{address}: not an address such as dask://127.0.0.1:8786"
    ]


def test_a_wrong_source_date_epoch(site: SiteFolder) -> None:
    run = site.run(environment={"SOURCE_DATE_EPOCH": "soon"})
    assert run.code == 2
    assert run.lines == ["sitegen: SOURCE_DATE_EPOCH is 'soon', not a number of seconds"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always UTF-8")
def test_a_locale_that_cannot_write_every_name(site: SiteFolder) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    site.write({"content/ü.md": "x\n"})
    run = site.run(environment=ascii_only)
    told = "sitegen: this locale writes names of files as ascii; set PYTHONUTF8=1 for UTF-8"
    assert (run.code, run.lines) == (2, [told])
    assert not site.output.exists()
    assert site.run(environment={**ascii_only, "PYTHONUTF8": "1"}).code == 0
    assert site.run(environment={"LC_ALL": "C"}).code == 0
    assert (site.output / "ü" / "index.html").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, all names are text")
def test_a_folder_whose_name_is_no_text(make_site: MakeSite, tmp_path: Path) -> None:
    """Also for the processes that read pictures, and in the record of what was built where."""
    names = [f"p{number}.png" for number in range(6)]
    pictures = {f"content/{name}": picture(colour=(20 * n, 0, 0)) for n, name in enumerate(names)}
    text = "".join(f"![p]({name})\n\n" for name in names)
    made = make_site({"content/a.md": text, **pictures})
    odd = SiteFolder(tmp_path / os.fsdecode(b"\xff\xe9 x"), made.output)
    made.root.rename(odd.root)
    assert odd.run("-j", "2").code == 0
    assert "nothing rendered" in odd.run("-j", "2").stderr


def test_help_and_version() -> None:
    for arguments in (["--help"], ["-h"], ["build", "--help"], ["serve", "--help"]):
        run = run_here(*arguments, cwd=Path.cwd())
        assert run.code == 0
        assert "Usage: sitegen" in run.stdout
    assert run_sitegen("--version").stdout.startswith("sitegen ")


def test_the_default_site_and_output(site: SiteFolder) -> None:
    assert run_here("build", cwd=site.root).code == 0
    assert (site.root / "_site" / "a" / "index.html").is_file()
    assert (site.root / ".sitegen").is_dir()


def test_the_output_is_relative_to_where_one_stands(site: SiteFolder, tmp_path: Path) -> None:
    run = run_here("build", site.root, "-o", "here", cwd=tmp_path)
    assert run.code == 0
    assert (tmp_path / "here" / "index.html").is_file()


def test_clean_ignores_the_cache(site: SiteFolder) -> None:
    first = site.build_well()
    assert (first.parsed, first.derived) == (2, 5)
    site.output = site.output.with_name("another")
    kept = site.build_well()
    assert (kept.parsed, kept.derived) == (0, 0)
    site.output = site.output.with_name("a third")
    images = site.root / ".sitegen" / "images"
    for path in images.rglob("*"):
        if path.is_file():
            ImageCache(images).write(path.name, b"forged")
    clean = site.build_well(clean=True)
    assert (clean.parsed, clean.derived) == (2, 5)
    assert b"forged" not in read_tree(site.output).values()
    assert site.run_here("--clean").code == 0


def test_a_pyproject(site: SiteFolder) -> None:
    (site.root / "sitegen.toml").unlink()
    site.write({"pyproject.toml": "[tool.sitegen]\n" + CONFIG})
    assert site.run_here().code == 0


def test_a_bug_is_told_as_one(site: SiteFolder, tmp_path: Path) -> None:
    code = (
        "import sys, sitegen.cli.main, sitegen.engine.build\n"
        "def broken(*_): raise RuntimeError('harm')\n"
        "sitegen.engine.build.build_site = broken\n"
        f"sys.argv = ['sitegen', 'build', {str(site.root)!r}, '-o', {str(tmp_path / 'x')!r}]\n"
        "sitegen.cli.main.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "RuntimeError: harm" in done.stderr
    assert "bug in sitegen" in done.stderr


# --- the machine fails --------------------------------------------------------------------------

#: Root passes every test of permissions: give up the capabilities by which it does (capabilities(7)),
#: and, when asked, allow no file longer than a limit. Then run the command in the same process.
_UNPRIVILEGED = """
import ctypes, os, resource, signal, sys
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
if os.geteuid() == 0:
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            sys.exit("cannot give up the rights of root: " + os.strerror(ctypes.get_errno()))
limit = int(sys.argv[1])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
os.execv(sys.executable, [sys.executable, "-m", "sitegen", *sys.argv[2:]])
"""


def _run_unprivileged(*arguments: str | Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _UNPRIVILEGED, str(limit), *map(str, arguments)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def shared(site: SiteFolder) -> SiteFolder:
    """A site that was built once."""
    assert site.run_here().code == 0
    return site


def test_without_privileges_it_builds(shared: SiteFolder) -> None:
    shared.write({"content/c.md": "new\n"})
    done = _run_unprivileged("build", shared.root, "-o", shared.output)
    assert (done.returncode, "c/index.html" in shared.files()) == (0, True), done.stderr


def test_an_output_that_may_not_be_written(shared: SiteFolder) -> None:
    shared.write({"content/a.md": "# Changed\n", "content/c.md": "new\n"})
    before = read_tree(shared.output)
    for path in (shared.output, *(p for p in shared.output.rglob("*") if p.is_dir())):
        path.chmod(0o555)
    done = _run_unprivileged("build", shared.root, "-o", shared.output)
    shared.output.chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert read_tree(shared.output) == before


def test_a_source_that_may_not_be_read(shared: SiteFolder) -> None:
    (shared.root / "content" / "a.md").chmod(0)
    before = read_tree(shared.output)
    done = _run_unprivileged("build", shared.root, "-o", shared.output)
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("sitegen: ")
    assert "content/a.md: cannot be read: Permission denied" in done.stderr
    assert read_tree(shared.output) == before


def test_a_folder_that_may_not_be_read(shared: SiteFolder) -> None:
    (shared.root / "content").chmod(0)
    done = _run_unprivileged("build", shared.root, "-o", shared.output)
    (shared.root / "content").chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert "cannot be read: Permission denied" in done.stderr


def test_a_parent_that_may_not_be_entered(shared: SiteFolder, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = _run_unprivileged("build", shared.root, "-o", closed / "out")
    assert done.returncode == 3, done.stderr
    assert "Permission denied" in done.stderr


def test_a_disk_that_is_full(shared: SiteFolder) -> None:
    """A limit on the size of files fails like a full disk: in the middle of a write."""
    shared.write({"content/a.md": "# Changed\n\n" + "Long text.\n\n" * 20_000})
    before = read_tree(shared.output)
    done = _run_unprivileged("build", shared.root, "-o", shared.output, limit=150_000)
    assert done.returncode == 3, done.stderr
    assert "a/index.html" in done.stderr or "cannot be written" in done.stderr
    after = read_tree(shared.output)
    assert after["a/index.html"] == before["a/index.html"]
    assert [
        name for name in after if Path(name).name.startswith(".sitegen-") and "manifest" not in name
    ] == []


def test_stopped_by_ctrl_c_it_clears_up(shared: SiteFolder) -> None:
    shared.write({"content/a.md": "# A\n\nChanged.\n"})
    before = read_tree(shared.output)

    def stop(_: str, path: str) -> None:
        if path.endswith("a/index.html"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), watch_files(stop):
        shared.build()
    after = read_tree(shared.output)
    assert after.keys() == before.keys()
    assert after["a/index.html"] == before["a/index.html"]
    assert not (shared.output / ".sitegen-stage").exists()
    assert shared.build_well().written > 0


def test_a_read_only_cache_is_no_failure(shared: SiteFolder) -> None:
    for path in (shared.root / ".sitegen").rglob("*"):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    shared.write({"content/c.md": "![q](q.png)\n", "content/q.png": picture(size=(50, 50))})
    (shared.root / "content" / "q.png").chmod(0o644)
    done = _run_unprivileged("build", shared.root, "-o", shared.output, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["images"] == 8


def test_a_command_that_does_not_exist() -> None:
    misspelled, new = run_here("biuld", cwd=Path.cwd()), run_here("new", cwd=Path.cwd())
    assert (misspelled.code, new.code) == (2, 2)
    assert misspelled.lines[-1] == "Error: No such command 'biuld'; did you mean 'build'?"
    assert "a site is a folder with sitegen.toml" in new.lines[-1]
