"""Write text and safe HTML as LaTeX that BibTeX reads: the way back from `latex_text`.

Letters beyond ASCII stay as they are, in UTF-8. Formulas between dollars stay, too.
"""

from __future__ import annotations

import re
from html import unescape

from sitegen.late_patterns import compile_late

__all__ = ["escape_latex", "escape_latex_html", "protect_capitals"]

#: BibTeX counts braces even behind a backslash, so those of a text become commands.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
    }
)
#: Two sums of money in a sentence are no formula: one has a sign of mathematics or is one letter.
_MATH = compile_late(r"\$(?! )(?:[A-Za-z]|[^$]{0,300}?[\\^_][^$]{0,300}?)(?<! )\$")
_TAG = compile_late(r"<(?P<close>/)?(?P<name>i|b|sup|sub|code|span)(?P<attributes> [^>]*)?>")
_COMMANDS = {
    "i": r"\emph{",
    "b": r"\textbf{",
    "sup": r"\textsuperscript{",
    "sub": r"\textsubscript{",
    "code": r"\texttt{",
}
_WORD = compile_late(r"[^\W\d_][\w'’.-]*")
#: A title with no more capitals than this is in sentence case: its capitals are those of names.
_FEW_CAPITALS = 0.5
_SHORT_WORD = 4


def escape_latex(text: str) -> str:
    """Return a text as LaTeX with balanced braces, on one line."""
    text = " ".join(text.split())
    pieces: list[str] = []
    end = 0
    for found in _MATH.finditer(text):
        pieces.append(text[end : found.start()].translate(_ESCAPES))
        pieces.append(found[0] if _is_balanced(found[0]) else found[0].translate(_ESCAPES))
        end = found.end()
    return "".join(pieces) + text[end:].translate(_ESCAPES)


def escape_latex_html(html: str) -> str:
    """Return safe HTML of a work as LaTeX. Elements that are not closed are closed at the end."""
    pieces: list[str] = []
    end = depth = 0
    for found in _TAG.finditer(html):
        pieces.append(_escape_keeping_spaces(html[end : found.start()]))
        end = found.end()
        if not found["close"]:
            depth += 1
            pieces.append(_COMMANDS.get(found["name"]) or _open_span(found["attributes"] or ""))
        elif depth:
            depth -= 1
            pieces.append("}")
    pieces.append(_escape_keeping_spaces(html[end:]))
    return "".join(pieces).strip() + "}" * depth


def protect_capitals(text: str) -> str:
    """Put braces around the words of a plain title whose capitals styles must keep.

    These are words with capitals behind their first letter, such as `MRI`, and, in a title in
    sentence case, all that begin with one, such as names. The result is LaTeX.
    """
    words = _words_outside_formulas(text)
    long = [found[0] for found in words[1:] if len(found[0]) >= _SHORT_WORD]
    few = max(1, _FEW_CAPITALS * len(long))
    sentence_case = sum(word[0].isupper() for word in long) <= few
    pieces: list[str] = []
    end = 0
    for found in words:
        first = found.start() == 0 or text[: found.start()].rstrip().endswith((":", "?", "!", "."))
        inner = any(char.isupper() for char in found[0][1:])
        if inner or (sentence_case and found[0][0].isupper() and not first):
            pieces += [_keep_spaces(text[end : found.start()]), "{", escape_latex(found[0]), "}"]
            end = found.end()
    return "".join([*pieces, _keep_spaces(text[end:])]).strip()


def _words_outside_formulas(text: str) -> list[re.Match[str]]:
    formulas = [found.span() for found in _MATH.finditer(text)]
    return [
        found
        for found in _WORD.finditer(text)
        if not any(begin < found.end() and found.start() < end for begin, end in formulas)
    ]


def _escape_keeping_spaces(html: str) -> str:
    return _keep_spaces(unescape(html))


def _keep_spaces(text: str) -> str:
    """Escape a part of a text, whose spaces at its ends belong to the whole."""
    inner = escape_latex(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"


def _open_span(attributes: str) -> str:
    return r"\textsc{" if "smallcaps" in attributes or "small-caps" in attributes else "{"


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
