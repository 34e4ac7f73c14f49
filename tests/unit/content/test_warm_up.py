"""After the small page, a plain page needs hardly anything new."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_RUN = """
import re, sys
from support.parsing import parse, parse_options_of
from sitegen.content.warm_up import warm_up

warm_up(parse_options_of(engine=sys.argv[1]))
before, compiled = set(sys.modules), []
compile = re._compiler.compile
re._compiler.compile = lambda *given: (compiled.append(given), compile(*given))[1]
text = "---\\ntitle: T\\ntags: [a]\\n---\\n# H\\n\\n[a](b.md)\\n\\n* x\\n"
page = parse(text, engine=sys.argv[1])
assert "<li>" in str(page.body)
print(len(set(sys.modules) - before), len(compiled), "pygments" in sys.modules)
"""


@pytest.mark.parametrize("engine", ["commonmark", "python-markdown"])
def test_a_plain_page_needs_hardly_anything_new(engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, engine],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    imported, compiled, colours = done.stdout.split()
    assert (imported, colours) == ("0", "False")
    assert int(compiled) < 5  # a pattern that only such a page needs
