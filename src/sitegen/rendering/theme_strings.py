"""Load the words of the theme in each language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from sitegen.config import explain_toml, nearest_language
from sitegen.config.languages import MISSING_TRANSLATION
from sitegen.config.parsing import CONFIG_SYNTAX
from sitegen.diagnostics import Diagnostic, Location
from sitegen.rendering.plurals import OTHER, PLURAL_FORMS, plural_form

__all__ = ["Words", "find_word", "parse_words", "words_for"]

#: Word -> text; a table's keys are joined with dots, a list's entries are numbered from 0. A word
#: that depends on a number may be a table of its plural forms.
Words = Mapping[str, str]

_SHOWN = 4


def parse_words(
    theme: Mapping[str, bytes], own: Mapping[str, bytes]
) -> tuple[dict[str, Words], tuple[Diagnostic, ...]]:
    """Merge a site's words into the theme's; both map a language to its TOML file.

    A word missing in a language is taken from English, with a diagnostic.
    """
    read = {language: _read_theme(data) for language, data in theme.items()}
    words = {language: known for language, (known, _) in read.items()}
    names = {language: complete for language, (_, complete) in read.items()}
    english, wanted = words["en"], names["en"]
    problems: list[Diagnostic] = []
    for language, data in own.items():
        try:
            added = _flatten(tomllib.loads(data.decode("utf-8-sig")))
        except (ValueError, RecursionError) as error:
            problems.append(_not_toml(error, language))
            continue
        replaced = {_without_form(name) for name in added}
        kept = words.get(language, {}).items()
        words[language] = {
            **{name: text for name, text in kept if _without_form(name) not in replaced},
            **added,
        }
        names[language] = _complete(words[language])
    for language, known in words.items():
        missing = sorted(wanted - names[language])
        if missing:
            more = "" if len(missing) <= _SHOWN else f" and {len(missing) - _SHOWN} more"
            message = f"no translation of {', '.join(missing[:_SHOWN])}{more}"
            place = Location(path=f"templates/strings/{language}.toml", line=1, column=1)
            hint = "English words are used"
            problems.append(
                Diagnostic(code=MISSING_TRANSLATION, message=message, location=place, hint=hint)
            )
            words[language] = {**english, **known}
    return words, tuple(problems)


def find_word(words: Words, language: str, name: str, number: object = None) -> str | None:
    """Return the text of a word, in the plural form that the number asks for, or None."""
    if name in words:
        return words[name]
    form = plural_form(language, number) if isinstance(number, int) else OTHER
    return words.get(f"{name}.{form}", words.get(f"{name}.{OTHER}"))


def words_for(words: Mapping[str, Words], language: str) -> Words:
    """Return the words of a language, or those of English if the theme does not have it."""
    return words[nearest_language(language, words) or "en"]


@lru_cache(maxsize=64)
def _read_theme(data: bytes) -> tuple[Words, frozenset[str]]:
    """Return the words of one of the theme's files, which all builds read, and their names."""
    words = _flatten(tomllib.loads(data.decode()))
    return words, _complete(words)


def _without_form(name: str) -> str:
    stem, _, form = name.rpartition(".")
    return stem if stem and form in PLURAL_FORMS else name


def _complete(words: Words) -> frozenset[str]:
    """Return the names of words; those with plural forms need the form `other`."""
    return frozenset(
        stem
        for name in words
        if (stem := _without_form(name)) == name or f"{stem}.{OTHER}" in words
    )


def _not_toml(error: Exception, language: str) -> Diagnostic:
    message, line, column = explain_toml(error)
    place = Location(path=f"templates/strings/{language}.toml", line=line, column=column)
    return Diagnostic(code=CONFIG_SYNTAX, message=f"not TOML: {message}", location=place)


def _flatten(value: object, prefix: str = "") -> dict[str, str]:
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    else:
        return {prefix: str(value)}
    flat: dict[str, str] = {}
    for name, inner in entries:
        flat |= _flatten(inner, f"{prefix}.{name}" if prefix else str(name))
    return flat
