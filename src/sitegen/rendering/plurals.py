"""Plural forms: which form of a word stands beside a number, by language.

The names and rules are those of Unicode CLDR for whole numbers (UTS #35, Language Plural Rules).
What they say of millions and of fractions in some languages is left out: the theme counts pages and
minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OTHER", "PLURAL_FORMS", "plural_form"]

OTHER = "other"
#: The names of all forms; no language has more than these.
PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", OTHER})


def plural_form(language: str, number: int) -> str:
    """Return the name of the form: `one`, `few` …, or `other`, which every language has.

    A language without a rule here is treated like English.
    """
    rule = _RULES.get(language.casefold().partition("-")[0], _one)
    return rule(abs(number))


def _never(_: int) -> str:
    return OTHER


def _one(n: int) -> str:
    return "one" if n == 1 else OTHER


def _none_or_one(n: int) -> str:
    return "one" if n <= 1 else OTHER


def _last_digit_one(n: int) -> str:
    return "one" if n % 10 == 1 and n % 100 != 11 else OTHER


def _arabic(n: int) -> str:
    if n <= 2:
        return ("zero", "one", "two")[n]
    last = n % 100
    return "few" if 3 <= last <= 10 else "many" if last >= 11 else OTHER


def _hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, OTHER)


def _russian(n: int) -> str:
    form = _croatian(n)
    return "many" if form == OTHER else form


def _croatian(n: int) -> str:
    if 11 <= n % 100 <= 14:
        return OTHER
    return "one" if n % 10 == 1 else "few" if 2 <= n % 10 <= 4 else OTHER


def _polish(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else "many"


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if 2 <= n <= 4 else OTHER


def _slovene(n: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(n % 100, OTHER)


def _lithuanian(n: int) -> str:
    if 11 <= n % 100 <= 19 or n % 10 == 0:
        return OTHER
    return "one" if n % 10 == 1 else "few"


def _latvian(n: int) -> str:
    if n % 10 == 0 or 11 <= n % 100 <= 19:
        return "zero"
    return "one" if n % 10 == 1 else OTHER


def _romanian(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n == 0 or 1 <= n % 100 <= 19 else OTHER


def _irish(n: int) -> str:
    if n <= 2:
        return (OTHER, "one", "two")[n]
    return "few" if n <= 6 else "many" if n <= 10 else OTHER


def _welsh(n: int) -> str:
    return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(n, OTHER)


_RULES: dict[str, Callable[[int], str]] = {
    language: rule
    for languages, rule in (
        ("bo dz id ig ja jv km ko lo ms my su th to wo yo yue zh", _never),
        ("ak am as bn fa fr gu hi hy kn ln mg pa pt si ti vi wa zu", _none_or_one),
        ("is mk", _last_digit_one),
        ("ar ars", _arabic),
        ("he iw", _hebrew),
        ("be ru uk", _russian),
        ("bs hr sh sr", _croatian),
        ("pl", _polish),
        ("cs sk", _czech),
        ("sl", _slovene),
        ("lt", _lithuanian),
        ("lv", _latvian),
        ("mo ro", _romanian),
        ("ga", _irish),
        ("cy", _welsh),
    )
    for language in languages.split()
}
