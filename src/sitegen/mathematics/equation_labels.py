r"""Turn the labels of TeX into labels of a site: `\label{eq:mass}` names the equation `eq-mass`."""

from __future__ import annotations

from sitegen.late_patterns import compile_late
from sitegen.model.labels import kind_of_label

__all__ = ["label_of"]

_PREFIX = compile_late(r"(?:eqn?|equation)[:_.-]")
#: LaTeX's usual prefix of tables.
_TABLE = compile_late(r"\Atab(?:le)?:")
_COLON = compile_late(r"([a-z]{2,3}):")
_OTHER = compile_late(r"[\s\"'<>&#{}\\]+")


def label_of(name: str) -> str:
    r"""Return the label for what `\label`, `\ref` or `\eqref` names; an equation's by default."""
    name = _TABLE.sub("tbl:", name.strip())
    label = _OTHER.sub("-", _COLON.sub(r"\1-", name, count=1)).strip("-")
    if kind_of_label(label):
        return label
    return f"eq-{_PREFIX.sub('', label, count=1) or '_'}"
