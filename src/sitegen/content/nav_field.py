"""Read the field `nav`: whether a page and those below it have a sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.config import NAVIGATIONS
from sitegen.content.field_readers import FieldError

if TYPE_CHECKING:
    from sitegen.content.field_readers import ReadContext
    from sitegen.content.yaml_reader import Field

__all__ = ["read_nav"]

#: In al-folio, `nav: true` puts a page into the menu, which lists it anyway.
_OTHER_MEANING = frozenset({"true", "false"})


def read_nav(f: Field, context: ReadContext) -> dict[str, Any]:
    """Return the field, or nothing for what means something else in another generator.

    In the Lab Website Template, `nav: {order: 3}` is the place in the menu.
    """
    del context
    if isinstance(f.value, dict) and not f.value.keys() - {"order", "tooltip"}:
        order = f.value.get("order")
        return {"weight": order} if type(order) is int else {}
    if f.raw in NAVIGATIONS:
        return {"nav": f.raw}
    if f.raw.casefold() in _OTHER_MEANING:
        return {}
    message = f"'{f.raw}' is not a kind of navigation: {' or '.join(NAVIGATIONS)}"
    raise FieldError(message)
