"""Find authors in Office files (Office Open XML, OpenDocument): properties, changes, pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.findings import PRIVATE
from sitegen.late_patterns import compile_late

__all__ = ["describe_package", "is_package"]

_PROPERTIES = frozenset(
    {"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml"}
)
_MARKS = _PROPERTIES | {"[Content_Types].xml", "mimetype"}
_FIELDS = {
    "creator": "author",
    "initial-creator": "author",
    "lastModifiedBy": "last changed by",
    "printed-by": "printed by",
    "Company": "company",
    "Manager": "manager",
    "Application": "program",
    "generator": "program",
    "Template": "template",
    "title": "title",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
    "keyword": "keywords",
}
#: Members in which changes and comments have the names of their authors.
_TEXTS = compile_late(
    r"word/(?:document|comments|footnotes|people)\.xml|content\.xml"
    r"|xl/(?:comments\d*|persons/person)\.xml|ppt/(?:commentAuthors|authors)\.xml"
)
_AUTHORS = compile_late(
    rb"(?:w:author|w15:author|displayName|<p:cmAuthor [^<>]*?name)=\"([^\"]{1,200})\""
)
_SPOKEN = compile_late(rb"<dc:creator>([^<]{1,200})</dc:creator>|<author>([^<]{1,200})</author>")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".heic"})
#: The first page as a picture, as it was when somebody saved the file.
_PREVIEW = compile_late(r"docProps/thumbnail\.\w+|Thumbnails/thumbnail\.\w+")
_MOST_MEMBERS, _MOST_BYTES = 5_000, 32_000_000


def is_package(data: bytes) -> bool:
    """Tell whether a ZIP file is an office document or an e-book. Raises BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return not _MARKS.isdisjoint(archive.namelist()[:_MOST_MEMBERS])


def describe_package(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what an office document says about its authors."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist()[:_MOST_MEMBERS]:
            if _PREVIEW.fullmatch(member.filename):
                yield "picture", "a preview of its first page, perhaps an earlier one"
            if member.filename in _PROPERTIES:
                yield from _describe_properties(_content(archive, member))
            elif _TEXTS.fullmatch(member.filename):
                text = _content(archive, member)
                for found in (*_AUTHORS.findall(text), *_SPOKEN.findall(text)):
                    name = found if isinstance(found, bytes) else b"".join(found)
                    yield "changes or remarks by", name.decode("utf-8", "replace")
            elif PurePosixPath(member.filename).suffix.casefold() in _PICTURES:
                for word in find_metadata(_content(archive, member)):
                    if word in PRIVATE:
                        yield "picture in it", word


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        return file.read(_MOST_BYTES)


def _describe_properties(xml: bytes) -> Iterator[tuple[str, str]]:
    """Yield the properties; raises ValueError for entities, which office programs never write."""
    found: list[tuple[str, str]] = []
    open_field: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        custom = next((v for n, v in attributes.items() if n.rpartition(" ")[2] == "name"), "")
        if local in {"property", "user-defined"} and custom:
            open_field[:] = [f"property '{custom}'"]
        elif local in _FIELDS:
            open_field[:] = [_FIELDS[local]]

    def text(content: str) -> None:
        if open_field:
            found.append((open_field[0], content))

    def end(tag: str) -> None:
        if tag.rpartition(" ")[2] in {*_FIELDS, "property", "user-defined"}:
            open_field.clear()

    def refuse(*_: object) -> None:
        raise ValueError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    parser.Parse(xml, True)  # noqa: FBT003  # the last piece
    yield from found
