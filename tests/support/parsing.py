"""Single pages, parsed without a site around them."""

from __future__ import annotations

import hashlib
from datetime import UTC, tzinfo
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.config import ContentConfig, Engine
from sitegen.content.page_parser import ParseOptions, parse_page
from sitegen.model import Fragment, ParsedPage, SourceFile
from sitegen.rendering.theme_strings import parse_words
from sitegen.storage.theme_files import read_theme

if TYPE_CHECKING:
    from sitegen.rendering.theme_strings import Words

__all__ = ["body_of", "codes_of", "parse", "theme_words"]


@lru_cache(maxsize=1)
def theme_words() -> dict[str, Words]:
    """Return the words of the built-in theme."""
    theme = {name.removesuffix(".toml"): data for name, data in read_theme("strings").items()}
    words, problems = parse_words(theme, {})
    assert problems == ()
    return words


def parse(  # noqa: PLR0913  # the options of parsing
    source: str | bytes,
    path: str = "content/page.md",
    *,
    language: str = "en",
    zone: tzinfo = UTC,
    toc_depth: int = 3,
    highlight: bool = False,
    engine: Engine = "python-markdown",
    grids: tuple[str, ...] = ("people", "cards", "columns"),
    content: ContentConfig = ContentConfig(),  # noqa: B008  # it is frozen
) -> ParsedPage:
    """Parse one page."""
    data = source.encode() if isinstance(source, str) else source
    options = ParseOptions(
        language=language,
        zone=zone,
        engine=engine,
        toc_depth=toc_depth,
        highlight=highlight,
        words=theme_words(),
        grids=grids,
        taxonomies={"tags": "tags", "tag": "tags"},
        content=content,
        people="content/people",
    )
    digest = hashlib.sha256(data).hexdigest()
    return parse_page(SourceFile(path=PurePosixPath(path), data=data, digest=digest), options)


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
