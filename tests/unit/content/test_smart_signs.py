"""Straight signs become those that printers use; what looks like a quote and is none stays one."""

from __future__ import annotations

from time import process_time

import pytest

from sitegen.content.quotation_marks import quotation_marks
from sitegen.content.smart_punctuation import punctuate_text
from sitegen.content.smart_signs import straighten


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('"a"', "“a”"),
        ("\"a 'b' c\"", "“a ‘b’ c”"),
        ("\"'a' b\"", "“‘a’ b”"),
        ("it's, don't, O'Neill's", "it’s, don’t, O’Neill’s"),
        ("the dogs' bowls", "the dogs’ bowls"),
        ("the '90s and '98, in the 1990's", "the ’90s and ’98, in the 1990’s"),
        ("the year '98'", "the year ‘98’"),
        ("'tis, 'Twas, catch 'em", "’tis, ’Twas, catch ’em"),
        ("the word 'em'", "the word ‘em’"),
        ("5'10\" tall, 6' wide", "5′10″ tall, 6′ wide"),
        ('"He is 5\'10" tall," she said', "“He is 5′10″ tall,” she said"),
        ('a 3.5" disk', "a 3.5″ disk"),
        ("52° 31' 12\" N, 52°31'N", "52° 31′ 12″ N, 52°31′N"),
        ("1'000'000", "1’000’000"),
        ('("a")["b"]', "(“a”)[“b”]"),
        ('"a"; "b", "c".', "“a”; “b”, “c”."),
        ('a---"b"---c', "a—“b”—c"),
        ('"...and"', "“…and”"),
        ('"unclosed', "“unclosed"),
        ('unopened"', "unopened”"),
        ("'unclosed and it's so", "’unclosed and it’s so"),
        ('צה"ל', 'צה"ל'),
        ('これは"引用"です', "これは“引用”です"),
        (' " alone " ', ' " alone " '),
        ("1--2 a -- b --- c", "1–2 a – b — c"),
        ("---- <-- --> <-->", "---- <-- --> <-->"),
        ("a... b.... c..... d..", "a… b…. c..... d.."),
        ("`it's` and $x'--y$, [a](b--c 'd')", "`it's` and $x'--y$, [a](b--c 'd')"),
        ('\\"a\\" b\\--c d\\... e\\\'s &quot;f', '\\"a\\" b\\--c d\\... e\\\'s &quot;f'),
    ],
)
def test_english(written: str, shown: str) -> None:
    assert punctuate_text(written, "en") == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", "„Ja, ‚nein‘“"),
        ("de-AT", "„Ja, ‚nein‘“"),
        ("de-CH", "«Ja, ‹nein›»"),
        ("fr", "«\u202fJa, “nein”\u202f»"),
        ("fr-CA", "«\u00a0Ja, “nein”\u00a0»"),
        ("sv", "”Ja, ’nein’”"),
        ("pl", "„Ja, «nein»”"),
        ("ru", "«Ja, „nein“»"),
        ("ja", "「Ja, 『nein』」"),
        ("zh-Hant-TW", "“Ja, ‘nein’”"),
        ("zh-TW", "「Ja, 『nein』」"),
        ("tlh", "“Ja, ‘nein’”"),
        ("", "“Ja, ‘nein’”"),
    ],
)
def test_languages(language: str, shown: str) -> None:
    assert punctuate_text("\"Ja, 'nein'\"", language) == shown


def test_words_that_begin_with_an_apostrophe() -> None:
    assert punctuate_text("'s avonds en 't huis", "nl") == "’s avonds en ’t huis"
    assert punctuate_text("'s war 'so'", "de") == "’s war ‚so‘"


def test_straighten_undoes_it() -> None:
    written = '"a" -- it\'s... --- 5\'10"'
    for language in ("en", "de", "fr"):
        assert straighten(punctuate_text(written, language)) == written


def test_marks_of_a_language() -> None:
    assert quotation_marks("EN-us") == ("“", "”", "‘", "’")


@pytest.mark.parametrize("text", ["'a ", '"a ', "a' ", 'a" ', "\"'", "'\"a", "5'1\"", "-- ..."])
def test_it_takes_linear_time(text: str) -> None:
    def seconds(times: int) -> float:
        start = process_time()
        punctuate_text(text * times, "en")
        return process_time() - start

    seconds(1000)
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.01)
