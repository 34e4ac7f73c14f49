"""The sorted rules give the tokens of Pygments' own loop."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache

import pytest
from pygments import lex
from pygments.lexer import RegexLexer, bygroups, default, include, words
from pygments.lexers import get_lexer_by_name
from pygments.token import Keyword, Name, Number, Punctuation, Text, Token

from sitegen.content import highlighting
from sitegen.content.highlighting_lexers import SortedRules, first_characters, sort_rules
from support.parsing import parse
from support.snippets import NASTY, SNIPPETS

ASCII = frozenset(map(chr, range(128)))
WORD = frozenset(filter(str.isalnum, ASCII)) | {"_"}
SPACES = frozenset(filter(str.isspace, ASCII))
#: These lexers do more than to follow their rules, and stay as they are.
THEIR_OWN = {"c", "cpp", "json", "yaml", "console", "ruby", "php"}
LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: Texts that begin or end elsewhere: by one character more each, or in a short run by four.
STEP = 1 if LONG else 4
#: What stands behind a character, `C` for itself; in a short run nothing, and one of the others.
AFTER = ("", "a b", "1", '"x', "CC ")
#: Every character at the beginning, before a letter, a digit and a quote, and after a line feed.
EACH_CHARACTER = [
    f"{before}{character}{after.replace('C', character)}"
    for number, character in enumerate([*map(chr, range(256)), "\u017f", "\u212a", "漢", "🦵"])
    for before in ("", "\n")
    for after in (AFTER if LONG else ("", AFTER[1 + number % 4]))
]


@cache
def rules_of(language: str) -> SortedRules:
    lexer = get_lexer_by_name(language, stripnl=False)
    assert isinstance(lexer, RegexLexer)
    return SortedRules(lexer)


def texts_for(language: str) -> Iterator[str]:
    """Yield the language's own text, those of all others, and what is no text of any."""
    yield SNIPPETS[language]
    yield from (text for name, text in SNIPPETS.items() if name != language)
    yield from NASTY
    yield from EACH_CHARACTER
    yield SNIPPETS[language].swapcase()
    yield from (SNIPPETS[language][start:] for start in range(1, 60, STEP))
    yield from (SNIPPETS[language][:-end] for end in range(1, 60, STEP))


@pytest.mark.parametrize("language", SNIPPETS)
def test_the_tokens_are_those_of_pygments(language: str) -> None:
    plain, quick = (get_lexer_by_name(language, stripnl=False) for _ in range(2))
    sort_rules(quick)
    assert ("get_tokens_unprocessed" in vars(quick)) == (language not in THEIR_OWN)
    for text in texts_for(language):
        assert list(lex(text, quick)) == list(lex(text, plain)), text


@pytest.mark.parametrize("language", sorted({*SNIPPETS} - THEIR_OWN))
def test_no_rule_is_left_out_that_could_match(language: str) -> None:
    """Of every rule in every state: what it may not begin with, it does not begin with."""
    rules = rules_of(language)
    endings = ["", "a", "1 ", "\n", "=", "(x", '"', "**", "..", "--"]
    left_out = 0
    for state in rules._lexer._tokens:  # type: ignore[attr-defined]
        everything, by_first = rules._state(state)
        assert set(by_first) == ASCII
        for character, tried in by_first.items():
            skipped = [rule[0] for rule in everything if rule not in tried]
            left_out += len(skipped)
            for match_at in skipped:
                for ending in endings:
                    assert match_at(f"{character}{ending}", 0) is None
                    assert match_at(f"x {character}{ending}", 2) is None
                    assert match_at(f"\n{character}{ending}", 1) is None
            assert [rule for rule in everything if rule in tried] == tried, "their order"
    assert left_out > 500, "and many are left out"


@pytest.mark.parametrize("text", [SNIPPETS["python"], *NASTY])
def test_any_stack_to_begin_with(text: str) -> None:
    lexer = get_lexer_by_name("python", stripnl=False)
    for stack in (("root",), ("root", "expr"), ("root", "tdqs"), ["root", "expr", "expr"]):
        expected = list(RegexLexer.get_tokens_unprocessed(lexer, text, stack))
        assert list(rules_of("python").read_tokens(text, stack)) == expected


class Odd(RegexLexer):
    """Every way to change states, and to match nothing."""

    flags = re.MULTILINE | re.IGNORECASE
    tokens = {  # noqa: RUF012  # as Pygments wants it
        "root": [
            (r"\(", Punctuation, "inner"),
            (r"\{", Punctuation, ("inner", "deep")),
            (r"\[", Punctuation, "#push"),
            (r"\]", Punctuation, "#pop"),
            (r"<", Punctuation, ("#push", "inner", "#pop", "deep")),
            (r"(k)(\d+)", bygroups(Keyword, Number)),
            (r"(?=!)", Text, "bang"),
            (words(("select", "straße"), suffix=r"\b"), Keyword),
            (r"[^\W\d]+", Name),
            (r"\s+", Text),
        ],
        "inner": [
            (r"\)\)\)", Punctuation, "#pop:9"),
            (r"\)\)", Punctuation, "#pop:2"),
            (r"\)", Punctuation, "#pop"),
            (r"^x$", Keyword),
            include("numbers"),
            default(("#pop", "deep")),
        ],
        "numbers": [(r"[\d.]+", Number), (r"\(", Text, "inner")],
        "deep": [(r"\}", Punctuation, "#pop:3"), (r"[a-z]", Name), default("#pop")],
        "bang": [(r"!+", Keyword, "#pop")],
    }


def test_states_are_entered_and_left_as_pygments_does() -> None:
    signs = "([{<)]}>!k1Kſ\u212a.x \n\tß"
    quick = SortedRules(Odd())
    pieces = [f"{a}{b}{c}" for a in signs for b in signs for c in signs]
    for text in (*pieces, "".join(pieces), ")".join(signs) * 9, "[" * 50 + "]" * 60):
        assert list(quick.read_tokens(text)) == list(Odd().get_tokens_unprocessed(text)), text


def test_what_no_rule_matches_is_an_error_and_a_line_feed_begins_anew() -> None:
    lexer = get_lexer_by_name("python")
    assert (0, Token.Error, "$") in rules_of("python").read_tokens("$\n")
    text = "\x00\x00\n$ 'a\n$"
    expected = list(RegexLexer.get_tokens_unprocessed(lexer, text))
    assert list(rules_of("python").read_tokens(text)) == expected


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        # Characters and sets.
        ("abc", 0, "a"),
        ("é", 0, ""),
        ("éa|b", 0, "b"),
        ("[a-c_é]x", 0, "abc_"),
        (r"[\d.]", 0, "0123456789."),
        (r"\+", 0, "+"),
        ("[^a-z]", 0, ASCII - set("abcdefghijklmnopqrstuvwxyz")),
        ("[^é]", 0, ASCII),
        ("[^a]", 0, ASCII - {"a"}),
        (r"\w", 0, WORD),
        (r"\W", 0, ASCII - WORD),
        (r"\s", 0, SPACES),
        (r"\s", re.ASCII, SPACES),
        (r"\S", 0, ASCII - set(" \t\n\r\f\v")),
        (r"[^\s]", 0, ASCII - set(" \t\n\r\f\v")),
        (r"[^\S]", 0, SPACES),
        (r"[^\S\n]", 0, SPACES - {"\n"}),
        (r"[^\W\d]", 0, WORD - set("0123456789") | set("\x1c\x1d\x1e\x1f")),
        (r"\D", 0, ASCII - set("0123456789")),
        ("[\x7e-\u00ff]", 0, "\x7e\x7f"),
        ("[\x80-\u00ff]", 0, ""),
        (".", 0, ASCII),
        (".", re.DOTALL, ASCII),
        # Large and small letters.
        ("k", re.IGNORECASE, "kK"),
        ("[a-c]1", re.IGNORECASE, "abcABC"),
        ("_1", re.IGNORECASE, "_"),
        ("ſ", re.IGNORECASE, ASCII),
        ("\u212a", re.IGNORECASE, ASCII),
        ("[^a]", re.IGNORECASE, ASCII),
        ("[a-é]", re.IGNORECASE, ASCII),
        (r"[\W]", re.IGNORECASE, ASCII - WORD),
        # Flags inside.
        ("(?i)ab", re.IGNORECASE, "aA"),
        ("(?i:a)b", 0, "aA"),
        ("(?i:(?-i:a)|b)c", 0, "abB"),
        ("(?-i:a)b", re.IGNORECASE, "a"),
        ("(?i:a?)b", 0, "aAb"),
        ("(?x: a  # comment\n )", 0, "a"),
        (" a # comment", re.VERBOSE, "a"),
        # What has no width.
        (r"^\b(?=x)(?!y)(?<=z)(?<!w)a", 0, "a"),
        ("(?=a)", 0, ASCII),
        ("$", 0, ASCII),
        (r"(?<=a)\Zb", 0, "b"),
        # Optional parts.
        ("a?b", 0, "ab"),
        ("a*?b+c", 0, "ab"),
        ("(a?b?)*c", 0, "abc"),
        ("a{0}b", 0, "ab"),
        ("a{2,3}b", 0, "a"),
        ("(?:a|)b", 0, "ab"),
        ("(?:a|b?)c", 0, "abc"),
        ("(?:ab|cd)+", 0, "ac"),
        ("a?+b", 0, "ab"),
        ("(?>a|b)c", 0, "ab"),
        ("", 0, ASCII),
        ("a?", 0, ASCII),
        ("(?:)", 0, ASCII),
        ("a|", 0, ASCII),
        ("(?#comment)a", 0, "a"),
        # What depends on what was matched before.
        (r"(a)?\1b", 0, ASCII),
        (r"(a)\1", 0, "a"),
        (r"(?P<q>['\"])x(?P=q)", 0, "'\""),
        ("(a)?(?(1)b|c)", 0, ASCII),
    ],
)
def test_first_characters(pattern: str, flags: int, expected: str | frozenset[str]) -> None:
    found = first_characters(pattern, flags | re.UNICODE * (not flags & re.ASCII))
    assert "".join(sorted(found)) == "".join(sorted(expected))
    compiled = re.compile(pattern, flags)
    for character in ASCII - found:
        for rest in ("", "a", "b", "c", "x", "1", "aab", character):
            assert compiled.match(character + rest) is None


def test_a_text_has_the_same_colours_early_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are sorted when there has been much code; no page may show when that was."""
    page = "".join(
        f"```{name}\n{text}```\n\n" for name, text in SNIPPETS.items() if "```" not in text
    )
    shown = []
    for worth in (10**9, 0):
        monkeypatch.setattr(highlighting, "_WORTH_SORTING", worth)
        highlighting._painter.cache_clear()
        highlighting.colour_code.cache_clear()
        shown.append(parse(page, highlight=True).body.parts)
    assert shown[0] == shown[1]
    assert "".join(shown[0]).count('<span class="k') > 50
    highlighting._painter.cache_clear()
    highlighting.colour_code.cache_clear()
