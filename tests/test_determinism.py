"""The same sources make the same bytes: for any number of jobs, any place, any cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, product
from pathlib import Path

import pytest

from sitegen.engine.workers import SMALL as SMALL_SITE
from support.corpus import CORPUS_CONFIG, corpus
from support.sites import CONFIG, NOW, Run, read_tree, run_here, run_sitegen, write_files

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
SMALL = Path(__file__).parent / "sites" / "small"


def hash_of(tree: dict[str, bytes]) -> str:
    """Return one hash of all names and bytes."""
    whole = hashlib.sha256()
    for name, data in sorted(tree.items()):
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _build(site: Path, output: Path, *arguments: str, **environment: str) -> dict[str, bytes]:
    run = run_sitegen("build", site, "-o", output, *arguments, environment=environment)
    assert run.code == 0, run.stderr
    return read_tree(output)


def _build_here(site: Path, output: Path, *arguments: str) -> dict[str, bytes]:
    run = run_here("build", site, "-o", output, *arguments, cwd=output.parent)
    assert run.code == 0, run.stderr
    return read_tree(output)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("reference")
    site = folder / "site"
    shutil.copytree(SMALL, site)
    return site, _build(site, folder / "out", "-j", "1", SOURCE_DATE_EPOCH=str(NOW))


VARIATIONS: dict[str, tuple[list[str], int]] = {
    "warm cache": ([], NOW),
    "without the cache": (["--clean"], NOW),
    "a later moment": ([], NOW + 86_400),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_build_is_the_same(
    name: str,
    reference: tuple[Path, dict[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site, expected = reference
    arguments, moment = VARIATIONS[name]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
    assert _build_here(site, tmp_path / "out", *arguments) == expected


def test_an_optimised_python_builds_the_same(
    reference: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    site, expected = reference
    environment = {"SOURCE_DATE_EPOCH": str(NOW), "PYTHONOPTIMIZE": "2"}
    assert _build(site, tmp_path / "out", "--clean", **environment) == expected


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
    before = _build_here(site, out)
    page = site / "content" / "news" / "new.md"
    page.write_text("---\ntitle: New\ndate: 2026-04-01\ntags: [Fresh]\naliases: [/x/]\n---\nNew.\n")
    assert "tags/fresh/index.html" in _build_here(site, out)
    page.write_text("---\ntitle: New\nslug: newer\n---\n![p](../../assets/images/profile.png)\n")
    assert "tags/fresh/index.html" not in _build_here(site, out)
    page.write_text("[broken](gone.md)\n")
    assert run_here("build", site, "-o", out, cwd=tmp_path).code == 1
    page.unlink()
    assert _build_here(site, out) == before


def test_no_place_and_no_moment_is_in_the_output(reference: tuple[Path, dict[str, bytes]]) -> None:
    site, expected = reference
    for name, data in expected.items():
        assert str(site).encode() not in data, name
        assert str(Path.cwd()).encode() not in data, name
        assert b"2026-11-01" not in data, name


# --- pages shared out among processes -------------------------------------------------------------

PAGES = SMALL_SITE + 5
#: Everything that must not matter.
SURROUNDINGS: dict[str, tuple[str, ...]] = {
    "jobs": ("1", "2", "5"),
    "cache": ("cold", "warm"),
    "PYTHONHASHSEED": ("0", "4242"),
    "TZ": ("America/St_Johns", "Pacific/Kiritimati"),
    "LC_ALL": ("C", "tr_TR.UTF-8"),
    "folder": ("site", "p l a c e/ü"),
}
ALL = list(product(*SURROUNDINGS.values()))


def _groups(chosen: tuple[str, ...], size: int) -> set[tuple[tuple[int, str], ...]]:
    """Return all groups of so many values that a choice tries together."""
    return set(combinations(enumerate(chosen), size))


def _covering(size: int = 2) -> list[tuple[str, ...]]:
    """Choose surroundings so that every so many values meet at least once; always the same ones."""
    missing = {group for each in ALL for group in _groups(each, size)}
    chosen = []
    while missing:
        best = max(ALL, key=lambda each: len(missing & _groups(each, size)))
        chosen.append(best)
        missing -= _groups(best, size)
    return chosen


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A site with many pages that was built once, by one process."""
    folder = tmp_path_factory.mktemp("many")
    site = folder / "site"
    write_files(site, {"sitegen.toml": CORPUS_CONFIG, **corpus(PAGES)})
    tree = _build(site, folder / "out", "-j", "1", SOURCE_DATE_EPOCH=str(NOW))
    assert sum(name.endswith("/index.html") for name in tree) > PAGES
    return site, tree


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Turkish, where it can be had: an i without a dot has misled many a program."""
    folder = tmp_path_factory.mktemp("locales")
    localedef = shutil.which("localedef")
    if localedef:
        command = [localedef, "-i", "tr_TR", "-f", "UTF-8", folder / "tr_TR.UTF-8"]
        subprocess.run(command, capture_output=True, check=False)
    return folder


def test_every_two_values_meet() -> None:
    met = set().union(*(_groups(each, 2) for each in _covering()))
    for one, other in combinations(enumerate(SURROUNDINGS.values()), 2):
        for values in product(one[1], other[1]):
            assert ((one[0], values[0]), (other[0], values[1])) in met
    assert len(_covering()) < 10
    assert {value for each in _covering(1) for value in each} == {
        value for values in SURROUNDINGS.values() for value in values
    }


#: `make test` tries each value, `make test-limits` every two together, a long run all.
EVERY = [
    *_covering(1),
    *(
        pytest.param(each, marks=pytest.mark.limits)
        for each in (ALL if LONG else _covering())
        if each not in _covering(1)
    ),
]


@pytest.mark.parametrize("chosen", EVERY, ids="-".join)
def test_nothing_around_a_build_matters(
    chosen: tuple[str, ...], many: tuple[Path, dict[str, bytes]], locales: Path, tmp_path: Path
) -> None:
    """A warm cache is a copy."""
    site, expected = many
    values = dict(zip(SURROUNDINGS, chosen, strict=True))
    place = tmp_path / values["folder"]
    ignored = None if values["cache"] == "warm" else shutil.ignore_patterns(".sitegen")
    shutil.copytree(site, place, ignore=ignored)
    names = ("PYTHONHASHSEED", "TZ", "LC_ALL")
    environment = {name: values[name] for name in names}
    environment |= {"SOURCE_DATE_EPOCH": str(NOW), "LOCPATH": str(locales)}
    run = run_sitegen(
        "build", ".", "-o", "../out", "-j", values["jobs"], cwd=place, environment=environment
    )
    assert run.code == 0, run.stderr
    assert hash_of(read_tree(place.parent / "out")) == hash_of(expected)


def test_processes_draw_the_same_cards(tmp_path: Path) -> None:
    site, trees = tmp_path / "site", []
    pages = {f"content/p{number}.md": f"# Study {number}\n" for number in range(SMALL_SITE + 5)}
    write_files(site, {"sitegen.toml": CONFIG, "templates/page.html": "{{ page.title }}", **pages})
    for jobs in ("1", "2"):
        arguments = ("-j", jobs, "--clean")
        trees.append(_build(site, tmp_path / jobs, *arguments, SOURCE_DATE_EPOCH=str(NOW)))
    assert sum(name.endswith("-card.png") for name in trees[0]) > SMALL_SITE
    assert trees[0] == trees[1]


def test_processes_find_the_same_mistakes(
    many: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    site, _ = many
    found = []
    for jobs in ("1", "3"):
        copy = tmp_path / jobs
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".sitegen"))
        template = '{% extends "theme/page.html" %}{% block content %}{{ page.gone }}{% endblock %}'
        for number in range(0, 30, 7):
            page = copy / "content" / "part-1" / f"study-{number}.md"
            page.write_text(page.read_text().replace("study-", "gone-"))
        write_files(copy, {"templates/part-2/page.html": template})
        run = run_sitegen("build", copy, "-o", tmp_path / "out", "-j", jobs)
        assert run.code == 1
        found.append(run.stderr)
    assert found[0] == found[1]
    assert found[0].count("broken-link") == 5
    assert "template-undefined" in found[0]
    assert not (tmp_path / "out").exists()


def test_a_change_is_the_same_for_any_number_of_processes(
    many: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """A warm build, in which every page has to be rendered and a few have to be parsed."""
    site, _ = many
    trees = []
    for jobs in ("1", "2", "cold"):
        copy, out = tmp_path / jobs, tmp_path / f"out-{jobs}"
        ignored = shutil.ignore_patterns(".sitegen") if jobs == "cold" else None
        shutil.copytree(site, copy, ignore=ignored)
        config = copy / "sitegen.toml"
        config.write_text(config.read_text().replace("Test Lab", "Another Lab"))
        for number in range(9):
            page = copy / "content" / "part-1" / f"study-{number}.md"
            page.write_text(page.read_text().replace("tags: [", "tags: [Fresh, "))
        trees.append(_build(copy, out, "-j", jobs.replace("cold", "1"), SOURCE_DATE_EPOCH=str(NOW)))
    assert "tags/fresh/index.html" in trees[0]
    assert trees[0] == trees[1] == trees[2]


@pytest.mark.parametrize("count", [3, pytest.param(8, marks=pytest.mark.limits)])
def test_builds_at_once(many: tuple[Path, dict[str, bytes]], tmp_path: Path, count: int) -> None:
    """One builds, the others wait for it and find nothing to do."""
    site, expected = many
    copy, out = tmp_path / "site", tmp_path / "out"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".sitegen"))

    def build(number: int) -> Run:
        jobs = str(1 + number % 2)
        environment = {"SOURCE_DATE_EPOCH": str(NOW)}
        return run_sitegen("build", copy, "-o", out, "-j", jobs, environment=environment)

    with ThreadPoolExecutor(count) as pool:
        runs = list(pool.map(build, range(count)))
    assert [run.code for run in runs] == [0] * count, [run.stderr for run in runs]
    assert sum("nothing rendered" not in run.stderr for run in runs) == 1
    assert sum("Another build of this site is running" in run.stderr for run in runs) >= 1
    assert read_tree(out) == expected
