"""Short texts that are Markdown, outside of the text of pages: many, or one that is long."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from support.bombs.units import MARKDOWN_UNITS, repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]

_UNITS = (
    *("a^[b] ", "a^[b]\n\n", "[", "*a ", "`", "![", "[a](b.md) ", "[a](b.md)\n\n", "$a$ "),
    *("[a]{.b} ", "a *b* `c` [d](index.md) $e$ ", "[@k1] ", "<b>", "<table><tr><td>"),
)
#: Longer paragraphs are refused, and longer fields.
_LENGTHS = (60, 2_000, 19_000, 99_000, 1_000_000)


def _texts(rng: random.Random, size: int) -> list[str]:
    """Return texts of some length, each in quotes, as in JSON and YAML."""
    unit = rng.choice((*_UNITS, *rng.sample(MARKDOWN_UNITS, 3)))
    length = min(size, rng.choice(_LENGTHS))
    text = json.dumps(repeat(unit, length), ensure_ascii=False)
    return [text] * max(1, size // (len(text) + 20))


def _named(line: str, rng: random.Random, size: int) -> str:
    """Write a line for each text, with its number."""
    return "".join(line.format(number, text) for number, text in enumerate(_texts(rng, size)))


def _fields(names: tuple[str, ...], rng: random.Random, size: int) -> str:
    """Write fields of front matter, as many as there are texts and names."""
    rows = zip(names, _texts(rng, size // len(names)) * len(names), strict=False)
    return "---\ntitle: a\n" + "".join(f"{name}: {text}\n" for name, text in rows) + "---\n# a\n"


def _cascade(rng: random.Random, size: int) -> str:
    (text, *_) = _texts(rng, size)
    return f"---\ntitle: a\ncascade:\n  description: {text}\n  summary: {text}\n---\n# a\n"


def _positions(rng: random.Random, size: int) -> str:
    rows = _named("  - {{title: a{0}, place: {1}, note: {1}}}\n", rng, size)
    return f"---\nname: A B\neducation:\n{rows}---\n"


def _site(rng: random.Random, size: int) -> str:
    (text, *_) = _texts(rng, size)
    return f'title = "a"\nbase_url = "https://a.org/"\ndescription = {text}\n'


_OF_PAGES = ("description", "summary", "featured_image_caption", "abstract", "subtitle")
_OF_EVENTS = ("start", "location", "description", "abstract", "speaker")

#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "glossary-definitions": ("data/glossary.yaml", partial(_named, "a{0}: {1}\n")),
    "caption-texts": ("content/captions.yaml", partial(_named, "p{0}.png: {1}\n")),
    "field-texts": ("content/page.md", partial(_fields, _OF_PAGES)),
    "event-texts": ("content/events/a.md", partial(_fields, _OF_EVENTS)),
    "cascaded-texts": ("content/index.md", _cascade),
    "position-texts": ("content/people/a.md", _positions),
    "entry-texts": ("data/a.yaml", partial(_named, "- {{title: a{0}, note: {1}}}\n")),
    "abstracts": (
        "content/refs.bib",
        partial(_named, "@misc{{w{0}, title = {{a}}, abstract = {1}, note = {1}}}\n"),
    ),
    "site-description": ("sitegen.toml", _site),
}
