"""Markup of fields is read in time that grows with their length."""

from __future__ import annotations

import time

import pytest

from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.rich_text import Span, plain_text


@pytest.mark.parametrize("unit", ["<i>", ' "<i>', '“a "b ', "<i>a</b>"])
def test_tags_and_quotation_marks_that_nothing_closes(unit: str) -> None:
    start = time.process_time()
    text = parse_field(unit * 20_000)
    assert time.process_time() - start < 2  # 10 times what it takes
    assert plain_text(text).count(unit[-2]) == 20_000


def test_tags_and_quotation_marks_that_something_closes() -> None:
    found = parse_field('a <i>b "c" <b>d</i> “e ‘f’ g')
    assert [each.format.style for each in found if isinstance(each, Span)] == ["italic", ""]
    assert plain_text(found) == "a b c <b>d “e f g"


@pytest.mark.parametrize(
    "text",
    [
        "a <i>b</i> c", "<b></b>", '<span class="nocase">MRI</span><sub>2</sub>', "a <sc>b</sc>",
        "<i>a</i> < b", '<i class="nocase">a</i>', "<i>a</b>", "<i>a</i> 'b'", "« a » <i>b</i>",
    ],
)  # fmt: skip
def test_simple_pairs_of_tags_are_read_as_all_others(text: str) -> None:
    """The empty pair at the end keeps the short way from being taken."""
    assert parse_field(text) == parse_field(f"{text}<i><b></b></i>")[:-1]
