"""Parse the captions file of a gallery."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sitegen.content.data_codec import unpack_data
from sitegen.content.data_files import DATA_SUFFIXES, parse_data
from sitegen.content.short_texts import read_short_text
from sitegen.content.source_kind import ValueKind
from sitegen.diagnostics import Diagnostic, Location, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import Caption, Captions
from sitegen.model.codec import encode_json, json_decoder

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.model import SourceFile

__all__ = ["CAPTIONS_FILES", "GALLERY_CAPTIONS", "is_captions_file", "parse_captions"]

GALLERY_CAPTIONS = declare("gallery-captions", Severity.ERROR)

_CAPTIONS = json_decoder(Captions)
_FIELDS = ("alt", "caption")
#: Galleries of several pages may show a folder: its captions have no page to start a path from.
_ELSEWHERE = compile_late(r"https?://|mailto:|tel:|doi:", re.IGNORECASE)
_BEFORE = compile_late(r"[\s\[{\"'?-]*(?:file\W+)?")
_BEHIND = compile_late(r"[\s\"']*+(?:[:=,\]]|$)")
#: After so many lines, places are no longer looked for.
_MOST_LOOKS = 1_000_000
_EXAMPLE = "write a line such as 'knee.jpg: The left knee' for each image"
_KNOWN = "its fields are alt and caption; in TOML, put quotes around the file's name"


def is_captions_file(path: PurePosixPath) -> bool:
    """Whether the name of a file makes it a captions file."""
    return path.stem == "captions" and path.suffix.casefold() in DATA_SUFFIXES


def parse_captions(source: SourceFile) -> Captions:
    """Read a captions file.

    The file is a table of file names, each with a text or a table of `alt` and `caption`; or a list
    of rows with `file`, `alt` and `caption`. A single text is used for both.
    """
    packed = parse_data(source, UTC)
    if isinstance(packed, Diagnostic):
        return Captions(path=source.path, problems=(packed,))
    reader = _Reader(str(source.path), source.data.decode("utf-8", "replace"))
    entries = tuple(reader.read(unpack_data(packed)))
    return Captions(path=source.path, entries=entries, problems=tuple(reader.problems))


class _Reader:
    """Reads entry by entry, so that one mistake does not hide the next."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.seen: set[str] = set()
        self.line = 0
        self.looks = _MOST_LOOKS
        self.problems: list[Diagnostic] = []

    def read(self, value: Any) -> Iterator[Caption]:
        if isinstance(value, Mapping):
            for name, said in value.items():
                yield from self._entry(name, said)
        elif isinstance(value, tuple):
            for row in value:
                if isinstance(row, Mapping) and isinstance(row.get("file"), str):
                    said = {key: each for key, each in row.items() if key != "file"}
                    yield from self._entry(row["file"], said)
                else:
                    self._refuse(
                        (1, 1),
                        "a row does not name its 'file'",
                        "name the columns file,alt,caption",
                    )
                    return
        elif value is not None:
            self._refuse((1, 1), "this is not a table of file names and texts", _EXAMPLE)

    def _entry(self, name: str, said: Any) -> Iterator[Caption]:
        place = self._place_of(name)
        file = unicodedata.normalize("NFC", name.strip())
        if file in self.seen:
            self._refuse(place, f"'{name}' appears here a second time", "keep one of them")
        self.seen.add(file)
        if isinstance(said, str):
            text, shown = self._markdown(said, name, place)
            line, column = place
            yield Caption(file=file, text=text, alt=text, line=line, column=column, html=shown)
            return
        if not isinstance(said, Mapping):
            self._refuse(place, f"the value of '{name}' is not text", "put quotes around it")
            return
        for key, each in said.items():
            if key not in _FIELDS:
                hint = did_you_mean(key, _FIELDS, _KNOWN)
                self._refuse(place, f"'{name}' has a field '{key}'", hint)
            elif not isinstance(each, str):
                message = f"'{key}' of '{name}' is not text"
                self._refuse(place, message, "put quotes around it")
                return
        text, shown = self._markdown(said.get("caption", ""), name, place)
        alt = _on_one_line(said.get("alt", ""))
        # Without `alt`, the caption is used as the alternative text.
        alt = alt if "alt" in said else text
        line, column = place
        yield Caption(file=file, text=text, alt=alt, line=line, column=column, html=shown)

    def _markdown(self, said: str, name: str, place: tuple[int, int]) -> tuple[str, str]:
        """Return a caption as plain text and as HTML; report what has no place in it."""
        text = _on_one_line(said)
        found = read_short_text(text, "python-markdown")
        for problem in found.problems:
            self._refuse(place, f"the caption of '{name}': {problem.message}", problem.hint)
        for target in (each for each in found.links if not _ELSEWHERE.match(each)):
            hint = "write the link into the text of the page, or a whole address (https://…)"
            self._refuse(place, f"the caption of '{name}' links to '{target}'", hint)
        return found.plain, found.html

    def _place_of(self, name: str) -> tuple[int, int]:
        """Find where a line begins with a name, in any of the formats; both are 0 if none does."""
        count = len(self.lines)
        # Names mostly stand one below the other; to look for each in all lines would take long.
        for step in range(min(count, self.looks)):
            number = (self.line + step) % count
            index = _index_of(name, self.lines[number])
            if index >= 0:
                self.line = number
                self.looks -= step
                return number + 1, index + 1
        self.looks -= min(count, self.looks)
        return 0, 0

    def _refuse(self, at: tuple[int, int], message: str, hint: str) -> None:
        place = Location(path=self.path, line=at[0], column=at[1])
        self.problems.append(
            Diagnostic(code=GALLERY_CAPTIONS, message=message, location=place, hint=hint)
        )


def _index_of(name: str, line: str) -> int:
    """Return where a line begins with a name, in any of the formats, or -1."""
    index = line.find(name)
    while index >= 0:
        if _BEFORE.fullmatch(line, 0, index) and _BEHIND.match(line, index + len(name)):
            return index
        index = line.find(name, index + 1)
    return -1


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


class CaptionsFiles(ValueKind):
    """Captions files beside images; read if a gallery shows their folder.

    Mistakes are part of the value: they are reported where a gallery needs it.
    """

    name = "captions"
    only_needed = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a captions file by its name."""
        return is_captions_file(path)

    def parse(self, source: SourceFile, options: str) -> bytes:
        """Return packed `Captions`."""
        del options
        return encode_json(parse_captions(source))

    def unpack(self, data: bytes) -> Captions:
        """Return the captions."""
        return _CAPTIONS.decode(data)


CAPTIONS_FILES = CaptionsFiles()
