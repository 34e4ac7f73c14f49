"""Names of blocks: the directives of MyST that are divs here, for what is in them is Markdown."""

from __future__ import annotations

__all__ = ["DIRECTIVES", "FIGURES", "MARGIN_CLASSES", "PROOFS"]

_ADMONITIONS = frozenset(
    """
    admonition attention caution danger error hint important note seealso tip todo warning
    """.split()
)
PROOFS = frozenset(
    f"prf:{name}"
    for name in (
        *("theorem", "lemma", "corollary", "proposition", "conjecture", "definition", "example"),
        *("proof", "remark", "algorithm", "axiom", "observation", "property", "criterion"),
        "assumption",
    )
)
_LAYOUT = frozenset(
    """
    aside card details div dropdown epigraph exercise glossary grid grid-item grid-item-card
    highlights margin pull-quote sidebar solution tab-item tab-set topic
    """.split()
)
#: Behind their names stands the path of a picture.
FIGURES = frozenset({"figure", "image"})
DIRECTIVES = _ADMONITIONS | PROOFS | _LAYOUT | FIGURES | {"list-table"}
#: The classes of what stands in the margin of a page.
MARGIN_CLASSES = frozenset(
    {"column-margin", "aside", "margin", "marginnote", "sidenote", "sidebar"}
)
