from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest
from fontpkg_source_serif_4 import ROOT
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from sitegen.social_cards.font_files import FontProblem, quality, read_faces
from support.fonts import make_font

BUILT_IN = next((ROOT / "files").glob("SourceSerif4?opsz*.ttf"))
#: Fonts of this machine, of whatever kind: what fontTools reads of them, we read of them, too.
LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
FOUND = sorted(Path("/usr/share/fonts").rglob("*.ttf"))[: 40 if LONG else 8]


def characters(data: bytes) -> set[str]:
    (face,) = read_faces(data)
    return {chr(code) for code in range(0x30000) if chr(code) in face.characters}


@pytest.mark.parametrize("path", [BUILT_IN, *FOUND], ids=lambda path: path.name)
def test_the_characters_are_those_that_fonttools_reads(path: Path) -> None:
    data = path.read_bytes()
    expected = {chr(code) for code, glyph in TTFont(path).getBestCmap().items() if code}
    assert characters(data) - {"\0"} == expected


def test_a_face_is_described() -> None:
    (face,) = read_faces(BUILT_IN.read_bytes())
    assert (face.name, face.weight, face.italic) == ("Source Serif 4 Regular", 400, False)
    assert not face.monospaced
    assert not face.narrow


@pytest.mark.parametrize("letters", ["ab", "a膝\U00020000", "\U0001f600\U00020000"])
def test_letters_beyond_the_first_plane(tmp_path: Path, letters: str) -> None:
    path = make_font(tmp_path / "a.ttf", letters)
    assert characters(path.read_bytes()) == set(letters)


def test_a_range_with_a_list_of_glyphs(tmp_path: Path) -> None:
    """Glyphs in another order than their letters, and one letter without any."""
    path = make_font(tmp_path / "a.ttf", "abcdef")
    font = TTFont(path)
    order = font.getGlyphOrder()
    subtable = CmapSubtable.newSubtable(4)
    subtable.platformID, subtable.platEncID, subtable.language = 3, 1, 0
    glyphs = [order[n] for n in (3, 1, 0, 5, 2, 6)]
    subtable.cmap = dict(zip(map(ord, "abcdef"), glyphs, strict=True))
    font["cmap"].tables = [subtable]
    out = io.BytesIO()
    font.save(out)
    assert characters(out.getvalue()) == set("abdef")


def test_all_faces_of_a_collection(tmp_path: Path) -> None:
    collection = TTCollection()
    for number, letters in enumerate(("ab", "cd")):
        font = make_font(tmp_path / f"{number}.ttf", letters, name=f"Face {number}")
        collection.fonts.append(TTFont(font))
    out = io.BytesIO()
    collection.save(out)
    first, second = read_faces(out.getvalue())
    assert (first.name, second.name, second.index) == ("Face 0", "Face 1", 1)
    assert "a" in first.characters
    assert "a" not in second.characters


@pytest.mark.parametrize(
    ("name", "table"),
    [("Last Resort", ""), ("Noto Color Emoji", ""), ("Plain", "sbix"), ("Plain", "glyf")],
)
def test_faces_without_letters_are_passed_over(tmp_path: Path, name: str, table: str) -> None:
    font = TTFont(make_font(tmp_path / "a.ttf", "ab", name=name))
    if table == "glyf":
        del font["glyf"], font["loca"]
    data = io.BytesIO()
    font.save(data)
    # A table's name is all that is looked at.
    changed = (
        data.getvalue().replace(b"hmtx", table.encode()) if table == "sbix" else data.getvalue()
    )
    assert read_faces(changed) == ()


def test_upright_faces_of_medium_weight_come_first(tmp_path: Path) -> None:
    made = {
        "light": make_font(tmp_path / "1.ttf", "a", name="Light", weight=200),
        "medium": make_font(tmp_path / "2.ttf", "a", name="Medium", weight=500),
        "italic": make_font(tmp_path / "3.ttf", "a", name="Italic", weight=500, italic=True),
        "bold": make_font(tmp_path / "4.ttf", "a", name="Bold", weight=700),
    }
    faces = {name: read_faces(path.read_bytes())[0] for name, path in made.items()}
    ranked = sorted(faces, key=lambda name: quality(faces[name]))
    assert ranked == ["medium", "bold", "light", "italic"]


def test_no_file_does_harm(tmp_path: Path) -> None:
    """Cut at every place, and with bytes changed at random: a problem, faces or none."""
    good = make_font(tmp_path / "a.ttf", "abc膝\U00020000").read_bytes()
    chance = random.Random(1)  # noqa: S311  # no secret
    damaged = [good[:end] for end in range(0, len(good), 7)]
    for _ in range(800):
        data = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 127, 128, 255])
        damaged.append(bytes(data))
    refused = 0
    for data in damaged:
        try:
            for face in read_faces(data):
                assert isinstance("a" in face.characters, bool)
                assert isinstance("\U0010ffff" in face.characters, bool)
        except FontProblem:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize("data", [b"", b"ttcf", b"wOF2" + bytes(60), b"<svg></svg>", bytes(99)])
def test_what_is_no_font(data: bytes) -> None:
    with pytest.raises(FontProblem):
        read_faces(data)


def test_the_builder_is_what_it_says(tmp_path: Path) -> None:
    """A font of the tests is one that fontTools takes."""
    font = TTFont(make_font(tmp_path / "a.ttf", "ab"))
    assert set(font.getBestCmap()) == {ord("a"), ord("b")}
    assert FontBuilder(font=font).font is font
