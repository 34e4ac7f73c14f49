"""Check what the types of settings cannot say: addresses, patterns, keys inside lists."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitegen.config.bibliography_paths import may_be_bibliography
from sitegen.config.collections import CollectionConfig, check_collections
from sitegen.config.languages import LANGUAGE
from sitegen.config.levels import check_levels
from sitegen.config.limits import MOST_IN_FIELD, exceeds
from sitegen.config.setting_reader import (
    INVALID_SETTING,
    MISSING_SETTING,
    UNKNOWN_SETTING,
    SettingReader,
)
from sitegen.config.settings import Config, ContentFolder, MenuItem
from sitegen.config.taxonomies import TaxonomyConfig, check_taxonomies
from sitegen.diagnostics import Problem, did_you_mean, documentation
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_diagnostics", "check_settings"]

_INVENTORIES = frozenset({".inv", ".json"})
_EMAIL = compile_late(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
#: As in `mathematics.macros`, which is above this package.
_MACRO = compile_late(r"\\?(?:[a-zA-Z]+|[^a-zA-Z0-9\s{}#%&$_^~\\])")
_NO_ARGUMENT = compile_late(r"(?<![\\#])(?:##)*+#(?![1-9#])")
#: A host as it stands in an address.
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?", re.ASCII)
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def check_settings(reader: SettingReader, config: Config, table: Mapping[str, object]) -> None:
    """Report each setting of a configuration, read from `table`, that cannot be used."""
    examples = {"title": "Imaging Lab", "base_url": "https://lab.example.org/"}
    for name, example in examples.items():
        if name not in table:
            hint = f'write {name} = "{example}"'
            reader.report(MISSING_SETTING, name, f"'{name}' is not set", hint)
    if "base_url" in table and isinstance(table["base_url"], str):
        _check_base_url(reader, config.base_url)
    _check_words(reader, config)
    _check_hosts(reader, config)
    _check_macros(reader, config)
    _check_references(reader, config)
    _check_menus(reader, config, table.get("menu"))
    _check_folders(reader, config, table.get("content"))
    _check_taxonomy_keys(reader, table.get("taxonomies"))
    for name, message in check_taxonomies(config.taxonomies):
        reader.invalid(name, message)
    _check_collection_keys(reader, table.get("collections"))
    for name, message, hint in check_collections(config.collections):
        reader.invalid(name, message, hint)


def _check_words(reader: SettingReader, config: Config) -> None:
    if len(config.description) > MOST_IN_FIELD:
        message = f"it has {len(config.description):,} characters, more than {MOST_IN_FIELD:,}"
        reader.invalid("description", message, "write it into the text of content/index.md")
    if not LANGUAGE.fullmatch(config.language):
        reader.invalid("language", f"'{config.language}' is not a language code such as 'en'")
    try:
        _ = config.zone
    except (KeyError, ValueError, OSError):
        reader.invalid("timezone", f"no time zone '{config.timezone}', such as 'Europe/Berlin'")
    try:
        _ = config.cache.max_bytes
    except ValueError:
        size = config.cache.max_size
        reader.invalid("cache.max_size", f"'{size}' is not a size such as '500 MB' or '1 GB'")
    if not _COLOR.fullmatch(config.images.background):
        color = config.images.background
        reader.invalid("images.background", f"'{color}' is not a colour such as '#ffffff'")
    _check_bibliographies(reader, config)
    if config.research.mailto and not _EMAIL.fullmatch(config.research.mailto):
        mailto = config.research.mailto
        reader.invalid("research.mailto", f"'{mailto}' is not an address such as 'web@lab.org'")
    for pattern in config.images.originals:
        if not _is_of_static(pattern):
            message = f"'{pattern}' fits no file in assets/static/"
            hint = "others are not published as they are; write 'assets/static/press/*.jpg'"
            reader.invalid("images.originals", message, hint)


def _check_bibliographies(reader: SettingReader, config: Config) -> None:
    for name in ("bibliography", "references"):
        for pattern in getattr(config.research, name):
            if not may_be_bibliography(pattern):
                message = f"'{pattern}' fits no file that is read"
                hint = "write '*.bib', or a path in bibliography/, data/ or content/"
                reader.invalid(f"research.{name}", message, hint)


def _check_hosts(reader: SettingReader, config: Config) -> None:
    for host in config.embeds.hosts:
        if not _HOST.fullmatch(host):
            plain = urlsplit(host).netloc if "//" in host else ""
            hint = f"write '{plain}'" if plain else "write it without 'https://' and a path"
            reader.invalid("embeds.hosts", f"'{host}' is not a host such as 'example.org'", hint)


def _check_references(reader: SettingReader, config: Config) -> None:
    for name, project in config.references.items():
        path = PurePosixPath(project.inventory)
        suffix = path.suffix.casefold()
        if path.parts[:1] != ("data",) or ".." in path.parts or suffix not in _INVENTORIES:
            message = f"'{project.inventory}' is no inventory in data/"
            hint = "write a path such as 'data/inventories/numpy.inv'"
            reader.invalid(f"references.{name}.inventory", message, hint)
        if urlsplit(project.url).scheme not in {"http", "https"}:
            message = f"'{project.url}' is not an http or https address"
            reader.invalid(f"references.{name}.url", message)


def _check_macros(reader: SettingReader, config: Config) -> None:
    for name, body in config.math.macros.items():
        if not _MACRO.fullmatch(name):
            hint = r"a name has letters only, such as '\\norm' or 'norm'"
            reader.invalid("math.macros", f"'{name}' is not the name of a macro", hint)
        elif _NO_ARGUMENT.search(body):
            message = f"a '#' in the macro '{name}' has no number from 1 to 9"
            reader.invalid("math.macros", message, r"write \\# for the sign itself")


def check_diagnostics(reader: SettingReader, config: Config) -> None:
    """Report levels of diagnostics that do not exist; this imports all that declare some."""
    for mistake in check_levels(config.diagnostics):
        place = reader.place_of(mistake.words)
        message = f"'diagnostics': {mistake.message}"
        problem = Problem(INVALID_SETTING, message, mistake.hint)
        reader.problems.append(problem.at(place))


def _check_menus(reader: SettingReader, config: Config, menus: object) -> None:
    """Report wrong entries, or only that there are too many, at the first menu."""
    most = config.limits.menu_entries
    number = sum(map(len, config.menu.values()))
    if number > most:
        message = f"the menus have {number:,} entries, more than limits.menu_entries = {most:,}"
        problem = exceeds("menu_entries", message)
        reader.report(problem.code, f"menu.{next(iter(config.menu))}", message, problem.hint)
        return
    _check_menu_keys(reader, menus)
    for menu, items in config.menu.items():
        for item in items:
            if bool(item.page) == bool(item.url) or (item.url and not item.name):
                message = "an entry needs a 'page', or a 'url' with a 'name'"
                reader.invalid(f"menu.{menu}", message)
            elif item.url and urlsplit(item.url).scheme not in {"http", "https", "mailto"}:
                reader.invalid(f"menu.{menu}", f"'{item.url}' is not an http or mailto address")


def _check_menu_keys(reader: SettingReader, menus: object) -> None:
    """Report unknown keys of menu entries, which msgspec ignores when it converts a list."""
    names = set(MenuItem.__struct_fields__)
    for menu, items in (menus if isinstance(menus, dict) else {}).items():
        for item in items if isinstance(items, list) else ():
            for key in set(item if isinstance(item, dict) else ()) - names:
                hint = did_you_mean(key, names, "an entry has name, page or url, and weight")
                name = f"menu.{menu}.{key}"
                reader.report(UNKNOWN_SETTING, name, f"no setting '{name}'", hint)


def _check_folders(reader: SettingReader, config: Config, content: object) -> None:
    """Report unknown keys of folders, and paths that are no folders of pages."""
    names = set(ContentFolder.__struct_fields__)
    folders = content.get("folders") if isinstance(content, dict) else None
    for path, folder in (folders if isinstance(folders, dict) else {}).items():
        for key in sorted(set(folder if isinstance(folder, dict) else ()) - names):
            hint = did_you_mean(key, names, "a folder has html")
            message = f"no setting '{key}' of the folder '{path}'"
            reader.report(UNKNOWN_SETTING, "content.folders", message, hint, path)
    for path in config.content.folders:
        parts = path.rstrip("/").split("/")
        odd = {"", ".", ".."}.intersection(parts) or any(c in path for c in "*?[\\")
        if parts[0] != "content" or odd:
            message = f"'content.folders': '{path}' is not a folder of pages"
            hint = "write a path such as 'content/tools'"
            reader.report(INVALID_SETTING, "content.folders", message, hint, path)


def _check_taxonomy_keys(reader: SettingReader, taxonomies: object) -> None:
    """Report unknown keys of taxonomies, which msgspec ignores as it does those of menus."""
    names = set(TaxonomyConfig.__struct_fields__)
    for taxonomy, settings in (taxonomies if isinstance(taxonomies, dict) else {}).items():
        for key in set(settings if isinstance(settings, dict) else ()) - names:
            hint = did_you_mean(key, names, "a taxonomy has title, url and singular")
            message = f"no setting 'taxonomies.{taxonomy}.{key}'"
            reader.report(UNKNOWN_SETTING, f"taxonomies.{taxonomy}", message, hint)


def _check_collection_keys(reader: SettingReader, collections: object) -> None:
    """Report unknown keys of collections, which msgspec ignores as it does those of menus."""
    names = set(CollectionConfig.__struct_fields__)
    for name, settings in (collections if isinstance(collections, dict) else {}).items():
        for key in sorted(set(settings if isinstance(settings, dict) else ()) - names):
            hint = did_you_mean(key, names, f"{documentation('collections')} lists them")
            message = f"no setting 'collections.{name}.{key}'"
            reader.report(UNKNOWN_SETTING, f"collections.{name}.{key}", message, hint)


def _check_base_url(reader: SettingReader, url: str) -> None:
    try:
        parts = urlsplit(url)
        plain = not (parts.query or parts.fragment or parts.username)
        plain = plain and not {"", ".", ".."}.intersection(parts.path.split("/")[1:-1])
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and plain
        _ = parts.port
    except ValueError:
        valid = False
    if not valid or any(c.isspace() or c in "\"'<>\\{}" or c > "~" for c in url):
        reader.invalid("base_url", f"'{url}' is not a web address such as 'https://lab.org/'")
    elif not url.endswith("/"):
        reader.invalid("base_url", f"'{url}' must end with '/'", f"write '{url}/'")


def _is_of_static(pattern: str) -> bool:
    """Tell whether a pattern may fit a file in `assets/static/`."""
    parts = pattern.split("/")
    for part, folder in zip(parts, ("assets", "static"), strict=False):
        if "**" in part:
            return True
        if not fnmatchcase(folder, part):
            return False
    return len(parts) > 2  # noqa: PLR2004  # below both
