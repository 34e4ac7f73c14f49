"""Marks are found in a text, whatever they are looked up by."""

from __future__ import annotations

import pytest

from sitegen.content.mark_index import LineStart, Mark, MarkIndex, outline_of, outlines_of


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
    assert MarkIndex(marks).numbers_in(text, outlines_of(text)) == numbers


def test_one_number_may_have_several_marks() -> None:
    index = MarkIndex([Mark("```", 7), Mark("~~~", 7), Mark("~", 8)])
    assert index.numbers_in("```", outlines_of("```")) == {7}
    assert index.numbers_in("a ~ b", outlines_of("a ~ b")) == {8}
    assert index.numbers_in("~~~", outlines_of("~~~")) == {7, 8}


def test_marks_may_begin_with_others_and_overlap() -> None:
    index = MarkIndex(
        [Mark("::", 1), Mark(":::", 2), Mark(":a:", 3), Mark(":b", 4), Mark("::a", 5)]
    )
    for text, numbers in (("a ::: b", {1, 2}), ("a :: b", {1}), ("::a:b", {1, 3, 4, 5})):
        assert index.numbers_in(text, outlines_of(text)) == numbers


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
        assert index.numbers_in(text, outlines_of(text)) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a) First", {1}),
        ("Text.\na) First", {1}),
        ("Text.\n > 2. - a) First", {1}),
        ("Text a) and\nmore (a)", set()),
        ("import os", {2}),
        ("\n\timport os", {2}),
        ("We import os", set()),
        ("a) import\n\nimport os and ~", {1, 2, 3}),
    ],
)
def test_marks_at_the_beginning_of_lines(text: str, numbers: set[int]) -> None:
    index = MarkIndex([Mark(LineStart("a) "), 1), Mark(LineStart("import "), 2), Mark("~", 3)])
    assert index.numbers_in(text, outlines_of(text)) == numbers


def test_spaces_tell_marks_apart() -> None:
    index = MarkIndex([Mark("(ref:", 1), Mark("| ", 2), Mark("www.", 3), Mark("(@", 4)])
    for text, numbers in (
        ("(see a: b) and wow.", set()),
        ("(ref:a)", {1}),
        ("||", set()),
        ("| a", {2}),
        ("www.example.org", {3}),
        ("(a @b) (@b)", {4}),
    ):
        assert index.numbers_in(text, outlines_of(text)) == numbers


def test_an_outline_is_what_is_neither_letter_nor_digit_nor_space() -> None:
    assert outline_of("# Über 2 [Wörter]\n\n\t- *ß* … 語\n") == "#[]\n\n\t-**\n"


def test_the_other_outline_has_spaces_and_what_begins_addresses() -> None:
    assert outlines_of("A few [Wörter], www.b\n") == ("[],.\n", " w [], www.\n")
