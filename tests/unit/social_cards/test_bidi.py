from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from sitegen.social_cards.bidi import find_levels, has_rtl, is_rtl, mirror, reorder

#: Letters of both directions, digits of both kinds, signs among them, brackets, marks, spaces.
ALPHABET = "abאבغب12٣٤+-,.:/#%$ ()[]{}\u0301\u05b8!&«»"


def seen(text: str, *, rtl: bool) -> str:
    """Return the characters from left to right; nothing is mirrored."""
    levels = find_levels(text, rtl=rtl)
    return "".join(
        char for char, _ in reorder(list(zip(text, levels, strict=True)), lambda i: i[1])
    )


@given(st.text(st.sampled_from(ALPHABET), max_size=24), st.booleans())
def test_the_order_is_that_of_another_implementation(text: str, rtl: bool) -> None:  # noqa: FBT001  # drawn
    assert seen(text, rtl=rtl) == get_display(text, base_dir="R" if rtl else "L")


def test_brackets_of_a_pair_look_the_same_way() -> None:
    assert seen("אבג (MRI) 2024", rtl=True) == "2024 )MRI( גבא"
    assert mirror("(MRI] «x» <y>") == ")MRI[ »x« >y<"
    assert find_levels("א (b) c", rtl=True) == [1, 1, 1, 2, 1, 1, 2]


@pytest.mark.parametrize("text", ["", " ", "(" * 200 + ")" * 200, "א" * 500, "\u05b8", "\u0301("])
def test_texts_at_the_edge(text: str) -> None:
    for rtl in (False, True):
        assert len(find_levels(text, rtl=rtl)) == len(text)
        assert seen(text, rtl=rtl) == get_display(text, base_dir="R" if rtl else "L")


@pytest.mark.parametrize(
    ("text", "rtl", "any_rtl"),
    [
        ("Knee", False, False),
        ("ברך MRI", True, True),
        ("MRI של הברך", False, True),
        ("2024 ركبة", True, True),
        ("2024", False, False),
        ("", False, False),
        ("膝", False, False),
    ],
)
def test_the_first_letter_tells_the_direction(text: str, rtl: bool, any_rtl: bool) -> None:  # noqa: FBT001  # parametrised
    assert (is_rtl(text), has_rtl(text)) == (rtl, any_rtl)
