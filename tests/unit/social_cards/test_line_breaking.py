from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.social_cards.line_breaking import (
    Block,
    clean_text,
    fit_text,
    needs_shaping,
)

#: A title in Japanese with brackets, small kana and full stops where lines would like to end.
JAPANESE = "深層学習による「膝関節」のMRI画像、その再構成について。きょうの研究ー第一部"


def width(text: str) -> float:
    """Every letter is as wide as the size, but for marks, which stand above others."""
    return sum(not unicodedata.category(char).startswith("M") for char in text)


def fit(text: str, wide: int, lines: int = 3, sizes: tuple[int, ...] = (1,)) -> Block:
    return fit_text(text, width, (wide, lines), sizes, 1.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two \t words\n", "two words"),
        ("a\u00a0b \u202f c", "a\u00a0b \u00a0 c"),
        ("a\x00\x07b\u200b\u2066c\ufeff", "abc"),
        ("\ud800x\U0010ffff\ue000", "x"),
        ("e\u0301", "é"),
        ("☺\ufe0f", "☺"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db ☺\u200d☺ \u200c", "ab ☺☺"),
        ("Z" + "\u0335" * 50 + "o", "Z" + "\u0335" * 4 + "o"),
        ("", ""),
        ("\u3000深 度\u3000", "深 度"),
    ],
)
def test_what_cannot_be_seen_goes(text: str, expected: str) -> None:
    assert clean_text(text) == expected


def test_nobody_reads_a_title_as_long_as_a_page() -> None:
    text = clean_text("word " * 100_000)
    assert len(text) <= 401
    assert text.endswith("…")


def test_which_letters_join() -> None:
    assert all(map(needs_shaping, "ركבक".replace("ב", "")))
    assert not any(map(needs_shaping, "aéбλ膝ひ가ב"))


def test_the_largest_size_that_fits() -> None:
    assert fit("one two", 10, sizes=(4, 2, 1)) == Block(1, ("one two",))
    assert fit("one two", 14, 4, sizes=(4, 2, 1)) == Block(2, ("one two",))
    assert fit("one two", 14, 8, sizes=(4, 2, 1)) == Block(4, ("one", "two"))


def test_no_word_is_left_alone_without_need() -> None:
    assert fit("aaaa bbbb cc", 10).lines == ("aaaa", "bbbb cc")
    assert fit("aa bb cc dd ee", 11).lines in {("aa bb cc", "dd ee"), ("aa bb", "cc dd ee")}
    assert fit("one", 10).lines == ("one",)


def test_lines_end_behind_hyphens_and_dashes() -> None:
    assert fit("aaaa-bbbb", 6).lines == ("aaaa-", "bbbb")
    assert fit("aaaa/bbbb", 6).lines == ("aaaa/", "bbbb")
    assert fit("a -bbbb", 6, 9).lines == ("a", "-bbbb")


def test_what_is_joined_stays_together() -> None:
    assert fit("10\u00a0mm aa", 6).lines == ("10\u00a0mm", "aa")


def test_lines_of_japanese_end_anywhere_but_there() -> None:
    for wide in range(4, 40):
        lines = fit(JAPANESE, wide, 40).lines
        assert "".join(lines) == JAPANESE
        for line in lines:
            assert width(line) <= wide
            assert line[0] not in "、。」ょー"
            assert line[-1] != "「"
        assert "MRI" in " ".join(lines)


def test_words_are_cut_at_the_smallest_size_only() -> None:
    assert fit("abcdefgh", 8, sizes=(2, 1)).lines == ("abcdefgh",)
    assert fit("abcdefghij", 8).lines == ("abcdefg-", "hij")
    assert fit("1234567890", 8).lines == ("1234567", "890")


def test_a_letter_keeps_its_marks() -> None:
    text = "n\u0303\u0332" * 9
    for wide in range(2, 6):
        lines = fit(text, wide, 20).lines
        assert all(line.replace("-", "")[0] == "n" for line in lines)
        assert "".join(lines).replace("-", "") == text


def test_the_end_is_left_out_at_last() -> None:
    assert fit("one two three four, five", 9, 2).lines == ("one two", "three…")
    assert fit("one, two three", 6, 1).lines == ("one…",)
    assert fit("abcdefgh ijkl", 4, 1).lines == ("abc…",)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.integers(3, 40),
    st.integers(1, 5),
)
def test_every_text_fits(text: str, wide: int, most: int) -> None:
    cleaned = clean_text(text)
    block = fit_text(cleaned, width, (wide, most), (2, 1), 1.0)
    assert 1 <= len(block.lines) <= most
    assert all(width(line) * block.size <= wide for line in block.lines)
    whole = "".join("".join(block.lines).split(" ")).replace("-", "")
    plain = "".join(cleaned.split(" ")).replace("-", "")
    if not block.lines[-1].endswith("…"):
        assert whole == plain
    else:
        assert plain.startswith(whole.removesuffix("…")) or "…" in plain
