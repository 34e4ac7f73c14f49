"""Decide what may not be published: pictures with metadata, and medical images."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.checks.privacy.findings import (
    AFTER_END,
    BETWEEN,
    DAMAGE,
    UNKNOWN,
    UNREADABLE,
    UNSEEN,
)
from sitegen.checks.privacy.medical import medical_name
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import ASSETS, CONTENT, STATIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.errors import LimitError

__all__ = [
    "IMAGE_METADATA",
    "check_medical_names",
    "is_original",
    "refuse_copy",
    "refuse_inlined",
    "refuse_medical",
    "refuse_rendered",
    "refuse_variant",
    "warn_of_activity",
    "warn_of_metadata",
    "warn_of_missing_libraries",
    "warn_of_slow_document",
    "warn_of_unread",
]

IMAGE_METADATA = declare("image-metadata", Severity.ERROR, protects=True)
PATIENT_DATA = declare("patient-data", Severity.ERROR, protects=True)
DOCUMENT_METADATA = declare("document-metadata", Severity.WARNING, protects=True)
UNREAD_FILE = declare("unread-file", Severity.WARNING)
SVG_ACTIVE = declare("svg-active", Severity.WARNING, protects=True)

_WILD = compile_late(r"\\\*\\\*/|\\\*\\\*|\\\*|\\\?")
_MEANS = {r"\*\*/": "(?:.*/)?", r"\*\*": ".*", r"\*": "[^/]*", r"\?": "[^/]"}
_DAMAGE = frozenset({BETWEEN, AFTER_END, DAMAGE})
_PIXELS = {
    UNREADABLE: "it is a picture in a format that sitegen does not examine",
    UNSEEN: "its pixels are too many, or compressed in a way that sitegen does not examine",
}
_MOST_WORDS = 6


def is_original(path: PurePosixPath, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern names a file of `assets/static/`; `**` matches folders too."""
    if not patterns or STATIC not in path.parents:
        return False
    rules = (_WILD.sub(lambda wild: _MEANS[wild[0]], re.escape(each)) for each in patterns)
    return any(re.fullmatch(rule, str(path)) for rule in rules)


def refuse_copy(path: PurePosixPath, found: Sequence[str]) -> Diagnostic:
    """Return the error for a picture that would be published unchanged, with its metadata."""
    if UNKNOWN in found:
        message = "it has the name of a picture, but nobody can look into it"
        return _problem(IMAGE_METADATA, path, message, "export it again, as what its name says")
    if found and set(found) <= _PIXELS.keys():
        message = _PIXELS[found[0]]
        hint = "export it as PNG or JPEG"
        hint += ", or list it in images.originals" if STATIC in path.parents else ""
        return _problem(IMAGE_METADATA, path, message, hint)
    if set(found) <= _DAMAGE:
        hint = "export it again"
    elif STATIC in path.parents:
        hint = "export it without, or list it in images.originals"
    elif CONTENT in path.parents:
        hint = "show it as an image instead of linking to it, or export it without"
    else:
        hint = "export it without"
    message = f"it would be published with what it holds: {_list(found)}"
    return _problem(IMAGE_METADATA, path, message, hint)


def refuse_inlined(path: PurePosixPath, line: int, column: int, found: Sequence[str]) -> Diagnostic:
    """Return the error for a picture with metadata that is embedded in a text."""
    hint = "put one in that was exported without"
    if STATIC in path.parents:
        hint += ", or list the file in images.originals"
    message = f"a picture in it would be published with what it holds: {_list(found)}"
    place = Location(path=str(path), line=line, column=column)
    return Diagnostic(code=IMAGE_METADATA, message=message, location=place, hint=hint)


def refuse_rendered(source: str, found: Sequence[str]) -> Diagnostic:
    """Return the error for a picture that is embedded in the HTML of a page, or in a feed."""
    message = f"a picture in its HTML would be published with what it holds: {_list(found)}"
    hint = "write the path of a picture instead, or put one in that was exported without"
    return _problem(IMAGE_METADATA, PurePosixPath(source), message, hint)


def warn_of_activity(path: PurePosixPath, found: Sequence[str]) -> Diagnostic:
    """Return the warning for an SVG that is published unchanged and would run or load something."""
    if STATIC in path.parents:
        hint = "move it to another folder of assets/, or list it in images.originals"
    else:
        hint = "show it as an image instead of linking to it"
    message = f"published with what would run or load: {_list(found)}"
    return _problem(SVG_ACTIVE, path, message, hint)


def refuse_variant(source: PurePosixPath, output: str, found: Sequence[str]) -> Diagnostic:
    """Return the error for a derived image with metadata, which is a bug in sitegen."""
    message = f"its copy {output} holds {_list(found)}"
    return _problem(IMAGE_METADATA, source, message, "this is a bug in sitegen; please report it")


def refuse_medical(path: PurePosixPath, what: str) -> Diagnostic:
    """Return the error for a medical image; `what` is its kind, such as "a DICOM file"."""
    message = f"it is {what}, which may name a patient"
    hint = "show a PNG that was exported from it, and keep it out of the site's folder"
    return _problem(PATIENT_DATA, path, message, hint)


def check_medical_names(paths: Iterable[PurePosixPath]) -> Iterator[Diagnostic]:
    """Yield an error for each file among pages and assets with the name of a medical image."""
    for path in paths:
        kind = medical_name(path.name)
        if kind and path.parts[0] in {CONTENT.name, ASSETS.name}:
            yield refuse_medical(path, f"a {kind} file")


def warn_of_metadata(path: PurePosixPath, told: Iterable[tuple[str, str]]) -> Diagnostic:
    """Return the warning for a document that names its authors; `told` are fields and values."""
    text = ", ".join(f"{field} '{value}'" for field, value in told)
    message = f"it is published with what it says: {text}"
    hint = "export it without if that is private"
    return _problem(DOCUMENT_METADATA, path, message, hint)


def warn_of_slow_document(path: PurePosixPath, error: LimitError) -> Diagnostic:
    """Return the warning for a document that took too much to read."""
    message = f"it is published, but reading what it says {error}"
    return _problem(DOCUMENT_METADATA, path, message, "export it again")


def warn_of_missing_libraries(paths: Sequence[PurePosixPath]) -> Diagnostic:
    """Return the warning for documents that need libraries that are not installed."""
    count = len(paths) - 1
    others = (
        "" if not count else ", and so is 1 other" if count == 1 else f", and so are {count} others"
    )
    message = f"it is published unread{others}: reading PDF and sound files needs more software"
    return _problem(DOCUMENT_METADATA, paths[0], message, 'pip install "sitegen[privacy]"')


def warn_of_unread(paths: Sequence[PurePosixPath]) -> Diagnostic:
    """Return the warning for files of `assets/static/` with one ending that cannot be read."""
    count = len(paths) - 1
    others = "" if not count else ", and 1 other like it" if count == 1 else f", and {count} others"
    message = f"it is published, but sitegen cannot tell what is in it{others}"
    pattern = f"assets/static/**/*{paths[0].suffix}" if count else str(paths[0])
    hint = f'if it names nobody, list it in images.originals: "{pattern}"'
    return _problem(UNREAD_FILE, paths[0], message, hint)


def _list(found: Sequence[str]) -> str:
    more = f" and {len(found) - _MOST_WORDS} more" if len(found) > _MOST_WORDS else ""
    return ", ".join(found[:_MOST_WORDS]) + more


def _problem(code: str, path: PurePosixPath, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, location=Location(path=str(path)), hint=hint)
