"""Lists of what has a label, and of the pages that refer to it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar, Literal

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.model.references.number_reference import name_number
from sitegen.model.references.reference import Reference, Resolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from sitegen.model.labels import LabelPlace
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = [
    "LabelList",
    "LabelListReference",
    "ListScope",
    "Referrers",
    "ReferrersReference",
    "find_referrers",
]

LABEL_LIST = declare("label-list", Severity.WARNING)

#: Where the things are that are listed; a section is the folder of the page, and what is in it.
ListScope = Literal["page", "section", "site"]


class ListedLabel(Stored, frozen=True):
    """An entry of a list: "Figure 3", its caption, and its URL; `page` is the key of another."""

    text: str
    title: str
    url: str
    page: str = ""


class LabelList(Resolved, frozen=True, tag="label-list"):
    """The labelled things of one kind, in order; their titles are plain text."""

    entries: tuple[ListedLabel, ...]

    def html(self, page: HtmlContext) -> str:
        """Return a list of links, with the title of each page that is another one."""
        items = "".join(f"<li>{self._item(each, page)}</li>" for each in self.entries)
        return f'<ul class="label-list">{items}</ul>' if items else ""

    def _item(self, entry: ListedLabel, page: HtmlContext) -> str:
        link = f'<a class="cross-reference" href="{escape(entry.url)}">{escape(entry.text)}</a>'
        title = f": {escape(entry.title)}" if entry.title else ""
        if not entry.page:
            return link + title
        where = escape(page.page_title(entry.page))
        return f'{link}{title} <span class="label-page">({where})</span>'


class LabelListReference(Reference, frozen=True, kw_only=True, tag="label-list"):
    """A list of what has a label; `target` is its kind, such as `figure`."""

    scope: ListScope = "page"
    resolved: ClassVar[type[Resolved]] = LabelList

    def resolve(self, site: SiteContext) -> LabelList:
        """Return the list; that it is empty is reported."""
        places = site.labels(self.target, scope=self.scope)
        if not places:
            message = f"no {self.target} of this {self.scope} has a label"
            site.report(Problem(LABEL_LIST, message, "label one, or remove the list"))
        return LabelList(entries=tuple(_listed(place, site) for place in places))


class Referrers(Resolved, frozen=True, tag="referrers"):
    """The other pages that refer to something; `pages` are their keys and URLs."""

    word: str
    pages: tuple[tuple[str, str], ...]

    def html(self, page: HtmlContext) -> str:
        """Return links to them, nothing without any."""
        links = [f'<a href="{escape(u)}">{escape(page.page_title(k))}</a>' for k, u in self.pages]
        if not links:
            return ""
        return f'<div class="referred-to-from">{escape(self.word)}: {", ".join(links)}</div>'

    def put_into(self, thing: str, caption_end: str, page: HtmlContext) -> str:
        """Return the HTML of the thing itself, with the links before its first `caption_end`."""
        links = self.html(page)
        return thing.replace(caption_end, links + caption_end, 1) if links else thing


class ReferrersReference(Reference, frozen=True, tag="referrers"):
    """The place below a labelled thing for links to the pages that refer to it."""

    resolved: ClassVar[type[Resolved]] = Referrers

    def resolve(self, site: SiteContext) -> Referrers:
        """Return the pages that refer to this label of this page."""
        return find_referrers(self.target, site)


def find_referrers(label: str, site: SiteContext) -> Referrers:
    """Return the other pages that refer to a label of this page."""
    return Referrers(word=site.word("labels.referred_to_from"), pages=site.referrers(label))


def _listed(place: LabelPlace, site: SiteContext) -> ListedLabel:
    text = name_number(place.label.kind, place.number, site) if place.number else place.label.title
    title = site.title_of(place) if place.number else ""
    return ListedLabel(text=text, title=title, url=place.url, page=place.page)
