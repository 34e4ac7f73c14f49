"""Put people into groups by their roles, in the order in which a site shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sitegen.research.name_folding import fold_name_text
from sitegen.research.role_words import GROUPS, group_of_role

__all__ = ["GroupRule", "Member", "PersonGroup", "group_people"]

#: Groups that come after those that only this site has.
_LAST = ("visitors", "alumni")


class GroupRule(NamedTuple):
    """A group as a site declares it.

    `name` is one of `role_words.GROUPS`, or a name of the site's own. `title` replaces the words of
    the theme. `roles` are those of its people, besides those of the built-in group.
    """

    name: str
    title: str = ""
    roles: tuple[str, ...] = ()


class Member(NamedTuple):
    """What decides about a person's group; `group` is the one that its author names."""

    id: str
    role: str = ""
    group: str = ""
    is_alumnus: bool = False


class PersonGroup(NamedTuple):
    """A group with its people in the given order.

    `name` is a built-in group, whose title is the theme's word `people.NAME`, unless `title` says
    something else. It is empty for a group that only has a title.
    """

    name: str
    title: str
    people: tuple[str, ...]


def group_people(
    members: Iterable[Member], rules: Sequence[GroupRule] = ()
) -> tuple[PersonGroup, ...]:
    """Return the groups that have people.

    Alumni are a group of their own, whatever their role was. The groups of `rules` come first, in
    their order, then the built-in ones. Roles that belong to none are groups by themselves, in the
    order in which they are met. Visitors and alumni come last, unless `rules` has others after
    them.
    """
    known = _Rules(rules)
    found: dict[str, list[str]] = {}
    for member in members:
        found.setdefault(known.group_of(member), []).append(member.id)
    order = known.order(found)
    return tuple(
        PersonGroup(
            name if name in GROUPS else "",
            known.titles.get(name, "" if name in GROUPS else name),
            tuple(found[name]),
        )
        for name in order
    )


#: What the Lab Website Template writes for those who have not left: their roles group them.
_PRESENT = frozenset({"current", "present", "active"})


class _Rules:
    """The groups that a site declares, by name, by title and by role."""

    def __init__(self, rules: Sequence[GroupRule]) -> None:
        self._names = [rule.name or rule.title for rule in rules]
        self.titles: Mapping[str, str] = {
            rule.name or rule.title: rule.title for rule in rules if rule.title
        }
        self._by_role: dict[str, str] = {}
        for rule in rules:
            name = rule.name or rule.title
            for role in (name, rule.title, *rule.roles):
                if role:
                    self._by_role.setdefault(fold_name_text(role.replace("_", " ")), name)

    def group_of(self, member: Member) -> str:
        if member.group and fold_name_text(member.group) not in _PRESENT:
            return self._find(member.group) or member.group
        if member.is_alumnus:
            return "alumni"
        return self._find(member.role) or group_of_role(member.role) or member.role

    def _find(self, role: str) -> str:
        folded = fold_name_text(role.replace("_", " "))
        name = folded.replace(" ", "_")
        return self._by_role.get(folded, "") or (name if name in GROUPS else "")

    def order(self, found: Iterable[str]) -> list[str]:
        """Return the names of groups as they are shown."""
        count = len(self._names)
        while count and self._names[count - 1] in _LAST:
            count -= 1
        own = [name for name in found if name not in self._names and name not in GROUPS]
        first = [name for name in GROUPS if name not in self._names and name not in _LAST]
        last = [name for name in _LAST if name not in self._names]
        order = (*self._names[:count], *first, *own, *last, *self._names[count:])
        shown = set(found)
        return [name for name in order if name in shown]
