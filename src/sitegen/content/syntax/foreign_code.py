"""Fences that are directives of MyST or code cells of Quarto: a warning for each kind.

`code_fences` shows them as code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.foreign_info import read_foreign_info
from sitegen.content.foreign_kinds import CODE_CELLS, CODE_DIRECTIVES
from sitegen.content.syntax.foreign_syntax import foreign_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["FOREIGN_CODE"]


_FENCE = re.compile(r"(?:```|~~~) ?\{")


class _ForeignCode(Construct):
    source_marks = ("{",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a warning for the first of each kind."""
        if not ("```" in source.text or "~~~" in source.text) or not _FENCE.search(source.text):
            return
        found: dict[bool, list[tuple[int, str, str]]] = {True: [], False: []}
        for fence in source.blocks.fences:
            written = source.text[fence.info : fence.info_end]
            info = read_foreign_info(written) if "{" in written else None
            if info:
                found[info.is_cell].append((fence.start, written.strip(), info.name))
        for is_cell, places in found.items():
            if places:
                kind = CODE_CELLS if is_cell else CODE_DIRECTIVES
                start, written, name = places[0]
                yield Mistake(start, foreign_problem(kind, written, name, len(places) - 1))


FOREIGN_CODE = _ForeignCode()
