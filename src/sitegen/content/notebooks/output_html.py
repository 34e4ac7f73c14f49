"""Clean the HTML of a cell's output: tables of pandas, and other HTML, without what runs."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sitegen.config import USUAL_LIMITS
from sitegen.content.html_fragment import parse_fragment
from sitegen.content.html_limits import find_html_excess, may_exceed
from sitegen.content.mark_index import outline_of
from sitegen.content.sanitizer import sanitise
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["clean_output_html", "find_output_excess", "is_active", "preformatted"]

#: Output that is made by a script in the reader's browser.
_ACTIVE = compile_late(r"<(?:script|iframe|object|embed|form|input|canvas)[\s>/]", re.IGNORECASE)
#: What pandas writes into every table, and what the stylesheet of the site says instead.
_OF_TABLES = ("border", "style", "cellpadding", "cellspacing", "width", "height")
#: The ids and classes that pandas gives to each cell for its styles.
_STYLER_ID = compile_late(r"T_\w+")
_STYLER_CLASS = compile_late(r"(?:row|col|level|data|row_heading|col_heading|blank|index_name)\d*")


def is_active(html: str) -> bool:
    """Tell whether HTML needs a script, or loads another page."""
    return _ACTIVE.search(html) is not None


def find_output_excess(html: str) -> str:
    """Return in words what of an output's HTML is beyond the usual limits; mostly nothing."""
    if not may_exceed(html, outline_of(html), USUAL_LIMITS):
        return ""
    found = find_html_excess(html, USUAL_LIMITS)
    return found.problem.message if found else ""


def clean_output_html(html: str) -> tuple[str, list[str]]:
    """Return HTML as pages may hold it, and in words what an author may miss of it."""
    excess = find_output_excess(html)
    if excess:
        return "", [f"it is left out, for {excess}"]
    _, root = parse_fragment(html)
    missed: list[str] = []
    styles = root.css("style")
    if any(".dataframe" not in (node.text(deep=True) or "") for node in styles):
        missed.append("the styles of the output are left out")
    for node in styles:
        node.decompose()
    for table in root.css("table"):
        _drop_looks(table)
    for box in root.css("div:has(> table)"):
        if not box.attributes and len(list(box.iter())) == 1:
            box.unwrap()
    missed += [removal.problem.message for removal in sanitise(root)]
    for table in root.css("table.dataframe"):
        table.attrs["class"] = "dataframe"
    return (root.inner_html or "").strip(), list(dict.fromkeys(missed))


def _drop_looks(table: LexborNode) -> None:
    for node in (table, *table.css("thead, tbody, tr, th, td")):
        for name in _OF_TABLES:
            if name in node.attributes:
                del node.attrs[name]
        _drop_styler_names(node)


def _drop_styler_names(node: LexborNode) -> None:
    attributes = node.attributes
    if _STYLER_ID.fullmatch(attributes.get("id") or ""):
        del node.attrs["id"]
    names = (attributes.get("class") or "").split()
    kept = [each for each in names if not _STYLER_CLASS.fullmatch(each)]
    if len(kept) < len(names):
        if kept:
            node.attrs["class"] = " ".join(kept)
        else:
            del node.attrs["class"]


def preformatted(html: str, kind: str) -> str:
    """Return text of an output as a block; `html` is escaped already."""
    return f'<pre class="cell-output {escape(kind)}">{html}</pre>'
