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

#: A fragment of which there would be more than these is no fragment that pages share.
_MOST = 64

#: Name of a view, its attribute, and what that was.
_Seen = tuple[str, str, Any]


class _Fragment(NamedTuple):
    seen: tuple[_Seen, ...]
    reads: frozenset[str]
    html: Markup


class _Noted:
    """Stands before a view and notes what is read of it."""

    def __init__(self, name: str, view: object, seen: list[_Seen]) -> None:
        self._name = name
        self._view = view
        self._seen = seen

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(self._view, attribute)
        self._seen.append((self._name, attribute, value))
        return value


class Partials:
    """The fragments of one site. `same` is what every page's template sees alike."""

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
        """Render a template for `views`; it sees these and what `functions` makes for them."""
        self._page_index.note(TemplateQuery(name))
        # By the names of the views, too: at an old URL there is no page.
        known = self._known.setdefault((name, *views), [])
        for fragment in known:
            if all(_is_same(getattr(views[view], a), v) for view, a, v in fragment.seen):
                self._page_index.reads |= fragment.reads
                return fragment.html
        template = self._environment.get_template(name)
        if len(known) >= _MOST:
            return Markup(template.render(**views, **self._same, **functions(views)))  # noqa: S704  # escaped by the template
        seen: list[_Seen] = []
        noted = {view: _Noted(view, each, seen) for view, each in views.items()}
        around, self._page_index.reads = self._page_index.reads, set()
        try:
            html = Markup(template.render(**noted, **self._same, **functions(noted)))  # noqa: S704  # escaped by the template
            known.append(_Fragment(tuple(seen), frozenset(self._page_index.reads), html))
        except Exception:  # noqa: BLE001  # its author's code; what it says has to name the views
            html = Markup(template.render(**views, **self._same, **functions(views)))  # noqa: S704  # escaped by the template
        finally:
            self._page_index.reads |= around
        return html


def _is_same(value: object, other: object) -> bool:
    """Tell whether two values look the same; tables may be equal and look different.

    To Python, `{"a": 1, "b": 2}` equals `{"b": 2.0, "a": True}`.
    """
    if value is other:
        return True
    return bool(value == other) and (not isinstance(value, Mapping) or repr(value) == repr(other))
