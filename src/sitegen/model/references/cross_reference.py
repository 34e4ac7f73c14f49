"""References to what has a label or a title: `@fig-knee`, `[](page.md)`."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, ClassVar, Literal

from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model.labels import kind_of_label
from sitegen.model.references.number_reference import name_number
from sitegen.model.references.reference import Reference, Resolved, Unresolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model.labels import LabelPlace
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["PLACES", "AnchorReference", "CrossLink", "CrossReference", "LinkText", "name_place"]

#: What goes into the slot: a whole link, its text, or its address.
Part = Literal["link", "text", "url"]
_NUMBER_LAST = compile_late(r"(?P<word>[^%{]*?)[ \t]*(?:%s|\{number\})")
_PAGE = "{page}"
#: What stands for a number and for a name in a text of MyST.
PLACES = compile_late(r"%s|\{number\}|\{name\}")


@lru_cache(maxsize=250)
def _word_alone(word: str) -> str:
    """Return the word for something with a number, without the place of that."""
    return word.replace("{number}", "").strip()


def _fill(text: str, place: LabelPlace) -> str:
    """Return a text with the number and the name of what it is about."""
    name = place.label.title or place.label.name
    return PLACES.sub(lambda found: name if found[0] == "{name}" else place.number or name, text)


class CrossLink(Resolved, frozen=True, tag="cross"):
    """A link to something with a label, such as "Figure 3".

    `text` names it. If `page` is the key of another page, the title of that page takes the place of
    `{page}` in `within`, and the text that of `{reference}`. Without `within`, a text that is empty
    is the title of the page.
    """

    text: str
    url: str = ""
    page: str = ""
    within: str = ""
    part: Part = "link"

    @property
    def plain_text(self) -> str:
        """What names it on its own page."""
        return self.text

    def html(self, page: HtmlContext) -> str:
        """Return the link, or its text alone."""
        if self.part == "url":
            return escape(self.url)
        shown = self.text
        if self.page:
            title = page.page_title(self.page)
            before, _, after = self.within.partition("{reference}")
            named = (before.replace(_PAGE, title), shown, after.replace(_PAGE, title))
            is_page = not shown or shown == title  # of which the label is that of the heading
            shown = "".join(named) if self.within and not is_page else shown or title
        if self.part == "text":
            return escape(shown)
        return f'<a class="cross-reference" href="{escape(self.url)}">{escape(shown)}</a>'


class CrossReference(Reference, frozen=True, kw_only=True, tag="cross"):
    """A reference to a label, which is `target`.

    `prefix` takes the place of the word before the number, as in `[Fig. @fig-knee]`; with
    `only_number`, nothing does, and nothing names another page. One that `follows_word` has that
    word before it in the text. A `text` takes the place of all of it; if it `fills`, number and
    name stand in it where MyST says. One that `wants_number` is about something with a number:
    MyST's `{numref}`.
    """

    text: str = ""
    fills: bool = False
    prefix: str = ""
    only_number: bool = False
    follows_word: bool = False
    wants_number: bool = False
    part: Part = "link"
    resolved: ClassVar[type[Resolved]] = CrossLink

    def resolve(self, site: SiteContext) -> CrossLink | Problem:
        """Find what has the label, and name it in the language of this page."""
        place = site.find_label(self.target)
        if isinstance(place, Problem):
            return place
        if self.wants_number and place.page and not place.number:
            message = f"'{place.label.name}' is a place without a number"
            hint = (
                "write {ref}; it has one by a caption, or by a name such as sec-setup for a heading"
            )
            site.report(Problem("mistyped-markup", message, hint))
        if self.text:
            last = _NUMBER_LAST.fullmatch(self.text) if self.fills and place.number else None
            if last:
                return name_place(place, site, part=self.part, prefix=last["word"])
            text = _fill(self.text, place) if self.fills else self.text
            return CrossLink(text=text, url=place.url, part=self.part)
        return name_place(
            place,
            site,
            part=self.part,
            prefix=self.prefix,
            only_number=self.only_number,
            follows_word=self.follows_word,
        )

    def plain_text(self, words: Mapping[str, str]) -> str:
        """Return the word before the number, which is not known yet."""
        if self.text or self.prefix or self.only_number or self.follows_word:
            text = PLACES.sub("", self.text).strip() if self.fills else self.text
            return text or self.prefix
        return _word_alone(words.get(f"labels.{kind_of_label(self.target)}", ""))

    @property
    def in_summary(self) -> str:
        """The label, unless the text is known."""
        return "" if (self.text and not self.fills) or self.part != "link" else f"@{self.target}"

    def unresolved(self) -> str:
        """Return the reference as it was written, or about so."""
        written = f"@{self.target}"
        if self.part == "url":
            return f"#{self.target}"
        if self.fills:
            return PLACES.sub(written, self.text)
        return self.text or (f"{self.prefix} {written}" if self.prefix else written)


class AnchorReference(Reference, frozen=True, kw_only=True, tag="anchor"):
    """The address of a link to `#target`, which is not an id of the text that has the link.

    It may be one of the page that includes the text, or a target of another page.
    """

    resolved: ClassVar[type[Resolved]] = CrossLink

    def resolve(self, site: SiteContext) -> CrossLink | Problem:
        """Find the id or the target."""
        url = site.find_anchor(self.target)
        return url if isinstance(url, Problem) else CrossLink(text="", url=url, part="url")

    def unresolved(self) -> str:
        """Return the address as it was written."""
        return f"#{self.target}"


def name_place(
    place: LabelPlace,
    site: SiteContext,
    *,
    part: Part = "link",
    prefix: str = "",
    only_number: bool = False,
    follows_word: bool = False,
) -> CrossLink:
    """Return the link to what has a label, named in the language of the page."""
    if not place.number:
        is_named = place.label.title or (place.page and not place.label.kind)
        text = place.label.title if is_named else place.label.name
    elif only_number or follows_word:
        text = place.number
    elif prefix:
        text = f"{prefix}\u00a0{place.number}"
    else:
        text = name_number(place.label.kind, place.number, site)
    within = site.word("labels.on_page") if place.page and not only_number else ""
    return CrossLink(text=text, url=place.url, page=place.page, within=within, part=part)


class LinkText(Reference, frozen=True, kw_only=True, tag="link-text"):
    """The text of a link that its author left empty; `target` is that of the link."""

    resolved: ClassVar[type[Resolved]] = CrossLink

    def resolve(self, site: SiteContext) -> CrossLink | Unresolved:
        """Return what the link leads to: its label with its number, or the title of the page.

        What is wrong with the target, the link itself reports.
        """
        page, _, anchor = self.target.partition("#")
        key = site.page_at(self.target)
        is_name = not key and not anchor and "/" not in page  # MyST leaves out the sign of an id
        label, within = (page, "") if is_name else (anchor, page)
        if label and (kind_of_label(label) or not within):
            place = site.find_label(label, key if within else "")
            if not isinstance(place, Problem) and (
                place.label.kind or place.page or place.label.title or is_name
            ):
                return name_place(place, site, part="text")
        if key:
            return CrossLink(text="", page=key, part="text")
        return Unresolved(text=page.rpartition("/")[2] or self.target)

    @property
    def in_summary(self) -> str:
        """The target, behind the sign of references."""
        return f"@{self.target}"
