from __future__ import annotations

import time

import pytest

from sitegen.content.construct import Slot
from sitegen.content.placeholders import fill_slots, placeholder
from sitegen.model import CrossReference
from support.parsing import codes_of, parse


def slots(count: int) -> list[Slot]:
    return [Slot(0, 1, CrossReference(target=f"fig-{each}", line=0)) for each in range(count)]


def test_slots_in_text_are_filled_before_the_html_is_parsed() -> None:
    filled = fill_slots(f"<p>{placeholder(0)} &gt; {placeholder(1)}</p>", slots(2), {})
    assert filled == '<p><slot name="0"></slot> &gt; <slot name="1"></slot></p>'


def test_one_that_may_be_in_a_tag_is_left_to_the_tree() -> None:
    assert fill_slots(f'<p><a title="{placeholder(0)}">x</a></p>', slots(1), {}) is None
    assert fill_slots(f'<p><a title="{placeholder(0)} {placeholder(1)}">', slots(2), {}) is None


@pytest.mark.parametrize("text", ["\x0ex\x0f", "\x0e0", "\x0e\x0f", placeholder(9)])
def test_marks_that_are_not_ours_are_left_to_the_tree(text: str) -> None:
    assert fill_slots(f"<p>{placeholder(0)} {text}</p>", slots(1), {}) is None


def test_the_time_for_many_in_a_paragraph_grows_with_their_number() -> None:
    text = f"<p>{' '.join(map(placeholder, range(20_000)))}</p>"
    found = slots(20_000)
    start = time.process_time()
    assert fill_slots(text, found, {}) is not None
    assert time.process_time() - start < 2  # it took 7 s


def test_no_caption_of_a_listing_repeats_a_slot_or_asks_for_one_that_is_not_there() -> None:
    for number in (0, 99):
        source = f'[x](y.md)\n\n```{{#lst-a .py lst-cap="&#x10;{number}&#x11;"}}\nx\n```\n'
        for engine in ("python-markdown", "commonmark"):
            page = parse(source, engine=engine)
            assert codes_of(page) == ["control-character"], (number, engine)
            assert page.diagnostics[0].location.line == 3
