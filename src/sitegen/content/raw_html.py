"""Raw text as Pandoc and Quarto write it: a fence with `{=html}`, or code in a text with it.

See https://pandoc.org/MANUAL.html#extension-raw_attribute.
"""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["OTHER_FORMATS", "RAW_HTML", "ends_by_itself", "is_raw_fence", "raw_mark_end"]

#: The formats that are HTML.
RAW_HTML = frozenset({"html", "html4", "html5"})
#: Formats that are none of a web page: what is marked for them is left out.
OTHER_FORMATS = frozenset(
    """
    latex tex pdf beamer context typst docx openxml pptx odt opendocument rtf icml epub fb2 ms man
    rst jupyter ipynb jats tei texinfo
    """.split()
)
_FENCE = compile_late(r"[ \t]*\{[ \t]*=html[45]?[ \t]*\}[ \t]*")
_MARK = compile_late(r"\{=html[45]?\}")
#: Elements in which no tags are.
_LITERAL = ("script", "style", "textarea", "title", "iframe", "noframes", "noembed", "xmp")
_WHOLE = compile_late(
    r"(?:[^<]++|<!--(?!-?>).*?-->|<(?![A-Za-z/!?])|"
    + "|".join(rf"<{name}(?=[\s/>])[^<>]*+>.*?</{name}>" for name in _LITERAL)
    + rf"|<(?!(?:{'|'.join(_LITERAL)}|plaintext)[\s/>])/?[A-Za-z]"
    r"(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>)*+",
    re.DOTALL | re.IGNORECASE,
)


def ends_by_itself(html: str) -> bool:
    """Tell whether what follows a piece of HTML is not taken for a part of it.

    A comment, a tag or a script that never ends would hide the rest of the page.
    """
    return _WHOLE.fullmatch(html) is not None


def is_raw_fence(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]`, behind the marks of a fence, says that HTML follows."""
    return _FENCE.fullmatch(text, start, end) is not None


def raw_mark_end(text: str, place: int) -> int:
    """Return where the mark ends that makes HTML of the code before `place`, 0 without one."""
    found = _MARK.match(text, place)
    return found.end() if found else 0
