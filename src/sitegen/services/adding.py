"""Run `sitegen bib add`: look up references and plan their entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import MachineError, SitegenError, UsageError
from sitegen.model.progress import Progress
from sitegen.services.bib_plans import BibPlan
from sitegen.services.fetching import Fetcher, NotFoundError, ServiceError
from sitegen.services.given_references import recognise_reference
from sitegen.services.lookup import look_up
from sitegen.services.site_works import open_site_works

__all__ = ["FailedReference", "PlannedEdit", "plan_additions"]


@dataclass(frozen=True, slots=True)
class FailedReference:
    """A reference of which nothing came, and why; `is_typed` if the command line named it."""

    reference: str
    error: SitegenError
    is_typed: bool = True

    def describe(self) -> str:
        """Say it in one line."""
        return f"{self.reference}: {self.error}"


@dataclass(frozen=True, slots=True)
class PlannedEdit:
    """What a command would write, and what it could not find out."""

    plan: BibPlan
    failed: tuple[FailedReference, ...]

    @property
    def exit_code(self) -> int:
        """3 if a service failed, 2 if what was typed does not exist, 0 otherwise."""
        if any(isinstance(each.error, MachineError) for each in self.failed):
            return MachineError.exit_code
        return UsageError.exit_code if any(each.is_typed for each in self.failed) else 0


def plan_additions(
    site: Path, typed: Sequence[str], file: Path | None, progress: Progress
) -> PlannedEdit:
    """Return what `bib add` would write. Nothing is written.

    Every reference is looked up, even if another one fails. Raises SitegenError before that, if the
    site cannot be read or a reference is none.
    """
    wanted = list(dict.fromkeys(map(recognise_reference, typed)))
    works = open_site_works(site)
    plan = BibPlan(works, works.choose_file(file))
    failed = []
    with Fetcher(works.contact) as fetcher:
        for number, given in enumerate(wanted):
            progress("look up", number, len(wanted))
            try:
                found = look_up(fetcher, given)
            except (NotFoundError, ServiceError) as error:
                failed.append(FailedReference(given.typed, error))
            else:
                plan.include(found.work, given.typed, found.remark)
    return PlannedEdit(plan, tuple(failed))
