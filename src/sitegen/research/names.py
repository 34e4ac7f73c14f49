"""Parse names as BibTeX and BibLaTeX write them.

`Ada Lovelace`, `van der Berg, Jan`, `King, Jr., Martin Luther`, `{The ATLAS Collaboration}`, and
BibLaTeX's `family=Berg, given=Jan, prefix=van der`. Sources: btxdoc, section 4; biblatex, 3.14.
"""

from __future__ import annotations

import re

from sitegen.model import Name, is_family_first
from sitegen.research.latex_text import convert_latex

__all__ = ["parse_names", "split_top_level"]

_NAMED = re.compile(
    r"^\s*(?:family|given|prefix|suffix|given-i|family-i|useprefix)\s*=", re.IGNORECASE
)
_OTHERS = "others"


def parse_names(source: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names in a field, and whether there are others that it does not name."""
    found: list[Name] = []
    others = False
    for written in split_top_level(source, r"\s+and\s+|^and\s+|\s+and$"):
        if written.strip().casefold() == _OTHERS:
            others = True
        elif written.strip():
            found.append(_parse_name(written.strip()))
    return tuple(name for name in found if name.full), others


def split_top_level(source: str, separator: str) -> list[str]:
    """Split a text where a pattern matches outside of braces."""
    pieces: list[str] = []
    depth = begin = 0
    for found in re.finditer(rf"(?P<brace>[{{}}])|{separator}", source):
        if found["brace"]:
            depth = max(0, depth + (1 if found["brace"] == "{" else -1))
        elif depth == 0:
            pieces.append(source[begin : found.start()])
            begin = found.end()
    return [*pieces, source[begin:]]


def _parse_name(written: str) -> Name:
    if _is_whole_group(written):
        return Name(literal=_plain(written))
    parts = [part.strip() for part in split_top_level(written, r",")]
    if _NAMED.match(written):
        return _named_parts(parts)
    if len(parts) == 1:
        return _spoken(written)
    particle, family = _split_particle(_words(parts[0]))
    suffix = parts[1] if len(parts) > 2 else ""  # noqa: PLR2004  # von Last, Jr, First
    given = ", ".join(parts[2:]) if suffix else parts[1]
    return Name(
        family=_plain(family), given=_plain(given), particle=_plain(particle), suffix=_plain(suffix)
    )


def _named_parts(parts: list[str]) -> Name:
    values = {}
    for part in parts:
        name, _, value = part.partition("=")
        values[name.strip().casefold()] = _plain(value)
    return Name(
        family=values.get("family", ""),
        given=values.get("given", ""),
        particle=values.get("prefix", ""),
        suffix=values.get("suffix", ""),
    )


def _spoken(written: str) -> Name:
    """Read `First von Last`: the particle is the words in lower case before the last name.

    In the letters of East Asia, the family name comes first.
    """
    words = _words(written)
    if is_family_first(written):
        return Name(family=_plain(words[0]), given=_plain(" ".join(words[1:])))
    small = [place for place, word in enumerate(words[:-1]) if _is_small(word)]
    if not small:
        return Name(family=_plain(words[-1]), given=_plain(" ".join(words[:-1])))
    first, last = small[0], small[-1]
    return Name(
        given=_plain(" ".join(words[:first])),
        particle=_plain(" ".join(words[first : last + 1])),
        family=_plain(" ".join(words[last + 1 :])),
    )


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Split `van der Berg` into its words in lower case and the rest, which keeps one word."""
    end = 0
    while end < len(words) - 1 and _is_small(words[end]):
        end += 1
    return " ".join(words[:end]), " ".join(words[end:])


def _words(text: str) -> list[str]:
    return [word for word in split_top_level(text, r"[\s~]+") if word] or [""]


def _is_small(word: str) -> bool:
    """Tell whether a word begins with a small letter; one in braces does not."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letters = [char for char in _plain(word) if char.isalpha()]
    return bool(letters) and letters[0].islower()


def _is_whole_group(text: str) -> bool:
    """Tell whether one pair of braces is around the whole text, as around an organisation."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return place == len(text) - 1
    return False


def _plain(source: str) -> str:
    return convert_latex(source).plain.strip()
