"""Locales: the words of a language, its ordinals, dates and quotation marks.

Source: the CSL 1.0.2 specification, "Locale Files" and "Localization".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import Location, Problem
from sitegen.late_patterns import compile_late
from sitegen.research.csl.xml_tree import INVALID_STYLE, Element, XmlError, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.diagnostics import Diagnostic

__all__ = [
    "DateFormat",
    "Locale",
    "built_in_locale",
    "compile_locale",
    "fallbacks",
    "locale_from",
    "merge_locales",
    "read_built_in",
]

#: The locale of a language's primary dialect, where the two letters alone do not say it.
_PRIMARY = (
    "af-ZA bg-BG ca-AD cs-CZ cy-GB da-DK de-DE el-GR en-US es-ES et-EE fa-IR fi-FI fr-FR he-IL"
    " hr-HR hu-HU is-IS it-IT ja-JP km-KH ko-KR lt-LT lv-LV mn-MN nb-NO nl-NL nn-NO pl-PL pt-PT"
    " ro-RO ru-RU sk-SK sl-SI sr-RS sv-SE th-TH tr-TR uk-UA vi-VN zh-CN"
).split()
_DIALECTS = {each[:2]: each for each in _PRIMARY}
#: Where to look for a term that lacks a form.
_FORMS = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}
_BUILT_IN = "en-US"
_TWO_DIGITS = 10
_BREAK = compile_late(r"\s*\n\s*")


class DateFormat(NamedTuple):
    """A date of a locale, in one of the forms `text` and `numeric`: its `<date>` element."""

    attributes: Mapping[str, str]
    parts: tuple[Mapping[str, str], ...]


class _Term(NamedTuple):
    single: str
    multiple: str
    gender: str = ""
    match: str = ""


_UNKNOWN = _Term("", "")
#: So many words are found at once: a style and a locator may ask for any.
_MOST_FOUND = 2_000


@dataclass(frozen=True, eq=False)
class Locale:
    """What a style finds in a language.

    `terms` are by name, form and gender form; `ordinals` by number, -1 for those without a suffix
    of their own, and gender form. `language` is such as `de-AT`.
    """

    language: str
    terms: Mapping[tuple[str, str, str], _Term] = field(default_factory=dict)
    dates: Mapping[str, DateFormat] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, str, str], _Term | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def term(
        self, name: str, form: str = "long", *, plural: bool = False, gender: str = ""
    ) -> str | None:
        """Return the word for something, or nothing if the language has none."""
        key = (name, form, gender)
        found = self._found.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[key] = self._find(name, form, gender)
        if found is None:
            return None
        return found.multiple if plural else found.single

    def _find(self, name: str, form: str, gender: str) -> _Term | None:
        while True:
            found = self.terms.get((name, form, gender)) or self.terms.get((name, form, ""))
            if found is not None or form not in _FORMS:
                return found
            form = _FORMS[form]

    def gender(self, name: str) -> str:
        """Return the grammatical gender of a term, such as `feminine`."""
        found = self.terms.get((name, "long", ""))
        return found.gender if found else ""

    def ordinal(self, number: int, gender: str = "") -> str:
        """Return the suffix of an ordinal number, such as `nd` for 2."""
        for digits in dict.fromkeys((number % 100, number % 10)):
            for which in dict.fromkeys((gender, "")):
                found = self.terms.get((f"ordinal-{digits:02}", "long", which))
                if found is not None and _matches(found.match, number, digits):
                    return found.single
        return self.term("ordinal", gender=gender) or ""

    @property
    def punctuation_in_quote(self) -> bool:
        """Whether commas and full stops move into quotation marks."""
        return self.options.get("punctuation-in-quote") == "true"


def _matches(match: str, number: int, digits: int) -> bool:
    """Tell whether the suffix for numbers that end in some digits is one for a number."""
    if match == "whole-number":
        return number == digits
    if match == "last-digit" or (not match and digits < _TWO_DIGITS):
        return number % 10 == digits
    return number % 100 == digits


def compile_locale(data: bytes, path: str = "") -> tuple[Locale | None, tuple[Diagnostic, ...]]:
    """Read a locale file. Return the locale, or nothing and why."""
    try:
        root = read_xml(data)
    except XmlError as error:
        return None, (error.problem.at(Location(path=path, line=error.line, column=error.column)),)
    if root.name != "locale":
        message = f"the file begins with '{root.name}'; a locale begins with 'locale'"
        problem = Problem(INVALID_STYLE, message, "take a file of CSL's locales")
        return None, (problem.at(Location(path=path, line=root.line, column=root.column)),)
    return locale_from(root), ()


def locale_from(root: Element) -> Locale:
    """Return the locale that an element describes: a file's, or part of a style."""
    terms: dict[tuple[str, str, str], _Term] = {}
    dates: dict[str, DateFormat] = {}
    options: dict[str, str] = {}
    for child in root.children:
        if child.name == "terms":
            for term in child.all("term"):
                key = (term.get("name"), term.get("form", "long"), term.get("gender-form"))
                terms[key] = _read_term(term)
        elif child.name == "date":
            parts = tuple(dict(part.attributes) for part in child.all("date-part"))
            dates[child.get("form")] = DateFormat(dict(child.attributes), parts)
        elif child.name == "style-options":
            options |= child.attributes
    return Locale(root.get("lang"), terms, dates, options)


def _read_term(term: Element) -> _Term:
    single, multiple = term.find("single"), term.find("multiple")
    gender, match = term.get("gender"), term.get("match")
    if single is None and multiple is None:
        text = _words(term)
        return _Term(text, text, gender, match)
    return _Term(_words(single), _words(multiple), gender, match)


def _words(element: Element | None) -> str:
    """Return the text of an element; line breaks are there for the eye only."""
    if element is None:
        return ""
    return _BREAK.sub("", element.text) if "\n" in element.text else element.text


def fallbacks(language: str) -> tuple[str, ...]:
    """Return the locales in which to look, first the language itself: `de-AT`, `de-DE`, `en-US`."""
    base, _, rest = language.partition("-")
    base = base.lower()
    region = rest.partition("-")[0]
    exact = f"{base}-{region.upper()}" if len(region) == 2 else base  # noqa: PLR2004  # letters
    return tuple(dict.fromkeys((exact, base, _DIALECTS.get(base, base), _BUILT_IN)))


def merge_locales(locales: Iterable[Locale], language: str) -> Locale:
    """Return a locale in which an earlier one is preferred to a later one.

    A locale that has any ordinal replaces all ordinals of those behind it, and one that has a word
    replaces all forms of it that those of another language have.
    """
    terms: dict[tuple[str, str, str], _Term] = {}
    dates: dict[str, DateFormat] = {}
    options: dict[str, str] = {}
    spoken = ""
    for locale in reversed(tuple(locales)):
        if locale.language:
            if _language(locale) != spoken:  # words of another language, in all their forms
                own = {name for name, _, _ in locale.terms}
                terms = {key: term for key, term in terms.items() if key[0] not in own}
            spoken = _language(locale)
        if any(name.startswith("ordinal") for name, _, _ in locale.terms):
            terms = {key: term for key, term in terms.items() if key[0][:7] != "ordinal"}
        terms |= locale.terms
        dates |= locale.dates
        options |= locale.options
    return Locale(language, terms, dates, options)


def _language(locale: Locale) -> str:
    return locale.language.partition("-")[0]


@cache
def built_in_locale(language: str) -> Locale:
    """Return the locale of a language out of those that come with sitegen, completed in English."""
    found = (read_built_in(name) for name in fallbacks(language))
    return merge_locales([each for each in found if each is not None], language)


@cache
def read_built_in(name: str) -> Locale | None:
    """Return a locale that comes with sitegen, by its own name and as it is, or nothing."""
    file = resources.files("sitegen.research.csl").joinpath("locales", f"{name}.xml")
    if not file.is_file():
        return None
    locale, _ = compile_locale(file.read_bytes(), f"{name}.xml")
    return locale
