"""A file of the author is replaced as a whole, and only as it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import MachineError, OutputRefusedError, UsageError
from sitegen.storage.author_files import read_author_file, replace_author_file


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.bib", tmp_path / "link.bib"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real.name)
    replace_author_file(read_author_file(tmp_path, "link.bib"), "after")
    assert link.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("after", 0o640)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.bib", "real.bib"]


def test_a_link_out_of_the_site_is_refused(tmp_path: Path) -> None:
    site, victim = tmp_path / "site", tmp_path / "theirs.bib"
    site.mkdir()
    victim.write_text("precious")
    (site / "link.bib").symlink_to(victim)
    with pytest.raises(OutputRefusedError, match=r"link\.bib: refused: .* leads out"):
        replace_author_file(read_author_file(site, "link.bib"), "after")
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("kind", ["left", "link"])
def test_what_is_in_place_of_the_next_file(tmp_path: Path, kind: str) -> None:
    victim, fresh = tmp_path / "victim", tmp_path / ".a.bib.new"
    victim.write_text("precious")
    if kind == "left":
        fresh.write_text("by a run that was killed")
    else:
        fresh.symlink_to(victim)
    replace_author_file(read_author_file(tmp_path, "a.bib"), "ours")
    assert (tmp_path / "a.bib").read_text() == "ours"
    assert victim.read_text() == "precious"
    assert not fresh.exists()


def test_a_file_that_came_meanwhile(tmp_path: Path) -> None:
    file = read_author_file(tmp_path, "data/a.bib")
    replace_author_file(file, "ours")
    assert (tmp_path / "data" / "a.bib").read_text() == "ours"
    with pytest.raises(UsageError, match=r"a\.bib has changed meanwhile"):
        replace_author_file(file, "again")


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(MachineError, match=r"a\.bib: cannot be written"):
        replace_author_file(read_author_file(tmp_path, "data/a.bib"), "x")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"caf\xe9")
    with pytest.raises(UsageError, match=r"a\.bib: byte offset 3 is not UTF-8"):
        _ = read_author_file(tmp_path, "a.bib").text
