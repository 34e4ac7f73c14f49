"""`sitegen pdf`."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import click

from sitegen.cli.arguments import all_option

__all__ = ["pdf"]


@click.command()
@click.argument("page")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Default: the page's name with .pdf."
)
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=".",
    metavar="SITE",
    help="The folder of the site. Default: the current one.",
)
@click.option("--browser", default="", metavar="PATH", help="The browser that prints.")
@click.option("--drafts", is_flag=True, help="Print a draft, too.")
@all_option
def pdf(
    page: str, output: Path | None, site: Path, browser: str, *, drafts: bool, shows_all: bool
) -> None:
    """Print a page as PDF with an installed Chromium, Google Chrome or Microsoft Edge.

    PAGE is a source file, such as content/cv.md, or a URL, such as /cv/.
    """
    from sitegen.cli.console import report_build, say_remark, say_waiting  # as in build_command
    from sitegen.cli.progress_bar import show_progress
    from sitegen.errors import ConfigError
    from sitegen.model import BuildResult
    from sitegen.printing.page_printing import PrintOptions, print_page

    target = output or Path(_name_of(page))
    try:
        with show_progress("human") as progress:
            options = PrintOptions(
                browser=browser, drafts=drafts, waiting=say_waiting, progress=progress
            )
            result = print_page(site, page, target, options)
    except ConfigError as error:
        failed = BuildResult.failed(error.diagnostics)
        report_build(failed, "human", site, shows_all=shows_all)
        sys.exit(error.exit_code)
    if not result.ok:
        report_build(result, "human", site, shows_all=shows_all)
        sys.exit(1)
    say_remark(f"{target}: printed")


def _name_of(page: str) -> str:
    """Return the name of the PDF of a page: `cv.pdf` for `content/cv.md`, `cv/index.md`, `/cv/`."""
    path = PurePosixPath(page.replace("\\", "/"))
    stem = path.parent.name if path.stem == "index" else path.stem
    return f"{'index' if stem in {'', 'content'} else stem}.pdf"
