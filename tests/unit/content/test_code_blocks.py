"""Code is divided into lines, and hostile options take no time."""

from __future__ import annotations

import random
import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.code.code_excerpts import find_regions
from sitegen.content.code.code_lines import code_lines
from sitegen.content.code.code_options import CodeOptions, read_code_info, unpack_options
from support.parsing import parse


def test_a_line_closes_what_it_opens() -> None:
    html = '<span class="s">a\nb</span>\n\n<span class="k">c</span>\n'
    assert code_lines(html) == [
        '<span class="s">a</span>',
        '<span class="s">b</span>',
        "",
        '<span class="k">c</span>',
    ]


def test_options_survive_the_engine() -> None:
    options = CodeOptions(
        title='a "b" {c} `d` & é', numbered=True, start=7, marked=((1, 2), (9, 9)), fold="open"
    )
    assert unpack_options(options.pack()) == options


@pytest.mark.parametrize("text", ["start=x", "marked=1-", "numbered=yes", "%%%", "a=b&title"])
def test_forged_options_are_as_usual(text: str) -> None:
    assert unpack_options(text) == CodeOptions()


def test_regions_may_be_nested() -> None:
    lines = ["# region a", "1", "// region b", "2", "// endregion b", "# endregion", "3"]
    assert find_regions(lines) == {"a": (2, 5), "b": (4, 4)}
    assert find_regions(["# --8<-- [start:a]", "1", "# --8<-- [end:a]"]) == {"a": (2, 2)}


PUMPS = ["{", "{1,", 'a="', "a=[", "=", ".a", "#a ", "hl_lines=1 ", "1-1,", "'", '"x" ', "[!code "]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pump", PUMPS)
def test_pumped_options_are_read_in_time(pump: str, engine: Engine) -> None:
    start = time.process_time()
    parse(f"```python {pump * 4000}\nx\n```\n", engine=engine)
    parse(f'```python linenums="1"\n{pump * 4000}\n```\n', engine=engine)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("engine", ENGINES)
def test_any_words_after_a_fence_are_read(engine: Engine) -> None:
    words = [*PUMPS, "title=", "}", ")", "file=a.py", "lines=1", "python", " ", "&", "%", "\\", "<"]
    words += ["code-fold=true", ".annotate", "é", "`", "~", "\t", "numberLines", "# <1>", "- "]
    chance = random.Random(7)  # noqa: S311  # a search, no secret
    for _ in range(150):
        info = "".join(chance.choices(words, k=chance.randint(1, 9)))
        page = parse(f"```{info}\nx = 1  # <1>\n```\n\n1. One\n", engine=engine)
        assert page.body is not None
        read_code_info(info, 0, len(info))
