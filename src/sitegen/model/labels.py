"""Labels of figures, tables, equations and other things that have a number, after Quarto.

The prefix of a label says what it labels: `fig-knee` is a figure. See
https://quarto.org/docs/authoring/cross-references.html.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.model.stored import Stored

__all__ = ["DIRECTIVE_PREFIXES", "LABEL_KINDS", "Label", "LabelPlace", "kind_of_label"]

#: What the prefixes of labels stand for; each kind is counted by itself, and `labels.KIND` is its
#: word in the theme.
LABEL_KINDS = {
    "fig": "figure",
    "tbl": "table",
    "eq": "equation",
    "sec": "section",
    "lst": "listing",
    "thm": "theorem",
    "lem": "lemma",
    "cor": "corollary",
    "prp": "proposition",
    "cnj": "conjecture",
    "def": "definition",
    "exm": "example",
    "exr": "exercise",
    "sol": "solution",
    "rem": "remark",
    "alg": "algorithm",
}
#: The prefixes of what directives of MyST number, which need none in the name.
DIRECTIVE_PREFIXES = tuple(each for each in LABEL_KINDS if each not in {"sec", "sol"})
_LABEL = re.compile(r"([a-z]{2,3})-[^\s\"'<>]+")


class Label(Stored, frozen=True):
    """Something on a page to which others may refer; `name` is its id, too.

    `title` is its caption or heading as plain text. It has the number `given`, or the next one of
    its kind. A part of a figure, `within` another label, has a letter instead. If there are
    references in its caption, `caption` is that with marks for them: of a reference that defines
    the label, its `inner` ones, and otherwise those of the page's body, by number.
    """

    name: str
    title: str = ""
    given: str = ""
    within: str = ""
    caption: str = ""

    @property
    def kind(self) -> str:
        """What is labelled, such as `figure`."""
        return kind_of_label(self.name)


class LabelPlace(Stored, frozen=True):
    """A label as seen from a page: its number and its URL; `page` is the key of another page."""

    label: Label
    number: str
    url: str
    page: str = ""


@lru_cache(maxsize=250)  # many are asked for again and again, on the page that has them
def kind_of_label(name: str) -> str:
    """Return what a label stands for by its prefix, or nothing if it has none of ours."""
    found = _LABEL.fullmatch(name)
    return LABEL_KINDS.get(found[1], "") if found else ""
