"""A formula that has been set: MathML, the lines that have numbers, and what is wrong with it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import msgspec

from sitegen.mathematics.macros import NO_MACROS, Macros

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["UNNAMED", "Formula", "FormulaProblem", "NumberPlace", "ReferencePlace"]

#: What lines are within that have one number together, but no label.
UNNAMED = "_"


class FormulaProblem(msgspec.Struct, frozen=True):
    """A mistake in a formula: `index` counts the characters of its TeX from 0."""

    index: int
    message: str
    hint: str = ""


class NumberPlace(msgspec.Struct, frozen=True):
    r"""Where the number of a line stands, at the right edge.

    `label` is that of `\label`, and empty without one; `tag` the text of `\tag` or `\tag*`, and
    empty for a line that is to be counted. `tag_html` is the same as HTML, in which there may be
    MathML. `has_brackets` is False for `\tag*`. `index` is where the label is in the TeX, or else
    the line. A line of `subequations` is counted `within` a whole: by its label, or `UNNAMED`.
    """

    label: str
    tag: str = ""
    tag_html: str = ""
    has_brackets: bool = True
    index: int = 0
    within: str = ""


class ReferencePlace(msgspec.Struct, frozen=True):
    r"""Where `\ref` or `\eqref` (`has_brackets`) shows the number of the line with a label."""

    label: str
    has_brackets: bool = False
    index: int = 0


class Formula(msgspec.Struct, frozen=True):
    """A formula as MathML.

    `parts` is the MathML, split at the `places`; there is one part more than there are places.
    It is empty if the formula cannot be set: then the `problems` say why. `macros` are those that
    hold after the formula, `text` is what it reads as without any markup.
    """

    parts: tuple[str, ...] = ()
    places: tuple[NumberPlace | ReferencePlace, ...] = ()
    problems: tuple[FormulaProblem, ...] = ()
    macros: Macros = msgspec.field(default=NO_MACROS)

    @property
    def is_set(self) -> bool:
        """Tell whether there is MathML to show."""
        return bool(self.parts)

    @property
    def mathml(self) -> str:
        """Return the MathML with the tags, and without numbers; empty if it cannot be set."""
        return self.filled([_tag_html(place) for place in self.places])

    def filled(self, texts: Sequence[str]) -> str:
        """Return the MathML with HTML in each of its places: a number, a mark, or nothing.

        Raises ValueError if there are more or fewer than places.
        """
        if not self.parts:
            return ""
        pairs = zip(self.parts, [*texts, ""], strict=True)
        return "".join([piece for pair in pairs for piece in pair])


def _tag_html(place: NumberPlace | ReferencePlace) -> str:
    if isinstance(place, ReferencePlace):
        return html.escape(place.label, quote=False)
    tag = place.tag_html
    return f"({tag})" if tag and place.has_brackets else tag
