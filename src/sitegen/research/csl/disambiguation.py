"""Tell cites apart that would read the same: more names, given names, a condition, letters.

Source: the CSL 1.0.2 specification, "Disambiguation". Entries are grouped by the text of their
cites, so that only those that clash are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.entry_writer import People
from sitegen.research.csl.known_items import names_everybody
from sitegen.research.csl.person_text import ALL, BARE, INITIALS, shown_given
from sitegen.research.csl.rich_text import plain_text
from sitegen.research.csl.scene import PLAINLY, Depth

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from sitegen.research.csl.entry_writer import EntryWriter, Written
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.name_options import NameOptions
    from sitegen.research.csl.name_parsing import NameValue

__all__ = ["NOTHING", "Distinction", "disambiguate", "letters"]

_NAMES, _GIVEN, _SUFFIX = (
    "disambiguate-add-names",
    "disambiguate-add-givenname",
    "disambiguate-add-year-suffix",
)
#: So many names are written at most to tell cites apart, for each item and beside: what would take
#: longer is left.
_MOST_EACH, _MOST_WRITTEN = 50, 30_000
_ALPHABET = 26


class Distinction(NamedTuple):
    """What tells an entry's cites from others: `letter` is empty where none is needed."""

    depth: Depth = PLAINLY
    letter: str = ""


#: Nothing is needed.
NOTHING = Distinction()


def letters(number: int) -> str:
    """Return the letters of a number from 1 on: a to z, then aa."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, _ALPHABET)
        text = chr(ord("a") + rest) + text
    return text


def disambiguate(
    items: Sequence[Item], writer: EntryWriter, repeated: Container[str] = ()
) -> dict[str, Distinction]:
    """Return what tells each of the items from the others, by key.

    Letters are given in the order of the items, which is that of the bibliography. `repeated`
    are keys of items that are cited more than once.
    """
    layout = writer.style.citation
    if layout is None:
        return {item.key: NOTHING for item in items}
    options = layout.options
    rule = options.get("givenname-disambiguation-rule", "by-cite")
    by_cite = rule == "by-cite"
    given = options.get(_GIVEN) == "true"
    depths = dict.fromkeys([item.key for item in items], PLAINLY)
    deeper = _global_givens(items, writer, rule) if names_everybody(writer.style) else {}
    depths |= deeper
    probe = _Probe(writer, repeated)
    groups = _groups(items, probe, depths)
    if not groups:
        distinctions = dict.fromkeys(depths, NOTHING)
        for key, depth in deeper.items():
            distinctions[key] = Distinction(depth)
        return distinctions
    names = options.get(_NAMES) == "true"
    search = _Search(probe, depths, names=names, givens=given and by_cite)
    clashing = [part for group in groups for part in search.run(group)]
    if options.get(_SUFFIX) == "true":
        given_letters = _letters_of(clashing, {item.key: at for at, item in enumerate(items)})
    else:  # where there are letters, other processors add no text
        given_letters = {}
        for group in clashing:
            _by_condition(group, probe, depths)
    return {
        key: NOTHING
        if depth is PLAINLY and key not in given_letters
        else Distinction(depth, given_letters.get(key, ""))
        for key, depth in depths.items()
    }


def _letters_of(clashing: Iterable[list[Item]], order: Mapping[str, int]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in clashing:
        ordered = sorted((item.key for item in group), key=order.__getitem__)
        found |= {key: letters(number) for number, key in enumerate(ordered, start=1)}
    return found


class _Probe:
    """Writes cites in the form that is told apart."""

    def __init__(self, writer: EntryWriter, repeated: Container[str]) -> None:
        self._writer = writer
        self._repeated = () if writer.ignores_repeats else repeated

    def cite(self, item: Item, depth: Depth = PLAINLY) -> Written:
        return self._writer.probe(item, depth, self._repeated)

    def key(self, item: Item, depth: Depth) -> str:
        """Return the text of a cite, in which numbers and letters are still open."""
        known = self._writer.plain_texts
        is_repeated = item.key in self._repeated
        is_plain = depth is PLAINLY and not is_repeated
        name = item if is_plain else (item, depth, is_repeated)
        text = known.get(name)
        if text is None:
            text = known[name] = plain_text(self.cite(item, depth).text)
        return text

    def keys(self, items: Iterable[Item], depths: Mapping[str, Depth]) -> list[str]:
        """Return the texts of cites at their depths."""
        known, repeated = self._writer.plain_texts, self._repeated
        texts: list[str] = []
        for item in items:
            depth = depths[item.key]
            text = known.get(item) if depth is PLAINLY and item.key not in repeated else None
            texts.append(self.key(item, depth) if text is None else text)
        return texts


def _groups(items: Sequence[Item], probe: _Probe, depths: Mapping[str, Depth]) -> list[list[Item]]:
    texts = probe.keys(items, depths)
    if len(set(texts)) == len(texts):
        return []
    groups: dict[str, list[Item]] = defaultdict(list)
    for item, text in zip(items, texts, strict=True):
        groups[text].append(item)
    return [group for group in groups.values() if len(group) > 1]


def _by_condition(group: list[Item], probe: _Probe, depths: dict[str, Depth]) -> None:
    """Let conditions `disambiguate="true"` hold, one after another, until no cites clash."""
    most = max(probe.cite(item, depths[item.key]).conditions for item in group)
    work = [(group, 1)]
    while work:
        here, level = work.pop()
        if level > most:
            continue
        tried = {item.key: depths[item.key]._replace(condition=level) for item in here}
        parts: dict[str, list[Item]] = defaultdict(list)
        for item in here:
            parts[probe.key(item, tried[item.key])].append(item)
        depths.update(tried)
        work += [(part, level + 1) for part in parts.values() if len(part) > 1]


class _Task(NamedTuple):
    """Cites that clash at a depth, and the name from which on to look: its list and place."""

    group: list[Item]
    depth: Depth = PLAINLY
    at: int = 0
    place: int = 0


class _Search:
    """Adds names and given names to a group of cites, as long as that tells some of them apart."""

    def __init__(
        self, probe: _Probe, depths: dict[str, Depth], *, names: bool, givens: bool
    ) -> None:
        self._probe = probe
        self._depths = depths
        self._names = names
        self._givens = givens
        self._left = _MOST_WRITTEN + _MOST_EACH * len(depths)
        #: The given names that a rule asks of all cites, whether they clash or not.
        self._fixed = {key: depth.givens for key, depth in depths.items()}

    def run(self, group: list[Item]) -> list[list[Item]]:
        """Settle the depths of a group; return the parts of it that still clash."""
        clashing: list[list[Item]] = []
        work = [_Task(group)]
        while work:
            task = work.pop()
            following = self._advance(task)
            if not following:
                self._settle(task)
                clashing.append(task.group)
            for each in following:
                if len(each.group) == 1:
                    self._settle(each)
                else:
                    work.append(each)
        return clashing

    def _settle(self, task: _Task) -> None:
        for item in task.group:
            self._depths[item.key] = self._depth_of(item, task.depth)

    def _depth_of(self, item: Item, depth: Depth) -> Depth:
        return depth if self._givens else depth._replace(givens=self._fixed[item.key])

    def _advance(self, task: _Task) -> list[_Task]:
        """Take steps until some cites differ; return the parts, or nothing if none helps."""
        group, depth, at, place = task
        while self._left > 0:
            total = max(self._names_in(item, depth, at)[0] for item in group)
            if total < 0:
                break
            shown = max(self._names_in(item, depth, at)[1] for item in group)
            if place >= total or (place >= shown and not self._names):
                at, place = at + 1, 0
                continue
            if place >= shown:
                depth = _with_names(depth, at, place + 1)
                parts = self._split(group, depth)
                if len(parts) > 1:
                    return [_Task(part, depth, at, place) for part in parts]
            for level in (INITIALS, ALL) if self._givens else ():
                tried = _with_level(depth, at, place, level)
                parts = self._split(group, tried)
                if len(parts) > 1:
                    return [_Task(part, tried, at, place + (level == ALL)) for part in parts]
            place += 1
        return []

    def _names_in(self, item: Item, depth: Depth, at: int) -> tuple[int, int]:
        """Return how many names a list has and shows; -1 if a cite has no such list."""
        lists = self._probe.cite(item, self._depth_of(item, depth)).lists
        return (len(lists[at][1]), lists[at][2]) if at < len(lists) else (-1, -1)

    def _split(self, group: list[Item], depth: Depth) -> list[list[Item]]:
        parts: dict[str, list[Item]] = defaultdict(list)
        for item in group:
            own = self._depth_of(item, depth)
            parts[self._probe.key(item, own)].append(item)
            self._left -= 1 + sum(shown for _, _, shown in self._probe.cite(item, own).lists)
        return list(parts.values())


def _with_names(depth: Depth, at: int, count: int) -> Depth:
    names = [*depth.names, *([0] * (at + 1 - len(depth.names)))]
    names[at] = count
    return depth._replace(names=tuple(names))


def _with_level(depth: Depth, at: int, place: int, level: int) -> Depth:
    givens = [*depth.givens, *([()] * (at + 1 - len(depth.givens)))]
    levels = [*givens[at], *([0] * (place + 1 - len(givens[at])))]
    levels[place] = level
    givens[at] = tuple(levels)
    return depth._replace(givens=tuple(givens))


def _global_givens(items: Sequence[Item], writer: EntryWriter, rule: str) -> dict[str, Depth]:
    """Return the given names that a rule asks for, whether cites clash or not; not plain depths."""
    primary = rule.startswith("primary-name")
    least, most = (BARE, BARE) if rule.endswith("with-initials") else (INITIALS, ALL)
    known = writer.people
    found: list[People] = []
    for item in items:
        people = known.get(item)
        if people is None:
            persons = frozenset(_each_name(item, writer, least, primary=primary))
            people = known[item] = People(persons, frozenset([family for family, _, _ in persons]))
        found.append(people)
    everybody = frozenset().union(*[people.persons for people in found])
    if len(frozenset().union(*[people.families for people in found])) == len(everybody):
        return {}
    counts = Counter([family for family, _, _ in everybody])
    namesakes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for family, shown, full in everybody:
        if counts[family] > 1:
            namesakes[family].add((shown, full))
    depths: dict[str, Depth] = {}
    for item, people in zip(items, found, strict=True):
        if namesakes.keys().isdisjoint(people.families):
            continue
        givens: list[tuple[int, ...]] = []
        for options, names, _ in writer.probe(item).lists:
            wanted = names[:1] if primary else names
            givens.append(
                tuple([_level(person, options, namesakes, least, most) for person in wanted])
            )
        if any(map(any, givens)):
            depths[item.key] = Depth(givens=tuple(givens))
    return depths


def _each_name(
    item: Item, writer: EntryWriter, least: int, *, primary: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield the family name of each person, and the given name as it is shown and in full."""
    for options, names, _ in writer.probe(item).lists:
        for person in names[:1] if primary else names:
            if not person.literal:
                yield _family(person), shown_given(person, options, least), _given(person)


def _level(
    person: NameValue,
    options: NameOptions,
    namesakes: Mapping[str, set[tuple[str, str]]],
    least: int,
    most: int,
) -> int:
    others = namesakes.get(_family(person), set())
    if person.literal or len(others) < 2:  # noqa: PLR2004  # itself and another one
        return 0
    short = shown_given(person, options, least)
    same = {given for initial, given in others if initial == short}
    if len(same) == 1:
        return least
    return most if most == ALL or len(same) < len(others) else 0


def _family(person: NameValue) -> str:
    family = f"{person.particle} {person.family}" if person.particle else person.family
    return family.strip()


def _given(person: NameValue) -> str:
    """Return a given name however its initials are spaced."""
    return person.given.replace(". ", ".")
