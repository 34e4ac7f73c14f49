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
_LOCATOR = "locator"


class _Asked(NamedTuple):
    """A test; it fails if it is about a `variable` of the item, or a locator, that is absent."""

    test: Test
    variable: str = ""


class Condition(NamedTuple):
    """A condition: the types and the variables of items that it names, and its other tests.

    An item has one type only, so that one of several is enough. `match` is `all`, `any` or `none`.
    """

    types: frozenset[str]
    variables: frozenset[str]
    tests: tuple[_Asked, ...]
    match: str

    def for_shape(self, scene: Scene) -> Test | bool:
        """Return the condition for the shape of a scene: an answer, or a test that is left."""
        item = scene.item
        answers: list[bool] = [False for each in self.tests if _is_absent(each, scene)]
        tests = [each.test for each in self.tests if not _is_absent(each, scene)]
        if self.types:
            answers.append(item.type in self.types)
        if self.variables and self.match == "all":
            answers.append(self.variables <= item.present)
        elif self.variables:
            answers.append(not self.variables.isdisjoint(item.present))
        if self.match == "all":
            return all(answers) and (_all(tests) if tests else bool(answers))
        if self.match == "any":
            return any(answers) or (_any(tests) if tests else False)
        return not any(answers) and (_none(tests) if tests else True)


def _is_absent(asked: _Asked, scene: Scene) -> bool:
    if asked.variable == _LOCATOR:
        return not scene.has_locator
    return bool(asked.variable) and asked.variable not in scene.item.present


def compile_condition(element: Element) -> Condition:
    """Return the condition of an `if` or `else-if`."""
    match = element.get("match", "all")
    variables = frozenset(element.get("variable").split())
    tests = [
        _Asked(_of_the_cite(name), _LOCATOR if name == _LOCATOR else "")
        for name in sorted(variables & _OF_THE_CITE)
    ]
    tests += [_test(name, value) for name in _TESTED for value in element.get(name).split()]
    locators = frozenset(each.replace(" ", "-") for each in _locators(element))
    if locators:
        tests.append(
            _Asked(
                lambda scene: scene.cite is not None and scene.cite.locator_label in locators,
                _LOCATOR,
            )
        )
    said = element.get("disambiguate")
    if said:
        by_depth = _disambiguates if said == "true" else lambda scene: not scene.depth.condition
        tests.append(_Asked(by_depth))
    types = frozenset(element.get("type").split())
    return Condition(types, variables - _OF_THE_CITE, tuple(tests), match)


def _locators(element: Element) -> list[str]:
    return element.get("locator").replace("sub verbo", "sub-verbo").split()


def _any(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda scene: any(test(scene) for test in tests)


def _none(tests: list[Test]) -> Test:
    if len(tests) == 1:
        (test,) = tests
        return lambda scene: not test(scene)
    return lambda scene: not any(test(scene) for test in tests)


def _all(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda scene: all(test(scene) for test in tests)


def _disambiguates(scene: Scene) -> bool:
    """Tell whether a condition is among those that are needed to tell cites apart."""
    scene.conditions += 1
    return scene.conditions <= scene.depth.condition


def _test(name: str, value: str) -> _Asked:
    if name == "is-numeric":
        own = "" if value in _OF_THE_CITE and value != _LOCATOR else value
        return _Asked(lambda scene: _is_number(scene, value), own)
    if name == "is-uncertain-date":
        return _Asked(
            lambda scene: value in scene.item.dates and scene.item.dates[value].circa, value
        )
    return _Asked(_position(value))


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
