"""Find authors in audio files with tinytag, and in the `bext` chunk of WAVE files."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from sitegen.checks.privacy.documents.libraries import reading_with
from sitegen.checks.privacy.documents.xmp import describe_xmp

__all__ = ["describe_audio", "describe_wave"]

#: Our words for tinytag's fields, and for codes of fields that it passes on unchanged.
_FIELDS = {
    **dict.fromkeys(("artist", "albumartist", "conductor", "tope"), "artist"),
    **dict.fromkeys(("composer", "lyricist", "director", "ieng", "itch"), "author"),
    **dict.fromkeys(("title", "album"), "title"),
    **dict.fromkeys(("encoder", "encoder_settings", "encoded_by", "isft"), "program"),
    **dict.fromkeys(("copyright", "publisher", "license", "town"), "copyright"),
    **dict.fromkeys(("year", "date", "tden", "tdtg"), "time"),
    **dict.fromkeys(("comment", "lyrics"), "comment"),
    "location": "place",
    "contact": "contact",
    "isrc": "source",
}
#: Fields that describe the sound, not its authors.
_SKIPPED = frozenset(
    "filename filesize mime_type duration channels bitrate bitdepth samplerate is_lossless genre"
    " track track_total disc disc_total bpm initial_key language".split()
)
_HEADER = 12
#: Fields of the chunk `bext` (EBU Tech 3285), with start and end.
_BROADCAST = (("description", 0, 256), ("author", 256, 288), ("time", 320, 338))


def describe_audio(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the tags of an audio file. Raises MissingLibraryError, UnreadableError."""
    with reading_with("tinytag"):
        from tinytag import TinyTag

        tags = TinyTag.get(file_obj=io.BytesIO(data), duration=False, image=True)
        fields = tags.as_dict()
        has_picture = tags.images.any is not None
    for name, values in fields.items():
        if name in _SKIPPED or not isinstance(values, list):
            continue
        for value in values:
            if name == "xmp":
                yield from describe_xmp(value.encode())
            else:
                yield _FIELDS.get(name, f"comment '{name[:40].upper()}'"), value
    if has_picture:
        yield "picture", "one is in it"


def describe_wave(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the fields of a WAVE or AVI file; raises what `describe_audio` raises."""
    # tinytag does not know AVI, but the fields are stored as in WAVE.
    yield from describe_audio(data[:8] + b"WAVE" + data[_HEADER:])
    at = _HEADER
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        if name == b"bext":
            content = data[at + 8 : at + 8 + size]
            for field, start, end in _BROADCAST:
                yield field, content[start:end].partition(b"\0")[0].decode("latin-1")
        at += 8 + size + size % 2
