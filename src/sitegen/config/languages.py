"""Language codes, such as `en` and `pt-BR`: their form, and which way they run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sitegen.diagnostics import Severity, declare

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = [
    "LANGUAGE",
    "MISSING_TRANSLATION",
    "Direction",
    "nearest_language",
    "text_direction",
]

MISSING_TRANSLATION = declare("missing-translation", Severity.WARNING)

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Direction = Literal["ltr", "rtl"]
#: Languages and scripts that run from right to left (CLDR, `characterOrder`).
_RTL_LANGUAGES = frozenset(
    """
    aeb ajp apc ar arb arc arq ary arz bal bqi ckb dv fa glk he iw khw ks lrc luz mzn nqo pnb prs ps
    rhg sd sdh skr syr ug ur yi
    """.split()
)
_RTL_SCRIPTS = frozenset("adlm arab aran hebr mand mani mend nkoo rohg samr syrc thaa yezi".split())
_SCRIPT_LENGTH = 4


def nearest_language(language: str, known: Container[str]) -> str:
    """Return the known language that serves best: `pt-br` or `pt` for pt-BR, or nothing."""
    whole = language.casefold()
    primary = whole.partition("-")[0]
    return whole if whole in known else primary if primary in known else ""


def text_direction(language: str) -> Direction:
    """Return the direction of a language's text. A script in its code decides: `az-Arab`."""
    primary, *others = language.casefold().split("-")
    for part in others:
        if len(part) == _SCRIPT_LENGTH and part.isalpha():
            return "rtl" if part in _RTL_SCRIPTS else "ltr"
    return "rtl" if primary in _RTL_LANGUAGES else "ltr"
