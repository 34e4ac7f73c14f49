"""Write the attributes of fenced divs and spans as HTML; tell those that mean nothing."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.directive_names import DIRECTIVES, MARGIN_CLASSES
from sitegen.content.note_kinds import DIV_NOTES
from sitegen.diagnostics import Guesses, Problem, Severity, declare, nearest_name
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.content.div_fences import Attribute

__all__ = [
    "BLOCK_ATTRIBUTE",
    "check_attributes",
    "check_class",
    "is_slip",
    "unread_attributes",
    "write_attributes",
]

BLOCK_ATTRIBUTE = declare("block-attribute", Severity.WARNING)

#: Attributes of HTML, which are written as they are.
_GLOBAL = frozenset({"lang", "dir", "role", "translate", "hidden", "style"})
_OWN = compile_late(r"(?:data|aria)-[a-z][a-z0-9-]*")
#: Attributes that mean something to a construct, which finds them as `data-…`.
_KNOWN = frozenset(
    """
    appearance class collapse columns group icon id layout layout-ncol layout-nrow link name
    nonumber open scope source sync sync-group tbl-colwidths title unless-format url when-format
    width
    """.split()
)
#: Classes that mean something to a construct or to the theme, as far as they are easily misspelt.
_CLASSES = (
    DIV_NOTES
    | MARGIN_CLASSES
    | {name.removeprefix("prf:") for name in DIRECTIVES}
    | {f"callout-{name}" for name in DIV_NOTES}
    | set(
        """
        blockquote button-quiet button callout caption columns column decimal kbd lead
        list-of-equations list-of-figures list-of-listings list-of-tables list-of-theorems
        margin-note panel-tabset proof quote smallcaps sortable steps sticky-header tabs tabset
        term theorem timeline underline unnumbered
        """.split()
    )
)
_SINGULARS = frozenset(name.rstrip("s") for name in _CLASSES if not name.startswith("callout-"))
_SHORTEST = 6
_CALLOUT = "callout-"
_CALLOUTS = "write callout-note, callout-tip, callout-important, callout-warning or callout-caution"
_HINT = 'for a stylesheet or script of your own, write data-NAME="…"'
#: What Quarto knows, and where it stands here.
_HINTS = {
    "caption": "write the caption as the last paragraph of the div",
    "fig-cap": "it is the caption of a div with a label such as #fig-knee",
    "tbl-cap": "it is the caption of a div with a label such as #tbl-coils",
    "layout-valign": "remove it: the blocks of a row begin at the same height",
}
#: Classes of Quarto for blocks that are wider than the text.
_WIDE = compile_late(r"column-(?:page|screen|body(?=-))(?:-(?:inset|outset|left|right|shaded))*+")
_WIDE_HINT = "remove it: blocks are as wide as the text; '.column-margin' is for its margin"
_FORM = 'write {.class #id key="value"}'
_SHOWN = 40


def write_attributes(
    attributes: Iterable[Attribute], classes: Iterable[str] = (), *, title: bool = False
) -> str:
    """Return the attributes as they stand in a tag, with a space before each.

    `classes` come first. What is no attribute of HTML becomes `data-…`; a `title` is left out,
    unless it is one of HTML here.
    """
    names, found, identifier = [*classes], {}, ""
    for each in attributes:
        if each.name == "class":
            names += each.value.split()
        elif each.name == "id":
            identifier = each.value
        elif each.name in _GLOBAL or _OWN.fullmatch(each.name):
            found[each.name] = each.value
        elif each.name == "title":
            if title:
                found["title"] = each.value
        else:
            found[f"data-{_plain(each.name)}"] = each.value
    written = [("class", " ".join(dict.fromkeys(names)))] if names else []
    written += [("id", identifier)] if identifier else []
    return "".join(f' {name}="{html.escape(value)}"' for name, value in (*written, *found.items()))


def check_attributes(attributes: Iterable[Attribute]) -> Iterator[tuple[int, Problem]]:
    """Yield each attribute that means nothing to sitegen, with its index."""
    guesses = Guesses()
    for each in attributes:
        if each.name == "class":
            at = each.value_at
            for name in each.value.split():
                problem = check_class(name)
                if problem:
                    yield max(at, each.at), problem
        if each.name in _KNOWN or each.name in _GLOBAL or _OWN.fullmatch(each.name):
            continue
        hint = _HINTS.get(each.name) or guesses.did_you_mean(
            each.name, lambda: _KNOWN | _GLOBAL, _HINT.replace("NAME", _plain(each.name))
        )
        message = f"the attribute '{each.name}' means nothing here"
        yield each.at, Problem(BLOCK_ATTRIBUTE, message, hint)


@lru_cache(maxsize=1024)
def check_class(name: str) -> Problem | None:
    """Return what is wrong with a class that looks like one of ours, but for a letter or two.

    Others are for stylesheets of a site. So are plurals of ours.
    """
    if _WIDE.fullmatch(name):
        return Problem(BLOCK_ATTRIBUTE, f"the class '{name}' means nothing here", _WIDE_HINT)
    if name in _CLASSES or len(name) < _SHORTEST or name.rstrip("s") in _SINGULARS:
        return None
    near = nearest_name(name, _CLASSES)
    is_ours = bool(near) and is_slip(name, near)
    if not is_ours and not name.startswith(_CALLOUT):
        return None
    message = f"the class '{name}' means nothing here"
    return Problem(BLOCK_ATTRIBUTE, message, f"did you mean '{near}'?" if is_ours else _CALLOUTS)


def is_slip(name: str, other: str) -> bool:
    """Tell whether one letter is missing, too many or another, or two have changed places."""
    start = 0
    while start < min(len(name), len(other)) and name[start] == other[start]:
        start += 1
    a, b = name[start:], other[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def unread_attributes(written: str) -> Problem:
    """Say that what stands in braces is no list of attributes."""
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    return Problem(BLOCK_ATTRIBUTE, f"'{shown}' is no list of attributes", _FORM)


def _plain(name: str) -> str:
    """Return a name as the sanitiser allows it behind `data-`."""
    return re.sub(r"[^a-z0-9-]", "-", name.lower()).strip("-") or "x"
