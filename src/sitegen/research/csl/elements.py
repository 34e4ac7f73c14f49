"""Compile the elements of a style to functions that write an entry.

Source: the CSL 1.0.2 specification, "Rendering Elements". Each function takes a `Scene` and
returns the text; it never raises, whatever the entry is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import Problem
from sitegen.research.csl.conditions import compile_condition
from sitegen.research.csl.date_element import compile_date
from sitegen.research.csl.element_format import as_it_is, format_of
from sitegen.research.csl.element_sequences import Choice, Group, Resumable, Series, Step
from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.names_element import compile_names
from sitegen.research.csl.rich_text import Rich, Term
from sitegen.research.csl.variable_elements import compile_label, compile_number, compile_variable
from sitegen.research.csl.xml_tree import INVALID_STYLE, Element, reachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.research.csl.conditions import Condition
    from sitegen.research.csl.name_options import NamesElement
    from sitegen.research.csl.scene import Scene

    Render = Callable[[Scene], Rich]

__all__ = ["Compiler", "Mistake", "asks_locator"]

#: So many elements may a macro stand for, with all macros in it.
_MOST_ELEMENTS = 2_000_000
#: Elements may be so deep within each other, macros included.
_MOST_DEEP = 120
_LEAVES: Mapping[str, Callable[[Element], Step]] = {
    "date": compile_date,
    "number": compile_number,
    "label": compile_label,
}
_NOTHING = Group(Series(()), as_it_is)


def _settle_words(render: Render) -> Callable[[Scene], Render]:
    """Return what makes words, which are the same in all entries of a language, only once."""

    def settle(scene: Scene) -> Render:
        words = render(scene)
        return lambda _: words

    return settle


class Mistake(NamedTuple):
    """A problem in a style and its place. `fatal` ones leave no style to use."""

    problem: Problem
    line: int
    column: int
    fatal: bool = False


class Compiler:
    """Compiles the elements of one layout, whose options for names its macros inherit."""

    def __init__(
        self,
        macros: Mapping[str, Element],
        inherited: Mapping[str, str],
        page_ranges: str,
        mistakes: list[Mistake],
        unknown: str,
    ) -> None:
        self._macros = macros
        self._inherited = inherited
        self._page_ranges = page_ranges
        self._mistakes = mistakes
        self._unknown = unknown
        self._made: dict[tuple[str, int], tuple[Group, int]] = {}
        self._around: list[NamesElement] = []
        self._open: list[str] = []
        self._size = 0
        self._depth = 0

    def children(self, element: Element) -> Render:
        """Return what writes the children of an element one after another."""
        return self._series(element).write

    def citation(self, layout: Element) -> Render:
        """Return what writes the layout of a citation, or its only group; see `Resumable`."""
        children = layout.children
        group = children[0] if len(children) == 1 and children[0].name == "group" else None
        if group is None:
            return self._resumable(layout).write
        delimiter = group.get("delimiter")
        return Group(self._resumable(group, delimiter), format_of(group), delimiter).write

    def _resumable(self, element: Element, delimiter: str = "") -> Series:
        seen: set[str] = set()  # macros of children before, which do not ask
        asking = (
            at
            for at, child in enumerate(element.children)
            if any(map(asks_locator, reachable(child, self._macros, seen)))
        )
        count = next(asking, 0)
        series = self._series(element, delimiter)
        # What is not known to CSL is no step.
        is_whole = len(series.steps) == len(element.children)
        return Resumable(series.steps, count, delimiter) if count and is_whole else series

    def macro(self, name: str, element: Element) -> Render:
        """Return what writes a macro; a mistake is reported at the element that calls it."""
        return self._macro(name, element).write

    def _series(self, element: Element, delimiter: str = "") -> Series:
        """Compile the children of an element, between which a group writes a delimiter."""
        steps: list[Step] = []
        for each in element.children:
            self._size += 1
            if self._depth >= _MOST_DEEP:
                message = f"elements and macros are more than {_MOST_DEEP} deep within each other"
                self._report(each, message, "take a simpler style", fatal=True)
                break
            self._depth += 1
            if (step := self._step(each, delimiter)) is not None:
                steps.append(step)
            self._depth -= 1
        return Series(steps, delimiter)

    def _step(self, element: Element, delimiter: str = "") -> Step | None:
        name = element.name
        if name == "choose":
            choice = self._choose(element, delimiter)
            return Step(choice.collect, is_choice=True, holder=choice)
        if name == "text":
            return self._text(element)
        if name == "group":
            inner = element.get("delimiter")
            group = Group(self._series(element, inner), format_of(element), inner)
            return Step(group.write, counts=True, holder=group)
        if name == "names":
            around = self._around[-1] if self._around else None
            return compile_names(element, self._inherited, around, self._substitutes)
        if name in _LEAVES:
            return _LEAVES[name](element)
        self._report(element, f"CSL has no element '{name}' here", "remove it, or look at its name")
        return None

    def _report(self, element: Element, message: str, hint: str, *, fatal: bool = False) -> None:
        code = INVALID_STYLE if fatal else self._unknown
        problem = Problem(code, message, hint)
        self._mistakes.append(Mistake(problem, element.line, element.column, fatal))

    def _text(self, element: Element) -> Step | None:
        attributes = element.attributes
        look = format_of(element)
        if "variable" in attributes:
            return compile_variable(element, self._page_ranges)
        if "macro" in attributes:
            macro = self._macro(attributes["macro"], element)
            look = format_of(replace(element, attributes=_without_case(attributes)))
            group = macro if look is as_it_is else Group(macro.series, look)
            return Step(group.write, counts=True, holder=group)
        if "term" in attributes:
            render = _term(element)
            return Step(render, settle=_settle_words(render))
        if "value" in attributes:
            value = parse_field(attributes["value"])

            def write(scene: Scene) -> Rich:
                return look(value, scene)

            # The language of an entry decides on the case.
            return Step(write, settle=None if "text-case" in attributes else _settle_words(write))
        self._report(
            element,
            "the element 'text' does not say what to write",
            "give it one of 'variable', 'macro', 'term' and 'value'",
        )
        return None

    def _macro(self, name: str, element: Element) -> Group:
        if name not in self._macros:
            self._report(element, f"there is no macro '{name}'", "define it, or look at its name")
            return _NOTHING
        if name in self._open:
            loop = " → ".join([*self._open[self._open.index(name) :], name])
            self._report(element, f"macros call each other in a circle: {loop}",
                         "let one of them do without the other", fatal=True)  # fmt: skip
            return _NOTHING
        key = (name, id(self._around[-1]) if self._around else 0)
        if key not in self._made:
            self._open.append(name)
            outer, self._size = self._size, 0
            group = Group(self._series(self._macros[name]), as_it_is)
            self._made[key] = group, self._size
            self._size = outer
            self._open.pop()
        group, size = self._made[key]
        self._size += size
        if size > _MOST_ELEMENTS:
            self._report(element, f"the macro '{name}' stands for too many elements: {size:,}",
                         "call fewer macros in it", fatal=True)  # fmt: skip
        return group

    def _choose(self, element: Element, delimiter: str) -> Choice:
        branches: list[tuple[Condition | None, Series]] = []
        for each in element.children:
            if each.name in {"if", "else-if", "else"}:
                condition = compile_condition(each) if each.name != "else" else None
                branches.append((condition, self._series(each, delimiter)))
            else:
                self._report(each, f"CSL has no element '{each.name}' in 'choose'", "remove it")
        return Choice(branches)

    def _substitutes(self, element: Element, names: NamesElement) -> list[Render]:
        self._around.append(names)
        steps = map(self._step, element.children)
        renders: list[Render] = [
            each.holder.write if isinstance(each.holder, Choice) else each.write
            for each in steps
            if each is not None
        ]
        self._around.pop()
        return renders


def asks_locator(element: Element) -> bool:
    """Tell whether an element by itself asks for the locator of a cite."""
    names = (*element.get("variable").split(), *element.get("is-numeric").split())
    return "locator" in names or "locator" in element.attributes


def _without_case(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return what a call of a macro says but its case, which other processors leave out."""
    return {key: value for key, value in attributes.items() if key != "text-case"}


def _term(element: Element) -> Render:
    name, form = element.get("term"), element.get("form", "long")
    plural = element.get("plural") == "true"
    look = format_of(element)

    def render(scene: Scene) -> Rich:
        word = scene.locale.term(name, form, plural=plural)
        return look([Term(word)], scene) if word else []

    return render
