from __future__ import annotations

import random

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.scanner import MarkdownSource
from sitegen.content.source_inlines import _InlineReader

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
    readers = [_InlineReader(each.text, engine, each.blocks, each.outline) for each in sources]
    plain = [reader for reader in readers if reader._read_plain_links() and reader.found.links]
    assert len(plain) > 50
    monkeypatch.setattr(_InlineReader, "_read_plain_links", lambda _: False)
    for text, (links, tags, prose) in zip(texts, found, strict=True):
        other = MarkdownSource(text, engine)
        assert (links, tags, prose) == (other.links, other.tags, other.prose), text
