from __future__ import annotations

import pytest

from sitegen.rendering.theme_strings import parse_words
from support.parsing import theme_words

ENGLISH = b'menu = "Menu"\nnext = "Next"\n[dates]\nmonths = ["January", "February"]\n'


def test_tables_and_lists_are_flat() -> None:
    words, problems = parse_words({"en": ENGLISH}, {})
    assert problems == ()
    assert words["en"]["dates.months.1"] == "February"


def test_own_words_lie_over_the_theme_s() -> None:
    words, problems = parse_words({"en": ENGLISH}, {"en": b'next = "Onwards"\n'})
    assert problems == ()
    assert (words["en"]["next"], words["en"]["menu"]) == ("Onwards", "Menu")


def test_english_stands_in() -> None:
    words, (problem,) = parse_words({"en": ENGLISH}, {"fr": b'next = "Suivant"\n'})
    assert (words["fr"]["next"], words["fr"]["menu"]) == ("Suivant", "Menu")
    assert problem.code == "missing-translation"
    assert str(problem.location) == "templates/strings/fr.toml:1:1"


@pytest.mark.parametrize("data", [b"next = Suivant", b"\xff", b"[" * 5000, b"a = " + b"1" * 9000])
def test_broken_words(data: bytes) -> None:
    words, problems = parse_words({"en": ENGLISH}, {"fr": data})
    assert [each.code for each in problems] == ["config-syntax"]
    assert set(words) == {"en"}


def test_a_byte_order_mark() -> None:
    words, problems = parse_words({"en": ENGLISH}, {"en": b'\xef\xbb\xbfnext = "Onwards"\n'})
    assert problems == ()
    assert words["en"]["next"] == "Onwards"


def test_the_theme_s_languages_are_complete() -> None:
    words = theme_words()
    assert {"en", "de"} <= set(words)
    assert all(set(each) == set(words["en"]) for each in words.values())
    for each in words.values():
        assert each["dates.months.11"]
        assert "{" not in each["menu"]
