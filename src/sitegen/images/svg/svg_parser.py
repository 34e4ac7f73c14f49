"""Parse SVG bytes into starts and ends of elements and text, within limits.

expat reads them: it loads nothing, and no tree is built, so deep nesting needs no stack.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

import msgspec

from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE, ImageProblem

__all__ = ["Attribute", "End", "Piece", "Reading", "Start", "read_svg"]

_MAX_BYTES = 64_000_000
#: Chromium draws no deeper trees either, give or take; editors make a few dozen levels.
_MAX_DEPTH = 256
_MAX_ELEMENTS = 2_000_000
#: What entities may add to a file, in characters.
_MAX_EXPANDED = 10_000_000
_SEPARATOR = " "
_GZIP = b"\x1f\x8b"


class Attribute(NamedTuple):
    """An attribute, by namespace (empty for none) and local name."""

    space: str
    name: str
    value: str


class Start(NamedTuple):
    """An element begins."""

    space: str
    name: str
    attributes: tuple[Attribute, ...]


class End(NamedTuple):
    """The element that began last, and has not ended, ends."""


Piece = Start | End | str


class Reading(msgspec.Struct):
    """The pieces of a file in their order; text stands for itself.

    `stylesheets` tells of processing instructions that load one, `entities` of declared external
    entities, `comments` of anything else that is no part of the picture.
    """

    pieces: list[Piece] = msgspec.field(default_factory=list)
    stylesheets: bool = False
    entities: bool = False
    comments: bool = False


def read_svg(data: bytes) -> Reading:
    """Read an SVG in any encoding that expat knows. Raises ImageProblem."""
    if len(data) > _MAX_BYTES:
        message = f"the SVG has {len(data) // 1_000_000} MB, more than {_MAX_BYTES // 1_000_000}"
        raise ImageProblem(IMAGE_TOO_LARGE, message, "export fewer points, or a PNG")
    if data.startswith(_GZIP):
        raise ImageProblem(IMAGE_FORMAT, "the SVG is compressed", "unpack it with gunzip")
    reader = _Reader(data)
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003  # expat's own way to say that this is all
    except (expat.ExpatError, ValueError, LookupError) as error:
        reason = f"not SVG: {error}" if data.strip() else "it is empty"
        raise ImageProblem(IMAGE_BROKEN, reason, "export it again") from error
    return reader.found


class _Reader:
    """expat's handlers; one file each."""

    def __init__(self, data: bytes) -> None:
        self.found = Reading()
        self._references = data.count(b"&")
        self._depth = 0
        self._elements = 0
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.specified_attributes = True  # nothing that a DOCTYPE makes up
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.found.pieces.append
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.ExternalEntityRefHandler = self._external

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH:
            message = f"the SVG is nested more than {_MAX_DEPTH} levels deep"
            raise ImageProblem(IMAGE_TOO_LARGE, message, "export it again")
        if self._elements > _MAX_ELEMENTS:
            message = f"the SVG has more than {_MAX_ELEMENTS} elements"
            raise ImageProblem(IMAGE_TOO_LARGE, message, "export fewer points, or a PNG")
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        own = tuple(Attribute(*_split(key), value) for key, value in pairs)
        self.found.pieces.append(Start(*_split(name), own))

    def _end(self, _name: str) -> None:
        self._depth -= 1
        self.found.pieces.append(End())

    def _comment(self, _text: str) -> None:
        self.found.comments = True

    def _instruction(self, target: str, _text: str) -> None:
        if target.casefold() == "xml-stylesheet":
            self.found.stylesheets = True
        else:
            self.found.comments = True

    def _entity(  # as expat calls it
        self,
        name: str,
        is_parameter: bool,  # noqa: FBT001  # as expat calls it
        value: str | None,
        _base: str | None,
        _system_id: str | None,
        _public_id: str | None,
        _notation: str | None,
    ) -> None:
        """Let entities stand for plain text, as Adobe Illustrator writes namespaces."""
        if value is None:
            self.found.entities = True
        elif is_parameter or "&" in value or "<" in value:
            message = f"the SVG builds the entity '{name}' of others"
            raise ImageProblem(IMAGE_FORMAT, message, "export a plain SVG")
        elif len(value) * self._references > _MAX_EXPANDED:
            message = f"the SVG's entity '{name}' would fill the memory"
            raise ImageProblem(IMAGE_TOO_LARGE, message, "export a plain SVG")

    def _skipped(self, name: str, _is_parameter: bool) -> None:  # noqa: FBT001  # as expat calls it
        message = f"not SVG: the entity '{name}' is not declared"
        raise ImageProblem(IMAGE_BROKEN, message, "export it again")

    def _external(self, *_: object) -> int:
        self.found.entities = True
        return 1  # go on without it


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(_SEPARATOR)
    return space, local
