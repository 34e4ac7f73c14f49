"""What the elements of a style know while they write an entry, or a citation of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.research.csl.rich_text import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.research.csl.cites import Cite
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.name_options import NameOptions
    from sitegen.research.csl.name_parsing import NameValue
    from sitegen.research.csl.rich_text import Rich

__all__ = ["PLAINLY", "Begun", "Depth", "FirstNames", "Scene", "Shapes"]

#: So many shapes are known at a time: a shape takes a few kilobytes, and authors make them.
_MOST_SHAPES = 500


class Depth(NamedTuple):
    """What disambiguation made of an entry's citations.

    For each `names` element in order, `names` is how many names are shown at least, and `givens`
    how much of each given name: 0 as the style says, or what `person_text` lists. So many of the
    conditions `disambiguate="true"` hold as `condition` says.
    """

    names: tuple[int, ...] = ()
    givens: tuple[tuple[int, ...], ...] = ()
    condition: int = 0


PLAINLY = Depth()


class FirstNames:
    """The first names that an entry shows: each one, and the text of all.

    `is_names` is false for a title or a word that stands in their place.
    """

    __slots__ = ("is_names", "lists", "names", "text")

    def __init__(
        self, names: list[Rich], lists: list[Rich], text: Rich, *, is_names: bool = True
    ) -> None:
        self.names = names
        self.lists = lists
        self.text = text
        self.is_names = is_names

    @property
    def each(self) -> tuple[str, ...]:
        """The names as plain text."""
        return tuple(map(plain_text, self.names))

    @property
    def whole(self) -> str:
        """The lists of names without labels, as plain text."""
        return "\0".join(map(plain_text, self.lists))


class Shapes:
    """What elements know of items that have the same type and the same variables.

    An element that writes nothing because variables are absent writes nothing of any of them.
    All are written in one language.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], dict[object, Any]] = {}

    def of(
        self, item: Item, area: str, *, has_locator: bool = False, sorting: bool = False
    ) -> dict[object, Any]:
        """Return what is known of items like this one, by element; elements add to it."""
        key = (item.type, item.present, area, has_locator, sorting)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_SHAPES:
                self._known.clear()
            known = self._known[key] = {}
        return known


class Begun(NamedTuple):
    """A scene some of whose elements have written: their texts, and what they left in it."""

    parts: tuple[Rich, ...]
    called: int
    found: int
    quashed: frozenset[str]
    names_at: int
    shown: tuple[tuple[NameOptions, tuple[NameValue, ...], int], ...]
    first_names: FirstNames | None
    conditions: int
    suffix_written: bool


class Scene:
    """The state of one piece of writing.

    `area` is `citation` or `bibliography`. `called` and `found` count the variables that were
    asked for and those that had a value. `quashed` are variables that a substitute has shown.
    `open_locator` leaves room for the locator, instead of writing it.
    `shown` is filled by lists of names: the options, the names, and how many of them it shows.
    `shape` is what is known of items like this one, of which a cite has a locator, or has none;
    `varying` counts the questions whose answers may be others for another item of the shape, or for
    another cite. `begun` is for citations that differ in their locators only: those that are known,
    and the name of this one.
    """

    __slots__ = tuple(
        (
            "area begun called cite conditions depth first_names found has_locator implicit_suffix"
            " item later_names locale names_at near_note note number open_locator position"
            " quashed replaced shape shown sort_names sorting suffix_written suppress_names using"
            " varying year_suffix"
        ).split()
    )

    def __init__(
        self,
        item: Item,
        locale: Locale,
        area: str,
        shapes: Shapes,
        *,
        cite: Cite | None = None,
        sorting: bool = False,
    ) -> None:
        self.item = item
        self.locale = locale
        self.area = area
        self.begun: tuple[dict[tuple[object, ...], Begun], tuple[object, ...]] | None = None
        self.cite = cite
        self.has_locator = cite is not None and bool(cite.locator)
        self.depth = PLAINLY
        self.position = 0
        self.near_note = False
        self.later_names = False
        self.open_locator = False
        self.conditions = 0
        self.note = 0
        self.number = 0
        self.called = 0
        self.found = 0
        self.quashed: frozenset[str] = frozenset()
        self.using: set[str] | None = None
        self.names_at = 0
        self.shown: list[tuple[NameOptions, tuple[NameValue, ...], int]] = []
        self.first_names: FirstNames | None = None
        self.suppress_names = False
        self.replaced: tuple[str, str, int] | None = None
        self.sorting = sorting
        self.shape = shapes.of(item, area, has_locator=self.has_locator, sorting=sorting)
        self.varying = 0
        self.sort_names: tuple[int, int, bool] | None = None
        self.year_suffix = False
        self.implicit_suffix = True
        self.suffix_written = False

    @property
    def language(self) -> str:
        """The language of the entry, in lower case; that of the locale, if it does not say."""
        return self.item.language or self.locale.language.lower()

    def save(self, parts: Sequence[Rich]) -> Begun:
        """Return what elements have left in the scene, which have written some parts."""
        return Begun(
            tuple(parts), self.called, self.found, self.quashed, self.names_at, tuple(self.shown),
            self.first_names, self.conditions, self.suffix_written,
        )  # fmt: skip

    def resume(self, begun: Begun) -> None:
        """Take over what elements have left in another scene."""
        self.called, self.found, self.quashed = begun.called, begun.found, begun.quashed
        self.names_at, self.shown = begun.names_at, list(begun.shown)
        self.first_names, self.suffix_written = begun.first_names, begun.suffix_written
        self.conditions = begun.conditions
        self.varying += 1

    def use(self, variable: str) -> None:
        """Note that a variable is shown, for the sake of substitutes."""
        if self.using is not None:
            self.using.add(variable)
            self.quashed |= {variable}
