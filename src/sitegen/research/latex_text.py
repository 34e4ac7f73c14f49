"""Convert the LaTeX of a bibliography's fields into text and safe HTML.

The HTML has only `<i>`, `<b>`, `<sup>`, `<sub>`, `<code>` and `<span class="…">` with the classes
`nocase` (its case must not be changed), `small-caps`, and those of a formula, which stays as it is
written. Nothing an author wrote gets lost: a command that is not known leaves its argument, and is
reported.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

import msgspec

from sitegen.content.formulas import formula_html
from sitegen.late_patterns import compile_late
from sitegen.research.latex_symbols import ACCENTS, SYMBOLS
from sitegen.research.work_formulas import write_formulas

__all__ = ["LatexText", "convert_latex"]

#: Without these, a text is what it is.
_LATEX = compile_late(r"[\\{}$~`]|--|''")
_ENTITY = compile_late(r"&(?:amp|quot|apos|nbsp|#39|#160);")
#: A tag that is text so far, what is in it, and its end.
_TAGGED = compile_late(
    r"&lt;(?P<tag>i|b|em|strong|sup|sub)&gt;"
    r"(?P<inner>(?:[^<&]|&(?!lt;)|<[^</][^<>]*>[^<]*</\w+>)*+)"
    r"&lt;/(?P=tag)&gt;"
)
_BREAK = compile_late(r" ?&lt;br ?/?&gt; ?")
_MOST_TAGS = 3
#: The tags before a letter, and the letter, which may be written as an entity.
_FIRST_LETTER = compile_late(r"((?:<[^<>]*>)*)(&\w+;|[^<])", re.DOTALL)
#: Not a single space, which is most of what there is.
_SPACES = compile_late(r"[\t\n][ \t\n]*+| [ \t\n]++")
_TOKEN = compile_late(
    r"(?P<brackets>\\\((?:[^\\]|\\(?!\))){1,2000}?\\\))"
    r"|\\(?P<command>[A-Za-z]+\*?)[ \t\n]*"
    r"|\\(?P<symbol>.)"
    r"|(?P<math>\$\$[^$]{1,2000}\$\$|\$(?:[^$\\]|\\.){1,2000}\$)"
    r"|(?P<open>\{)|(?P<close>\})"
    r"|(?P<dash>-{2,3})|(?P<quote>``|'')|(?P<tie>~)"
    r"|(?P<space>\s+)"
    r"|(?P<text>[^\\{}$\-`'~\s]++(?: [^\\{}$\-`'~\s]++)*+|.)",
    re.DOTALL,
)
_STYLES = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "it", "em", "itshape", "sl"), "i"),
    **dict.fromkeys(("textbf", "mkbibbold", "bf", "bfseries"), "b"),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript", "sp"), "sup"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript", "sb"), "sub"),
    **dict.fromkeys(("texttt", "tt", "ttfamily"), "code"),
    **dict.fromkeys(("textsc", "sc", "scshape"), 'span class="small-caps"'),
}
#: These change the style up to the end of the group that they are in.
_DECLARATIONS = frozenset(
    {"it", "em", "itshape", "sl", "bf", "bfseries", "tt", "ttfamily", "sc", "scshape"}
)
#: These show their argument as it is.
_PLAIN = frozenset(
    {"mbox", "hbox", "text", "textrm", "textnormal", "textup", "textsf", "textmd", "relax"}
    | {"protect", "rm", "sf", "mathrm", "ensuremath", "bibstring", "url", "path", "nolinkurl"}
    | {"uppercase", "MakeUppercase", "lowercase", "MakeLowercase", "normalfont", "rmfamily"}
    | {"upshape", "sffamily", "small", "footnotesize", "normalsize", "leavevmode", "bibinfo"}
    | {"underline", "ul", "uline", "textlatin", "selectlanguage", "allowbreak", "nobreak", "unskip"}
)
_QUOTING = frozenset({"enquote", "mkbibquote", "textquote"})
#: These are followed by so many arguments that are not shown, before one that may be.
_HIDDEN = {
    "texorpdfstring": 1,
    "hspace": 1,
    "vspace": 1,
    "label": 1,
    "noopsort": 1,
    "foreignlanguage": 1,
    "href": 1,
    "textcolor": 1,
    "SortNoop": 1,
}
_PLAIN_TOKENS = {
    "--": "–",
    "---": "—",
    "``": "“",
    "''": "”",
    "~": "\u00a0",
    "`": "‘",
    "'": "’",
}
_MOST_DEPTH = 60


class LatexText(msgspec.Struct, frozen=True):
    """A text as HTML, and the commands in it that are not known."""

    html: str
    leftover: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The text without its markup, its formulas as text."""
        if "<" not in self.html and "&" not in self.html:
            return self.html
        return unescape(re.sub(r"<[^>]*>", "", write_formulas(self.html)))


def convert_latex(source: str, *, keep_case: bool = False) -> LatexText:
    """Return the text of a field.

    With `keep_case`, what is in braces is marked as text whose case must not be changed: that is
    what braces say in titles.
    """
    if "&" in source:
        source = _ENTITY.sub(lambda found: unescape(found[0]), source)
    if not _LATEX.search(source):
        return LatexText(_with_tags(escape(_tidy(source.replace("'", "’")), quote=False)))
    reader = _Reader(source, keep_case=keep_case)
    return LatexText(_with_tags(_tidy(reader.read())), tuple(dict.fromkeys(reader.leftover)))


def _with_tags(html: str) -> str:
    """Return HTML in which the few tags that publishers write into BibTeX are tags.

    Only those count whose text holds no others, inside out, so that the result is well formed.
    """
    if "&lt;" not in html:
        return html
    html = _BREAK.sub(" ", html)
    for _ in range(_MOST_TAGS):
        html, count = _TAGGED.subn(_tagged, html)
        if not count:
            break
    return html


def _tagged(found: re.Match[str]) -> str:
    tag = {"em": "i", "strong": "b"}.get(found["tag"], found["tag"])
    return f"<{tag}>{found['inner']}</{tag}>"


def _tidy(text: str) -> str:
    """Return a text on one line, its accents composed."""
    one_line = _SPACES.sub(" ", text).strip()
    return one_line if one_line.isascii() else unicodedata.normalize("NFC", one_line)


class _Reader:
    """Reads a text by recursive descent. Groups nest no deeper than `_MOST_DEPTH`."""

    def __init__(self, source: str, *, keep_case: bool) -> None:
        self._tokens = list(_TOKEN.finditer(source))
        self._at = 0
        self._depth = 0  # of groups, arguments and declarations
        self._groups = 0
        self._keep_case = keep_case
        self.leftover: list[str] = []

    def read(self) -> str:
        """Return the whole text as HTML; braces that close nothing are left out."""
        pieces = []
        while self._at < len(self._tokens):
            pieces.append(self._sequence())
            self._at += 1
        return "".join(pieces)

    def _sequence(self) -> str:
        """Read up to the brace that closes this group, which is not read."""
        pieces: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            kind = token.lastgroup
            if kind == "close":
                break
            self._at += 1
            if kind == "command" and self._depth < _MOST_DEPTH:
                name = token["command"].removesuffix("*")
                if name in _DECLARATIONS:
                    self._depth += 1
                    pieces.append(_wrap(_STYLES[name], self._sequence()))
                    self._depth -= 1
                    continue
            pieces.append(self._item(token))
        return "".join(pieces)

    def _item(self, token: re.Match[str]) -> str:
        kind = token.lastgroup
        if kind == "space":
            return " "
        if kind == "open":
            return self._group()
        if kind == "command":
            return self._command(token["command"].removesuffix("*"))
        if kind == "symbol":
            return self._symbol(token["symbol"])
        if kind in {"math", "brackets"}:
            return formula_html(token[0], is_display=token[0].startswith("$$"))
        return _PLAIN_TOKENS.get(token[0]) or escape(token[0], quote=False)

    def _group(self) -> str:
        special = self._at < len(self._tokens) and self._tokens[self._at][0].startswith("\\")
        if self._depth >= _MOST_DEPTH:  # as if the braces were not there
            return ""
        self._depth, self._groups = self._depth + 1, self._groups + 1
        inner = self._sequence()
        self._depth, self._groups = self._depth - 1, self._groups - 1
        self._at += 1  # the closing brace, if there is one
        if self._keep_case and self._groups == 0 and not special and inner.strip():
            return f'<span class="nocase">{inner}</span>'
        return inner

    def _argument(self) -> str:
        """Read a group, a command with its argument, or one character."""
        while self._at < len(self._tokens) and self._tokens[self._at]["space"]:
            self._at += 1
        if (
            self._at == len(self._tokens)
            or self._tokens[self._at]["close"]
            or self._depth >= _MOST_DEPTH
        ):
            return ""
        self._depth += 1
        inner = self._one()
        self._depth -= 1
        return inner

    def _one(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        if token["open"]:
            keep, self._keep_case = self._keep_case, False
            inner = self._group()
            self._keep_case = keep
            return inner
        text = token["text"]
        if text and len(text) > 1:
            self._at -= 1
            self._tokens[self._at : self._at + 1] = _TOKEN.finditer(text[1:])
            return escape(text[0], quote=False)
        return self._item(token)

    def _symbol(self, char: str) -> str:
        if char in ACCENTS:
            return _accented(self._argument(), ACCENTS[char])
        return escape(SYMBOLS.get(char, char if char.strip() else " "), quote=False)

    def _command(self, name: str) -> str:
        if name in SYMBOLS:
            return escape(SYMBOLS[name], quote=False)
        if name in ACCENTS:
            return _accented(self._argument(), ACCENTS[name])
        if name in _STYLES:
            return _wrap(_STYLES[name], self._argument())
        if name in _QUOTING:
            return f"“{self._argument()}”"
        if name in _HIDDEN:
            self._argument()
        elif name not in _PLAIN:
            self.leftover.append(f"\\{name}")
        return ""


def _wrap(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split(maxsplit=1)[0]}>" if inner.strip() else inner


def _accented(html: str, accent: str) -> str:
    """Put an accent on the first letter of a text; dotless letters get theirs back."""
    found = _FIRST_LETTER.match(html)
    if not found:
        return html + unicodedata.normalize("NFC", f" {accent}")
    letter = {"ı": "i", "ȷ": "j"}.get(found[2], found[2])
    return found[1] + unicodedata.normalize("NFC", f"{letter}{accent}") + html[found.end() :]
