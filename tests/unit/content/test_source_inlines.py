from __future__ import annotations

import random

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content import source_inlines
from sitegen.content.scanner import MarkdownSource

_PIECES = [*"[]()a!\\<`| ", "bc ", "\n", "\n\n", "](u)", "[x](y.md)", "![i](k.png)", "{.c}", "- "]


@pytest.mark.parametrize("engine", ENGINES)
def test_links_of_a_plain_source_are_those_of_any_source(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = []
    for seed in range(1500):
        chance = random.Random(seed)  # noqa: S311  # texts, not secrets
        texts.append("".join(chance.choices(_PIECES, k=chance.randrange(2, 16))))
    sources = [MarkdownSource(text, engine) for text in texts]
    found = [(source.links, source.tags, source.prose) for source in sources]
    assert len([source for source in sources if source.plain_links]) > 50
    monkeypatch.setattr(source_inlines, "find_plain_links", lambda *_: None)
    for text, (links, tags, prose) in zip(texts, found, strict=True):
        other = MarkdownSource(text, engine)
        assert (links, tags, prose) == (other.links, other.tags, other.prose), text
