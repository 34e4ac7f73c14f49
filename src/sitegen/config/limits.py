"""`[limits]`: how much one file may ask for.

What is counted is far more than a person writes, and far less than what fills a computer's memory.
Counting comes before any work on a file, so that a file beyond a limit costs nothing.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from sitegen.diagnostics import Problem, Severity, declare

__all__ = ["LIMIT_EXCEEDED", "MOST_IN_FIELD", "USUAL_LIMITS", "LimitsConfig", "exceeds"]

LIMIT_EXCEEDED = declare("limit-exceeded", Severity.ERROR, needed=True)

_Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
_Seconds = Annotated[float, msgspec.Meta(ge=0.1, le=86_400)]
_Megabytes = Annotated[int, msgspec.Meta(ge=100, le=1_000_000)]
_Depth = Annotated[int, msgspec.Meta(ge=10, le=2_000)]


class LimitsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[limits]`: of pages, their HTML, data files, menus. `docs/configuration.md` says more.

    All are numbers of things except those of bytes; each holds for one file, or for what is named.
    What cannot be counted before is limited while it is done: in seconds of processor time, and in
    megabytes. To parse a page, to write its references and to render it may take 20 seconds in all.
    """

    page_bytes: _Count = 1_000_000
    paragraph_bytes: _Count = 100_000
    html_bytes: _Count = 8_000_000
    html_depth: _Depth = 200
    html_tags: _Count = 100_000
    html_attributes: _Count = 200
    open_formatting: _Count = 100
    table_cells: _Count = 50_000
    rendered_bytes: _Count = 20_000_000
    parse_seconds: _Seconds = 6.0
    drawing_seconds: _Seconds = 5.0
    render_seconds: _Seconds = 6.0
    memory: _Megabytes = 800
    data_bytes: _Count = 32_000_000
    data_cells: _Count = 1_000_000
    bibliography_entries: _Count = 5_000
    site_publications: _Count = 20_000
    reference_entries: _Count = 50_000
    collection_entries: _Count = 20_000
    inventory_entries: _Count = 200_000
    menu_entries: _Count = 1_000
    page_terms: _Count = 2_000
    site_terms: _Count = 20_000


USUAL_LIMITS = LimitsConfig()
#: Characters of a text in front matter or the configuration that is Markdown. The whole site is
#: waited for while such texts are read, each time that another page shows them.
MOST_IN_FIELD = 20_000


def exceeds(name: str, message: str, hint: str = "") -> Problem:
    """Return the problem of what is beyond a limit; `hint` is what to do instead of raising it."""
    raised = f"raise limits.{name} in sitegen.toml"
    return Problem(LIMIT_EXCEEDED, message, f"{hint}, or {raised}" if hint else raised)
