"""Cards need the letters of their site, and those of no other language."""

from __future__ import annotations

import msgspec

from sitegen.config import Config
from sitegen.graph.share_images import gather_letters

WORDS = {"en": {"tags": "Tags"}, "ar": {"tags": "وسوم"}}


def test_words_of_other_languages_need_no_letters() -> None:
    config = Config(title="Lab", base_url="https://lab.example.org/")
    assert "و" not in gather_letters([], config, WORDS)
    assert "و" in gather_letters([], msgspec.structs.replace(config, language="ar-EG"), WORDS)
    assert {*"Tags"} <= gather_letters([], msgspec.structs.replace(config, language="fi"), WORDS)
