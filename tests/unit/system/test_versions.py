from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sitegen
from sitegen.system import workshop
from sitegen.system.versions import describe_versions
from support.sites import MakeSite, read_tree

PACKAGE = Path(sitegen.__file__).parent


def described(folder: Path) -> str:
    """Return what a copy of sitegen says of itself."""
    code = "from sitegen.system.versions import describe_versions; print(describe_versions())"
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
    "change", ["nothing", "bytecode", "system/store.py", "theme/templates/page.html", "new.py"]
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


def test_other_versions_take_nothing_from_the_store(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "x\n", "content/b.md": "y\n"})
    first = site.build_well()
    before = read_tree(site.output)
    monkeypatch.setattr(workshop, "describe_versions", lambda: "another")
    again = site.build_well()
    assert (again.parsed, again.rendered) == (first.parsed, first.rendered) == (2, 4)
    assert (again.written, read_tree(site.output)) == (0, before)
    assert site.build_well().rendered == 0
