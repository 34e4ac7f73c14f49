"""Process headings: the title that opens a page, ids, the table of contents."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.content.cell_ids import CELLS, CellIds
from sitegen.content.construct import Mistake
from sitegen.content.heading_numbers import heading_number
from sitegen.content.html_text import plain_text
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.scanner import BLANKED
from sitegen.content.smart_signs import straighten
from sitegen.content.text import slugify
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.mathematics.formula_text import formula_source, formula_text
from sitegen.model import Heading
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.source_positions import SourcePositions

__all__ = [
    "DUPLICATE_ID",
    "USED_HEADING",
    "find_title",
    "has_sections",
    "name_headings",
    "nest_headings",
    "read_titles_again",
    "take_heading",
]

DUPLICATE_ID = declare("duplicate-id", Severity.ERROR)
HEADING_LEVEL = declare("heading-level", Severity.WARNING)

_KEPT = compile_late(f"{BLANKED}(\\d+){BLANKED}")
_LOWEST = 6
_HEADINGS = "h1, h2, h3, h4, h5, h6"
#: The level of a heading that has become the title of the block with this attribute, which no
#: author may write.
USED_HEADING = "used-heading"


def find_title(root: LexborNode) -> LexborNode | None:
    """Return the H1 that opens the body, if there is one."""
    first = root.child
    while first is not None and first.is_text_node and not (first.text_content or "").strip():
        first = first.next
    return first if first is not None and first.tag == "h1" else None


def has_sections(root: LexborNode, title: str) -> bool:
    """Tell whether the H1s of a body are its sections, as in a document of Pandoc or Quarto.

    They are if the page has a title in its front matter, and several H1s of which none is it. All
    headings are then one level lower, below the title.
    """
    if not title:
        return False
    found = [node for node in root.css("h1") if node.parent and node.parent.mem_id == root.mem_id]
    return len(found) > 1 and all(_fold(plain_text(node)) != _fold(title) for node in found)


def _fold(text: str) -> str:
    return straighten(" ".join(text.split()).casefold())


def take_heading(
    root: LexborNode, positions: SourcePositions, *, has_title: bool
) -> tuple[str | None, tuple[Mistake, ...]]:
    """Remove the H1 of the page and return what it holds as HTML, without links.

    That is the H1 that opens the body. On a page without a title of its own, it may as well be the
    only H1 further below, which is a mistake if text comes before it. An id or a class of the H1
    goes on in a `span`.
    """
    first = find_title(root)
    mistakes: tuple[Mistake, ...] = ()
    if first is None and not has_title:
        first = _only_heading(root)
        if first is not None and any(_has_text(node) for node in _before(first)):
            message = f"'{plain_text(first)}' becomes the title, although text comes before it"
            index = positions.index("heading", "1", 0)
            problem = Problem(HEADING_LEVEL, message, "move it to the top, or write a 'title'")
            mistakes = (Mistake(index, problem),)
    if first is None:
        return None, ()
    first.unwrap_tags(["a"])
    for nested in first.css(_HEADINGS):
        if nested.mem_id != first.mem_id:
            nested.unwrap() if nested.child else nested.decompose()
    positions.passed("heading", "1")
    for node in first.css("[id]"):
        positions.passed("id", _compose_id(node)[0])
    inner = (first.inner_html or "").strip()
    own = [(name, first.attributes.get(name)) for name in ("id", "class")]
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in own if value)
    first.decompose()
    if inner and written:
        inner = f"<span{written}>{inner}</span>"
    return inner or None, mistakes


def _only_heading(root: LexborNode) -> LexborNode | None:
    """Return the H1 of a body that has no other, if it is not inside of something else."""
    found = root.css("h1")
    if len(found) != 1 or found[0].parent is None or found[0].parent.mem_id != root.mem_id:
        return None
    return found[0]


def _before(node: LexborNode) -> Iterator[LexborNode]:
    other = node.prev
    while other is not None:
        yield other
        other = other.prev


def _has_text(node: LexborNode) -> bool:
    return bool((node.text(deep=True) if node.is_element_node else node.text_content or "").strip())


def name_headings(
    parser: LexborHTMLParser,
    root: LexborNode,
    positions: SourcePositions,
    *,
    lowers: bool = False,
    is_part: bool = False,
) -> tuple[tuple[Heading, ...], frozenset[str], tuple[Mistake, ...]]:
    """Give every heading an id that is unique on the page, and demote any further H1.

    With `lowers`, all headings become one level lower instead, see `has_sections`. A text that
    `is_part` of others may begin with any level. Returns the headings in order, as text only, all
    ids of the page, and what is wrong.
    """
    nodes = root.css(_HEADINGS)
    places = _places_of_headings(root, nodes, positions)
    mistakes: list[Mistake] = []
    if lowers:
        for node in nodes:
            _lower(parser, node)
    else:
        mistakes = _demote(parser, root, positions, places)
    if mistakes or lowers:
        nodes = root.css(_HEADINGS)
    taken, duplicates = _ids_of(root, positions)
    mistakes += duplicates
    headings: list[Heading] = []
    numbers: dict[str, int] = {}
    before = 1 if not is_part else _LOWEST  # a part begins at any level
    has_formulas = root.css_first("math") is not None
    for node, (written, number) in zip(nodes, places, strict=False):
        level, text = int((node.tag or "h2")[1]), plain_text(node)
        own = node.attributes.get("id") or ""
        if not own:
            named = plain_text(node, formula_source) if has_formulas else text
            own = _free(slugify(named) or "section", taken, numbers)
            node.attrs["id"] = own
            taken.add(own)
        if level > before + 1:
            message = f"'{text}' jumps from level {before - lowers} to level {level - lowers}"
            hint = f"write it with '{'#' * (before + 1 - lowers)}'"
            index = positions.index("heading", written, number)
            mistakes.append(Mistake(index, Problem(HEADING_LEVEL, message, hint)))
        before = level
        title = _with_formulas(node) if has_formulas else html.escape(text, quote=False)
        headings.append(Heading(id=own, title=title, level=level, number=heading_number(node)))
    return tuple(headings), frozenset(taken), tuple(mistakes)


def read_titles_again(root: LexborNode, headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Return the headings of a tree whose texts have changed, with these texts."""
    nodes = root.css(_HEADINGS)
    return tuple(
        replace(heading, title=_with_formulas(node))
        for heading, node in zip(headings, nodes, strict=True)
    )


def _with_formulas(node: LexborNode) -> str:
    """Return the text of a heading as HTML, its formulas as MathML."""
    formulas: list[str] = []

    def keep(mathml: str) -> str:
        text = html.escape(formula_text(mathml), quote=False)
        formulas.append(text if f"<{SLOT_ELEMENT}" in mathml else mathml)
        return f"{BLANKED}{len(formulas) - 1}{BLANKED}"

    text = html.escape(plain_text(node, keep), quote=False)
    return _KEPT.sub(lambda found: formulas[int(found[1])], text)


def _places_of_headings(
    root: LexborNode, nodes: Iterable[LexborNode], positions: SourcePositions
) -> list[tuple[str, int]]:
    """Return the level of each heading as it is written, and how many of that level precede it."""
    if root.css_first(f"[{USED_HEADING}]") is not None:
        return _places_among_used(root, positions)
    levels = [(node.tag or "h2")[1] for node in nodes]
    return [(level, positions.passed("heading", level)) for level in levels]


def _places_among_used(root: LexborNode, positions: SourcePositions) -> list[tuple[str, int]]:
    places = []
    for node in root.css(f"{_HEADINGS}, [{USED_HEADING}]"):
        used = node.attributes.get(USED_HEADING)
        level = used or (node.tag or "h2")[1]
        number = positions.passed("heading", level)
        if used:
            del node.attrs[USED_HEADING]
        else:
            places.append((level, number))
    return places


def _ids_of(root: LexborNode, positions: SourcePositions) -> tuple[set[str], list[Mistake]]:
    """Return all ids, and those that stand on the page before."""
    taken: dict[str, tuple[str, int]] = {}
    mistakes = []
    cells: CellIds | None = None
    for node in root.css("[id]"):
        written, own = _compose_id(node)
        number = positions.passed("id", written)
        if own in taken and node.tag in CELLS:
            cells = cells or CellIds(each.attributes["id"] or "" for each in root.css("[id]"))
            own = cells.rename(node, own) or own
        if own in taken:
            message = f"the id '{own}' is used twice on this page"
            index = positions.index("id", written, number)
            hint = "rename one"
            first = positions.line_around(positions.index("id", *taken[own]))
            if first:
                hint += f"; the first one is in the line '{first}'"
            mistakes.append(Mistake(index, Problem(DUPLICATE_ID, message, hint)))
        taken.setdefault(own, (written, number))
    if cells:
        cells.name_anew()
    return set(taken), mistakes


def _compose_id(node: LexborNode) -> tuple[str, str]:
    """Return an id as it is written, and as links name it, with composed letters."""
    written = node.attributes["id"] or ""
    own = nfc(written)
    if own != written:
        node.attrs["id"] = own
    return written, own


def _demote(
    parser: LexborHTMLParser,
    root: LexborNode,
    positions: SourcePositions,
    places: list[tuple[str, int]],
) -> list[Mistake]:
    """Turn each H1 into an H2."""
    mistakes = []
    numbers = [number for level, number in places if level == "1"]
    if not numbers:
        return []
    for node, number in zip(root.css("h1"), numbers, strict=True):
        text = plain_text(_lower(parser, node))
        what = f"'{text}'" if text else "a heading without a text"
        hint = "write it with '##'" if text else "write its text behind '##', or remove it"
        problem = Problem(HEADING_LEVEL, f"{what} is a second H1; it becomes an H2", hint)
        mistakes.append(Mistake(positions.index("heading", "1", number), problem))
    return mistakes


def _lower(parser: LexborHTMLParser, node: LexborNode) -> LexborNode:
    """Make a heading one level lower, if there is such a level; return it."""
    level = int((node.tag or "h2")[1])
    if level == _LOWEST:
        return node
    replacement = parser.create_node(f"h{level + 1}")
    for name, value in node.attributes.items():
        replacement.attrs[name] = value or ""
    for child in list(node.iter(include_text=True)):
        replacement.insert_child(child)
    node.replace_with(replacement)
    return replacement


def _free(wanted: str, taken: set[str], numbers: dict[str, int]) -> str:
    """Return an id that is not taken; `numbers` holds the last number of each id."""
    number = numbers.get(wanted, 1)
    candidate = wanted if number == 1 else f"{wanted}-{number}"
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    numbers[wanted] = number
    return candidate


def nest_headings(headings: tuple[Heading, ...], depth: int) -> tuple[Heading, ...]:
    """Turn the list into a tree of levels 2 to `depth`; which children they had does not count."""
    kept = [each for each in headings if each.level <= depth]
    tree: list[Heading] = []
    index = 0
    while index < len(kept):
        end = index + 1
        while end < len(kept) and kept[end].level > kept[index].level:
            end += 1
        own = kept[index]
        if end > index + 1 or own.children:
            own = replace(own, children=nest_headings(tuple(kept[index + 1 : end]), depth))
        tree.append(own)
        index = end
    return tuple(tree)
