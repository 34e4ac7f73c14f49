"""Make Pygments faster: try only rules that can begin with the next character.

At every token, Pygments' lexers try a state's rules one after the other; most of them (50 in
Python's root) cannot match what comes. This module finds from the
parsed pattern of each rule which ASCII characters a match may begin with; only the rules that can
match are tried, in their order, so the tokens are the same. A pattern that cannot be analysed
counts as "may begin with any character".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pygments.lexer import RegexLexer
from pygments.token import Error, Whitespace, _TokenType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pygments.lexer import Lexer

__all__ = ["SortedRules", "first_characters", "sort_rules"]

try:
    from re import _parser as _tree  # type: ignore[attr-defined]  # not public: see below
except ImportError:  # pragma: no cover  # in a future Python: then every rule is tried
    _tree = None

_ASCII = frozenset(map(chr, range(128)))
_LETTERS = frozenset(filter(str.isalpha, _ASCII))
_DIGITS = frozenset("0123456789")
_WORD = _LETTERS | _DIGITS | {"_"}
#: Characters that `\s` always matches, and those that it matches in `str` patterns only.
_SPACES, _PERHAPS = frozenset(" \t\n\r\f\v"), frozenset("\x1c\x1d\x1e\x1f")
_CATEGORIES: Mapping[str, frozenset[str]] = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": _ASCII - _DIGITS,
    "CATEGORY_SPACE": _SPACES | _PERHAPS,
    "CATEGORY_NOT_SPACE": _ASCII - _SPACES,
    "CATEGORY_WORD": _WORD,
    "CATEGORY_NOT_WORD": _ASCII - _WORD,
}
_EMPTY_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})

_Rule = tuple["Callable[[str, int], re.Match[str] | None]", Any, Any]


def first_characters(pattern: str, flags: int) -> frozenset[str]:
    """Return the ASCII characters that a match may begin with; all if it may be empty."""
    if _tree is None:  # pragma: no cover  # see above
        return _ASCII
    found, may_be_empty = _of_sequence(_tree.parse(pattern, flags), flags)
    return _ASCII if may_be_empty else found


def _of_sequence(items: Iterable[tuple[Any, Any]], flags: int) -> tuple[frozenset[str], bool]:
    found: frozenset[str] = frozenset()
    for operation, value in items:
        first, may_be_empty = _of_item(str(operation), value, flags)
        found |= first
        if not may_be_empty:
            return found, False
    return found, True


def _of_item(operation: str, value: Any, flags: int) -> tuple[frozenset[str], bool]:
    """Return what one node of the tree may begin with, and whether it may match nothing."""
    if operation in _EMPTY_WIDTH:
        return frozenset(), True
    if operation in {"LITERAL", "NOT_LITERAL", "IN"}:
        members = [(operation, value)] if operation != "IN" else value
        return _of_set(members, flags), False
    if operation == "BRANCH":
        branches = [_of_sequence(branch, flags) for branch in value[1]]
        return frozenset().union(*(b[0] for b in branches)), any(b[1] for b in branches)
    if operation == "SUBPATTERN":
        _, added, removed, inner = value
        return _of_sequence(inner, (flags | added) & ~removed)
    if operation == "ATOMIC_GROUP":
        return _of_sequence(value, flags)
    if operation in _REPEATS:
        least, _, inner = value
        first, may_be_empty = _of_sequence(inner, flags)
        return first, may_be_empty or least == 0
    return _ASCII, operation != "ANY"


def _of_set(members: Iterable[tuple[Any, Any]], flags: int) -> frozenset[str]:
    found: set[str] = set()
    negated = False
    for operation, value in members:
        kind = str(operation)
        if kind in {"NEGATE", "NOT_LITERAL"}:
            negated = True
        if kind in {"LITERAL", "NOT_LITERAL"}:
            found.add(chr(value))
        elif kind == "RANGE":
            found |= set(map(chr, range(value[0], min(value[1], 127) + 1)))
            found |= set("\x80" if value[1] > 127 else "")  # noqa: PLR2004  # the last of ASCII
        elif kind == "CATEGORY":
            # A negated set may exclude only what the category certainly contains.
            found |= _CATEGORIES.get(str(value), _ASCII) - (_PERHAPS if negated else frozenset())
        elif kind != "NEGATE":
            return _ASCII
    if flags & re.IGNORECASE:
        if negated or not found <= _ASCII:
            return _ASCII  # without case, 'ſ' matches s, and the Kelvin sign matches k
        found |= {each.swapcase() for each in found}
    return _ASCII - found if negated else frozenset(found & _ASCII)


def sort_rules(lexer: Lexer) -> None:
    """Make a lexer quicker, if it follows its rules and does nothing else."""
    own = type(lexer).get_tokens_unprocessed
    if isinstance(lexer, RegexLexer) and own is RegexLexer.get_tokens_unprocessed:
        lexer.get_tokens_unprocessed = SortedRules(lexer).read_tokens  # type: ignore[method-assign]  # of this one, not of its class


class SortedRules:
    """The rules of one lexer, each state's sorted when it is first entered."""

    def __init__(self, lexer: RegexLexer) -> None:
        self._lexer = lexer
        self._states: dict[str, tuple[list[_Rule], dict[str, list[_Rule]]]] = {}

    def read_tokens(
        self, text: str, stack: Iterable[str] = ("root",)
    ) -> Iterator[tuple[int, _TokenType, str]]:
        """Yield index, type and text of each token, as the lexer's `get_tokens_unprocessed`."""
        stack, index, end = list(stack), 0, len(text)
        everything, by_first = self._state(stack[-1])
        while True:
            rules = by_first.get(text[index], everything) if index < end else everything
            for match_at, action, target in rules:
                match = match_at(text, index)
                if match is None:
                    continue
                if type(action) is _TokenType:
                    yield index, action, match.group()
                elif action is not None:
                    yield from action(self._lexer, match)
                index = match.end()
                if target is not None:
                    _follow(stack, target)
                    everything, by_first = self._state(stack[-1])
                break
            else:
                if index >= end:
                    return
                if text[index] == "\n":
                    stack = ["root"]
                    everything, by_first = self._state("root")
                    yield index, Whitespace, "\n"
                else:
                    yield index, Error, text[index]
                index += 1

    def _state(self, name: str) -> tuple[list[_Rule], dict[str, list[_Rule]]]:
        if name not in self._states:
            rules: list[_Rule] = self._lexer._tokens[name]  # type: ignore[attr-defined]  # noqa: SLF001  # how a lexer keeps them
            patterns = [rule[0].__self__ for rule in rules]  # type: ignore[attr-defined]  # a pattern's own method
            firsts = [first_characters(each.pattern, each.flags) for each in patterns]
            by_first = {
                character: [
                    rule for rule, first in zip(rules, firsts, strict=True) if character in first
                ]
                for character in _ASCII
            }
            self._states[name] = (rules, by_first)
        return self._states[name]


def _follow(stack: list[str], target: Any) -> None:
    """Push or pop states; the last one always stays."""
    if isinstance(target, int):
        del stack[max(1, len(stack) + target) if -target < len(stack) else 1 :]
        return
    for name in target if isinstance(target, tuple) else (target,):
        if name == "#push":
            stack.append(stack[-1])
        elif name != "#pop":
            stack.append(name)
        elif len(stack) > 1:
            stack.pop()
