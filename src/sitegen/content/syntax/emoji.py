"""Signs by their names, `:rocket:`, as on GitHub, in Hugo and in MkDocs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Node
from sitegen.content.emoji_names import emoji_named
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.mistyped_markup import mistake
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["EMOJI"]

#: Not in `10:30:20`, `a::b` and roles such as `:sub:`2``.
_NAME = compile_late(r":(?<![\w:/.\\]:)(?P<name>[+-]1|[a-z\d][a-z\d_+-]{0,38}):(?![\w:`])")
#: A line of a list of fields in reStructuredText.
_FIELD = compile_late(r"[ \t>]*:[\w-]+:[ \t]")
#: Another one, or the line of a directive whose options they are.
_ABOVE = compile_late(r"[ \t>]*(?::[\w-]+:[ \t]|:{3,}|`{3,}|~{3,})")


class _Emoji(Construct):
    source_marks = (":",)
    source_needs = ("::", ":_", ":+:", ":-:")
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a node for each sign, and a mistake for a name of several words that is none."""
        for found in _NAME.finditer(source.text):
            if source.prose[found.start()] == BLANKED or _is_field(source.text, found.start()):
                continue
            sign = emoji_named(found["name"])
            if sign:
                yield Node(*found.span(), sign)
            elif "_" in found["name"]:
                yield mistake(found.start(), found[0], "write the sign itself")


def _is_field(text: str, place: int) -> bool:
    """Tell whether the line that a name begins is one of several fields."""
    start = text.rfind("\n", 0, place) + 1
    if not _FIELD.match(text, start) or text[start:place].strip(" \t>"):
        return False
    below = text.find("\n", place) + 1
    above = text.rfind("\n", 0, max(start - 1, 0)) + 1
    is_above = bool(start) and _ABOVE.match(text, above) is not None
    return is_above or (below > 0 and _FIELD.match(text, below) is not None)


EMOJI = _Emoji()
