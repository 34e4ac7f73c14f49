"""Diagnostics: problems as values with a code, a place, a message and a hint."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

import msgspec

from sitegen.registry import DIAGNOSTICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "Diagnostic",
    "Guesses",
    "Location",
    "Problem",
    "ProblemError",
    "Severity",
    "declare",
    "declared_codes",
    "did_you_mean",
    "documentation",
    "has_errors",
    "is_needed",
    "nearest_name",
    "report",
    "why_fixed",
]


class Severity(StrEnum):
    """How bad it is: an error stops the site from being written, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


#: Up to this many candidates are all compared; among more, an index finds those that are like.
_FEW = 60
#: So many of them are compared, and so many entries of the index are looked at.
_SIMILAR, _MOST_ENTRIES = 6, 2_000
#: A message with more characters is cut in its middle: it quotes what somebody wrote.
_LONGEST_MESSAGE = 500
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


def _severity_of(code: str) -> Severity:
    """Return the severity of a code. Raises KeyError for one that no module declares."""
    if code not in _declared:
        DIAGNOSTICS.load()
    return _declared[code]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a file: `path` relative to the site, `line` and `column` from 1.

    Both are 0 for a folder, and for a file that has no lines, such as a picture. What concerns a
    text as a whole is at its beginning, 1:1.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column if self.line else 0) if n]
        return ":".join([self.path, *numbers])


class Problem(msgspec.Struct, frozen=True):
    """A mistake whose place is not known yet: `at` makes it a diagnostic.

    `code` is a declared code, `message` says what is wrong, `hint` what to do about it. `about` is
    the file that is to blame, if it is not the one in which the problem is found. Problems of one
    file with the same `group` are of one kind, so that a terminal shows the first of them only.
    """

    code: str
    message: str
    hint: str = ""
    about: str = ""
    group: str = ""

    def at(self, location: Location) -> Diagnostic:
        """Return the diagnostic of this problem at a location."""
        return Diagnostic(
            code=self.code,
            message=self.message,
            location=location,
            hint=self.hint,
            about=self.about,
            group=self.group,
        )


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
    stored can be shown without the module that declares its code. `about` and `group` are as in
    `Problem`; `also` are other files in which the same was found. Raises KeyError for a code that
    is not declared.
    """

    code: str
    message: str
    location: Location
    hint: str = ""
    severity: Severity = _OF_THE_CODE
    about: str = ""
    also: tuple[str, ...] = ()
    group: str = ""

    def __post_init__(self) -> None:
        if not self.severity:
            object.__setattr__(self, "severity", _severity_of(self.code))
        for name in ("message", "hint"):
            text = getattr(self, name)
            if len(text) > _LONGEST_MESSAGE:
                object.__setattr__(self, name, _shorten(text))

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
            **({"also": list(self.also)} if self.also else {}),
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


def _shorten(text: str) -> str:
    """Return the beginning and the end of a long message, which is shown on one line."""
    half = _LONGEST_MESSAGE // 2
    return f"{text[:half]} … {text[-half:]}"


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


def documentation(topic: str) -> str:
    """Return the command that prints a chapter of the documentation, or the section of a code."""
    return f"sitegen explain {topic}"


def did_you_mean(name: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """Return "did you mean '…'?" for the nearest candidate, or `otherwise`."""
    near = nearest_name(name, candidates)
    return f"did you mean '{near}'?" if near else otherwise


class Guesses:
    """Suggests what was meant, for many mistakes among the same candidates.

    Renaming one folder may break every link of a site. To compare each with every file would take
    minutes, so the candidates of a `group` are indexed by their pairs of letters, once.
    """

    def __init__(self) -> None:
        self._indexes: dict[object, _PairIndex] = {}
        self._known: dict[tuple[object, str], str] = {}

    def nearest(
        self, name: str, candidates: Callable[[], Iterable[str]], group: object = ""
    ) -> str:
        """Return the nearest of a group's candidates, or nothing if there is none."""
        key = (group, name)
        if key not in self._known:
            self._known[key] = nearest_name(name, self.similar(name, candidates, group))
        return self._known[key]

    def did_you_mean(
        self,
        name: str,
        candidates: Callable[[], Iterable[str]],
        otherwise: str = "",
        group: object = "",
    ) -> str:
        """Return "did you mean '…'?", or `otherwise`."""
        near = self.nearest(name, candidates, group)
        return f"did you mean '{near}'?" if near else otherwise

    def similar(
        self, name: str, candidates: Callable[[], Iterable[str]], group: object = ""
    ) -> list[str]:
        """Return the candidates of a group that share most pairs of letters with a name."""
        if group not in self._indexes:
            self._indexes[group] = _PairIndex(candidates())
        return self._indexes[group].similar(name)


class _PairIndex:
    """Names by their pairs of letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._entries: dict[str, list[int]] = {}
        if len(self._names) > _FEW:
            for number, name in enumerate(self._names):
                for pair in _pairs(name):
                    self._entries.setdefault(pair, []).append(number)

    def similar(self, name: str) -> list[str]:
        """Return up to six names, the most similar first; all of them if they are few."""
        if not self._entries:
            return self._names
        shared: Counter[int] = Counter()
        looked = 0
        # The rare pairs tell most; those that nearly every name has would take all the time.
        for entries in sorted((self._entries.get(pair, []) for pair in _pairs(name)), key=len):
            if shared and looked + len(entries) > _MOST_ENTRIES:
                break
            shared.update(entries)
            looked += len(entries)
        length = len(name)

        def order(number: int) -> tuple[float, int]:
            return -shared[number] / (length + len(self._names[number])), number

        likely = [number for number, _ in shared.most_common(10 * _SIMILAR)]
        return [self._names[number] for number in sorted(likely, key=order)[:_SIMILAR]]


def _pairs(name: str) -> set[str]:
    folded = f"^{name.casefold()}$"
    return {folded[at : at + 2] for at in range(len(folded) - 1)}


def nearest_name(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is most like a name, or nothing if none is."""
    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(candidate.casefold(), candidate)
    wanted = str(name).casefold()  # a template may ask for a number
    near = difflib.get_close_matches(wanted, sorted(folded), n=1, cutoff=0.62)
    return folded[near[0]] if near else ""
