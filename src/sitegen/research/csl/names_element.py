"""Write the names of a `names` element: how many, what stands between them, labels, substitutes.

Source: the CSL 1.0.2 specification, "Names".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sitegen.model import is_family_first
from sitegen.research.csl.element_format import as_it_is, format_of, styled
from sitegen.research.csl.element_sequences import Step
from sitegen.research.csl.name_options import read_names_element
from sitegen.research.csl.person_text import is_inverted, person_text
from sitegen.research.csl.rich_text import Format, Rich, Span, join
from sitegen.research.csl.scene import FirstNames
from sitegen.research.csl.xml_tree import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sitegen.research.csl.name_options import NameOptions, NamesElement
    from sitegen.research.csl.name_parsing import NameValue
    from sitegen.research.csl.scene import Scene

    Render = Callable[[Scene], Rich]

__all__ = ["compile_names"]

_BOTH = ("editor", "translator")
_TOGETHER = "editortranslator"
#: A last name that says that more are meant, as BibTeX writes it.
_OTHERS = "others"
_AFTER_INVERTED = "after-inverted-name"
_MOST_KNOWN = 10_000
#: Between the parts of names that are sorted: less than any letter, so that `Li` is before `Lin`.
_LOWEST = "\0"


def compile_names(
    element: Element,
    inherited: Mapping[str, str],
    around: NamesElement | None,
    substitutes: Callable[[Element, NamesElement], list[Callable[[Scene], Rich]]],
) -> Step:
    """Return what writes a `names` element.

    `inherited` are the options of the style and the layout, `around` the element that this one
    is a substitute for. `substitutes` compiles the children of `substitute`.
    """
    writer = _NamesWriter(element, read_names_element(element, inherited, around))
    inner = element.find("substitute")
    others = substitutes(inner, writer.names) if inner is not None else []
    look = format_of(Element(element.name, writer.names.attributes, element.line, element.column))
    names = _Names(writer, others, look)
    return Step(names.write, counts=True, settle=names.settle)


class _Names(NamedTuple):
    """Writes an element: its lists with their look, or else the first substitute that there is."""

    writer: _NamesWriter
    others: Sequence[Render]
    look: Callable[[Rich, Scene], Rich]

    def write(self, scene: Scene) -> Rich:
        """Return the text of any item."""
        scene.called += 1
        is_first = scene.first_names is None
        return self._finish(self.writer.write(scene), scene, is_first=is_first)

    def settle(self, scene: Scene) -> Render | None:
        """Return what writes the list of items that have only this one, unless it is hidden."""
        writer, variable = self.writer, self.writer.only_list(scene)
        if not variable:
            return None

        def write(scene: Scene) -> Rich:
            people = scene.item.names.get(variable)
            if not people or scene.quashed or scene.using is not None or scene.replaced is not None:
                return self.write(scene)
            is_first = scene.first_names is None
            return self._finish(
                writer.write_only(variable, people, scene), scene, is_first=is_first
            )

        return write

    def _finish(self, text: Rich, scene: Scene, *, is_first: bool) -> Rich:
        """Return the lists with their look, or a substitute; the first names are known then."""
        if not text:
            text = self._substitute(scene)
        elif self.look is not as_it_is:
            text = self.look(text, scene)
        if not text:
            return []
        scene.found += 1
        if is_first and scene.first_names is not None:
            scene.first_names.text = text
            if scene.suppress_names:
                return []
        return text

    def _substitute(self, scene: Scene) -> Rich:
        for other in self.others:
            text, is_named = _substitute(other, scene)
            if text:
                is_first = is_named and scene.first_names is None
                return _note_first(text, scene) if is_first else text
        return []


def _substitute(other: Callable[[Scene], Rich], scene: Scene) -> tuple[Rich, bool]:
    """Write a substitute, and tell whether it shows a variable: that is not shown again."""
    outer, scene.using = scene.using, set()
    text = other(scene)
    used = bool(scene.using)
    if outer is not None:
        outer |= scene.using
    scene.using = outer
    return text, used


def _note_first(text: Rich, scene: Scene) -> Rich:
    """Let what stands in the place of names count as them, and replace it like them."""
    scene.first_names = FirstNames([text], [text], text, is_names=False)
    if scene.replaced is not None:
        return [scene.replaced[0]] if scene.replaced[0] else []
    return text


class _NamesWriter:
    """Writes the lists of one element."""

    def __init__(self, element: Element, names: NamesElement) -> None:
        self.names = names
        self.variables = tuple(element.get("variable").split())
        #: Names that were written before, by whether they stand first if that counts, how much is
        #: shown of them, and whether that is for sorting: the same people write many works.
        self._persons: dict[tuple[bool, int, bool], dict[NameValue, Rich]] = defaultdict(dict)
        self._first_counts = names.options.sort_order == "first"
        self._sorted = replace(names.options, sort_order="all", sort_separator=_LOWEST)
        self._et_al = format_of(names.et_al) if names.et_al is not None else None
        self._labels = {
            id(each): format_of(each) for each in (*names.labels_before, *names.labels_after)
        }

    def write(self, scene: Scene) -> Rich:
        """Return the text of all lists."""
        names = scene.item.names
        lists = [
            (variable, people) for variable in self.variables if (people := names.get(variable))
        ]
        if not lists:
            return []
        scene.varying += 1
        if scene.quashed:
            lists = [each for each in lists if each[0] not in scene.quashed]
            if not lists:
                return []
        options = self.names.options
        if len(lists) == 1 and scene.replaced is None and options.form != "count":
            return self.write_only(*lists[0], scene)
        lists = self._together(lists, scene)
        if options.form == "count":
            total = sum(_shown(options, people, scene)[0] for _, people in lists)
            return [str(total)] if total else []
        written = []
        everybody: list[Rich] = []
        for variable, people in lists:
            for single in _BOTH if variable == _TOGETHER else (variable,):
                scene.use(single)
            each, text = self._write_list(people, scene)
            everybody += each
            written.append((variable, people, text))
        if scene.first_names is None and not scene.sorting:
            scene.first_names = FirstNames(everybody, [text for _, _, text in written], [])
            if scene.replaced is not None:
                return self._replaced(lists, scene)
        return self._joined(written, scene)

    def only_list(self, scene: Scene) -> str:
        """Return the variable of the only list that an item has; nothing if it has several."""
        names = scene.item.names
        present = [variable for variable in self.variables if names.get(variable)]
        return present[0] if len(present) == 1 and self.names.options.form != "count" else ""

    def write_only(self, variable: str, people: tuple[NameValue, ...], scene: Scene) -> Rich:
        """Return the text of the only list there is, as of most works."""
        if scene.using is not None:
            scene.use(variable)
        each, text = self._write_list(people, scene)
        if scene.first_names is None and not scene.sorting:
            scene.first_names = FirstNames(each, [text], [])
        return self._labelled(variable, people, text, scene) if self._labels else text

    def _joined(self, written: list[tuple[str, tuple[NameValue, ...], Rich]], scene: Scene) -> Rich:
        joined: Rich = []
        for variable, people, text in written:
            part = self._labelled(variable, people, text, scene)
            if joined and part and self.names.delimiter:
                joined.append(self.names.delimiter)
            joined += part
        return joined

    def _together(
        self, lists: list[tuple[str, tuple[NameValue, ...]]], scene: Scene
    ) -> list[tuple[str, tuple[NameValue, ...]]]:
        """Make one list of editors and translators that are the same people."""
        if len(lists) != len(_BOTH) or sorted(each for each, _ in lists) != list(_BOTH):
            return lists
        (_, one), (_, other) = lists
        if one != other or not scene.locale.term(_TOGETHER):
            return lists
        return [(_TOGETHER, one)]

    def _write_list(self, people: tuple[NameValue, ...], scene: Scene) -> tuple[list[Rich], Rich]:
        """Return the names of a list that are shown, each, and their text together."""
        options = self.names.options
        index = scene.names_at
        scene.names_at += 1
        if len(people) > 1 and people[-1].literal == _OTHERS:
            shown, _ = _shown(options, people[:-1], scene, index)
            people, more = people[:-1], True
        else:
            shown, more = _shown(options, people, scene, index)
        scene.shown.append((options, people, shown))
        levels = scene.depth.givens[index] if index < len(scene.depth.givens) else ()
        each = self._each(people if shown == len(people) else people[:shown], levels, scene)
        if more and scene.sort_names is not None and scene.sort_names[2]:
            each.append(self._person(people[-1], len(people) - 1, 0, scene))
        elif more and options.use_last and len(people) - shown >= 1:
            last = self._person(people[-1], len(people) - 1, 0, scene)
            text = join(each, options.delimiter)
            return [*each, last], [*text, options.delimiter, "… ", *last]
        if more:
            inverted = (
                options.precedes_et_al == _AFTER_INVERTED
                and shown > 0
                and is_inverted(people[shown - 1], options, shown - 1)
            )
            return each, self._with_et_al(each, scene, inverted=inverted)
        inverted = (
            options.precedes_last == _AFTER_INVERTED
            and len(people) > 1
            and is_inverted(people[-2], options, len(people) - 2)
        )
        institution = bool(people[-1].literal)
        return each, self._with_and(each, scene, inverted=inverted, institution=institution)

    def _each(
        self, people: tuple[NameValue, ...], levels: tuple[int, ...], scene: Scene
    ) -> list[Rich]:
        """Return the text of each name."""
        if levels or self.names.options.look:
            return [
                self._person(person, place, levels[place] if place < len(levels) else 0, scene)
                for place, person in enumerate(people)
            ]
        each: list[Rich] = []
        known = self._persons[self._first_counts, 0, scene.sorting]
        for place, person in enumerate(people):
            text = known.get(person)
            if text is None or person.link:
                text = self._person(person, place, 0, scene)
            each.append(text)
            if not place and self._first_counts:
                known = self._persons[False, 0, scene.sorting]
        return each

    def _person(self, person: NameValue, place: int, level: int, scene: Scene) -> Rich:
        known = self._persons[place == 0 and self._first_counts, level, scene.sorting]
        text = known.get(person)
        if text is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            text = known[person] = self._write_person(person, place, level, scene)
        if look := self.names.options.look:
            look = _without_affixes(look) if person.literal else look
            text = styled(text, look, scene) if look else text
        is_link = person.link and scene.area == "bibliography" and not scene.sorting
        return [Span(text, Format(link=person.link))] if is_link else text

    def _write_person(self, person: NameValue, place: int, level: int, scene: Scene) -> Rich:
        options = self._sorted if scene.sorting else self.names.options
        return person_text(person, options, place, level, sorting=scene.sorting)

    def _with_and(
        self, each: list[Rich], scene: Scene, *, inverted: bool, institution: bool = False
    ) -> Rich:
        options = self.names.options
        word = ""
        if options.and_ and not scene.sorting:
            word = _and(options.and_, scene).strip()
        if not word or len(each) == 1:
            return join(each, options.delimiter)
        how = options.precedes_last
        many = len(each) > 2  # noqa: PLR2004  # as the specification says
        comma = (
            how == "always"
            or (how == "contextual" and many)
            or (how == _AFTER_INVERTED and inverted)
        )
        if institution:  # the option is about persons, as other processors read it
            comma = many
        before = options.delimiter if comma else "" if word[0] in ",;:" else " "
        between = f"{before}{word} "
        return [*join(each[:-1], options.delimiter), between, *each[-1]]

    def _with_et_al(self, each: list[Rich], scene: Scene, *, inverted: bool) -> Rich:
        options = self.names.options
        text = join(each, options.delimiter)
        if not text or scene.sorting:
            return text
        name = self.names.et_al.get("term", "et-al") if self.names.et_al is not None else "et-al"
        word = scene.locale.term(name)
        if not word:
            return text
        rich: Rich = [word]
        if self._et_al is not None:
            rich = self._et_al(rich, scene)
        how = options.precedes_et_al
        comma = (
            how == "always"
            or (how == "contextual" and len(each) > 1)
            or (how == _AFTER_INVERTED and inverted)
        )
        between = options.delimiter if comma else "" if is_family_first(word) else " "
        return [*text, between, *rich] if between else [*text, *rich]

    def _labelled(
        self, variable: str, people: tuple[NameValue, ...], text: Rich, scene: Scene
    ) -> Rich:
        if scene.sorting:
            return text
        for label in self.names.labels_before:
            text = [*self._label(label, variable, people, scene), *text]
        for label in self.names.labels_after:
            text = [*text, *self._label(label, variable, people, scene)]
        return text

    def _label(
        self, label: Element, variable: str, people: tuple[NameValue, ...], scene: Scene
    ) -> Rich:
        how = label.get("plural", "contextual")
        plural = how == "always" or (how == "contextual" and len(people) > 1)
        word = scene.locale.term(variable, label.get("form", "long"), plural=plural)
        if not word:
            return []
        return self._labels[id(label)]([word], scene)

    def _replaced(self, lists: list[tuple[str, tuple[NameValue, ...]]], scene: Scene) -> Rich:
        """Write the lists with a mark for names that the entry before has, too."""
        assert scene.replaced is not None  # noqa: S101  # the caller has looked
        mark, rule, count = scene.replaced
        if rule == "complete-all":
            variable, people = lists[0]
            return self._labelled(variable, people, [mark], scene) if mark else []
        written = []
        left = count
        for variable, people in lists:
            scene.names_at = max(scene.names_at - len(lists), 0)
            each, text = self._write_list(people, scene)
            marked: list[Rich] = [
                [mark] if place < left else name for place, name in enumerate(each)
            ]
            left -= min(left, len(each))
            if marked:
                more = len(people) > len(each)
                text = (
                    self._with_et_al(marked, scene, inverted=False)
                    if more
                    else self._with_and(marked, scene, inverted=False)
                )
            written.append((variable, people, text))
        return self._joined(written, scene)


def _without_affixes(look: Mapping[str, str]) -> dict[str, str]:
    """Return the look of an institution: what stands around a name is for persons."""
    return {key: value for key, value in look.items() if key not in {"prefix", "suffix"}}


def _shown(
    options: NameOptions, people: tuple[NameValue, ...], scene: Scene, index: int = -1
) -> tuple[int, bool]:
    """Return how many names are shown, and whether there are more."""
    total = len(people)
    least, first = options.least, options.first
    if (scene.position > 0 or scene.later_names) and scene.area == "citation":
        least, first = (
            options.later_least or least,
            options.later_first if options.later_first >= 0 else first,
        )
    if scene.sort_names is not None:
        least = scene.sort_names[0] or least
        first = scene.sort_names[1] or first
    if 0 <= index < len(scene.depth.names) and not scene.sorting:
        first = max(first, scene.depth.names[index])
    if least and first >= 0 and total >= least and first < total:
        return first, True
    return total, False


def _and(how: str, scene: Scene) -> str:
    if how == "symbol":
        return scene.locale.term("and", "symbol") or "&"
    return scene.locale.term("and") or ""
