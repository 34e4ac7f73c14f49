"""Code from a file of the site, whole or in part, in a page's text.

A part is named by the numbers of its lines, or by comments in the file: `# region fit` and
`# endregion`, as editors fold code, or `# [start:fit]` and `# [end:fit]`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, ClassVar

import msgspec

from sitegen.content.code.code_files import CODE_FILES, CodeFile
from sitegen.content.code.code_lines import block_classes, dress_lines, wrap_block
from sitegen.content.code.code_options import CodeOptions
from sitegen.content.highlighting import colour_code
from sitegen.content.scroll_regions import is_wide_code
from sitegen.diagnostics import Location, Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import Label, kind_of_label
from sitegen.model.references.label_list import Referrers, find_referrers
from sitegen.model.references.number_reference import name_number, write_caption
from sitegen.model.references.reference import Reference, Resolved, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = ["CodeExcerpt", "CodeFileReference", "find_regions"]

CODE_EXCERPT = declare("code-excerpt", Severity.ERROR)

#: A page shows at most so many lines of a file.
_MOST_LINES = 5_000
_START = compile_late(
    r"^[^\n\w]{0,20}(?:#?region[ \t]+(?P<name>[\w.-]+)|.{0,20}\[start:[ \t]*(?P<named>[\w.-]+)\])"
)
_END = compile_late(
    r"^[^\n\w]{0,20}(?P<end>#?endregion\b)[ \t]*(?P<name>[\w.-]*)"
    r"|^[^\n\w]{0,20}.{0,20}\[end:[ \t]*(?P<named>[\w.-]+)\]"
)
#: The languages of files whose suffix is not one of their names.
_LANGUAGES = {"yml": "yaml", "m": "matlab", "h": "c", "hpp": "cpp", "f90": "fortran", "txt": ""}


class CodeExcerpt(Resolved, frozen=True, tag="code_excerpt"):
    """A block of code as HTML."""

    block: str
    referrers: Referrers | None = None

    def html(self, page: HtmlContext) -> str:
        """Return the block, with links to the pages that refer to it in its caption."""
        if self.referrers is None:
            return self.block
        return self.referrers.put_into(self.block, "</figcaption>", page)


class CodeFileReference(Reference, frozen=True, kw_only=True, tag="code_file"):
    """Code from the file `target`.

    `places` says where its options are: so many lines further down, and in which column.

    With a label, or a caption, it is a listing with a number.
    """

    language: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    options: CodeOptions = CodeOptions()
    caption: str = ""
    caption_html: str = ""
    places: Mapping[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    resolved: ClassVar[type[Resolved]] = CodeExcerpt

    def resolve(self, site: SiteContext) -> Resolved:
        """Cut the part that is asked for, and colour it."""
        found = site.source_value(CODE_FILES.name, self.target)
        if isinstance(found, Problem):
            self._report(site, "file", found)
            return Unresolved(text=self.target)
        if not isinstance(found, CodeFile):
            message = f"'{self.target}' is not read as code"
            hint = "keep a copy in content/ or data/, or link to it if it is a page"
            self._report(site, "file", Problem(CODE_EXCERPT, message, hint))
            return Unresolved(text=self.target)
        for diagnostic in found.problems:
            site.report(diagnostic)
        lines = found.text.removesuffix("\n").split("\n")
        cut = self._cut(lines)
        if isinstance(cut, Problem):
            self._report(site, "region" if self.options.region else "lines", cut)
            return Unresolved(text=self.target)
        return CodeExcerpt(
            block=self._captioned(self._block(cut), site),
            referrers=find_referrers(self.defines.name, site) if self.defines else None,
        )

    @property
    def own_id(self) -> str:
        """The id that its author gave it."""
        return next((value for name, value in self.attributes if name == "id"), "")

    @property
    def defines(self) -> Label | None:
        """The label of a listing, which others refer to."""
        if kind_of_label(self.own_id) != "listing":
            return None
        return Label(name=self.own_id, title=self.caption or self.options.title)

    def _captioned(self, block: str, site: SiteContext) -> str:
        """Return a block with its number and caption."""
        label = self.defines
        number = name_number("listing", site.number(label.name) or "", site) if label else ""
        told = write_caption(number, self.caption_html)
        if not told:
            return block
        name = f' id="{escape(self.own_id)}"' if self.own_id else ""
        return f'<figure class="listing"{name}><figcaption>{told}</figcaption>{block}</figure>'

    def needed_files(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the file."""
        found = files.locate(page, self.target)
        return (found,) if found else ()

    def _report(self, site: SiteContext, option: str, problem: Problem) -> None:
        place = site.location
        below, column = self.places.get(option, (0, place.column))
        site.report(problem.at(Location(path=place.path, line=place.line + below, column=column)))

    def _cut(self, lines: list[str]) -> list[tuple[int, str]] | Problem:
        """Return the lines of the part with their numbers."""
        options = self.options
        first, last = 1, len(lines)
        if options.region:
            regions = find_regions(lines)
            if options.region not in regions:
                message = f"'{self.target}' has no region '{options.region}'"
                hint = f"write '# region {options.region}' and '# endregion' around it"
                return Problem(CODE_EXCERPT, message, did_you_mean(options.region, regions, hint))
            first, last = regions[options.region]
        ranges = options.lines or ((1, last - first + 1),)
        end = max(stop for _, stop in ranges)
        if end > last - first + 1:
            message = f"'{self.target}' has {last - first + 1:,} lines, not {end:,}"
            return Problem(CODE_EXCERPT, message, "name lines that are there, or a region")
        if sum(stop - start + 1 for start, stop in ranges) > _MOST_LINES:
            message = f"more than {_MOST_LINES:,} lines of '{self.target}' are to be shown"
            return Problem(CODE_EXCERPT, message, "name fewer, and link to the file")
        inside = list(enumerate(lines[first - 1 : last], start=first))
        return [line for start, stop in ranges for line in inside[start - 1 : stop]]

    def _block(self, lines: list[tuple[int, str]]) -> str:
        """Return the lines as a block, without the marks of regions and blank ones around it."""
        shown = [each for each in lines if not (_START.match(each[1]) or _END.match(each[1]))]
        while shown and not shown[-1][1].strip():
            shown.pop()
        while shown and not shown[0][1].strip():
            del shown[0]
        code = textwrap.dedent("\n".join(line for _, line in shown)) + "\n"
        suffix = self.target.rpartition(".")[2].casefold()
        language = self.language or _LANGUAGES.get(suffix, suffix)
        html = (colour_code(language, code) if language else "") or escape(code, quote=False)
        options = self.options
        numbers = [number for number, _ in shown] if options.start == 1 else []
        extra = "".join(f" {name}" for attr, name in self.attributes if attr == "class")
        classes = f' class="language-{escape(language)}{escape(extra)}"' if language else ""
        # The id of a listing is that of its figure.
        has_figure = self.defines or self.caption_html
        own = f' id="{escape(self.own_id)}"' if self.own_id and not has_figure else ""
        region = ' tabindex="0"' if is_wide_code(code) else ""
        pre = (
            f'<pre class="{block_classes(options, max(numbers, default=len(shown)))}"{own}{region}>'
            f"<code{classes}>{dress_lines(html, options, language, numbers)}</code></pre>"
        )
        name = self.target.rpartition("/")[2]
        return wrap_block(pre, options, name)


def find_regions(lines: list[str]) -> Mapping[str, tuple[int, int]]:
    """Return the first and the last line inside of each region, counted from 1, by name."""
    found: dict[str, tuple[int, int]] = {}
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(lines, start=1):
        start = _START.match(line)
        end = None if start else _END.match(line)
        if start:
            opened.append((start["name"] or start["named"], number + 1))
        elif end and opened:
            name = end["name"] or end["named"]
            at = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == name), -1)
            if end["end"] and at < 0:
                at = len(opened) - 1
            if at >= 0:
                closed, first = opened.pop(at)
                found.setdefault(closed, (first, number - 1))
    return found
