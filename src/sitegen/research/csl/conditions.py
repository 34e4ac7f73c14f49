"""Compile the conditions of `if` and `else-if`.

Source: the CSL 1.0.2 specification, "Choose".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.numbers import is_numeric

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.research.csl.scene import Scene
    from sitegen.research.csl.xml_tree import Element

    Test = Callable[[Scene], bool]


__all__ = ["FIRST", "IBID", "IBID_WITH_LOCATOR", "SUBSEQUENT", "Condition", "compile_condition"]

#: Positions of a cite, each of which implies those below it, except the first.
FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR = range(4)
_POSITIONS = {
    "subsequent": SUBSEQUENT,
    "ibid": IBID,
    "ibid-with-locator": IBID_WITH_LOCATOR,
}
_TESTED = ("is-numeric", "is-uncertain-date", "position")
#: Variables whose value depends on the cite, not on the item.
_OF_THE_CITE = frozenset(
    {"locator", "citation-number", "year-suffix", "first-reference-note-number"}
)


class Condition(NamedTuple):
    """A condition: the types that it names, and its other tests.

    An item has one type only, so that one of several is enough. `match` is `all`, `any` or `none`.
    """

    types: frozenset[str]
    tests: tuple[Test, ...]
    match: str

    def for_type(self, name: str) -> Test | bool:
        """Return the condition for items of a type: an answer, or a test that is left."""
        tests = self.tests
        if self.types and self.match == "all" and name not in self.types:
            return False
        if name in self.types and self.match != "all":
            return self.match == "any"
        if not tests:
            return self.match == "none" or (self.match == "all" and bool(self.types))
        if self.match == "any":
            return tests[0] if len(tests) == 1 else _any(tests)
        if self.match == "none":
            return _none(tests)
        return tests[0] if len(tests) == 1 else _all(tests)


def compile_condition(element: Element) -> Condition:
    """Return the condition of an `if` or `else-if`."""
    match = element.get("match", "all")
    variables = frozenset(element.get("variable").split())
    tests = [_present(variables - _OF_THE_CITE, match)] if variables - _OF_THE_CITE else []
    tests += [_of_the_cite(name) for name in sorted(variables & _OF_THE_CITE)]
    tests += [_test(name, value) for name in _TESTED for value in element.get(name).split()]
    locators = frozenset(each.replace(" ", "-") for each in _locators(element))
    if locators:
        tests.append(lambda scene: scene.cite is not None and scene.cite.locator_label in locators)
    said = element.get("disambiguate")
    if said:
        tests.append(_disambiguates if said == "true" else lambda scene: not scene.depth.condition)
    return Condition(frozenset(element.get("type").split()), tuple(tests), match)


def _locators(element: Element) -> list[str]:
    return element.get("locator").replace("sub verbo", "sub-verbo").split()


def _present(variables: frozenset[str], match: str) -> Test:
    """Return a test of the variables that are the item's own."""
    if match == "all":
        return lambda scene: variables <= scene.item.present
    return lambda scene: not variables.isdisjoint(scene.item.present)


def _any(tests: tuple[Test, ...]) -> Test:
    return lambda scene: any(test(scene) for test in tests)


def _none(tests: tuple[Test, ...]) -> Test:
    if len(tests) == 1:
        (test,) = tests
        return lambda scene: not test(scene)
    return lambda scene: not any(test(scene) for test in tests)


def _all(tests: tuple[Test, ...]) -> Test:
    return lambda scene: all(test(scene) for test in tests)


def _disambiguates(scene: Scene) -> bool:
    """Tell whether a condition is among those that are needed to tell cites apart."""
    scene.conditions += 1
    return scene.conditions <= scene.depth.condition


def _test(name: str, value: str) -> Test:
    if name == "is-numeric":
        return lambda scene: _is_number(scene, value)
    if name == "is-uncertain-date":
        return lambda scene: value in scene.item.dates and scene.item.dates[value].circa
    return _position(value)


def _position(value: str) -> Test:
    if value == "first":
        return lambda scene: scene.area == "citation" and scene.position == FIRST
    if value == "near-note":
        return lambda scene: scene.area == "citation" and scene.near_note
    wanted = _POSITIONS.get(value)
    if wanted is None:
        return lambda _: False
    return lambda scene: scene.area == "citation" and scene.position >= wanted


def _of_the_cite(variable: str) -> Test:
    if variable == "locator":
        return lambda scene: scene.cite is not None and bool(scene.cite.locator)
    if variable == "year-suffix":
        return lambda scene: scene.year_suffix
    if variable == "first-reference-note-number":
        return lambda scene: scene.position > FIRST and scene.note > 0
    return lambda _: True


def _is_number(scene: Scene, variable: str) -> bool:
    if variable == "locator":
        return scene.cite is not None and is_numeric(scene.cite.locator)
    if variable == "citation-number":
        return True
    return is_numeric(scene.item.texts.get(variable, ""))
