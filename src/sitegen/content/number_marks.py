r"""Marks in a page's HTML where the number of a labelled thing will stand: "Figure 3".

Parsing sees one page, and numbers may run through a section or a collection. So whoever writes the
HTML of a labelled thing puts a mark there, which becomes a slot, and gives the thing its label as
id. For example, in the `mark` of a construct, or in the HTML of a `Node`:

    mark = number_mark("thm-bound", title="An upper bound")
    node.inner_html = f'<p><strong>{mark}</strong> (An upper bound). …</p>'
    node.attrs["id"] = "thm-bound"

The page then shows "Theorem 2", in its language, and `@thm-bound` refers to it from every page. An
equation shows its number alone: `f"({number_mark('eq-mass', form='number')})"`.

`reference_mark("eq-mass")` is a link to it that shows its number, for `\eqref` in a formula. Where
a construct can yield a `Slot` of a `CrossReference`, that has an exact place.

Both marks are elements that no author may write: they have to be put into the tree after
sanitising, so never into a `RawBlock` or a `Replacement`. They may stand in any element
that holds text, `<mtext>` of MathML, captions and headings among them. In attributes, and in texts
that are made of a page, such as its summary, they are left out.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.model import CrossReference, Label, NumberReference, kind_of_label
from sitegen.model.references.glossary_reference import GlossaryReference
from sitegen.model.references.label_list import LabelListReference, ReferrersReference

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.model import Reference

__all__ = [
    "LIST",
    "NUMBER",
    "PLACE",
    "REFERENCE",
    "REFERRERS",
    "glossary_mark",
    "list_mark",
    "number_mark",
    "place_mark",
    "read_label",
    "read_number",
    "read_reference",
    "reference_mark",
    "referrers_node",
]

#: The attributes that tell these slots from others.
NUMBER = "data-number"
REFERENCE = "data-reference"
REFERRERS = "data-referrers"
LIST = "data-list"
PLACE = "data-place"
GLOSSARY = "data-glossary"


def number_mark(
    label: str,
    *,
    title: str = "",
    form: Literal["full", "number", "part", "none"] = "full",
    given: str = "",
    within: str = "",
) -> str:
    """Return the HTML that stands for the number of a labelled thing, and defines the label.

    `title` is its caption or name as plain text, for lists of figures and for links. `form` is
    "full" for "Figure 3", "number" for "3", "part" for "(a)", "none" for a thing that shows no
    number. It is counted among those of its kind unless it has the number `given`, such as a tag of
    TeX; `within` is the label of the figure of which it is a part. Raises ValueError for a label
    without a known prefix: ask `sitegen.model.kind_of_label` first.
    """
    if not kind_of_label(label):
        raise ValueError(label)
    values = {NUMBER: label, "title": title, "form": form, "given": given, "within": within}
    attributes = "".join(f' {n}="{html.escape(value)}"' for n, value in values.items() if value)
    return f"<{SLOT_ELEMENT}{attributes}></{SLOT_ELEMENT}>"


def place_mark(label: str, *, title: str) -> str:
    """Return the HTML that defines a label of something that has no number, such as a term.

    It shows nothing. `title` names the thing in plain text.
    """
    values = {NUMBER: label, "title": title, "form": "none", "given": title}
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in values.items())
    return f"<{SLOT_ELEMENT}{attributes}></{SLOT_ELEMENT}>"


def reference_mark(label: str, place: int = -1) -> str:
    """Return the HTML that stands for the number of something, as a link to it.

    `place` is where the reference is written, an index into the source.
    """
    written = f' {PLACE}="{place}"' if place >= 0 else ""
    return f'<{SLOT_ELEMENT} {REFERENCE}="{html.escape(label)}"{written}></{SLOT_ELEMENT}>'


def referrers_node(parser: LexborHTMLParser, label: str) -> LexborNode:
    """Return the element that stands for links to the pages that refer to something."""
    node = parser.create_node(SLOT_ELEMENT)
    node.attrs[REFERRERS] = label
    return node


def list_mark(kind: str, scope: str, place: str = "") -> str:
    """Return the HTML that stands for a list of the things of one kind on a page or the site.

    `place` is where the list is written, an index into the source.
    """
    written = f' {PLACE}="{place}"' if place.isdecimal() else ""
    return f'<{SLOT_ELEMENT} {LIST}="{kind}" scope="{scope}"{written}></{SLOT_ELEMENT}>'


def glossary_mark(place: str = "") -> str:
    """Return the HTML that stands for a list of the terms of the site's glossary.

    `place` is where the list is written, an index into the source.
    """
    written = f' {PLACE}="{place}"' if place.isdecimal() else ""
    return f'<{SLOT_ELEMENT} {GLOSSARY}=""{written}></{SLOT_ELEMENT}>'


def read_reference(found: Mapping[str, str | None]) -> Reference | None:
    """Return what goes into the slot of a reference, of links back, or of a list.

    `found` are the attributes of the mark, also in the functions below.
    """
    if REFERENCE in found:
        return CrossReference(target=found[REFERENCE] or "", line=0, only_number=True)
    if REFERRERS in found:
        return ReferrersReference(target=found[REFERRERS] or "", line=0)
    if GLOSSARY in found:
        return GlossaryReference(target="", line=0)
    if LIST in found:
        scope: Any = found.get("scope")
        return LabelListReference(target=found[LIST] or "", line=0, scope=scope)
    return None


def read_label(found: Mapping[str, str | None]) -> Label:
    """Return the label that a mark defines."""
    return Label(
        name=found[NUMBER] or "",
        title=found.get("title") or "",
        given=found.get("given") or "",
        within=found.get("within") or "",
    )


def read_number(found: Mapping[str, str | None]) -> NumberReference | None:
    """Return what goes into the slot of a mark, None if it shows nothing."""
    form: Any = found.get("form")
    if form == "none":
        return None
    return NumberReference(target=found[NUMBER] or "", line=0, form=form)
