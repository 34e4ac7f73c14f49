"""Turn simple style declarations and presentational attributes into classes.

No page carries an inline style: a strict Content-Security-Policy forbids it, and it would be wrong
in the dark. So what authors bring from other editors becomes one of a finite set of classes, which
`css/written-styles.css` of the theme describes. Colours become the nearest of seven, each of which
can be read on light and on dark ground.
"""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FIGURE_PLACES", "HIDDEN", "PRESENTATIONAL", "Style", "class_of_attribute", "read_style"]

#: Stands for the attribute `hidden`: what was not to be seen must not appear.
HIDDEN = "[hidden]"
#: What a value may not hold, because it loads, runs or hides what it says.
_UNSAFE = re.compile(r"url|image|src\s*\(|expression|behaviou?r|binding|[\\<>@]", re.IGNORECASE)
_PINNED = frozenset({"fixed", "absolute", "sticky", "-webkit-sticky"})
_DEFAULTS = frozenset({"inherit", "initial", "unset", "revert", "auto", "normal", "none", "0"})
#: One that does not end goes to the end of the attribute.
_COMMENT = compile_late(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NUMBER = compile_late(r"([+-]?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6}))(px|pt|em|rem|ex|ch|%|)")
_HEX = compile_late(r"#?([0-9a-f]{3,8})")
_RGB = compile_late(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b[^)]*\)")
_SIDES = {"margin-left", "margin-right"}
_PIXELS = {"px": 1.0, "": 1.0, "pt": 96 / 72, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0}
#: The widths that have a class, in rem; shares of the text have one for each 5 %.
_WIDTHS = (4, 8, 12, 16, 24, 32, 48)
_REM = 16
#: Words in the names of CSS colours, and the nearest of the seven; the first that is found counts.
_HUES = {
    **dict.fromkeys(("gray", "grey", "silver", "gainsboro", "smoke"), "gray"),
    **dict.fromkeys(("orange", "coral", "chocolate", "peru", "sienna", "brown"), "orange"),
    **dict.fromkeys(("yellow", "gold", "khaki", "cornsilk", "wheat", "chiffon"), "yellow"),
    **dict.fromkeys(("green", "lime", "olive", "chartreuse", "honeydew", "mint"), "green"),
    **dict.fromkeys(("violet", "purple", "magenta", "fuchsia", "indigo", "orchid"), "purple"),
    **dict.fromkeys(("plum", "lavender", "thistle"), "purple"),
    **dict.fromkeys(("blue", "navy", "cyan", "aqua", "teal", "turquoise", "azure"), "blue"),
    **dict.fromkeys(("red", "crimson", "maroon", "tomato", "salmon", "brick", "pink"), "red"),
}
_PLAIN = frozenset({"black", "white", "transparent", "currentcolor", "inherit", "initial", "unset"})
#: The upper ends of the hues on the wheel, in degrees.
_WHEEL = ((18, "red"), (42, "orange"), (68, "yellow"), (165, "green"), (255, "blue"))
_LAST_OF_WHEEL = ((335, "purple"), (360, "red"))
_PALE, _DARK, _LIGHT = 0.15, 0.12, 0.97


class Style(NamedTuple):
    """What a `style` attribute says: classes, and the declarations without one.

    `refused` are the declarations that would load something or cover the page.
    """

    classes: tuple[str, ...]
    dropped: tuple[str, ...]
    refused: tuple[str, ...]


@lru_cache(maxsize=1_000)  # every cell of a column has the same
def read_style(text: str) -> Style:
    """Read the declarations of a `style` attribute."""
    classes: list[str] = []
    dropped: list[str] = []
    refused: list[str] = []
    free: set[str] = set()
    for declaration in _COMMENT.sub(" ", text).split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().casefold(), value.partition("!")[0].strip().casefold()
        if not name and not value:
            continue
        if _UNSAFE.search(declaration) or (name == "position" and value in _PINNED):
            refused.append(name)
            continue
        found = _classes_of(name, value) if colon and value else None
        if value == "auto" and name in _SIDES:
            free.add(name)
        if found is None:
            dropped.append(" ".join(declaration.split()))
        else:
            classes += found
    if free == _SIDES:
        classes.append("centered")
    return Style(tuple(dict.fromkeys(classes)), tuple(dropped), tuple(refused))


def _ink(color: str) -> str | None:
    """Return the class of a text colour, empty for the usual one, None for no colour."""
    hue = _hue(color)
    return f"ink-{hue}" if hue else hue


def _paper(color: str) -> str | None:
    """Return the class of a background colour, empty for the usual one, None for no colour."""
    hue = _hue(color)
    return f"paper-{hue}" if hue else hue


def _width(value: str) -> str | None:
    """Return the class of a width, empty for `auto`, None for what is none."""
    if value in _DEFAULTS:
        return ""
    found = _NUMBER.fullmatch(value)
    if found is None or float(found[1]) <= 0:
        return None
    if found[2] == "%":
        return f"width-{min(100, max(5, 5 * round(float(found[1]) / 5)))}"
    rem = float(found[1]) * _PIXELS[found[2]] / _REM
    return f"width-{min(_WIDTHS, key=lambda each: abs(each - rem))}rem"


def class_of_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the class of a presentational attribute (HTML 4), empty for none that is needed.

    None stands for what has no class.
    """
    value = value.strip().casefold()
    read = _ATTRIBUTES.get(name)
    return read(tag, value) if read else None


def _hue(color: str) -> str | None:
    color = color.strip()
    if color in _PLAIN:
        return ""
    for word, hue in _HUES.items():
        if word in color and color.isalpha():
            return hue
    found = _HEX.fullmatch(color)
    if found and len(found[1]) in {3, 4, 6, 8}:
        digits = found[1] if len(found[1]) > 4 else "".join(2 * each for each in found[1])  # noqa: PLR2004  # the short form
        return _nearest(*bytes.fromhex(digits)[:3])
    rgb = _RGB.fullmatch(color)
    return _nearest(*(min(255, int(rgb[n])) for n in (1, 2, 3))) if rgb else None


def _nearest(red: int, green: int, blue: int) -> str:
    hue, light, pure = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if light < _DARK or light > _LIGHT:
        return ""
    if pure < _PALE:
        return "gray"
    return next(name for end, name in (*_WHEEL, *_LAST_OF_WHEEL) if hue * 360 <= end)


def _classes_of(name: str, value: str) -> tuple[str, ...] | None:
    """Return the classes of a declaration, None if it has none."""
    read = _PROPERTIES.get(name)
    if read is None:
        return None
    found = read(value)
    return None if found is None else (found,) if found else ()


def _words(**names: str) -> Callable[[str], str | None]:
    """Return a reader of keywords; `_` in a name stands for a hyphen."""
    known = {name.strip("_").replace("_", "-"): found for name, found in names.items()}
    usual = dict.fromkeys(("inherit", "initial", "unset", "revert"), "")
    return {**usual, **known}.get


def _weight(value: str) -> str | None:
    words = {"bold": "font-bold", "bolder": "font-bold", "normal": "font-normal"}
    if value.isdecimal() and len(value) <= 4:  # noqa: PLR2004  # CSS Fonts: from 1 to 1000
        return "font-bold" if int(value) >= 600 else "font-normal"  # noqa: PLR2004  # semibold
    return {**words, "lighter": "font-normal", "inherit": ""}.get(value)


def _size(value: str) -> str | None:
    words = {"medium": "", "inherit": "", "initial": ""}
    words |= dict.fromkeys(("small", "smaller", "x-small", "xx-small"), "text-small")
    words |= dict.fromkeys(("large", "larger"), "text-large")
    words |= dict.fromkeys(("x-large", "xx-large", "xxx-large"), "text-larger")
    if value in words:
        return words[value]
    found = _NUMBER.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    scale = number / 100 if unit == "%" else number * _PIXELS[unit] / _REM
    if scale < 0.9:  # noqa: PLR2004  # of the text around
        return "text-small"
    return "" if scale <= 1.12 else "text-large" if scale <= 1.45 else "text-larger"  # noqa: PLR2004  # as above


def _family(value: str) -> str | None:
    for word, name in (("mono", "mono"), ("courier", "mono"), ("consolas", "mono")):
        if word in value:
            return f"font-{name}"
    return "" if value in _DEFAULTS else None


def _line(value: str) -> str | None:
    words = {"underline": "underline", "line-through": "line-through", "none": "no-underline"}
    return next((words[each] for each in value.split() if each in words), None)


def _margin(value: str) -> str | None:
    """Return the class of a block in the middle: one with free space on both sides."""
    parts = value.split()
    sides = parts[1::2] or parts
    if sides and all(each == "auto" for each in sides):
        return "centered"
    return "" if all(each.strip("px") == "0" for each in parts) else None


def _list_type(value: str) -> str | None:
    words = value.split()
    known = ("none", "disc", "circle", "square", "decimal")
    letters = ("lower-alpha", "upper-alpha", "lower-roman", "upper-roman")
    return next((f"list-{each}" for each in (*known, *letters) if each in words), None)


def _border(value: str) -> str | None:
    first = value.split(maxsplit=1)[0] if value else ""
    return "borderless" if first in {"none", "0", "0px", "hidden"} else "bordered"


def _background(value: str) -> str | None:
    return "" if value == "none" else _paper(value)


def _display(value: str) -> str | None:
    return (
        HIDDEN if value == "none" else "" if value in {"inline", "block", "inline-block"} else None
    )


_PROPERTIES: dict[str, Callable[[str], str | None]] = {
    "text-align": _words(
        left="text-left",
        right="text-right",
        center="text-center",
        justify="text-justify",
        start="text-left",
        end="text-right",
    ),
    "float": _words(left="float-left", right="float-right", none=""),
    "clear": _words(left="clear", right="clear", both="clear", none=""),
    "width": _width,
    "max-width": lambda value: "" if value == "100%" else _width(value),
    "height": lambda value: "" if value == "auto" else None,
    "color": _ink,
    "background": _background,
    "background-color": _paper,
    "font-weight": _weight,
    "font-style": _words(italic="italic", oblique="italic", normal="not-italic"),
    "font-size": _size,
    "font-family": _family,
    "font-variant": _words(small_caps="small-caps", normal=""),
    "font-variant-caps": _words(small_caps="small-caps", normal=""),
    "text-decoration": _line,
    "text-decoration-line": _line,
    "text-transform": _words(
        uppercase="uppercase", lowercase="lowercase", capitalize="capitalize", none=""
    ),
    "vertical-align": _words(
        top="align-top",
        middle="align-middle",
        bottom="align-bottom",
        baseline="align-baseline",
        text_top="align-top",
        text_bottom="align-bottom",
        sub="align-sub",
        super="align-super",
    ),
    "white-space": _words(
        nowrap="nowrap",
        pre="preserve-lines",
        pre_line="preserve-lines",
        pre_wrap="preserve-lines",
        normal="",
    ),
    "list-style": _list_type,
    "list-style-type": _list_type,
    "margin": _margin,
    "margin-left": lambda value: "" if value in {"auto", "0", "0px"} else None,
    "margin-right": lambda value: "" if value in {"auto", "0", "0px"} else None,
    "border": _border,
    "display": _display,
    "visibility": lambda value: HIDDEN if value in {"hidden", "collapse"} else "",
    "position": lambda value: "" if value in {"static", "relative"} else None,
}

#: Where figures stand: where their lines begin, if nobody says something else.
FIGURE_PLACES = {"left": "", "default": "", "center": "centered", "right": "at-right"}
_REPLACED = frozenset({"img", "table", "video", "figure", "iframe", "audio"})


def _align(tag: str, value: str) -> str | None:
    if value in {"", "char"} or tag in {"hr", "col", "colgroup"}:
        return None
    if tag in _REPLACED and value in {"left", "right"}:
        return f"float-{value}"
    if tag in _REPLACED and value in {"center", "middle"} and (tag != "img" or value == "center"):
        return "centered"
    words = {name: f"text-{name}" for name in ("left", "right", "center", "justify")}
    words |= {"middle": "align-middle" if tag == "img" else "text-center"}
    words |= {"top": "align-top", "bottom": "align-bottom", "baseline": "align-baseline"}
    words |= {"texttop": "align-top", "absmiddle": "align-middle", "absbottom": "align-bottom"}
    return words.get(value)


def _valign(_tag: str, value: str) -> str | None:
    known = {"top", "middle", "bottom", "baseline"}
    return f"align-{value}" if value in known else None


def _border_width(tag: str, value: str) -> str | None:
    if value in {"0", "0px"}:
        return "" if tag != "table" else "borderless"
    return "bordered"


def _padding(_tag: str, value: str) -> str | None:
    if not value.isdecimal() or len(value) > 3:  # noqa: PLR2004  # pixels
        return None
    pixels = int(value)
    return "cells-tight" if pixels < 3 else "" if pixels < 9 else "cells-roomy"  # noqa: PLR2004  # about the theme's


def _font_size(_tag: str, value: str) -> str | None:
    found = re.fullmatch(r"([+-]?)(\d)", value)
    if found is None:
        return None
    size = int(found[2]) if not found[1] else 3 + int(f"{found[1]}{found[2]}")
    return ("text-small", "", "text-large", "text-larger")[(size >= 3) + (size >= 4) + (size >= 5)]  # noqa: PLR2004  # 3 is usual


_ATTRIBUTES: dict[str, Callable[[str, str], str | None]] = {
    "align": _align,
    "valign": _valign,
    "width": lambda _tag, value: _width(value),
    "bgcolor": lambda _tag, value: _paper(value),
    "border": _border_width,
    "cellpadding": _padding,
    "cellspacing": lambda _tag, value: "" if value in {"0", "1", "2"} else None,
    "clear": lambda tag, value: "clear" if tag == "br" and value != "none" else None,
    "color": lambda _tag, value: _ink(value),
    "face": lambda _tag, value: _family(value),
    "size": _font_size,
    "nowrap": lambda _tag, _value: "nowrap",
    "noshade": lambda _tag, _value: "",
    "compact": lambda _tag, _value: "",
    "type": lambda tag, value: (
        f"list-{value}" if tag == "ul" and value in {"disc", "circle", "square"} else None
    ),
}
#: The presentational attributes of HTML 4 that do no harm, with a class or without.
PRESENTATIONAL = frozenset(_ATTRIBUTES) | frozenset("height hspace vspace rules frame char".split())
