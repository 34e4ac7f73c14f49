from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import FontFace
from sitegen.social_cards.font_choice import Fallback, FontBook, without_outdone


def face(name: str) -> FontFace:
    return FontFace(path=f"/{name}", index=0, digest=name)


def fallback(name: str, letters: str) -> Fallback:
    return Fallback(face=face(name), name=name, characters=frozenset(letters))


def book(*fallbacks: Fallback) -> FontBook:
    return FontBook(
        heading=face("heading"),
        text=face("text"),
        characters=frozenset("abc é"),
        engine="",
        fallbacks=fallbacks,
    )


def names(found: FontBook, letters: str, language: str = "en") -> list[str]:
    return [each.digest for each in found.choose(frozenset(letters), language)][2:]


CJK = [fallback(f"Noto Sans CJK {place}", "膝関学") for place in ("JP", "KR", "SC", "TC")]


def test_no_other_face_without_need() -> None:
    found = book(fallback("Other", "abcд"))
    assert [each.digest for each in found.choose(frozenset("abc"), "en")] == ["heading", "text"]


def test_one_face_rather_than_two() -> None:
    found = book(fallback("One", "д"), fallback("Two", "дж"), fallback("Three", "ж"))
    assert names(found, "aд") == ["One"]
    assert names(found, "aдж") == ["Two"]


def test_several_if_need_be() -> None:
    assert names(book(fallback("One", "д"), fallback("Two", "膝")), "膝д") == ["One", "Two"]


@pytest.mark.parametrize(
    ("letters", "language", "place"),
    [
        ("膝", "ja", "JP"),
        ("膝", "ko-KR", "KR"),
        ("膝", "zh", "SC"),
        ("膝", "zh-Hans", "SC"),
        ("膝", "zh-TW", "TC"),
        ("膝", "zh-Hant-HK", "TC"),
        ("膝", "en", "SC"),
        ("膝の", "en", "JP"),
        ("膝가", "zh", "KR"),
    ],
)
def test_han_letters_as_the_language_writes_them(letters: str, language: str, place: str) -> None:
    faces = [fallback(each.name, "".join(each.characters) + "の가") for each in reversed(CJK)]
    assert names(book(*faces), letters, language) == [f"Noto Sans CJK {place}"]


def test_what_no_face_has() -> None:
    found = book(fallback("One", "д"))
    assert found.lacks(frozenset("aдж膝")) == frozenset("ж膝")
    assert names(found, "aдж") == ["One"]


sets = st.lists(
    st.tuples(st.sampled_from(["A", "B JP", "C SC", "D KR SC"]), st.text("дж膝学の", max_size=4)),
    max_size=7,
)


@given(sets, st.sampled_from(["en", "ja", "zh", "zh-TW", "ko"]))
def test_outdone_faces_would_never_be_chosen(drawn: list[tuple[str, str]], language: str) -> None:
    faces = [fallback(f"{name} {n}", text) for n, (name, text) in enumerate(drawn)]
    few = without_outdone(faces)
    for count in range(1, 4):
        for letters in itertools.combinations("дж膝学の", count):
            text = "".join(letters)
            assert names(book(*faces), text, language) == names(book(*few), text, language)
