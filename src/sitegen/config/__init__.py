"""The settings of a site, and how they are read from TOML."""

from __future__ import annotations

from sitegen.config.collections import Collection, CollectionConfig, list_switched_off
from sitegen.config.field_types import FieldType
from sitegen.config.languages import LANGUAGE, Direction, nearest_language, text_direction
from sitegen.config.limits import LIMIT_EXCEEDED, USUAL_LIMITS, LimitsConfig, exceeds
from sitegen.config.parsing import check_diagnostic_levels, explain_toml, parse_config
from sitegen.config.positions import find_setting, locate_setting
from sitegen.config.settings import (
    ENGINES,
    NAVIGATIONS,
    CacheConfig,
    Config,
    ContentConfig,
    ContentFolder,
    DiagnosticsConfig,
    Engine,
    ExternalProject,
    FeedConfig,
    FilesConfig,
    ImagesConfig,
    MarkdownConfig,
    MathConfig,
    MenuItem,
    ModernFormat,
    Navigation,
    NumberedBy,
    NumberingConfig,
    OutputsConfig,
    PaginationConfig,
    ResearchConfig,
    SharingConfig,
    ThemeConfig,
)
from sitegen.config.taxonomies import Taxonomy, TaxonomyConfig
from sitegen.config.toml_depth import MOST_PARTS, find_deep_name

__all__ = [
    "ENGINES",
    "LANGUAGE",
    "LIMIT_EXCEEDED",
    "MOST_PARTS",
    "NAVIGATIONS",
    "USUAL_LIMITS",
    "CacheConfig",
    "Collection",
    "CollectionConfig",
    "Config",
    "ContentConfig",
    "ContentFolder",
    "DiagnosticsConfig",
    "Direction",
    "Engine",
    "ExternalProject",
    "FeedConfig",
    "FieldType",
    "FilesConfig",
    "ImagesConfig",
    "LimitsConfig",
    "MarkdownConfig",
    "MathConfig",
    "MenuItem",
    "ModernFormat",
    "Navigation",
    "NumberedBy",
    "NumberingConfig",
    "OutputsConfig",
    "PaginationConfig",
    "ResearchConfig",
    "SharingConfig",
    "Taxonomy",
    "TaxonomyConfig",
    "ThemeConfig",
    "check_diagnostic_levels",
    "exceeds",
    "explain_toml",
    "find_deep_name",
    "find_setting",
    "list_switched_off",
    "locate_setting",
    "nearest_language",
    "parse_config",
    "text_direction",
]
