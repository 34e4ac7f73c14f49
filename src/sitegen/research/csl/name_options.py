"""Read the attributes of `names`, `name`, `et-al`, `label` and `name-part`, with what they inherit.

Source: the CSL 1.0.2 specification, "Name" and "Inheritable Name Options".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.research.csl.xml_tree import Element

__all__ = ["INHERITED", "NameOptions", "NamesElement", "inheritable", "read_names_element"]

#: Options of `name` that the style, a layout's parent and `names` can say for all names inside.
INHERITED = frozenset(
    (
        "and delimiter-precedes-et-al delimiter-precedes-last et-al-min et-al-use-first"
        " et-al-use-last et-al-subsequent-min et-al-subsequent-use-first initialize"
        " initialize-with initialize-with-hyphen name-as-sort-order sort-separator name-form"
        " name-delimiter names-delimiter demote-non-dropping-particle"
    ).split()
)


@dataclass(frozen=True, slots=True)
class NameOptions:
    """How a list of names is written. A count that is not said is 0, or -1."""

    form: str = "long"
    delimiter: str = ", "
    and_: str = ""
    precedes_et_al: str = "contextual"
    precedes_last: str = "contextual"
    least: int = 0
    first: int = -1
    use_last: bool = False
    later_least: int = 0
    later_first: int = -1
    initialize: bool = True
    initialize_with: str | None = None
    hyphen: bool = True
    sort_order: str = ""
    sort_separator: str = ", "
    demote: str = "display-and-sort"
    family: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    look: Mapping[str, str] = field(default_factory=dict)


class NamesElement(NamedTuple):
    """A `names` element: its options, and the elements that it has or inherits."""

    options: NameOptions
    delimiter: str
    labels_before: tuple[Element, ...]
    labels_after: tuple[Element, ...]
    et_al: Element | None
    name: Element | None
    attributes: dict[str, str]
    inherited: Mapping[str, str]


def inheritable(element: Element, outer: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the options for names that an element says or inherits."""
    own = {key: value for key, value in element.attributes.items() if key in INHERITED}
    return {**(outer or {}), **own}


def read_names_element(
    element: Element, outer: Mapping[str, str], around: NamesElement | None
) -> NamesElement:
    """Return what a `names` element says; without a name of its own, it takes that `around` it."""
    inherited = inheritable(element, around.inherited if around else outer)
    name = element.find("name")
    own_name = name is not None
    et_al = element.find("et-al")
    labels = list(element.all("label"))
    before, after = _sides(element)
    if around is not None:
        name = name if name is not None else around.name
        et_al = et_al if et_al is not None else around.et_al
        if not labels and not own_name:
            before, after = around.labels_before, around.labels_after
    delimiter = element.attributes.get("delimiter")
    if delimiter is None:
        delimiter = around.delimiter if around else inherited.get("names-delimiter", "")
    options = _options(name, inherited)
    look = {key: value for key, value in element.attributes.items() if key not in _NO_LOOK}
    if around is not None and not own_name and not labels:  # the short form stands for all of it
        look = {**around.attributes, **look}
    return NamesElement(options, delimiter, before, after, et_al, name, look, inherited)


def _sides(element: Element) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    names = [at for at, each in enumerate(element.children) if each.name == "name"]
    middle = names[0] if names else -1
    before: list[Element] = []
    after: list[Element] = []
    for at, each in enumerate(element.children):
        if each.name == "label":
            (before if at < middle else after).append(each)
    return tuple(before), tuple(after)


def _options(name: Element | None, inherited: Mapping[str, str]) -> NameOptions:
    own = name.attributes if name is not None else {}
    said = {**inherited, **own}
    parts = {each.get("name"): each.attributes for each in name.all("name-part")} if name else {}
    return NameOptions(
        form=own.get("form") or inherited.get("name-form", "long"),
        delimiter=own.get("delimiter", inherited.get("name-delimiter", ", ")),
        and_=said.get("and", ""),
        precedes_et_al=said.get("delimiter-precedes-et-al", "contextual"),
        precedes_last=said.get("delimiter-precedes-last", "contextual"),
        least=_count(said, "et-al-min"),
        first=_count(said, "et-al-use-first", -1),
        use_last=said.get("et-al-use-last") == "true",
        later_least=_count(said, "et-al-subsequent-min"),
        later_first=_count(said, "et-al-subsequent-use-first", -1),
        initialize=said.get("initialize") != "false",
        initialize_with=said.get("initialize-with"),
        hyphen=said.get("initialize-with-hyphen") != "false",
        sort_order=said.get("name-as-sort-order", ""),
        sort_separator=said.get("sort-separator", ", "),
        demote=said.get("demote-non-dropping-particle", "display-and-sort"),
        family=parts.get("family", {}),
        given=parts.get("given", {}),
        look={key: value for key, value in own.items() if key in _LOOKS},
    )


_NO_LOOK = frozenset({"variable", "text-case", "delimiter"})
_LOOKS = frozenset(
    (
        "font-style font-variant font-weight text-decoration vertical-align prefix suffix text-case"
    ).split()
)


def _count(said: Mapping[str, str], name: str, default: int = 0) -> int:
    value = said.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 9 else default  # noqa: PLR2004  # digits
