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
from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.names_element import compile_names
from sitegen.research.csl.rich_text import Rich, Term
from sitegen.research.csl.variable_elements import compile_label, compile_number, compile_variable
from sitegen.research.csl.xml_tree import INVALID_STYLE, Element

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.research.csl.conditions import Condition, Test
    from sitegen.research.csl.name_options import NamesElement
    from sitegen.research.csl.scene import Scene

    Render = Callable[[Scene], Rich]
    Collect = Callable[[Scene, list[Rich]], None]

__all__ = ["Compiler", "Mistake"]

#: So many elements may a macro stand for, with all macros in it.
_MOST_ELEMENTS = 2_000_000
#: Elements may be so deep within each other, macros included.
_MOST_DEEP = 120


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
        self._made: dict[tuple[str, int], tuple[Render, int]] = {}
        self._around: list[NamesElement] = []
        self._open: list[str] = []
        self._size = 0
        self._depth = 0

    def children(self, element: Element) -> Render:
        """Return what writes the children of an element one after another."""
        collect = self._collect_all(element)

        def render(scene: Scene) -> Rich:
            parts: list[Rich] = []
            collect(scene, parts)
            return [leaf for part in parts for leaf in part]

        return render

    def macro(self, name: str, element: Element) -> Render:
        """Return what writes a macro; a mistake is reported at the element that calls it."""
        return self._macro(name, element)

    def _collect_all(self, element: Element) -> Collect:
        """Compile the children of an element: their texts, and those of branches, in a list."""
        made: list[tuple[Render | None, Collect | None]] = []
        for each in element.children:
            self._size += 1
            if self._depth >= _MOST_DEEP:
                message = f"elements and macros are more than {_MOST_DEEP} deep within each other"
                self._report(each, message, "take a simpler style", fatal=True)
                break
            self._depth += 1
            if each.name == "choose":
                made.append((None, self._choose(each)))
            elif (render := self._render(each)) is not None:
                made.append((render, None))
            self._depth -= 1
        return _sequence(made)

    def _render(self, element: Element) -> Render | None:
        name = element.name
        if name == "text":
            return self._text(element)
        if name == "group":
            return self._group(element)
        if name == "names":
            around = self._around[-1] if self._around else None
            return compile_names(element, self._inherited, around, self._substitutes)
        if name == "date":
            return compile_date(element)
        if name == "number":
            return compile_number(element)
        if name == "label":
            return compile_label(element)
        self._report(element, f"CSL has no element '{name}' here", "remove it, or look at its name")
        return None

    def _report(self, element: Element, message: str, hint: str, *, fatal: bool = False) -> None:
        code = INVALID_STYLE if fatal else self._unknown
        problem = Problem(code, message, hint)
        self._mistakes.append(Mistake(problem, element.line, element.column, fatal))

    def _text(self, element: Element) -> Render | None:
        attributes = element.attributes
        look = format_of(element)
        if "variable" in attributes:
            return compile_variable(element, self._page_ranges)
        if "macro" in attributes:
            macro = self._macro(attributes["macro"], element)
            look = format_of(replace(element, attributes=_without_case(attributes)))
            return macro if look is as_it_is else lambda scene: look(macro(scene), scene)
        if "term" in attributes:
            return _term(element)
        if "value" in attributes:
            value = parse_field(attributes["value"])
            return lambda scene: look(value, scene)
        self._report(
            element,
            "the element 'text' does not say what to write",
            "give it one of 'variable', 'macro', 'term' and 'value'",
        )
        return None

    def _macro(self, name: str, element: Element) -> Render:
        if name not in self._macros:
            self._report(element, f"there is no macro '{name}'", "define it, or look at its name")
            return _nothing
        if name in self._open:
            loop = " → ".join([*self._open[self._open.index(name) :], name])
            self._report(element, f"macros call each other in a circle: {loop}",
                         "let one of them do without the other", fatal=True)  # fmt: skip
            return _nothing
        key = (name, id(self._around[-1]) if self._around else 0)
        if key not in self._made:
            self._open.append(name)
            outer, self._size = self._size, 0
            render = _grouped(self._collect_all(self._macros[name]), as_it_is, "")
            self._made[key] = render, self._size
            self._size = outer
            self._open.pop()
        render, size = self._made[key]
        self._size += size
        if size > _MOST_ELEMENTS:
            self._report(element, f"the macro '{name}' stands for too many elements: {size:,}",
                         "call fewer macros in it", fatal=True)  # fmt: skip
        return render

    def _group(self, element: Element) -> Render:
        collect = self._collect_all(element)
        return _grouped(collect, format_of(element), element.get("delimiter"))

    def _choose(self, element: Element) -> Collect:
        branches: list[tuple[Condition | None, Collect]] = []
        for each in element.children:
            if each.name in {"if", "else-if", "else"}:
                condition = compile_condition(each) if each.name != "else" else None
                branches.append((condition, self._collect_all(each)))
            else:
                self._report(each, f"CSL has no element '{each.name}' in 'choose'", "remove it")
        by_type: dict[str, list[tuple[Test | None, Collect]]] = {}

        def collect(scene: Scene, parts: list[Rich]) -> None:
            left = by_type.get(scene.item.type)
            if left is None:
                left = by_type[scene.item.type] = _left(branches, scene.item.type)
            for test, branch in left:
                if test is None or test(scene):
                    branch(scene, parts)
                    return

        return collect

    def _substitutes(self, element: Element, names: NamesElement) -> list[Render]:
        self._around.append(names)
        renders = []
        for each in element.children:
            if each.name == "choose":
                collect = self._choose(each)
                renders.append(_joined(collect))
            else:
                render = self._render(each)
                if render is not None:
                    renders.append(render)
        self._around.pop()
        return renders


def _without_case(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return what a call of a macro says but its case, which other processors leave out."""
    return {key: value for key, value in attributes.items() if key != "text-case"}


def _sequence(made: list[tuple[Render | None, Collect | None]]) -> Collect:
    """Return what collects the texts of elements, of which those that branch add several."""
    if len(made) == 1 and made[0][1] is not None:
        return made[0][1]
    renders = [render for render, _ in made if render is not None]
    if len(renders) == len(made):
        return _plain_sequence(renders)

    def mixed(scene: Scene, parts: list[Rich]) -> None:
        for render, collect in made:
            if collect is not None:
                collect(scene, parts)
            elif render is not None:
                text = render(scene)
                if text:
                    parts.append(text)

    return mixed


def _plain_sequence(renders: list[Render]) -> Collect:
    def plain(scene: Scene, parts: list[Rich]) -> None:
        for render in renders:
            text = render(scene)
            if text:
                parts.append(text)

    return plain


def _joined(collect: Collect) -> Render:
    def render(scene: Scene) -> Rich:
        parts: list[Rich] = []
        collect(scene, parts)
        return [leaf for part in parts for leaf in part]

    return render


def _left(
    branches: list[tuple[Condition | None, Collect]], name: str
) -> list[tuple[Test | None, Collect]]:
    """Return the branches that items of a type may take, with the tests that are left."""
    left: list[tuple[Test | None, Collect]] = []
    for condition, branch in branches:
        answer = True if condition is None else condition.for_type(name)
        if answer is True:
            left.append((None, branch))
            break
        if answer is not False:
            left.append((answer, branch))
    return left


def _grouped(collect: Collect, look: Callable[[Rich, Scene], Rich], delimiter: str) -> Render:
    """Return what writes a group or a macro.

    It shows unless it asked for variables and all of them are empty. For what is around it, it then
    counts as one variable that has a value.
    """

    def grouped(scene: Scene) -> Rich:
        called, found = scene.called, scene.found
        scene.called = scene.found = 0
        parts: list[Rich] = []
        collect(scene, parts)
        if not parts or (scene.called and not scene.found):
            scene.called += called
            scene.found += found
            return []
        scene.called = called + 1
        scene.found = found + 1
        text = parts[0]
        if len(parts) > 1:
            text = list(text)
            for part in parts[1:]:
                if delimiter:
                    text.append(delimiter)
                text += part
        return look(text, scene)

    return grouped


def _nothing(_scene: Scene) -> Rich:
    return []


def _term(element: Element) -> Render:
    name, form = element.get("term"), element.get("form", "long")
    plural = element.get("plural") == "true"
    look = format_of(element)

    def render(scene: Scene) -> Rich:
        word = scene.locale.term(name, form, plural=plural)
        return look([Term(word)], scene) if word else []

    return render
