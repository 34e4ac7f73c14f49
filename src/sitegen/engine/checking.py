"""Run `sitegen check`: a build that writes no site, and the checks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.checks.privacy.inventory import PRIVACY, Inventory, take_inventory
from sitegen.config import parse_config
from sitegen.diagnostics import Diagnostic, did_you_mean, has_errors
from sitegen.engine.baseline import BASELINE, KnownProblem, pack_baseline, parse_baseline
from sitegen.engine.build_context import open_build_context
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.site_parsing import parse_and_assemble
from sitegen.engine.stages import prepare_build
from sitegen.errors import ConfigError, UsageError
from sitegen.model import NOTHING_LEFT_OUT, LeftOut
from sitegen.model.progress import Progress
from sitegen.registry import CHECKS
from sitegen.storage.baseline_file import write_baseline
from sitegen.storage.source_files import find_config

if TYPE_CHECKING:
    from sitegen.checks.check import Check
    from sitegen.engine.reporting import Reporting

__all__ = ["CheckOptions", "CheckReport", "check_site", "describe_failed_check"]

#: The folder in which a check stages its files; none of them are kept.
_FOLDER = ".sitegen/check"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """Which checks to run, by name: those of `only`, or all if it is empty; none of `skip`.

    `baseline` is a file of known problems, instead of the one that the configuration names; with
    `writes_baseline`, it is written, not read. `waiting` is called when another build has to end
    first, `progress` now and then by the stages that may take long.
    """

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    baseline: Path | None = None
    writes_baseline: bool = False
    waiting: Callable[[], None] = lambda: None
    progress: Progress = lambda *_: None

    @property
    def is_privacy_alone(self) -> bool:
        """Whether only the privacy check is to run: it then reports more."""
        return set(self.only) == {PRIVACY.name}

    @property
    def is_complete(self) -> bool:
        """Whether all checks are to run."""
        return not (self.only or self.skip)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What was checked, and what was found.

    `checks` are the names of the checks that ran, `pages` and `files` count what would be
    published, `left_out` the pages that would not be. `inventory` is only taken for the privacy
    check alone. `turned_off` counts diagnostics by code, `known` those of the baseline, whose name
    is `baseline`; builds read it if `is_baseline_read`. `fixed` are those of its entries that were
    not found, with their number; it is empty unless all checks ran.
    """

    checks: tuple[str, ...] = ()
    pages: int = 0
    left_out: LeftOut = NOTHING_LEFT_OUT
    files: int = 0
    inventory: Inventory | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    turned_off: Mapping[str, int] = field(default_factory=dict)
    known: int = 0
    fixed: Mapping[KnownProblem, int] = field(default_factory=dict)
    baseline: str = ""
    wrote_baseline: bool = False
    is_baseline_read: bool = True

    @property
    def ok(self) -> bool:
        """Whether the site could be published."""
        return not has_errors(self.diagnostics)


def check_site(root: Path, options: CheckOptions) -> CheckReport:
    """Check a site without writing it. Raises SitegenError.

    Errors that stop a build are always reported. Its warnings are reported unless only some checks
    are wanted. With `write_baseline`, what is found becomes the baseline, except what may not be
    in one. Raises UsageError for a check that does not exist.
    """
    checks = _choose(CHECKS.load(), options)
    if options.writes_baseline and not options.is_complete:
        message = "--write-baseline needs all checks: leave out --only, --skip and --privacy"
        raise UsageError(message)
    config_file = find_config(root)
    config = parse_config(config_file.text, config_file.name)
    building = BuildOptions(
        waiting=options.waiting,
        progress=options.progress,
        baseline=None if options.writes_baseline else options.baseline,
    )
    setting = config.diagnostics.baseline
    named = config_file.root / setting if setting else None
    target = options.baseline or named or config_file.root / BASELINE
    if options.writes_baseline:
        unlisted = msgspec.structs.replace(config.diagnostics, baseline="")
        config = msgspec.structs.replace(config, diagnostics=unlisted)
    with open_build_context(config_file, config, config_file.root / _FOLDER, building) as context:
        build = prepare_build(
            context, parse_and_assemble(context), (each for each in checks if each.runs_in_build)
        )
        if build.assembled.whole is None or build.rest is None:
            raise AssertionError  # they are missing after edits only
        site = build.rest.checked
        problems = [each for each in build.diagnostics if not options.only or has_errors([each])]
        for check in checks:
            problems += check.run(site)
        reporting = context.reporting
        if options.writes_baseline:
            reporting = _write_baseline(reporting, problems, build.fatal, target)
        reported = reporting.report(problems, frozenset(build.fatal))
        return CheckReport(
            checks=tuple(check.name for check in checks),
            pages=build.assembled.whole.published,
            left_out=build.assembled.whole.left_out,
            files=len(site.outputs),
            inventory=take_inventory(site) if options.is_privacy_alone else None,
            diagnostics=reported.shown,
            turned_off=reported.turned_off,
            known=reported.known,
            fixed=reported.fixed if options.is_complete else {},
            baseline=reporting.baseline.name,
            wrote_baseline=options.writes_baseline,
            is_baseline_read=target == named,
        )


def _write_baseline(
    reporting: Reporting, problems: Iterable[Diagnostic], fatal: Iterable[Diagnostic], path: Path
) -> Reporting:
    """Write what would be reported to a file, and return the reporting that knows it.

    Raises MachineError.
    """
    unfixable = frozenset(fatal)
    found = reporting.report(problems, unfixable).diagnostics
    text = pack_baseline(each for each in found if each not in unfixable)
    write_baseline(path, text)
    return msgspec.structs.replace(reporting, baseline=parse_baseline(text, path.name))


def describe_failed_check(options: CheckOptions, error: ConfigError) -> CheckReport:
    """Return the report when the configuration is wrong, so that no check could run."""
    inventory = Inventory() if options.is_privacy_alone else None
    return CheckReport(inventory=inventory, diagnostics=error.diagnostics)


def _choose(known: Iterable[Check], options: CheckOptions) -> list[Check]:
    """Return the checks asked for, and those that every build runs, without the skipped ones."""
    by_name = {check.name: check for check in known}
    for option, names in (("--only", options.only), ("--skip", options.skip)):
        for name in names:
            if name not in by_name:
                raise UsageError(_unknown(option, name, by_name))
    wanted = set(options.only or by_name)
    return [
        check
        for name, check in by_name.items()
        if name not in options.skip and (name in wanted or check.runs_in_build)
    ]


def _unknown(option: str, name: str, known: Collection[str]) -> str:
    hint = did_you_mean(name, known, f"there are {', '.join(sorted(known))}")
    return f"{option}: there is no check '{name}'; {hint}"
