"""Included texts as MyST and Sphinx write them: ```` ```{include} file.md ````.

They are what `{{< include file.md >}}` is. See https://mystmd.org/guide/embed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, Node, Slot
from sitegen.content.directive_blocks import read_directive
from sitegen.content.foreign_info import own_directive
from sitegen.content.included_text import INCLUDE
from sitegen.content.shortcode_tags import word_at
from sitegen.diagnostics import Problem
from sitegen.model.references import IncludeReference, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.content.construct import Finding
    from sitegen.content.directive_blocks import Given
    from sitegen.content.scanner import MarkdownSource

__all__ = ["INCLUDE_DIRECTIVES"]

_NAME = "include"
#: Lines are counted from 0 in the first of these; the second one is not included itself.
_START, _END = "start-line", "end-line"
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_EXAMPLE = "write '{{< include file.md >}}', with heading, lines or region for a part of it"


class _IncludeDirectives(Construct):
    source_marks = ("{include}",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each included text, and what is wrong with its options."""
        for fence in source.blocks.fences:
            info = source.text[fence.info : fence.info_end]
            if fence.is_tag or own_directive(info) != _NAME:
                continue
            directive = read_directive(source.text, fence)
            if directive is None:
                continue
            argument = directive.argument
            if not argument.value:
                problem = Problem(INCLUDE, "'include' names no file", _EXAMPLE)
                yield Mistake(fence.start, problem)
                yield Node(fence.start, fence.end, "", is_lines=True)
                continue
            for name, given in directive.options.items():
                if name not in {_START, _END} or not _NUMBER.fullmatch(given.value):
                    message = f"':{name}: {given.value[:40]}' means nothing here"
                    yield Mistake(given.place, Problem(INCLUDE, message, _EXAMPLE))
            file = word_at(source.text, fence.start, argument.value, argument.place)
            lines = _lines(source.text, fence.start, directive.options)
            reference = IncludeReference(target=file.text, line=0, file=file, lines=lines)
            yield Slot(fence.start, fence.end, reference, is_block=True)


def _lines(text: str, start: int, options: Mapping[str, Given]) -> Word:
    """Return the lines that are wanted, counted from 1; an empty word for all of them."""
    first, last = options.get(_START), options.get(_END)
    known = [each for each in (first, last) if each and _NUMBER.fullmatch(each.value)]
    if not known:
        return Word()
    begin = int(first.value) + 1 if first in known and first else 1
    end = last.value if last in known and last else ""
    place = word_at(text, start, known[0].value, known[0].place)
    return Word(text=f"{begin}-{end}", line=place.line, column=place.column)


INCLUDE_DIRECTIVES = _IncludeDirectives()
