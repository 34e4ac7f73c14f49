"""Marks are found in a text, whatever they are looked up by."""

from __future__ import annotations

import pytest

from sitegen.content.mark_index import Mark, MarkIndex, outline_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", set()),
        ("plain words", set()),
        ("a | b", {0}),
        ("a [b", set()),
        ("a [[b", {1}),
        ("a [^b", {2}),
        ("import os", {3}),
        ("a ^ b", set()),
        ("mso- and more", set()),
        ("<p class=mso->", {4}),
        ("| [[a]] [^b] import <mso-", {0, 1, 2, 3, 4}),
    ],
)
def test_numbers_of_marks(text: str, numbers: set[int]) -> None:
    marks = [
        Mark("|", 0),
        Mark("[[", 1),
        Mark("[^", 2),
        Mark("import ", 3),
        Mark("mso-", 4, ("<",)),
    ]
    assert MarkIndex(marks).numbers_in(text, outline_of(text)) == numbers


def test_one_number_may_have_several_marks() -> None:
    index = MarkIndex([Mark("```", 7), Mark("~~~", 7), Mark("~", 8)])
    assert index.numbers_in("```", "```") == {7}
    assert index.numbers_in("a ~ b", "~") == {8}
    assert index.numbers_in("~~~", "~~~") == {7, 8}


def test_marks_may_begin_with_others_and_overlap() -> None:
    index = MarkIndex(
        [Mark("::", 1), Mark(":::", 2), Mark(":a:", 3), Mark(":b", 4), Mark("::a", 5)]
    )
    for text, numbers in (("a ::: b", {1, 2}), ("a :: b", {1}), ("::a:b", {1, 3, 4, 5})):
        assert index.numbers_in(text, outline_of(text)) == numbers


def test_a_mark_may_need_one_of_several_things() -> None:
    index = MarkIndex([Mark("tabs", 1, ("::", "{")), Mark("```", 2), Mark("code", 2, ("```",))])
    for text, numbers in (
        ("tabs", set()),
        (": : tabs", {1}),
        ("{ } tabs", {1}),
        ("{ }", set()),
        ("``` tabs", {2}),
        ("`` ` code", {2}),
        ("code", set()),
    ):
        assert index.numbers_in(text, outline_of(text)) == numbers


def test_an_outline_is_what_is_neither_letter_nor_digit_nor_space() -> None:
    assert outline_of("# Über 2 [Wörter]\n\n\t- *ß* … 語\n") == "#[]\n\n\t-**\n"
