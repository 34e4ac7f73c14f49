"""Arguments -> calls -> exit code. No logic of its own.

Exit codes: 0 done · 1 the content has errors · 2 usage, configuration or refusal ·
3 the machine failed · 4 a bug in sitegen.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

from sitegen import __version__

__all__ = ["cli", "main"]

_FORMATS = click.Choice(["human", "json", "github"])
_site = click.argument("site", type=click.Path(path_type=Path), default=".")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn Markdown, images and templates into a research website."""


@cli.command()
@_site
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: SITE/_site.")
@click.option("--base-url", default="", help="Use this address instead of the configured one.")
@click.option(
    "-j", "--jobs", default="", help="Processes (default: the cores), or dask://HOST:PORT."
)
@click.option("--drafts", is_flag=True, help="Build drafts too.")
@click.option("--future", is_flag=True, help="Build pages that are not published yet, too.")
@click.option("--expired", is_flag=True, help="Build pages that have expired, too.")
@click.option("--clean", is_flag=True, help="Ignore the cache.")
@click.option("--explain", default="", metavar="PAGE", help="Say why a page was rendered or not.")
@click.option("--profile", is_flag=True, help="Say where the time went.")
@click.option("--format", "style", type=_FORMATS, default="human", help="How to report.")
def build(
    site: Path,
    output: Path | None,
    base_url: str,
    jobs: str,
    style: str,
    explain: str,
    *,
    profile: bool,
    **selection: bool,
) -> None:
    """Build SITE, a folder with sitegen.toml or a pyproject.toml with [tool.sitegen]."""
    # By command: --version must not pay for it.
    from sitegen.cli.console import (
        report_build,
        report_profile,
        report_reason,
        say_waiting,
        show_progress,
    )
    from sitegen.engine.build import BuildOptions, build_site
    from sitegen.errors import ConfigError
    from sitegen.model import BuildResult

    try:
        with show_progress(style) as progress:
            options = BuildOptions(
                output=output,
                base_url=base_url,
                jobs=jobs,
                explain=explain,
                waiting=say_waiting,
                progress=progress,
                **selection,
            )
            result = build_site(site, options)
    except ConfigError as error:
        report_build(BuildResult(diagnostics=error.diagnostics), style, output or site / "_site")
        sys.exit(error.exit_code)
    report_build(result, style, output or site / "_site")
    if profile:
        report_profile(result)
    if explain:
        report_reason(result, explain)
    sys.exit(0 if result.ok else 1)


@cli.command()
@_site
@click.option("--privacy", is_flag=True, help="What is published of people beside what is shown.")
@click.option("--format", "style", type=_FORMATS, default="human", help="How to report.")
def check(site: Path, style: str, *, privacy: bool) -> None:
    """Check SITE without writing it."""
    if not privacy:
        raise click.UsageError("say what to check: --privacy")
    from sitegen.cli.console import report_privacy, say_waiting, show_progress
    from sitegen.engine.privacy_audit import PrivacyReport, audit_privacy  # as for build
    from sitegen.errors import ConfigError

    try:
        with show_progress(style) as progress:
            report = audit_privacy(site, say_waiting, progress)
    except ConfigError as error:
        report_privacy(PrivacyReport(diagnostics=error.diagnostics), style)
        sys.exit(error.exit_code)
    report_privacy(report, style)
    sys.exit(0 if report.ok else 1)


@cli.command()
@_site
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8000, or the next free one.")
@click.option(
    "--allow-host", "allowed_hosts", multiple=True, metavar="NAME", help="Answer to this name, too."
)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@click.option("--editor", default="", help="Whose links open the source: vscode, jetbrains, …")
@click.option("--poll", is_flag=True, help="Look at the files instead of waiting for events.")
@click.option("--no-drafts", is_flag=True, help="Hide drafts and future pages.")
def serve(site: Path, *, no_drafts: bool, **options: Any) -> None:
    """Serve SITE, rebuild it on every save and show the result in the browser."""
    from sitegen.cli.console import say_rebuilt, say_remark, say_serving
    from sitegen.preview import Preview, PreviewOptions, Reporter  # tornado costs 0.2 s

    reporter = Reporter(serving=say_serving, remark=say_remark, rebuilt=say_rebuilt)
    Preview(site, PreviewOptions(drafts=not no_drafts, **options), reporter).run()


def main() -> NoReturn:
    """Run the command line and exit with its code; only a bug of ours shows a traceback."""
    from sitegen.errors import SitegenError

    try:
        result = cli(prog_name="sitegen", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SitegenError as error:
        click.echo(f"sitegen: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001  # the last resort: our bug, told as such
        traceback.print_exc()
        click.echo("sitegen: this is a bug in sitegen; please report it", err=True)
        sys.exit(4)
    sys.exit(result if isinstance(result, int) else 0)
