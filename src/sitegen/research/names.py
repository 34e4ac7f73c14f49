"""Parse names as BibTeX and BibLaTeX write them.

`Ada Lovelace`, `van der Berg, Jan`, `King, Jr., Martin Luther`, `{The ATLAS Collaboration}`, and
BibLaTeX's `family=Berg, given=Jan, prefix=van der`. Sources: btxdoc, section 4; biblatex, 3.14.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.late_patterns import compile_late
from sitegen.model import Name, is_family_first
from sitegen.research.latex_text import convert_latex

__all__ = ["parse_names", "split_top_level"]

_NAMED = compile_late(
    r"^\s*(?:family|given|prefix|suffix|given-i|family-i|useprefix)\s*=", re.IGNORECASE
)
_OTHERS = frozenset({"others", "et al", "et al."})
#: What some write behind the last name instead of `and others`.
_ET_AL = compile_late(r"[\s,]+et\.? al\.?$", re.IGNORECASE)
_AND = compile_late(r"\s+and\s+|^\s*and\s+|\s+and\s*$", re.IGNORECASE)
_COMMA = compile_late(r",")
_SPACE = compile_late(r"[\s~]+")
_BRACE = compile_late(r"[{}]")


def parse_names(source: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names in a field, and whether there are others that it does not name."""
    if "\n" in source or "  " in source:  # without runs of spaces, no search is slow
        source = " ".join(source.split())
    found: list[Name] = []
    others = False
    for written in split_top_level(source, _AND):
        name = written.strip()
        if " al" in name and (more := _ET_AL.search(name)):
            name, others = name[: more.start()], True
        if name.casefold() in _OTHERS:
            others = True
        elif name:
            found.append(_parse_name(name))
    return tuple(n for n in found if n.family or n.given or n.literal), others


def split_top_level(source: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text where a pattern without groups matches outside of braces."""
    if "{" not in source:
        return separator.split(source)
    pieces: list[str] = []
    begin = 0
    for found in separator.finditer(_without_groups(source)):
        pieces.append(source[begin : found.start()])
        begin = found.end()
    return [*pieces, source[begin:]]


def _without_groups(source: str) -> str:
    """Return a text of the same length, with full stops in the place of what is in braces."""
    pieces: list[str] = []
    depth = begin = 0
    for found in _BRACE.finditer(source):
        at = found.start()
        pieces.append("." * (at - begin) if depth else source[begin:at])
        pieces.append(".")
        depth = depth + 1 if found[0] == "{" else max(0, depth - 1)
        begin = at + 1
    pieces.append("." * (len(source) - begin) if depth else source[begin:])
    return "".join(pieces)


@lru_cache(maxsize=8192)  # the authors of a bibliography are few, and named often
def _parse_name(written: str) -> Name:
    if written[0] == "{" and _is_whole_group(written):
        return Name(literal=_plain(written))
    if "," not in written:
        return _named_parts([written]) if _NAMED.match(written) else _spoken(written)
    parts = [part.strip() for part in split_top_level(written, _COMMA)]
    if "=" in written and _NAMED.match(written):
        return _named_parts(parts)
    while len(parts) > 1 and not parts[-1]:  # `One, A., and Two, B.`
        parts.pop()
    if len(parts) == 1:
        return _spoken(parts[0])
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
    return [word for word in split_top_level(text, _SPACE) if word] or [""]


def _is_small(word: str) -> bool:
    """Tell whether a word begins with a small letter; one in braces does not."""
    if word[0].isalpha():
        return word[0].islower()
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = next(filter(str.isalpha, _plain(word)), "")
    return letter.islower()


def _is_whole_group(text: str) -> bool:
    """Tell whether one pair of braces is around the whole text, as around an organisation."""
    if not text.endswith("}") or text.startswith("{\\"):
        return False
    depth = 0
    for found in _BRACE.finditer(text):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(text)
    return False


def _plain(source: str) -> str:
    return convert_latex(source).plain.strip()
