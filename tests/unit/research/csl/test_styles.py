"""What the built-in styles make of works of all kinds; `--golden` writes the texts anew."""

from __future__ import annotations

from importlib import resources

import pytest

from sitegen.research.csl.style_names import BUILT_IN_STYLES
from sitegen.research.csl.style_reader import compile_style
from support.csl_styles import CASES, Texts, format_here, read_entries

STYLES = resources.files("sitegen.research.csl") / "styles"


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_texts(name: str, *, rewrite: bool) -> None:
    style = (STYLES / f"{name}.csl").read_bytes()
    written = _written(format_here(style, read_entries()))
    kept = CASES / "styles" / f"{name}.txt"
    if rewrite:
        kept.write_text(written, encoding="utf-8")
    assert written.splitlines() == kept.read_text(encoding="utf-8").splitlines()


def test_each_kind_of_work_is_there() -> None:
    entries = read_entries()
    assert len({entry["id"] for entry in entries}) == len(entries) == 60
    assert len({entry["type"] for entry in entries}) >= 25


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_styles_have_no_mistakes(name: str) -> None:
    style, problems = compile_style((STYLES / f"{name}.csl").read_bytes(), f"{name}.csl")
    assert style is not None
    assert problems == ()


def test_every_style_has_a_name() -> None:
    found = {file.name.removesuffix(".csl") for file in STYLES.iterdir()}
    assert found == set(BUILT_IN_STYLES)


def _written(texts: Texts) -> str:
    rows = ["# citations", *texts.citations, "", "# bibliography"]
    rows += [f"{key}: {text}" for key, text in texts.entries.items()]
    return "\n".join(rows) + "\n"
