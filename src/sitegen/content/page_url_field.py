"""Read `url`, the address of a page as Hugo (`url`) and Jekyll (`permalink`) have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sitegen.content.field_readers import FieldError, read_text, refuse_long_paths
from sitegen.content.page_names import index_folder, split_dated, stem_of
from sitegen.late_patterns import compile_late
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from sitegen.content.field_readers import ReadContext
    from sitegen.content.yaml_reader import Field

__all__ = ["read_url"]

#: Parts that other generators fill in: `:title` and `{{ slug }}`.
_PLACEHOLDER = compile_late(r"(?:(?<=[/.-])|^):[a-z_]+|\{\{?[^}]*\}\}?", re.IGNORECASE)
#: Styles of Jekyll, which are no paths.
_STYLES = frozenset({"date", "pretty", "ordinal", "weekdate", "none"})
_REFUSED = compile_late(r"[\\?#<>\"'|*\x00-\x1f\x7f]")
_FILE = compile_late(r"\.html?$", re.IGNORECASE)


def read_url(f: Field, context: ReadContext) -> str:
    """Return a path below the site's address: `/a/b/` or, of a single file, `/a/b.html`.

    A path without either end is a folder: `/a/b` is `/a/b/`. `/` makes a page the home page.
    """
    if isinstance(f.value, bool):
        message = f"'{f.raw}' must be a path of this site such as '/people/ada/'"
        hint = "" if f.value else "write 'draft: true' for a page that is not published"
        raise FieldError(message, hint)
    text = read_text(f, context)
    _refuse_other_forms(text, context.path)
    path = nfc(unquote(text)).strip("/")
    if _REFUSED.search(path) or any(part.strip(" .") != part for part in path.split("/") if part):
        message = f"'{text}' must be a path of this site such as '/people/ada/'"
        raise FieldError(message)
    refuse_long_paths(path)
    parts = [part for part in path.split("/") if part]
    if parts and re.fullmatch(r"index\.html?", parts[-1], re.IGNORECASE):
        parts.pop()
        text = "/"
    if not parts:
        return "/"
    end = "" if _FILE.search(parts[-1]) and not text.endswith("/") else "/"
    url = f"/{'/'.join(parts)}{end}"
    if index_folder(context.path) == "content" and url != "/":
        message = f"the home page is always at '/', never at '{url}'"
        raise FieldError(message, "write a page with this text under another name")
    if context.path.rpartition("/")[0] == "content" and stem_of(context.path) == "404":
        if url == "/404.html":
            return url
        message = "the page for unknown addresses is always '/404.html'"
        raise FieldError(message, "remove this field")
    return url


def _refuse_other_forms(text: str, path: str) -> None:
    """Raise FieldError for what is no path: placeholders, styles, whole addresses."""
    if text in _STYLES:
        message = f"'{text}' is a style of Jekyll, not a path"
        raise FieldError(
            message, f"write the path, such as '/{_name_of(path)}/', or remove this field"
        )
    placeholder = _PLACEHOLDER.search(text)
    if placeholder:
        message = f"'{placeholder[0]}' is a placeholder, which sitegen does not fill in"
        example = _PLACEHOLDER.sub(lambda found: _fill(found[0], path), text)
        raise FieldError(message, f"write the path itself, such as '{example}'")
    if "://" in text or text.startswith("//"):
        inside = urlsplit(text).path or "/"
        message = f"'{text}' must be a path of this site"
        hint = f"write '{inside}', if that is one; for a link to another site, call it 'website'"
        raise FieldError(message, hint)


def _fill(placeholder: str, path: str) -> str:
    """Return what a placeholder may have stood for: numbers for dates, the file's name."""
    date, _ = split_dated(stem_of(path))
    year, month, day = date.split("-") if date else ("2026", "03", "02")
    known = {":year": year, ":month": month, ":day": day, ":i_month": month, ":i_day": day}
    known |= {":categories": "news", ":section": "news", ":sections": "news"}
    return known.get(placeholder, _name_of(path))


def _name_of(path: str) -> str:
    _, name = split_dated(stem_of(path))
    return re.sub(r"[^\w-]+", "-", name.casefold()).strip("-") or "page"
