"""Find the fonts for social cards: the site's, the built-in ones, and those of this machine."""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import FontFace, digest_of
from sitegen.social_cards.card_planning import CARD_FONT
from sitegen.social_cards.font_choice import Fallback, FontBook, without_outdone
from sitegen.social_cards.font_files import Face, FontProblem, quality, read_faces
from sitegen.social_cards.line_breaking import is_decoration, is_joined, needs_shaping
from sitegen.social_cards.text_drawing import (
    can_shape,
    check_face,
    describe_engine,
    digest_font,
)
from sitegen.storage.source_files import read_bytes

if TYPE_CHECKING:
    from sitegen.storage.sources import Sources
    from sitegen.storage.store import Store

__all__ = ["find_first_fonts", "find_fonts"]

#: Source Serif 4 by Adobe, under the SIL Open Font License.
_BUILT_IN = "SourceSerif4[opsz,wght].ttf"
#: For titles and for other text: cut for large and for small sizes.
_STYLES = (
    (("Weight", 600.0), ("Optical Size", 48.0)),
    (("Weight", 450.0), ("Optical Size", 18.0)),
)
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_NOTE = "fonts"
_FALLBACKS = msgspec.msgpack.Decoder(tuple[str, tuple[Fallback, ...]])


class _Opened(NamedTuple):
    """A face, where it lies, and what it has."""

    face: FontFace
    described: Face


def find_fonts(
    font: str, letters: frozenset[str], sources: Sources, store: Store, place: Location
) -> tuple[FontBook, tuple[Diagnostic, ...]]:
    """Return faces for these letters: of the site's `font` if it has one, of others if need be.

    `place` is that of the setting that names it.

    The fonts of the machine are looked at only for letters that the first ones lack.
    """
    heading, text = _built_in()
    first, problems = (heading, text), []
    if font:
        try:
            first = _open_own_twice(font, sources)
        except FontProblem as problem:
            message = f"sharing.font '{font}': {problem}, the built-in font is used"
            hint = "it is a path in assets/ of a .ttf, .otf or .ttc file"
            problems.append(Diagnostic(code=CARD_FONT, message=message, location=place, hint=hint))
    unshaped = frozenset() if can_shape() else frozenset(filter(needs_shaping, letters))
    drawable = letters - unshaped
    characters = frozenset(
        char for char in drawable if all(char in each.described.characters for each in first)
    )
    missing = frozenset(char for char in drawable - characters if not _is_dispensable(char))
    fallbacks: list[Fallback] = []
    if font and missing:
        fallbacks += _has_any(heading, missing)
        missing = missing.difference(*(each.characters for each in fallbacks))
    if missing:
        fallbacks += _search_machine(missing, store)
    book = FontBook(
        heading=first[0].face,
        text=first[1].face,
        characters=characters,
        engine=describe_engine(),
        fallbacks=tuple(fallbacks),
        unshaped=unshaped,
    )
    return book, tuple(problems)


def find_first_fonts(font: str, letters: frozenset[str], sources: Sources) -> FontBook | None:
    """Return the faces that `find_fonts` tries first; None unless they have all letters."""
    try:
        first = _open_own_twice(font, sources) if font else _built_in()
    except FontProblem:
        return None
    plain = (char for char in letters if not _is_dispensable(char))
    if any(
        needs_shaping(char) or any(char not in each.described.characters for each in first)
        for char in plain
    ):
        return None
    return FontBook(
        heading=first[0].face,
        text=first[1].face,
        characters=frozenset(
            char for char in letters if all(char in each.described.characters for each in first)
        ),
        engine=describe_engine(),
        fallbacks=(),
        unshaped=frozenset(),
    )


def _open_own_twice(font: str, sources: Sources) -> tuple[_Opened, _Opened]:
    """Open the site's own font, for titles and for other text. Raises FontProblem."""
    own = _open_own(font, sources)
    return own, own


def _is_dispensable(char: str) -> bool:
    return char.isspace() or (is_joined(char) and not char.isprintable()) or is_decoration(char)


@cache
def _built_in() -> tuple[_Opened, _Opened]:
    """Return the faces for titles and for other text, of the font that comes with sitegen.

    It is a part of the program, which stays as it is while it runs.
    """
    from fontpkg_source_serif_4 import ROOT  # data only

    path = str(ROOT / "files" / _BUILT_IN)
    opened = _open(path, read_bytes(Path(path)))
    heading, text = (msgspec.structs.replace(opened.face, axes=axes) for axes in _STYLES)
    return opened._replace(face=heading), opened._replace(face=text)


def _open_own(font: str, sources: Sources) -> _Opened:
    """Open the site's own font. Raises FontProblem."""
    path = PurePosixPath("assets", font)
    if path not in sources.paths:
        raise FontProblem("there is no such file")
    return _open(str(sources.root / path), sources.read(path).data)


def _open(path: str, data: bytes) -> _Opened:
    """Return the best face of a font file. Raises FontProblem."""
    faces = sorted(read_faces(data), key=quality)
    if not faces:
        raise FontProblem("it has no letters")
    check_face(path, faces[0].index)
    face = FontFace(path=path, index=faces[0].index, digest=digest_font(data))
    return _Opened(face, faces[0])


def _has_any(opened: _Opened, letters: frozenset[str]) -> list[Fallback]:
    having = frozenset(char for char in letters if char in opened.described.characters)
    name = opened.described.name
    return [Fallback(face=opened.face, name=name, characters=having)] if having else []


def _search_machine(letters: frozenset[str], store: Store) -> tuple[Fallback, ...]:
    """Return the machine's faces that have any of these letters, best first.

    What was found is remembered for as long as there are the same fonts and letters.
    """
    listed = list(_list_fonts())
    question = digest_of((listed, sorted(letters), describe_engine()))
    kept = store.read("notes", _NOTE)
    if kept is not None:
        try:
            answered, fallbacks = _FALLBACKS.decode(kept)
        except msgspec.DecodeError:
            answered, fallbacks = "", ()
        if answered == question:
            return fallbacks
    found = _look_into([path for path, _, _ in listed], letters)
    store.write("notes", [(_NOTE, msgspec.msgpack.encode((question, found)))])
    return found


def _look_into(paths: list[str], letters: frozenset[str]) -> tuple[Fallback, ...]:
    candidates: list[tuple[tuple[object, ...], str, Fallback]] = []
    for path in paths:
        for described in _read_quietly(path):
            having = frozenset(char for char in letters if char in described.characters)
            if having:
                place = FontFace(path=path, index=described.index, digest="")
                fallback = Fallback(face=place, name=described.name, characters=having)
                candidates.append((quality(described), path, fallback))
    ranked = sorted(candidates, key=lambda each: each[:2])
    usable = (each for _, _, each in ranked if _can_draw(each.face))
    digests: dict[str, str] = {}
    found = []
    for each in without_outdone(usable):
        path = each.face.path
        if path not in digests:
            digests[path] = digest_font(Path(path).read_bytes())
        face = msgspec.structs.replace(each.face, digest=digests[path])
        found.append(msgspec.structs.replace(each, face=face))
    return tuple(found)


def _read_quietly(path: str) -> tuple[Face, ...]:
    """Return the faces of one of the machine's files; what is wrong with it is not our concern."""
    try:
        with (
            Path(path).open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            return read_faces(data)
    except (OSError, ValueError, FontProblem):
        return ()


def _can_draw(face: FontFace) -> bool:
    try:
        check_face(face.path, face.index)
    except FontProblem:
        return False
    return True


def _list_fonts() -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of change of the font files of this machine, sorted."""
    found = set()
    for folder in _folders():
        for place, _, names in os.walk(folder):
            for name in names:
                if name.casefold().endswith(_SUFFIXES):
                    path = f"{place}/{name}"
                    try:
                        stat = os.stat(path)  # noqa: PTH116  # text, for there may be thousands
                    except OSError:
                        continue
                    found.add((path, stat.st_size, stat.st_mtime_ns))
    yield from sorted(found)


def _folders() -> list[str]:
    """Return where this system keeps fonts (fontconfig's folders on Linux)."""
    try:
        home = Path.home()
    except RuntimeError:  # a user without one, as in a container
        home = Path("/nonexistent")
    if sys.platform == "darwin":
        return ["/System/Library/Fonts", "/Library/Fonts", str(home / "Library/Fonts")]
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData/Local"))
        windows = os.environ.get("WINDIR", "C:/Windows")
        return [f"{windows}/Fonts", f"{local}/Microsoft/Windows/Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return [*(f"{each}/fonts" for each in [own, *shared.split(":")]), str(home / ".fonts")]
