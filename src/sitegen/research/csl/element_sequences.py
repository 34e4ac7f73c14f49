"""Elements of a style that hold others: one after another, in groups, and in branches.

A style has elements for every kind of entry, most of which write nothing of a given one. So each
sequence keeps, for items of one shape (`scene.Shapes`), what is left of its elements after the
first such item: those that may write something. Branches whose conditions are settled, and groups
that add nothing to what is in them, are replaced by that; what is left is made for the shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.research.csl.element_format import as_it_is

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.research.csl.conditions import Condition, Test
    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.scene import Scene

    Render = Callable[[Scene], Rich]

__all__ = ["Choice", "Group", "Resumable", "Series", "Step"]


class Step(NamedTuple):
    """An element in a series: `write` returns its text; that of a choice adds texts to a list.

    One that `counts` is a variable that has a value, for a group around it, if it writes anything.
    `holder` is what the element is, if it holds others. `settle` returns what writes the same of
    items of the shape of a scene, if there is anything simpler.
    """

    write: Callable[..., Any]
    counts: bool = False
    is_choice: bool = False
    holder: Choice | Group | None = None
    settle: Callable[[Scene], Render | None] | None = None


class _Left:
    """What may write something of items of a shape; the rest asks for so many `absent` variables.

    `calls` are what the steps write with, and whether they are choices. `counts` is set if all
    steps count.
    """

    __slots__ = ("absent", "calls", "counts", "steps")

    def __init__(self, steps: Sequence[Step], absent: int) -> None:
        self.steps = steps
        self.absent = absent
        self.calls = tuple([(step.write, step.is_choice) for step in steps])
        self.counts = all(step.counts for step in steps)


class Series:
    """Elements one after another. `delimiter` is what the group around them puts between them."""

    __slots__ = ("_delimiter", "steps")

    def __init__(self, steps: Sequence[Step], delimiter: str = "") -> None:
        self.steps = tuple(steps)
        self._delimiter = delimiter

    def collect(self, scene: Scene, parts: list[Rich]) -> None:
        """Add the texts of the elements to a list."""
        left = scene.shape.get(self)
        if left is None:
            scene.shape[self] = _collect_first(self.steps, self._delimiter, scene, parts)
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

    def __init__(self, steps: Sequence[Step], count: int, delimiter: str = "") -> None:
        super().__init__(steps, delimiter)
        self._head, self._tail = Series(steps[:count], delimiter), Series(steps[count:], delimiter)

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

    def write(self, scene: Scene) -> Rich:
        """Return the text of the group."""
        called, found = scene.called, scene.found
        parts: list[Rich] = []
        self.series.collect(scene, parts)
        if scene.found == found:
            if not parts or scene.called != called:
                return []
            scene.called += 1  # only words: they count
            scene.found += 1
        if not parts:
            return []
        text = _joined(parts, self._delimiter)
        return text if self._look is as_it_is else self._look(text, scene)

    def settled(self, left: _Left, delimiter: str) -> tuple[Sequence[Step], int]:
        """Return what may stand in place of the group, for items of a shape, and what it asks for.

        `left` is what is left in it, `delimiter` what stands between it and what is beside it. What
        is in a group that adds nothing may stand there by itself, if it shows whenever that does.
        """
        adds_nothing = self._look is as_it_is
        if adds_nothing and left.counts and self._delimiter == delimiter:
            return left.steps, left.absent
        if left.counts and len(left.steps) == 1:
            if adds_nothing:
                return left.steps, left.absent
            return [Step(_looking(left.steps[0].write, self._look), counts=True)], left.absent
        return [Step(_group_of(left, self._delimiter, self._look), counts=True)], 0


def _joined(parts: list[Rich], delimiter: str) -> Rich:
    """Join texts, none of which is empty."""
    text = parts[0]
    if len(parts) > 1:
        text = list(text)
        for part in parts[1:]:
            if delimiter:
                text.append(delimiter)
            text += part
    return text


def _looking(only: Render, look: Callable[[Rich, Scene], Rich]) -> Render:
    """Return what writes a group of one element, which counts."""

    def write(scene: Scene) -> Rich:
        text = only(scene)
        return look(text, scene) if text else text

    return write


def _group_of(left: _Left, delimiter: str, look: Callable[[Rich, Scene], Rich]) -> Render:
    """Return what writes a group of items of one shape, as `Group.write` does."""
    calls, absent = left.calls, left.absent
    adds_nothing = look is as_it_is

    def write(scene: Scene) -> Rich:
        called, found = scene.called, scene.found
        parts: list[Rich] = []
        for write_step, is_choice in calls:
            if is_choice:
                write_step(scene, parts)
            elif text := write_step(scene):
                parts.append(text)
        if scene.found == found:
            scene.called += absent
            if not parts or scene.called != called:
                return []
            scene.called += 1
            scene.found += 1
        if not parts:
            return []
        text = parts[0] if len(parts) == 1 else _joined(parts, delimiter)
        return text if adds_nothing else look(text, scene)

    return write


class Choice:
    """Branches, of which the first is taken whose condition holds."""

    __slots__ = ("_branches",)

    def __init__(self, branches: Sequence[tuple[Condition | None, Series]]) -> None:
        self._branches = branches

    def collect(self, scene: Scene, parts: list[Rich]) -> None:
        """Add the texts of the branch to a list."""
        left = scene.shape.get(self)
        if left is None:
            left = scene.shape[self] = self._left(scene)
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

    def _left(self, scene: Scene) -> list[tuple[Test | None, Series]]:
        """Return the branches that items of a shape may take, with the tests that are left."""
        left: list[tuple[Test | None, Series]] = []
        for condition, branch in self._branches:
            answer = True if condition is None else condition.for_shape(scene)
            if answer is True:
                left.append((None, branch))
                break
            if answer is not False:
                left.append((answer, branch))
        return left


def _collect_first(steps: Sequence[Step], delimiter: str, scene: Scene, parts: list[Rich]) -> _Left:
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
        settled, asked = _settled(step, delimiter, scene)
        left += settled
        absent += asked
    return _Left(left, absent)


def _settled(step: Step, delimiter: str, scene: Scene) -> tuple[Sequence[Step], int]:
    """Return what may stand in place of an element, and how many absent variables that leaves."""
    holder = step.holder
    left: _Left | None = None
    if isinstance(holder, Choice):
        branch = holder.settled(scene)
        left = scene.shape[branch] if branch is not None else None
        if left is not None:
            return left.steps, left.absent
    elif holder is not None:
        left = scene.shape.get(holder.series)
        if left is not None:
            return holder.settled(left, delimiter)
    elif step.settle is not None and (write := step.settle(scene)) is not None:
        return [Step(write, counts=step.counts)], 0
    return [step], 0
