"""Limit what templates write: a loop of short texts fills memory and disks before its time ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from types import GeneratorType
from typing import Any

from sitegen.errors import LimitError

__all__ = ["limit_size"]

#: Characters before the limit from which on texts are counted one by one, so that the line is exact
#: that writes the first one too many; before, so many texts are counted together.
_FAR, _AT_ONCE = 1_000_000, 64


def limit_size(limit: int) -> Callable[[Iterable[str]], str]:
    """Return what joins the parts of a template's text, up to `limit` characters.

    It raises a LimitError, in the template that was about to write, so that its line is known.
    """

    def join(parts: Iterable[str]) -> str:
        left = limit
        source = iter(parts)
        texts: list[str] = []
        while left > _FAR:
            some = list(islice(source, _AT_ONCE))
            if not some:
                return "".join(texts)
            texts += some
            left -= sum(map(len, some))
        for part in source:
            left -= len(part)
            if left < 0:
                break
            texts.append(part)
        if left < 0:
            error = LimitError("size", limit)
            if isinstance(parts, GeneratorType):
                _find_innermost(parts).throw(error)
            raise error
        return "".join(texts)

    return join


def _find_innermost(template: GeneratorType[str, Any, Any]) -> GeneratorType[str, Any, Any]:
    """Return the template that writes for another one, as a block of it or because it is included.

    Jinja's code for `include` keeps that in a variable.
    """
    while True:
        inner = template.gi_yieldfrom
        if inner is None and template.gi_frame is not None:
            inner = template.gi_frame.f_locals.get("gen")
        if not isinstance(inner, GeneratorType) or inner.gi_frame is None:
            return template
        template = inner
