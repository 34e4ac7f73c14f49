"""Diagnostics: problems as values with a code, a place, a message and a hint."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from sitegen.registry import DIAGNOSTICS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MOST_GUESSES",
    "Diagnostic",
    "Guesses",
    "Location",
    "Problem",
    "ProblemError",
    "Severity",
    "declare",
    "declared_codes",
    "did_you_mean",
    "has_errors",
    "is_needed",
    "is_protecting",
    "report",
    "why_fixed",
]


class Severity(StrEnum):
    """How bad it is: an error stops the site from being written, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


#: Suggestions are made for this many mistakes of one kind.
MOST_GUESSES = 20
#: Stands for the severity that belongs to a diagnostic's code.
_OF_THE_CODE = cast("Severity", "")
#: The codes of the modules that have been imported.
_declared: dict[str, Severity] = {}
#: Why the levels of some of them cannot be lowered.
_fixed: dict[str, str] = {}
_PROTECTS = "it keeps something from being published by accident"
_NEEDED = "there is nothing to publish in the place of what it is about"


def declare(code: str, severity: Severity, *, protects: bool = False, needed: bool = False) -> str:
    """Declare a diagnostic's code once, and return it.

        BROKEN_LINK = declare("broken-link", Severity.ERROR)

    Call it in the module that reports the code, or in the lowest of several that do.
    `sitegen.registry.DIAGNOSTICS` lists that module, and `docs/diagnostics.md` describes the code.

    Authors may lower the level of a code, except in two cases. A code `protects` if it keeps from
    publication what is private, held back, unsafe or active. It is `needed` if a file or a page
    with this mistake cannot be read, so that there is nothing right to write instead.
    """
    _declared[code] = severity
    if protects or needed:
        _fixed[code] = _PROTECTS if protects else _NEEDED
    return code


def declared_codes() -> dict[str, Severity]:
    """Return every code that sitegen can report; this imports all modules that declare some."""
    DIAGNOSTICS.load()
    return dict(sorted(_declared.items()))


def why_fixed(code: str) -> str:
    """Return why a code's level cannot be lowered; empty if it can, or if there is no such code."""
    if code not in _declared:
        DIAGNOSTICS.load()
    return _fixed.get(code, "")


def is_needed(code: str) -> bool:
    """Tell whether there is nothing right to write in the place of what a code is about."""
    return why_fixed(code) == _NEEDED


def is_protecting(code: str) -> bool:
    """Tell whether a code keeps something from being published by accident."""
    return why_fixed(code) == _PROTECTS


def _severity_of(code: str) -> Severity:
    """Return the severity of a code. Raises KeyError for one that no module declares."""
    if code not in _declared:
        DIAGNOSTICS.load()
    return _declared[code]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a file: `path` relative to the site, `line` and `column` from 1, 0 for unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column if self.line else 0) if n]
        return ":".join([self.path, *numbers])


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake whose place is not known yet: `at` makes it a diagnostic.

    `code` is a declared code, `message` says what is wrong, `hint` what to do about it.
    """

    code: str
    message: str
    hint: str = ""

    def at(self, location: Location) -> Diagnostic:
        """Return the diagnostic of this problem at a location."""
        return Diagnostic(code=self.code, message=self.message, location=location, hint=self.hint)


class ProblemError(Exception):
    """Raised where a mistake is found, caught where its location is known.

    It never leaves the package that raises it.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A mistake at a location, shown on one line.

    `severity` is that of the code. It is a field, so that a diagnostic that an earlier build has
    stored can be shown without the module that declares its code. Raises KeyError for a code that
    is not declared.
    """

    code: str
    message: str
    location: Location
    hint: str = ""
    severity: Severity = _OF_THE_CODE

    def __post_init__(self) -> None:
        if not self.severity:
            object.__setattr__(self, "severity", _severity_of(self.code))

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        text = f"{self.location}: {self.severity}[{self.code}]: {self.message}{hint}"
        return "".join(c if c.isprintable() else "�" for c in text)

    def as_json(self) -> dict[str, object]:
        """Return the fields as they appear in `--format json`."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "path": self.location.path,
            "line": self.location.line or None,
            "column": self.location.column or None,
            "message": self.message,
            "hint": self.hint or None,
        }

    def as_github(self) -> str:
        """Return a GitHub Actions annotation (docs.github.com, "workflow commands")."""
        place = [f"file={_escape(self.location.path, ':,')}"]
        if self.location.line:
            place.append(f"line={self.location.line}")
        if self.location.line and self.location.column:
            place.append(f"col={self.location.column}")
        place.append(f"title={self.code}")
        text = _escape(f"{self.message}; {self.hint}" if self.hint else self.message)
        return f"::{self.severity} {','.join(place)}::{text}"


def _escape(text: str, more: str = "") -> str:
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in text)


def report(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics without repetitions, by file, line, column and code."""
    return tuple(
        sorted(set(diagnostics), key=lambda d: (d.location, d.code, d.message, d.hint)),
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether one of them keeps the site from being written."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def did_you_mean(name: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """Return "did you mean '…'?" for the nearest candidate, or `otherwise`."""
    near = _nearest(name, candidates)
    return f"did you mean '{near}'?" if near else otherwise


class Guesses:
    """Suggests what was meant, for the first mistakes of one kind only.

    Each suggestion compares a name with all candidates. Renaming one folder may break every link
    of a site, and so many comparisons would take minutes.
    """

    def __init__(self) -> None:
        self._made = 0

    def nearest(self, name: str, candidates: Iterable[str]) -> str:
        """Return the nearest candidate, or nothing if there is none or the limit is reached."""
        self._made += 1
        return _nearest(name, candidates) if self._made <= MOST_GUESSES else ""

    def did_you_mean(self, name: str, candidates: Iterable[str], otherwise: str = "") -> str:
        """Return "did you mean '…'?", or `otherwise`."""
        near = self.nearest(name, candidates)
        return f"did you mean '{near}'?" if near else otherwise


def _nearest(name: str, candidates: Iterable[str]) -> str:
    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(candidate.casefold(), candidate)
    near = difflib.get_close_matches(name.casefold(), sorted(folded), n=1, cutoff=0.62)
    return folded[near[0]] if near else ""
