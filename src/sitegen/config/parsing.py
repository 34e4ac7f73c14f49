"""Parse TOML into a `Config`, and report all mistakes together."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec

from sitegen.config.bibliography_paths import may_be_bibliography
from sitegen.config.collections import CollectionConfig, check_collections
from sitegen.config.languages import LANGUAGE
from sitegen.config.levels import check_levels
from sitegen.config.limits import exceeds
from sitegen.config.positions import locate_setting
from sitegen.config.settings import Config, ContentFolder, MenuItem
from sitegen.config.taxonomies import TaxonomyConfig, check_taxonomies
from sitegen.config.toml_depth import find_deep_name
from sitegen.config.toml_hints import explain_mistake
from sitegen.diagnostics import (
    Diagnostic,
    Location,
    Problem,
    Severity,
    declare,
    did_you_mean,
    documentation,
    report,
)
from sitegen.errors import ConfigError
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONFIG_SYNTAX", "check_diagnostic_levels", "explain_toml", "parse_config"]

CONFIG_SYNTAX = declare("config-syntax", Severity.ERROR, needed=True)
INVALID_SETTING = declare("invalid-setting", Severity.ERROR, needed=True)
MISSING_SETTING = declare("missing-setting", Severity.ERROR, needed=True)
UNKNOWN_SETTING = declare("unknown-setting", Severity.ERROR, needed=True)

#: To find the places of very many mistakes takes very long.
_MOST_PROBLEMS = 100
_INVENTORIES = frozenset({".inv", ".json"})
_EMAIL = compile_late(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
#: As in `mathematics.macros`, which is above this package.
_MACRO = compile_late(r"\\?(?:[a-zA-Z]+|[^a-zA-Z0-9\s{}#%&$_^~\\])")
_NO_ARGUMENT = compile_late(r"(?<![\\#])(?:##)*+#(?![1-9#])")
#: A host as it stands in an address.
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?", re.ASCII)
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def explain_toml(error: Exception) -> tuple[str, int, int]:
    """Return what tomllib found wrong, and line and column, 0 where it does not say."""
    if isinstance(error, RecursionError):
        return "it is too deeply nested", 0, 0
    if "integer string conversion" in str(error):
        return "a number has too many digits", 0, 0
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    return re.sub(r" \(at .*\)$", "", str(error)), line, column


def parse_config(text: str, path: str, *, base_url: str = "", checks_levels: bool = True) -> Config:
    """Read `sitegen.toml`, or the `[tool.sitegen]` table of a `pyproject.toml`.

    `base_url`, when given, takes the place of the configured one. Without `checks_levels`, the
    levels of diagnostics are only examined if something else is wrong, so that all is reported
    together: `check_diagnostic_levels` has to be called before they are used. Raises ConfigError.
    """
    try:
        table: Any = _load(text)
    except (ValueError, RecursionError) as error:
        message, line, column = explain_toml(error)
        if isinstance(error, RecursionError):
            line, column = text.count("\n", 0, max(0, find_deep_name(text))) + 1, 1
        place = Location(path=path, line=line, column=column)
        lines = text.splitlines()
        message, hint = explain_mistake(message, lines[line - 1] if 0 < line <= len(lines) else "")
        problem = Diagnostic(
            code=CONFIG_SYNTAX, message=f"not TOML: {message}", location=place, hint=hint
        )
        raise ConfigError((problem,)) from error
    if path.endswith("pyproject.toml"):
        table = table.get("tool", {}).get("sitegen", {})
    if not isinstance(table, dict):
        place = locate_setting(text, path, "tool.sitegen")
        problem = Diagnostic(
            code=CONFIG_SYNTAX,
            message="[tool.sitegen] is not a table",
            location=place,
            hint="write it with single brackets, once",
        )
        raise ConfigError((problem,))
    if base_url:
        table["base_url"] = base_url
    reader = _Reader(path, text, base_url)
    config: Config = reader.read(Config, table, "")
    reader.check(config, table)
    if checks_levels or reader.problems:
        reader.check_diagnostics(config)
    reader.raise_problems()
    return config


def _load(text: str) -> dict[str, Any]:
    if find_deep_name(text) >= 0:
        raise RecursionError
    return tomllib.loads(text)


def check_diagnostic_levels(config: Config, text: str, path: str) -> None:
    """Raise ConfigError if the levels of diagnostics cannot be used.

    This imports every module that declares some: 0.15 s, which a build without changes need not
    spend on a configuration that has been checked before.
    """
    reader = _Reader(path, text, "")
    reader.check_diagnostics(config)
    reader.raise_problems()


class _Reader:
    """Converts table by table and key by key, so that one mistake does not hide the next."""

    def __init__(self, path: str, text: str, base_url: str) -> None:
        self.path = path
        self.base_url = base_url
        self.text = text
        self.lines = text.splitlines()
        self.problems: list[Diagnostic] = []
        self.reported: set[tuple[str, str, str]] = set()

    def read(self, shape: type[Any], table: Mapping[str, object], prefix: str) -> Any:
        hints = get_type_hints(shape, include_extras=True)
        names = set(shape.__struct_fields__)
        values: dict[str, Any] = {}
        for key, value in table.items():
            name = f"{prefix}{key}"
            if key not in names:
                hint = did_you_mean(
                    key, names, f"{documentation('configuration')} lists the settings"
                )
                self.report(UNKNOWN_SETTING, name, f"no setting '{name}'", hint)
            else:
                found = self.read_value(hints[key], value, name)
                if found is not None:
                    values[key] = found
        return shape(**values)

    def read_value(self, hint: Any, value: object, name: str) -> Any:
        """Return the value of a setting; None if it is wrong, which is reported."""
        if _is_table(hint) and isinstance(value, dict):
            return self.read(hint, value, f"{name}.")
        if hint == dict[str, CollectionConfig] and isinstance(value, dict):
            return self.read_collections(value, name)
        try:
            return msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            self.invalid(name, *_explain(value, hint, error))
            return None

    def read_collections(self, table: Mapping[str, object], name: str) -> dict[str, Any]:
        """Return the collections; a mistake is reported at its own setting or field."""
        hints = get_type_hints(CollectionConfig)
        found = {}
        for each, settings in table.items():
            place = f"{name}.{each}"
            if not isinstance(settings, dict):
                self.read_value(dict[str, Any], settings, place)
                continue
            known = {key: value for key, value in settings.items() if key in hints}
            for key in ("fields", "groups"):
                of_each = get_args(hints[key])[1]
                if isinstance(known.get(key), dict):
                    for inner, value in known[key].items():
                        if self.read_value(of_each, value, f"{place}.{key}.{inner}") is None:
                            known[key] = {}
            found[each] = self.read(CollectionConfig, known, f"{place}.")
        return found

    def raise_problems(self) -> None:
        if self.problems:
            raise ConfigError(report(self.problems))

    def check(self, config: Config, table: Mapping[str, object]) -> None:
        examples = {"title": "Imaging Lab", "base_url": "https://lab.example.org/"}
        for name, example in examples.items():
            if name not in table:
                hint = f'write {name} = "{example}"'
                self.report(MISSING_SETTING, name, f"'{name}' is not set", hint)
        if "base_url" in table and isinstance(table["base_url"], str):
            self.check_base_url(config.base_url)
        self.check_words(config)
        self.check_hosts(config)
        self.check_macros(config)
        self.check_references(config)
        self.check_menus(config, table.get("menu"))
        self.check_folders(config, table.get("content"))
        self.check_taxonomy_keys(table.get("taxonomies"))
        for name, message in check_taxonomies(config.taxonomies):
            self.invalid(name, message)
        self.check_collection_keys(table.get("collections"))
        for name, message, hint in check_collections(config.collections):
            self.invalid(name, message, hint)

    def check_words(self, config: Config) -> None:
        if not LANGUAGE.fullmatch(config.language):
            self.invalid("language", f"'{config.language}' is not a language code such as 'en'")
        try:
            _ = config.zone
        except (KeyError, ValueError, OSError):
            self.invalid("timezone", f"no time zone '{config.timezone}', such as 'Europe/Berlin'")
        try:
            _ = config.cache.max_bytes
        except ValueError:
            size = config.cache.max_size
            self.invalid("cache.max_size", f"'{size}' is not a size such as '500 MB' or '1 GB'")
        if not _COLOR.fullmatch(config.images.background):
            color = config.images.background
            self.invalid("images.background", f"'{color}' is not a colour such as '#ffffff'")
        self._check_bibliographies(config)
        if config.research.mailto and not _EMAIL.fullmatch(config.research.mailto):
            mailto = config.research.mailto
            self.invalid("research.mailto", f"'{mailto}' is not an address such as 'web@lab.org'")
        for pattern in config.images.originals:
            if not _is_of_static(pattern):
                message = f"'{pattern}' fits no file in assets/static/"
                hint = "others are not published as they are; write 'assets/static/press/*.jpg'"
                self.invalid("images.originals", message, hint)

    def _check_bibliographies(self, config: Config) -> None:
        for name in ("bibliography", "references"):
            for pattern in getattr(config.research, name):
                if not may_be_bibliography(pattern):
                    message = f"'{pattern}' fits no file that is read"
                    hint = "write '*.bib', or a path in bibliography/, data/ or content/"
                    self.invalid(f"research.{name}", message, hint)

    def check_hosts(self, config: Config) -> None:
        for host in config.embeds.hosts:
            if not _HOST.fullmatch(host):
                plain = urlsplit(host).netloc if "//" in host else ""
                hint = f"write '{plain}'" if plain else "write it without 'https://' and a path"
                self.invalid("embeds.hosts", f"'{host}' is not a host such as 'example.org'", hint)

    def check_references(self, config: Config) -> None:
        for name, project in config.references.items():
            path = PurePosixPath(project.inventory)
            suffix = path.suffix.casefold()
            if path.parts[:1] != ("data",) or ".." in path.parts or suffix not in _INVENTORIES:
                message = f"'{project.inventory}' is no inventory in data/"
                hint = "write a path such as 'data/inventories/numpy.inv'"
                self.invalid(f"references.{name}.inventory", message, hint)
            if urlsplit(project.url).scheme not in {"http", "https"}:
                message = f"'{project.url}' is not an http or https address"
                self.invalid(f"references.{name}.url", message)

    def check_macros(self, config: Config) -> None:
        for name, body in config.math.macros.items():
            if not _MACRO.fullmatch(name):
                hint = r"a name has letters only, such as '\\norm' or 'norm'"
                self.invalid("math.macros", f"'{name}' is not the name of a macro", hint)
            elif _NO_ARGUMENT.search(body):
                message = f"a '#' in the macro '{name}' has no number from 1 to 9"
                self.invalid("math.macros", message, r"write \\# for the sign itself")

    def check_diagnostics(self, config: Config) -> None:
        for mistake in check_levels(config.diagnostics):
            place = self.place_of(mistake.words)
            message = f"'diagnostics': {mistake.message}"
            problem = Problem(INVALID_SETTING, message, mistake.hint)
            self.problems.append(problem.at(place))

    def check_menus(self, config: Config, menus: object) -> None:
        """Report wrong entries, or only that there are too many, at the first menu."""
        most = config.limits.menu_entries
        number = sum(map(len, config.menu.values()))
        if number > most:
            message = f"the menus have {number:,} entries, more than limits.menu_entries = {most:,}"
            problem = exceeds("menu_entries", message)
            self.report(problem.code, f"menu.{next(iter(config.menu))}", message, problem.hint)
            return
        self.check_menu_keys(menus)
        for menu, items in config.menu.items():
            for item in items:
                if bool(item.page) == bool(item.url) or (item.url and not item.name):
                    message = "an entry needs a 'page', or a 'url' with a 'name'"
                    self.invalid(f"menu.{menu}", message)
                elif item.url and urlsplit(item.url).scheme not in {"http", "https", "mailto"}:
                    self.invalid(f"menu.{menu}", f"'{item.url}' is not an http or mailto address")

    def check_menu_keys(self, menus: object) -> None:
        """Report unknown keys of menu entries, which msgspec ignores when it converts a list."""
        names = set(MenuItem.__struct_fields__)
        for menu, items in (menus if isinstance(menus, dict) else {}).items():
            for item in items if isinstance(items, list) else ():
                for key in set(item if isinstance(item, dict) else ()) - names:
                    hint = did_you_mean(key, names, "an entry has name, page or url, and weight")
                    name = f"menu.{menu}.{key}"
                    self.report(UNKNOWN_SETTING, name, f"no setting '{name}'", hint)

    def check_folders(self, config: Config, content: object) -> None:
        """Report unknown keys of folders, and paths that are no folders of pages."""
        names = set(ContentFolder.__struct_fields__)
        folders = content.get("folders") if isinstance(content, dict) else None
        for path, folder in (folders if isinstance(folders, dict) else {}).items():
            for key in sorted(set(folder if isinstance(folder, dict) else ()) - names):
                hint = did_you_mean(key, names, "a folder has html")
                message = f"no setting '{key}' of the folder '{path}'"
                self.report(UNKNOWN_SETTING, "content.folders", message, hint, path)
        for path in config.content.folders:
            parts = path.rstrip("/").split("/")
            odd = {"", ".", ".."}.intersection(parts) or any(c in path for c in "*?[\\")
            if parts[0] != "content" or odd:
                message = f"'content.folders': '{path}' is not a folder of pages"
                hint = "write a path such as 'content/tools'"
                self.report(INVALID_SETTING, "content.folders", message, hint, path)

    def check_taxonomy_keys(self, taxonomies: object) -> None:
        """Report unknown keys of taxonomies, which msgspec ignores as it does those of menus."""
        names = set(TaxonomyConfig.__struct_fields__)
        for taxonomy, settings in (taxonomies if isinstance(taxonomies, dict) else {}).items():
            for key in set(settings if isinstance(settings, dict) else ()) - names:
                hint = did_you_mean(key, names, "a taxonomy has title, url and singular")
                message = f"no setting 'taxonomies.{taxonomy}.{key}'"
                self.report(UNKNOWN_SETTING, f"taxonomies.{taxonomy}", message, hint)

    def check_collection_keys(self, collections: object) -> None:
        """Report unknown keys of collections, which msgspec ignores as it does those of menus."""
        names = set(CollectionConfig.__struct_fields__)
        for name, settings in (collections if isinstance(collections, dict) else {}).items():
            for key in sorted(set(settings if isinstance(settings, dict) else ()) - names):
                hint = did_you_mean(key, names, f"{documentation('collections')} lists them")
                message = f"no setting 'collections.{name}.{key}'"
                self.report(UNKNOWN_SETTING, f"collections.{name}.{key}", message, hint)

    def check_base_url(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            plain = not (parts.query or parts.fragment or parts.username)
            plain = plain and not {"", ".", ".."}.intersection(parts.path.split("/")[1:-1])
            valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and plain
            _ = parts.port
        except ValueError:
            valid = False
        if not valid or any(c.isspace() or c in "\"'<>\\{}" or c > "~" for c in url):
            self.invalid("base_url", f"'{url}' is not a web address such as 'https://lab.org/'")
        elif not url.endswith("/"):
            self.invalid("base_url", f"'{url}' must end with '/'", f"write '{url}/'")

    def invalid(self, name: str, message: str, hint: str = "") -> None:
        self.report(INVALID_SETTING, name, f"'{name}': {message}", hint)

    def report(self, code: str, name: str, message: str, hint: str = "", value: str = "") -> None:
        """Report a problem at a setting, or at a text in it; at last, only that there are more."""
        if len(self.problems) > _MOST_PROBLEMS or (name, message, value) in self.reported:
            return
        self.reported.add((name, message, value))
        if len(self.problems) == _MOST_PROBLEMS:
            message, hint = "there are more mistakes than these", "correct these first"
        place = locate_setting(self.text, self.path, name, value)
        if name == "base_url" and self.base_url:
            place = Location(path="--base-url")
        problem = Diagnostic(code=code, message=message, location=place, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def place_of(self, words: tuple[str, ...]) -> Location:
        """Return where the last of these words is, each searched for behind the one before."""
        line = column = 0
        for word in words:
            for number, text in enumerate(self.lines[max(line - 1, 0) :], start=max(line, 1)):
                found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
                if found and not text.lstrip().startswith("#"):
                    line, column = number, found.start() + 1
                    break
        return Location(path=self.path, line=line, column=column)


def _is_of_static(pattern: str) -> bool:
    """Tell whether a pattern may fit a file in `assets/static/`."""
    parts = pattern.split("/")
    for part, folder in zip(parts, ("assets", "static"), strict=False):
        if "**" in part:
            return True
        if not fnmatchcase(folder, part):
            return False
    return len(parts) > 2  # noqa: PLR2004  # below both


def _is_table(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _explain(value: object, hint: Any, error: msgspec.ValidationError) -> tuple[str, str]:
    """Return what is wrong with the value of a setting, and what to write instead."""
    choices, limits = _choices(hint), _limits(hint)
    if choices:
        several = value if isinstance(value, list) else [value]
        unknown = next((each for each in several if each not in choices), value)
        return f"there is no '{unknown}'", f"write {' or '.join(map(repr, choices))}"
    if value == []:
        return "must not be empty", ""
    if limits and ", got " not in str(error):  # the type is right
        return f"must be from {limits.ge} to {limits.le}", ""
    hint_of_list = ""
    if isinstance(value, str) and str(error).startswith("Expected `array`"):
        hint_of_list = f'write ["{value}"]'
    return _lower(str(error)), hint_of_list


def _choices(hint: Any) -> tuple[str, ...]:
    """Return the values that a setting, or each entry of its list, may have, if they are listed."""
    of_each = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return get_args(of_each) if get_origin(of_each) is Literal else ()


def _limits(hint: Any) -> msgspec.Meta | None:
    """Return the limits of a setting that is a number, or a list of numbers."""
    while get_args(hint):
        for note in getattr(hint, "__metadata__", ()):
            if note.ge is not None:
                limits: msgspec.Meta = note
                return limits
        hint = get_args(hint)[0]
    return None


def _lower(message: str) -> str:
    """Rewrite a message of msgspec without the names of Python's types."""
    words = {
        "`str | object`": "text or a table",
        "`bool | null`": "true or false",
        "`int`": "a whole number",
        "`str`": "text",
        "`bool`": "true or false",
    }
    words |= {"`array`": "a list", "`object`": "a table", "`float`": "a number"}
    for code, word in words.items():
        message = message.replace(code, word)
    message = re.sub(r"^Invalid enum value ('[^']*').*", r"there is no \1", message)
    found = re.fullmatch(r"(.*) - at `\$\[(\d+)\]`", message)
    if found:
        message = f"{found[1]} as entry {int(found[2]) + 1}"
    message = message.removesuffix(" - at `$[...]`")
    return message[:1].lower() + message[1:]
