from __future__ import annotations

from pathlib import Path

import fontpkg_source_serif_4
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from sitegen.social_cards import glyphs
from sitegen.social_cards.glyphs import Glyphs, TextOptions, is_separable
from sitegen.social_cards.text_drawing import can_shape

OPTIONS: TextOptions = {"direction": "ltr", "language": "en"} if can_shape() else {}
LINES = [
    "",
    " ",
    "Deep learning reconstruction of accelerated knee MRI",
    "AVAVA To. We, Yo! “Tä” LTL P. f’s",
    "office, fifth, flying, fjord, off-by, afb, afh, afk, aft, staff",
    "ÄÖÜß Łódź Ærø naïve coöperate",
    "Όραση και μάθηση, распознавание образов",
    "1 < 2 & (3) — ½ ∑ 2019–2024",
]


@pytest.fixture(scope="module", params=[28, 64, 92])
def font(request: pytest.FixtureRequest) -> ImageFont.FreeTypeFont:
    folder = Path(fontpkg_source_serif_4.__file__).parent / "files"
    font = ImageFont.truetype(str(folder / "SourceSerif4[opsz,wght].ttf"), request.param)
    font.set_variation_by_axes([600, 20])
    return font


@pytest.mark.parametrize("line", LINES)
def test_a_line_looks_as_if_it_was_drawn_in_one(font: ImageFont.FreeTypeFont, line: str) -> None:
    letters = Glyphs(font, OPTIONS)
    for _ in range(2):  # drawn, and taken from what was drawn
        whole, pieces = (Image.new("L", (3000, 200), 0) for _ in range(2))
        place = (40, 120)
        ImageDraw.Draw(whole).text(place, line, 255, font, anchor="ls", **OPTIONS)
        letters.draw(ImageDraw.Draw(pieces), place, line, 255)
        different = ImageChops.difference(whole, pieces).histogram()
        # Where two letters touch, Pillow takes the darker one, and here both leave ink.
        assert sum(different[1:]) <= len(line)
        assert sum(different[64:]) == 0
        assert letters.width(line) == pytest.approx(font.getlength(line, **OPTIONS), abs=1 / 64)


def test_each_letter_is_drawn_once(
    font: ImageFont.FreeTypeFont, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = Glyphs(font, OPTIONS)
    pen = ImageDraw.Draw(Image.new("L", (3000, 200), 0))
    drawn: list[str] = []
    render = letters._render
    monkeypatch.setattr(letters, "_render", lambda piece: (drawn.append(piece), render(piece))[1])
    for _ in range(2):
        letters.draw(pen, (40, 120), "a staff", 255)
    assert drawn == ["a", " ", "s", "t", "ff"]


def test_memory_has_a_limit(font: ImageFont.FreeTypeFont, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_MOST_GLYPHS", 5)
    monkeypatch.setattr(glyphs, "_MOST_PAIRS", 7)
    letters = Glyphs(font, OPTIONS)
    pen = ImageDraw.Draw(Image.new("L", (3000, 200), 0))
    line = "The quick brown fox jumps over the lazy dog"
    letters.draw(pen, (40, 120), line, 255)
    assert letters.width(line) == pytest.approx(font.getlength(line, **OPTIONS), abs=1 / 64)
    assert len(letters._glyphs) <= 5
    assert len(letters._steps) <= 7


@pytest.mark.parametrize(
    "text", ["", "MRI of the knee", "Ärzte – “ja”", "Όραση", "膝のMRI", "무릎"]
)
def test_letters_that_stand_alone(text: str) -> None:
    assert is_separable(text)


@pytest.mark.parametrize("text", ["ركبة", "שחזור", "घुटने", "เข่า", "a\u0301", "が\u3099", "x\u20dd"])
def test_letters_that_change_with_their_neighbours(text: str) -> None:
    assert not is_separable(text)
