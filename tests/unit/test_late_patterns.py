"""Patterns that are compiled late work as others do."""

from __future__ import annotations

import re

import pytest

from sitegen import late_patterns
from sitegen.late_patterns import compile_late


def test_nothing_is_compiled_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def count(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return re.compile(pattern, flags)

    monkeypatch.setattr(late_patterns, "_compile", count)
    late = compile_late(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert late.pattern == r"(?P<word>[a-z]+)"
    assert compiled == []
    assert [late.search("12 Ab").group("word"), late.search("cd")[0]] == ["Ab", "cd"]
    assert compiled == [late.pattern]


def test_what_is_asked_for_is_that_of_the_pattern() -> None:
    late = compile_late(r"a(?P<b>b)?")
    now = re.compile(r"a(?P<b>b)?")
    assert late.sub("x", "ab a") == now.sub("x", "ab a")
    assert [each.span() for each in late.finditer("ab a")] == [(0, 2), (3, 4)]
    assert (late.flags, late.groups, late.groupindex) == (now.flags, now.groups, now.groupindex)
    assert not late.fullmatch("b")


def test_a_mistake_is_told_at_the_first_use() -> None:
    late = compile_late("(")
    with pytest.raises(re.error):
        late.search("")
