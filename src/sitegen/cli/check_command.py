"""`sitegen check`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.arguments import all_option, format_option, site_argument

__all__ = ["check"]


@click.command()
@site_argument
@click.option("--only", multiple=True, metavar="NAME", help="Run only this check; repeatable.")
@click.option("--skip", multiple=True, metavar="NAME", help="Leave this check out; repeatable.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Leave out the problems that this file lists.",
)
@click.option(
    "--write-baseline",
    "writes_baseline",
    is_flag=True,
    help="Make such a file of all problems (default: SITE/sitegen-baseline.json).",
)
@click.option("--privacy", is_flag=True, help="The same as --only privacy.")
@all_option
@format_option
def check(
    site: Path,
    style: str,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    baseline: Path | None,
    *,
    privacy: bool,
    writes_baseline: bool,
    shows_all: bool,
) -> None:
    """Check the site in the folder SITE without writing it.

    Everything that a build reports is reported, and what the checks find.
    """
    from sitegen.engine.watched_command import continue_watched, leave

    if click.get_current_context().obj:
        # First of all: the less is in memory, the quicker is a fork.
        continue_watched()
    from sitegen.cli.console import report_check, say_waiting  # as in build_command
    from sitegen.cli.progress_bar import show_progress
    from sitegen.engine.checking import CheckOptions, check_site, describe_failed_check
    from sitegen.errors import ConfigError

    with show_progress(style) as progress:
        options = CheckOptions(
            only=(*only, "privacy") if privacy else only,
            skip=skip,
            baseline=baseline,
            writes_baseline=writes_baseline,
            waiting=say_waiting,
            progress=progress,
        )
        try:
            report = check_site(site, options)
        except ConfigError as error:
            report, code = describe_failed_check(options, error), error.exit_code
        else:
            code = 0 if report.ok else 1
    report_check(report, style, shows_all=shows_all)
    leave(code)
