"""Callouts: divs such as `::: {.callout-note title="…" collapse="true"}` become notes.

After Quarto ("Callout Blocks"); `:::note`, `:::{note}` and `::: {.note}` are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import (
    FENCED,
    classes_of,
    put_paragraphs,
    put_title,
    set_classes,
    take,
    take_title,
)
from sitegen.content.construct import Construct

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Mistake, PageTree

__all__ = ["CALLOUTS"]

_PREFIX = "callout-"
_LOOKS = frozenset({"simple", "minimal"})
#: Of these, the second is that of a note whose title is written as `""`.
_UNTITLED = frozenset({"minimal", "untitled"})


class _Callouts(Construct):
    html_marks = (FENCED,)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Write callouts as notes; those give themselves a title, and are folded, later."""
        for box in tree.root.css(f"div[class*={_PREFIX}]"):
            classes = classes_of(box)
            kind = next((each for each in classes if each.startswith(_PREFIX)), "")
            if kind:
                _make_note(tree, box, kind, classes)
        return ()


def _make_note(tree: PageTree, box: LexborNode, kind: str, classes: list[str]) -> None:
    title = take_title(box, heading=True)
    put_paragraphs(tree.parser, box)
    collapse, look = take(box, "data-collapse"), take(box, "data-appearance")
    is_open = take(box, "data-open")
    take(box, "data-icon")
    others = [each for each in classes if each not in {kind, "dropdown", "admonition"}]
    looks = [f"admonition-{look}"] if look in _LOOKS else []
    set_classes(box, [*looks, "admonition", kind.removeprefix(_PREFIX), *others])
    if collapse is not None or is_open is not None or "dropdown" in classes:
        opens = collapse == "false" or (is_open is not None and is_open.casefold() != "false")
        box.attrs["data-collapse"] = "false" if opens else "true"
    if title or look not in _UNTITLED:
        put_title(tree.parser, box, "admonition-title", title)


CALLOUTS = _Callouts()
