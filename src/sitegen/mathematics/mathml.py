"""Make MathML of math-core fit for a page: classes for its inline styles, and nothing unsafe.

MathML is looked at in pieces, of which there are few different ones: so what becomes of them is
remembered. Most are elements without others in them, such as `<mi>x</mi>`, and tags. If all of
those are known to fit, one look is enough. Where it matters what stands around them, such as below
an accent, pieces are a tag and the text behind it, such as `<mi>x`.
"""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["UnsafeError", "fit_mathml", "is_safe"]

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
#: Classes of the stylesheet for negative space, in eighteenths of an em, as TeX counts (mu).
_BACKS = (*range(1, 19), 24, 36)
#: The last row of an array, in which there is a line only; and what a table begins and ends with.
_LAST_LINE = compile_late(
    r'<mtr><mtd style="border-top: ([^";]++);[^"]*+"></mtd></mtr>(?=</mtable>)'
)
_TABLE = compile_late(r"<(/?)mtable")
#: What is before a domain, `f \colon X`: to math-core, a letter without space.
_COLON, _SPACED_COLON = "<mi>:</mi>", '<mo lspace="0.1111em" rspace="0.3333em">:</mo>'
_PADDED = compile_late(
    r'<mpadded style="padding-left:([0-9.]++)(?:em)?;padding-right:([0-9.]++)(?:em)?;">'
)
_SAFE = compile_late(
    r"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39);"
    r"|</?(?:math|semantics|m[a-z]{1,12}|annotation|none|b|i|em|code|s|u|span)"
    r"(?: (?:accent|accentunder|alttext|class|columnspan|depth|dir|display|displaystyle|encoding"
    r"|fence|form|height|largeop|linethickness|lspace|mathsize|mathvariant|maxsize|minsize|movablelimits"
    r'|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width|xmlns)="[^"<>&]*+")*+/?>)*+'
)
#: Accents whose characters browsers set or stretch better than those of math-core.
_ACCENTS = {
    'mo stretchy="false">\u20d7': 'mo stretchy="false">→',
    "mo>→": 'mo stretchy="true">\u20d7',
    "mo>←": 'mo stretchy="true">\u20d6',
    "mo>↔": 'mo stretchy="true">\u20e1',
}
#: Lines, whose rules draw them as borders; their characters are for readers without the stylesheet.
_LINE = 'mo stretchy="true">\u0332'
_LINES = {
    "mover": ("math-overline", 'mo stretchy="true">\u203e'),
    "munder": ("math-underline", 'mo stretchy="true">_'),
}
_TILDE = 'mo stretchy="true">~'
_WIDEST_TILDE = 4
_ACCENTED = ("mover accent", "munder accent")
#: A bracket of a given size with an index or a power: Chromium sets it too low, and in its own
#: size, unless it is in a row.
_SIZED_BASE = compile_late(r'(<msu(?:b|p|bsup)>)(<mo [^<>]*?minsize="[^<>]*+>[^<]*+</mo>)')
#: One of these in which there is no other.
_ACCENTED_ELEMENT = compile_late(
    r"<m(over|under) accent[^<>]*+>(?:[^<]++|<(?!/?m(?:over|under)[ >]))*+</m\1>"
)
_BRACES = ("⏞", "⎴", "⏜", "⏠")
#: Longer pieces are words of an author, which hardly come again; so many are remembered.
_LONGEST_PIECE, _LONGEST_STYLED, _MOST_PIECES = 90, 160, 20_000


class UnsafeError(Exception):
    """There is something in MathML that a page may not hold; never leaves this package."""


def is_safe(mathml: str) -> bool:
    """Tell whether there are only elements and attributes in it that load and do nothing."""
    return _SAFE.fullmatch(mathml) is not None


def fit_mathml(mathml: str) -> str:
    """Return what is in `<math>` without inline styles, entities by name, and `<menclose>`.

    Raises UnsafeError if there is anything in it that may load or do something.
    """
    if "&ApplyFunction;" in mathml:
        mathml = mathml.replace("&ApplyFunction;", "\u2061")
    if ' minsize="' in mathml:
        mathml = _SIZED_BASE.sub(r"\1<mrow>\2</mrow>", mathml)
    if " accent" in mathml:
        mathml = _ACCENTED_ELEMENT.sub(_fit_accented, mathml)
    elements = mathml.split("><")
    if _FITTING.issuperset(elements):
        return mathml[mathml.index("><") + 1 : -_END]
    if any(mark in mathml for mark in _ODD) or elements[-1] != "/math>":
        return _fit_pieces(mathml[mathml.index(">") + 1 :].removesuffix("</math>"))
    return f"<{'><'.join(map(_FITTED_ELEMENTS.__getitem__, elements[1:-1]))}>"


def _fit_accented(match: re.Match[str]) -> str:
    return _FITTED_ACCENTS[match[0]]


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
        _place_accents(pieces)
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
        fitted = _fit_pieces(element)
        if len(element) <= _LONGEST_STYLED:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[element] = fitted
        return fitted


class _FittedElements(dict[str, str]):
    """What stands in a page for an element or a tag, without its first `<` and its last `>`."""

    def __missing__(self, element: str) -> str:
        fitted = _fit_pieces(f"<{element}>")[1:-1]
        if len(element) <= (_LONGEST_STYLED if " style=" in element else _LONGEST_PIECE):
            if len(self) >= _MOST_PIECES:
                self.clear()
                _FITTING.clear()
                _FITTING.update(_AROUND)
            self[element] = fitted
            if fitted == element:
                _FITTING.add(element)
        return fitted


_FITTED = _FittedPieces()
_FITTED_ELEMENTS = _FittedElements()
_FITTED_ACCENTS = _FittedAccents()
#: How MathML begins and ends, cut where one tag follows another; and with that, what fits.
_AROUND = ("<math", '<math display="block"', "/math>")
_FITTING = set(_AROUND)
#: What is changed or not by what stands around it.
_ODD = (" accent", "menclose", "<mpadded style", '"></mtd></mtr></mtable>')


def _place_accents(pieces: list[str]) -> None:
    """Change MathML so that accents do not touch their letters.

    Chromium sets what `accent="true"` marks too low: a hat would lie on its letter. Without it, an
    accent is set as Firefox sets it, which knows accents by their characters.
    """
    starts = [place for place, each in enumerate(pieces) if " accent" in each]
    found = [(_find_end(pieces, at), at) for at in starts if pieces[at].startswith(_ACCENTED)]
    for end, start in sorted(found):  # an inner one before the outer one
        if end:
            _place_accent(pieces, start, end, pieces[start].partition(" ")[0])


def _find_end(pieces: list[str], start: int) -> int:
    """Return where an element ends, or 0 if it does not."""
    name = pieces[start].partition(" ")[0]
    openings, ending, depth = (f"{name} ", f"{name}>"), f"/{name}>", 0
    for place in range(start + 1, len(pieces)):
        piece = pieces[place]
        if piece == ending:
            if not depth:
                return place
            depth -= 1
        elif piece.startswith(openings):
            depth += 1
    return 0


def _place_accent(pieces: list[str], start: int, end: int, kind: str) -> None:
    """Change the accent in an element from `start` to `end`, which is at its end, and its tag."""
    sign = end - 2
    is_sign = pieces[end - 1] == "/mo>" and pieces[sign].startswith("mo")
    mark = pieces[sign] if is_sign else ""
    if mark == _LINE:
        name, pieces[sign] = _LINES[kind]
        pieces[start] = f'{kind} class="{name}">'
    elif kind == "mover" and not mark.endswith(_BRACES):
        pieces[start] = "mover>"
        if is_sign:
            wide = _tilde(pieces[start + 1 : sign]) if mark == _TILDE else _ACCENTS.get(mark)
            # Smaller, as what stands over something is, a bar would look like a dot.
            pieces[sign] = wide or mark.replace("mo", 'mo scriptlevel="+0"', 1)


def _tilde(under: list[str]) -> str:
    """Return a tilde as wide as what it stands over: no font has one that stretches."""
    letters = sum(each.startswith(("mi", "mn", "mo>")) for each in under)
    width = f' class="math-tilde-{min(letters, _WIDEST_TILDE)}"' if letters > 1 else ""
    return f'mo{width} stretchy="false">\u02dc'


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
