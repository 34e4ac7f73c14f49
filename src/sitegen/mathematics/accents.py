"""Place accents in MathML so that they do not touch their letters, and stretch as they should."""

from __future__ import annotations

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
_BRACES = ("⏞", "⎴", "⏜", "⏠")


def place_accents(pieces: list[str]) -> None:
    """Change MathML so that accents do not touch their letters.

    Chromium sets what `accent="true"` marks too low: a hat would lie on its letter. Without it, an
    accent is set as Firefox sets it, which knows accents by their characters.
    """
    starts = [place for place, each in enumerate(pieces) if " accent" in each]
    found = [(_find_end(pieces, at), at) for at in starts if pieces[at].startswith(ACCENTED)]
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
