"""The same sources make the same bytes: for any number of jobs, any place, any cache."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from support.sites import NOW, read_tree, run_sitegen

SMALL = Path(__file__).parent / "sites" / "small"


def _build(site: Path, output: Path, *arguments: str, **environment: str) -> dict[str, bytes]:
    run = run_sitegen("build", site, "-o", output, *arguments, environment=environment)
    assert run.code == 0, run.stderr
    return read_tree(output)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("reference")
    site = folder / "site"
    shutil.copytree(SMALL, site)
    return site, _build(site, folder / "out", "-j", "1", SOURCE_DATE_EPOCH=str(NOW))


VARIATIONS: dict[str, tuple[list[str], dict[str, str]]] = {
    "warm cache": ([], {}),
    "without the cache": (["--clean"], {}),
    "two jobs": (["-j", "2", "--clean"], {}),
    "another hash seed": ([], {"PYTHONHASHSEED": "1"}),
    "yet another hash seed": (["--clean"], {"PYTHONHASHSEED": "4242"}),
    "another time zone": ([], {"TZ": "Pacific/Kiritimati"}),
    "another locale": ([], {"LC_ALL": "C", "LANG": "C"}),
    "a Turkish locale": ([], {"LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"}),
    "an optimised Python": ([], {"PYTHONOPTIMIZE": "2"}),
    "a later moment": ([], {"SOURCE_DATE_EPOCH": str(NOW + 86_400)}),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_build_is_the_same(
    name: str, reference: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    site, expected = reference
    arguments, environment = VARIATIONS[name]
    environment = {"SOURCE_DATE_EPOCH": str(NOW), **environment}
    assert _build(site, tmp_path / "out", *arguments, **environment) == expected


def test_a_copy_elsewhere_in_another_order(
    reference: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """Files that were made in another order, with other times and rights, under another path."""
    site, expected = reference
    other = tmp_path / "quite another" / "p l a c e"
    for path in sorted((p for p in SMALL.rglob("*") if p.is_file()), reverse=True):
        target = other / path.relative_to(SMALL)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (1_000_000_000, 1_000_000_000))
        target.chmod(0o600)
    run = run_sitegen(
        "build",
        "p l a c e",
        "-o",
        "out",
        cwd=other.parent,
        environment={"SOURCE_DATE_EPOCH": str(NOW)},
    )
    assert run.code == 0, run.stderr
    assert read_tree(other.parent / "out") == expected
    assert site != other


def test_edits_leave_no_trace(tmp_path: Path) -> None:
    """After a page was added, changed, broken and removed, the output is that of a clean build."""
    site, out = tmp_path / "site", tmp_path / "out"
    shutil.copytree(SMALL, site)
    environment = {"SOURCE_DATE_EPOCH": str(NOW)}
    before = _build(site, out, **environment)
    page = site / "content" / "news" / "new.md"
    page.write_text("---\ntitle: New\ndate: 2026-04-01\ntags: [Fresh]\naliases: [/x/]\n---\nNew.\n")
    assert "tags/fresh/index.html" in _build(site, out, **environment)
    page.write_text("---\ntitle: New\nslug: newer\n---\n![p](../../assets/images/profile.png)\n")
    assert "tags/fresh/index.html" not in _build(site, out, **environment)
    page.write_text("[broken](gone.md)\n")
    assert run_sitegen("build", site, "-o", out, environment=environment).code == 1
    page.unlink()
    assert _build(site, out, **environment) == before


def test_no_place_and_no_moment_is_in_the_output(reference: tuple[Path, dict[str, bytes]]) -> None:
    site, expected = reference
    for name, data in expected.items():
        assert str(site).encode() not in data, name
        assert str(Path.cwd()).encode() not in data, name
        assert b"2026-11-01" not in data, name
