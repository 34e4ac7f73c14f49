"""Tell what an SVG element would do besides drawing: run, load, link or animate."""

from __future__ import annotations

from sitegen.images.svg.svg_parser import Start
from sitegen.markup.svg_names import ATTRIBUTES, XHTML

__all__ = ["animates_looks", "tell_what_it_is", "type_of"]

_SCRIPTS = frozenset({"script", "handler", "listener"})
_DOCUMENTS = frozenset({"foreignObject", "iframe", "embed", "object", "audio", "video", "canvas"})
#: What browsers know beside SVG; an element that requires anything else is not shown.
_EXTENSIONS = (XHTML, "http://www.w3.org/1998/Math/MathML")


def tell_what_it_is(start: Start) -> str:
    """Say what an element would have done; nothing for one that would have done nothing."""
    asked = [each.value for each in start.attributes if each.name == "requiredExtensions"]
    if asked and not any(known in asked[0] for known in _EXTENSIONS):
        return ""
    if start.name.casefold() in _SCRIPTS:
        return "script"
    if start.name in _DOCUMENTS or start.space == XHTML:
        return "embedded document"
    return ""


def type_of(start: Start) -> str:
    """Return the type that an element says its text has."""
    found = (each.value for each in start.attributes if (each.space, each.name) == ("", "type"))
    return next(found, "").strip().casefold()


def animates_looks(start: Start) -> bool:
    """Tell whether an animation writes what may be written: `<set>` can write any attribute."""
    found = (each.value.strip() for each in start.attributes if each.name == "attributeName")
    names = [name.rpartition(":")[2] for name in found]
    return all(name in ATTRIBUTES for name in names)
