"""Make MathML of math-core fit for a page: classes for its inline styles, and nothing unsafe.

MathML is looked at in pieces, of which there are few different ones: so what becomes of them is
remembered. Most are elements without others in them, such as `<mi>x</mi>`, and tags. Where it
matters what stands around them, such as below
an accent, pieces are a tag and the text behind it, such as `<mi>x`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.accents import ACCENTED, place_accents

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UnsafeError", "check_marks", "fit_mathml", "fit_simple", "is_safe"]

#: Classes of the stylesheet of formulas, for each declaration that math-core writes.
_CLASSES = {
    "width:100%": "math-lines",
    "width:50%": "math-side",
    "width:7.5%": "math-margin",
    "text-align:right": "math-right",
    "text-align:left": "math-left",
    "padding-right:0": "math-no-end",
    "padding-left:0": "math-no-start",
    "padding-left:1em": "math-wide-start",
    "padding-left:0.1em": "math-thin",
    "padding-right:0.1em": "math-thin",
    "padding-top:0": "math-tight",
    "padding-bottom:0": "math-tight",
    "padding-top:0.1667em": "math-cfrac",
    "border-top:0.05em solid currentcolor": "math-line-above",
    "border-top:0.05em dashed currentcolor": "math-dashes-above",
    "border-bottom:0.05em solid currentcolor": "math-line-below",
    "border-bottom:0.05em dashed currentcolor": "math-dashes-below",
    "border-left:0.05em solid currentcolor": "math-line-left",
    "border-left:0.05em dashed currentcolor": "math-dashes-left",
    "border-right:0.05em solid currentcolor": "math-line-right",
    "border-right:0.05em dashed currentcolor": "math-dashes-right",
    "font-variant-caps:small-caps": "math-small-caps",
    "math-shift:compact": "math-compact",
}
_NOTATIONS = {
    "box": "math-box",
    "updiagonalstrike": "math-cancel",
    "downdiagonalstrike": "math-bcancel",
    "updiagonalstrike downdiagonalstrike": "math-xcancel",
    "actuarial": "math-actuarial",
    "phasorangle": "math-phase",
}
_STYLED = compile_late(
    r'<(?P<name>m[a-z]+|span)(?P<before>[^<>]*?) style="(?P<style>[^"<>]*+)"(?P<after>[^<>]*+)>'
    r'|<menclose notation="(?P<notation>[^"<>]*+)">|</(?P<end>menclose)>'
    r'|class="math-core-(?P<family>sans-serif|serif)-font"'
    r"|<mo>(?P<prime>[′″‴⁗])\Z"
)
_END = len("</math>")
#: A line through what `<menclose>` holds, which classes draw.
_STROKE = compile_late(r'<mrow class="menclose-[a-z]++"></mrow>')
_BACK = compile_late(r"margin-left:-([0-9.]+)em;")
#: What becomes of `\!`.
_THIN_BACK = '<mspace style="margin-left:-0.16666667em;"/>'
#: Classes of the stylesheet for negative space, in eighteenths of an em, as TeX counts (mu).
_BACKS = (*range(1, 19), 24, 36)
#: The last row of an array, in which there is a line only; and what a table begins and ends with.
_LAST_LINE = compile_late(
    r'<mtr><mtd style="border-top: ([^";]++);[^"]*+"></mtd></mtr>(?=</mtable>)'
)
#: Elements that become something else by what stands around them.
_AROUND_OTHERS = (*ACCENTED, "menclose", "/menclose", "mpadded style")
#: How a table ends whose last row may have a line only.
_LAST_CELL = '"></mtd></mtr></mtable>'
_ACCENTED_ELEMENTS = (
    ('<munder accentunder="true">', "</munder>"),
    ('<mover accent="true">', "</mover>"),
)
_TABLE = compile_late(r"<(/?)mtable")
#: What is before a domain, `f \colon X`: to math-core, a letter without space.
_COLON, _SPACED_COLON = "<mi>:</mi>", '<mo lspace="0.1111em" rspace="0.3333em">:</mo>'
_PADDED = compile_late(
    r'<mpadded style="padding-left:([0-9.]++)(?:em)?;padding-right:([0-9.]++)(?:em)?;">'
)
_SAFE_MATHML = compile_late(
    r"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39);"
    r"|</?(?:math|semantics|m[a-z]{1,12}|annotation|none|b|i|em|code|s|u|span)"
    r"(?: (?:accent|accentunder|alttext|class|columnspan|depth|dir|display|displaystyle|encoding"
    r"|fence|form|height|largeop|linethickness|lspace|mathsize|mathvariant|maxsize|minsize|movablelimits"
    r'|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width|xmlns)="[^"<>&]*+")*+/?>)*+'
)
#: A bracket of a given size with an index or a power: Chromium sets it too low, and in its own
#: size, unless it is in a row.
_SIZED_BASE = compile_late(r'(<msu(?:b|p|bsup)>)(<mo [^<>]*?minsize="[^<>]*+>[^<]*+</mo>)')
_SCRIPTED = frozenset({"msub", "msup", "msubsup"})
#: Longer pieces are words of an author, which hardly come again; so many are remembered.
_LONGEST_PIECE, _LONGEST_STYLED, _LONGEST_MARK, _MOST_PIECES = 90, 160, 600, 20_000


class _AroundError(Exception):
    """What becomes of an element depends on what stands around it; never leaves this module."""


class UnsafeError(Exception):
    """There is something in MathML that a page may not hold; never leaves this package."""


def is_safe(mathml: str) -> bool:
    """Tell whether there are only elements and attributes in it that load and do nothing."""
    return _SAFE_MATHML.fullmatch(mathml) is not None


def fit_mathml(mathml: str) -> str:
    """Return what is in `<math>` without inline styles, entities by name, and `<menclose>`.

    Raises UnsafeError if there is anything in it that may load or do something.
    """
    if "&ApplyFunction;" in mathml:  # as often as there is a function: then all may fit
        mathml = mathml.replace("&ApplyFunction;", "\u2061")
    if " accent" in mathml:
        mathml = _fit_accents(mathml) or mathml
    return _fit_all(mathml)


def fit_simple(mathml: str, tex: str) -> str:
    """Do the same for a simple formula: its TeX says what there is to look for."""
    if "\\!" in tex:
        mathml = mathml.replace(_THIN_BACK, '<mspace class="math-back-3"/>')
    if ' style="' in mathml or not _are_signs_escaped(mathml, tex):
        return fit_mathml(mathml)  # such as for the space beside a bracket with an index
    if "&" in mathml:
        mathml = mathml.replace("&ApplyFunction;", "\u2061")
    if "'" in tex:
        for prime in filter(mathml.__contains__, "′″‴⁗"):
            mathml = mathml.replace(f"<mo>{prime}</mo>", f'<mo class="math-prime">{prime}</mo>')
    if "\\big" in tex or "\\Big" in tex:
        mathml = _SIZED_BASE.sub(r"\1<mrow>\2</mrow>", mathml)
    if " accent" in mathml:
        mathml = _fit_accents(mathml) or _with_accents(mathml)
    return mathml[mathml.index("><") + 1 : -_END]


def _are_signs_escaped(mathml: str, tex: str) -> bool:
    """Tell that each `<` and `>` of an author has become an entity."""
    if "<" not in tex and ">" not in tex:
        return True
    return mathml.count("&lt;") == tex.count("<") and mathml.count("&gt;") == tex.count(">")


def check_marks(marks: Iterable[str]) -> None:
    """Raise UnsafeError if a piece of MathML may load or do something.

    It is looked at between its tags, as all MathML is: most of what is there comes again.
    """
    for mark in marks:
        elements = mark.split("><")
        if _SAFE.issuperset(elements):
            continue
        if not is_safe(mark):
            raise UnsafeError
        if mark[:1] == "<" and len(mark) <= _LONGEST_MARK:  # in text, `script` is no tag
            if len(_SAFE) >= _MOST_PIECES:
                _SAFE.clear()
            _SAFE.update(elements)


def _fit_all(mathml: str) -> str:
    whole = mathml
    if ' minsize="' in mathml:
        mathml = _SIZED_BASE.sub(r"\1<mrow>\2</mrow>", mathml)
    elements = mathml.split("><")
    if _FITTING.issuperset(elements):
        return mathml[mathml.index("><") + 1 : -_END]
    if elements[0] in _AROUND and elements[-1] == "/math>" and _LAST_CELL not in mathml:
        try:
            inner = "><".join([*map(_FITTED_ELEMENTS.__getitem__, elements)][1:-1])
        except _AroundError:
            mathml = whole
        else:
            return f"<{inner}>" if inner else ""
    mathml = mathml[mathml.index(">") + 1 :].removesuffix("</math>")
    return _fit_pieces(_SIZED_BASE.sub(r"\1<mrow>\2</mrow>", mathml))


def _fit_accents(mathml: str) -> str | None:
    """Return MathML with its accents in their places; None if one may be within another."""
    for opening, closing in _ACCENTED_ELEMENTS:
        if opening not in mathml:
            continue
        first, *others = mathml.split(opening)
        pieces = [first]
        for other in others:
            inner, end, rest = other.partition(closing)
            if not end or "<mover" in inner or "<munder" in inner:
                return None
            pieces += (_FITTED_ACCENTS[f"{opening}{inner}{closing}"], rest)
        mathml = "".join(pieces)
    return mathml


def _with_accents(mathml: str) -> str:
    """Return MathML with its accents in their places, whatever they are within."""
    text, *pieces = mathml.split("<")
    place_accents(pieces)
    return "<".join([text, *pieces])


def _fit_pieces(mathml: str) -> str:
    """Return MathML each of whose pieces is looked at."""
    if "<mpadded style" in mathml:
        mathml = _spaces_for_padding(mathml)
    if '"menclose-' in mathml:
        mathml = _STROKE.sub("", mathml)
    if '"></mtd></mtr></mtable>' in mathml:
        mathml = _draw_last_lines(mathml)
    if "&InvisibleTimes;" in mathml:
        mathml = mathml.replace("&InvisibleTimes;", "\u2062")
    if _COLON in mathml:
        mathml = mathml.replace(_COLON, _SPACED_COLON)
    text, *pieces = mathml.split("<")
    if text and not is_safe(text):
        raise UnsafeError
    if " accent" in mathml:
        place_accents(pieces)
    return text + "".join(map(_FITTED.__getitem__, pieces))


def _draw_last_lines(mathml: str) -> str:
    r"""Return MathML in which a line behind the last `\\` is drawn below the whole table.

    To math-core, it is one above the first cell of another row.
    """
    while found := _LAST_LINE.search(mathml):
        depth, place = 0, 0
        for tag in reversed([*_TABLE.finditer(mathml, 0, found.start())]):
            if depth == 0 and not tag[1]:
                place = tag.end()
                break
            depth += 1 if tag[1] else -1
        style = f' style="border-bottom: {found[1]};'
        rest = mathml[place : found.start()]
        rest = style + (rest.removeprefix(' style="') if rest.startswith(" style") else f'"{rest}')
        mathml = f"{mathml[:place]}{rest}{mathml[found.end() :]}"
    return mathml


class _FittedPieces(dict[str, str]):
    """What stands in a page for a piece of MathML, which is a tag without `<` and its text."""

    def __missing__(self, piece: str) -> str:
        fitted = _STYLED.sub(_replace, f"<{piece}")
        if not is_safe(fitted):
            raise UnsafeError
        if len(piece) <= (_LONGEST_STYLED if " style=" in piece else _LONGEST_PIECE):
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[piece] = fitted
        return fitted


class _FittedAccents(dict[str, str]):
    """What stands in a page for an element with an accent, such as that of a letter with a hat."""

    def __missing__(self, element: str) -> str:
        fitted = _with_accents(element)
        if len(element) <= _LONGEST_STYLED:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[element] = fitted
        return fitted


class _FittedElements(dict[str, str]):
    """What stands in a page for an element or a tag, without its first `<` and its last `>`."""

    def __missing__(self, element: str) -> str:
        if element in _AROUND:
            return element
        if element.startswith(_AROUND_OTHERS):
            raise _AroundError
        fitted = _fit_pieces(f"<{element}>")[1:-1]
        if len(element) <= (_LONGEST_STYLED if " style=" in element else _LONGEST_PIECE):
            if len(self) >= _MOST_PIECES:
                self.clear()
                _FITTING.clear()
                _FITTING.update(_AROUND)
            self[element] = fitted
            if fitted == element and ' minsize="' not in element:
                _FITTING.add(element)
        return fitted


_FITTED = _FittedPieces()
_FITTED_ELEMENTS = _FittedElements()
_FITTED_ACCENTS = _FittedAccents()
#: Tags and elements of safe marks.
_SAFE: set[str] = set()
#: How MathML begins and ends, cut where one tag follows another.
_AROUND = ("<math", '<math display="block"', "/math>")
#: These, and elements that stay as they are.
_FITTING = set(_AROUND)


def _spaces_for_padding(mathml: str) -> str:
    """Return MathML with spaces for the padding with which math-core shows the kind of an atom."""
    ends: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if match[0] == "</mpadded>":
            return ends.pop() if ends else match[0]
        padded = _PADDED.fullmatch(match[0])
        if not padded:
            ends.append("</mpadded>")
            return match[0]
        left, right = (f'<mspace width="{n}em"/>' if float(n) else "" for n in padded.groups())
        ends.append(f"{right}</mrow>")
        return f"<mrow>{left}"

    return re.sub(r"<mpadded[^<>]*+>|</mpadded>", replace, mathml)


def _other(match: re.Match[str]) -> str:
    """Return what stands for anything but an inline style."""
    if match["family"]:
        return f'class="math-{match["family"]}"'
    if match["prime"]:
        return f'<mo class="math-prime">{match["prime"]}'
    if match["end"]:
        return "</mrow>"
    return f'<mrow class="{_NOTATIONS.get(match["notation"], "math-box")}">'


def _replace(match: re.Match[str]) -> str:
    if match["style"] is None:
        return _other(match)
    back = _BACK.fullmatch(match["style"])
    if back:  # `<mspace>` cannot be narrower than nothing
        mu = min(_BACKS, key=lambda each: abs(each - 18 * float(back[1])))
        return f'<mspace class="math-back-{mu}"/>'
    known = (_CLASSES.get(re.sub(r":\s+", ":", each.strip())) for each in match["style"].split(";"))
    classes = " ".join(dict.fromkeys(each for each in known if each))
    attribute = f' class="{classes}"' if classes else ""
    return f"<{match['name']}{attribute}{match['before']}{match['after']}>"
