"""Sites put together in memory, of pages that were parsed or made by a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.config import parse_config
from sitegen.graph.assembly import assemble_site
from sitegen.graph.file_index import index_files
from sitegen.graph.outline import Inputs
from sitegen.storage.theme_files import read_measures
from support.parsing import theme_words
from support.sites import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import ParsedPage, Site

__all__ = ["assemble"]


def assemble(
    *pages: ParsedPage, config: str = CONFIG, files: Iterable[PurePosixPath] = ()
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Assemble a site of these pages, all of them published, without images and social cards."""
    return assemble_site(
        Inputs(
            config=parse_config(config, "sitegen.toml"),
            config_path="sitegen.toml",
            measures=read_measures(),
            parsed=pages,
            published=pages,
            unpublished={},
            files=index_files(files),
            images={},
            sources={},
            words=theme_words(),
        )
    )
