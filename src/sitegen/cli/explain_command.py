"""`sitegen explain`."""

from __future__ import annotations

import re
from pathlib import Path

import click

__all__ = ["explain"]

_PACKAGE = Path(__file__).parents[1]
#: Where the documentation lies in an installed package, and in a checkout.
_FOLDERS = (_PACKAGE / "docs", _PACKAGE.parents[1] / "docs")


@click.command()
@click.argument("topic", default="")
def explain(topic: str) -> None:
    """Explain a diagnostic by its code, or print a chapter of the documentation.

    TOPIC is a code such as broken-link, or a chapter such as configuration or content. Without
    one, the chapters are listed.
    """
    from sitegen.diagnostics import did_you_mean
    from sitegen.errors import MachineError, UsageError

    folder = next((each for each in _FOLDERS if (each / "diagnostics.md").is_file()), None)
    if folder is None:
        message = "the documentation is not installed"
        raise MachineError(message)
    chapters = {file.stem: file for file in sorted(folder.glob("*.md"))}
    sections = _sections(chapters["diagnostics"].read_text(encoding="utf-8"))
    name = topic.strip("[]").casefold().removeprefix("docs/").removesuffix(".md")
    if not name:
        for chapter, file in chapters.items():
            title = file.read_text(encoding="utf-8").partition("\n")[0]
            click.echo(f"{chapter:14} {title.lstrip('# ')}")
    elif name in sections:
        click.echo(sections[name])
    elif name in chapters:
        click.echo(chapters[name].read_text(encoding="utf-8").rstrip())
    else:
        listed = "'sitegen explain' lists the chapters"
        hint = did_you_mean(name, [*sections, *chapters], f"chapters are {', '.join(chapters)}")
        hint = f"{hint} {listed}" if hint.endswith("?") else hint
        message = f"there is no diagnostic or chapter '{topic}'; {hint}"
        raise UsageError(message)


def _sections(text: str) -> dict[str, str]:
    """Return the section of each code."""
    _, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    return {each.partition("\n")[0].strip(): each.strip() for each in sections}
