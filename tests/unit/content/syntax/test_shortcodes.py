"""Tags of shortcodes: hostile pages take no time, and what is left of the text stays."""

from __future__ import annotations

import os
import random
import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.model.shortcode import MarkdownArguments
from support.parsing import parse

engines = pytest.mark.parametrize("engine", ENGINES)
MARKDOWN = {"a": MarkdownArguments(keys=("b",), positions=("b",))}
#: Each is repeated; `b` is Markdown in `a`.
PUMPS_OF_TEXTS = (
    '{{< a "b" >}} ',
    '{{< a "*b" >}} ',
    '{{< a "b" >}}\n\n',
    '- {{< a "b" >}}\n',
    '{{< a "{{< a b >}}" >}} ',
    '{{< a "{{< " >}} ',
    '{{< a "![](b)" >}} ',
    '{{< a "<b>" >}} ',
    "{{< a `$b$` >}} ",
    '{{<a b="b" b="b" b="b">}} ',
)
#: Each is repeated.
PUMPS = (
    "{{< ",
    "{{<",
    "{{{< ",
    '{{< a "',
    "{{< a '",
    "{{< a `",
    "{{< a b=",
    "{{< a >}}",
    "{{< a >}}\n",
    "{{< /a >}}",
    "{{< a >}}x{{< /a >}} ",
    "{{</* ",
    "{{</* a */>}}",
    ">}}",
    '{{< a b="c" ',
    "> {{< a >}}\n",
    "- {{< a >}}\n",
    "{{< include a.md >}}\n",
    "{{< math >}}",
    '](}{{< ref "',
)
PIECES = (
    *(
        "{{<",
        ">}}",
        "/",
        " ",
        "a",
        "b",
        '"',
        "'",
        "`",
        "=",
        "\n",
        "\n\n",
        "\\",
        "{",
        "}",
        "*/",
        "/*",
    ),
    *(
        "{{< a >}}",
        "{{< /a >}}",
        "{{< include b.md lines=1 >}}",
        '{{< a "',
        '" >}}',
        '{{<a b="*c* $d$" >}}',
        "- ",
        "> ",
        "# ",
        "| ",
        "    ",
        "*",
    ),
    *("```", "<div>", "</div>", "$", "[", "](", ")", "::: {.x}\n", ":::\n", "[^1]", "{#id}"),
)
ROUNDS = 20_000 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 150


@engines
@pytest.mark.parametrize("pump", PUMPS)
def test_many(pump: str, engine: Engine) -> None:
    started = time.process_time()
    parse((pump * 4_000)[:20_000], engine=engine)
    assert time.process_time() - started < 1.5


@engines
@pytest.mark.parametrize("pump", PUMPS_OF_TEXTS)
def test_many_texts(pump: str, engine: Engine) -> None:
    started = time.process_time()
    parse((pump * 4_000)[:20_000], engine=engine, markdown_arguments=MARKDOWN)
    assert time.process_time() - started < 1.5


@engines
def test_a_chart_has_the_places_of_its_tag(engine: Engine) -> None:
    page = parse('Text.\n\n{{< chart a.csv type=bra x=b y=c alt="D" >}}\n', engine=engine)
    assert [(str(each.location), each.code) for each in page.diagnostics] == [
        ("content/page.md:3:22", "diagram-option")
    ]


@engines
def test_one_that_is_large(engine: Engine) -> None:
    started = time.process_time()
    parse(f"{{{{< a {'x ' * 50_000}>}}}}", engine=engine)
    parse(f'{{{{< a "{"x " * 50_000}" >}}}}', engine=engine)
    parse(f"{{{{< a {'k=v ' * 25_000}", engine=engine)
    assert time.process_time() - started < 4


@engines
def test_any_pieces(engine: Engine) -> None:
    pieces = random.Random(7)  # noqa: S311  # the same pages in each run
    for _ in range(ROUNDS):
        text = "".join(pieces.choices(PIECES, k=pieces.randint(1, 60)))
        started = time.process_time()
        parse(text, engine=engine)
        parse(text, engine=engine, markdown_arguments=MARKDOWN)
        assert time.process_time() - started < 2, text
