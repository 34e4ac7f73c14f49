"""Parse TOML into a `Config`, and report all mistakes together."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from sitegen.config.positions import locate_setting
from sitegen.config.quoted_escapes import (
    TOML_QUOTES,
    LostBackslash,
    find_lost_in,
    find_wrong_escape,
    is_of_escape,
)
from sitegen.config.setting_checks import check_diagnostics, check_settings
from sitegen.config.setting_reader import SettingReader
from sitegen.config.settings import Config
from sitegen.config.toml_depth import find_deep_name
from sitegen.config.toml_hints import explain_mistake
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.errors import ConfigError

__all__ = ["CONFIG_SYNTAX", "check_diagnostic_levels", "explain_toml", "parse_config"]

CONFIG_SYNTAX = declare("config-syntax", Severity.ERROR, needed=True)


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
        lost = find_wrong_escape(text, TOML_QUOTES) if is_of_escape(message) else None
        if lost:
            raise ConfigError((_lost(lost, text, path),)) from error
        if isinstance(error, RecursionError):
            line, column = text.count("\n", 0, max(0, find_deep_name(text))) + 1, 1
        place = Location(path=path, line=line, column=column)
        lines = text.splitlines()
        message, hint = explain_mistake(message, lines[line - 1] if 0 < line <= len(lines) else "")
        problem = Diagnostic(
            code=CONFIG_SYNTAX, message=f"not TOML: {message}", location=place, hint=hint
        )
        raise ConfigError((problem,)) from error
    if path.endswith("pyproject.toml"):  # where other programs have their settings, too
        table = table.get("tool", {}).get("sitegen", {})
    elif lost := find_lost_in(text, TOML_QUOTES):
        raise ConfigError((_lost(lost, text, path),))
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
    reader = SettingReader(path, text, base_url)
    config: Config = reader.read(Config, table, "")
    check_settings(reader, config, table)
    if checks_levels or reader.problems:
        check_diagnostics(reader, config)
    reader.raise_problems()
    return config


def _lost(lost: LostBackslash, text: str, path: str) -> Diagnostic:
    line = text.count("\n", 0, lost.place) + 1
    place = Location(path=path, line=line, column=lost.place - text.rfind("\n", 0, lost.place))
    return Diagnostic(code=CONFIG_SYNTAX, message=lost.message, location=place, hint=lost.hint)


def _load(text: str) -> dict[str, Any]:
    if find_deep_name(text) >= 0:
        raise RecursionError
    return tomllib.loads(text)


def check_diagnostic_levels(config: Config, text: str, path: str) -> None:
    """Raise ConfigError if the levels of diagnostics cannot be used.

    This imports every module that declares some: 0.15 s, which a build without changes need not
    spend on a configuration that has been checked before.
    """
    reader = SettingReader(path, text, "")
    check_diagnostics(reader, config)
    reader.raise_problems()
