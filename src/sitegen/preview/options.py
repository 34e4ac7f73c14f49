"""The options of a preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.errors import SitegenError
    from sitegen.model import BuildResult

__all__ = ["PreviewOptions", "Reporter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOptions:
    """What the command line asks for; `port` is 8000 or the next free one if None."""

    host: str = "127.0.0.1"
    port: int | None = None
    allowed_hosts: tuple[str, ...] = ()
    open_browser: bool = False
    drafts: bool = True
    poll: bool = False
    editor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who is told what happens: where it is served, remarks, and how each build went."""

    serving: Callable[[str], None]
    remark: Callable[[str], None]
    rebuilt: Callable[[Sequence[str], BuildResult | SitegenError, float], None]
