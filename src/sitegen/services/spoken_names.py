"""Read names that services write as they are spoken."""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late
from sitegen.model import Name
from sitegen.research.latex_escapes import escape_latex
from sitegen.research.names import parse_names

__all__ = ["read_spoken_name"]

_GROUP = compile_late(
    r"\b(?:collaboration|consortium|team|group|network|initiative|project|society|institute"
    r"|university|foundation|committee|organi[sz]ation|working party|investigators)\b",
    re.IGNORECASE,
)


def read_spoken_name(text: str) -> Name:
    """Return the name in `Ludwig van Beethoven`; one of a group stays whole."""
    if _GROUP.search(text) or " and " in text or " " not in text:
        return Name(literal=text)
    names, _ = parse_names(escape_latex(text))
    return names[0] if len(names) == 1 else Name(literal=text)
