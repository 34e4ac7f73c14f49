"""The ids and labels that the names of MyST's targets and directives stand for."""

from __future__ import annotations

from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of
from sitegen.model import kind_of_label

__all__ = [
    "ITEM_TARGET",
    "TARGET",
    "equation_label",
    "is_in_item",
    "prefixed_label",
    "target_id",
]

#: The line of a target.
TARGET = compile_late(r"\((?P<name>[A-Za-z][\w:./-]*)\)=[ \t]*")
#: The same behind the mark of an item of a list, and that of a task.
ITEM_TARGET = compile_late(
    r"(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+(?P<task>\[[ xX]\][ \t]+)?"
    r"(?P<target>\((?P<name>[A-Za-z][\w:./-]*)\)=[ \t]*)"
)


def target_id(name: str) -> str:
    """Return the id for the name of a target: `sec:setup` and `sec setup` are `sec-setup`."""
    name = "-".join(name.split())
    return label_of(name) if kind_of_label(label_of(name)) != "equation" else name


def prefixed_label(prefix: str, name: str) -> str:
    """Return the label of what has a number, whatever its name: `tbl-coils` for `coils`."""
    label = target_id(name)
    return label if not name or kind_of_label(label) else f"{prefix}-{label}"


def equation_label(name: str) -> str:
    """Return the label of a formula by this name; nothing if the name is that of something else."""
    label = label_of(name)
    return label if kind_of_label(label) == "equation" else ""


def is_in_item(text: str, target: int, place: int, *, is_text: bool = True) -> bool:
    """Tell whether what stands at a place is in the item that begins with a target.

    It is as far from the margin, or a text right below.
    """
    if is_text and text.count("\n", target, place) == 1:
        return True
    return _column(text, place) >= _column(text, target)


def _column(text: str, place: int) -> int:
    return len(text[text.rfind("\n", 0, place) + 1 : place].expandtabs(4))
