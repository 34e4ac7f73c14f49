"""`sitegen build`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from sitegen.cli.arguments import all_option, format_option, site_argument

__all__ = ["build"]

#: A build ends soon, so little of its garbage needs to be found. By default, the collector would go
#: through all modules while they are imported, and again and again through the pages. The second
#: number is how often it looks at new objects before it looks again at those that were left.
_COLLECTED = (10_000, 50)


@click.command()
@site_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: SITE/_site.")
@click.option("--base-url", default="", help="Use this address instead of the configured one.")
@click.option(
    "-j",
    "--jobs",
    default="",
    help="Number of processes (default: the number of cores), or dask://HOST:PORT.",
)
@click.option("--drafts", is_flag=True, help="Include drafts.")
@click.option("--future", is_flag=True, help="Include pages whose date has not been reached.")
@click.option("--expired", is_flag=True, help="Include pages that have expired.")
@click.option("--clean", is_flag=True, help="Ignore the cache.")
@click.option("--explain", default="", metavar="PAGE", help="Say why a page was rendered or not.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Leave out the problems that this file lists.",
)
@click.option("--profile", is_flag=True, help="Report where the time went.")
@all_option
@format_option
def build(  # noqa: PLR0913  # one for each option
    site: Path,
    output: Path | None,
    base_url: str,
    jobs: str,
    style: str,
    explain: str,
    baseline: Path | None,
    *,
    profile: bool,
    shows_all: bool,
    **selection: bool,
) -> None:
    """Build the site in the folder SITE.

    SITE has a sitegen.toml, or a pyproject.toml with a table [tool.sitegen].
    """
    gc.set_threshold(*_COLLECTED)
    from sitegen.engine.watched_command import continue_watched, leave

    if click.get_current_context().obj:
        # First of all: the less is in memory, the quicker is a fork.
        continue_watched()
    # Imported here: --help must not wait for it.
    from sitegen.cli.console import report_build, report_profile, report_reason, say_waiting
    from sitegen.cli.progress_bar import show_progress
    from sitegen.engine.build import BuildOptions, build_site
    from sitegen.errors import ConfigError
    from sitegen.model import BuildResult

    folder = output or site / "_site"
    try:
        with show_progress(style) as progress:
            options = BuildOptions(
                output=output,
                base_url=base_url,
                jobs=jobs,
                explain=explain,
                baseline=baseline,
                waiting=say_waiting,
                progress=progress,
                **selection,
            )
            result = build_site(site, options)
    except ConfigError as error:
        failed = BuildResult.failed(error.diagnostics)
        report_build(failed, style, folder, shows_all=shows_all)
        sys.exit(error.exit_code)
    report_build(result, style, folder, shows_all=shows_all)
    if profile:
        report_profile(result)
    if explain:
        report_reason(result, explain)
    leave(0 if result.ok else 1)
