r"""Formulas and emphasis in the fields of front matter that are plain text: titles, abstracts.

Most places show a title as plain text, so that is what the fields become: ℓ₁ for `$\ell_1$`. The
heading of the page has it as MathML.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.content.formulas import bare_formula, find_formulas, may_hold_formulas
from sitegen.content.title_markup import TitleText, may_hold_markup, read_title
from sitegen.diagnostics import Diagnostic, Location, Problem
from sitegen.mathematics.formula_text import formula_text
from sitegen.mathematics.invalid_formula import explain_formula

if TYPE_CHECKING:
    from sitegen.mathematics.macros import Macros
    from sitegen.model import FrontMatter

__all__ = ["SetText", "set_fields", "set_text"]

_FIELDS = ("title", "subtitle", "abstract")


class SetText(NamedTuple):
    """A text with formulas, as plain text and as HTML, and what is wrong with them."""

    text: str
    html: str
    problems: tuple[Problem, ...] = ()


def set_text(text: str, macros: Macros | None) -> SetText | None:
    """Set the formulas and the emphasis in a plain text; None without any."""
    is_marked = may_hold_markup(text)
    formulas = find_formulas(text) if macros is not None and may_hold_formulas(text) else ()
    if macros is None or not formulas:
        found = read_title(text) if is_marked else None
        return SetText(*found) if found and found.text != text else None
    read = read_title if is_marked else _as_written
    from sitegen.mathematics.typesetting import typeset  # many sites have no formulas

    plain: list[str] = []
    marked: list[str] = []
    problems: list[Problem] = []
    done = 0
    for each in formulas:
        before, written = text[done : each.start], text[each.start : each.end]
        formula = typeset(bare_formula(written), display=False, macros=macros)
        problems += [
            explain_formula(problem, written, is_set=formula.is_set) for problem in formula.problems
        ]
        escaped = html.escape(written, quote=False)
        around = read(before)
        plain += (around.text, formula_text(formula.mathml) if formula.is_set else written)
        marked += (
            around.html,
            formula.mathml if formula.is_set else f'<code class="math-source">{escaped}</code>',
        )
        done = each.end
    rest = read(text[done:])
    plain.append(rest.text)
    marked.append(rest.html)
    return SetText("".join(plain), "".join(marked), tuple(problems))


def _as_written(text: str) -> TitleText:
    return TitleText(text, html.escape(text, quote=False))


def set_fields(
    front: FrontMatter, path: str, macros: Macros | None, smart_language: str = ""
) -> tuple[FrontMatter, str, list[Diagnostic]]:
    """Return the front matter as plain text, and the title as HTML if it has formulas or emphasis.

    Also returns what is wrong with the formulas, at their fields. With a language, the texts get
    its punctuation.
    """
    if smart_language:
        from sitegen.content.smart_punctuation import punctuate_fields  # few sites want it

        front = punctuate_fields(front, smart_language)
    title = ""
    problems: list[Diagnostic] = []
    changed: dict[str, str] = {}
    for name in _FIELDS:
        found = set_text(getattr(front, name), macros)
        if found is None:
            continue
        changed[name] = found.text
        title = found.html if name == "title" else title
        line, column = front.places.get(name, (0, 0))
        place = Location(path=path, line=line, column=column)
        problems += [each.at(place) for each in found.problems]
    return (msgspec.structs.replace(front, **changed) if changed else front), title, problems
