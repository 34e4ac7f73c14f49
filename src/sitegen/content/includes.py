"""Read `{{< include file.md >}}`, which puts another Markdown file, or a part of it, into a page.

Its arguments are read here, not when the site is known: the file has to be read before that.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake, Slot
from sitegen.content.included_text import INCLUDE
from sitegen.content.shortcode_tags import begins_line, ends_line, word_at
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.model.references import IncludeReference, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.shortcode_tags import ShortcodeTag

__all__ = ["INCLUDE_NAME", "find_include"]

INCLUDE_NAME = "include"

_ARGUMENTS = ("file", "heading", "lines", "region")
_EXAMPLE = "write '{{< include file.md >}}', and heading, lines or region for a part of it"


def find_include(
    text: str, opening: ShortcodeTag, closing: ShortcodeTag | None
) -> Iterator[Finding]:
    """Yield the slot of an included text, and what is wrong with the tag."""
    given: dict[str, Word] = {}
    word = partial(word_at, text, opening.start)
    for argument in opening.arguments:
        name = argument.key or next((each for each in _ARGUMENTS if each not in given), "")
        at = argument.key_at if argument.key else argument.value_at
        if name not in _ARGUMENTS:
            hint = did_you_mean(name, _ARGUMENTS, _EXAMPLE)
            yield Mistake(at, Problem(INCLUDE, f"'include' has no argument '{name}'", hint))
        elif name in given:
            yield Mistake(at, Problem(INCLUDE, f"'{name}' is given twice", "keep one of them"))
        else:
            given[name] = word(argument.value.strip(), argument.value_at)
    parts = [name for name in _ARGUMENTS[1:] if name in given]
    problem = _check(given, parts, closing, stands=begins_line(text, opening.start))
    if problem or not ends_line(text, opening.end):
        problem = problem or Problem(INCLUDE, "text follows 'include' on its line", _ALONE)
        yield Mistake(opening.start, problem)
        return
    file = given["file"]
    reference = IncludeReference(
        target=file.text,
        line=0,
        file=file,
        heading=given.get("heading", Word()),
        lines=given.get("lines", Word()),
        region=given.get("region", Word()),
    )
    yield Slot(opening.start, opening.end, reference, is_block=True)


_ALONE = "write it on a line of its own, between empty lines"


def _check(
    given: dict[str, Word], parts: list[str], closing: ShortcodeTag | None, *, stands: bool
) -> Problem | None:
    if closing is not None:
        return Problem(INCLUDE, "'include' takes no text", "remove '{{< /include >}}'")
    if not given.get("file"):
        return Problem(INCLUDE, "'include' names no file", _EXAMPLE)
    if len(parts) > 1:
        return Problem(INCLUDE, f"{' and '.join(parts)} exclude each other", "keep one of them")
    if not stands:
        return Problem(INCLUDE, "'include' stands in a line of text, but is a block", _ALONE)
    return None
