"""Compile `text` for variables, `number` and `label`.

Source: the CSL 1.0.2 specification, "Text", "Number" and "Label".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.citation_labels import citation_label
from sitegen.research.csl.element_format import as_it_is, format_of
from sitegen.research.csl.element_sequences import Step
from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.numbers import (
    begins_with_label,
    format_number,
    is_numeric,
    is_plural,
    page_range,
)
from sitegen.research.csl.rich_text import (
    LETTER,
    LOCATOR,
    NUMBER,
    Format,
    Rich,
    Slot,
    Span,
    plain_text,
)
from sitegen.research.csl_variables import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.research.csl.cites import Cite
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.scene import Scene
    from sitegen.research.csl.xml_tree import Element

    Render = Callable[[Scene], Rich]

__all__ = [
    "CITATION_NUMBER",
    "YEAR_SUFFIX",
    "compile_label",
    "compile_number",
    "compile_variable",
    "locator_text",
]

CITATION_NUMBER = Slot(NUMBER)
YEAR_SUFFIX = Slot(LETTER)
_OPEN_LOCATOR = Slot(LOCATOR)
_COUNTS = frozenset({"number-of-pages", "number-of-volumes"})
_PAGES = frozenset({"page", "locator"})
_OF_THE_CITE = frozenset({"locator", "citation-number"})
_DIGITS = re.compile(r"\d+")
_ADDRESSES = {"DOI": "https://doi.org/", "PMID": "https://pubmed.ncbi.nlm.nih.gov/", "URL": ""}
_WEB = ("https://", "http://")


def compile_variable(element: Element, page_ranges: str) -> Step:
    """Return what writes a variable as text."""
    variable = element.get("variable")
    special = {
        "citation-number": _citation_number,
        "year-suffix": _year_suffix,
        "first-reference-note-number": _note_number,
        "citation-label": _label_of_item,
    }.get(variable)
    if special is not None or variable == "locator":
        return Step(_compile_special(element, special, page_ranges), counts=True)
    prefix = element.get("prefix")
    if variable in _ADDRESSES and prefix.startswith(_WEB):
        # The link covers what the style writes before it.
        element = replace(element, attributes={**element.attributes, "prefix": ""})
    else:
        prefix = ""
    names = (f"{variable}-short", variable) if element.get("form") == "short" else (variable,)
    ranges = page_ranges if variable in _PAGES else None
    field = _Field(variable, names, ranges, prefix, format_of(element))
    return Step(field.write, counts=True, settle=field.settle)


def _compile_special(
    element: Element, special: Callable[[Scene], Rich] | None, page_ranges: str
) -> Render:
    """Return what writes a variable that is not only the item's: a locator, if nothing else."""
    look = format_of(element)
    #: Whether there is a letter is no matter of the entry.
    is_letter = element.get("variable") == "year-suffix"

    def render(scene: Scene) -> Rich:
        scene.called += 1
        if special is not None:
            scene.varying += 1
            text = special(scene)
        else:
            scene.varying += scene.has_locator
            text = _locator(scene, page_ranges)
        if not text:
            scene.found += is_letter
            return []
        scene.found += 1
        return look(text, scene)

    return render


class _Field(NamedTuple):
    """A variable of the item: under the first of some `names` that has a value.

    `ranges` is how pages are written; it is nothing for what are no pages. `prefix` is what stands
    in a link before the value.
    """

    variable: str
    names: tuple[str, ...]
    ranges: str | None
    prefix: str
    look: Callable[[Rich, Scene], Rich]

    def write(self, scene: Scene) -> Rich:
        """Return the text of any item."""
        scene.called += 1
        text = _plain(scene, self.names, self.ranges)
        if not text:
            return []
        scene.found += 1
        if self.variable in _ADDRESSES and not scene.sorting:
            text = _linked(text, self.variable, self.prefix)
        return self.look(text, scene)

    def settle(self, scene: Scene) -> Render | None:
        """Return what writes the variable of items that have it, unless something hides it."""
        name = next((name for name in self.names if scene.item.texts.get(name)), "")
        if scene.sorting or not name:
            return None
        variable, _, ranges, prefix, look = self
        is_pages, is_number, is_linked = ranges is not None, name in NUMBERS, variable in _ADDRESSES
        has_look = look is not as_it_is

        def write(scene: Scene) -> Rich:
            value = scene.item.texts.get(name)
            if not value or scene.quashed or scene.using is not None:
                return self.write(scene)
            scene.found += 1
            if is_pages:
                text: Rich = [page_range(value, ranges or "", scene.locale)]
            elif is_number and "-" in value:
                text = parse_field(page_range(value, "", scene.locale))
            else:
                text = parse_field(value)
            if is_linked:
                text = _linked(text, variable, prefix)
            return look(text, scene) if has_look else text

        return write


def _linked(text: Rich, variable: str, prefix: str) -> Rich:
    """Return an address as a link, if it is one of the web."""
    value = plain_text(text) if len(text) > 1 or type(text[0]) is not str else text[0]
    url = value if value.startswith(_WEB) else _ADDRESSES[variable] + value
    text = [prefix, *text] if prefix else text
    return [Span(text, Format(link=url))] if url.startswith(_WEB) else text


def _plain(scene: Scene, names: tuple[str, ...], page_ranges: str | None) -> Rich:
    for name in names:
        value = scene.item.texts.get(name)
        if not value:
            continue
        scene.varying += 1
        if name in scene.quashed:
            return []
        scene.use(name)
        if scene.sorting and name in NUMBERS:
            return [_DIGITS.sub(lambda found: found[0].zfill(10), value)]
        if page_ranges is not None:
            return [page_range(value, page_ranges, scene.locale)]
        if name in NUMBERS and "-" in value:
            value = page_range(value, "", scene.locale)
        return parse_field(value)
    return []


def _citation_number(scene: Scene) -> Rich:
    if scene.sorting:
        return [f"{scene.number:010}"]
    return [CITATION_NUMBER]


def _year_suffix(scene: Scene) -> Rich:
    if not scene.year_suffix or scene.suffix_written:
        return []
    scene.suffix_written = True
    return [YEAR_SUFFIX]


def _note_number(scene: Scene) -> Rich:
    return [str(scene.note)] if scene.position > 0 and scene.note else []


def _label_of_item(scene: Scene) -> Rich:
    text: Rich = [citation_label(scene.item)]
    if scene.year_suffix and not scene.suffix_written:
        scene.suffix_written = True
        text.append(YEAR_SUFFIX)
    return text


def _locator(scene: Scene, page_ranges: str) -> Rich:
    if scene.cite is None or not scene.cite.locator:
        return []
    if scene.open_locator:
        return [_OPEN_LOCATOR]
    return [locator_text(scene.cite, page_ranges, scene.locale)]


def locator_text(cite: Cite, page_ranges: str, locale: Locale) -> str:
    """Return a locator as it is written, with the style's ranges of pages."""
    how = page_ranges if cite.locator_label == "page" else ""
    return page_range(cite.locator, how, locale)


def compile_number(element: Element) -> Step:
    """Return what writes a number in one of its forms."""
    variable, form = element.get("variable"), element.get("form", "numeric")
    look = format_of(element)

    def render(scene: Scene) -> Rich:
        scene.called += 1
        text = _number(scene, variable, form)
        if not text:
            return []
        scene.found += 1
        return look(text, scene)

    return Step(render, counts=True)


def _number(scene: Scene, variable: str, form: str) -> Rich:
    if variable == "citation-number":
        return _citation_number(scene)
    if variable == "locator":
        scene.varying += scene.has_locator
        value = scene.cite.locator if scene.cite is not None else ""
    else:
        value = scene.item.texts.get(variable, "")
        scene.varying += bool(value)
        if variable in scene.quashed:
            return []
    if not value:
        return []
    scene.use(variable)
    if scene.sorting:
        return [_DIGITS.sub(lambda found: found[0].zfill(10), value)]
    return [format_number(value, form, scene.locale, scene.locale.gender(variable))]


def compile_label(element: Element) -> Step:
    """Return what writes the word for a number: `page` or `pages`.

    As in other processors, it does not ask whether there is a number: a group around both does.
    """
    variable, form = element.get("variable"), element.get("form", "long")
    how = element.get("plural", "contextual")
    look = format_of(element)

    def render(scene: Scene) -> Rich:
        term = variable
        if variable == "locator":
            scene.varying += scene.has_locator
            value, term = _locator_of(scene)
            if begins_with_label(value):
                return []
        elif variable == "citation-number":
            value = "1"
        else:
            value = scene.item.texts.get(variable, "")
            scene.varying += bool(value)
        plural = how == "always" or (how == "contextual" and _is_plural(variable, value))
        word = scene.locale.term(term, form, plural=plural)
        return look([word], scene) if word else []

    def settle(scene: Scene) -> Render | None:
        """Return what writes the words, which are the same for all numbers but for their number."""
        if variable in _OF_THE_CITE:
            return None
        words = [scene.locale.term(variable, form, plural=plural) for plural in (False, True)]
        one, many = [look([word], scene) if word else [] for word in words]
        if how != "contextual":
            return lambda _: many if how == "always" else one
        return lambda scene: (
            many if _is_plural(variable, scene.item.texts.get(variable, "")) else one
        )

    return Step(render, settle=settle)


def _locator_of(scene: Scene) -> tuple[str, str]:
    if scene.cite is None or not scene.cite.locator:
        return "", "page"
    return scene.cite.locator, scene.cite.locator_label


def _is_plural(variable: str, value: str) -> bool:
    if variable in _COUNTS and is_numeric(value) and value.isdecimal():
        return int(value[:9]) > 1
    return is_plural(value)
