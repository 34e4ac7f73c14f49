"""Processing instructions, CDATA and declarations, which are no part of a page: `<?php … ?>`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake
from sitegen.content.removals import HTML_LEFT_OUT
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["DECLARATIONS"]

_OPENING = compile_late(r"<(?:\?\w*|!\[CDATA\[|![a-z]+)", re.IGNORECASE)
_HINT = "write what it stands for, or &lt; for a plain '<'"


class _Declarations(Construct):
    """Say that they are left out, as browsers do."""

    source_marks = ("<?", "<!")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each one."""
        tags = source.tags
        begun = {start for start, _ in tags}
        blocks = [span for span in source.blocks.html if span[0] not in begun]
        for start, end in (*tags, *blocks):  # a block that is not closed holds all that follows
            found = _OPENING.match(source.text, start, end)
            if found:
                message = f"what begins with '{found[0]}' is left out"
                yield Mistake(start, Problem(HTML_LEFT_OUT, message, _HINT))


DECLARATIONS = _Declarations()
