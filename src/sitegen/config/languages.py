"""Check language codes, such as `en` and `pt-BR`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.diagnostics import Severity, declare

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["LANGUAGE", "MISSING_TRANSLATION", "nearest_language"]

MISSING_TRANSLATION = declare("missing-translation", Severity.WARNING)

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def nearest_language(language: str, known: Container[str]) -> str:
    """Return the known language that serves best: `pt-br` or `pt` for pt-BR, or nothing."""
    whole = language.casefold()
    primary = whole.partition("-")[0]
    return whole if whole in known else primary if primary in known else ""
