"""A table of the site's data in a page's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.content.tables.caption_references import (
    CaptionReference,
    put_references,
    resolve_caption,
    text_with_marks,
)
from sitegen.content.tables.column_widths import read_widths
from sitegen.content.tables.table_files import TABLE_FILES, TABLE_ROWS, TableFile
from sitegen.content.tables.table_html import CaptionParts, write_table
from sitegen.content.tables.table_selection import TableData, select_rows
from sitegen.diagnostics import Location, Problem, Severity, declare, did_you_mean
from sitegen.model import Label, kind_of_label
from sitegen.model.references.collection_reference import Word
from sitegen.model.references.cross_reference import CrossLink
from sitegen.model.references.label_list import Referrers, find_referrers
from sitegen.model.references.link_reference import Link
from sitegen.model.references.number_reference import name_number
from sitegen.model.references.reference import Reference, Resolved, Unresolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = ["Column", "DataTable", "TableOptions", "TableReference", "find_data_file", "load_table"]

TABLE_COLUMN = declare("table-column", Severity.ERROR)


class Column(Stored, frozen=True):
    """A column that is asked for, and the heading that it gets instead of its name."""

    name: Word
    heading: str = ""


class TableOptions(Stored, frozen=True):
    """How a table is shown.

    `header_rows` is how many of its first rows are headings, for files whose rows have no names.
    `aligned` has a letter for each column or one for all: l, c, r, d for the decimal point. A minus
    before the column in `sort` puts the largest first. `limit` is 0 for all rows. The references of
    the caption have marks in its HTML, and so have the addresses of its links. `widths` are those
    of the columns.
    """

    caption: str = ""
    caption_html: str = ""
    caption_references: tuple[CaptionReference, ...] = ()
    caption_links: tuple[CaptionReference, ...] = ()
    label: str = ""
    columns: tuple[Column, ...] = ()
    header_rows: int = 1
    stub_columns: int = 0
    aligned: str = ""
    sort: Word = Word()
    limit: int = 0
    download: bool = False
    classes: tuple[str, ...] = ()
    widths: Word = Word()


class DataTable(Resolved, frozen=True, tag="data_table"):
    """A table as HTML."""

    table: str
    referrers: Referrers | None = None
    links: tuple[CrossLink | Unresolved, ...] = ()
    addresses: tuple[Link | CrossLink | Unresolved, ...] = ()

    def html(self, page: HtmlContext) -> str:
        """Return the table, with links to the pages that refer to it in its caption."""
        table = self.table
        if self.links or self.addresses:
            table = put_references(table, self.links, self.addresses, page)
        if self.referrers is None:
            return table
        return self.referrers.put_into(table, "</caption>", page)


class TableReference(Reference, frozen=True, kw_only=True, tag="table"):
    """The table in the file `target`, or in the page itself.

    `column` is that of the file's name, which stands so many `lines_below` the first line.
    """

    name: Word = Word()
    options: TableOptions = TableOptions()
    inline: TableFile | None = None
    inline_line: int = 0
    resolved: ClassVar[type[Resolved]] = DataTable

    @property
    def defines(self) -> Label | None:
        """The label of the table, which others refer to."""
        if kind_of_label(self.options.label) != "table":
            return None
        marked = self.options.caption_html if self.options.caption_references else ""
        caption = text_with_marks(marked) if marked else ""
        return Label(name=self.options.label, title=self.options.caption, caption=caption)

    def resolve(self, site: SiteContext) -> Resolved:
        """Choose the rows and columns, and write them as a table."""
        table = self.inline or load_table(self.target, site)
        if isinstance(table, Problem):
            site.report(table.at(self._place(site, self.name)))
            return Unresolved(text=self.target)
        if table is None:
            return Unresolved(text=self.target)
        for diagnostic in table.problems:
            site.report(diagnostic if table.path else self._moved(diagnostic, site))
        if not table.rows:
            return Unresolved(text=self.target)
        data = self._selected(table, site)
        if data is None:
            return Unresolved(text=self.target)
        widths = self._widths(len(data.rows[0]) if data.rows else len(data.names), site)
        return DataTable(
            table=write_table(data, widths, self.options, self._caption(table, site)),
            referrers=find_referrers(self.defines.name, site) if self.defines else None,
            links=tuple(resolve_caption(self.options.caption_references, site)),
            addresses=tuple(resolve_caption(self.options.caption_links, site)),
        )

    def needed_files(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the file."""
        found = None if self.inline else find_data_file(page, self.target, files)
        return (found,) if found else ()

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the images to which the caption links."""
        for each in self.inner:
            yield from each.needed_images(page, files)

    @property
    def inner(self) -> tuple[Reference, ...]:
        """The references and links of the caption."""
        options = self.options
        return tuple(e.reference for e in (*options.caption_references, *options.caption_links))

    def _place(self, site: SiteContext, word: Word) -> Location:
        place = site.location
        return Location(path=place.path, line=place.line + word.line, column=word.column)

    def _moved(self, diagnostic: Diagnostic, site: SiteContext) -> Diagnostic:
        """Return a diagnostic of rows that stand in the page, with its place there."""
        place = site.location
        line = place.line + self.inline_line + diagnostic.location.line - 1
        problem = Problem(diagnostic.code, diagnostic.message, diagnostic.hint)
        return problem.at(Location(path=place.path, line=line, column=1))

    def _selected(self, table: TableFile, site: SiteContext) -> TableData | None:
        wanted = [(each.name.text, each.heading) for each in self.options.columns]
        data, ragged = select_rows(
            table, wanted, self.options.header_rows, self.options.sort.text, self.options.limit
        )
        for line, problem in ragged:
            if table.path:
                site.report(problem.at(Location(path=table.path, line=line or 1, column=1)))
            else:
                at = Location(path="", line=line, column=1)
                site.report(self._moved(problem.at(at), site))
        known = data.names
        words = [each.name for each in self.options.columns]
        if self.options.sort:
            words.append(
                Word(
                    text=self.options.sort.text.removeprefix("-"),
                    line=self.options.sort.line,
                    column=self.options.sort.column,
                )
            )
        missing = [word for word in words if word.text not in known]
        for word in missing:
            message = f"the table has no column '{word.text}'"
            hint = did_you_mean(word.text, known, f"it has {', '.join(known[:12])}")
            site.report(Problem(TABLE_COLUMN, message, hint).at(self._place(site, word)))
        return None if missing else data

    def _widths(self, count: int, site: SiteContext) -> tuple[int, ...]:
        """Return the widths of so many columns; none if they are those of another table."""
        widths = read_widths(self.options.widths.text) or () if self.options.widths else ()
        if not widths or len(widths) == count:
            return widths
        message = f"there are {len(widths)} widths for {count} columns"
        problem = Problem(TABLE_COLUMN, message, "write one for each column")
        site.report(problem.at(self._place(site, self.options.widths)))
        return ()

    def _caption(self, table: TableFile, site: SiteContext) -> CaptionParts:
        label = self.defines
        number = name_number("table", site.number(label.name) or "", site) if label else ""
        url, name = "", ""
        if self.options.download and table.path:
            name = table.path.rpartition("/")[2]
            found = site.link(f"/{table.path}")
            if isinstance(found, Problem):
                site.report(found.at(self._place(site, self.name)))
            else:
                url = found
        return CaptionParts(
            number=number,
            text=self.options.caption_html,
            plain=self.options.caption or site.word("table"),
            url=url,
            download=f"{site.word('fields.download')}: {name}" if url else "",
        )


def load_table(target: str, site: SiteContext) -> TableFile | Problem | None:
    """Return the table in a file beside the page, from the site's folder, or in `data/`.

    None if it is not there because of something that is reported elsewhere.
    """
    found = site.source_value(TABLE_FILES.name, target)
    if isinstance(found, Problem) and not target.startswith("/"):
        other = site.source_value(TABLE_FILES.name, f"/data/{target}")
        found = found if isinstance(other, Problem) else other
    if isinstance(found, Problem | TableFile):
        return found
    suffix = "." + target.rpartition(".")[2]
    if not TABLE_FILES.matches_suffix(suffix):
        message = f"'{target}' is no table: files of the kind '{suffix}' are not read as one"
        return Problem(TABLE_ROWS, message, "save it as CSV, TSV, JSON or YAML")
    return None


def find_data_file(page: PurePosixPath, target: str, files: SiteFiles) -> PurePosixPath | None:
    """Return a file as `load_table` finds it."""
    found = files.locate(page, target)
    if found is None and not target.startswith("/"):
        found = files.locate(page, f"/data/{target}")
    return found
