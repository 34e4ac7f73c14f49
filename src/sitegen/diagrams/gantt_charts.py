"""Make Gantt charts of Mermaid as large as a page, with labels that can be read.

By itself, Mermaid draws them wider than a column of text, with letters of 10 pixels, and writes the
dates below the axis over each other.
"""

from __future__ import annotations

import re
from typing import Any

from sitegen.late_patterns import compile_late

__all__ = ["gantt_settings", "is_gantt", "separate_dates"]

_GANTT = compile_late(r"^[ \t]*gantt\b", re.MULTILINE)
_SECTION = compile_late(r"^[ \t]*section[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_TICK = compile_late(
    r'(?P<before><g class="tick"[^>]*transform="translate\((?P<at>-?\d[\d.]*),\s*0\)"[^>]*>'
    r"(?:(?!</g>).)*?)<text(?P<style>[^>]*)>(?P<date>[^<]*)</text>"
)
_SIZE = compile_late(r'font-size="[^"]*"')
_WIDTH, _LETTERS, _DATES = 704, 14, 12
#: About how wide a letter is, as a part of its height.
_LETTER = 0.56
_LEAST, _MOST = 75, 240
_BETWEEN = 8


def is_gantt(source: str) -> bool:
    """Tell whether a diagram is a Gantt chart."""
    return _GANTT.search(source) is not None


def gantt_settings(source: str) -> dict[str, Any]:
    """Return Mermaid's settings for a chart; names of sections stand beside it."""
    longest = max(map(len, _SECTION.findall(source)), default=0)
    beside = round(longest * _LETTERS * _LETTER) + 20
    return {
        "useWidth": _WIDTH,
        "fontSize": _LETTERS,
        "sectionFontSize": _LETTERS,
        "barHeight": 24,
        "barGap": 6,
        "topPadding": 56,
        "leftPadding": min(max(beside, _LEAST), _MOST),
    }


def separate_dates(svg: str) -> str:
    """Leave out dates below the axis that would stand on others; their lines stay."""
    free = float("-inf")

    def write(found: re.Match[str]) -> str:
        nonlocal free
        half = len(found["date"]) * _DATES * _LETTER / 2
        place = float(found["at"])
        if place - half < free:
            return found["before"]
        free = place + half + _BETWEEN
        style = _SIZE.sub(f'font-size="{_DATES}"', found["style"])
        return f"{found['before']}<text{style}>{found['date']}</text>"

    return _TICK.sub(write, svg)
