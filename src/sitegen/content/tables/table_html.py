"""Write a table as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.scroll_regions import is_wide_table
from sitegen.content.tables.column_widths import write_columns
from sitegen.content.tables.table_numbers import align_numbers, read_fractions
from sitegen.content.tables.table_spans import LEFT, UP, Span, find_spans
from sitegen.model.references.number_reference import write_caption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.content.tables.table_reference import TableOptions
    from sitegen.content.tables.table_selection import TableData

__all__ = ["CaptionParts", "write_table"]

_CLASSES = {"l": "", "c": "text-center", "r": "text-right", "d": "text-right"}
#: A table with more rows than this gets headings that stay in sight.
_MANY_ROWS = 25


class CaptionParts(NamedTuple):
    """What stands above and below a table: `text` is HTML, the others are plain."""

    number: str
    text: str
    plain: str
    url: str = ""
    download: str = ""


def write_table(
    data: TableData, widths: tuple[int, ...], options: TableOptions, caption: CaptionParts
) -> str:
    """Return a table in the box in which it scrolls, with its caption and the link to its file."""
    width = len(data.rows[0]) if data.rows else len(data.names)
    aligned, cells = _align(data, options.aligned, width)
    name = f' id="{escape(options.label)}"' if options.label else ""
    classes = " ".join(("data-table", *options.classes))
    head = "".join(_row(row, [], aligned, width) for row in _with_spans(data.headings, None))
    body = "".join(
        _row(row, aligned, aligned, options.stub_columns) for row in _with_spans(data.rows, cells)
    )
    told = write_caption(caption.number, caption.text)
    shown = f"<caption>{told}</caption>" if told else ""
    shown += write_columns(widths)
    head = f"<thead>{head}</thead>" if head else ""
    table = f'<table class="{escape(classes)}"{name}>{shown}{head}<tbody>{body}</tbody></table>'
    text = [[(cell, False) for cell in row] for row in (*data.headings, *data.rows)]
    is_high = "sticky-header" in options.classes or len(data.rows) > _MANY_ROWS
    region = ""
    if is_wide_table(text) or is_high:
        region = f' role="region" tabindex="0" aria-label="{escape(caption.plain)}"'
    high = " table-high" if is_high else ""
    box = f'<div class="table-wrap{high}"{region}>{table}</div>'
    if caption.url:
        link = f'<a href="{escape(caption.url)}" download>{escape(caption.download)}</a>'
        box += f'<p class="table-download">{link}</p>'
    return box


def _align(data: TableData, letters: str, width: int) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return a class for each column, and the cells of all rows as HTML."""
    classes: list[str] = []
    columns: list[list[str]] = []
    for at in range(width):
        told = letters[at] if at < len(letters) else ""
        column = [row[at] for row in data.rows]
        plain = [cell for cell in column if cell not in {UP, LEFT}]
        fractions = read_fractions(plain) if told in {"", "d"} else None
        if fractions is None:
            columns.append([escape(cell, quote=False) for cell in column])
            classes.append(_CLASSES[told or "l"])
            continue
        written = iter(align_numbers(plain, fractions))
        columns.append([cell if cell in {UP, LEFT} else next(written) for cell in column])
        classes.append("text-right numbers")
    return classes, list(zip(*columns, strict=True)) if columns else []


def _with_spans(
    rows: Sequence[Sequence[str]], html: Sequence[Sequence[str]] | None
) -> list[list[tuple[str, Span]]]:
    """Return the HTML of cells, without those that another one covers."""
    spans = find_spans(rows)
    shown = html or [[escape(cell, quote=False) for cell in row] for row in rows]
    return [
        [(shown[r][c], span) for c, span in enumerate(line) if span is not None]
        for r, line in enumerate(spans)
    ]


def _row(
    cells: Sequence[tuple[str, Span]],
    classes: Sequence[str],
    heads: Sequence[str],
    stubs: int,
) -> str:
    """Return a row; its first cells are headings, all of them in the head of a table."""
    written = []
    for html, span in cells:
        own = (classes or heads)[span.column] if span.column < len(heads) else ""
        if span.width > 1 and not classes:
            own = "text-center"
        named = f' class="{own}"' if own else ""
        is_head = span.column < stubs and html != ""
        scope = ""
        if is_head:
            scope = ' scope="row"' if classes else ' scope="col"'
        tag = "th" if is_head else "td"
        wide = f' colspan="{span.width}"' if span.width > 1 else ""
        high = f' rowspan="{span.height}"' if span.height > 1 else ""
        written.append(f"<{tag}{named}{scope}{wide}{high}>{html}</{tag}>")
    return f"<tr>{''.join(written)}</tr>"
