"""Text files of the site that pages show as code; read if a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.page_names import PAGE_SUFFIXES
from sitegen.content.source_kind import ValueKind
from sitegen.content.text import decode
from sitegen.diagnostics import Diagnostic
from sitegen.model.codec import encode_json, json_decoder
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.model import SourceFile

__all__ = ["CODE_FILES", "CodeFile"]

#: What is in `assets/` has a use of its own; the preview shows edits of it before anything else.
_FOLDERS = frozenset({"content", "data"})


class CodeFile(Stored, frozen=True):
    """The text of the file at a path, or what is wrong with it."""

    path: str = ""
    text: str = ""
    problems: tuple[Diagnostic, ...] = ()


_DECODER = json_decoder(CodeFile)


class CodeFiles(ValueKind):
    """Any file that is not a page. Mistakes are part of the value, for only one page wants it."""

    name = "code_files"
    only_needed = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a file by its folder and by its suffix, which is not that of a page."""
        return path.parts[0] in _FOLDERS and path.suffix.casefold() not in PAGE_SUFFIXES

    def parse(self, source: SourceFile, options: str) -> bytes:
        """Return a packed `CodeFile`."""
        del options
        text, problems = decode(source.data, str(source.path))
        return encode_json(CodeFile(path=str(source.path), text=text, problems=problems))

    def unpack(self, data: bytes) -> CodeFile:
        """Return the file."""
        return _DECODER.decode(data)


CODE_FILES = CodeFiles()
