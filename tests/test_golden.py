"""Whole outputs, kept in `golden/`; `make golden` writes them anew, and the diff is read.

They hold what a site says and where it leads. Analysis are left out, so that a design may change
without a word of them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sitegen
from support.digest import digest_output
from support.sites import read_tree, write_files

HERE = Path(__file__).parent
SITES = ["seed", "small"]


@pytest.mark.parametrize("name", SITES)
def test_golden(name: str, tmp_path: Path, *, rewrite: bool) -> None:
    site, output, golden = tmp_path / "site", tmp_path / "out", HERE / "golden" / name
    shutil.copytree(HERE / "sites" / name, site)
    assert sitegen.build(site, output=output).ok
    found = digest_output(output)
    if rewrite:
        shutil.rmtree(golden, ignore_errors=True)
        write_files(golden, found)
    kept = {path: data.decode() for path, data in read_tree(golden).items()}
    assert sorted(found) == sorted(kept)
    for path, text in found.items():
        assert text == kept[path], path
