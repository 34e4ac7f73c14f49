"""Problems as values: a stable code, a place, a sentence and what to do."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CODES",
    "MOST_GUESSES",
    "Diagnostic",
    "Guesses",
    "Location",
    "Problem",
    "ProblemError",
    "Severity",
    "did_you_mean",
    "has_errors",
    "report",
]


class Severity(StrEnum):
    """How bad it is: an error stops the site from being written, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


_E, _W = Severity.ERROR, Severity.WARNING
#: After so many mistakes of a kind, nobody guesses any more what was meant.
MOST_GUESSES = 20

#: Every code that sitegen can report. `docs/diagnostics.md` has a paragraph for each.
CODES: dict[str, Severity] = {
    "broken-link": _E,
    "config-syntax": _E,
    "content-type": _E,
    "control-character": _E,
    "data-syntax": _E,
    "draft-link": _E,
    "duplicate-data": _E,
    "duplicate-id": _E,
    "duplicate-key": _E,
    "duplicate-url": _E,
    "encoding": _E,
    "external-resource": _E,
    "front-matter-format": _E,
    "front-matter-syntax": _E,
    "front-matter-unclosed": _E,
    "gallery-captions": _E,
    "image-attribute": _E,
    "image-broken": _E,
    "image-comparison": _E,
    "image-format": _E,
    "image-gallery": _E,
    "image-metadata": _E,
    "image-missing": _E,
    "image-too-large": _E,
    "invalid-date": _E,
    "invalid-field": _E,
    "invalid-setting": _E,
    "markdown-too-deep": _E,
    "missing-anchor": _E,
    "missing-setting": _E,
    "misspelled-draft": _E,
    "path-outside-site": _E,
    "patient-data": _E,
    "stylesheet": _E,
    "template-image": _E,
    "template-missing": _E,
    "template-recursion": _E,
    "template-runtime": _E,
    "template-syntax": _E,
    "template-timeout": _E,
    "template-undefined": _E,
    "unknown-setting": _E,
    "unsafe-html": _E,
    "unsafe-url": _E,
    "card-font": _W,
    "code-options": _W,
    "document-metadata": _W,
    "heading-level": _W,
    "image-alt": _W,
    "missing-translation": _W,
    "mojibake": _W,
    "page-timeout": _E,
    "placeholder": _W,
    "svg-active": _W,
    "svg-cleaned": _W,
    "tag-spelling": _W,
    "unknown-field": _W,
}


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
    """A mistake at a location, shown on one line."""

    code: str
    message: str
    location: Location
    hint: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(self.code)

    @property
    def severity(self) -> Severity:
        """The severity that belongs to the code."""
        return CODES[self.code]

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
    """What was meant, for the first few mistakes of a kind.

    A guess looks at all there is, and when a folder is renamed, everything there is gets lost.
    """

    def __init__(self) -> None:
        self._made = 0

    def nearest(self, name: str, candidates: Iterable[str]) -> str:
        """Return the nearest candidate, or nothing, also when there have been enough guesses."""
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
    near = difflib.get_close_matches(name.casefold(), sorted(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else ""
