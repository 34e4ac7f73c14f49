"""Say where the files of a page for programs are: they stand beside the page."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = ["companion_path", "markdown_path"]


def companion_path(output: PurePosixPath, name: str) -> PurePosixPath:
    """Return the path of a page's file of this name: `news/feed.xml` of `news/index.html`."""
    folder = output.parent if output.name == "index.html" else output.with_suffix("")
    return folder / name


def markdown_path(output: PurePosixPath) -> PurePosixPath:
    """Return the path of a page's copy in Markdown, as llmstxt.org has it."""
    return output.with_name(f"{output.name}.md")
