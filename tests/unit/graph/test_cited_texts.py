"""What a page has of citations comes in the order of reading, also where it is read faster."""

from __future__ import annotations

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.graph import cited_texts
from sitegen.graph.cited_texts import find_citing_references
from sitegen.graph.inclusions import Inclusions
from support.parsing import parse

_TEXTS = {
    "Thin [@doe2024], as [a page](a.md) says. @roe2023 [p. 3] says it, too.": (2, 1, 1),
    "# On [@doe2024]\n\n[@roe2023]\n\n::: {#refs}\n:::\n\n[@doe2024, p. 7]\n": (3, 1, 1),
    "Thin [@doe2024].[^1] Thick [@roe2023].\n\n[^1]: See [@moe2022].\n": (3, 2, 1),
    "[A page](a.md) without any.": (0, 0, 0),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", _TEXTS)
def test_the_order(text: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    page = parse(text, engine=engine)
    found = find_citing_references(page, Inclusions())
    assert tuple(map(len, found[:3])) == _TEXTS[text]
    monkeypatch.setattr(cited_texts, "_find_in_one_text", lambda _: None)
    walked = find_citing_references(page, Inclusions())
    assert found[:3] == walked[:3]
    assert set(walked.texts) <= set(found.texts)


def test_a_note_of_the_author_comes_where_its_mark_stands() -> None:
    page = parse("Thin [@a].[^1] Thick [@b].\n\n[^1]: See [@c].\n")
    found = find_citing_references(page, Inclusions())
    assert [each.reference.cites[0].key for each in found.citations] == ["a", "c", "b"]
