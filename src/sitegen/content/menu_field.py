"""Read `menu`: the menus that a page asks to be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.field_readers import FieldError, read_texts
from sitegen.diagnostics import did_you_mean
from sitegen.model import MenuPlace

if TYPE_CHECKING:
    from sitegen.content.field_readers import ReadContext
    from sitegen.content.yaml_reader import Field

__all__ = ["read_menu"]

_KEYS = ("name", "weight")
_OTHERWISE = "it takes 'name' and 'weight'; remove the others"


def read_menu(f: Field, context: ReadContext) -> tuple[MenuPlace, ...]:
    """Return the menus, with name and weight where a table gives them."""
    if not isinstance(f.value, dict):
        return tuple(MenuPlace(menu=name) for name in read_texts(f, context))
    places = []
    for menu, settings in f.value.items():
        known = settings if isinstance(settings, dict) else {}
        name, weight = known.get("name", ""), known.get("weight")
        if settings is not None and not isinstance(settings, dict):
            message = f"menu '{menu}' takes a table with 'name' and 'weight'"
            raise FieldError(message)
        for key in known:
            if key not in _KEYS:
                message = f"menu '{menu}' has no '{key}'"
                raise FieldError(message, did_you_mean(key, _KEYS, _OTHERWISE))
        if weight is not None and type(weight) is not int:
            message = f"the weight in menu '{menu}' must be a whole number"
            raise FieldError(message)
        places.append(MenuPlace(menu=menu, name=str(name or ""), weight=weight))
    return tuple(places)
