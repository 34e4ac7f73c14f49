"""Decide what is reported of the problems that were found: their levels, and which are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.config.levels import set_level
from sitegen.diagnostics import Diagnostic, Location, Severity, declare, has_errors, report
from sitegen.engine.baseline import Baseline, KnownProblem, parse_baseline
from sitegen.engine.shared_problems import join_shared
from sitegen.storage.baseline_file import read_baseline
from sitegen.storage.cache_folder import CACHE, is_under_version_control
from sitegen.storage.cache_key import KEY_VARIABLE, is_cache_key_kept

if TYPE_CHECKING:
    from sitegen.config import Config, DiagnosticsConfig
    from sitegen.model import BuildResult

__all__ = ["Reported", "Reporting", "open_reporting"]

CACHE_KEY = declare("cache-key", Severity.WARNING)
CACHE_UNDER_VERSION_CONTROL = declare("cache-under-version-control", Severity.WARNING)


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """The diagnostics that are new, and what was left out.

    `turned_off` counts diagnostics by code, `known` those of the baseline. `fixed` are the entries
    of the baseline that were not found any more, with how often they were listed.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    turned_off: Mapping[str, int] = msgspec.field(default_factory=dict)
    known: int = 0
    fixed: Mapping[KnownProblem, int] = msgspec.field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether the site may not be published."""
        return has_errors(self.diagnostics)

    @property
    def shown(self) -> tuple[Diagnostic, ...]:
        """The diagnostics as they are shown: what several pages have because of one file once."""
        return join_shared(self.diagnostics)

    def put_into(self, result: BuildResult) -> BuildResult:
        """Return the result of a build with these diagnostics."""
        return msgspec.structs.replace(
            result,
            diagnostics=self.shown,
            turned_off=self.turned_off,
            known=self.known,
        )


class Reporting(msgspec.Struct, frozen=True, kw_only=True):
    """The levels of a site's configuration, and its baseline, whose text is `baseline_text`.

    `around` are problems of what lies around the sources: every build looks for them anew.
    """

    config: DiagnosticsConfig
    baseline: Baseline
    baseline_text: str = ""
    around: tuple[Diagnostic, ...] = ()

    def report(self, found: Iterable[Diagnostic], fatal: Container[Diagnostic] = ()) -> Reported:
        """Return what to show of the problems that were found, sorted.

        Those that are `fatal` are always shown, as errors: because of them, files of the output
        could not be made.
        """
        turned_off: Counter[str] = Counter()
        levelled = []
        for each in report((*self.around, *found)):
            shown = set_level(self.config, each, fatal)
            if shown is None:
                turned_off[each.code] += 1
            else:
                levelled.append(shown)
        new, known, fixed = self.baseline.split(levelled, fatal)
        return Reported(
            diagnostics=tuple(new),
            turned_off=dict(sorted(turned_off.items())),
            known=known,
            fixed=fixed,
        )


def open_reporting(root: Path, config: Config, baseline: Path | None) -> Reporting:
    """Read the baseline: `baseline`, or the one that the configuration names, if any.

    Raises UsageError and MachineError.
    """
    named = config.diagnostics.baseline
    around = _look_around(root)
    if baseline is None and not named:
        return Reporting(config=config.diagnostics, baseline=Baseline(), around=around)
    name = str(baseline or named)
    text = read_baseline(baseline or root / named, name)
    known = parse_baseline(text, name)
    return Reporting(config=config.diagnostics, baseline=known, baseline_text=text, around=around)


def _look_around(root: Path) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the cache, which only its owner can mend."""
    found: list[Diagnostic] = []
    if is_under_version_control(root):
        message = "Git keeps files of the cache, which others may have made"
        hint = f"run 'git rm -r --cached {CACHE}'"
        found.append(_tell(CACHE_UNDER_VERSION_CONTROL, message, hint))
    if (root / CACHE).is_dir() and not is_cache_key_kept():
        message = "nothing of the cache can be used: there is no folder to keep its key in"
        hint = f"set {KEY_VARIABLE}, or let sitegen write to the folder of your programs' state"
        found.append(_tell(CACHE_KEY, message, hint))
    return tuple(found)


def _tell(code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, location=Location(path=CACHE), hint=hint)
