"""Elements of a style that hold others: one after another, in groups, and in branches.

A style has elements for every kind of entry, most of which write nothing of a given one. So each
sequence keeps, for items of one shape (`scene.Shapes`), which of its elements may write something
of them: branches whose conditions are settled, and groups of one element, are replaced by what is
in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.research.csl.element_format import as_it_is

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.research.csl.conditions import Condition, Test
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.scene import Scene

__all__ = ["Choice", "Group", "Resumable", "Series", "Step"]


class Step(NamedTuple):
    """An element in a series: `write` returns its text; that of a choice adds texts to a list.

    One that `counts` is a variable that has a value, for a group around it, if it writes anything.
    `holder` is what the element is, if it holds others.
    """

    write: Callable[..., Any]
    counts: bool = False
    is_choice: bool = False
    holder: Choice | Group | None = None


class _Left:
    """What may write something of items of a shape; the rest asks for so many `absent` variables.

    `calls` are what the steps write with, and whether they are choices. `only` is the one that is
    left, if it counts.
    """

    __slots__ = ("absent", "calls", "only", "steps")

    def __init__(self, steps: Sequence[Step], absent: int) -> None:
        self.steps = steps
        self.absent = absent
        self.calls = tuple([(step.write, step.is_choice) for step in steps])
        is_one = len(steps) == 1 and steps[0].counts
        self.only: Callable[[Scene], Rich] | None = steps[0].write if is_one else None


class Series:
    """Elements one after another."""

    __slots__ = ("steps",)

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)

    def collect(self, scene: Scene, parts: list[Rich]) -> None:
        """Add the texts of the elements to a list."""
        left = scene.shape.get(self)
        if left is None:
            scene.shape[self] = _collect_first(self.steps, scene, parts)
            return
        scene.called += left.absent
        for write, is_choice in left.calls:
            if is_choice:
                write(scene, parts)
            elif text := write(scene):
                parts.append(text)

    def write(self, scene: Scene) -> Rich:
        """Return the texts of the elements as one."""
        parts: list[Rich] = []
        self.collect(scene, parts)
        return [leaf for part in parts for leaf in part]


class Resumable(Series):
    """The elements of a layout of citations, of which the first ones do not ask for the locator.

    Cites of an entry that differ in their locators only go on behind these.
    """

    __slots__ = ("_head", "_tail")

    def __init__(self, steps: Sequence[Step], count: int) -> None:
        super().__init__(steps)
        self._head, self._tail = Series(steps[:count]), Series(steps[count:])

    def collect(self, scene: Scene, parts: list[Rich]) -> None:
        """Add the texts of the elements to a list, which is empty."""
        if scene.begun is None:
            super().collect(scene, parts)
            return
        known, name = scene.begun
        begun = known.get(name)
        if begun is None:
            self._head.collect(scene, parts)
            known[name] = scene.save(parts)
        else:
            parts += begun.parts
            scene.resume(begun)
        self._tail.collect(scene, parts)


class Group:
    """A group or a macro.

    It shows unless it asked for variables and all of them are empty. For what is around it, it then
    counts as one variable that has a value.
    """

    __slots__ = ("_delimiter", "_look", "series")

    def __init__(
        self, series: Series, look: Callable[[Rich, Scene], Rich], delimiter: str = ""
    ) -> None:
        self.series = series
        self._look = look
        self._delimiter = delimiter

    @property
    def is_bare(self) -> bool:
        """Whether a group of one element writes the same as that."""
        return self._look is as_it_is

    def write(self, scene: Scene) -> Rich:
        """Return the text of the group."""
        left = scene.shape.get(self.series)
        if left is not None and left.only is not None:
            scene.called += left.absent
            text: Rich = left.only(scene)
            return self._look(text, scene) if text else text
        called, found = scene.called, scene.found
        scene.called = scene.found = 0
        parts: list[Rich] = []
        self.series.collect(scene, parts)
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
                if self._delimiter:
                    text.append(self._delimiter)
                text += part
        return self._look(text, scene)


class Choice:
    """Branches, of which the first is taken whose condition holds."""

    __slots__ = ("_branches",)

    def __init__(self, branches: Sequence[tuple[Condition | None, Series]]) -> None:
        self._branches = branches

    def collect(self, scene: Scene, parts: list[Rich]) -> None:
        """Add the texts of the branch to a list."""
        left = scene.shape.get(self)
        if left is None:
            left = scene.shape[self] = self._left(scene.item)
        for test, branch in left:
            if test is None:
                branch.collect(scene, parts)
                return
            scene.varying += 1
            if test(scene):
                branch.collect(scene, parts)
                return

    def write(self, scene: Scene) -> Rich:
        """Return the texts of the branch as one."""
        parts: list[Rich] = []
        self.collect(scene, parts)
        return [leaf for part in parts for leaf in part]

    def settled(self, scene: Scene) -> Series | None:
        """Return the branch that all items of a shape take, where it has been taken before."""
        left = scene.shape[self]
        return left[0][1] if left and left[0][0] is None else None

    def _left(self, item: Item) -> list[tuple[Test | None, Series]]:
        """Return the branches that items like this one may take, with the tests that are left."""
        left: list[tuple[Test | None, Series]] = []
        for condition, branch in self._branches:
            answer = True if condition is None else condition.for_item(item)
            if answer is True:
                left.append((None, branch))
                break
            if answer is not False:
                left.append((answer, branch))
        return left


def _collect_first(steps: Sequence[Step], scene: Scene, parts: list[Rich]) -> _Left:
    """Collect the texts of elements, and find out which may write something of such items.

    One that has asked nothing that varies, and has written and found nothing, never does.
    """
    left: list[Step] = []
    absent = 0
    for step in steps:
        varying, called, found, count = scene.varying, scene.called, scene.found, len(parts)
        if step.is_choice:
            step.write(scene, parts)
        elif text := step.write(scene):
            parts.append(text)
        if len(parts) == count and scene.varying == varying and scene.found == found:
            absent += scene.called - called
            continue
        inner = _inner(step, scene)
        if inner is None:
            left.append(step)
        else:
            left += inner.steps
            absent += inner.absent
    return _Left(left, absent)


def _inner(step: Step, scene: Scene) -> _Left | None:
    """Return what is left of what an element holds, if that may stand in its place."""
    holder = step.holder
    if isinstance(holder, Choice):
        branch = holder.settled(scene)
        return scene.shape[branch] if branch is not None else None
    if holder is not None and holder.is_bare:
        left: _Left | None = scene.shape.get(holder.series)  # nothing is known of `Resumable`
        return left if left is not None and left.only is not None else None
    return None
