"""Arguments that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["all_option", "format_option", "site_argument"]

site_argument = click.argument("site", type=click.Path(path_type=Path), default=".")
format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["human", "json", "github"]),
    default="human",
    help="How to report: for people, as JSON, or as annotations for GitHub Actions.",
)
all_option = click.option(
    "--all", "shows_all", is_flag=True, help="List every place of a repeated problem."
)
