"""Make MathML of math-core fit for a page: classes for its inline styles, and nothing unsafe."""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["is_safe", "with_classes"]

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
_TO_CHANGE = ("menclose", "&", "math-core", " accent", "′", "″", "‴", "⁗")
_STYLED = compile_late(
    r'<(?P<name>m[a-z]+|span)(?P<before>[^<>]*?) style="(?P<style>[^"<>]*+)"(?P<after>[^<>]*+)>'
    r'|<menclose notation="(?P<notation>[^"<>]*+)">|</(?P<end>menclose)>'
    r'|<mrow class="menclose-[a-z]++"></mrow>|&(?P<entity>ApplyFunction|InvisibleTimes);'
    r'|class="math-core-(?P<family>sans-serif|serif)-font"'
    r"|<mo>(?P<prime>[′″‴⁗])</mo>"
)
_BACK = compile_late(r"margin-left:-([0-9.]+)em;")
#: Classes of the stylesheet for negative space, in eighteenths of an em, as TeX counts (mu).
_BACKS = (*range(1, 19), 24, 36)
_ENTITIES = {"ApplyFunction": "\u2061", "InvisibleTimes": "\u2062"}
_PADDED = compile_late(
    r'<mpadded style="padding-left:([0-9.]++)(?:em)?;padding-right:([0-9.]++)(?:em)?;">'
)
_SAFE = compile_late(
    r"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39);"
    r"|</?(?:math|semantics|m[a-z]{1,12}|annotation|none|b|i|em|code|s|u|span)"
    r"(?: (?:accent|accentunder|alttext|class|columnspan|depth|dir|display|displaystyle|encoding"
    r"|fence|form|height|largeop|linethickness|lspace|mathvariant|maxsize|minsize|movablelimits"
    r'|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width|xmlns)="[^"<>&]*+")*+/?>)*+'
)


_OVER = compile_late(
    r"<(?P<opened>mover|munder)(?P<accent> accent(?:under)?=\"true\")?[^<>]*+>"
    r"|(?P<mark><mo[^<>]*+>[^<>]++</mo>)?</(?P<closed>mover|munder)>"
)
#: Accents whose characters browsers set or stretch better than those of math-core.
_ACCENTS = {
    '<mo stretchy="false">\u20d7</mo>': '<mo stretchy="false">→</mo>',
    "<mo>→</mo>": '<mo stretchy="true">\u20d7</mo>',
    "<mo>←</mo>": '<mo stretchy="true">\u20d6</mo>',
    "<mo>↔</mo>": '<mo stretchy="true">\u20e1</mo>',
}
#: Lines, whose rules draw them as borders; their characters are for readers without the stylesheet.
_LINE = '<mo stretchy="true">\u0332</mo>'
_LINES = {
    "mover": ("math-overline", '<mo stretchy="true">\u203e</mo>'),
    "munder": ("math-underline", '<mo stretchy="true">_</mo>'),
}
_TILDE = '<mo stretchy="true">~</mo>'
_WIDEST_TILDE = 4
_BRACES = ("⏞", "⎴", "⏜", "⏠")


def is_safe(mathml: str) -> bool:
    """Tell whether there are only elements and attributes in it that load and do nothing."""
    return _SAFE.fullmatch(mathml) is not None


def with_classes(mathml: str) -> str:
    """Return MathML of math-core without inline styles, entities by name, and `<menclose>`."""
    if 'style="' not in mathml and not any(each in mathml for each in _TO_CHANGE):
        return mathml
    if " accent" in mathml:
        mathml = _place_accents(mathml)
    if "<mpadded style" in mathml:
        mathml = _spaces_for_padding(mathml)
    return _STYLED.sub(_replace, mathml)


def _place_accents(mathml: str) -> str:
    """Return MathML whose accents do not touch their letters.

    Chromium sets what `accent="true"` marks too low: a hat would lie on its letter. Without it, an
    accent is set as Firefox sets it, which knows accents by their characters.
    """
    pieces: list[str] = []
    opened: list[tuple[int, bool]] = []
    done = 0
    for match in _OVER.finditer(mathml):
        pieces.append(mathml[done : match.start()])
        done = match.end()
        if match["opened"]:
            opened.append((len(pieces), match["accent"] is not None))
            pieces.append(match[0])
            continue
        kind, mark = match["closed"], match["mark"] or ""
        place, is_accent = opened.pop() if opened else (0, False)
        if is_accent and mark == _LINE:
            name, mark = _LINES[kind]
            pieces[place] = f'<{kind} class="{name}">'
        elif is_accent and kind == "mover" and not any(each in mark for each in _BRACES):
            pieces[place] = "<mover>"
            wide = _tilde(pieces[place + 1 :]) if mark == _TILDE else _ACCENTS.get(mark)
            # Smaller, as what stands over something is, a bar would look like a dot.
            mark = wide or mark.replace("<mo", '<mo scriptlevel="+0"', 1)
        pieces.append(f"{mark}</{kind}>")
    pieces.append(mathml[done:])
    return "".join(pieces)


def _tilde(under: list[str]) -> str:
    """Return a tilde as wide as what it stands over: no font has one that stretches."""
    letters = sum(each.count(f"<{name}") for each in under for name in ("mi", "mn", "mo>"))
    width = f' class="math-tilde-{min(letters, _WIDEST_TILDE)}"' if letters > 1 else ""
    return f'<mo{width} stretchy="false">\u02dc</mo>'


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
    if match["entity"]:
        return _ENTITIES[match["entity"]]
    if match["family"]:
        return f'class="math-{match["family"]}"'
    if match["prime"]:
        return f'<mo class="math-prime">{match["prime"]}</mo>'
    if match["end"]:
        return "</mrow>"
    if match["notation"] is not None:
        return f'<mrow class="{_NOTATIONS.get(match["notation"], "math-box")}">'
    return ""


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
