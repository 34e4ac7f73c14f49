"""A file of the author is replaced as a whole, and only as it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import MachineError, UsageError
from sitegen.storage.author_files import read_author_file, replace_author_file


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.bib", tmp_path / "link.bib"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real.name)
    replace_author_file(read_author_file(link, "link.bib"), "after")
    assert link.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("after", 0o640)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.bib", "real.bib"]


def test_a_file_that_came_meanwhile(tmp_path: Path) -> None:
    file = read_author_file(tmp_path / "data" / "a.bib", "a.bib")
    replace_author_file(file, "ours")
    assert (tmp_path / "data" / "a.bib").read_text() == "ours"
    with pytest.raises(UsageError, match=r"a\.bib has changed meanwhile"):
        replace_author_file(file, "again")


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(MachineError, match=r"a\.bib: cannot be written"):
        replace_author_file(read_author_file(tmp_path / "data" / "a.bib", "a.bib"), "x")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"caf\xe9")
    with pytest.raises(UsageError, match=r"a\.bib: byte offset 3 is not UTF-8"):
        _ = read_author_file(tmp_path / "a.bib", "a.bib").text
