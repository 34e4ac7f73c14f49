"""Find authors in PDF files with pypdf: information dictionary, XMP, photographs with metadata.

Programs may append changes to a file, and then earlier revisions stay in it: they are read as well.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.documents.libraries import reading_with
from sitegen.checks.privacy.documents.xmp import describe_xmp
from sitegen.checks.privacy.findings import DAMAGE, PRIVATE

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

__all__ = ["describe_pdf"]

_FIELDS = {
    "/Author": "author",
    "/Creator": "program",
    "/Producer": "program",
    "/Title": "title",
    "/Subject": "subject",
    "/Keywords": "keywords",
    "/Company": "company",
    "/Manager": "manager",
    "/LastModifiedBy": "last changed by",
}
_PHOTOS = frozenset({"/DCTDecode", "/DCT"})
_END = b"%%EOF"
_MOST_REVISIONS, _MOST_OBJECTS = 16, 200_000
#: The limit in bytes for a decompressed stream.
_MOST_BYTES = 32_000_000
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": _MOST_BYTES,
    "lzw_maximum_output_length": _MOST_BYTES,
    "run_length_maximum_output_length": _MOST_BYTES,
    "stream_decoding_work_maximum_length": 4 * _MOST_BYTES,
    "jbig2dec_binary": None,  # run no other program on untrusted files
}


def describe_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a PDF says about its authors. Raises MissingLibraryError, UnreadableError."""
    with reading_with("pypdf"), _quiet():
        from pypdf import apply_configuration

        with apply_configuration(**_LIMITS):
            found = list(_describe(data))
    yield from found


def _describe(data: bytes) -> Iterator[tuple[str, str]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(data))
        is_encrypted = reader.is_encrypted
    except DependencyError:  # to decrypt AES, pypdf needs another library
        is_encrypted = True
    if is_encrypted:
        yield "encrypted", "what it says cannot be read"
        return
    yield from _describe_revision(reader)
    yield from _describe_streams(reader)
    for end in _earlier_ends(data):
        # A file that is optimised for the web contains an end that is not that of a revision.
        with contextlib.suppress(Exception):
            yield from _describe_revision(PdfReader(io.BytesIO(data[:end])))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Suppress pypdf's warnings about damaged files."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _earlier_ends(data: bytes) -> list[int]:
    """Return the offsets at which earlier revisions end, the latest first."""
    ends: list[int] = []
    at = data.rfind(_END)
    while at > 0 and len(ends) < _MOST_REVISIONS:
        at = data.rfind(_END, 0, at)
        ends += [at + len(_END)] if at > 0 else []
    return ends


def _describe_revision(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for key, value in (reader.metadata or {}).items():
        if key in _FIELDS:
            yield _FIELDS[key], str(value.get_object())
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        yield from describe_xmp(packet.get_object().get_data())


def _describe_streams(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """Yield what XMP packets and photographs contain, whether a page shows them or not."""
    words: set[str] = set()
    for stream in _streams(reader):
        filters = stream.get("/Filter", ())
        filters = filters.get_object() if hasattr(filters, "get_object") else filters
        if not _PHOTOS.isdisjoint([filters] if isinstance(filters, str) else filters):
            words.update(PRIVATE.union({DAMAGE}).intersection(_find_in_photo(stream)))
        elif stream.get("/Type") == "/Metadata":
            with contextlib.suppress(Exception):
                yield from describe_xmp(stream.get_data())
    yield from (("picture in it", word) for word in sorted(words))


def _streams(reader: PdfReader) -> Iterator[StreamObject]:
    from pypdf.generic import IndirectObject, StreamObject

    places = [(g, number) for g, numbers in reader.xref.items() for number in numbers]
    for generation, number in places[:_MOST_OBJECTS]:
        found: Any = None
        with contextlib.suppress(Exception):  # other objects may be readable
            found = reader.get_object(IndirectObject(number, generation, reader))
        if isinstance(found, StreamObject):
            yield found
        reader.resolved_objects.pop((generation, number), None)


def _find_in_photo(stream: StreamObject) -> tuple[str, ...]:
    """Return the metadata of a JPEG, which may be compressed or encoded once more."""
    try:
        data = stream.get_data()
    except Exception:  # noqa: BLE001  # whatever pypdf raises, the picture cannot be examined
        return (DAMAGE,)
    return find_metadata(data.rstrip(b"\r\n"))
