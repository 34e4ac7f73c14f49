r"""Spaces at which no line may break: `Fig.\ 3`, as in Pandoc and LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["NONBREAKING_SPACES"]

#: Between words: others are backslashes, as CommonMark has them.
_SPACE = compile_late(r"(?<=[\w.,;)\]*])\\ (?=[\w(\[@$*])")
#: What comes before the backslash at the end of a folder of Windows, `C:\data\`.
_IN_FOLDER = compile_late(r"\\\w")
#: No folder with a longer name is looked for.
_LONGEST = 200


class _NonbreakingSpaces(Construct):
    source_marks = ("\\ ",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a no-break space in place of a backslash and a space."""
        for start, end in source.paragraphs:
            for found in _SPACE.finditer(source.prose, start, end):
                first = found.start()
                if not _ends_folder(source.prose, max(start, first - _LONGEST), first):
                    yield Replacement(*found.span(), "\N{NO-BREAK SPACE}")


def _ends_folder(prose: str, start: int, end: int) -> bool:
    """Tell whether the last word of `prose[start:end]` is a path with backslashes."""
    word = prose[start:end].rsplit(maxsplit=1)[-1:]
    return bool(word) and _IN_FOLDER.search(word[0]) is not None


NONBREAKING_SPACES = _NonbreakingSpaces()
