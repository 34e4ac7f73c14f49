"""`sitegen run`: the only command that runs the code of an author."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sitegen.running.cell_running import FinishedRun
    from sitegen.running.run_planning import RunPlan

__all__ = ["run"]


@click.command()
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path), metavar="[PAGE]...")
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=".",
    metavar="SITE",
    help="The folder of the site. Default: the current one.",
)
@click.option("--force", "forces", is_flag=True, help="Run also what has not changed.")
@click.option("--dry-run", "only_lists", is_flag=True, help="Only list what would be run.")
@click.option(
    "--timeout",
    "seconds",
    type=click.IntRange(min=0),
    default=600,
    show_default=True,
    help="The most seconds for one cell; 0 for no limit.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["human", "json", "github"]),
    default="human",
    help="How to report: for people, as JSON, or as annotations for GitHub Actions.",
)
def run(
    pages: tuple[Path, ...], site: Path, seconds: int, style: str, *, forces: bool, only_lists: bool
) -> None:
    """Run the code of notebooks and documents, and keep what it makes.

    PAGE is a file in content/: a notebook (.ipynb), a document (.qmd, .Rmd), or Markdown with
    {code-cell}; without one, all are run whose code has changed. This runs programs on your
    computer: read them first. What will be run is listed before. Outputs are written into
    notebooks, and for documents and Markdown into content/_freeze.
    """
    from sitegen.cli.bib_report import told_config_errors  # as in build_command
    from sitegen.cli.console import show_diagnostics
    from sitegen.running.cell_running import check_can_run, run_page
    from sitegen.running.run_planning import plan_runs

    with told_config_errors():
        plan = plan_runs(site, pages, forces=forces)
    for each in plan.runs:
        count = len(each.cells)
        what = f"{count} cell{'' if count == 1 else 's'} of {each.language}"
        click.echo(f"{each.path}: {what}, {each.reason}", err=True)
    finished: list[FinishedRun] = []
    if plan.runs and not only_lists:
        check_can_run()
        for each in plan.runs:
            done = run_page(plan.root, each, seconds)
            finished.append(done)
            if done.problem is None:
                click.echo(f"{each.path}: done in {done.seconds:.1f} s", err=True)
    problems = [*plan.problems, *(each.problem for each in finished if each.problem)]
    show_diagnostics(problems, style)
    if style == "json":
        click.echo(json.dumps(_as_json(plan, finished), ensure_ascii=False))
    failed = sum(each.problem is not None for each in finished)
    counts = f"{len(finished) - failed} run, {failed} failed, {plan.up_to_date} up to date"
    click.echo(f"{len(plan.runs)} to run" if only_lists else counts, err=True)
    sys.exit(1 if problems else 0)


def _as_json(plan: RunPlan, finished: list[FinishedRun]) -> dict[str, object]:
    problems = [*plan.problems, *(each.problem for each in finished if each.problem)]
    return {
        "planned": [{"path": str(each.path), "reason": each.reason} for each in plan.runs],
        "run": [str(each.run.path) for each in finished if each.problem is None],
        "up_to_date": plan.up_to_date,
        "diagnostics": [each.as_json() for each in problems],
    }
