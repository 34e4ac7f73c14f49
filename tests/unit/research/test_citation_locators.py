"""Locators are read with the words of each language, as its terms and people spell them."""

from __future__ import annotations

import pytest

from sitegen.research.citation_locators import LOCATORS, Locator, LocatorReader
from sitegen.research.csl.locale import built_in_locale

_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "ja", "zh", "ar", "he"]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_term_of_a_language(language: str) -> None:
    locale = built_in_locale(language)
    reader = LocatorReader((built_in_locale("en"), locale))
    terms = {
        term: label
        for label in LOCATORS
        for form in ("long", "short", "symbol")
        for plural in (False, True)
        if (term := locale.term(label, form, plural=plural))
    }
    assert len(terms) > 20
    for term in terms:
        for space in (" ", "\u00a0"):
            found = reader.read(f", {term}{space}12, and on")
            assert (found.value, found.rest) == ("12", ", and on"), term


@pytest.mark.parametrize(
    ("suffix", "found"),
    [
        (", s. v. 3", Locator("sub-verbo", "3")),
        (", s.\u00a0vv. 3--5", Locator("sub-verbo", "3-5")),
        (", S.\u00a07 f.", Locator("page", "7 f.")),
        (", İ 7", Locator(rest=", İ 7")),
    ],
)
def test_spaces_and_hyphens(suffix: str, found: Locator) -> None:
    assert LocatorReader((built_in_locale("de"),)).read(suffix) == found
