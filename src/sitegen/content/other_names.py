"""What other generators call the fields of the front matter, and how each is read.

A field of sitegen is found under its own name first, then under these names in the order of the
table. What is known by two names is read once; the other is said to have no effect.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.author_field import read_authors
from sitegen.content.field_readers import (
    read_aliases,
    read_day,
    read_flag,
    read_language,
    read_number,
    read_text,
    read_texts,
)
from sitegen.content.menu_field import read_menu
from sitegen.content.page_url_field import read_url
from sitegen.content.picture_field import read_picture, read_picture_if_path

if TYPE_CHECKING:
    from sitegen.content.field_readers import ReadContext
    from sitegen.content.yaml_reader import Field

__all__ = ["OTHER_NAMES", "OtherName", "ReadFields", "as_field", "fold_name"]

#: Returns values of fields by their names; none if the field means something else.
ReadFields = Callable[["Field", "ReadContext"], dict[str, Any]]


class OtherName(msgspec.Struct, frozen=True):
    """A name, folded, the field that it stands for, and its reader."""

    name: str
    field: str
    read: ReadFields


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Return what spellings of a name share: `lastModified`, `last-modified`, `Last_Modified`."""
    return re.sub(r"[-_ ]", "", name).casefold()


def as_field(field: str, read: Callable[[Field, ReadContext], Any]) -> ReadFields:
    """Return a reader of one field from the reader of its value."""
    return lambda f, context: {field: read(f, context)}


def _read_locale(f: Field, context: ReadContext) -> dict[str, Any]:
    """Read a language code with an underscore, such as `pt_BR`."""
    text = read_text(f, context).replace("_", "-").partition(".")[0]
    return {"language": read_language(_with_text(f, text), context)}


def _read_order(f: Field, context: ReadContext) -> dict[str, Any]:
    """Read a position; words such as `asc` are something else."""
    return {"weight": read_number(f, context)} if type(f.value) is int else {}


def _read_header(f: Field, context: ReadContext) -> dict[str, Any]:
    """Read the picture in a table `header`, as Minimal Mistakes has it."""
    if not isinstance(f.value, dict):
        return {}
    picture = f.value.get("image") or f.value.get("overlay_image") or f.value.get("teaser")
    return read_picture(_with_value(f, {**f.value, "filename": picture}), context)


def _read_about(f: Field, context: ReadContext) -> dict[str, Any]:
    """Read the picture in a table `about`, as Quarto has it."""
    path = f.value.get("image") if isinstance(f.value, dict) else None
    return read_picture(_with_value(f, path), context) if isinstance(path, str) else {}


#: Of Pandoc's extensions, those for which there is a field.
_EXTENSIONS = {"smart": "smart_punctuation", "implicit_figures": "implicit_figures"}
_EXTENSION = re.compile(rf"([+-])({'|'.join(_EXTENSIONS)})(?!\w)")


def _read_numbered(f: Field, context: ReadContext) -> dict[str, Any]:
    """Read whether headings are numbered: a flag, or what a table of MyST says of `headings`."""
    value = f.value.get("headings") if isinstance(f.value, dict) else f.value
    if isinstance(value, dict):  # settings of the numbers ask for them
        value = value.get("enabled", True)
    if isinstance(value, bool):
        return {"number_headings": value}
    return {"number_headings": read_flag(f, context)} if isinstance(value, str) else {}


def _read_smart(f: Field, context: ReadContext) -> dict[str, Any]:
    """Read a flag; a table, such as the signs of an engine, is something else."""
    if isinstance(f.value, dict):
        return {}
    return {"smart_punctuation": read_flag(f, context)}


def _read_reader(f: Field, _context: ReadContext) -> dict[str, Any]:
    """Read what Quarto and Pandoc call a document's format: `markdown-smart`."""
    found = _EXTENSION.findall(f.value) if isinstance(f.value, str) else []
    return {_EXTENSIONS[name]: sign == "+" for sign, name in found}


def _with_text(f: Field, text: str) -> Field:
    return type(f)(value=text, raw=text, line=f.line, column=f.column)


def _with_value(f: Field, value: object) -> Field:
    return type(f)(value=value, raw=f.raw, line=f.line, column=f.column)


def _names(field: str, read: ReadFields, names: str) -> list[OtherName]:
    return [OtherName(fold_name(name), field, read) for name in names.split()]


#: By folded name, in the order of preference.
OTHER_NAMES = {
    each.name: each
    for each in (
        *_names("date", as_field("date", read_day), "created created_at date_created"),
        *_names(
            "updated",
            as_field("updated", read_day),
            "lastmod last_modified_at last_modified modified modified_at date_modified updated_at "
            "date_updated last_updated update_date revision_date modification_date",
        ),
        *_names("authors", as_field("authors", read_authors), "author"),
        *_names("tags", as_field("tags", read_texts), "tag"),
        *_names("summary", as_field("summary", read_text), "excerpt bio"),
        *_names("description", as_field("description", read_text), "meta_description"),
        *_names("subtitle", as_field("subtitle", read_text), "sub_title"),
        *_names("language", _read_locale, "lang locale"),
        *_names("url", as_field("url", read_url), "permalink"),
        *_names("number_headings", _read_numbered, "numbered number_sections numbering"),
        *_names("smart_punctuation", _read_smart, "smart typographer smart_quotes smartypants"),
        *_names("smart_punctuation", _read_reader, "from"),
        *_names("menu", as_field("menu", read_menu), "menus"),
        *_names("aliases", as_field("aliases", read_aliases), "alias redirect_from"),
        *_names("weight", _read_order, "nav_order sidebar_position menu_order order importance"),
        *_names(
            "featured_image",
            read_picture,
            "image cover cover_image hero_image header_image thumbnail thumb og_image social_image "
            "share_image preview_image images",
        ),
        *_names(
            "featured_image",
            read_picture_if_path,
            "teaser banner feature featured hero img photo preview avatar portrait",
        ),
        *_names("featured_image", _read_header, "header"),
        *_names("featured_image", _read_about, "about"),
        *_names(
            "featured_image_alt",
            as_field("featured_image_alt", read_text),
            "image_alt cover_alt hero_image_alt thumbnail_alt",
        ),
        *_names(
            "featured_image_caption",
            as_field("featured_image_caption", read_text),
            "image_caption cover_caption",
        ),
    )
}
