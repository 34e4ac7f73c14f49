"""The code of a cell as HTML, and blocks that readers open: folded code, outputs and errors."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sitegen.content.code.code_dressing import OPTIONS_ATTRIBUTE
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.code.code_options import CodeOptions
    from sitegen.content.notebooks.cell_options import CellOptions

__all__ = ["CELL_WORDS", "code_block", "fold", "fold_words", "language_of"]

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


def code_block(code: str, language: str, options: CodeOptions | None = None) -> str:
    """Return code as a block; options say how it is shown."""
    kind = f' class="language-{escape(language)}"' if re.fullmatch(r"[\w+#.-]+", language) else ""
    packed = options.pack() if options else ""
    given = f' {OPTIONS_ATTRIBUTE}="{escape(packed)}"' if packed else ""
    inner = escape(code, quote=False)
    return f'<pre class="highlight cell-code"><code{kind}{given}>{inner}</code></pre>'


def fold_words(options: CellOptions, kind: str) -> str:
    """Return the words that open what is folded, as HTML; empty for those of the theme.

    MyST-NB has others for what is open; in them, `{type}` is what is folded.
    """
    closed = escape(options.text("code-summary").replace("{type}", kind))
    opened = escape(options.text("code-summary-open").replace("{type}", kind))
    if not closed or not opened:
        return closed
    return f'<span class="when-closed">{closed}</span><span class="when-open">{opened}</span>'


def fold(html: str, word: str, summary: str = "", *, is_open: bool = False) -> str:
    """Return a block that a reader opens; `summary` is HTML, the theme's `word` stands without."""
    mark = "" if summary else f' class="{word}"'
    opened = " open" if is_open else ""
    return f'<details class="cell-fold"{opened}><summary{mark}>{summary}</summary>{html}</details>'
