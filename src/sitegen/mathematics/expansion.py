r"""Expand macros, and read their definitions: `\newcommand`, `\def`, `\DeclareMathOperator`.

Definitions hold to the end of the formula and are handed on to the next ones of the page. What a
macro becomes is limited, in number and in length: two lines can ask for more than any memory.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sitegen.mathematics.macros import Macro, Macros
from sitegen.mathematics.tokens import (
    LONGEST,
    TexError,
    Token,
    TokenReader,
    texts_of,
    tokenise,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["DEFINING", "expand"]

_MOST_EXPANSIONS = 1_000
_PARAMETERS = 9
_PARAMETER_NUMBERS = frozenset(map(str, range(1, _PARAMETERS + 1)))


def expand(tokens: list[Token], macros: Macros) -> tuple[list[Token], Macros]:
    """Return tokens without macros and definitions, and the macros that hold after them.

    Raises TexError if a definition cannot be read, or if macros never end.
    """
    return _Expansion(macros).run(tokens)


class _Expansion:
    def __init__(self, macros: Macros) -> None:
        self.macros = macros
        self._meant = _commands(macros)  # those that are expanded, and those that define
        self.known = dict(macros.by_name)
        self.defined: dict[str, Macro] = {}

    def run(self, tokens: list[Token]) -> tuple[list[Token], Macros]:
        if self._meant.isdisjoint(texts_of(tokens)):
            return tokens, self.macros
        done: list[Token] = []
        count = pushed = 0
        waiting = list(tokens)  # what macros become is put into it
        reader = TokenReader(waiting)
        while not reader.is_done:
            done += self._read_unmeant(reader)
            if reader.is_done:
                break
            token = reader.next()
            text = token.text
            if text in DEFINING:
                DEFINING[text](self, reader, token)
                continue
            count += 1
            body = self._expanded(text[1:], reader, token)
            pushed += len(body)
            if count > _MOST_EXPANSIONS or pushed > LONGEST:
                message = f"the macro {text} never ends, or becomes too long"
                raise TexError(token.index, message, "a macro must not stand for itself")
            waiting[: reader.place] = body
            reader.place = 0
        return done, self.macros.with_macros(self.defined)

    def _read_unmeant(self, reader: TokenReader) -> Sequence[Token]:
        """Return what comes before the next macro or definition, and pass it."""
        tokens, first, meant = reader.tokens, reader.place, self._meant
        place, count = first, len(tokens)
        while place < count and tokens[place].text not in meant:
            place += 1
        reader.place = place
        return tokens[first:place]

    def define(self, name: str, macro: Macro) -> None:
        self.known[name] = self.defined[name] = macro
        self._meant |= {f"\\{name}"}

    def _expanded(self, name: str, reader: TokenReader, token: Token) -> list[Token]:
        """Return what a macro stands for here, its arguments filled in."""
        macro = self.known[name]
        before, behind = _delimiters(macro, reader) if macro.left else ("", "")
        arguments: list[Sequence[Token]] = []
        if macro.default is not None:
            option = reader.option()
            arguments.append(tokenise(macro.default) if option is None else option)
        while len(arguments) < macro.count:
            arguments.append(reader.argument(token))
        parts = _parts_of(macro.body)
        if macro.left:
            parts = [*_parts_of(before), *parts, *_parts_of(behind)]
        body: list[Token] = []
        for part in parts:
            if isinstance(part, int):
                body.extend(_argument(arguments, part, token))
            else:
                body += [Token(text, token.index) for text in part]
            if len(body) > LONGEST:
                break
        return body


def _argument(arguments: list[Sequence[Token]], number: int, macro: Token) -> Sequence[Token]:
    if number > len(arguments):
        message = f"#{number} in the macro {macro.text} stands for no argument"
        hint = f"write \\newcommand{{{macro.text}}}[{number}]{{…}}, or \\# for the sign"
        raise TexError(macro.index, message, hint)
    return arguments[number - 1]


@functools.lru_cache(maxsize=500)
def _parts_of(body: str) -> list[list[str] | int]:
    """Return the texts of the tokens of a macro, and the numbers of the arguments between them.

    A site has few macros, and uses them often.
    """
    found: list[str] = []
    parts: list[list[str] | int] = [found]
    texts = iter(texts_of(tokenise(body)))
    for text in texts:
        number = next(texts, "") if text == "#" else ""
        if number in _PARAMETER_NUMBERS:
            found = []
            parts += (int(number), found)
        elif number == "#":  # `##1` is an argument of a macro that is defined in this one
            found.append("#")
        else:
            found += (text, number) if number else (text,)
    return parts


def _delimiters(macro: Macro, reader: TokenReader) -> tuple[str, str]:
    r"""Return what stands around `\abs{x}`, `\abs*{x}` or `\abs[\big]{x}`."""
    if reader.has_star():
        return f"\\left{macro.left}", f"\\right{macro.right}"
    size = written(reader.option() or []).strip()
    return (f"{size}l{macro.left}", f"{size}r{macro.right}") if size else (macro.left, macro.right)


@functools.lru_cache(maxsize=200)
def _commands(macros: Macros) -> frozenset[str]:
    return macros.commands.union(DEFINING)


def _read_name(reader: TokenReader, command: Token) -> str:
    name = reader.argument(command)
    if len(name) != 1 or name[0].text[0] != "\\" or len(name[0].text) == 1:
        message = f"{command.text} needs the name of a command"
        raise TexError(command.index, message, f"write {command.text}{{\\name}}{{…}}")
    return name[0].text[1:]


def _count_of(option: Sequence[Token] | None, command: Token) -> int:
    text = written(option or []).strip()
    if text and not (text.isdecimal() and text.isascii() and int(text) <= _PARAMETERS):
        message = f"'{text}' is not a number of arguments: from 0 to {_PARAMETERS}"
        raise TexError(command.index, message, f"write {command.text}{{\\name}}[1]{{…}}")
    return int(text or 0)


def _new_command(expansion: _Expansion, reader: TokenReader, command: Token) -> None:
    r"""Read `{\name}[2][default]{…}`."""
    reader.has_star()
    name = _read_name(reader, command)
    count = _count_of(reader.option(), command)
    default = reader.option()
    body = written(reader.argument(command))
    if command.text == "\\providecommand" and name in expansion.known:
        return
    given = None if default is None else written(default)
    expansion.define(name, Macro(body, max(count, default is not None), given))


def _def(expansion: _Expansion, reader: TokenReader, command: Token) -> None:
    r"""Read `\name#1#2{…}`; nothing else may stand between the parameters."""
    name = _read_name(reader, command)
    parameters = []
    while not reader.is_done and reader.peek() != "{":
        parameters.append(reader.next().text)
    count = len(parameters) // 2
    if parameters != [each for n in range(count) for each in ("#", str(n + 1))]:
        message = f"what stands between \\{name} and its brace is not #1#2…"
        raise TexError(command.index, message, f"write \\newcommand{{\\{name}}}[1]{{…}}")
    expansion.define(name, Macro(written(reader.argument(command)), count))


def _let(expansion: _Expansion, reader: TokenReader, command: Token) -> None:
    r"""Read `\name=\other`."""
    name = _read_name(reader, command)
    reader.skip_spaces()
    if reader.peek() == "=":
        reader.next()
    other = reader.argument(command)
    known = expansion.known.get(other[0].text[1:]) if len(other) == 1 else None
    if written(other) != f"\\{name}":
        expansion.define(name, known or Macro(written(other)))


def _operator(expansion: _Expansion, reader: TokenReader, command: Token) -> None:
    star = "*" if reader.has_star() else ""
    name = _read_name(reader, command)
    body = written(reader.argument(command))
    expansion.define(name, Macro(f"\\operatorname{star}{{{body}}}"))


def _paired(expansion: _Expansion, reader: TokenReader, command: Token) -> None:
    r"""Read `{\abs}{\lvert}{\rvert}`, and a body for the variant with one (mathtools)."""
    has_body = command.text.endswith("X")
    name = _read_name(reader, command)
    count = _count_of(reader.option(), command) if has_body else 1
    left, right = (written(reader.argument(command)).strip() for _ in range(2))
    body = written(reader.argument(command)) if has_body else "#1"
    expansion.define(name, Macro(body.replace("\\delimsize", ""), count, None, left, right))


def _document_command(expansion: _Expansion, reader: TokenReader, command: Token) -> None:
    r"""Read `{\name}{O{x} m m}{…}`: arguments, of which the first may be left out."""
    name = _read_name(reader, command)
    given = TokenReader([each for each in reader.argument(command) if each.text != " "])
    default: str | None = None
    count = 0
    while not given.is_done:
        kind = given.next()
        if kind.text == "o" and not count:
            default = ""
        elif kind.text == "O" and not count:
            default = written(given.argument(kind))
        elif kind.text != "m":
            message = f"an argument of the kind '{kind.text}' cannot be read here"
            raise TexError(kind.index, message, "write m for each argument, O{…} for the first")
        count += 1
    expansion.define(name, Macro(written(reader.argument(command)), count, default))


#: The commands that define others.
DEFINING: dict[str, Callable[[_Expansion, TokenReader, Token], None]] = {
    "\\newcommand": _new_command,
    "\\renewcommand": _new_command,
    "\\providecommand": _new_command,
    "\\def": _def,
    "\\gdef": _def,
    "\\let": _let,
    "\\DeclareMathOperator": _operator,
    "\\DeclarePairedDelimiter": _paired,
    "\\DeclarePairedDelimiterX": _paired,
    "\\NewDocumentCommand": _document_command,
    "\\RenewDocumentCommand": _document_command,
}
