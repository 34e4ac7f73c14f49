"""Lines of text -> ink: several faces on one line, letters in the order in which they are read."""

from __future__ import annotations

import hashlib
import mmap
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

from sitegen.assets.typefaces import Characters, FontProblem, read_faces
from sitegen.assets.typesetting import has_rtl, is_joined, is_rtl, is_rtl_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.model import FontFace

__all__ = [
    "Lettering",
    "can_shape",
    "check_face",
    "describe_engine",
    "describe_order",
    "digest_font",
]

#: Widths are measured at this size only: opening a face at another takes longer than a division.
_MEASURED_AT = 64
_DIGEST = 16


class _Run(NamedTuple):
    """Letters of one face and one direction, in the order in which they are written."""

    text: str
    face: FontFace
    rtl: bool


def can_shape() -> bool:
    """Tell whether letters can change with their neighbours here."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=1)
def describe_engine() -> str:
    """Name all that turns text into pixels on this machine."""
    names = ("pil", "freetype2", "raqm", "harfbuzz", "fribidi")
    return "; ".join(f"{name} {features.version(name)}" for name in names)


def describe_order() -> str:
    """Name what puts letters from right to left into their order."""
    from bidi import VERSION  # few sites need it

    return f"bidi {VERSION}"


def digest_font(data: bytes) -> str:
    """Return the digest of a font file."""
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def check_face(path: str, index: int) -> None:
    """Raise FontProblem when a face cannot be drawn with."""
    try:
        ImageFont.truetype(path, _MEASURED_AT, index).getmask("a")
    except (OSError, ValueError) as error:
        raise FontProblem("it is damaged") from error


class Lettering:
    """Measures and draws lines. Raises FontProblem when a face is not what it was.

    `rtl` is the direction of the whole text; without it, each line's own first letter decides.
    """

    def __init__(
        self, faces: Sequence[FontFace], language: str, *, rtl: bool | None = None
    ) -> None:
        self._faces = [(face, _open_characters(face)) for face in faces]
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
            font = _open_font(run.face, size)
            pen.text((round(x), baseline), run.text, ink, font, anchor="ls", **self._options(run))
            x += self._width(run, size)

    def _width(self, run: _Run, size: int) -> float:
        return _open_font(run.face, size).getlength(run.text, **self._options(run))

    def _options(self, run: _Run) -> dict[str, str]:
        if not can_shape():
            return {}
        options = {"direction": "rtl" if run.rtl else "ltr"}
        return options | ({"language": self._language} if self._language else {})

    def _runs(self, text: str) -> list[_Run]:
        """Cut a line into runs, from left to right."""
        turns = has_rtl(text)
        if not turns and len(self._faces) == 1:
            return [_Run(text, self._faces[0][0], rtl=False)] if text else []
        if turns:
            text = _reorder(text, rtl=is_rtl(text) if self._rtl is None else self._rtl)
        letters = _letters(text)
        sides = [any(map(is_rtl_letter, letter)) for letter in letters]
        runs: list[_Run] = []
        for place, letter in enumerate(letters):
            around = sides[max(0, place - 1)] and sides[min(place + 1, len(letters) - 1)]
            rtl = sides[place] or (letter == " " and around)
            stays = letter == " " and runs and " " in self._having(runs[-1].face)
            shown, face = (letter, runs[-1].face) if stays else self._choose(letter)
            if runs and (runs[-1].face, runs[-1].rtl) == (face, rtl):
                runs[-1] = runs[-1]._replace(text=runs[-1].text + shown)
            else:
                runs.append(_Run(shown, face, rtl))
        if not can_shape():
            return runs
        # An engine wants letters as they are read; without one they stay as they are seen.
        return [run._replace(text=run.text[::-1]) if run.rtl else run for run in runs]

    def _having(self, face: FontFace) -> Characters:
        return next(known for each, known in self._faces if each == face)

    def _choose(self, letter: str) -> tuple[str, FontFace]:
        """Return a letter's face; its marks are left out if no face has it with them."""
        drawn = [char for char in letter if char.isprintable()]
        for face, known in self._faces:
            if all(char in known for char in drawn):
                return letter, face
        base = next((char for char in drawn if not is_joined(char)), letter)
        having = ((face, known) for face, known in self._faces if base in known)
        face, known = next(having, self._faces[0])
        return "".join(char for char in letter if char in known), face


def _letters(text: str) -> list[str]:
    """Cut a line into letters with their marks, which stand before those that were turned."""
    letters: list[str] = []
    for char in text:
        last = letters[-1] if letters else ""
        waits = bool(last) and all(map(is_joined, last))
        follows = is_joined(char) and last and not is_rtl_letter(last[-1])
        if follows or (waits and is_rtl_letter(char)):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def _reorder(text: str, *, rtl: bool) -> str:
    """Return the letters from left to right as they are seen (Unicode Standard Annex 9)."""
    from bidi.algorithm import get_display  # few sites need it; unlike the faster one, it mirrors

    return str(get_display(text, base_dir="R" if rtl else "L"))


@lru_cache(maxsize=64)
def _open_font(face: FontFace, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.path, size, face.index)
    if face.axes:
        wanted = dict(face.axes)
        axes = ((axis["name"].decode(), axis["default"]) for axis in font.get_variation_axes())
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
