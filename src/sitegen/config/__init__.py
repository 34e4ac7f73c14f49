"""The settings of a site, and how they are read from TOML."""

from __future__ import annotations

from sitegen.config.languages import LANGUAGE, nearest_language
from sitegen.config.parsing import explain_toml, parse_config
from sitegen.config.positions import find_setting
from sitegen.config.settings import (
    ENGINES,
    CacheConfig,
    Config,
    ContentConfig,
    ContentFolder,
    DiagnosticsConfig,
    Engine,
    FeedConfig,
    FilesConfig,
    ImagesConfig,
    MarkdownConfig,
    MenuItem,
    ModernFormat,
    PaginationConfig,
    SharingConfig,
    ThemeConfig,
)

__all__ = [
    "ENGINES",
    "LANGUAGE",
    "CacheConfig",
    "Config",
    "ContentConfig",
    "ContentFolder",
    "DiagnosticsConfig",
    "Engine",
    "FeedConfig",
    "FilesConfig",
    "ImagesConfig",
    "MarkdownConfig",
    "MenuItem",
    "ModernFormat",
    "PaginationConfig",
    "SharingConfig",
    "ThemeConfig",
    "explain_toml",
    "find_setting",
    "nearest_language",
    "parse_config",
]
