"""Find the text alternative, caption and label that stand in the source of a diagram.

Mermaid has `accTitle` and `accDescr`, Vega-Lite a `description`; `%%|` and `//|` begin options of
Quarto's cells. `%% alt: …` and `// alt: …` are for those that have none of these.
"""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["find_alternative", "find_options"]

_OPTION = compile_late(r"^[ \t]*(?:%%|//|#)\|[ \t]*([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_ALT = compile_late(r"^[ \t]*(?:%%|//)[ \t]*alt[ \t]*:[ \t]*(\S[^\n]*)", re.MULTILINE)
_DESCRIPTION = compile_late(
    r"^[ \t]*accDescr[ \t]*(?::[ \t]*(?P<line>[^\n]*)|\{(?P<block>[^{}]*)\})", re.MULTILINE
)
_TITLE = compile_late(r"^[ \t]*accTitle[ \t]*:[ \t]*([^\n]*)", re.MULTILINE)


def find_options(source: str) -> dict[str, str]:
    """Return Quarto's options at the head of a cell, such as `fig-cap`."""
    if "|" not in source:
        return {}
    return {found[1]: found[2].strip("\"'") for found in _OPTION.finditer(source)}


def find_alternative(source: str) -> str:
    """Return what is said to those who cannot see a Mermaid diagram or a graph."""
    found = _DESCRIPTION.search(source)
    if found:
        text = found["line"] if found["block"] is None else found["block"]
    else:
        other = _ALT.search(source) or _TITLE.search(source)
        text = other[1] if other else ""
    return " ".join(text.split())
