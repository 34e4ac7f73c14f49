"""Write the arguments of shortcodes that stand for something else."""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["QUOTED", "markdown_argument", "quoted", "text_argument"]

#: A backslash and what it stands before, a mark of quotation, or a backslash at the end.
QUOTED = compile_late(r"\\[^\n]|\"|\\")


def text_argument(name: str, text: str) -> str:
    """Return an argument, with a space before it; nothing without a text."""
    return markdown_argument(name, text.replace("\\", "\\\\"))


def markdown_argument(name: str, markdown: str) -> str:
    r"""Return the same of an argument that is Markdown, in which `\"` is what `"` is."""
    return f' {name}="{QUOTED.sub(quoted, markdown)}"' if markdown else ""


def quoted(found: re.Match[str]) -> str:
    """Return what `QUOTED` has found as it stands between quotation marks."""
    return found[0] if found[0][1:] else f"\\{found[0]}"
