"""The command `sitegen`: subcommands and exit codes.

Exit codes: 0 done · 1 the content has errors · 2 usage, configuration or refusal ·
3 the machine failed · 4 a bug in sitegen.
"""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from typing import NoReturn

import click

from sitegen import __version__

__all__ = ["cli", "main", "main_watched"]

#: The module of each subcommand. It is imported when it is needed: `--version` needs none.
_COMMANDS = {
    "build": "sitegen.cli.build_command",
    "serve": "sitegen.cli.serve_command",
    "check": "sitegen.cli.check_command",
    "bib": "sitegen.cli.bib_command",
    "run": "sitegen.cli.run_command",
    "pdf": "sitegen.cli.pdf_command",
    "explain": "sitegen.cli.explain_command",
}
#: What other programs call the command that makes a new site.
_MAKING = frozenset({"new", "init", "create", "quickstart"})
_NEW_SITE = "a site is a folder with sitegen.toml: sitegen explain research shows how to begin"


class _Commands(click.Group):
    """A group that imports a subcommand when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(_COMMANDS[cmd_name]), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from sitegen.diagnostics import did_you_mean

            hint = _NEW_SITE if args[0] in _MAKING else f"there are {', '.join(_COMMANDS)}"
            ctx.fail(f"No such command '{args[0]}'; {did_you_mean(args[0], _COMMANDS, hint)}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn Markdown, images and templates into a research website."""


def main_watched() -> NoReturn:
    """Run the command line as `main` does; commands that build run in a process that is watched."""
    main(is_watched=True)


def main(*, is_watched: bool = False) -> NoReturn:
    """Run the command line and exit with its code; only a bug in sitegen shows a traceback."""
    from sitegen.errors import SitegenError

    try:
        result = cli(prog_name="sitegen", standalone_mode=False, obj=is_watched)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SitegenError as error:
        # It may hold names that others gave, and a terminal would obey what is in them.
        lines = (
            "".join(c if c.isprintable() else "�" for c in line) for line in str(error).split("\n")
        )
        click.echo("sitegen: " + "\n".join(lines), err=True)
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001  # the last resort: a bug, reported as one
        traceback.print_exc()
        click.echo("sitegen: this is a bug in sitegen; please report it", err=True)
        sys.exit(4)
    sys.exit(result if isinstance(result, int) else 0)
