"""Remove what Word writes into a page when a document is pasted: `<o:p>`, `mso-…`, `MsoNormal`.

Nobody wrote it by hand, so it is told once a page. What it says of classes and styles is left to
`sanitizer`, which takes no notice of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, Replacement
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["WORD_MARKUP", "is_from_word"]

_PASTED = declare("word-markup", Severity.WARNING)

_PREFIXES = ("o:", "v:", "w:", "m:", "st1:", "st2:")
_ELEMENT = compile_late(r"</?(?:[ovwm]|st\d):")
_ATTRIBUTE = compile_late(r"\bmso-|\bMso[A-Z]|\bxmlns:[owv]=")
_HINT = "paste it as plain text: Ctrl+Shift+V, on a Mac Option+Shift+Command+V"


def is_from_word(value: str) -> bool:
    """Tell whether the value of a `class` or `style` is Word's."""
    return "mso" in value.casefold() and _ATTRIBUTE.search(value) is not None


class _WordMarkup(Construct):
    source_needs = ("<",)
    source_marks = (
        *("mso-", "Mso"),
        *(f"{bracket}{prefix}" for prefix in _PREFIXES for bracket in ("<", "</")),
    )

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Remove Word's elements, but not what they hold; say so at the first."""
        first, count = -1, 0
        for start, end in source.tags:
            tag = source.text[start:end]
            is_element = _ELEMENT.match(tag) is not None
            if is_element:
                yield Replacement(start, end, "")
            if is_element or _ATTRIBUTE.search(tag):
                first = start if first < 0 else first
                count += 1
        if count:
            tags = "this tag was" if count == 1 else f"this and {count - 1} more tags were"
            message = f"{tags} pasted from Word, whose formatting is left out"
            yield Mistake(first, Problem(_PASTED, message, _HINT))


WORD_MARKUP = _WordMarkup()
