"""What is made once for all processes of a test run."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from unittest import mock

import sitegen
from sitegen.images import encoding
from sitegen.storage.lock import hold_lock
from support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

__all__ = ["copy_demo", "make_demo", "make_once"]

#: What makes the repository's own site.
_BIBLIOGRAPHIES = ("publications.bib", "references.bib")
#: What builds know of the site; and what the first one knew, which later ones leave alone.
_CACHE, _MADE = ".sitegen/cache.db", ".sitegen/made.db"
_PARTS = ("pyproject.toml", *_BIBLIOGRAPHIES, "content", "assets", "templates", "data")


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder of the run that `make` has filled, in whichever process came first.

    Nobody may change it afterwards.
    """
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    folder, done = run / name, run / f"{name}.done"
    with hold_lock(run / f"{name}.lock", lambda: None):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def make_demo(folder: Path) -> None:
    """Copy the repository's own site, and build it so that its cache holds the images.

    AVIF is encoded in a hurry: the files are a tenth larger, and are made in a quarter of the time.
    """
    _copy_site(ROOT, folder)
    with mock.patch.object(encoding, "_AVIF_SPEED", 10):
        assert sitegen.build(folder, jobs=1).ok
    shutil.rmtree(folder / "_site")
    shutil.copy(folder / _CACHE, folder / _MADE)


def copy_demo(demo: Path, target: Path) -> Path:
    """Copy the demo, with its images and what the build knew that has made them."""
    target.mkdir()
    _copy_site(demo, target)
    shutil.copytree(demo / ".sitegen" / "images", target / ".sitegen" / "images")
    shutil.copy(demo / _MADE, target / _CACHE)
    return target


def _copy_site(source: Path, target: Path) -> None:
    for name in _PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copy(source / name, target)
