"""Place accents in MathML so that they do not touch their letters, and stretch as they should."""

from __future__ import annotations

from sitegen.mathematics.tokens import places_of

__all__ = ["ACCENTED", "place_accents"]

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
#: How the tags of elements with an accent begin.
ACCENTED = ("mover accent", "munder accent")
_ACCENTED = frozenset({'mover accent="true">', 'munder accentunder="true">'})
#: The tags of all elements with something over or under something.
_TAGS = _ACCENTED.union(
    ("mover>", "munder>", "/mover>", "/munder>"),
    (f'{kind} class="{name}">' for kind, (name, _) in _LINES.items()),
)
_BRACES = ("⏞", "⎴", "⏜", "⏠")


def place_accents(pieces: list[str]) -> None:
    """Change MathML so that accents do not touch their letters.

    Chromium sets what `accent="true"` marks too low: a hat would lie on its letter. Without it, an
    accent is set as Firefox sets it, which knows accents by their characters.
    """
    opened: list[int] = []
    for place in places_of(_TAGS, pieces):
        if not pieces[place].startswith("/"):
            opened.append(place)
        elif opened:  # an inner one ends before the outer one
            start = opened.pop()
            if pieces[start] in _ACCENTED:
                _place_accent(pieces, start, place, pieces[start].partition(" ")[0])


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
