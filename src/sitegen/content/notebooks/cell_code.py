"""The code of a cell as HTML, and blocks that readers open: folded code, outputs and errors."""

from __future__ import annotations

import re
from html import escape

from sitegen.late_patterns import compile_late

__all__ = ["CELL_WORDS", "code_block", "fold", "language_of"]

_MAGIC = compile_late(r"[ \t]*%%(\w+)")
_MAGICS = {
    **{name: name for name in ("bash", "html", "javascript", "latex", "perl", "ruby", "sql")},
    "sh": "bash",
    "script": "bash",
    "js": "javascript",
    "R": "r",
    "r": "r",
    "svg": "xml",
    "markdown": "markdown",
    "cython": "cython",
    "julia": "julia",
}
#: The word of the theme for what a reader opens, by the class of its summary.
CELL_WORDS = {
    "cell-word-code": "cell_code",
    "cell-word-output": "cell_output",
}


def language_of(code: str, otherwise: str) -> str:
    """Return the language of a cell: that of its magic command, such as `%%bash`, or the usual."""
    found = _MAGIC.match(code)
    return _MAGICS.get(found[1], otherwise) if found else otherwise


def code_block(code: str, language: str, count: int = 0) -> str:
    """Return code as a block; with a count, it says which of the runs it was."""
    kind = f' class="language-{escape(language)}"' if re.fullmatch(r"[\w+#.-]+", language) else ""
    number = f' data-count="{count}"' if count else ""
    inner = escape(code, quote=False)
    return f'<pre class="highlight cell-code"{number}><code{kind}>{inner}</code></pre>'


def fold(html: str, word: str, summary: str = "", *, is_open: bool = False) -> str:
    """Return a block that a reader opens; `summary` is HTML, the theme's `word` stands without."""
    mark = "" if summary else f' class="{word}"'
    opened = " open" if is_open else ""
    return f'<details class="cell-fold"{opened}><summary{mark}>{summary}</summary>{html}</details>'
