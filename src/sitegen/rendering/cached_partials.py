"""Render fragments that many pages share only once.

Headers and footers are most of a page's template and hardly differ from page to page. While such a
fragment is rendered, every attribute that it reads of `page` and `site` is recorded with its value.
It is reused on every later page on which these attributes have the same values. So no template has
to say what it depends on, and it cannot be stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from sitegen.rendering.queries import TemplateQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2

    from sitegen.rendering.page_index import PageIndex

__all__ = ["Partials"]

#: With more versions than this, a fragment differs too much between pages to be worth caching.
_MOST = 64

#: Name of a view, its attribute, and what that was.
_Seen = tuple[str, str, Any]


class _Fragment(NamedTuple):
    seen: tuple[_Seen, ...]
    reads: frozenset[str]
    html: Markup


class _Noted:
    """Wraps a view, and records which attributes are read, with their values."""

    def __init__(self, name: str, view: object, seen: dict[tuple[str, str], Any]) -> None:
        self._name = name
        self._view = view
        self._seen = seen

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(self._view, attribute)
        self._seen.setdefault((self._name, attribute), value)
        return value


class Partials:
    """The fragments of one site. `same` are the template variables that all pages share."""

    def __init__(
        self, environment: jinja2.Environment, page_index: PageIndex, same: Mapping[str, object]
    ) -> None:
        self._environment = environment
        self._page_index = page_index
        self._same = same
        self._known: dict[tuple[str, ...], list[_Fragment]] = {}

    def render(
        self,
        name: str,
        views: Mapping[str, object],
        functions: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    ) -> Markup:
        """Render a template with these views, and with what `functions` returns for them."""
        self._page_index.note(TemplateQuery(name))
        # The names of the views belong to the key: a page at an old URL has no `page`.
        known = self._known.setdefault((name, *views), [])
        for number, fragment in enumerate(known):
            if _looks_same(fragment, views):
                self._page_index.reads |= fragment.reads
                if number:  # the next page is most often of the same section
                    known.insert(0, known.pop(number))
                return fragment.html
        template = self._environment.get_template(name)
        if len(known) >= _MOST:
            return Markup(template.render(**views, **self._same, **functions(views)))  # noqa: S704  # escaped by the template
        seen: dict[tuple[str, str], Any] = {}
        noted = {view: _Noted(view, each, seen) for view, each in views.items()}
        around, self._page_index.reads = self._page_index.reads, set()
        try:
            html = Markup(template.render(**noted, **self._same, **functions(noted)))  # noqa: S704  # escaped by the template
            reads = frozenset(self._page_index.reads)
            known.insert(0, _Fragment(tuple((*where, v) for where, v in seen.items()), reads, html))
        except Exception:  # noqa: BLE001  # any template error; rendered again so that the message names the real views
            html = Markup(template.render(**views, **self._same, **functions(views)))  # noqa: S704  # escaped by the template
        finally:
            self._page_index.reads |= around
        return html


def _looks_same(fragment: _Fragment, views: Mapping[str, object]) -> bool:
    """Tell whether the views have now what the fragment was made of."""
    for view, attribute, other in fragment.seen:
        value = getattr(views[view], attribute)
        if value is not other and not _is_same(value, other):
            return False
    return True


def _is_same(value: object, other: object) -> bool:
    """Tell whether two values look the same when printed; equal mappings need not.

    In Python, `{"a": 1, "b": 2}` equals `{"b": 2.0, "a": True}`.
    """
    return bool(value == other) and (not isinstance(value, Mapping) or repr(value) == repr(other))
