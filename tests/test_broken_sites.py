"""Whole sites with mistakes: exactly these lines, this exit code, and an untouched output.

Each folder of `sites/broken/` is a site with `expected.txt`, what `sitegen build` says on stderr.
Its `build.toml` may hold `command` (default: build), `exit` (default 1), `arguments` (default: an
output beside the site), `[links]` (symbolic links to make) and `[generated]` (files that are one
text many times).
"""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest

import sitegen
from sitegen.diagnostics import declared_codes
from support.cases import read_cases
from support.sites import CONFIG, read_tree, run_here, run_sitegen, write_files

BROKEN = Path(__file__).parent / "sites" / "broken"
SITES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())
#: These are built by a process of their own, which takes most of the time: all in a long run.
APART = SITES if os.environ.get("SITEGEN_LONG_TESTS") == "1" else SITES[::16]


def _prepare(name: str, root: Path) -> dict[str, object]:
    """Copy a site, make what cannot be stored, and return its settings."""
    shutil.copytree(BROKEN / name, root, ignore=shutil.ignore_patterns("expected.txt"))
    plan = root / "build.toml"
    settings = tomllib.loads(plan.read_text(encoding="utf-8")) if plan.exists() else {}
    for path, target in settings.get("links", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
    for path, recipe in settings.get("generated", {}).items():
        text = recipe["repeat"] * recipe["times"]
        whole = recipe.get("before", "") + text + recipe.get("after", "\n")
        write_files(root, {path: whole})
    return settings


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site without mistakes."""
    folder = tmp_path_factory.mktemp("healthy")
    write_files(folder / "site", {"sitegen.toml": CONFIG, "content/index.md": "# Healthy\n"})
    assert sitegen.build(folder / "site", output=folder / "output").ok
    return folder / "output"


def _state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        name: (data, (folder / name).stat().st_mtime_ns) for name, data in read_tree(folder).items()
    }


@pytest.mark.parametrize("name", SITES)
def test_broken_site(name: str, healthy: Path, tmp_path: Path, *, rewrite: bool) -> None:
    site, output = tmp_path / "site", tmp_path / "output"
    settings = _prepare(name, site)
    shutil.copytree(healthy, output)
    before, sources = _state(output), read_tree(site)
    arguments = settings.get("arguments", ["-o", "../output"])
    assert isinstance(arguments, list)

    run_it = run_sitegen if name in APART else run_here
    run = run_it(str(settings.get("command", "build")), ".", *arguments, cwd=site)

    expected = BROKEN / name / "expected.txt"
    if rewrite:
        expected.write_text(run.stderr, encoding="utf-8")
    assert run.stderr == expected.read_text(encoding="utf-8")
    assert run.code == settings.get("exit", 1)
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert _state(output) == before, "the output was touched"
    kept = {path: data for path, data in read_tree(site).items() if not path.startswith(".sitegen")}
    assert kept == sources, "the sources were touched"


def test_every_mistake_in_a_text_has_its_place() -> None:
    """Only folders, links and what is no text have no line and column."""
    said = [
        line
        for path in sorted(BROKEN.glob("*/expected.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r": (?:error|warning)\[", line) and not re.match(r"[^ ]+:\d+:\d+: ", line)
    ]
    text = re.compile(
        r"[^ ]+\.(?:md|html|toml|ya?ml|json|csv|bib|css|js|rst|qmd|meta|txt)(?::\d+)?: "
    )
    about_names = re.compile(r"this link |error\[path-too-long\]")
    assert [line for line in said if text.match(line) and not about_names.search(line)] == []
    assert len(said) > len(text.findall("\n".join(said)))


def test_a_broken_site_leaves_no_output_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _prepare("broken-link", site)
    run = run_here("build", ".", cwd=site)
    assert run.code == 1
    assert not (site / "_site").exists()


#: Codes of `sitegen bib`, which asks services.
_REGISTERED = (
    *("bib-field-differs", "corrected-work", "doi-of-another-title", "missing-doi"),
    *("published-preprint", "retracted-work", "unregistered-identifier"),
)


def test_every_code_is_shown_once() -> None:
    """Each diagnostic that sitegen knows is in an expected text of a site or a case."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(BROKEN.glob("*/expected.txt"))]
    texts += [
        block.text
        for path in sorted((Path(__file__).parent / "cases").glob("*/*.md"))
        for case in read_cases(path)
        for block in case.blocks
        if block.language == "text" and not block.words
    ]
    shown = set(re.findall(r"(?:error|warning)\[([a-z-]+)\]: ", "\n".join(texts)))
    # A page that never ends is in tests/unit/engine/test_page_limits.py.
    # What `sitegen run` reports, which runs programs, is in tests/unit/running/.
    # What `sitegen bib` reports, which needs a server, is in tests/unit/services/.
    # A diagram without its library is in tests/unit/engine/test_diagram_drawing.py.
    # Citation styles are in tests/unit/research/csl/test_style_reader.py.
    # What Git keeps, and a cache without a key, are in tests/test_foreign_cache.py.
    elsewhere = {
        "cache-key",
        "cache-under-version-control",
        "cell-failed",
        "diagram-extra",
        "file-limit",
        "kernel-missing",
        "page-memory",
        "page-timeout",
        "template-memory",
        "template-timeout",
        "unknown-csl",
    }
    assert set(declared_codes()) - shown == {*elsewhere, *_REGISTERED}
    assert shown - set(declared_codes()) == set()
