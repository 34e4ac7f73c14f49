"""`sitegen serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sitegen.cli.arguments import site_argument

__all__ = ["serve"]


@click.command()
@site_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8000, or the next free one.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME[:PORT]",
    help="Also answer requests for this host name, through a proxy for example; repeatable.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@click.option(
    "--editor", default="", help="Editor whose links open the source: vscode, jetbrains, …"
)
@click.option("--poll", is_flag=True, help="Scan the files instead of waiting for file events.")
@click.option("--no-drafts", is_flag=True, help="Hide drafts and future pages.")
def serve(site: Path, *, no_drafts: bool, **options: Any) -> None:
    """Serve SITE and update the browser on every save."""
    from sitegen.cli.console import say_rebuilt, say_remark, say_serving
    from sitegen.preview import Preview, PreviewOptions, Reporter  # tornado takes 0.2 s to import

    reporter = Reporter(serving=say_serving, remark=say_remark, rebuilt=say_rebuilt)
    preview = Preview(site, PreviewOptions(drafts=not no_drafts, **options), reporter)
    say_remark("Building the site …")  # the first build may take seconds
    preview.run()
