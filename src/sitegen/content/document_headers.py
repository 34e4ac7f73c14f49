"""Find fields that hold back a document which is no page: AsciiDoc, Org, reStructuredText, Quarto.

Such a file is published as it is if a page links to it, whatever its header says.
"""

from __future__ import annotations

import re

from sitegen.content.unfenced_header import is_withholding
from sitegen.late_patterns import compile_late

__all__ = ["find_withholding_line"]

#: AsciiDoc and reStructuredText write `:draft: true`, Org `#+DRAFT: true`; what a generator adds to
#: the name does not count.
_COLONS = compile_late(r":(?:page-|jekyll-)?(?P<name>[\w -]+):(?P<value>.*)")
_ORG = compile_late(r"#\+(?:hugo_)?(?P<name>[\w-]+):(?P<value>.*)", re.IGNORECASE)
_YAML = compile_late(r"(?P<name>[\w-]+):(?P<value>.*)")
_FIELDS = {
    **dict.fromkeys((".adoc", ".asciidoc", ".rst"), _COLONS),
    ".org": _ORG,
    **dict.fromkeys((".qmd", ".rmd", ".mdx", ".html", ".htm", ".textile"), _YAML),
}
_FENCE = "---"
_MOST_LINES = 60
_HEAD = 8_000


def find_withholding_line(suffix: str, data: bytes) -> tuple[int, str] | None:
    """Return line and text of the first such field at the top of a document; None without one.

    `suffix` is that of the file's name.
    """
    fields = _FIELDS.get(suffix.casefold())
    if fields is None:
        return None
    lines = data[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff").splitlines()[:_MOST_LINES]
    if fields is _YAML:
        lines = _front_matter(lines)
    for number, line in enumerate(lines, start=1):
        found = fields.fullmatch(line.strip())
        if found and is_withholding(f"{found['name']}: {found['value'].strip() or 'true'}"):
            return number, line.strip()
    return None


def _front_matter(lines: list[str]) -> list[str]:
    """Return the lines between the first two fences, which have to be at the top."""
    if not lines or lines[0].strip() != _FENCE:
        return []
    ends = (n for n, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
    return lines[: next(ends, len(lines))]
