r"""Backslashes in formulas that were written for Markdown, not for TeX, or that are missing.

Where Markdown reads a text before a script sets its formulas, as in Jekyll, authors escape what
Markdown would take away: `\\{x\\}` for `\{x\}`, `\\\\` for the end of a line, and `f(x)\_{i}` so
that nothing is emphasized. In pages, `content/formula_source.py` has seen to formulas of one line.
Each change keeps the length, so places in the formula stay right.
"""

from __future__ import annotations

from sitegen.late_patterns import compile_late

__all__ = ["comment_place", "undoubled", "without_escapes"]

_FOUR = "\\\\\\\\"
_INDEX = "\\_{"
#: Lines that end with two backslashes: then those with four are meant to be empty.
_TWO = compile_late(r"(?<!\\)\\\\(?!\\)")
_LINE_END = compile_late(r"(?<!\\)\\{4}(?!\\)")
#: What only a text may hold as a sign.
_ESCAPED_INDEX = compile_late(r"(?<!\\)((?:\\\\)*+)\\_(?=\{)")
_TEXT = compile_late(r"\\(?:text[a-z]*+|mbox|hbox|operatorname\*?+)\s*+\{")
_COMMENT = compile_late(r"(?<!\\)(?:\\\\)*+(?P<sign>%)")
_DOUBLED = compile_late(r"(?<!\\)\\\\(?=[{}#_&%*|,;!])|\\(?=\*)")


def comment_place(tex: str, *, display: bool) -> int:
    """Return where a percent sign begins a comment that was hardly meant as one, or -1.

    In a formula of several lines, it is one behind a number.
    """
    found = _COMMENT.search(tex)
    while found and display and not tex[found.start("sign") - 1 : found.start("sign")].isdigit():
        line_end = tex.find("\n", found.end())
        found = _COMMENT.search(tex, line_end) if line_end >= 0 else None
    return found.start("sign") if found else -1


def without_escapes(tex: str) -> str:
    r"""Return TeX with `\\` for `\\\\`, if no line ends otherwise, and with `_{` for `\_{`."""
    if _FOUR in tex and not _TWO.search(tex):
        tex = _LINE_END.sub(r"\\\\  ", tex)
    if _INDEX in tex and not _TEXT.search(tex):
        tex = _ESCAPED_INDEX.sub(r"\1 _", tex)
    return tex


def undoubled(tex: str) -> str:
    r"""Return TeX with `\{` for `\\{`, and the like; for what cannot be set as it is."""
    return _DOUBLED.sub(lambda found: " \\" if found[0] == "\\\\" else " ", tex)
