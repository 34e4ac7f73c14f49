"""What templates see of a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sitegen.late_patterns import compile_late
from sitegen.research.work_facts import doi_url
from sitegen.research.work_formulas import set_formulas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model import Work

__all__ = ["WorkView"]

#: Marks the words whose case a style must not change, which nobody sees.
_NOCASE = compile_late(r'<span class="nocase">(.*?)</span>')
#: What holds a work, the first that is there.
_VENUES = ("container-title", "event-title", "publisher", "genre")


class WorkView:
    """A publication: what its entry in a bibliography says."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.key: str = work.key
        self.type: str = work.type
        self.keywords: tuple[str, ...] = work.keywords
        self.fields: Mapping[str, str] = work.fields
        self.variables: Mapping[str, str] = work.variables
        self.more_authors: bool = "author" in work.others
        self.doi_url: str = doi_url(work)

    @property
    def title(self) -> Markup:
        """The title with its markup."""
        return self._html("title") or Markup.escape(self._work.title)

    @property
    def abstract(self) -> Markup:
        """The abstract with its markup, empty if there is none."""
        return self._html("abstract") or Markup.escape(self.variables.get("abstract", ""))

    @property
    def venue(self) -> Markup:
        """The journal, proceedings, book, or publisher."""
        for name in _VENUES:
            if self.variables.get(name):
                return self._html(name) or Markup.escape(self.variables[name])
        return Markup("")

    @property
    def place(self) -> str:
        """Volume, issue and pages, as far as they are known: `12(3), 45–67`."""
        volume, issue = self.variables.get("volume", ""), self.variables.get("issue", "")
        pages = self.variables.get("page", "").replace("-", "–")
        numbers = f"{volume}({issue})" if volume and issue else volume or issue
        return ", ".join(
            part for part in (numbers, pages or self.variables.get("number", "")) if part
        )

    @property
    def issued(self) -> str:
        """The year, or what was written instead, such as `in press`."""
        issued = self._work.issued
        if issued is None:
            return ""
        return issued.literal or (str(issued.year) if issued.year is not None else "")

    @property
    def is_open(self) -> bool:
        """Whether it is not yet published: in press, submitted."""
        return self._work.issued is not None and self._work.issued.year is None

    def _html(self, name: str) -> Markup:
        html = _NOCASE.sub(r"\1", self._work.html.get(name, ""))
        return Markup(set_formulas(html))  # noqa: S704  # safe, see `model.work`
