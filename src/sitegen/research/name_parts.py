"""The words in people's names that are neither given nor family names."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "PARTICLES",
    "is_degree",
    "is_suffix",
    "is_title",
    "is_title_part",
    "pairs_of_given_names",
    "plain_word",
]

#: Words that stand before a family name. Matching leaves them out, also with a capital.
PARTICLES = frozenset(
    """
    van von vom de del della dell di da dal dalla do dos das du des der den la le las los el al
    ter ten te ver zu zum zur af av und y e i bin bint ibn ben abu at ul d
    """.split()
)
#: A name may begin with these, with or without a dot.
_TITLES = frozenset(
    """
    prof professor professorin dr doktor dra drs doc jun-prof juniorprof juniorprofessor
    univ-prof apl-prof ao-prof em-prof priv-doz pd mr mrs ms mx sir dame dipl-ing dipl-phys
    dipl-inform dipl-psych dipl-biol msgr
    """.split()
)
#: So may these, but only with a dot: without one, they may be names.
_DOTTED_TITLES = frozenset("ing mag mgr assoc asst prim doç av öğr".split())
#: What follows a title and belongs to it, with a dot: `Dr. rer. nat. habil.`.
_TITLE_PARTS = frozenset(
    "med rer nat phil habil h c hc mult dent vet jur pol oec sc techn ing hum iur theol math dr"
    " prof üyesi".split()
)
_SUFFIXES = frozenset("jr sr jnr snr ii iii iv".split())
_DEGREES = frozenset(
    """
    phd dphil md mbbs bsc msc ba ma bs ms mba mph mphil dsc scd edd dds dmd dvm pharmd rn mrcp frcp
    frcr frcs frs fbs cphys ceng peng facr meng beng llm jd pd habil fmedsci freng obe cbe mbe
    """.split()
)
#: Spanish and Portuguese given names that are often the first of two.
_FIRST_OF_TWO = frozenset(
    "maria jose juan ana luis carlos miguel francisco antonio rosa pedro joao luiz angel".split()
)


def plain_word(word: str) -> str:
    """Return a word in small letters, without accents, dots and commas."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        word = "".join(char for char in decomposed if not unicodedata.combining(char))
    return word.casefold().replace(".", "").strip(",")


def is_title(word: str) -> bool:
    """Tell whether a name may begin with this title, such as `Prof.` or `Univ.-Prof.`."""
    plain = plain_word(word)
    if word.isupper() and plain in {"ms", "mr", "dr"}:  # initials
        return False
    return plain in _TITLES or (word.endswith(".") and plain in _DOTTED_TITLES)


def is_title_part(word: str) -> bool:
    """Tell whether a word goes on with a title, such as `rer.` and `nat.`."""
    if is_title(word):
        return True
    parts = [part for part in re.split(r"[.\s-]+", word.casefold()) if part]
    return (word.endswith(".") or word == "habil") and all(part in _TITLE_PARTS for part in parts)


def is_suffix(word: str) -> bool:
    """Tell whether a word after a family name is no part of it: `Jr.`, `III`."""
    return plain_word(word) in _SUFFIXES and not word.islower()


def is_degree(words: str) -> bool:
    """Tell whether what follows a comma consists of degrees and honours: `PhD`, `M.Sc.`, `FRS`.

    With one capital, as in `Ba` and `Ma`, it is a name.
    """
    parts = words.split()
    return bool(parts) and all(
        plain_word(part) in _DEGREES and sum(map(str.isupper, part)) > 1 for part in parts
    )


def pairs_of_given_names(first: str, second: str) -> bool:
    """Tell whether two words are one given name in Spanish or Portuguese: `María José`."""
    return {plain_word(first), plain_word(second)} <= _FIRST_OF_TWO
