from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, features

from sitegen.model import FontFace
from sitegen.social_cards import text_drawing
from sitegen.social_cards.font_files import FontProblem
from sitegen.social_cards.text_drawing import TextRenderer, check_face, digest_font
from support.fonts import make_font

HEBREW, ARABIC = "שחזור", "ركبة"
LATIN = "abcdefgMRI ().,2024-\u0301"

needs_engine = pytest.mark.skipif(not features.check("raqm"), reason="Pillow found no FriBiDi")


def face(path: Path, letters: str, height: int = 700) -> FontFace:
    make_font(path, letters, height=height)
    return FontFace(path=str(path), index=0, digest=digest_font(path.read_bytes()))


def ink(letters: TextRenderer, text: str, size: int = 100) -> Image.Image:
    canvas = Image.new("L", (1600, 200), 0)
    letters.draw(canvas, (0, 150), text, size, 255)
    return canvas


def heights(letters: TextRenderer, text: str) -> list[int]:
    """Return the height of each letter's rectangle, from left to right; 0 for a space."""
    canvas = ink(letters, text)
    found = []
    for place in range(round(letters.width(text, 100) / 60)):
        box = canvas.crop((place * 60 + 10, 0, place * 60 + 50, 200)).getbbox()
        found.append(round((150 - box[1]) / 10) if box else 0)
    return found


@pytest.fixture
def mixed(tmp_path: Path) -> list[FontFace]:
    """A face with Latin letters, 70 high, and one with others, 50 high, with brackets, too."""
    first = face(tmp_path / "latin.ttf", LATIN)
    return [first, face(tmp_path / "other.ttf", f"{HEBREW} ()д", 500)]


def test_each_letter_in_the_first_face_that_has_it(mixed: list[FontFace]) -> None:
    letters = TextRenderer(mixed, "en")
    assert heights(letters, "abдcд") == [7, 7, 5, 7, 5]
    assert letters.width("abд", 100) == 180
    assert letters.measure("abд") == pytest.approx(1.8, abs=0.02)


def test_letters_from_right_to_left(mixed: list[FontFace]) -> None:
    assert heights(TextRenderer(mixed, "he"), f"ab {HEBREW[:3]}") == [7, 7, 7 * 0, 5, 5, 5]
    assert heights(TextRenderer(mixed, "he"), f"{HEBREW[:3]} ab") == [7, 7, 0, 5, 5, 5]
    assert heights(TextRenderer(mixed, "he", rtl=False), f"{HEBREW[:3]} ab") == [5, 5, 5, 0, 7, 7]


def test_runs_are_written_as_they_are_read(
    mixed: list[FontFace], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{HEBREW} (MRI) 2024"
    letters = TextRenderer(mixed, "he")
    monkeypatch.setattr(text_drawing, "can_shape", lambda: True)
    seen = [(run.text, run.level) for run in letters._runs(text)]
    assert seen == [("2024", 2), (") ", 1), ("MRI", 2), ("(", 1), (f"{HEBREW} ", 1)]
    monkeypatch.setattr(text_drawing, "can_shape", lambda: False)
    assert [run.text for run in letters._runs(text)] == [
        "2024",
        " (",
        "MRI",
        ")",
        f" {HEBREW[::-1]}",
    ]


def test_words_of_one_direction_are_one_run(mixed: list[FontFace]) -> None:
    (run,) = TextRenderer(mixed, "he")._runs(f"{HEBREW} {HEBREW}")
    assert run.level == 1


def test_marks_stay_with_their_letter(tmp_path: Path) -> None:
    plain = face(tmp_path / "plain.ttf", "abд")
    whole = face(tmp_path / "whole.ttf", "a\u0301", 500)
    marks = face(tmp_path / "marks.ttf", "\u0301\u0302", 300)
    runs = [
        (run.text, run.face) for run in TextRenderer([plain, whole, marks], "en")._runs("ba\u0301b")
    ]
    assert runs == [("b", plain), ("a\u0301", whole), ("b", plain)]
    runs = [(run.text, run.face) for run in TextRenderer([plain, marks], "en")._runs("ba\u0302b")]
    assert runs == [("bab", plain)]


@needs_engine
def test_letters_that_join_change() -> None:
    """One word is narrower than its letters are one by one."""
    found = sorted(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))
    if not found:
        pytest.skip("no font with Arabic letters here")
    path = found[0]
    arabic = FontFace(path=str(path), index=0, digest=digest_font(path.read_bytes()))
    letters = TextRenderer([arabic], "ar")
    assert letters.width(ARABIC, 64) < 0.9 * sum(letters.width(each, 64) for each in ARABIC)


def test_an_empty_line(mixed: list[FontFace]) -> None:
    assert TextRenderer(mixed, "").width("", 50) == 0
    assert ink(TextRenderer(mixed[:1], ""), "").getbbox() is None


def test_a_font_that_is_not_what_it_was(tmp_path: Path) -> None:
    first = face(tmp_path / "a.ttf", "ab")
    make_font(tmp_path / "a.ttf", "abc")
    with pytest.raises(FontProblem, match="has changed"):
        TextRenderer([first], "en")
    gone = FontFace(path=str(tmp_path / "none.ttf"), index=0, digest="")
    with pytest.raises(FontProblem, match="is gone"):
        TextRenderer([gone], "en")


def test_what_cannot_be_drawn_with(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(b"\0\1\0\0" + bytes(200))
    with pytest.raises(FontProblem):
        check_face(str(path), 0)
