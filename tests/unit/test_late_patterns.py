"""Patterns that are compiled late work as others do."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from sitegen import late_patterns
from sitegen.late_patterns import compile_late

#: Prints how many patterns what parsing needs has, and how many of them are compiled by then.
_COUNT = """
import re
from sitegen import late_patterns

def count(pattern, flags=0):
    places.append(sys._getframe(1).f_globals["__name__"])
    return compile(pattern, flags)

import sys
places, late, compile = [], [], re.compile
re.compile = count
make = late_patterns.compile_late
late_patterns.compile_late = lambda *given: (late.append(given), make(*given))[1]
import sitegen.engine.site_parsing
from sitegen.registry import CONSTRUCTS
CONSTRUCTS.load()
print(len(late), len([name for name in places if name.startswith("sitegen.")]))
"""


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


def test_few_are_compiled_before_pages_are_parsed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COUNT], capture_output=True, text=True, check=True
    )
    late, now = map(int, done.stdout.split())
    assert late > 200
    assert now < 150
