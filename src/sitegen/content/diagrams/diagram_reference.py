"""A diagram or a chart in a page's text."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, ClassVar

from sitegen.content.code.code_files import CODE_FILES, CodeFile
from sitegen.content.diagrams.chart_specs import CHART_SPEC, data_files, fill_data, read_spec
from sitegen.content.tables.caption_references import (
    CaptionReference,
    put_references,
    resolve_caption,
    text_with_marks,
)
from sitegen.content.tables.table_reference import find_data_file
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.model import Label, Word, kind_of_label
from sitegen.model.drawing import DRAWING_ID, Drawing, DrawingJob, DrawingKind
from sitegen.model.references.cross_reference import CrossLink
from sitegen.model.references.label_list import Referrers, find_referrers
from sitegen.model.references.link_reference import Link
from sitegen.model.references.number_reference import name_number, write_caption
from sitegen.model.references.reference import Reference, Resolved, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import PurePosixPath

    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = ["Diagram", "DiagramReference"]

DIAGRAM_EXTRA = declare("diagram-extra", Severity.WARNING)
DIAGRAM_SYNTAX = declare("diagram-syntax", Severity.ERROR)

_NAMES = {"mermaid": "a Mermaid diagram", "graphviz": "a graph in DOT", "vega-lite": "a chart"}
_END = "</figure>"
_LANGUAGES = {"mermaid": "mermaid", "graphviz": "dot", "vega-lite": "json"}
#: A drawing that is wider than this scrolls on a phone, rather than becoming too small to read.
_WIDE = 480


class Diagram(Resolved, frozen=True, tag="diagram"):
    """A diagram as HTML, and what stands for the marks in its `caption`."""

    figure: str
    caption: str = ""
    referrers: Referrers | None = None
    links: tuple[CrossLink | Unresolved, ...] = ()
    addresses: tuple[Link | CrossLink | Unresolved, ...] = ()

    def html(self, page: HtmlContext) -> str:
        """Return the figure, with links to the pages that refer to it in its caption."""
        caption = self.caption
        if self.links or self.addresses:
            caption = put_references(caption, self.links, self.addresses, page)
        figure = self.figure
        if caption:
            figure = f"{figure.removesuffix(_END)}{caption}{_END}"
        if self.referrers is None:
            return figure
        return self.referrers.put_into(figure, "</figcaption>", page)


class DiagramReference(Reference, frozen=True, kw_only=True, tag="diagram"):
    """A diagram whose text is `source`, or in the file `name`.

    It is the diagram with this `number` on its page. Its text begins so many `lines_below` the
    first line of its block.
    """

    kind: DrawingKind
    source: str = ""
    name: Word = Word()
    engine: str = "dot"
    alt: str = ""
    caption: str = ""
    caption_html: str = ""
    caption_references: tuple[CaptionReference, ...] = ()
    caption_links: tuple[CaptionReference, ...] = ()
    label_name: str = ""
    number: int = 1
    lines_below: int = 1
    draws: ClassVar[bool] = True
    resolved: ClassVar[type[Resolved]] = Diagram

    @property
    def defines(self) -> Label | None:
        """The label of the figure, which others refer to."""
        if kind_of_label(self.label_name) != "figure":
            return None
        marked = text_with_marks(self.caption_html) if self.caption_references else ""
        return Label(name=self.label_name, title=self.caption or self.alt, caption=marked)

    @property
    def inner(self) -> tuple[Reference, ...]:
        """The references and links of the caption."""
        return tuple(e.reference for e in (*self.caption_references, *self.caption_links))

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the images to which the caption links."""
        for each in self.inner:
            yield from each.needed_images(page, files)

    def drawing(self, read: Callable[[str], str | None]) -> DrawingJob | None:
        """Return what is to be drawn; `read` returns the text of a file, None if there is none."""
        source = self.source
        if self.name:
            found = read(self.name.text)
            if found is None:
                return None
            source = found
        if not source.strip():
            return None
        if self.kind == "vega-lite":
            spec = read_spec(source)
            if isinstance(spec, tuple):
                return None
            source = json.dumps(fill_data(spec, read), ensure_ascii=False)
        return DrawingJob(kind=self.kind, source=source, engine=self.engine)

    def needed_files(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the file of the diagram, and those of the data of a chart."""
        names = [self.name.text] if self.name else []
        if self.kind == "vega-lite":
            spec = read_spec(self.source) if self.source else {}
            names += [] if isinstance(spec, tuple) else list(data_files(spec))
        found = (find_data_file(page, name, files) for name in names)
        return [path for path in found if path]

    def resolve(self, site: SiteContext) -> Resolved:
        """Put the drawing into a figure, or show its text as code."""
        missing: list[Problem] = []
        files: dict[str, CodeFile | None] = {}

        def read(name: str) -> str | None:
            if name not in files:
                files[name] = _find_file(name, site, missing)
            found = files[name]
            return found.text if found else None

        job = self.drawing(read)
        for problem in missing:
            site.report(problem.at(self._place(site)))
        if missing:
            return Unresolved(text=self.name.text)
        if job is None:
            return self._refused(site, files.get(self.name.text))
        drawn = site.drawing(job)
        if drawn is None:
            return self._code(job.source)
        if drawn.extra:
            hint = f'pip install "sitegen[{drawn.extra}]"'
            message = f"{_NAMES[self.kind]} needs more software, and is shown as code"
            site.report(Problem(DIAGRAM_EXTRA, message, hint))
            return self._code(self.source or job.source)
        if drawn.problem:
            self._report_syntax(drawn, site, files.get(self.name.text))
            return self._code(self.source or job.source)
        return Diagram(
            figure=self._figure(drawn),
            caption=self._caption(site),
            links=tuple(resolve_caption(self.caption_references, site)),
            addresses=tuple(resolve_caption(self.caption_links, site)),
            referrers=find_referrers(self.defines.name, site) if self.defines else None,
        )

    def _place(self, site: SiteContext) -> Location:
        place = site.location
        if not self.name:
            return place
        return Location(path=place.path, line=place.line + self.name.line, column=self.name.column)

    def _refused(self, site: SiteContext, file: CodeFile | None) -> Resolved:
        """Report what is wrong with a specification in a file; that of a page is told already."""
        found = read_spec(file.text) if file else None
        if file and isinstance(found, tuple):
            message = f"{found[1].message} (shown by {site.location.path})"
            self._report_in(file, found[0], Problem(CHART_SPEC, message, found[1].hint), site)
        return self._code(file.text if file else self.source)

    def _report_syntax(self, drawn: Drawing, site: SiteContext, file: CodeFile | None) -> None:
        place = self._place(site)
        message = f"{_NAMES[self.kind]} cannot be drawn: {drawn.problem}"
        hint = "its text is shown as code"
        if file:
            message = f"{message} (shown by {place.path})"
            self._report_in(file, drawn.line, Problem(DIAGRAM_SYNTAX, message, hint), site)
            return
        if drawn.line:
            line = place.line + self.lines_below + drawn.line - 1
            place = Location(path=place.path, line=line, column=1)
        site.report(Problem(DIAGRAM_SYNTAX, message, hint).at(place))

    def _report_in(self, file: CodeFile, line: int, problem: Problem, site: SiteContext) -> None:
        """Report a mistake at its line of a file that this page shows."""
        place = Location(path=file.path, line=max(line, 1), column=1)
        site.report(replace(problem.at(place), also=(site.location.path,)))

    def _code(self, source: str) -> Diagram:
        text = escape(source.rstrip("\n"), quote=False)
        language = _LANGUAGES[self.kind]
        own = f' id="{escape(self.label_name)}"' if self.label_name else ""
        code = f'<code class="language-{language}">{text}\n</code>'
        return Diagram(figure=f'<pre class="highlight"{own} tabindex="0">{code}</pre>')

    def _caption(self, site: SiteContext) -> str:
        label = self.defines
        number = name_number("figure", site.number(label.name) or "", site) if label else ""
        told = write_caption(number, self.caption_html)
        return f"<figcaption>{told}</figcaption>" if told else ""

    def _figure(self, drawn: Drawing) -> str:
        alt = escape(self.alt or self.caption)
        described = f' role="img" aria-label="{alt}"' if alt else ' aria-hidden="true"'
        size = f' width="{drawn.width}" height="{drawn.height}"'
        # Ids are those of the page: the number of the diagram makes them different.
        svg = drawn.svg.replace(DRAWING_ID, f"diagram-{self.number}-")
        svg = f"<svg{described}{size}{svg.removeprefix('<svg')}"
        own = f' id="{escape(self.label_name)}"' if self.label_name else ""
        wide = ""
        if drawn.width > _WIDE:
            wide = f' tabindex="0" role="region" aria-label="{alt}"' if alt else ' tabindex="0"'
        names = "diagram-box diagram-wide" if drawn.width > _WIDE else "diagram-box"
        box = f'<div class="{names}"{wide}>{svg}</div>'
        return f'<figure class="diagram"{own}>{box}{_END}'


def _find_file(name: str, site: SiteContext, missing: list[Problem]) -> CodeFile | None:
    """Return a file beside the page, in the site's folder, or in `data/`."""
    found = site.source_value(CODE_FILES.name, name)
    if isinstance(found, Problem) and not name.startswith("/"):
        other = site.source_value(CODE_FILES.name, f"/data/{name}")
        found = found if isinstance(other, Problem) else other
    if isinstance(found, Problem):
        missing.append(found)
        return None
    if not isinstance(found, CodeFile):
        return None
    for diagnostic in found.problems:
        site.report(diagnostic)
    return found
