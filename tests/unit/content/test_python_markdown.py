"""Pages with nothing rare get a leaner engine, and no page may show which."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.python_markdown import _RARE, _engine
from support.cases import read_cases

ROOT = Path(__file__).parents[3]
TEXTS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for folder in ("content", "tests/sites", "tests/cases", "docs")
    for path in sorted((ROOT / folder).rglob("*.md"))
    if "broken" not in path.parts
}

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: What makes other blocks of a paragraph: before its first line, and before the others.
WAYS = (("> ", "> "), ("- ", "    "), ("1. ", "   "), ("", "    "))


def convert(text: str, *, rare: bool) -> str:
    engine = _engine(rare=rare)
    engine.reset()
    return engine.convert(text)


@cache
def is_the_same(text: str) -> bool:
    """Tell whether both engines agree; texts have many pieces in common."""
    return convert(text, rare=False) == convert(text, rare=True)


def pieces(text: str) -> Iterator[str]:
    """Yield a text whole, without its lines that are rare, by paragraphs and by lines.

    Each paragraph is also put into a quotation, a list, or indented; in a long run into all. A
    short run has every second pair of lines and of paragraphs.
    """
    step = 1 if LONG else 2
    plain = [line for line in text.split("\n") if not _RARE.search(line)]
    blocks = "\n".join(plain).split("\n\n")
    yield text
    yield "\n".join(plain)
    yield from blocks
    yield from ("\n\n".join(pair) for pair in islice(pairwise(blocks), 0, None, step))
    yield from ("\n".join(pair) for pair in islice(pairwise(plain), 0, None, step))
    for number, block in enumerate(blocks):
        for first, others in WAYS if LONG else (WAYS[number % len(WAYS)],):
            yield first + block.replace("\n", f"\n{others}")


def test_there_are_texts() -> None:
    cases = {str(path) for path in TEXTS if path.startswith("tests/cases")}
    assert len(cases) > 15
    assert "tests/sites/seed/content/our-research.md" in TEXTS
    assert "content/writing-guide.md" in TEXTS


@pytest.mark.parametrize("name", TEXTS)
def test_both_engines_agree_where_nothing_is_rare(name: str) -> None:
    texts = [TEXTS[name]]
    if name.startswith("tests/cases"):
        texts += [text for case in read_cases(ROOT / name) for _, text in case.files()]
    compared = 0
    for text in texts:
        for piece in pieces(text):
            if not _RARE.search(piece):
                compared += 1
                assert is_the_same(piece), piece
    assert compared > min(10, sum(map(len, texts)) // 400), name


#: What each of the rare extensions is for, wherever it may stand.
RARE = {
    "a definition": "Apple\n:   A fruit",
    "a definition after a blank line": "Apple\n\n:   A fruit",
    "an indented definition": "Apple\n  :   A fruit",
    "a definition in a list": "- Some\n\n    Apple\n    : A fruit",
    "a definition in a quote": "> Apple\n> :   A fruit",
    "a definition in a quote without spaces": ">Apple\n>: A fruit",
    "a definition in a quote in a list": "- > Apple\n  > : A fruit",
    "a definition in a quote in a quote": "> > Apple\n> > : A fruit",
    "a footnote": "a[^1]\n\n[^1]: b",
    "a line break": "a\\\nb",
    "Markdown in HTML": '<div markdown="1">\n*a*\n</div>',
    "an admonition": "!!! note\n    a",
    "an admonition in a list": "- a\n\n    !!! note\n        a",
    "an admonition in a quote": "> !!! note\n>     a",
}


@pytest.mark.parametrize("name", RARE)
def test_what_the_leaner_engine_would_get_wrong_is_rare(name: str) -> None:
    assert convert(RARE[name], rare=False) != convert(RARE[name], rare=True)
    assert _RARE.search(RARE[name])


SIGNS = [
    *("word", "Apple", "a b", ":", ": x", ":   x", "    :   x", "> ", "> :  x", "- ", "1. ", "* "),
    *("\n", "\n\n", "    ", "\t", "&amp;", "&#123;", "&", "**", "_", "`", "```\n", "~~~\n", "\\"),
    *(
        "[a](b.md)",
        "[a]: b",
        "![i](j.png)",
        "|",
        "|---|---|",
        "# ",
        "===",
        "---",
        "  \n",
        "!",
        "!!",
    ),
    *("]", "[", "(", ")", "http://x.org", "^", ">", '"', "'", "}", "*", "$"),
]


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_any_signs(text: str) -> None:
    if not _RARE.search(text):
        assert convert(text, rare=False) == convert(text, rare=True)


@pytest.mark.parametrize(
    "text",
    ["![[`a`](b.md)](c.png)", "![[*a*](b.md)](c.png)", "![[`a`][c]][c]\n\n[c]: c.png"],
)
def test_what_stands_in_an_image_is_its_text(text: str) -> None:
    assert 'alt="a"' in convert(text, rare=False)


def test_a_footnote_may_define_another() -> None:
    text = "One.[^1] Two.[^2] Three.[^b]\n\n[^1]: A\n\n    [^b]: C\n\n[^2]: B\n"
    found = convert(text, rare=True)
    assert found.count("<li ") == 3
    assert [found.index(f"<p>{each}") for each in "ABC"] == sorted(
        found.index(f"<p>{each}") for each in "ABC"
    )
