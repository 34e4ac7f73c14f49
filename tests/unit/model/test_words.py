"""Words of every script are words, and spellings of one term are one."""

from __future__ import annotations

import unicodedata

import pytest

from sitegen.model.words import drop_punctuation, fold_term, is_in_word, name_in_url, split_words

#: Words with vowel signs and other marks, joiners among them: all of each is one word.
WORDS = {
    "Hindi": "हिन्दी",
    "Bengali": "বাংলা",
    "Tamil": "தமிழ்",
    "Thai": "ภาษาไทยที่ดี",
    "Khmer": "ភាសាខ្មែរ",
    "Burmese": "မြန်မာ",
    "Tibetan": "བོདསྐད",
    "Hebrew": "שָׁלוֹם",
    "Arabic": "مُحَمَّد",
    "Persian with ZWNJ": "می\u200cخواهم",
    "Sinhala with ZWJ": "ශ්\u200dරී",
    "Vietnamese": "tiếng",
}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_marks_belong_to_words(word: str) -> None:
    assert drop_punctuation(f"({word})!") == word
    assert name_in_url(fold_term(word)) == word
    assert all(is_in_word(char) for char in word if char not in "\u200c\u200d")


def test_joiners_and_marks_on_nothing_are_dropped() -> None:
    assert drop_punctuation("\u200cA\u200d (\u200cB") == "A B"
    assert drop_punctuation("-\u0301a", "-") == "-a"
    assert drop_punctuation("❤\ufe0f é") == " é"
    assert drop_punctuation("İ".lower()) == "i"


def test_words_of_a_text() -> None:
    assert split_words("A-b, c_d!") == ["A", "b", "c_d"]
    assert split_words("हिन्दी, বাংলা") == ["हिन्दी", "বাংলা"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MRI", "mri"),
        ("deep  learning ", "Deep\u00a0learning"),
        ("über", "u\u0308ber"),
        ("İstanbul", "istanbul"),
        ("ΕΛΛΑΣ", "ελλας"),
        ("❤", "❤\ufe0f"),
        ("co\u00adoperation", "cooperation"),
    ],
)
def test_spellings_of_one_term(one: str, other: str) -> None:
    assert fold_term(one) == fold_term(other)


@pytest.mark.parametrize(
    ("term", "part"),
    [
        # As they have always been.
        ("MRI", "mri"),
        ("Deep Learning", "deep-learning"),
        ("deep-learning", "deep-learning"),
        ("Alzheimer's disease", "alzheimers-disease"),
        ("C", "c"),
        ("C++", "c++"),
        ("C#", "c-sharp"),
        ("node.js", "node.js"),
        ("v1.2", "v1.2"),
        ("Straße", "straße"),
        ("Ελλάδα", "ελλάδα"),
        ("日本語", "日本語"),
        ("a_b", "a_b"),
        ("MATLAB®", "matlab"),
        # What would be lost is spelled out.
        ("T2*", "t2-star"),
        ("p<0.05", "p-lt-0.05"),
        ("p > 0.05", "p-gt-0.05"),
        ("p ≤ 0.05", "p-≤-0.05"),
        ("R&D", "r-and-d"),
        ("RD", "rd"),
        (".NET", "dot-net"),
        ("NET", "net"),
        ("CD4+", "cd4+"),
        ("CD4-", "cd4-minus"),
        ("5′ end", "5-prime-end"),
        ("100 %", "100-percent"),
        ("🧠", "🧠"),
        ("🚀🧪", "🚀🧪"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("❤\ufe0f", "❤"),
        # Nothing but punctuation.
        ("?!", "u003f-u0021"),
        ("..", "u002e-u002e"),
        ("/", "u002f"),
    ],
)
def test_addresses_of_terms(term: str, part: str) -> None:
    assert name_in_url(fold_term(term)) == part
    assert name_in_url(fold_term(unicodedata.normalize("NFD", term))) == part


def test_terms_that_differ_have_different_addresses() -> None:
    terms = ["T2", "T2*", "p<0.05", "p>0.05", "p=0.05", "R&D", "RD", "R@D", ".NET", "NET"]
    terms += [
        "C",
        "C#",
        "C++",
        "C*",
        "🧠",
        "🚀",
        "👩🏽\u200d🔬",
        "👩\u200d🔬",
        "CD4",
        "CD4+",
        "CD4-",
    ]
    assert len({name_in_url(fold_term(each)) for each in terms}) == len(terms)


@pytest.mark.parametrize("term", ["a" * 300, "\u0e01" * 90, "\U0001f9e0" * 70, "a b " * 80])
def test_a_long_term_has_a_short_address(term: str) -> None:
    part, other = name_in_url(fold_term(term)), name_in_url(fold_term(f"{term}x"))
    assert len(part.encode()) <= 210
    assert part != other
