"""Plain citations are read in one step, and as all others are."""

from __future__ import annotations

from random import Random

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.scanner import MarkdownSource
from sitegen.content.syntax import citations
from sitegen.content.syntax.plain_citations import read_plain_citations

#: What may stand around citations, or be one, and what looks like one.
_PIECES = (
    "[@doe2024] [@doe2024, p. 3] [@a;@b] @doe2024 @a; @Doe-2020:x @a.b. @a-b @fig-a @tbl-x @fig- @"
    " \\ - word ( ) . , ] [ (x) : {#a} ^ ! ; ~ _ * `c` `@a` $@a$ <b> @a@b @x(y) 漢 [^1] ü …"
    " [@a](b) ![@a](b.png){#fig-a} @doi:10.1/x 10.1/x @10.1234/x @https://x.org/a a@b.org"
).split()
_PIECES += ["[@a; @b, pp. 3–5]", "[see @a]", "[@a, see *b*]", "[t @b](u)", "@{a b}", "[@a @b]"]
_PIECES += ["@a [p. 3]", "@a [@b; @c]", "| a | @b |\n", "> @a\n", "# T [@a]\n", "^[n @a]"]
_PIECES += ["\n[l]: /x\n", "word ", " ", " ", " ", "\n", "\n\n"]
_MOSTLY_PLAIN = ["[@doe2024]", "[@a, p. 3; @b]", "[@a]", "@a", "@fig-a", "b [l](u) ", *_PIECES[-8:]]
_SIGNS = "[@]a,;. p3\n(){}\\^!-–:x"


def _text(random: Random) -> str:
    kind = random.random()
    if kind < 0.7:
        pieces = _PIECES if kind < 0.5 else _MOSTLY_PLAIN
        return "".join(random.choice(pieces) for _ in range(random.randrange(1, 14)))
    return "".join(random.choice(_SIGNS) for _ in range(random.randrange(3, 25)))


@pytest.mark.parametrize("engine", ENGINES)
def test_they_read_as_others_do(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(f"citations {engine}")  # noqa: S311  # the same cases each time
    texts = [_text(random) for _ in range(6000)]
    found = [list(citations.CITATIONS.find(MarkdownSource(text, engine))) for text in texts]
    monkeypatch.setattr(citations, "read_plain_citations", lambda _: None)
    for text, slots in zip(texts, found, strict=True):
        assert list(citations.CITATIONS.find(MarkdownSource(text, engine))) == slots, text
    plain = [read_plain_citations(MarkdownSource(text, engine)) for text in texts]
    assert sum(map(bool, plain)) > 200


@pytest.mark.parametrize(
    "text",
    [
        "Thin [@doe2024], and [@roe2023, pp. 3–5; @Doe-2020:b].",
        "As @doe2024 says (@roe2023).\n\n- @doe2024\n- [@roe2023]\n",
        "A [link](/a.md), an ![image](b.png) and @fig-a are beside [@doe2024].",
    ],
)
def test_what_is_plain(text: str) -> None:
    slots = read_plain_citations(MarkdownSource(text, "commonmark"))
    assert slots is not None
    assert all("@" in slot.reference.target for slot in slots)


@pytest.mark.parametrize(
    "text",
    [
        "Thin [see @doe2024].",
        "@doe2024 [p. 3] says.",
        "A [link with @doe2024](/a.md).",
        "[@doe2024]\n\n[@doe2024]: /a\n",
        r"Not \@doe2024.",
        "As [@fig-a; @doe2024].",
    ],
)
def test_what_is_not(text: str) -> None:
    assert read_plain_citations(MarkdownSource(text, "commonmark")) is None
