"""Initials are drawn from names in any script, in colours that can be read."""

from __future__ import annotations

import re

import pytest

from sitegen.model import Name
from sitegen.research.initials import TONES, draw_initials, initials_of
from sitegen.research.person_names import PersonName, parse_person_name
from sitegen.storage.theme_files import read_theme


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("ludwig van beethoven-Brahms", "LB"),
        ("Éva Šťastná", "ÉŠ"),
        ("Q\u0323\u0308 Ó Briain", "Q\u0323\u0308B"),
        ("O'Brien, Seán", "SO"),
        ("'t Hooft, Gerard", "GH"),
        ("Omar al-Khayyam", "OK"),
        ("Plato", "P"),
        ("山田 太郎", "山"),
        ("김철수", "김"),
        ("Иван Петров", "ИП"),
        ("יעל כהן", "יכ"),
        ("محمد العلي", "م\u200cع"),
        ("प्रिया शर्मा", "प्रिश"),
        ("เกษม ไชย", "เกไช"),
        ("ßtan Xu", "ßX"),
    ],
)
def test_initials(written: str, letters: str) -> None:
    found = parse_person_name(written)
    assert isinstance(found, PersonName)
    assert initials_of(found.name) == letters


def test_a_drawing() -> None:
    name = Name(given="Ada", family="Lovelace")
    drawing = draw_initials("ada", name)
    assert ' aria-hidden="true" ' in drawing
    assert drawing.endswith(">AL</text></svg>")
    assert "style" not in drawing
    assert drawing == draw_initials("ada", name)
    drawings = [draw_initials(str(number), name) for number in range(99)]
    assert set(re.findall(r"initials-(\d)", "".join(drawings))) == set(map(str, range(TONES)))


def test_names_are_no_markup() -> None:
    """What is no letter is not drawn, and what stays is escaped."""
    assert "script" not in draw_initials("x", Name(literal="<script>"))
    assert ">S</text>" in draw_initials("x", Name(literal="<script>"))


def _luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_can_be_read_on_every_tone() -> None:
    css = read_theme("assets/css")["people.css"].decode()
    pair = r"light-dark\((#\w{6}), (#\w{6})\)"
    tones = re.findall(rf"--tone: {pair};\s*--letter: {pair}", css)
    assert len(tones) == TONES
    for light, dark, on_light, on_dark in tones:
        for ground, letter in ((light, on_light), (dark, on_dark)):
            bright, dim = sorted(map(_luminance, (ground, letter)), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 6, (ground, letter)
