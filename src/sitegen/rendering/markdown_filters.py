"""The filters `markdownify` and `plainify`, for short texts of front matter, data and settings."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from sitegen.content.html_fragment import parse_fragment
from sitegen.content.html_text import plain_text
from sitegen.content.short_texts import plain_short_text, read_short_text
from sitegen.content.slots import SCHEMES, UNSAFE_URL
from sitegen.late_patterns import compile_late
from sitegen.rendering.filters import LookupProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.config import Engine
    from sitegen.content.short_texts import ShortText
    from sitegen.mathematics.macros import Macros

__all__ = ["build_markdown_filters"]

_SCHEME = compile_late(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REMOVE = "remove it from this text"
_NO_TEXT = "a text is needed, such as page.description"


def build_markdown_filters(engine: Engine, macros: Macros | None) -> dict[str, Callable[..., Any]]:
    """Return the filters of `docs/templates.md`; `engine` and `macros` are those of the site."""

    @jinja2.pass_context
    def markdownify(context: jinja2.runtime.Context, value: str | None) -> Markup:
        if isinstance(value, Markup):  # it is HTML
            return value
        found = _read(_text_of("markdownify", value), engine, macros)
        is_reported = _is_reported(context, str(value))
        if found.problems and not is_reported:
            first = found.problems[0]
            told = f"markdownify: {first.message}"
            raise LookupProblem(first.code, told, partial(str, first.hint or _REMOVE))
        link = partial(_address, context, is_reported=is_reported)
        return Markup(found.linked(link))  # noqa: S704  # sanitised

    @jinja2.pass_context  # else Jinja computes it when it compiles, for all sites of this process
    def plainify(_context: jinja2.runtime.Context, value: str | None) -> str:
        if isinstance(value, Markup):  # it is HTML
            return plain_text(parse_fragment(str(value))[1])
        return plain_short_text(_text_of("plainify", value), macros)

    return {"markdownify": markdownify, "plainify": plainify}


@lru_cache(maxsize=4096)
def _read(text: str, engine: Engine, macros: Macros | None) -> ShortText:
    return read_short_text(text, engine, macros)


def _text_of(name: str, value: object) -> str:
    if isinstance(value, jinja2.Undefined):
        str(value)  # raises Jinja's error
    if value is None:
        return ""
    if not isinstance(value, str):
        raise jinja2.TemplateRuntimeError(f"{name}: {_NO_TEXT}")
    return str(value)


def _is_reported(context: jinja2.runtime.Context, text: str) -> bool:
    """Tell whether a text is the site's or the page's own: mistakes in these have their places."""
    site, page = context.get("site"), context.get("page")
    image = getattr(page, "featured_image", None)
    descriptions = (getattr(each, "description", None) for each in (site, page))
    return text in {*descriptions, getattr(image, "caption", None)}


def _address(context: jinja2.runtime.Context, target: str, *, is_reported: bool) -> str:
    """Return the URL of a link: by its path from the page's file, or from `content/`.

    One that leads nowhere stays as it is if it `is_reported`. Raises LookupProblem.
    """
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].casefold() not in SCHEMES:
        raise LookupProblem(UNSAFE_URL, f"markdownify: the address '{target}' is not allowed")
    if scheme or target.startswith(("#", "//")) or not target:
        return target
    url_for = context["url_for"]
    try:
        found: str = url_for(target if target.startswith(("./", "../")) else f"./{target}")
    except LookupProblem:
        found = url_for(target, default=target) if is_reported else url_for(target)
    return found
