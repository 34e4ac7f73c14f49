"""Draw lines of text that may need several fonts and both writing directions."""

from __future__ import annotations

import hashlib
import mmap
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

from sitegen.social_cards.bidi import find_levels, has_rtl, is_rtl, mirror, reorder
from sitegen.social_cards.font_files import Characters, Data, FontProblem, read_faces
from sitegen.social_cards.glyphs import Glyphs, TextOptions, is_separable
from sitegen.social_cards.line_breaking import split_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.model import FontFace

__all__ = [
    "TextRenderer",
    "can_shape",
    "check_face",
    "describe_engine",
    "digest_font",
]

#: Widths are measured at this size only: opening a face at another takes longer than a division.
_MEASURED_AT = 64
_DIGEST = 16


class _Run(NamedTuple):
    """Letters of one face and one level; those of odd levels run from right to left."""

    text: str
    face: FontFace
    level: int


class _Face(NamedTuple):
    """A face and the characters that it has."""

    face: FontFace
    characters: Characters


@cache
def can_shape() -> bool:
    """Tell whether letters can change with their neighbours here."""
    return bool(features.check("raqm"))


@cache
def describe_engine() -> str:
    """Name all that turns text into pixels on this machine."""
    names = ("pil", "freetype2", "raqm", "harfbuzz", "fribidi")
    versions = "; ".join(f"{name} {features.version(name)}" for name in names)
    return f"{versions}; unicode {unicodedata.unidata_version}"


def digest_font(data: Data) -> str:
    """Return the digest of a font file."""
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def check_face(path: str, index: int) -> None:
    """Raise FontProblem when a face cannot be drawn with."""
    try:
        ImageFont.truetype(path, _MEASURED_AT, index).getmask("a")
    except (OSError, ValueError) as error:
        raise FontProblem("it is damaged") from error


class TextRenderer:
    """Measures and draws lines. Raises FontProblem when a face is not what it was.

    `rtl` is the direction of the whole text; without it, each line's own first letter decides.
    """

    def __init__(
        self, faces: Sequence[FontFace], language: str, *, rtl: bool | None = None
    ) -> None:
        self._faces = [_Face(face, _open_characters(face)) for face in faces]
        self._chosen: dict[str, tuple[str, _Face]] = {}
        self._language = language
        self._rtl = rtl

    def measure(self, text: str) -> float:
        """Return the width of a text of size 1."""
        return self.width(text, _MEASURED_AT) / _MEASURED_AT

    def width(self, text: str, size: int) -> float:
        """Return a text's width in pixels."""
        return sum(self._width(run, size) for run in self._runs(text))

    def draw(
        self, canvas: Image.Image, place: tuple[float, int], text: str, size: int, ink: int
    ) -> None:
        """Draw a line on a grey canvas; `place` is its left end on the baseline, in pixels."""
        x, baseline = place
        pen = ImageDraw.Draw(canvas)
        for run in self._runs(text):
            start = (round(x), baseline)
            if _is_separable(run):
                self._glyphs(run.face, size).draw(pen, start, run.text, ink)
            else:
                font = _open_font(run.face, size)
                pen.text(start, run.text, ink, font, anchor="ls", **self._options(run))
            x += self._width(run, size)

    def _width(self, run: _Run, size: int) -> float:
        if _is_separable(run):
            return self._glyphs(run.face, size).width(run.text)
        return _open_font(run.face, size).getlength(run.text, **self._options(run))

    def _glyphs(self, face: FontFace, size: int) -> Glyphs:
        return _open_glyphs(face, size, self._language)

    def _options(self, run: _Run) -> TextOptions:
        return _text_options(self._language, rtl=bool(run.level % 2))

    def _runs(self, text: str) -> list[_Run]:
        """Cut a line into runs, from left to right."""
        if not has_rtl(text):
            if len(self._faces) == 1:
                return [_Run(text, self._faces[0].face, 0)] if text else []
            return self._cut(text, [0] * len(text))
        rtl = is_rtl(text) if self._rtl is None else self._rtl
        runs = reorder(self._cut(text, find_levels(text, rtl=rtl)), lambda run: run.level)
        return runs if can_shape() else [_turn(run) if run.level % 2 else run for run in runs]

    def _cut(self, text: str, levels: list[int]) -> list[_Run]:
        runs: list[_Run] = []
        begun, last = "", (self._faces[0], 0)
        place = 0
        for letter in split_letters(text):
            level = levels[place]
            place += len(letter)
            if letter == " " and begun and " " in last[0].characters:
                shown, face = letter, last[0]
            else:
                shown, face = self._chosen.get(letter) or self._choose(letter)
            if begun and last != (face, level):
                runs.append(_Run(begun, last[0].face, last[1]))
                begun = ""
            begun += shown
            last = face, level
        return [*runs, _Run(begun, last[0].face, last[1])] if begun else runs

    def _choose(self, letter: str) -> tuple[str, _Face]:
        """Return a letter's face; its marks are left out if no face has it with them."""
        drawn = [char for char in letter if char.isprintable()]
        having = (each for each in self._faces if all(char in each.characters for char in drawn))
        face = next(having, None)
        shown = letter
        if face is None:
            without = (each for each in self._faces if letter[0] in each.characters)
            face = next(without, self._faces[0])
            shown = "".join(char for char in letter if char in face.characters)
        self._chosen[letter] = shown, face
        return shown, face


def _turn(run: _Run) -> _Run:
    """Return a run as it is seen, for an engine that writes from left to right only."""
    return run._replace(text=mirror("".join(reversed(split_letters(run.text)))))


def _is_separable(run: _Run) -> bool:
    return run.level % 2 == 0 and is_separable(run.text)


def _text_options(language: str, *, rtl: bool = False) -> TextOptions:
    if not can_shape():
        return {}
    options: TextOptions = {"direction": "rtl" if rtl else "ltr"}
    return options | TextOptions(language=language) if language else options


@lru_cache(maxsize=64)
def _open_glyphs(face: FontFace, size: int, language: str) -> Glyphs:
    return Glyphs(_open_font(face, size), _text_options(language))


@lru_cache(maxsize=64)
def _open_font(face: FontFace, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.path, size, face.index)
    if face.axes:
        wanted = dict(face.axes)
        axes = ((axis["name"].decode(), axis["default"] or 0) for axis in font.get_variation_axes())
        font.set_variation_by_axes([wanted.get(name, default) for name, default in axes])
    return font


@lru_cache(maxsize=16)
def _open_characters(face: FontFace) -> Characters:
    """Return what a face has. Raises FontProblem when its file is gone or another one."""
    try:
        with Path(face.path).open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise FontProblem(f"{face.path} is gone") from error
    with data:
        if digest_font(data) != face.digest:
            raise FontProblem(f"{face.path} has changed")
        found = {each.index: each.characters for each in read_faces(data)}
    return found[face.index]
