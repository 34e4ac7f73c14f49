"""Sites put together in memory, of pages that were parsed or made by a test."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sitegen.config import parse_config
from sitegen.graph.assembly import assemble_site
from sitegen.graph.collections.work_pages import put_work_pages
from sitegen.graph.completed_pages import complete_pages
from sitegen.graph.file_index import index_files
from sitegen.graph.outline import LONG_AGO, Inputs
from sitegen.graph.selection import HeldBack
from sitegen.storage.theme_files import read_measures
from support.parsing import theme_words
from support.sites import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import CitationCount, ParsedPage, Site, Work

__all__ = ["assemble"]


def assemble(
    *pages: ParsedPage,
    config: str = CONFIG,
    files: Iterable[PurePosixPath] = (),
    works: Iterable[Work] = (),
    rows: Mapping[str, Iterable[Mapping[str, Any]]] = MappingProxyType({}),
    counts: Mapping[str, Mapping[str, CitationCount]] = MappingProxyType({}),
    now: datetime = LONG_AGO,
    held: Iterable[str] = (),
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Assemble a site of these pages, without images and social cards.

    All of them are published but those in `held`, which are drafts. `works` get pages; `rows`
    are those of data files that are collections, by path, and `counts` those of citations.
    """
    settings = parse_config(config, "sitegen.toml")
    files = tuple(files)
    pages = complete_pages(pages, files, settings.all_collections["people"].folder)
    with_works = put_work_pages(
        pages, works, settings.all_collections["publications"], settings.zone
    )
    pages = with_works.pages
    drafts = dict.fromkeys(held, HeldBack("drafts", "a draft"))
    return assemble_site(
        Inputs(
            config=settings,
            config_path="sitegen.toml",
            measures=read_measures(),
            parsed=pages,
            published=tuple(page for page in pages if page.key not in drafts),
            unpublished=drafts,
            files=index_files(files),
            images={},
            sources={"entries": rows, "citation_counts": counts},
            works=with_works.works_of(pages),
            now=now,
            words=theme_words(),
        )
    )
