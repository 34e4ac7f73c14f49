"""Labels as pandoc-crossref and pandoc-fignos write them: `{#fig:knee}` and `@fig:knee`.

They mean `fig-knee`. A text keeps its length, so that all places stay what they are.
"""

from __future__ import annotations

from sitegen.content.scanner import BLANKED, MarkdownSource
from sitegen.late_patterns import compile_late

__all__ = ["with_dashes"]

_NAMES = "fig|tbl|eq|sec|lst"
#: Before a reference, `+` asks for its word, which it has anyway.
_LABEL = compile_late(
    rf"(?:(?<=\{{)#|(?<= )#(?=[^\n{{}}]*\}})|(?<=\]\()#|(?P<plus>(?<![^\s(])\+)?(?<![\w/.])@)"
    rf"(?:{_NAMES})(?P<colon>:)(?=\w)"
)
#: What is in the outline of a text with such a label; see `mark_index`.
_LABELS_IN_OUTLINE = ("#:", "@:")


def with_dashes(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these labels as they are written here."""
    text = source.text
    if not any(label in source.outline for label in _LABELS_IN_OUTLINE) or not _LABEL.search(text):
        return source
    letters = list(text)
    for found in _LABEL.finditer(text):
        start, colon = found.start(), found.start("colon")
        if source.prose[colon] == BLANKED and text[start - 1 : start + 1] != "(#":
            continue
        letters[colon] = "-"
        if found["plus"]:
            letters[start] = " "
    return MarkdownSource("".join(letters), source.engine, source.macros, source.html_blocks)
