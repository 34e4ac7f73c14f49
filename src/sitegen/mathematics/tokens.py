r"""Split TeX into tokens that know where they were written, and read them one after the other.

What needs not be split is a `Stretch`, which is as good as its tokens. A token is a text and the
index of its first character in the TeX of the author: a command such as `\frac` or `\,`, a run of
white space (one space), or a single character. Comments are left out. What a macro stands for has
the index of the macro, so every message names a place in the source.
"""

from __future__ import annotations

import bisect
import itertools
import re
from typing import TYPE_CHECKING, overload

import msgspec

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    _Tokens = Sequence["Token"]
else:  # an abstract class takes ten times as long to tell whether something belongs to it
    _Tokens = object

__all__ = [
    "CLOSE",
    "LONGEST",
    "OPEN",
    "PRIVATE",
    "Stretch",
    "TexError",
    "Token",
    "TokenReader",
    "commands_of",
    "holds",
    "is_blank",
    "is_clean",
    "is_word",
    "origin_of",
    "places_of",
    "split_commands",
    "texts_of",
    "tokenise",
    "written",
]

#: So long may a formula be, and so much may its macros become, in characters and in tokens.
LONGEST = 100_000
_TOKEN = re.compile(
    r"\\(?:[a-zA-Z]++|\s|.|\Z)|%[^\n]*+(?:\n[ \t]*+)?|\s++|.",
    re.DOTALL,
)
#: White space that is not one space already.
_OTHER_SPACE = re.compile(r"[^\S ]|  ")
#: The first begins with one character, which is the quickest to look for.
_COMMAND = re.compile(r"(\\(?:[a-zA-Z]+|.|\Z))", re.DOTALL)
_COMMAND_OR_SIGN = re.compile(r"(\\(?:[a-zA-Z]+|.|\Z)|[%$√])", re.DOTALL)
_WORD = re.compile(r"\\[a-zA-Z]+")
_DIMENSION = re.compile(r"\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|bp|pc|mu|sp)\s*")
_NO_ARGUMENT = frozenset({"}", "&", "\\\\", "\\right", "\\begin", "\\end"})
_OPENING, _CLOSING = {"{", "\\begin", "\\left"}, {"}", "\\end", "\\right"}
#: Characters that have a meaning in this program only: those of an author are refused.
PRIVATE = re.compile("[\ue000-\uf8ff]")
#: What stands around the number of a piece of MathML in TeX.
OPEN, CLOSE = "\ue000", "\ue001"
#: One of them, and a command before it that a letter must not follow.
_BETWEEN = "\ue003"
_GAP = re.compile(rf"\\[a-zA-Z]++{_BETWEEN}(?=([^\W\d_]))")


class TexError(Exception):
    """A mistake that keeps a formula from being set; never leaves this package."""

    def __init__(self, index: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.index = index
        self.message = message
        self.hint = hint


class Token(msgspec.Struct, frozen=True, gc=False):
    """A piece of TeX, and where the author wrote it.

    A formula has dozens: nothing else with names is made as quickly.
    """

    text: str
    index: int


class Stretch(_Tokens):
    """TeX without comments, which is split into tokens only if something asks for one.

    `start` is the index of its first character.
    """

    __slots__ = ("_tokens", "start", "tex")

    def __init__(self, tex: str, start: int) -> None:
        self.tex = tex
        self.start = start
        self._tokens: list[Token] | None = None

    @property
    def tokens(self) -> list[Token]:
        """Return the tokens."""
        if self._tokens is None:
            self._tokens = tokenise(self.tex, self.start)
        return self._tokens

    def __bool__(self) -> bool:
        return bool(self.tex)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> list[Token]: ...
    def __getitem__(self, place: int | slice) -> Token | list[Token]:
        return self.tokens[place]


def tokenise(tex: str, start: int = 0) -> list[Token]:
    """Return the tokens of TeX, without its comments; it begins at `start` in the source."""
    texts = _TOKEN.findall(tex)
    places = itertools.accumulate(map(len, texts), initial=start)
    if _OTHER_SPACE.search(tex):
        texts = [" " if text.isspace() else text for text in texts]
    tokens = list(map(Token, texts, places))  # the last place is the end
    if "%" in tex:
        tokens = [each for each in tokens if each.text[0] != "%"]
    return tokens


def split_commands(tex: str) -> list[str]:
    """Split TeX into commands, and signs that are not set as they are, and what is between them.

    Each second text is such a command.
    """
    has_signs = "%" in tex or "$" in tex or not (tex.isascii() or "√" not in tex)
    return _COMMAND_OR_SIGN.split(tex) if has_signs else _COMMAND.split(tex)


def commands_of(tex: str) -> list[str]:
    """Return the commands of TeX in their order, and the signs that are not set as they are."""
    return split_commands(tex)[1::2]


def is_clean(tex: str) -> bool:
    """Tell that TeX is what its tokens say: no comments, and no spaces but single ones."""
    return "%" not in tex and not _OTHER_SPACE.search(tex)


def is_word(text: str) -> bool:
    """Tell whether a token is a command of letters, which a letter must not follow directly."""
    return _WORD.fullmatch(text) is not None


def written(tokens: Iterable[Token]) -> str:
    """Return tokens as TeX, with a space between a command and a letter."""
    if isinstance(tokens, Stretch) and is_clean(tokens.tex):
        return tokens.tex
    texts = texts_of(tokens)
    if len(texts) == 1:
        return texts[0]
    whole = "".join(texts)
    if "\\" not in whole or not _GAP.search(joined := _BETWEEN.join(texts)):
        return whole
    return _GAP.sub(_with_space, joined).replace(_BETWEEN, "")


def origin_of(tokens: Sequence[Token], offset: int) -> int:
    """Return where in the source a character comes from of what is `written` of tokens."""
    lengths: list[int] = []
    is_after_word = False
    for text in texts_of(tokens):
        lengths.append(len(text) + (is_after_word and text[0].isalpha()))
        is_after_word = "\\" in text and is_word(text[text.rindex("\\") :])
    offsets = list(itertools.accumulate(lengths, initial=0))[:-1]
    place = bisect.bisect_right(offsets, offset) - 1
    return tokens[place].index if tokens else 0


def _with_space(gap: re.Match[str]) -> str:
    return f"{gap[0]} " if gap[1].isalpha() else gap[0]


def texts_of(tokens: Iterable[Token]) -> list[str]:
    """Return the texts of tokens."""
    return [each.text for each in tokens]


def holds(tokens: Sequence[Token], names: AbstractSet[str]) -> bool:
    """Tell whether one of some commands is among tokens."""
    if not isinstance(tokens, Stretch):
        return not names.isdisjoint(texts_of(tokens))
    tex = tokens.tex
    for name in names:
        if name in tex:
            return not names.isdisjoint(_COMMAND.findall(tex))
    return False


def is_blank(tokens: Sequence[Token]) -> bool:
    """Tell that there is nothing but white space."""
    if isinstance(tokens, Stretch):
        return not tokens.tex.strip()
    return all(each.text == " " for each in tokens)


def places_of(names: Container[str], texts: Iterable[str]) -> list[int]:
    """Return where in a list of texts one of some names is."""
    return [*itertools.compress(itertools.count(), map(names.__contains__, texts))]


class TokenReader:
    """Reads a list of tokens from its beginning; `end` is the index of what comes behind it."""

    def __init__(self, tokens: Sequence[Token], end: int = 0) -> None:
        self.tokens = tokens.tokens if isinstance(tokens, Stretch) else tokens
        self.place = 0
        self._end = end

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing left."""
        return self.place >= len(self.tokens)

    @property
    def index(self) -> int:
        """Return where in the source the next token is."""
        return self._end if self.is_done else self.tokens[self.place].index

    def peek(self) -> str:
        """Return the text of the next token, or nothing at the end."""
        return "" if self.is_done else self.tokens[self.place].text

    def next(self) -> Token:
        """Return the next token and pass it. Raises IndexError at the end."""
        token = self.tokens[self.place]
        self.place += 1
        return token

    def skip_spaces(self) -> None:
        """Pass white space."""
        tokens, place, count = self.tokens, self.place, len(self.tokens)
        while place < count and tokens[place].text == " ":
            place += 1
        self.place = place

    def has_star(self) -> bool:
        r"""Pass the star of a command such as `\tag*`, if there is one; tell so."""
        if self.peek() != "*":
            return False
        self.place += 1
        return True

    def group(self, opening: str = "{", closing: str = "}") -> Sequence[Token]:
        """Return what is inside of the group that begins here, and pass it."""
        start = self.next()
        tokens, first, depth = self.tokens, self.place, 0
        for place in range(first, len(tokens)):
            text = tokens[place].text
            if text == closing and depth == 0:
                self.place = place + 1
                return tokens[first:place]
            if text == "{":
                depth += 1
            elif text == "}":
                depth -= 1
        raise TexError(start.index, f"the bracket {opening} is never closed", f"add {closing}")

    def argument(self, command: Token) -> Sequence[Token]:
        """Return the next argument of a command: a group without its braces, or one token."""
        self.skip_spaces()
        place, tokens = self.place, self.tokens
        text = tokens[place].text if place < len(tokens) else "}"
        if text in _NO_ARGUMENT:
            message = f"{command.text} has no argument"
            raise TexError(command.index, message, f"write {command.text}{{…}}")
        if text == "{":
            return self.group()
        self.place = place + 1
        return [tokens[place]]

    def text(self, command: Token) -> str:
        """Return the next argument as TeX."""
        return written(self.argument(command))

    def option(self) -> Sequence[Token] | None:
        """Return what is in square brackets, if they come next."""
        before = self.place
        self.skip_spaces()
        if self.peek() == "[":
            return self.group("[", "]")
        self.place = before
        return None

    def name(self, command: Token) -> str:
        """Return the next argument as text, such as the name of an environment."""
        return self.text(command).strip()

    def rest(self) -> Sequence[Token]:
        """Return all tokens that are left."""
        return self.tokens[self.place :]

    def upcoming(self, count: int) -> list[str]:
        """Return the texts of the next tokens, up to three; commands among them may be cut."""
        return texts_of(self.tokens[self.place : self.place + count])

    def may_hold(self, names: AbstractSet[str]) -> bool:
        """Tell whether one of some commands may come, here or in what follows."""
        return not names.isdisjoint(texts_of(self.tokens))

    def skip_dimension(self) -> None:
        r"""Pass the star and the distance of `\\*[2ex]`."""
        before = self.place
        self.skip_spaces()
        if self.peek() == "*":
            self.place += 1
            before = self.place
            self.skip_spaces()
        if self.peek() == "[" and "]" in texts_of(self.tokens[self.place : self.place + 20]):
            inner = self.group("[", "]")
            if _DIMENSION.fullmatch(written(inner)):
                return
        self.place = before

    def rest_of_group(self) -> Sequence[Token]:
        r"""Return what comes before the end of the group, the cell, or the line; pass it."""
        first, depth = self.place, 0
        while not self.is_done:
            text = self.peek()
            if text in _OPENING:
                depth += 1
            elif depth == 0 and (text in _CLOSING or text in {"&", "\\\\", "\\middle"}):
                break
            elif text in _CLOSING:
                depth -= 1
            self.place += 1
        return self.tokens[first : self.place]

    def environment(self, name: str, begin: Token) -> Sequence[Token]:
        r"""Return what is before the `\end` of an environment whose `\begin{name}` was read."""
        tokens, first, depth = self.tokens, self.place, 0
        for place in range(first, len(tokens)):
            text = tokens[place].text
            if text == "\\begin":
                depth += 1
            elif text == "\\end" and depth:
                depth -= 1
            elif text == "\\end":
                self.place = place + 1
                ended = self.name(begin)
                if ended != name:
                    message = f"\\begin{{{name}}} is ended by \\end{{{ended}}}"
                    raise TexError(begin.index, message, f"write \\end{{{name}}}")
                return tokens[first:place]
        raise TexError(begin.index, f"\\begin{{{name}}} is never ended", f"add \\end{{{name}}}")
