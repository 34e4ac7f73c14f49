from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zoneinfo
from pathlib import Path

import pytest

import sitegen
from sitegen.engine import build_context as workshop
from sitegen.storage.versions import describe_installation, describe_program, describe_versions
from support.sites import CONFIG, MakeSite, read_tree

PACKAGE = Path(sitegen.__file__).parent


def described(folder: Path) -> str:
    """Return what a copy of sitegen says of itself."""
    code = "from sitegen.storage.versions import describe_versions; print(describe_versions())"
    others = [each for each in sys.path if not (Path(each) / "sitegen" / "cli.py").exists()]
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(folder), *others]),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "change", ["nothing", "bytecode", "storage/store.py", "theme/templates/page.html", "new.py"]
)
def test_any_change_of_sitegen_is_another_version(tmp_path: Path, change: str) -> None:
    copy = tmp_path / "sitegen"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    if change == "bytecode":
        (copy / "__pycache__").mkdir()
        (copy / "__pycache__" / "x.pyc").write_bytes(b"x")
    elif change != "nothing":
        with (copy / change).open("a") as file:
            file.write("\n")
    same = described(tmp_path) == describe_versions()
    assert same == (change in {"nothing", "bytecode"})


@pytest.mark.parametrize(
    "name", ["python (3, ", "jinja2 3", "markdown 3", "pygments 2", "msgspec 0", "pillow 1"]
)
def test_libraries_are_named(name: str) -> None:
    assert name in describe_versions()
    assert "unknown" not in describe_versions()


def test_every_library_that_shapes_a_page_is_named() -> None:
    for name in ("pyromark", "selectolax", "pyyaml", "markupsafe"):
        assert f"{name} " in describe_versions()


@pytest.mark.parametrize(
    ("folder", "library"),
    [
        ("Pillow-99.1.dist-info", "pillow 99.1"),
        ("Pillow-99.2.egg-info", "pillow 99.2"),
        ("Pygments-99.3-py3.11.egg-info", "pygments 99.3"),
        ("python_frontmatter-99.4-py3.12-linux.egg-info", "python-frontmatter 99.4"),
    ],
)
def test_versions_are_read_from_names_of_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, library: str
) -> None:
    """Debian's packages have other folders than those of pip."""
    (tmp_path / folder).mkdir()
    (tmp_path / "sitegen.egg-info").mkdir()  # of a package that lies where it is developed
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    for each in (describe_program, describe_installation):
        each.cache_clear()
    try:
        assert f"; {library}; " in describe_versions()
    finally:
        for each in (describe_program, describe_installation):
            each.cache_clear()


def test_other_versions_take_nothing_from_the_store(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "x\n", "content/b.md": "y\n"})
    first = site.build_well()
    before = read_tree(site.output)
    monkeypatch.setattr(workshop, "describe_versions", lambda _: "another")
    again = site.build_well()
    assert (again.parsed, again.rendered) == (first.parsed, first.rendered) == (2, 4)
    assert (again.written, read_tree(site.output)) == (0, before)
    assert site.build_well().rendered == 0


def test_other_rules_of_the_time_zone_are_another_version(
    make_site: MakeSite, tmp_path: Path
) -> None:
    """Governments change them; what was parsed by the old ones is parsed again."""
    zones = tmp_path / "zones" / "Test"
    zones.mkdir(parents=True)
    system = next(path for path in zoneinfo.TZPATH if Path(path, "Europe/Berlin").is_file())
    shutil.copy(Path(system, "Europe/Berlin"), zones / "Zone")
    page = "---\ntitle: A\ndate: 2026-07-01 10:00\n---\nx\n"
    config = CONFIG + 'timezone = "Test/Zone"\n'
    site = make_site({"content/a.md": page}, config)
    environment = {"PYTHONTZPATH": str(zones.parent)}
    assert site.run(environment=environment).code == 0
    assert "2026-07-01T10:00:00+02:00" in site.text("feed.xml")
    assert "nothing rendered" in site.run(environment=environment).stderr
    shutil.copy(Path(system, "America/New_York"), zones / "Zone")
    assert site.run(environment=environment).code == 0
    assert "2026-07-01T10:00:00-04:00" in site.text("feed.xml")


def test_only_the_site_s_own_time_zone_counts() -> None:
    plain, berlin = describe_versions(), describe_versions("Europe/Berlin")
    assert plain == describe_versions("UTC")
    assert berlin.partition("; Europe/Berlin ")[0] == plain.partition("; UTC ")[0]
    assert len(berlin.rpartition(" ")[2]) == 64


def test_without_rules_of_the_system_those_of_the_package_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    assert "; Asia/Tokyo tzdata " in describe_versions("Asia/Tokyo")
