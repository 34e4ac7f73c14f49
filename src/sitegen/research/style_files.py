"""Citation styles as source files: `.csl` files in the site's folders.

Assembling gets them as `Inputs.sources["citation_styles"]`: compiled styles by the paths of files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.content.source_kind import ParsedValue, ValueKind

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import SourceFile

__all__ = ["STYLE_FILES"]


class _StyleFiles(ValueKind):
    """Styles by their paths."""

    name = "citation_styles"
    only_assembled = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a style by its suffix."""
        return path.suffix.casefold() == ".csl"

    def parse(self, source: SourceFile, options: str) -> ParsedValue | Diagnostic:
        """Return the bytes of a style that can be compiled, and what is wrong with it."""
        del options
        from sitegen.research.csl.style_reader import compile_style  # few sites have styles

        style, problems = compile_style(source.data, str(source.path))
        if style is None:
            return problems[0]
        return ParsedValue(value=source.data, problems=problems)

    def unpack(self, data: bytes) -> Any:
        """Return the compiled style."""
        from sitegen.research.csl.style_reader import compile_style  # as above

        return compile_style(data)[0]


STYLE_FILES = _StyleFiles()
