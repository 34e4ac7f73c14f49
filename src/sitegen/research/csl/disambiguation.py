"""Tell cites apart that would read the same: more names, given names, a condition, letters.

Source: the CSL 1.0.2 specification, "Disambiguation". Entries are grouped by the text of their
cites, so that only those that clash are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.person_text import ALL, INITIALS, shown_given
from sitegen.research.csl.rich_text import plain_text
from sitegen.research.csl.scene import PLAINLY, Depth

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from sitegen.research.csl.entry_writer import EntryWriter, Written
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.name_options import NameOptions
    from sitegen.research.csl.name_parsing import NameValue

__all__ = ["Distinction", "disambiguate", "letters"]

_NAMES, _GIVEN, _SUFFIX = (
    "disambiguate-add-names",
    "disambiguate-add-givenname",
    "disambiguate-add-year-suffix",
)
#: So many steps are tried with one group of cites.
_MOST_STEPS = 200
_ALPHABET = 26


class Distinction(NamedTuple):
    """What tells an entry's cites from others: `letter` is empty where none is needed."""

    depth: Depth = PLAINLY
    letter: str = ""


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
        return {}
    options = layout.options
    rule = options.get("givenname-disambiguation-rule", "by-cite")
    by_cite = rule == "by-cite"
    given = options.get(_GIVEN) == "true"
    depths = {item.key: PLAINLY for item in items}
    if given and not by_cite:
        depths = _global_givens(items, writer, rule)
    probe = _Probe(writer, repeated)
    search = _Search(probe, names=options.get(_NAMES) == "true", givens=given and by_cite)
    clashing: list[list[Item]] = []
    for group in _groups(items, probe, depths):
        if search.has_steps:
            clashing += search.run(group, depths)
        elif len(group) > 1:
            clashing.append(group)
    if options.get(_SUFFIX) == "true":
        given_letters = _letters_of(clashing, {item.key: at for at, item in enumerate(items)})
    else:  # where there are letters, other processors add no text
        given_letters = {}
        for group in clashing:
            _by_condition(group, probe, depths)
    return {key: Distinction(depth, given_letters.get(key, "")) for key, depth in depths.items()}


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
        self._repeated = repeated

    def cite(self, item: Item, depth: Depth = PLAINLY) -> Written:
        return self._writer.probe(item, depth, self._repeated)

    def key(self, item: Item, depth: Depth) -> str:
        """Return the text of a cite, in which numbers and letters are still open."""
        return plain_text(self.cite(item, depth).text)


def _groups(items: Iterable[Item], probe: _Probe, depths: Mapping[str, Depth]) -> list[list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[probe.key(item, depths[item.key])].append(item)
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


class _Search:
    """Adds names and given names to a group of cites, as long as that tells some of them apart."""

    def __init__(self, probe: _Probe, *, names: bool, givens: bool) -> None:
        self._probe = probe
        self._names = names
        self._givens = givens
        self.has_steps = names or givens

    def run(self, group: list[Item], depths: dict[str, Depth]) -> list[list[Item]]:
        """Settle the depths of a group; return the parts of it that still clash."""
        clashing: list[list[Item]] = []
        work: list[tuple[list[Item], Depth, Depth, int, int, int]] = []
        start = depths[group[0].key]
        work.append((group, start, start, 0, 0, 0))
        while work:
            here, good, depth, at, place, steps = work.pop()
            result = self._advance(here, good, depth, at, place, steps)
            if result is None:
                for item in here:
                    depths[item.key] = _with_givens(good, depths[item.key])
                clashing.append(here)
                continue
            parts, reached, at, place, steps = result
            for part in parts:
                if len(part) == 1:
                    depths[part[0].key] = _with_givens(reached, depths[part[0].key])
                else:
                    work.append((part, reached, reached, at, place, steps))
        return clashing

    def _advance(
        self, group: list[Item], good: Depth, depth: Depth, at: int, place: int, steps: int
    ) -> tuple[list[list[Item]], Depth, int, int, int] | None:
        """Take steps until some cites differ; return the parts, or nothing if none helps."""
        del good
        lists = self._probe.cite(group[0], depth).lists
        while steps < _MOST_STEPS and at < len(lists):
            options, people, _ = lists[at]
            total = max(self._total(item, at) for item in group)
            if place >= total:
                at, place = at + 1, 0
                continue
            shown = self._shown(group, depth, at)
            if place >= shown:
                if not self._names:
                    at, place = at + 1, 0
                    continue
                depth = _with_names(depth, at, place + 1)
                steps += 1
                parts = self._split(group, depth)
                if len(parts) > 1:
                    return parts, depth, at, place, steps
            if self._givens:
                for level in (INITIALS, ALL):
                    tried = _with_level(depth, at, place, level)
                    steps += 1
                    parts = self._split(group, tried)
                    if len(parts) > 1:
                        return parts, tried, at, place + (level == ALL), steps
            place += 1
            del options, people
        return None

    def _total(self, item: Item, at: int) -> int:
        lists = self._probe.cite(item).lists
        return len(lists[at][1]) if at < len(lists) else 0

    def _shown(self, group: list[Item], depth: Depth, at: int) -> int:
        shown = 0
        for item in group:
            lists = self._probe.cite(item, depth).lists
            if at < len(lists):
                shown = max(shown, lists[at][2])
        return shown

    def _split(self, group: list[Item], depth: Depth) -> list[list[Item]]:
        parts: dict[str, list[Item]] = defaultdict(list)
        for item in group:
            parts[self._probe.key(item, depth)].append(item)
        return list(parts.values())


def _with_givens(depth: Depth, before: Depth) -> Depth:
    """Keep the given names that a rule has asked for all cites."""
    return depth if depth.givens else depth._replace(givens=before.givens)


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
    """Return the given names that a rule asks for, whether cites clash or not."""
    people: dict[str, set[tuple[str, str]]] = defaultdict(set)
    primary = rule.startswith("primary-name")
    for item in items:
        for options, _, person in _each_name(item, writer, primary=primary):
            people[_family(person)].add((_initials(person, options), _given(person)))
    most = INITIALS if rule.endswith("with-initials") else ALL
    depths: dict[str, Depth] = {}
    for item in items:
        givens: list[tuple[int, ...]] = []
        for options, names, _ in writer.probe(item).lists:
            wanted = names[:1] if primary else names
            givens.append(tuple(_level(person, options, people, most) for person in wanted))
        depths[item.key] = Depth(givens=tuple(givens)) if any(map(any, givens)) else PLAINLY
    return depths


def _each_name(
    item: Item, writer: EntryWriter, *, primary: bool
) -> Iterator[tuple[NameOptions, int, NameValue]]:
    for options, names, _ in writer.probe(item).lists:
        for place, person in enumerate(names[:1] if primary else names):
            if not person.literal:
                yield options, place, person


def _level(
    person: NameValue, options: NameOptions, people: Mapping[str, set[tuple[str, str]]], most: int
) -> int:
    others = people.get(_family(person), set())
    if person.literal or len(others) < 2:  # noqa: PLR2004  # itself and another one
        return 0
    short = _initials(person, options)
    same = {given for initial, given in others if initial == short}
    if options.initialize_with is None:
        return ALL if most == ALL else 0
    if len(same) == 1:
        return INITIALS
    if len(same) < len(others):
        return most
    return most if most == ALL else 0


def _family(person: NameValue) -> str:
    return f"{person.particle} {person.family}".strip()


def _given(person: NameValue) -> str:
    """Return a given name however its initials are spaced."""
    return person.given.replace(". ", ".")


def _initials(person: NameValue, options: NameOptions) -> str:
    return shown_given(person, options, INITIALS)
