"""Find what has no effect in a template that extends another one.

Jinja shows nothing of such a template but its blocks, and a block only if a template above it has
one of the same name. It says neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from jinja2 import nodes

from sitegen.content.front_matter_fields import NO_EFFECT
from sitegen.diagnostics import Diagnostic, Location, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["TemplateOutline", "check_blocks", "outline_template"]

#: Templates above one another; a chain that is longer goes round in a circle.
_MOST = 20


class TemplateOutline(msgspec.Struct, frozen=True):
    """What a template extends, its blocks, and what lies outside of blocks.

    `extends` is empty if it extends none, None if the name is computed. `outer` has those blocks
    that are in no other block, with their lines. `stray` is the first line of text outside.
    """

    extends: str | None
    blocks: frozenset[str]
    outer: tuple[tuple[str, int], ...]
    stray: int


def outline_template(tree: nodes.Template) -> TemplateOutline:
    """Return the outline of a parsed template."""
    extends = next(tree.find_all(nodes.Extends), None)
    name: str | None = ""
    if extends is not None:
        given = extends.template
        name = given.value if isinstance(given, nodes.Const) else None
    return TemplateOutline(
        extends=name,
        blocks=frozenset(block.name for block in tree.find_all(nodes.Block)),
        outer=tuple(
            (node.name, node.lineno) for node in tree.body if isinstance(node, nodes.Block)
        ),
        stray=next(_stray_lines(tree), 0),
    )


def check_blocks(
    own: Mapping[str, str], outline: Callable[[str], TemplateOutline | None]
) -> Iterator[Diagnostic]:
    """Yield a warning for each block and text of the site's templates that is never shown.

    `own` are these templates, `outline` returns the outline of any template by its name.
    """
    for name, text in own.items():
        found = outline(name)
        if found is None or not found.extends:
            continue
        known = _blocks_above(found, outline)
        if known is None:
            continue
        for block, line in found.outer:
            if block not in known:
                message = f"the block '{block}' is in no template that this one extends"
                hint = did_you_mean(block, sorted(known), f"there are {', '.join(sorted(known))}")
                yield _warn(name, text, line, f"block {block}", message, hint)
        if found.stray:
            message = "text outside of blocks is not shown in a template that extends another one"
            yield _warn(name, text, found.stray, "", message, "move it into a block")


def _blocks_above(
    found: TemplateOutline, outline: Callable[[str], TemplateOutline | None]
) -> frozenset[str] | None:
    """Return the names of all blocks above a template; None if they cannot be known."""
    known: frozenset[str] = frozenset()
    above: TemplateOutline | None = found
    for _ in range(_MOST):
        if above is None or above.extends is None:
            return None
        if not above.extends:
            return known
        above = outline(above.extends)
        known |= above.blocks if above else frozenset()
    return None


def _stray_lines(tree: nodes.Template) -> Iterator[int]:
    for node in tree.body:
        if isinstance(node, nodes.Output):
            for each in node.nodes:
                if not isinstance(each, nodes.TemplateData):
                    yield each.lineno
                elif each.data.strip():
                    # The text begins with the line's end after the tag before it.
                    blank = each.data[: len(each.data) - len(each.data.lstrip())]
                    yield each.lineno + blank.count("\n")


def _warn(name: str, text: str, line: int, tag: str, message: str, hint: str) -> Diagnostic:
    lines = text.splitlines()
    content = lines[line - 1] if 0 < line <= len(lines) else ""
    found = re.search(r"\{%[-+]?\s*" + tag.replace(" ", r"\s+"), content) if tag else None
    column = found.start() + 1 if found else len(content) - len(content.lstrip()) + 1
    place = Location(path=f"templates/{name}", line=line, column=column)
    return Diagnostic(code=NO_EFFECT, message=message, location=place, hint=hint)
