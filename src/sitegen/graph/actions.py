"""Check the buttons of the home page, `actions`, which the theme takes from the front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.content.publication_fields import INVALID_FIELD
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.graph.label_search import MISSING_ANCHOR
from sitegen.graph.missing_targets import BROKEN_LINK
from sitegen.graph.url_lookup import find_url
from sitegen.graph.urls import nfc
from sitegen.late_patterns import compile_late
from sitegen.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Outline
    from sitegen.model import Site

__all__ = ["check_actions"]

_ADDRESS = compile_late(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_EXAMPLE = "write lines such as '- {name: About us, page: about.md}'"


def check_actions(outline: Outline, site: Site) -> Iterator[Diagnostic]:
    """Yield an error for each button that the theme could not show."""
    if "actions" in outline.inputs.templates.own_words:
        return  # a template of the site reads the field in its own way
    for key, page in outline.sources.items():
        actions = page.front.extra.get("actions")
        if actions and outline.kind(key) is Kind.HOME:
            for problem in _problems(actions, outline, site, str(page.path)):
                yield problem.at(page.place_of("actions"))


def _problems(actions: object, outline: Outline, site: Site, source: str) -> Iterator[Problem]:
    if not isinstance(actions, list | tuple):
        yield Problem(INVALID_FIELD, "'actions' must be a list of links", _EXAMPLE)
        return
    for number, action in enumerate(actions, start=1):
        which = f"'actions': link {number}"
        known = action if isinstance(action, Mapping) else {}
        target = known.get("page", known.get("url"))
        if not known.get("name"):
            yield Problem(INVALID_FIELD, f"{which} has no name", _EXAMPLE)
        if not isinstance(target, str) or not target:
            yield Problem(INVALID_FIELD, f"{which} has no page or url", _EXAMPLE)
        elif not _ADDRESS.match(target):
            problem = _broken(target, outline, site, source)
            if problem:
                yield Problem(problem.code, f"{which}: {problem.message}", problem.hint)


def _broken(target: str, outline: Outline, site: Site, source: str) -> Problem | None:
    """Return what is wrong with a target: there is no such page, or no such place on it."""
    url = find_url(site, target, source)
    if url is None:
        names = {name.removeprefix("content/") for name in site.urls}
        hint = did_you_mean(target.partition("#")[0], names, "write the path of a page")
        return Problem(BROKEN_LINK, f"there is no page or file '{target}'", hint)
    address, _, anchor = url.partition("#")
    key = next((key for key, each in outline.urls.items() if each == address), "")
    page = outline.sources.get(key)
    if page is None or not anchor or nfc(unquote(anchor)) in page.anchors:
        return None
    message = f"'{target}': there is no heading or id '{anchor}' in {page.path}"
    return Problem(MISSING_ANCHOR, message, did_you_mean(anchor, page.anchors))
