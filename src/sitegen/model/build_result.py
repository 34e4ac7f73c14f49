"""The result of a build: its artefacts and the report."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from pathlib import PurePosixPath

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.model.stored import Stored

__all__ = [
    "NOTHING_LEFT_OUT",
    "Artefact",
    "BuildResult",
    "LeftOut",
    "Rank",
]


class Rank(IntEnum):
    """The order of writing: assets before the pages that need them, indexes last."""

    ASSET = 0
    PAGE = 1
    INDEX = 2


class Artefact(msgspec.Struct, frozen=True, kw_only=True):
    """One output file. `source` names what it was made from, for diagnostics."""

    path: PurePosixPath
    data: bytes
    rank: Rank
    source: str = ""


class LeftOut(Stored, frozen=True):
    """How many pages are not published, by reason; `underscored` are those named with `_`."""

    drafts: int = 0
    future: int = 0
    expired: int = 0
    underscored: int = 0


NOTHING_LEFT_OUT = LeftOut()


class BuildResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did. `pages` counts content pages, `files` everything in the output.

    `left_out` counts the content pages that were not published. `turned_off` counts the diagnostics
    that the configuration turns off, by code, `known` those of the baseline. `changed` names the
    output files that were written or removed. A preview is written even with errors: `is_written`
    tells, and `broken` are the outputs of pages with errors, each with the places of its errors.
    `parsed`, `rendered` and `derived` count what had to be done now, `stages` has its seconds.
    `reasons` tells of each output, with its source, why it was rendered (empty if it was not), or
    is empty when nothing at all had changed. `timings` are kind of work, name and seconds.
    """

    pages: int = 0
    files: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    changed: tuple[str, ...] = ()
    images: int = 0
    left_out: LeftOut = NOTHING_LEFT_OUT
    rendered: int = 0
    parsed: int = 0
    derived: int = 0
    seconds: float = 0.0
    stages: Mapping[str, float] = msgspec.field(default_factory=dict)
    reasons: tuple[tuple[str, str, str], ...] = ()
    timings: tuple[tuple[str, str, float], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    turned_off: Mapping[str, int] = msgspec.field(default_factory=dict)
    known: int = 0
    is_written: bool = True
    broken: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    @classmethod
    def failed(
        cls, diagnostics: tuple[Diagnostic, ...], *, pages: int = 0, seconds: float = 0.0
    ) -> BuildResult:
        """Return the result of a build that wrote nothing, for the errors in `diagnostics`."""
        return cls(pages=pages, seconds=seconds, diagnostics=diagnostics, is_written=False)

    @property
    def ok(self) -> bool:
        """Whether there are no errors: the site was written, and may be published."""
        return not any(each.severity == "error" for each in self.diagnostics)
