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
    """The options of `sitegen serve`; if `port` is None, 8000 or the next free port is used."""

    host: str = "127.0.0.1"
    port: int | None = None
    allowed_hosts: tuple[str, ...] = ()
    open_browser: bool = False
    drafts: bool = True
    poll: bool = False
    editor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Callbacks: the address that is served, remarks, and the result of each build.

    `rebuilt` gets the changed files, the result or the error, and the duration in seconds.
    """

    serving: Callable[[str], None]
    remark: Callable[[str], None]
    rebuilt: Callable[[Sequence[str], BuildResult | SitegenError, float], None]
