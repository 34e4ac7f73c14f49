"""Make MathML of math-core fit for a page: classes for its inline styles, and nothing unsafe."""

from __future__ import annotations

import re

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
_STYLED = re.compile(
    r'<(?P<name>m[a-z]+|span)(?P<before>[^<>]*?) style="(?P<style>[^"<>]*+)"(?P<after>[^<>]*+)>'
    r'|<menclose notation="(?P<notation>[^"<>]*+)">|</(?P<end>menclose)>'
    r'|<mrow class="menclose-[a-z]++"></mrow>|&(?P<entity>ApplyFunction|InvisibleTimes);'
)
_ENTITIES = {"ApplyFunction": "\u2061", "InvisibleTimes": "\u2062"}
_PADDED = re.compile(
    r'<mpadded style="padding-left:([0-9.]++)(?:em)?;padding-right:([0-9.]++)(?:em)?;">'
)
_SAFE = re.compile(
    r"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39);"
    r"|</?(?:math|semantics|m[a-z]{1,12}|annotation|none|b|i|em|code|s|u|span)"
    r"(?: (?:accent|accentunder|alttext|class|columnspan|depth|dir|display|displaystyle|encoding"
    r"|fence|form|height|largeop|linethickness|lspace|mathvariant|maxsize|minsize|movablelimits"
    r'|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width|xmlns)="[^"<>&]*+")*+/?>)*+'
)


def is_safe(mathml: str) -> bool:
    """Tell whether there are only elements and attributes in it that load and do nothing."""
    return _SAFE.fullmatch(mathml) is not None


def with_classes(mathml: str) -> str:
    """Return MathML of math-core without inline styles, entities by name, and `<menclose>`."""
    if 'style="' not in mathml and "menclose" not in mathml and "&" not in mathml:
        return mathml
    if "<mpadded style" in mathml:
        mathml = _spaces_for_padding(mathml)
    return _STYLED.sub(_replace, mathml)


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


def _replace(match: re.Match[str]) -> str:
    if match["entity"]:
        return _ENTITIES[match["entity"]]
    if match["end"]:
        return "</mrow>"
    if match["notation"] is not None:
        return f'<mrow class="{_NOTATIONS.get(match["notation"], "math-box")}">'
    if match["style"] is None:
        return ""
    known = (_CLASSES.get(re.sub(r":\s+", ":", each.strip())) for each in match["style"].split(";"))
    classes = " ".join(dict.fromkeys(each for each in known if each))
    attribute = f' class="{classes}"' if classes else ""
    return f"<{match['name']}{attribute}{match['before']}{match['after']}>"
