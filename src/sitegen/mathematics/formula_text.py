"""Read MathML as plain text: `ℓ₁`, `x²`, `a/b`, for titles and other places without markup.

It takes the MathML that `typeset` writes, whose elements are well formed. What Unicode has no sign
for is written as in TeX: `x_max`, `10^(k+1)`.
"""

from __future__ import annotations

import html
import unicodedata
from functools import lru_cache

import msgspec

from sitegen.late_patterns import compile_late

__all__ = ["formula_source", "formula_text"]

_TOKEN = compile_late(r"<(/?)([a-zA-Z][\w-]*+)([^<>]*+)>|([^<]++)")
_SOURCE = compile_late(r"<annotation\b[^<>]*+>([^<]*+)</annotation>")
_ALTERNATIVE = compile_late(r'\salttext="([^"]*+)"')
_BEFORE_END = compile_late(r"\s+([)\]},;])")
_NO_LINE = compile_late(r'linethickness="0')
_DEEPEST = 60
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
#: The class of what holds the number of a line, which is no part of the formula.
_NUMBER = "math-number"
_HIDDEN = frozenset({"annotation", "annotation-xml", "mphantom"})
#: Space that is wide enough to be seen, in em.
_SEEN = 0.16
_WIDTH = compile_late(r'width="(-?[\d.]+)em"')
#: Invisible times, function application and the like, and what chooses between shapes of a letter.
_INVISIBLE = dict.fromkeys((*range(0x2061, 0x2065), 0xFE00, 0xFE01))
_SUBSCRIPTS = dict(
    zip(
        "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_SUPERSCRIPTS = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzTHL∗*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴴᴸ**",
        strict=True,
    )
)
_SMALL = frozenset({*_SUBSCRIPTS.values(), *_SUPERSCRIPTS.values()})
_PRIMES = frozenset("′″‴⁗")
_ACCENTS = {
    "ˆ": "\u0302",
    "^": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "¯": "\u0304",
    "‾": "\u0304",
    "ˉ": "\u0304",
    "̲": "\u0304",
    "_": "\u0304",
    "→": "\u20d7",
    "⃗": "\u20d7",
    "˙": "\u0307",
    ".": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "´": "\u0301",
    "`": "\u0300",
}
#: Signs that only show how far something above or below a term reaches.
_BRACES = frozenset("⏞⏟⏜⏝⎴⎵︷︸")
#: Signs with a space at both sides, if something stands before them.
_SPACED = frozenset("=<>≤≥≪≫≈≃≅≡∼≠≔∝→←↔⇒⇐⇔⟶⟵⟹⟺↦∈∉∋⊂⊆⊃⊇∣∥+−-±∓×÷⋅·∘⊗⊕∪∩∖∧∨∣≺≻⊥⊢⊨⇌⇀⇋")
_AFTER = frozenset(",;:")
_OPENING = frozenset("([{⟨|‖∣∥/")


class _Element(msgspec.Struct):
    name: str
    attributes: str = ""
    children: list[_Element | str] = msgspec.field(default_factory=list)

    @property
    def elements(self) -> list[_Element]:
        return [each for each in self.children if isinstance(each, _Element)]


def formula_source(mathml: str) -> str:
    """Return the TeX that the MathML was made of, empty if it does not say."""
    found = _SOURCE.search(mathml)
    return html.unescape(found[1]).strip() if found else ""


@lru_cache(maxsize=4096)
def formula_text(mathml: str) -> str:
    """Return a formula as text on one line; its alternative text, if its author gave one."""
    given = _ALTERNATIVE.search(mathml, 0, mathml.find(">"))
    if given:
        return html.unescape(given[1])
    text = _BEFORE_END.sub(r"\1", _text(_read(mathml), 0))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _read(mathml: str) -> _Element:
    root = _Element("mrow")
    open_elements = [root]
    for closing, name, attributes, text in _TOKEN.findall(mathml):
        if text:
            if text.strip() or open_elements[-1].name == "mtext":
                open_elements[-1].children.append(html.unescape(text))
        elif closing:
            if len(open_elements) > 1:
                open_elements.pop()
        else:
            element = _Element(name, attributes)
            open_elements[-1].children.append(element)
            if not attributes.endswith("/"):
                open_elements.append(element)
    return root


def _text(element: _Element, depth: int) -> str:
    name = element.name
    if name in _HIDDEN or _NUMBER in element.attributes:
        return ""
    if depth > _DEEPEST:
        return _words(element)
    if name in _SCRIPTED and element.elements:
        return _with_scripts(element, depth)
    read = _READERS.get(name)
    return read(element, depth) if read else _row(element, depth)


def _space(element: _Element, depth: int) -> str:
    del depth
    width = _WIDTH.search(element.attributes)
    return " " if width and float(width[1]) > _SEEN else ""


def _fraction(element: _Element, depth: int) -> str:
    parts = [_text(each, depth + 1) for each in element.elements]
    if _NO_LINE.search(element.attributes):
        return " ".join(parts)
    return "/".join(map(_grouped, parts))


def _root(element: _Element, depth: int) -> str:
    if element.name == "msqrt":
        return "√" + _grouped(_row(element, depth))
    base, *degree = (_text(each, depth + 1) for each in element.elements or [_Element("mrow")])
    return "".join(map(_superscript, degree)) + "√" + _grouped(base)


def _table(element: _Element, depth: int) -> str:
    rows = (each for each in element.elements if each.name in {"mtr", "mlabeledtr"})
    cells = ([_text(cell, depth + 1).strip() for cell in row.elements] for row in rows)
    return "; ".join(" ".join(filter(None, row)) for row in cells)


def _first(element: _Element, depth: int) -> str:
    return "".join(_text(each, depth + 1) for each in element.elements[:1])


def _row(element: _Element, depth: int) -> str:
    """Return what stands side by side, with spaces around relations."""
    pieces: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            pieces.append(_plain(child))
            continue
        text = _text(child, depth + 1)
        if child.name == "mo":
            text = _operator(text.strip(), pieces)
        elif _is_named(child):
            text = _named(text, pieces)
        pieces.append(text)
    return "".join(pieces)


def _operator(sign: str, before: list[str]) -> str:
    written = "".join(before).rstrip()
    if sign in _AFTER:
        return f"{sign} "
    if sign not in _SPACED or not written or written[-1] in _OPENING | _SPACED | _AFTER:
        return sign
    return f" {sign} "


def _is_named(element: _Element) -> bool:
    """Tell whether an element begins with a name of several letters, such as `sin` or `mm`."""
    for _ in range(_DEEPEST):
        inner = element.elements
        if len(inner) > 1 and inner[0].name == "mspace":
            return len(_plain(_words(inner[1]))) > 1
        if not inner:
            break
        element = inner[0]
    return False


def _named(name: str, before: list[str]) -> str:
    """Return a function or a unit with space around it."""
    last = "".join(before)[-1:]
    return (
        f" {name} " if (last.isalnum() and last not in _SMALL) or last in {")", "]"} else f"{name} "
    )


def _plain(text: str) -> str:
    """Return text without invisible signs, and without the letters that are only a font."""
    text = text.translate(_INVISIBLE)
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", char) if "\U0001d400" <= char <= "\U0001d7ff" else char
        for char in text
    )


def _with_scripts(element: _Element, depth: int) -> str:
    base, *scripts = (_text(each, depth + 1).strip() for each in element.elements)
    above = below = ""
    if element.name in {"msub", "munder"} and scripts:
        below = scripts[0]
    elif element.name in {"msup", "mover"} and scripts:
        above = scripts[0]
    elif len(scripts) == 2:  # noqa: PLR2004  # below and above
        below, above = scripts
    if element.name in {"mover", "munderover"} and above in _ACCENTS:
        base, above = _accented(base, above), ""
    if below in _BRACES or below in _ACCENTS:
        below = ""
    if above in _BRACES:
        above = ""
    if len(base) > 1 and not _is_named(element.elements[0]) and (above or below):
        base = _grouped(base)
    return base + (_subscript(below) if below else "") + (_superscript(above) if above else "")


def _with_prescripts(element: _Element, depth: int) -> str:
    """Return a base with scripts after it, and before it behind `<mprescripts>`."""
    parts = element.elements or [_Element("mrow")]
    names = [each.name for each in parts]
    cut = names.index("mprescripts") if "mprescripts" in names else len(parts)

    def scripts(found: list[_Element]) -> str:
        texts = [_text(each, depth + 1).strip() for each in found]
        pairs = zip(texts[::2], texts[1::2], strict=False)
        return "".join(
            (_superscript(above) if above else "") + (_subscript(below) if below else "")
            for below, above in pairs
        )

    return scripts(parts[cut + 1 :]) + _text(parts[0], depth + 1) + scripts(parts[1:cut])


def _accented(base: str, accent: str) -> str:
    mark = _ACCENTS[accent]
    return f"{base}{mark}" if len(base) == 1 else "".join(f"{char}{mark}" for char in base)


def _subscript(text: str) -> str:
    tight = text.replace(" ", "")
    if all(char in _SUBSCRIPTS for char in tight):
        return "".join(_SUBSCRIPTS[char] for char in tight)
    return f"_{tight}" if _is_word(tight) else f"_({tight})"


def _superscript(text: str) -> str:
    tight = text.replace(" ", "")
    if all(char in _PRIMES for char in tight):
        return tight
    if all(char in _SUPERSCRIPTS for char in tight):
        return "".join(_SUPERSCRIPTS[char] for char in tight)
    if tight == "∘":
        return "°"
    return f"^{tight}" if len(tight) == 1 or tight.isdecimal() else f"^({tight})"


def _grouped(text: str) -> str:
    """Return a text in brackets if it is more than one term."""
    text = text.strip()
    is_grouped = text[:1] == "(" and text.find(")") == len(text) - 1
    return text if _is_word(text) or is_grouped else f"({text})"


def _is_word(text: str) -> bool:
    return all(
        char.isalnum() or unicodedata.combining(char) or char in "∞.′" or char in _SMALL
        for char in text
    )


_READERS = {
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
    "mmultiscripts": _with_prescripts,
    "semantics": _first,
}


def _words(element: _Element) -> str:
    """Return what a deep element holds without any of its structure."""
    pieces, waiting = [], [element]
    while waiting:
        current = waiting.pop()
        for child in reversed(current.children):
            if isinstance(child, _Element):
                waiting.append(child)
            else:
                pieces.append(child)
    return " ".join(pieces)
