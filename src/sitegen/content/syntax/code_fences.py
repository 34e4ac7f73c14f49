"""The line that opens a fenced block of code: language, attributes, options.

Other generators take options there (`hl_lines=1`, `{1,3}`); with them, Python-Markdown would not
see a fence at all. An attribute list, `{ .python #snippet }`, reaches CommonMark as one word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake, Replacement
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["CODE_FENCES"]

CODE_OPTIONS = declare("code-options", Severity.WARNING)

_WITH_OPTIONS = re.compile(r"(?:```|~~~)(?<![`~]...)[`~]*+[ \t]*+[\w+#.-]*+[ \t]*+[^`\s]")
_INFO = re.compile(r"[ \t]*+([\w+#.-]*+)[ \t]*+([^`\n]*)")
_OPTIONS = Problem(
    CODE_OPTIONS, "options of a code block have no effect here", "leave only the language"
)


class _CodeFences(Construct):
    source_marks = ("```", "~~~")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        first = min(source.text.find(mark) % (len(source.text) + 1) for mark in self.source_marks)
        if not _WITH_OPTIONS.search(source.text, first):
            return
        for fence in source.blocks.fences:
            info = _INFO.match(source.text, fence.info, fence.info_end)
            if not info or not info[2].strip():
                continue
            if info[1] or not info[2].startswith("{"):
                yield Mistake(info.start(2), _OPTIONS)
                yield Replacement(fence.info, fence.info_end, info[1])
            elif source.engine == "commonmark":
                # An engine takes the first word only; tabs do not divide it.
                word = source.text[fence.info : fence.info_end].strip().replace(" ", "\t")
                yield Replacement(fence.info, fence.info_end, word)


CODE_FENCES = _CodeFences()
