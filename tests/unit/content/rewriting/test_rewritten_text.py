"""Places in a text that has been written anew lead back to what its author wrote."""

from __future__ import annotations

from sitegen.content.rewriting.rewritten_text import TextWriter


def test_places_of_copies_and_of_what_is_new() -> None:
    out = TextWriter("abcdef")
    out.copy(3, 6)
    out.write("<->", 3)
    out.copy(0, 2)
    text, places = out.finish(None)
    assert text == "def<->ab"
    assert [places.origin_of(index) for index in range(8)] == [3, 4, 5, 3, 3, 3, 0, 1]
    assert places.origin_of(-1) == -1


def test_a_text_that_is_written_anew_twice() -> None:
    first = TextWriter("ab")
    first.write("x", 0)
    first.copy(0, 2)
    text, places = first.finish(None)
    second = TextWriter(text)
    second.copy(1, 3)
    second.write("y", 2)
    text, places = second.finish(places)
    assert text == "aby"
    assert [places.origin_of(index) for index in range(3)] == [0, 1, 1]


def test_nothing_is_written() -> None:
    out = TextWriter("ab")
    out.copy(1, 1)
    out.write("", 0)
    text, places = out.finish(None)
    assert text == ""
    assert places.origin_of(0) == 0
