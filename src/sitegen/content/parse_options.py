"""All that parsing a page depends on beside its file, and what it says together with the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING

import msgspec

from sitegen import registry
from sitegen.config import ContentConfig, Engine, LimitsConfig, MathConfig, nearest_language
from sitegen.model.shortcode import MarkdownArguments

if TYPE_CHECKING:
    from sitegen.model import FrontMatter

__all__ = ["ParseOptions"]


class ParseOptions(msgspec.Struct, frozen=True, kw_only=True):
    """All that parsing depends on beside the file.

    `words` maps a language to the theme's words, `grids` are the classes of the theme's grids,
    `taxonomies` maps fields of front matter to the names of taxonomies, `constructs` are the names
    of what is registered. `host` is that of the site's base URL: absolute links to it are checked
    like others. `people` is the folder of the pages of people. `lists_works` is set if the section
    of the page lists works that are not cited. `markdown_arguments` are those of shortcodes, by the
    names of these. A text that is `included` has no title of its own:
    an H1 in it is a section.
    """

    language: str
    zone: tzinfo
    engine: Engine
    toc_depth: int
    highlight: bool
    toc: bool = True
    number_headings: bool = False
    smart_punctuation: bool = False
    implicit_figures: bool = False
    lists_works: bool = False
    words: Mapping[str, Mapping[str, str]]
    grids: tuple[str, ...]
    taxonomies: Mapping[str, str]
    content: ContentConfig = msgspec.field(default_factory=ContentConfig)
    math: MathConfig = msgspec.field(default_factory=MathConfig)
    host: str = ""
    people: str = ""
    included: bool = False
    markdown_arguments: Mapping[str, MarkdownArguments] = msgspec.field(default_factory=dict)
    limits: LimitsConfig = msgspec.field(default_factory=LimitsConfig)
    constructs: tuple[str, ...] = msgspec.field(default_factory=registry.CONSTRUCTS.names)

    def smart_language(self, front: FrontMatter) -> str:
        """Return the language of a page's punctuation, if the page or the site wants it smart."""
        own = front.smart_punctuation
        is_smart = self.smart_punctuation if own is None else own
        return (front.language or self.language) if is_smart else ""

    def has_implicit_figures(self, front: FrontMatter) -> bool:
        """Tell whether an image alone in a paragraph is a figure: by the page or the site."""
        own = front.implicit_figures
        return self.implicit_figures if own is None else own

    def toc_depth_of(self, front: FrontMatter) -> int | None:
        """Return the depth of a page's table of contents: its own field, or its section's, counts.

        None if the page has none.
        """
        is_wanted = front.toc and (self.toc or "toc" in front.explicit)
        return self.toc_depth if is_wanted else None

    def has_heading_numbers(self, front: FrontMatter) -> bool:
        """Tell whether headings are numbered: by the page, its section or the site."""
        own = front.number_headings
        return self.number_headings if own is None else own

    def words_of(self, front: FrontMatter) -> Mapping[str, str]:
        """Return the theme's words in the language of a page."""
        language = front.language or self.language
        return self.words[nearest_language(language, self.words) or "en"]
