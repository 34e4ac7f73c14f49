"""Single pages, parsed without a site around them."""

from __future__ import annotations

import hashlib
from datetime import UTC
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.content.page_parser import parse_page
from sitegen.content.parse_options import ParseOptions
from sitegen.model import Fragment, ParsedPage, SourceFile
from sitegen.rendering.theme_strings import parse_words
from sitegen.storage.theme_files import read_theme

if TYPE_CHECKING:
    from sitegen.rendering.theme_strings import Words

__all__ = ["body_of", "codes_of", "parse", "parse_options_of", "theme_words"]


@lru_cache(maxsize=1)
def theme_words() -> dict[str, Words]:
    """Return the words of the built-in theme."""
    theme = {name.removesuffix(".toml"): data for name, data in read_theme("strings").items()}
    words, problems = parse_words(theme, {})
    assert problems == ()
    return words


def parse(source: str | bytes, path: str = "content/page.md", **changes: Any) -> ParsedPage:
    """Parse one page, with options as `parse_options_of` takes them."""
    data = source.encode() if isinstance(source, str) else source
    digest = hashlib.sha256(data).hexdigest()
    options = parse_options_of(**changes)
    return parse_page(SourceFile(path=PurePosixPath(path), data=data, digest=digest), options)


def parse_options_of(**changes: Any) -> ParseOptions:
    """Return the options of a small site without highlighting, with changes."""
    usual: dict[str, Any] = {
        "language": "en",
        "zone": UTC,
        "engine": "python-markdown",
        "toc_depth": 3,
        "highlight": False,
        "words": theme_words(),
        "grids": ("people", "cards", "columns"),
        "taxonomies": {"tags": "tags", "tag": "tags"},
        "people": "content/people",
    }
    return ParseOptions(**{**usual, **changes})


def codes_of(page: ParsedPage) -> list[str]:
    """Return the codes of a page's diagnostics."""
    return [each.code for each in page.diagnostics]


def body_of(fragment: Fragment | None) -> str:
    """Return a fragment as HTML, its slots as `{target}`."""
    assert fragment is not None
    pieces = [fragment.parts[0]]
    for reference, part in zip(fragment.references, fragment.parts[1:], strict=True):
        pieces += [f"{{{reference.target}}}", part]
    return "".join(pieces).strip()
