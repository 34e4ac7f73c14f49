"""Make a cite key for a work that has none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.content.text import slugify
from sitegen.model import Name, PartialDate

__all__ = ["make_key"]

_SMALL = frozenset("a an the on of in for to and der die das ein eine le la les un une el".split())


def make_key(names: Mapping[str, tuple[Name, ...]], issued: PartialDate | None, title: str) -> str:
    """Return the first author's family name, the year and a word of the title: `doe2024knee`."""
    first = next((each[0] for each in names.values() if each), Name())
    words = re.findall(r"\w+", title)
    word = next((each for each in words if each.casefold() not in _SMALL), "")
    year = str(issued.year) if issued and issued.year is not None else ""
    return slugify(f"{first.family or first.literal}{year}{word}")[:60] or "work"
