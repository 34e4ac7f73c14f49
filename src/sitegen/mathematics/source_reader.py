r"""Read the arguments of commands straight from TeX, of which only those are split into tokens.

Most formulas have few commands that are rewritten: all that stands between them stays text, and an
argument is a stretch of it. What this reader cannot see at a glance, it reads as tokens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import (
    Stretch,
    Token,
    TokenReader,
    texts_of,
    tokenise,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

__all__ = ["GROUP", "SourceReader", "read_tokens"]

_TOKEN = compile_late(r"\\(?:[a-zA-Z]++|.)|\s++|.", re.DOTALL)
_SPACES = compile_late(r"\s*+")
#: What may stand in braces, with others in it to some depth.
_INNER = r"(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*+\})*+\})*+\})"
GROUP = compile_late(rf"\{{({_INNER}*+)\}}", re.DOTALL)
_OPTION = compile_late(rf"\[((?:(?!\]){_INNER})*+)\]", re.DOTALL)
_GROUPS = {"{": GROUP, "[": _OPTION}
#: Text in braces as it is mostly written: it has no braces in it, and single spaces only.
_TEXT = compile_late(r"\s*+\{([^{}\s%]*+(?: [^{}\s%]++)*+ ?)(?<!\\)\}")
#: An environment is looked for the end of so often, if others of its name are in it.
_MOST_ENDS = 3
#: Characters in which three tokens are found, if each of them is one character.
_NEAR = 8


def read_tokens(tokens: Sequence[Token], end: int = 0) -> TokenReader:
    """Return what reads tokens; `end` is the index of what comes behind them."""
    if isinstance(tokens, Stretch):
        return SourceReader(tokens.tex, tokens.start)
    return TokenReader(tokens, end)


class SourceReader(TokenReader):
    """Reads TeX without comments from its beginning; a `place` is where a character is in it.

    `start` is the index of the first one in the source.
    """

    def __init__(self, tex: str, start: int = 0) -> None:
        self._tex = tex
        self._start = start
        super().__init__([], start + len(tex))

    @property
    def place(self) -> int:
        """Return where the next token begins."""
        return self._at if self._rest is None else self._rest.index - self._start

    @place.setter
    def place(self, value: int) -> None:
        self._at = value
        self._rest: TokenReader | None = None  # what comes next, if it had to be split into tokens

    def _split(self) -> TokenReader:
        if self._rest is None:
            tokens = tokenise(self._tex[self._at :], self._start + self._at)
            self._rest = TokenReader(tokens, self._start + len(self._tex))
        return self._rest

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing left."""
        return self.place >= len(self._tex)

    @property
    def index(self) -> int:
        """Return where in the source the next token is."""
        return self._start + self.place

    def peek(self) -> str:
        """Return the text of the next token, or nothing at the end."""
        if self._rest is not None:
            return self._rest.peek()
        found = _TOKEN.match(self._tex, self._at)
        return " " if found and found[0].isspace() else found[0] if found else ""

    def next(self) -> Token:
        """Return the next token and pass it. Raises IndexError at the end."""
        if self._rest is not None:
            return self._rest.next()
        found = _TOKEN.match(self._tex, self._at)
        if not found:
            raise IndexError(self._at)
        token = Token(" " if found[0].isspace() else found[0], self._start + self._at)
        self._at = found.end()
        return token

    def skip_spaces(self) -> None:
        """Pass white space."""
        if self._rest is not None:
            self._rest.skip_spaces()
        elif not self._tex.startswith("{", self._at):
            found = _SPACES.match(self._tex, self._at)
            self._at = found.end() if found else self._at

    def has_star(self) -> bool:
        r"""Pass the star of a command such as `\tag*`, if there is one; tell so."""
        if self._rest is not None:
            return self._rest.has_star()
        has_star = self._tex.startswith("*", self._at)
        self._at += has_star
        return has_star

    def group(self, opening: str = "{", closing: str = "}") -> Sequence[Token]:
        """Return what is inside of the group that begins here, and pass it."""
        pattern = _GROUPS.get(opening) if self._rest is None else None
        found = pattern.match(self._tex, self._at) if pattern else None
        if not found:
            return self._split().group(opening, closing)
        first = self._start + self._at + 1
        self._at = found.end()
        return Stretch(found[1], first)

    def argument(self, command: Token) -> Sequence[Token]:
        """Return the next argument of a command: a group without its braces, or one token."""
        if self._rest is None:
            self.skip_spaces()
            found = GROUP.match(self._tex, self._at)
            if found:
                first = self._start + self._at + 1
                self._at = found.end()
                return Stretch(found[1], first)
        return self._split().argument(command)

    def text(self, command: Token) -> str:
        """Return the next argument as TeX."""
        found = _TEXT.match(self._tex, self._at) if self._rest is None else None
        if not found:
            return super().text(command)
        self._at = found.end()
        return found[1]

    def option(self) -> Sequence[Token] | None:
        """Return what is in square brackets, if they come next."""
        if self._rest is not None:
            return self._rest.option()
        before = self._at
        if self._tex.startswith("{", before):
            return None
        self.skip_spaces()
        if self._tex.startswith("[", self._at):
            return self.group("[", "]")
        self._at = before
        return None

    def upcoming(self, count: int) -> list[str]:
        """Return the texts of the next tokens, up to three; commands among them may be cut."""
        if self._rest is not None:
            return self._rest.upcoming(count)
        return texts_of(tokenise(self._tex[self._at : self._at + _NEAR])[:count])

    def may_hold(self, names: AbstractSet[str]) -> bool:
        """Tell whether one of some commands may come, here or in what follows."""
        return any(self._tex.find(each, self.place) >= 0 for each in names)

    def skip_dimension(self) -> None:
        r"""Pass the star and the distance of `\\*[2ex]`."""
        found = _SPACES.match(self._tex, self.place)
        if found and self._tex.startswith(("*", "["), found.end()):
            self._split().skip_dimension()

    def rest(self) -> Sequence[Token]:
        """Return all tokens that are left."""
        if self._rest is not None:
            return self._rest.rest()
        return Stretch(self._tex[self._at :], self._start + self._at)

    def rest_of_group(self) -> Sequence[Token]:
        r"""Return what comes before the end of the group, the cell, or the line; pass it."""
        return self._split().rest_of_group()

    def environment(self, name: str, begin: Token) -> Sequence[Token]:
        r"""Return what is before the `\end` of an environment whose `\begin{name}` was read."""
        tex, first, end = self._tex, self._at, f"\\end{{{name}}}"
        place = tex.find(end, first) if self._rest is None else -1
        begins = tex.count("\\begin", first, place) if place >= 0 else 0
        for _ in range(min(begins, _MOST_ENDS)):  # of others in it, with the same name
            if begins == tex.count("\\end", first, place):
                break
            place = tex.find(end, place + 1)
            begins = tex.count("\\begin", first, place)
        if place < 0 or begins != tex.count("\\end", first, place) or tex[place - 1] == "\\":
            return self._split().environment(name, begin)
        self._at = place + len(end)
        return Stretch(tex[first:place], self._start + first)
