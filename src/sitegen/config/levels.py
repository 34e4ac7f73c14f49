"""Decide how severe each diagnostic is on this site: `[diagnostics]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import Severity, declared_codes, did_you_mean, documentation, why_fixed

if TYPE_CHECKING:
    from collections.abc import Container

    from sitegen.config.settings import DiagnosticsConfig
    from sitegen.diagnostics import Diagnostic

__all__ = ["LevelMistake", "check_levels", "set_level"]

_OFF = "off"
_LEVELS = (*map(str, Severity), _OFF)
#: From the least to the most severe.
_ORDER = {_OFF: 0, str(Severity.WARNING): 1, str(Severity.ERROR): 2}
#: Where the files lie that diagnostics are about.
_FOLDERS = ("content", "assets", "templates", "data", "bibliography", "theme")


class LevelMistake(NamedTuple):
    """What is wrong in `[diagnostics]`: `words` are to be found in this order in the file."""

    words: tuple[str, ...]
    message: str
    hint: str = ""


def set_level(
    config: DiagnosticsConfig, diagnostic: Diagnostic, fatal: Container[Diagnostic] = ()
) -> Diagnostic | None:
    """Return a diagnostic with its level on this site; None if it is turned off.

    That is the level of the last pattern in `folders` that fits its file and names its code,
    otherwise that of its code in `levels`, otherwise its own. Those that are `fatal` stay errors:
    because of them, a file of the output could not be made.
    """
    level = config.levels.get(diagnostic.code, str(diagnostic.severity))
    for pattern, levels in config.folders.items():
        if diagnostic.code in levels and _compile(pattern).fullmatch(diagnostic.location.path):
            level = levels[diagnostic.code]
    if level == diagnostic.severity or diagnostic in fatal:
        return diagnostic
    return None if level == _OFF else replace(diagnostic, severity=Severity(level))


def check_levels(config: DiagnosticsConfig) -> Iterator[LevelMistake]:
    """Yield what is wrong: unknown codes and levels, and levels that cannot be lowered."""
    if not (config.levels or config.folders):
        return
    known = declared_codes()
    yield from _check_table(("diagnostics", "levels"), config.levels, known)
    for pattern, levels in config.folders.items():
        words = ("diagnostics", "folders", pattern)
        first = pattern.partition("/")[0]
        is_bibliography = first == pattern and first.casefold().endswith(".bib")
        if "*" not in first and first not in _FOLDERS and not is_bibliography:
            message = f"'{pattern}' fits no file of a site"
            yield LevelMistake(words, message, "write it from the site's folder: 'content/old/**'")
        yield from _check_table(words, levels, known)


def _check_table(
    words: tuple[str, ...], levels: Mapping[str, str], known: Mapping[str, Severity]
) -> Iterator[LevelMistake]:
    for code, level in levels.items():
        place = (*words, code)
        if code not in known:
            hint = did_you_mean(code, known, f"{documentation('diagnostics')} lists the codes")
            yield LevelMistake(place, f"there is no diagnostic '{code}'", hint)
        elif level not in _LEVELS:
            hint = did_you_mean(level, _LEVELS, "write 'error', 'warning' or 'off'")
            yield LevelMistake(place, f"'{code}': there is no level '{level}'", hint)
        elif why_fixed(code) and _ORDER[level] < _ORDER[known[code]]:
            message = f"'{code}' cannot be turned down: {why_fixed(code)}"
            yield LevelMistake(place, message, f"remove it; it stays {_named(known[code])}")


def _named(severity: Severity) -> str:
    return f"an {severity}" if severity is Severity.ERROR else f"a {severity}"


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Return what matches the files that fit a pattern, and those below folders that do.

    `*` and `?` stay within one folder; `**` stands for any number of folders.
    """
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.rstrip("/"))
    return re.compile("".join(words.get(each, re.escape(each)) for each in parts) + "(?:/.*)?")
