"""A source of text and fences is read without its lines, and the same comes of it."""

from __future__ import annotations

import random

import pytest

from sitegen.content.plain_blocks import read_plain_blocks
from sitegen.content.scanner import MarkdownSource
from sitegen.content.source_lines import read_blocks_in_full

_PIECES = (
    *("Words and `code`\n", "more ``co`de``\n", "\n", "\n", "   in [a](b)\n", "# Heading\n"),
    *("- item [c]\n", "2. item\n", "  goes on\n", "> quoted `code`\n", ">> twice\n", ": meaning\n"),
    *("| a | `b` |\n", "```\n", "```py x\n", "~~~\n", "~~~~ py\n", "   ```\n", "> ```\n"),
    *("````  \n", "  \n", "\\[no\\]\n", "a <i>tag</i> <https://a.org>\n", "[a]: b\n"),
    *("a <!-- comment\n", "goes on --> here\n", "[over\nlines](b)\n", "the end"),
)


def test_the_same_as_line_by_line() -> None:
    chance = random.Random(3)  # noqa: S311  # texts, not secrets
    plain = 0
    for _ in range(800):
        text = "".join(chance.choice(_PIECES) for _ in range(chance.randrange(1, 12)))
        found = read_plain_blocks(text, has_math=True)
        if found is None:
            continue
        plain += 1
        full = read_blocks_in_full(text, "commonmark", has_math=True)
        assert found.lines == full.lines, text
        assert found.fences == full.fences, text
        source, other = (MarkdownSource(text, "commonmark") for _ in range(2))
        vars(source)["blocks"], vars(other)["blocks"] = found, full
        assert source.prose == other.prose, text
        assert (source.links, source.tags) == (other.links, other.tags), text
    assert plain > 200


@pytest.mark.parametrize(
    "text",
    [
        *(
            "    code\n",
            "\tcode\n",
            "- item\n\n    more\n",
            "[^1]: note\n",
            "::: note\n",
            "!!! tip\n",
        ),
        *(
            "!!! tip\n",
            "> ```\n> code\n",
            "  ```\ncode\n",
            "```{note}\n```\n",
            "<b>bold</b>\n",
            "- <div>\n",
        ),
        *("{% highlight python %}\n", "{{< highlight python >}}\n", "Text $x$.\n", "a ``` b\n"),
    ],
)
def test_what_has_to_be_read_line_by_line(text: str) -> None:
    assert read_plain_blocks(text, has_math=True) is None


@pytest.mark.parametrize(
    "text",
    ["```\n    code <b> $x$ [^1]\n```\n", "Highlights: a < b.\n", "See <https://a.org>.\n"],
)
def test_what_is_plain(text: str) -> None:
    assert read_plain_blocks(text, has_math=True) is not None
