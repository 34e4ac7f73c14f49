"""Shortcodes with a space in their brackets or one brace too few, `{{ < icon email > }}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.mistyped_markup import mistake
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["MISTYPED_SHORTCODES"]

_TAG = compile_late(
    r"(?<![\\{])\{(?:\{[ \t]+(?P<mark>[<%])|<)[ \t]*(?P<closes>/?)[ \t]*"
    r"(?P<inner>[^\W\d][\w./-]*(?:[ \t][^{}<>\n]*?)??)[ \t]*(?P<end>[>%])[ \t]*\}\}?"
)


class _MistypedShortcodes(Construct):
    source_marks = ("{{ <", "{{\t<", "{{ %", "{<")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each; nothing is replaced."""
        for found in _TAG.finditer(source.text):
            mark, end = found["mark"] or "<", found["end"]
            # A tag of HTML is none, `{<b>}`.
            is_prose = source.prose[source.text.index(mark, found.start())] != BLANKED
            if is_prose and end == (">" if mark == "<" else "%"):
                inner = f"{found['closes']}{found['inner']}"
                yield mistake(found.start(), found[0], f"write '{{{{{mark} {inner} {end}}}}}'")


MISTYPED_SHORTCODES = _MistypedShortcodes()
