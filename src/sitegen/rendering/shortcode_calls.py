"""Render the shortcodes in a page's text, each with its template in `shortcodes/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sitegen.late_patterns import compile_late
from sitegen.rendering.queries import TemplateQuery
from sitegen.rendering.shortcode_declarations import SHORTCODE_FOLDER

if TYPE_CHECKING:
    import jinja2

    from sitegen.model.references import HtmlContext, ShortcodeCall
    from sitegen.rendering.page_index import PageIndex

__all__ = ["ShortcodeCalls"]

_BLOCK = compile_late(
    r"<(?:p|div|ul|ol|dl|h[1-6]|figure|table|pre|blockquote|details|section|hr|form|video|audio)\b"
)


class ArgumentsView(SimpleNamespace):
    """The arguments of one shortcode, as its template sees them."""


class ShortcodeCalls:
    """The shortcodes of one page, in their order; `values` returns what its templates see."""

    def __init__(
        self,
        environment: jinja2.Environment,
        page_index: PageIndex,
        values: Callable[[], Mapping[str, Any]],
    ) -> None:
        self._environment = environment
        self._page_index = page_index
        self._values = values
        self._count = 0

    def render(
        self, call: ShortcodeCall, content: str, texts: Mapping[str, str], place: HtmlContext
    ) -> str:
        """Return the HTML of the next shortcode.

        `content` is that between its tags, `texts` is that of its arguments by name.
        """
        self._count += 1
        template = f"{SHORTCODE_FOLDER}{call.name}.html"
        self._page_index.note(TemplateQuery(template))
        html = self._environment.get_template(template).render(
            **self._values(),
            args=ArgumentsView(**self._arguments(call, texts, place)),
            content=Markup(_in_blocks(content) if call.is_block else _in_line(content)),  # noqa: S704  # sanitised when it was parsed
            entries=Markup(place.entries(call.listing)) if call.listing else None,  # noqa: S704  # a template's
            number=self._count,
        )
        return f"<p>{html.strip()}</p>" if call.is_paragraph else html.strip()

    def _arguments(
        self, call: ShortcodeCall, texts: Mapping[str, str], place: HtmlContext
    ) -> dict[str, Any]:
        """Return the arguments as templates see them, by name."""
        found: dict[str, Any] = {**dict(call.values), **dict(call.images), **dict(call.embeds)}
        found |= {name: self._page_index.card(key) for name, key in call.pages}
        found |= {name: self._page_index.entry(key) for name, key in call.entries}
        found |= {name: self._datum(path) for name, path in call.data}
        found |= {
            name: Markup(gallery.html(place))  # noqa: S704  # escaped there
            for name, gallery in call.galleries
        }
        found |= {name: Markup(text) for name, text in texts.items()}  # noqa: S704  # as `content`
        return found

    def _datum(self, path: tuple[str, ...]) -> Any:
        """Return a value below `data/`: the names of folders, of a file, and of what it holds."""
        value: Any = self._values()["data"]
        for name in path:
            value = value[int(name) if isinstance(value, tuple) else name]
        return value


def _in_blocks(content: str) -> str:
    """Return HTML that may be a line of text as a paragraph."""
    content = content.strip()
    return f"<p>{content}</p>" if content and not _BLOCK.search(content) else content


def _in_line(content: str) -> str:
    """Return HTML for a line of text: without the paragraph that it may be."""
    content = content.strip()
    if content.startswith("<p>") and content.endswith("</p>") and content.count("<p") == 1:
        return content.removeprefix("<p>").removesuffix("</p>")
    return content
