"""Compile the conditions of `if` and `else-if`.

Source: the CSL 1.0.2 specification, "Choose".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.research.csl.numbers import is_numeric

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.research.csl.scene import Scene
    from sitegen.research.csl.xml_tree import Element

    Test = Callable[[Scene], bool]

__all__ = ["FIRST", "IBID", "IBID_WITH_LOCATOR", "SUBSEQUENT", "compile_condition", "has_value"]

#: Positions of a cite, each of which implies those below it, except the first.
FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR = range(4)
_POSITIONS = {
    "subsequent": SUBSEQUENT,
    "ibid": IBID,
    "ibid-with-locator": IBID_WITH_LOCATOR,
}
_TESTED = ("variable", "is-numeric", "is-uncertain-date", "position")
#: An entry has one of these only, so that one of several values is enough.
_ONE_OF = ("type", "locator")


def compile_condition(element: Element) -> Test:
    """Return a test of a scene."""
    tests = [_test(name, value) for name in _TESTED for value in element.get(name).split()]
    tests += [_one_of(name, element.get(name).split()) for name in _ONE_OF if element.get(name)]
    said = element.get("disambiguate")
    if said:
        tests.append(_disambiguates if said == "true" else lambda scene: not scene.depth.condition)
    match = element.get("match", "all")
    if match == "any":
        return lambda scene: any(test(scene) for test in tests)
    if match == "none":
        return lambda scene: not any(test(scene) for test in tests)
    if len(tests) == 1:
        return tests[0]
    return lambda scene: bool(tests) and all(test(scene) for test in tests)


def _disambiguates(scene: Scene) -> bool:
    """Tell whether a condition is among those that are needed to tell cites apart."""
    scene.conditions += 1
    return scene.conditions <= scene.depth.condition


def _one_of(name: str, values: list[str]) -> Test:
    tests = [_test(name, value) for value in values]
    return tests[0] if len(tests) == 1 else lambda scene: any(test(scene) for test in tests)


def _test(name: str, value: str) -> Test:
    if name == "type":
        return lambda scene: scene.item.type == value
    if name == "variable":
        return lambda scene: has_value(scene, value)
    if name == "is-numeric":
        return lambda scene: _is_number(scene, value)
    if name == "is-uncertain-date":
        return lambda scene: value in scene.item.dates and scene.item.dates[value].circa
    if name == "locator":
        wanted = value.replace(" ", "-")
        return lambda scene: scene.cite is not None and scene.cite.locator_label == wanted
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


def has_value(scene: Scene, variable: str) -> bool:
    """Tell whether a variable has a value that can be shown."""
    if variable == "locator":
        return scene.cite is not None and bool(scene.cite.locator)
    if variable == "citation-number":
        return True
    if variable == "year-suffix":
        return scene.year_suffix
    if variable == "first-reference-note-number":
        return scene.position > FIRST and scene.note > 0
    if variable == "title-short" and variable not in scene.item.texts:
        return False
    return scene.item.has(variable)


def _is_number(scene: Scene, variable: str) -> bool:
    if variable == "locator":
        return scene.cite is not None and is_numeric(scene.cite.locator)
    if variable == "citation-number":
        return True
    return is_numeric(scene.item.texts.get(variable, ""))
