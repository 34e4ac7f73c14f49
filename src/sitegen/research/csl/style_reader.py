"""Read a style once: its options, its words, and functions that write with it.

Source: the CSL 1.0.2 specification. A mistake in a style is a diagnostic with its line; what this
processor does not know is left out and said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.research.csl.element_format import read_format
from sitegen.research.csl.elements import Compiler, Mistake, asks_locator
from sitegen.research.csl.locale import Locale, fallbacks, locale_from, merge_locales
from sitegen.research.csl.name_options import inheritable
from sitegen.research.csl.rich_text import Format
from sitegen.research.csl.xml_tree import INVALID_STYLE, Element, XmlError, reachable, read_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sitegen.diagnostics import Diagnostic
    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.scene import Scene

__all__ = ["Layout", "SortKey", "Style", "compile_style", "locale_of_style"]

_UNKNOWN = declare("unknown-csl", Severity.WARNING)
_CHILDREN = frozenset({"info", "locale", "macro", "citation", "bibliography"})
#: Options of old styles under their present names.
_NUMBER = "citation-number"
_NOTE_NUMBER = "first-reference-note-number"
_PARENT = "independent-parent"


class SortKey(NamedTuple):
    """A key of sorting: a variable or what a macro writes, and the direction.

    `names` are the numbers of names from which on there are too many, how many then count, and
    whether the last one does, too. `uses_number` is set if the citation number counts.
    """

    variable: str
    macro: Callable[[Scene], Rich] | None
    descending: bool
    names: tuple[int, int, bool] | None
    uses_number: bool = False


@dataclass(frozen=True, eq=False)
class Layout:
    """A style's `citation` or `bibliography`: what writes an entry, and around it.

    `sorts_by_number` is set if a key of sorting counts on citation numbers.
    `has_plain_locator` is set if the digits of a locator are written as they are: as no ordinals.
    `asks_locator` and `asks_number` are set if anything in it asks for the locator of a cite, or
    for the citation number.
    `has_positions` is set if cites of the same work differ by where they stand.
    """

    options: Mapping[str, str]
    attributes: Mapping[str, str]
    look: Format
    render: Callable[[Scene], Rich]
    sort_keys: tuple[SortKey, ...]
    sorts_by_number: bool
    has_year_suffix: bool
    has_later_form: bool = False
    has_plain_locator: bool = True
    has_positions: bool = True
    asks_locator: bool = True
    asks_number: bool = True
    first: Callable[[Scene], Rich] | None = None
    rest: Callable[[Scene], Rich] | None = None

    @property
    def prefix(self) -> str:
        """What stands before a citation or an entry."""
        return self.attributes.get("prefix", "")

    @property
    def suffix(self) -> str:
        """What stands after it."""
        return self.attributes.get("suffix", "")


@dataclass(frozen=True, eq=False)
class Style:
    """A compiled style.

    `parent` is the address of the style that this one only points to; it then has no layouts.
    """

    path: str
    title: str
    default_locale: str
    is_note: bool
    options: Mapping[str, str]
    locales: tuple[Locale, ...]
    citation: Layout | None
    bibliography: Layout | None = None
    parent: str = ""
    info: Mapping[str, str] = field(default_factory=dict)


def compile_style(data: bytes, path: str = "") -> tuple[Style | None, tuple[Diagnostic, ...]]:
    """Compile a style's XML. Return the style, or nothing, and what is wrong with it.

    A style that can be used may still come with warnings about what is left out.
    """
    try:
        root = read_xml(data)
    except XmlError as error:
        return None, (error.problem.at(Location(path=path, line=error.line, column=error.column)),)
    mistakes: list[Mistake] = []
    style = _read_style(root, path, mistakes)
    problems = tuple(
        each.problem.at(Location(path=path, line=each.line, column=each.column))
        for each in dict.fromkeys(mistakes)
    )
    return (None if any(each.fatal for each in mistakes) else style), problems


def _read_style(root: Element, path: str, mistakes: list[Mistake]) -> Style | None:
    if root.name != "style":
        message = f"the file begins with '{root.name}'; a style begins with 'style'"
        mistakes.append(_fatal(root, message, "take a .csl file"))
        return None
    info = root.find("info") or Element("info", {}, root.line, root.column)
    parent = next((link.get("href") for link in info.all("link") if link.get("rel") == _PARENT), "")
    macros = {each.get("name"): each for each in root.all("macro")}
    for child in root.children:
        if child.name not in _CHILDREN:
            message = f"CSL has no element '{child.name}' in 'style'"
            problem = Problem(_UNKNOWN, message, "remove it, or look at its name")
            mistakes.append(Mistake(problem, child.line, child.column))
    everything = tuple(reachable(root, {}))
    citation, bibliography = (
        _layout(root, name, macros, everything, mistakes) for name in ("citation", "bibliography")
    )
    if root.find("citation") is None and not parent:
        mistakes.append(_fatal(root, "the style has no 'citation'", "take a complete style"))
    return Style(
        path=path,
        title=_text_of(info, "title"),
        default_locale=root.get("default-locale"),
        is_note=root.get("class") == "note",
        options=root.attributes,
        locales=tuple(locale_from(each) for each in root.all("locale")),
        citation=citation,
        bibliography=bibliography,
        parent=parent,
        info={name: _text_of(info, name) for name in ("id", "title", "title-short")},
    )


def _text_of(info: Element, name: str) -> str:
    found = info.find(name)
    return found.text.strip() if found is not None else ""


def _fatal(element: Element, message: str, hint: str) -> Mistake:
    return Mistake(Problem(INVALID_STYLE, message, hint), element.line, element.column, fatal=True)


def _layout(
    root: Element,
    name: str,
    macros: Mapping[str, Element],
    everything: Sequence[Element],
    mistakes: list[Mistake],
) -> Layout | None:
    """Return a layout; `everything` are all elements of the style."""
    area = root.find(name)
    if area is None:
        return None
    layout = area.find("layout")
    if layout is None:
        mistakes.append(_fatal(area, f"'{name}' has no 'layout'", "take a complete style"))
        return None
    inherited = inheritable(area, inheritable(root))
    ranges = root.get("page-range-format")
    compiler = Compiler(macros, inherited, ranges, mistakes, _UNKNOWN)
    render = compiler.citation(layout) if name == "citation" else compiler.children(layout)
    keys = tuple(_sort_key(key, compiler, macros, mistakes) for key in _sort_elements(area))
    first = rest = None
    if area.get("second-field-align") and layout.children:
        head, tail = Element("layout", {}, 0, 0), Element("layout", {}, 0, 0)
        head.children, tail.children = layout.children[:1], layout.children[1:]
        first, rest = compiler.children(head), compiler.children(tail)
    written = tuple(reachable(layout, macros))
    return Layout(
        options={**root.attributes, **area.attributes},
        attributes=layout.attributes,
        look=read_format(layout.attributes),
        render=render,
        sort_keys=tuple(key for key in keys if key is not None),
        sorts_by_number=any(key is not None and key.uses_number for key in keys),
        has_year_suffix=any(map(_writes_year_suffix, everything)),
        has_later_form=_has_later_form(root) or any(map(_has_later_form, reachable(area, macros))),
        has_plain_locator=not any(map(_counts_locator, everything)),
        asks_locator=any(map(asks_locator, written)),
        asks_number=any(map(_asks_number, written)),
        has_positions=any(map(_asks_position, everything)),
        first=first,
        rest=rest,
    )


def _sort_elements(area: Element) -> list[Element]:
    sort = area.find("sort")
    return list(sort.all("key")) if sort is not None else []


def _sort_key(
    key: Element, compiler: Compiler, macros: Mapping[str, Element], mistakes: list[Mistake]
) -> SortKey | None:
    variable, macro = key.get("variable"), key.get("macro")
    if not variable and not macro:
        problem = Problem(_UNKNOWN, "a sort key names neither a variable nor a macro", "name one")
        mistakes.append(Mistake(problem, key.line, key.column))
        return None
    counts = [key.get(name) for name in ("names-min", "names-use-first")]
    names = None
    if any(counts) or key.get("names-use-last"):
        least, first = (int(each) if each.isdecimal() and len(each) < 9 else 0 for each in counts)  # noqa: PLR2004
        names = least, first, key.get("names-use-last") == "true"
    render = compiler.macro(macro, key) if macro else None
    uses_number = any(map(_asks_number, reachable(key, macros)))
    return SortKey(variable, render, key.get("sort") == "descending", names, uses_number)


def _asks_number(element: Element) -> bool:
    return element.get("variable") == _NUMBER


def _writes_year_suffix(element: Element) -> bool:
    return element.name == "text" and element.get("variable") == "year-suffix"


def _counts_locator(element: Element) -> bool:
    return element.name == "number" and element.get("variable") == "locator"


def _asks_position(element: Element) -> bool:
    """Tell whether an element asks where in the document a cite stands, in any area."""
    names = element.attributes
    return (
        "position" in names
        or _NOTE_NUMBER in names.get("variable", "").split()
        or any(key.startswith("et-al-subsequent") for key in names)
    )


def _has_later_form(element: Element) -> bool:
    """Tell whether later cites show fewer names by it, or cites show when a page was read.

    Then cites are told apart in another form than the first one has.
    """
    is_accessed = element.name == "date" and element.get("variable") == "accessed"
    return is_accessed or any(key.startswith("et-al-subsequent") for key in element.attributes)


@lru_cache(maxsize=256)
def locale_of_style(style: Style, locale: Locale) -> Locale:
    """Return a locale with what the style says of its own in that language, or in all."""
    own = []
    for language in dict.fromkeys((*fallbacks(locale.language)[:2], "")):
        own += [each for each in style.locales if each.language == language]
    return merge_locales([*own, locale], locale.language) if own else locale
