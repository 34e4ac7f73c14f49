"""Lexers for code in ASCII find what the usual ones find, and are made quickly."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pygments.lexers import find_lexer_class_by_name

import sitegen
from sitegen.content.ascii_lexers import lexer_for_ascii
from sitegen.content.highlighting import colour_code

_CODE = """@decorated.twice
class Knee(Joint):
    def bend(self, angle: float = 1_0.5e-3) -> "str":
        from a.b import c as d
        print(f"{angle!r:>{width}} {x=}", rb'\\x00', self.__class__, end="")
        raise ValueError from None
    async def lambda_(k, s): return await k.s @ 0x1F
$?` not Python
"""


@pytest.mark.parametrize("language", ["python", "python2", "numpy", "mojo", "wgsl", "cython"])
def test_they_find_the_same(language: str) -> None:
    kind = find_lexer_class_by_name(language)
    narrow = lexer_for_ascii(kind)
    generator = random.Random(language)  # noqa: S311  # no secret
    source = Path(sitegen.__file__).with_name("diagnostics.py").read_text(encoding="utf-8")
    texts = [_CODE, source.encode("ascii", "ignore").decode("ascii")]
    texts += ["".join(generator.choices(_CODE, k=200)) for _ in range(20)]
    for text in texts:
        assert list(narrow().get_tokens(text)) == list(kind().get_tokens(text))


def test_patterns_are_smaller() -> None:
    kind = find_lexer_class_by_name("python")
    narrow = lexer_for_ascii(kind)
    assert narrow is not kind
    patterns = [rule[0].__self__.pattern for rules in narrow()._tokens.values() for rule in rules]
    assert max(map(len, patterns)) < 2000
    assert all(pattern.isascii() for pattern in patterns)


def test_other_lexers_are_the_usual_ones() -> None:
    for language in ("rust", "pycon", "html"):
        kind = find_lexer_class_by_name(language)
        assert lexer_for_ascii(kind) is kind


def test_names_in_other_scripts() -> None:
    assert colour_code("python", "größe = 1\n") == (
        '<span class="n">größe</span> <span class="o">=</span> <span class="mi">1</span>\n'
    )
    assert colour_code("python", "size = 1\n") == (
        '<span class="n">size</span> <span class="o">=</span> <span class="mi">1</span>\n'
    )
