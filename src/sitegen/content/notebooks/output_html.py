"""Clean the HTML of a cell's output: tables of pandas, and other HTML without what runs or loads."""

from __future__ import annotations

import re
from html import escape
from pathlib import PurePosixPath

from sitegen.content.html_fragment import parse_fragment
from sitegen.content.notebooks.notebook_images import IMAGE_TYPES, image_target
from sitegen.content.sanitizer import sanitise
from sitegen.images.data_urls import parse_data_url

__all__ = ["clean_output_html", "embed_data_urls", "is_active"]

#: Output that is made by a script in the reader's browser.
_ACTIVE = re.compile(r"<(?:script|iframe|object|embed|form|input|canvas)[\s>/]", re.IGNORECASE)
_DATA_URL = re.compile(r"data:image/[a-z+]{3,10}[^\"'\s<>)\\]*", re.IGNORECASE)
#: What pandas writes into every table, and what the stylesheet of the site says instead.
_OF_TABLES = ("border", "style", "cellpadding", "cellspacing", "width", "height")
#: The ids and classes that pandas gives to each cell for its styles.
_STYLER_ID = re.compile(r"T_\w+")


def is_active(html: str) -> bool:
    """Tell whether HTML needs a script, or loads another page."""
    return _ACTIVE.search(html) is not None


def embed_data_urls(path: PurePosixPath, text: str) -> str:
    """Name pictures that are written as `data:` URLs like other pictures of the notebook."""

    def name(found: re.Match[str]) -> str:
        parsed = parse_data_url(found[0])
        if parsed and parsed[0] in IMAGE_TYPES and parsed[1]:
            return image_target(path, parsed[1], parsed[0])
        return found[0]

    return _DATA_URL.sub(name, text) if "data:image/" in text else text


def clean_output_html(html: str) -> tuple[str, list[str]]:
    """Return HTML as pages may hold it, and in words what an author may miss of it."""
    _, root = parse_fragment(html)
    missed: list[str] = []
    styles = root.css("style")
    if any(".dataframe" not in (node.text(deep=True) or "") for node in styles):
        missed.append("the styles of the output are left out")
    for node in styles:
        node.decompose()
    for table in root.css("table"):
        for node in (table, *table.css("thead, tbody, tr, th, td")):
            for name in _OF_TABLES:
                if name in node.attributes:
                    del node.attrs[name]
            _drop_styler_names(node)
    for box in root.css("div:has(> table)"):
        if not box.attributes and len(list(box.iter())) == 1:
            box.unwrap()
    missed += [removal.problem.message for removal in sanitise(root)]
    for table in root.css("table.dataframe"):
        table.attrs["class"] = "dataframe"
    return (root.inner_html or "").strip(), list(dict.fromkeys(missed))


def _drop_styler_names(node: object) -> None:
    attributes = node.attributes  # type: ignore[attr-defined]  # a node of selectolax
    if _STYLER_ID.fullmatch(attributes.get("id") or ""):
        del node.attrs["id"]  # type: ignore[attr-defined]  # as above
    names = (attributes.get("class") or "").split()
    kept = [each for each in names if not re.fullmatch(r"(?:row|col|level|data|row_heading|col_heading|blank|index_name)\d*", each)]
    if len(kept) < len(names):
        if kept:
            node.attrs["class"] = " ".join(kept)  # type: ignore[attr-defined]  # as above
        else:
            del node.attrs["class"]  # type: ignore[attr-defined]  # as above


def preformatted(html: str, kind: str) -> str:
    """Return text of an output as a block; `html` is escaped already."""
    return f'<pre class="cell-output {escape(kind)}">{html}</pre>'
