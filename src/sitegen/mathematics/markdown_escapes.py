r"""Backslashes in formulas that were written for Markdown, not for TeX.

Where Markdown reads a text before a script sets its formulas, as in Jekyll, authors escape what
Markdown would take away: `\\{x\\}` for `\{x\}`, `\\\\` for the end of a line, and `f(x)\_{i}` so
that nothing is emphasized. Each change keeps the length, so places in the formula stay right.
"""

from __future__ import annotations

from sitegen.late_patterns import compile_late

__all__ = ["undoubled", "without_escapes"]

_FOUR = "\\\\\\\\"
_INDEX = "\\_{"
#: Lines that end with two backslashes: then those with four are meant to be empty.
_TWO = compile_late(r"(?<!\\)\\\\(?!\\)")
_LINE_END = compile_late(r"(?<!\\)\\{4}(?!\\)")
#: What only a text may hold as a sign.
_ESCAPED_INDEX = compile_late(r"(?<!\\)((?:\\\\)*+)\\_(?=\{)")
_TEXT = compile_late(r"\\(?:text[a-z]*+|mbox|hbox|operatorname\*?+)\s*+\{")
_DOUBLED = compile_late(r"(?<!\\)\\\\(?=[{}#_&%*|,;!])|\\(?=\*)")


def without_escapes(tex: str, *, display: bool) -> str:
    r"""Return TeX with `\\` for `\\\\`, if no line ends otherwise, and with `_{` for `\_{`.

    In a formula in a line, which has only one line, `\\%` and the like are `\%`.
    """
    if not display and "\\begin" not in tex:
        tex = undoubled(tex)
    if _FOUR in tex and not _TWO.search(tex):
        tex = _LINE_END.sub(r"\\\\  ", tex)
    if _INDEX in tex and not _TEXT.search(tex):
        tex = _ESCAPED_INDEX.sub(r"\1 _", tex)
    return tex


def undoubled(tex: str) -> str:
    r"""Return TeX with `\{` for `\\{`, and the like; for what cannot be set as it is."""
    return _DOUBLED.sub(lambda found: " \\" if found[0] == "\\\\" else " ", tex)
