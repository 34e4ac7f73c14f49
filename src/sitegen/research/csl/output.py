"""Write formatted text as HTML, plain text or Markdown.

HTML comes in two kinds: with the classes of this site's stylesheet, and with the inline styles
that the official test suite and other processors write.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitegen.late_patterns import compile_late
from sitegen.research.csl.punctuation import CLOSE, flatten
from sitegen.research.csl.rich_text import Format, Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.rich_text import Rich

__all__ = ["HTML", "MARKDOWN", "PLAIN_TEXT", "SUITE_HTML", "Writer", "to_pieces", "to_text"]


class Marks(dict[str, tuple[str, str]]):
    """What a format of output writes at the start and the end of a span.

    They are by property and value, such as `style italic`. Not changed once they are made.
    """

    __hash__ = object.__hash__  # type: ignore[assignment]  # each is told by its identity


class Writer(NamedTuple):
    """How a format of output writes text, and each property of a span."""

    escape: Callable[[str], str]
    marks: Marks
    link: Callable[[str], tuple[str, str]] | None = None
    cite: Callable[[str], tuple[str, str]] | None = None


#: The properties of a span, each with the value that takes it back.
_PROPERTIES = (
    ("style", "normal"),
    ("variant", "normal"),
    ("weight", "normal"),
    ("decoration", "none"),
    ("vertical", "baseline"),
)
_NO_MARK = ("", "")
_PLAIN_LETTERS = ("",) * len(_PROPERTIES)


class _State(Struct, frozen=True, cache_hash=True):
    """What is in force at a place: the value of each property, open quotations, and a link."""

    values: tuple[str, ...] = _PLAIN_LETTERS
    quotes: int = 0
    is_linked: bool = False  # HTML has no link within a link


_NOTHING_OPEN = _State()

#: Raised letters whose decomposition Unicode does not have.
_RAISED = {"ˀ": "ʔ", "ˁ": "ʕ", "ۥ": "و", "ۦ": "ي"}
_PLANE = 0x10000


def to_text(text: Rich, locale: Locale, writer: Writer) -> str:
    """Return a text in a format of output; `locale` has the quotation marks."""
    return "".join(to_pieces(text, locale, writer))


def to_pieces(text: Rich, locale: Locale, writer: Writer) -> list[str]:
    """Return the same in pieces, in which each `Gap` of the text is one by itself."""
    flat = flatten(text, move=locale.punctuation_in_quote)
    out: list[str] = []
    texts: list[str] = []  # that are not in `out` yet
    states = [_NOTHING_OPEN]
    ends: list[tuple[str, ...]] = []
    escape_text = writer.escape
    for piece in flat:
        if type(piece) is str:  # as most are
            texts.append(piece)
            continue
        if isinstance(piece, str) and not isinstance(piece, Gap):
            texts.append(piece)
            continue
        marks: Sequence[str]
        if piece is CLOSE:
            states.pop()
            marks = ends.pop()
        elif isinstance(piece, Format):
            marks, end, state = _open(piece, states[-1], locale, writer)
            ends.append((end,) if end else ())
            states.append(state)
        else:
            assert isinstance(piece, Gap)  # noqa: S101  # what is left
            marks = (piece,)
        if marks:
            if texts:
                out.append(escape_text("".join(texts)))
                texts = []
            out += marks
    if texts:
        out.append(escape_text("".join(texts)))
    return out


def _open(
    look: Format, around: _State, locale: Locale, writer: Writer
) -> tuple[Sequence[str], str, _State]:
    """Return what a span writes at its start and its end, and what is in force inside."""
    link, cite = look.link, look.cite
    if not (link or cite):
        return _open_known(look, around, locale, writer.escape, writer.marks)
    known: tuple[tuple[str, ...], str, _State] = (), "", around
    if look.quotes or look.display or any(look.letters):
        own = replace(look, link="", cite="")
        known = _open_known(own, around, locale, writer.escape, writer.marks)
    starts, end, state = known
    for target, mark in ((link, writer.link), (cite, writer.cite)):
        if target and mark and not state.is_linked:
            start, close = mark(target)
            starts, end = (*starts, start), close + end
            state = _State(state.values, state.quotes, bool(start))
    return starts, end, state


@lru_cache(maxsize=1 << 9)
def _open_known(
    look: Format,
    around: _State,
    locale: Locale,
    escape_text: Callable[[str], str],
    all_marks: Marks,
) -> tuple[tuple[str, ...], str, _State]:
    """Return the same for a span that is no link; there are few of these, which come often."""
    values, quotes = around.values, around.quotes
    marks: list[tuple[str, str]] = []
    if look.quotes:
        around_it, quotes = _quotation(look, quotes, locale)
        marks.append((escape_text(around_it[0]), escape_text(around_it[1])))
    if look.nodecor or any(look.letters):
        values = _change_letters(look, values, marks, all_marks)
    if look.display:
        marks.append(all_marks.get(f"display {look.display}", _NO_MARK))
    end = "".join([mark[1] for mark in reversed(marks)])
    return tuple([mark[0] for mark in marks]), end, _State(values, quotes, around.is_linked)


def _quotation(look: Format, quotes: int, locale: Locale) -> tuple[tuple[str, str], int]:
    """Return the marks of a quotation in so many `quotes`, and how many there are inside."""
    alone = bool(look.single) and not quotes
    quotes += alone
    inner = "inner-" if quotes % 2 else ""
    opening, closing = (locale.term(f"{side}-{inner}quote") for side in ("open", "close"))
    as_written = alone and look.single == "’"  # in any language
    if as_written or (look.by_field and not opening):  # what an author wrote stays
        opening, closing = ("‘", "’") if inner else ("“", "”")
    return (opening or "", closing or ""), quotes + 1


def _change_letters(
    look: Format, values: tuple[str, ...], marks: list[tuple[str, str]], all_marks: Marks
) -> tuple[str, ...]:
    """Add the marks of what a span changes about letters; return what is in force inside."""
    inside = list(values)
    for at, (said, (name, neutral)) in enumerate(zip(look.letters, _PROPERTIES, strict=True)):
        value = _changed(said, inside[at], neutral, look)
        if value:
            marks.append(all_marks.get(f"{name} {value}", _NO_MARK))
            inside[at] = "" if value == neutral else value
    return tuple(inside)


def _changed(value: str, current: str, neutral: str, look: Format) -> str:
    """Return the value of a property that a span brings about, or nothing if it stays."""
    if look.nodecor:
        return neutral if current else ""
    if value and value == current:
        return neutral if look.by_field else ""
    return "" if value == neutral and not current else value


def _suite_escape(text: str) -> str:
    text = text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")
    return text if text.isascii() else text.translate(_raised())


@cache
def _raised() -> dict[int, str]:
    """Return the raised characters of Unicode, with elements that raise their letters."""
    marks = dict(_RAISED)
    for code in range(_PLANE):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == "<super>":
            marks[chr(code)] = "".join(chr(int(each, 16)) for each in letters.split())
    return {ord(char): f"<sup>{letters}</sup>" for char, letters in marks.items()}


def _html_escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _inline(declaration: str) -> tuple[str, str]:
    return f'<span style="{declaration};">', "</span>"


def _of_class(name: str) -> tuple[str, str]:
    return f'<span class="{name}">', "</span>"


def _link(url: str) -> tuple[str, str]:
    return f'<a href="{escape(url)}">', "</a>"


_ELEMENTS = {
    "style italic": ("<i>", "</i>"),
    "style oblique": ("<em>", "</em>"),
    "weight bold": ("<b>", "</b>"),
    "vertical sup": ("<sup>", "</sup>"),
    "vertical sub": ("<sub>", "</sub>"),
}
SUITE_HTML = Writer(
    _suite_escape,
    Marks(
        {
            **_ELEMENTS,
            "style normal": _inline("font-style:normal"),
            "variant small-caps": _inline("font-variant:small-caps"),
            "variant normal": _inline("font-variant:normal"),
            "weight normal": _inline("font-weight:normal"),
            "weight light": _inline("font-weight:light"),
            "decoration underline": _inline("text-decoration:underline"),
            "decoration none": _inline("text-decoration:none"),
            "vertical baseline": ('<span style="baseline">', "</span>"),
            "display block": ('\n\n    <div class="csl-block">', "</div>\n"),
            "display left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
            "display right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
            "display indent": ('<div class="csl-indent">', "</div>\n  "),
        }
    ),
)
HTML = Writer(
    _html_escape,
    Marks(
        {
            **_ELEMENTS,
            "style normal": _of_class("csl-upright"),
            "variant small-caps": _of_class("small-caps"),
            "variant normal": _of_class("csl-no-small-caps"),
            "weight normal": _of_class("csl-regular"),
            "weight light": _of_class("csl-light"),
            "decoration underline": ("<u>", "</u>"),
            "decoration none": _of_class("csl-no-underline"),
            "vertical baseline": _of_class("csl-baseline"),
            "display block": _of_class("csl-block"),
            "display left-margin": _of_class("csl-left-margin"),
            "display right-inline": _of_class("csl-right-inline"),
            "display indent": _of_class("csl-indent"),
        }
    ),
    link=_link,
)
_MARGIN = {"display left-margin": ("", " ")}
PLAIN_TEXT = Writer(lambda text: text, Marks(_MARGIN))
_MARKDOWN_SPECIAL = compile_late(r"([\\`*_\[\]<>&#$^~|{}])")
MARKDOWN = Writer(
    lambda text: _MARKDOWN_SPECIAL.sub(r"\\\1", text),
    Marks(
        {
            **_MARGIN,
            "style italic": ("*", "*"),
            "style oblique": ("*", "*"),
            "style normal": ("*", "*"),
            "weight bold": ("**", "**"),
            "vertical sup": ("<sup>", "</sup>"),
            "vertical sub": ("<sub>", "</sub>"),
        }
    ),
    link=lambda url: ("[", f"](<{url}>)"),
)
