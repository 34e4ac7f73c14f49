"""Read the picture of a page where other generators have it: as text, in a list or in a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sitegen.content.field_readers import FieldError, join_words
from sitegen.content.image_attributes import read_focus
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.content.field_readers import ReadContext
    from sitegen.content.yaml_reader import Field

__all__ = ["is_picture_path", "read_featured_image", "read_picture", "read_picture_if_path"]

_PATHS = (
    "filename",
    "file",
    "src",
    "path",
    "url",
    "image",
    "teaser",
    "thumbnail",
    "feature",
    "name",
)
_ALTS = ("alt", "alt_text", "image_alt", "image_description", "alttext")
_CAPTIONS = ("caption", "title", "credit")
#: Hugo Blox and PaperMod: the picture is for lists and other sites only.
_HIDDEN = ("preview_only", "hidden", "hiddeninsingle")
_POINTS = ("focal_point", "focalpoint", "focus", "position")
#: Words of Hugo Blox and CSS for a point of a picture; without one, the middle.
_SIDES = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}
#: What Hugo Blox writes where nobody has chosen a point.
_NO_POINT = ("Smart", "smart", "Center", "center")
_PICTURE = compile_late(
    r"\.(jpe?g|jpe|jfif|png|gif|webp|avif|svg|tiff?|heic|heif|bmp)$", re.IGNORECASE
)
_ADDRESS = compile_late(r"(https?:)?//", re.IGNORECASE)


def read_picture(f: Field, context: ReadContext) -> dict[str, Any]:
    """Return the fields of the featured image that a value holds: path, text, caption, focus."""
    del context
    value = f.value
    if isinstance(value, list):
        value = next((each for each in value if each), None)
    if isinstance(value, dict):
        return _read_table(value)
    if value is None or isinstance(value, (bool, list)):
        return {}
    text = join_words(value)
    return {"featured_image": text} if text else {}


def read_featured_image(f: Field, context: ReadContext) -> dict[str, Any]:
    """Return the same of the field `featured_image` itself, which has to name a file."""
    if f.value == "":
        return {"featured_image": ""}
    found = read_picture(f, context)
    if "featured_image" not in found:
        message = "must be the path of a picture"
        raise FieldError(message, "write 'featured_image: knee.jpg'")
    return found


def read_picture_if_path(f: Field, context: ReadContext) -> dict[str, Any]:
    """Return the same of a field that may hold something else; then nothing."""
    found = read_picture(f, context)
    path = str(found.get("featured_image", ""))
    return found if is_picture_path(path) or _ADDRESS.match(path) else {}


def is_picture_path(text: str) -> bool:
    """Tell a path of a picture by its ending."""
    return bool(_PICTURE.search(text.partition("?")[0]))


def _read_table(table: Mapping[str, Any]) -> dict[str, Any]:
    folded = {key.casefold().replace("-", "_"): value for key, value in table.items()}
    found: dict[str, Any] = {}
    for field, keys in (
        ("featured_image", _PATHS),
        ("featured_image_alt", _ALTS),
        ("featured_image_caption", _CAPTIONS),
    ):
        text = _first_text(folded, keys)
        if text:
            found[field] = text
    if any(folded.get(key) is True for key in _HIDDEN):
        found["featured_image_hidden"] = True
    point = next((folded[key] for key in _POINTS if folded.get(key)), None)
    if point is not None and point not in _NO_POINT:
        found["featured_image_focus"] = _read_point(point)
    return found


def _first_text(table: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = table.get(key)
        if value and not isinstance(value, (bool, list, dict)):
            return join_words(value)
    return ""


def _read_point(value: object) -> tuple[float, float]:
    """Return a point of words such as `TopLeft`, or of two numbers."""
    if isinstance(value, list):
        return read_focus(",".join(map(str, value)))
    text = join_words(value)
    words = re.findall(r"left|right|top|bottom|center|centre|smart", text.casefold())
    if "".join(words) != re.sub(r"[\s_,-]", "", text.casefold()):
        return read_focus(text)
    across = next((_SIDES[word] for word in words if word in {"left", "right"}), 0.5)
    down = next((_SIDES[word] for word in words if word in {"top", "bottom"}), 0.5)
    return across, down
