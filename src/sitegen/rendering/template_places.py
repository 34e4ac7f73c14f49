"""Find the place of a mistake in the text of a template: Jinja tells its line only."""

from __future__ import annotations

import re
import traceback
from itertools import chain
from typing import TYPE_CHECKING

import jinja2
from jinja2.utils import missing

from sitegen.late_patterns import compile_late
from sitegen.rendering.unknown_names import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_circle", "find_column", "find_line", "list_templates"]

#: What a traceback calls templates of the site, and of the theme.
_FOLDERS = ("templates/", "theme/")
_QUOTED = compile_late(r"'([^']+)'")
#: A function at the beginning of a message, as in `url_for: no page or file …`.
_FUNCTION = compile_late(r"(\w+): ")
_TAG = compile_late(r"\{[{%][-+]?\s*(?=\S)")


def find_column(error: Exception, text: str, line: int) -> int:
    """Return the column of what an error is about in a line of a template, from 1.

    That is the first of the names and texts that the error quotes, or else the first expression or
    tag of the line. Returns 0 if there is no such line.
    """
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return 0
    shown = lines[line - 1]
    for pattern in _patterns(error):
        found = re.search(pattern, shown)
        if found:
            return found.start() + 1
    tag = _TAG.search(shown)
    return tag.end() + 1 if tag else len(shown) - len(shown.lstrip()) + 1


def find_line(error: Exception, fallback: str) -> tuple[str, int]:
    """Return the innermost template of an error's traceback, and the line in it.

    Without a template, the line is 0.
    """
    return next(reversed(list(_frames(error))), (fallback, 0))


def list_templates(error: Exception) -> list[str]:
    """Return the templates of an error's traceback, from the outermost to the innermost."""
    return [path for path, _ in _frames(error)]


def find_circle(error: RecursionError, fallback: str) -> tuple[str, int]:
    """Return the first template and line that come twice in the traceback of an endless one."""
    seen: set[tuple[str, int]] = set()
    for frame in _frames(error):
        if frame in seen:
            return frame
        seen.add(frame)
    return find_line(error, fallback)


def _frames(error: Exception) -> Iterator[tuple[str, int]]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if name.startswith(_FOLDERS):
            # Jinja maps frames to lines of the source, but not those of interrupted templates.
            template: jinja2.Template | None = frame.f_globals.get("__jinja_template__")
            yield name, template.get_corresponding_lineno(line) if template else line


def _patterns(error: Exception) -> Iterator[str]:
    """Yield patterns of what an error may be about, the most exact first."""
    message = str(error)
    if isinstance(error, UnknownNameError):
        name = re.escape(error.name)
        if error.owner is not missing:
            yield rf"(?<=\.){name}\b|(?<=\[[\"']){name}(?=[\"'])"
        yield rf"\b{name}\b"
    elif isinstance(error, jinja2.TemplateNotFound):
        yield re.escape(str(error.name or message))
    elif isinstance(error, jinja2.TemplateSyntaxError):
        message = error.message or ""
    # What was found instead of something else comes last.
    quoted = (re.escape(each) for each in reversed(_QUOTED.findall(message)))
    yield from chain.from_iterable((rf"(?<!\w){each}(?!\w)", each) for each in quoted)
    called = _FUNCTION.match(message)
    if called:
        yield rf"\b{called[1]}(?=\()"
