"""The number of a labelled thing, where the thing itself shows it: "Figure 3"."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar, Literal

from sitegen.model.labels import kind_of_label
from sitegen.model.references.reference import Reference, Resolved

if TYPE_CHECKING:
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["NumberForm", "NumberReference", "NumberText", "name_number", "write_caption"]

#: "Figure 3", "3" alone, or "(a)" for a part of a figure.
NumberForm = Literal["full", "number", "part"]


class NumberText(Resolved, frozen=True, tag="number"):
    """The number of a labelled thing, with or without its word, in the language of the page."""

    text: str

    def html(self, page: HtmlContext) -> str:
        """Return the text."""
        del page
        return escape(self.text)


class NumberReference(Reference, frozen=True, tag="number"):
    """The place where a labelled thing shows its number; `target` is its label."""

    form: NumberForm = "full"
    resolved: ClassVar[type[Resolved]] = NumberText

    def resolve(self, site: SiteContext) -> NumberText:
        """Return the number, which is known for every label of the page."""
        number = site.number(self.target) or ""
        if self.form == "part":
            return NumberText(text=number.rpartition(" ")[2])
        if self.form == "number":
            return NumberText(text=number)
        return NumberText(text=name_number(kind_of_label(self.target), number, site))


def write_caption(number: str, text: str) -> str:
    """Return a caption as HTML: what a number is called, and the text, which is HTML."""
    if not number:
        return text
    label = escape(f"{number}:" if text else number)
    return f'<span class="caption-label">{label}</span>{" " if text else ""}{text}'


def name_number(kind: str, number: str, site: SiteContext) -> str:
    """Return what a number is called in the language of the page, such as "Figure 3"."""
    # Neither stands alone at the end of a line.
    return site.word(f"labels.{kind}").replace("{number}", number).replace(" ", "\u00a0")
