"""Check the short texts that the theme shows as HTML: of the configuration, and links in fields."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import read_short_text
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.graph.cascading import FieldPlaces
from sitegen.graph.missing_targets import BROKEN_LINK
from sitegen.graph.url_lookup import find_url
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePosixPath

    from sitegen.config import Engine
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Outline
    from sitegen.model import Site

__all__ = ["check_short_texts"]

#: What is no path of a page: addresses, and places of the page itself.
_ELSEWHERE = compile_late(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$")
_FIELDS = ("description", "featured_image_caption")


def check_short_texts(outline: Outline, site: Site) -> Iterator[Diagnostic]:
    """Yield what is wrong with the site's description, and links in fields that lead nowhere.

    What else is wrong with the fields of a page is found when the page is parsed.
    """
    config = outline.config
    engine, text = config.markdown.engine, config.description
    found = read_short_text(text, engine, macros_for(config.math))
    problems = (*found.problems, *_broken_links(found.links, site, ""))
    place = outline.inputs.place_of_setting("description")
    for each in problems:
        yield Problem(each.code, f"'description': {each.message}", each.hint).at(place)
    places = FieldPlaces(outline.inputs.parsed)
    known: dict[tuple[str, PurePosixPath], tuple[Problem, ...]] = {}
    said: set[Diagnostic] = set()  # what a section gives to its pages is one mistake
    for page in outline.sources.values():
        for name in _FIELDS:
            text = getattr(page.front, name)
            if not text or "[" not in text:
                continue
            where = (text, page.path.parent)  # of which the links lead to the same
            if where not in known:
                links = _links_in(text, engine)
                known[where] = tuple(_broken_links(links, site, str(page.path)))
            for each in known[where]:
                told = Problem(each.code, f"'{name}': {each.message}", each.hint)
                found_at = told.at(places.find(page, name))
                if found_at not in said:
                    said.add(found_at)
                    yield found_at


@lru_cache(maxsize=4096)  # a section may give one text to all of its pages
def _links_in(text: str, engine: Engine) -> tuple[str, ...]:
    return read_short_text(text, engine).links


def _broken_links(targets: Sequence[str], site: Site, source: str) -> Iterator[Problem]:
    """Yield the links of a text that lead nowhere, by paths from a page's file or `content/`."""
    names: set[str] = set()
    for target in dict.fromkeys(targets):
        if _ELSEWHERE.match(target):
            continue
        paths = (f"./{target}", target) if source else (target,)
        if all(find_url(site, path, source) is None for path in paths):
            names = names or {name.removeprefix("content/") for name in site.urls}
            hint = did_you_mean(target.partition("#")[0], names, "write the path of a page")
            yield Problem(BROKEN_LINK, f"there is no page or file '{target}'", hint)
