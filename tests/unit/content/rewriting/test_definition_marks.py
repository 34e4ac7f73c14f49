"""Tildes that begin definitions, and those that do not."""

from __future__ import annotations

import pytest

from sitegen.content.rewriting.definition_marks import with_colons
from sitegen.content.scanner import MarkdownSource


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Bone\n~ Hard.", "Bone\n: Hard."),
        ("Bone\n~ ", "Bone\n~ "),
        ("Bone\n~ \nHard.", "Bone\n~ \nHard."),
        ("Bone\n~  5 g", "Bone\n~  5 g"),
    ],
)
def test_a_tilde_with_a_text_is_a_colon(text: str, written: str) -> None:
    assert with_colons(MarkdownSource(text, "commonmark")).text == written
