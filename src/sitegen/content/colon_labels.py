"""Labels as pandoc-crossref and pandoc-fignos write them: `{#fig:knee}` and `@fig:knee`.

They mean `fig-knee`, and so does the link `[](fig:knee)` of MyST. A text keeps its length, so that
all places stay what they are.
"""

from __future__ import annotations

from sitegen.content.scanner import BLANKED, MarkdownSource
from sitegen.late_patterns import compile_late

__all__ = ["with_dashes"]

_KINDS = ("fig", "tbl", "eq", "sec", "lst")
_NAMES = "|".join(_KINDS)
#: No longer text is looked through for the end of a list of attributes.
#: Before a reference, `+` asks for its word, which it has anyway.
_LABEL = compile_late(
    rf"(?:(?<=\{{)#|(?<= )#(?=(?:{_NAMES}):)(?=[^\n{{}}]{{0,4000}}\}})"
    r"|(?<=\]\()#?|(?P<plus>(?<![^\s(])\+)?(?<![\w/.])@)"
    rf"(?:{_NAMES})(?P<colon>:)(?=\w)"
)
#: What is in the outline of a text with such a label; see `mark_index`.
_LABELS_IN_OUTLINE = ("#:", "@:")
_LINK_IN_OUTLINE = "](:"
_LINK = compile_late(rf"\]\((?:{_NAMES}):")


def with_dashes(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these labels as they are written here."""
    text = source.text
    has_labels = any(label in source.outline for label in _LABELS_IN_OUTLINE) or (
        _LINK_IN_OUTLINE in source.outline and _LINK.search(text) is not None
    )
    if not has_labels or not _LABEL.search(text):
        return source
    letters = list(text)
    addresses = {link.close for link in source.links}
    for found in _LABEL.finditer(text):
        start, colon = found.start(), found.start("colon")
        if source.prose[colon] == BLANKED and start - 2 not in addresses:
            continue
        letters[colon] = "-"
        if found["plus"]:
            letters[start] = " "
    return source.with_text("".join(letters))
