"""Comments that hide nothing but themselves are no mistake."""

from __future__ import annotations

import pytest

from sitegen.config import ENGINES, Engine
from support.parsing import codes_of, parse


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "<!-- a <!-- b -->\n\nText <!-- c --> text.\n",
        "<!-- a <!-- b -->\n\n`-->`\n",
        "```\n<!-- <!-- --> -->\n```\n",
        "<!-- a --> <!-- b -->\n",
        "Text --> text.\n",
    ],
)
def test_comments_with_one_end(text: str, engine: Engine) -> None:
    assert codes_of(parse(text, engine=engine)) == []
