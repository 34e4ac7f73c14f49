"""Write cites and entries of a bibliography, each once as long as nothing about it changes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.cites import ONE_NUMBER
from sitegen.research.csl.known_items import KnownItems
from sitegen.research.csl.person_text import shown_given
from sitegen.research.csl.rich_text import Rich
from sitegen.research.csl.scene import PLAINLY, Begun, Depth, FirstNames, Scene, Shapes
from sitegen.research.csl.style_reader import Style, locale_of_style
from sitegen.research.csl.variable_elements import locator_text

if TYPE_CHECKING:
    from collections.abc import Container

    from sitegen.research.csl.cites import Cite
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.name_options import NameOptions
    from sitegen.research.csl.name_parsing import NameValue

__all__ = ["NOWHERE", "EntryWriter", "People", "Place", "Written"]


class Place(NamedTuple):
    """Where a cite stands: its position as `conditions` numbers them, and notes.

    `note` is the number of the note that cites the work first; `near` tells whether that of the
    cite before is near.
    """

    position: int = 0
    near: bool = False
    note: int = 0


NOWHERE = Place()


class Written(NamedTuple):
    """What was written of an entry, and the names that stand first in it.

    `lists` are those of names: the options, the names, and how many are shown. `parts` are the
    first element of a layout and the rest, where a style aligns them; `conditions` is how many
    times it asked whether to tell cites apart.
    """

    text: Rich
    names: FirstNames | None
    lists: tuple[tuple[NameOptions, tuple[NameValue, ...], int], ...]
    parts: tuple[Rich, Rich] | None = None
    conditions: int = 0


class People(NamedTuple):
    """The people whom a cite may name.

    Each has a family name, and a given name as it is shown and in full.
    """

    persons: frozenset[tuple[str, str, str]]
    families: frozenset[str]


class EntryWriter:
    """Writes with one style in one language; what it has written once, it keeps."""

    def __init__(self, style: Style, locale: Locale) -> None:
        self.style = style
        self.locale = locale_of_style(style, locale)
        #: Items that were asked for before, by key: those of a site are made when they are needed.
        self.items: dict[str, Item] = {}
        self._cites: dict[tuple[object, ...], Written] = {}
        self._begun: dict[tuple[object, ...], Begun] = {}
        self._probes: dict[tuple[Item, Depth, int], Written] = {}
        self.shapes = Shapes()
        #: What items are sorted by, for `sorting`: for each key, of items as they are and deeper.
        self.sort_values: dict[int, dict[Item | tuple[Item, Depth], str]] = defaultdict(dict)
        #: Whether first cites are told apart as they are written.
        self._alike = style.citation is not None and not style.citation.has_later_form
        #: Whether the text of a cite depends on where it stands.
        self.has_positions = style.citation is not None and style.citation.has_positions
        #: Whether a cite of a work that has others is told apart as one that has none.
        self.ignores_repeats = self._alike and not self.has_positions
        self._has_plain_locator = style.citation is not None and style.citation.has_plain_locator
        self._page_ranges = style.options.get("page-range-format", "")
        self._entries: dict[tuple[object, ...], Written] = {}
        self._plain_entries: dict[Item, Written] = {}
        self._plain_cites: dict[Item, Written] = {}
        #: How cites read, for `disambiguation`, whether they are repeated; and names of items.
        self.plain_texts: dict[Item | tuple[Item, Depth, bool], str] = {}
        self.people: dict[Item, People] = {}
        self.known = KnownItems(style)

    def cite(
        self,
        item: Item,
        cite: Cite | None = None,
        place: Place = NOWHERE,
        depth: Depth = PLAINLY,
        *,
        suffix: bool = False,
        without_names: bool = False,
    ) -> Written:
        """Write a cite, without its prefix and suffix. `suffix` leaves room for a year's letter.

        There is room for the locator, too, unless the style asks more of it than its shape.
        """
        place = place if self.has_positions else NOWHERE
        locator = (self.shape_of(cite), cite.label) if cite is not None else ("", "")
        key = (item, locator, place, depth, suffix, without_names)
        found = self._cites.get(key)
        if found is None:
            found = self._write_cite(item, cite, place, depth, suffix, without_names)
            self._cites[key] = found
        return found

    def shape_of(self, cite: Cite) -> str | int:
        """Return what tells a cite's locator from others in this style; no text if it is open."""
        return cite.locator_shape if self._has_plain_locator else cite.locator

    def open_locator(self, cite: Cite) -> str:
        """Return what a cite writes of its locator, if there is only room for it."""
        shape = self.shape_of(cite)
        if isinstance(shape, str):
            return ""
        if shape == ONE_NUMBER:
            return cite.locator
        return locator_text(cite, self._page_ranges, self.locale)

    def _write_cite(
        self,
        item: Item,
        cite: Cite | None,
        place: Place,
        depth: Depth,
        suffix: bool,  # noqa: FBT001  # parts of a key
        without_names: bool,  # noqa: FBT001  # as above
    ) -> Written:
        layout = self.style.citation
        if layout is None:
            return Written([], None, ())
        scene = self._scene(item, depth, cite)
        scene.open_locator = cite is not None and not isinstance(self.shape_of(cite), str)
        scene.position, scene.near_note, scene.note = place
        scene.year_suffix = suffix
        scene.suppress_names = without_names
        scene.begun = (self._begun, (item, place, depth, suffix, without_names))
        text = layout.render(scene)
        return Written(text, scene.first_names, tuple(scene.shown), conditions=scene.conditions)

    def entry(
        self,
        item: Item,
        depth: Depth = PLAINLY,
        *,
        suffix: bool = False,
        replaced: tuple[str, str, int] | None = None,
    ) -> Written:
        """Write an entry of the bibliography, without the layout's prefix and suffix.

        `replaced` is a mark for names that the entry before has, too; the rule; and how many.
        """
        if depth is PLAINLY and not suffix and replaced is None:  # as most are
            plain = self._plain_entries.get(item)
            if plain is None:
                plain = self._plain_entries[item] = self._write_entry(item, depth, suffix, replaced)
            return plain
        key = (item, depth, suffix, replaced)
        found = self._entries.get(key)
        if found is None:
            if depth is not PLAINLY:
                plain = self.entry(item, suffix=suffix, replaced=replaced)
                found = plain if _is_plain(plain, depth) else None
            if found is None:
                found = self._write_entry(item, depth, suffix, replaced)
            self._entries[key] = found
        return found

    def _write_entry(
        self,
        item: Item,
        depth: Depth,
        suffix: bool,  # noqa: FBT001  # as above
        replaced: tuple[str, str, int] | None,
    ) -> Written:
        layout = self.style.bibliography
        if layout is None:
            return Written([], None, ())
        scene = Scene(item, self.locale, "bibliography", self.shapes)
        scene.depth = depth
        scene.year_suffix = suffix
        scene.implicit_suffix = not layout.has_year_suffix
        scene.replaced = replaced
        if layout.first is None or layout.rest is None:
            text = layout.render(scene)
            return Written(text, scene.first_names, tuple(scene.shown))
        first, rest = layout.first(scene), layout.rest(scene)
        return Written([*first, *rest], scene.first_names, tuple(scene.shown), (first, rest))

    def probe(self, item: Item, depth: Depth = PLAINLY, repeated: Container[str] = ()) -> Written:
        """Write a cite as it is told apart from others: with the names of later cites.

        `repeated` are keys of entries that have later cites, whose form then counts.
        """
        position = 1 if item.key in repeated else 0
        if self._alike and not (position and self.has_positions):
            if depth is not PLAINLY:
                return self.cite(item, depth=depth)
            plain = self._plain_cites.get(item)
            if plain is None:
                plain = self._plain_cites[item] = self.cite(item)
            return plain
        key = (item, depth, position)
        found = self._probes.get(key)
        if found is None:
            scene = self._scene(item, depth)
            scene.later_names = True
            scene.position = position
            text = self.style.citation.render(scene) if self.style.citation else []
            found = Written(
                text, scene.first_names, tuple(scene.shown), conditions=scene.conditions
            )
            self._probes[key] = found
        return found

    def _scene(self, item: Item, depth: Depth, cite: Cite | None = None) -> Scene:
        scene = Scene(item, self.locale, "citation", self.shapes, cite=cite)
        scene.depth = depth
        layout = self.style.citation
        scene.implicit_suffix = layout is not None and not layout.has_year_suffix
        return scene


def _is_plain(written: Written, depth: Depth) -> bool:
    """Tell whether given names that tell cites apart change nothing about an entry."""
    if depth.names or depth.condition:
        return False
    for (options, people, _), levels in zip(written.lists, depth.givens, strict=False):
        for person, level in zip(people, levels, strict=False):
            if level and (
                options.form == "short"
                or shown_given(person, options, level) != shown_given(person, options, 0)
            ):
                return False
    return True
