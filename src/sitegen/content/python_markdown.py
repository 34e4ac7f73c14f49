"""Render Markdown with the engine `python-markdown`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from markdown import Extension, Markdown
from markdown.extensions.admonition import AdmonitionExtension, AdmonitionProcessor
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
)
from markdown.inlinepatterns import (
    InlineProcessor as Pattern,
)
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE

__all__ = ["render_python_markdown"]

_ALWAYS = ("sane_lists", "tables", "pymdownx.highlight", "pymdownx.superfences")
_RARELY = ("attr_list", "def_list", "footnotes", "md_in_html")
#: Each of the rare extensions, and admonitions, needs one of these.
_RARE = re.compile(r"[{<]|\[\^|!!!|^[ \t>]*:", re.MULTILINE)
_OPTIONS: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TITLE": "", "BACKLINK_TEXT": "↩"},
    "pymdownx.highlight": {"use_pygments": False},
}


#: The engine's patterns need quadratic time for these; in HTML they are one space.
_LONG_GAP = re.compile(r"(?<=\S) {500,}")


#: One of these is part of every inline pattern.
_SPECIAL = re.compile(r"[`\\\[<&*_]|  \n")


class _Untitled(AdmonitionProcessor):
    """Leaves the title blank unless the author gave one: its words depend on the language."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind, title = super().get_class_and_title(match)
        return kind, " " if match[2] is None else title


class _Admonitions(AdmonitionExtension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Untitled(md.parser), "admonition", 105)


class _Inline(InlineProcessor):
    """Passes over text in which no inline pattern can match, which is most of it.

    The engine tries 15 patterns on every piece of text, also on the line feeds between elements.
    """

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  # the base's own method
        if not _SPECIAL.search(data):
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]  # as above
        return handled


class _QuickInline(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.treeprocessors.register(_Inline(md), "inline", 20)


class _PlainText(Pattern):
    """Finds the text of what stands in other elements, too: of code in a link in an image."""

    def unescape(self, text: str) -> str:
        while INLINE_PLACEHOLDER_RE.search(text):
            text = super().unescape(text)
        return text


class _Image(_PlainText, ImageInlineProcessor):
    pass


class _ImageReference(_PlainText, ImageReferenceInlineProcessor):
    pass


class _ShortImageReference(_PlainText, ShortImageReferenceInlineProcessor):
    pass


class _Images(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        patterns = md.inlinePatterns
        patterns.register(_Image(IMAGE_LINK_RE, md), "image_link", 150)
        patterns.register(_ImageReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        patterns.register(_ShortImageReference(IMAGE_REFERENCE_RE, md), "short_image_ref", 125)


def render_python_markdown(text: str) -> str:
    """Convert a page's body. Raises RecursionError on nesting that the engine cannot follow."""
    engine = _engine(rare=_RARE.search(text) is not None)
    engine.reset()
    try:
        return engine.convert(_LONG_GAP.sub(" ", text))
    except RecursionError:
        _engine.cache_clear()
        raise


@lru_cache(maxsize=2)
def _engine(*, rare: bool) -> Markdown:
    """Return the engine with all extensions, or with those that nearly every page needs.

    A fifth of the time goes to the others, even on pages with nothing for them.
    """
    extensions: list[str | Extension] = [*_ALWAYS, _QuickInline(), _Images()]
    if rare:
        extensions += [*_RARELY, _Admonitions()]
    options = {name: value for name, value in _OPTIONS.items() if name in extensions}
    return Markdown(extensions=extensions, extension_configs=options, output_format="html")
