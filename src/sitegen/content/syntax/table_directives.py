"""Tables with a caption above them, after MyST's directive `{table}`.

The caption stands behind `:::{table}`, options such as `:label: tbl-coils` below it, and then the
rows, written as those of any other table. See https://mystmd.org/guide/tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import children_of, classes_of, set_classes, take_title
from sitegen.content.construct import Construct
from sitegen.content.directive_names import TABLE_BOX

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Mistake, PageTree

__all__ = ["TABLE_DIRECTIVES"]

_MARK = f'<div class="{TABLE_BOX}'


class _TableDirectives(Construct):
    html_marks = (_MARK,)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Give the caption, the id and the classes to the table; any other content stays a div."""
        for box in reversed(tree.root.css(f"div.{TABLE_BOX}")):
            inner = [each for each in children_of(box) if "block-title" not in classes_of(each)]
            if len(inner) == 1 and inner[0].tag == "table":
                _complete(tree, box, inner[0])
        return ()


def _complete(tree: PageTree, box: LexborNode, table: LexborNode) -> None:
    caption = take_title(box)
    if caption and table.css_first("caption") is None:
        element = tree.parser.create_node("caption")
        element.inner_html = caption
        if table.child is None:
            table.insert_child(element)
        else:
            table.child.insert_before(element)
    if box.attributes.get("id"):
        table.attrs["id"] = box.attributes["id"] or ""
    classes = [each for each in classes_of(box) if each != TABLE_BOX]
    if classes:
        set_classes(table, [*classes_of(table), *classes])
    box.insert_before(table, move=True)
    box.decompose()


TABLE_DIRECTIVES = _TableDirectives()
