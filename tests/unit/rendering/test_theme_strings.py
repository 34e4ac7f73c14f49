from __future__ import annotations

import re

import pytest

from sitegen.rendering.plurals import plural_form
from sitegen.rendering.theme_strings import find_word, parse_words
from support.parsing import theme_words
from support.tools import ROOT

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
    files = (ROOT / "src" / "sitegen" / "theme" / "strings").glob("*.toml")
    theme = {each.stem: each.read_bytes() for each in files}
    assert set(theme) >= {"en", "de", "ar", "fa", "he", "ur"}
    for language, data in theme.items():
        words, problems = parse_words({"en": theme["en"]}, {language: data})
        assert problems == (), language
        assert words[language]["dates.months.11"]
        assert "{" not in words[language]["menu"]


@pytest.mark.parametrize("language", sorted(theme_words()))
def test_every_word_has_the_places_of_the_english_one(language: str) -> None:
    words, english = theme_words()[language], theme_words()["en"]
    for name in english:
        said = find_word(words, language, name, 7) or ""
        assert set(re.findall(r"{\w*}", said)) == set(re.findall(r"{\w*}", english[name])), name


def test_plural_forms() -> None:
    own = b"[pages]\none = '{number} page'\nother = '{number} pages'\n"
    words, problems = parse_words({"en": ENGLISH + b"[pages]\nother = 'pages'\n"}, {"cs": own})
    assert [each.message for each in problems] == [
        "no translation of dates.months.0, dates.months.1, menu, next"
    ]
    said = [find_word(words["cs"], "cs", "pages", number) for number in (1, 2, 5, None)]
    assert said == ["{number} page"] + ["{number} pages"] * 3
    assert find_word(words["cs"], "cs", "sheets", 1) is None


def test_one_form_replaces_the_forms_of_the_theme() -> None:
    theme = {"en": ENGLISH, "ar": ENGLISH + b"[pages]\none = '1'\nother = '{number}'\n"}
    words, problems = parse_words(theme, {"ar": b"pages = 'all'"})
    assert problems == ()
    assert find_word(words["ar"], "ar", "pages", 1) == "all"


def test_forms_without_other_are_no_translation() -> None:
    _, (problem,) = parse_words(
        {"en": b"pages = '{number} pages'"}, {"fr": b"[pages]\none = '{number} page'"}
    )
    assert problem.message == "no translation of pages"


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ar-EG", {0: "zero", 1: "one", 2: "two", 3: "few", 110: "few", 11: "many", 99: "many"}),
        ("ar", {100: "other", 102: "other", 103: "few"}),
        ("he", {0: "other", 1: "one", 2: "two", 10: "other"}),
        ("fa", {0: "one", 1: "one", 2: "other"}),
        ("ur", {0: "other", 1: "one", 2: "other"}),
        ("ja", {1: "other"}),
        ("ru", {1: "one", 21: "one", 11: "many", 3: "few", 13: "many", 5: "many", 0: "many"}),
        ("hr", {1: "one", 4: "few", 5: "other", 14: "other"}),
        ("pl", {1: "one", 21: "many", 22: "few", 12: "many"}),
        ("cs", {1: "one", 4: "few", 5: "other"}),
        ("sl", {101: "one", 2: "two", 4: "few", 5: "other"}),
        ("lt", {21: "one", 11: "other", 22: "few", 10: "other"}),
        ("lv", {0: "zero", 21: "one", 11: "zero", 22: "other"}),
        ("ro", {0: "few", 1: "one", 19: "few", 20: "other"}),
        ("ga", {0: "other", 1: "one", 2: "two", 6: "few", 7: "many", 11: "other"}),
        ("cy", {0: "zero", 3: "few", 6: "many", 7: "other"}),
        ("is", {21: "one", 11: "other"}),
    ],
)
def test_forms_by_number(language: str, forms: dict[int, str]) -> None:
    assert {number: plural_form(language, number) for number in forms} == forms
