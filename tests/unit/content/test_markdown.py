from __future__ import annotations

import contextlib
import time

import pytest

from sitegen import registry
from sitegen.config import ENGINES, Engine
from sitegen.content.markdown import TooDeepError, check_depth, render_markdown
from sitegen.content.prepared_source import prepare_source
from sitegen.content.scanner import MarkdownSource
from sitegen.content.source_positions import SourcePositions


def convert(text: str, engine: Engine) -> str:
    """Do what is done with a page's body before its HTML is looked at."""
    source = MarkdownSource(text, engine)
    check_depth(source)
    return render_markdown(prepare_source(source, registry.CONSTRUCTS.load()).text, engine, str)


engines = pytest.mark.parametrize("engine", ENGINES)
BOMBS = {
    "lists": "- " * 496 + "a",
    "deeper lists": "- + " * 10_000,
    "numbered lists": "1. " * 496,
    "quotes": ">" * 4000,
    "spaced quotes": "> " * 4000,
    "mixed": "> - " * 300,
    "brackets": "[" * 4000,
    "images": "![" * 4000,
    "links": "[a](" * 4000,
    "links with titles": '[a](b "' * 4000,
    "parentheses": "(" * 4000,
    "footnotes": "[^" * 4000,
    "references": "[a][" * 4000,
    "on many lines": "[\n" * 4000,
    "after text": "Fine.\n\n" + "![" * 4000,
}


@engines
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(name: str, engine: Engine) -> None:
    started = time.process_time()
    with pytest.raises(TooDeepError):
        convert(BOMBS[name], engine)
    assert time.process_time() - started < 1


HEAVY = {
    "emphasis": "*" * 8000,
    "emphasis pairs": "*a **a " * 2000,
    "underscores": "_a __a " * 2000,
    "backticks": "`" * 8000,
    "unequal backticks": "".join("`" * n + " " for n in range(120)),
    "angle brackets": "<" * 8000,
    "comments": "<!--" * 2000,
    "tags": "<a " * 1500,
    "open tags": "<div>" * 800,
    "entities": "&" * 8000,
    "escapes": "\\" * 8000,
    "one long line": "word " * 20_000,
    "blank lines": "\n" * 20_000,
    "rules": "---\n" * 1500,
    "headings": "# h\n" * 1000,
    "table": "|a" * 1500 + "|\n" + "|-" * 1500 + "|\n",
    "definition list": "a\n:   b\n" * 600,
    "abbreviations": "".join(f"*[A{n}]: b\n" for n in range(300)) + "A1 " * 300,
    "admonitions": "!!! note\n    x\n\n" * 300,
    "closed brackets": "[]" * 4000,
    "fences": "```\n" * 2001,
    "attribute lists": "a {: .b }\n" * 1500,
    "at signs": "a@" * 3000,
    "closing brackets": "]" * 8000,
}


@engines
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_pages_take_no_time(name: str, engine: Engine) -> None:
    started = time.process_time()
    with contextlib.suppress(TooDeepError):
        convert(HEAVY[name], engine)
    assert time.process_time() - started < 2.5


@engines
@pytest.mark.parametrize("name", [*BOMBS, *HEAVY])
def test_scanning_takes_no_time(name: str, engine: Engine) -> None:
    source = MarkdownSource((BOMBS | HEAVY)[name], engine)
    started = time.process_time()
    assert len(source.prose) == len(source.text)
    assert SourcePositions(source).index("id", "none", 0) == -1
    assert time.process_time() - started < 1


@engines
def test_the_place_of_the_nesting(engine: Engine) -> None:
    text = "Fine.\n\n" + "[" * 100
    with pytest.raises(TooDeepError) as caught:
        convert(text, engine)
    assert 7 <= caught.value.index < 7 + 100


@engines
@pytest.mark.parametrize(
    "text",
    [
        "```\n" + "[" * 500 + "\n```\n",
        "~~~~\n" + "- " * 100 + "\n~~~~\n",
        "\\[" * 300,
        "".join(f"[a{n}](b) " for n in range(400)),
        "(see [a](b)) " * 300,
        "\n\n".join("[" * 10 for _ in range(50)),
        *(f"Text\n{mark * 100}\n\n{mark * 99} \n\n> {mark * 80}\n" for mark in "-*_="),
        "- " * 60 + "\n\n" + "* * " * 60 + "*\n",
        "+" + "-" * 80 + "+" + "-" * 80 + "+\n| a | b |\n+" + "=" * 161 + "+\n",
        "    " + ">" * 100 + "\n\n```\n" + "> " * 100 + "\n```\n",
        "- a\n\n        " + "- " * 100 + "x\n",
        "`" + "[" * 100 + "` and `" + "(" * 100 + "`\n",
        "<!--\n" + ">" * 100 + "\n-->\n\n<pre>\n" + "- " * 100 + "x\n</pre>\n",
    ],
)
def test_honest_pages_are_not_refused(text: str, engine: Engine) -> None:
    assert convert(text, engine)


@engines
def test_the_engine_forgets_the_page_before(engine: Engine) -> None:
    page = "Text[^1] HTML\n\n[^1]: Note\n\n*[HTML]: words\n\n[ref]: a.md\n"
    first = convert(page, engine)
    assert "Note" in first
    second = convert("Text HTML [ref][ref]\n", engine)
    assert second.strip() == "<p>Text HTML [ref][ref]</p>"
    assert convert(page, engine) == first


@engines
def test_the_engine_survives_a_refusal(engine: Engine) -> None:
    with pytest.raises(TooDeepError):
        convert("- " * 496 + "a", engine)
    assert convert("*a*", engine).strip() == "<p><em>a</em></p>"
