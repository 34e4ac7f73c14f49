"""Lexers for code in ASCII: their patterns leave out the letters of all other scripts.

A name in Python begins with any of 100,000 letters. The patterns that list them take longer to
compile than a hundred blocks of code to highlight, and most code is ASCII, in which they find what
`[A-Z_a-z]` does.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from pygments import unistring
from pygments.lexer import RegexLexer, RegexLexerMeta

if TYPE_CHECKING:
    from pygments.lexer import Lexer

__all__ = ["lexer_for_ascii"]

#: Where Pygments has lexers with such patterns.
_MODULES = frozenset(f"pygments.lexers.{name}" for name in ("python", "mojo", "wgsl"))
#: Sets of characters in patterns, and what is ASCII in them.
_SETS = {unistring.xid_start: "A-Z_a-z", unistring.xid_continue: "0-9A-Z_a-z"}


@lru_cache(maxsize=64)
def lexer_for_ascii(kind: type[Lexer]) -> type[Lexer]:
    """Return a class of lexers that find in ASCII what those of a class find; perhaps the same."""
    if kind.__module__ not in _MODULES or not issubclass(kind, RegexLexer):
        return kind
    make: Any = _Narrowing
    return cast("type[Lexer]", make(kind.__name__, (kind,), {}))


class _Narrowing(RegexLexerMeta):
    """Makes classes of lexers whose patterns are narrower."""

    def _process_regex(cls, regex: Any, rflags: int, state: str) -> Any:  # noqa: N805  # of a metaclass
        if isinstance(regex, str):  # not a list of words
            for wide, narrow in _SETS.items():
                regex = regex.replace(f"[{wide}]", f"[{narrow}]")
        return super()._process_regex(regex, rflags, state)  # type: ignore[misc]  # not in its types
