from __future__ import annotations

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.scanner import BLANKED, MarkdownSource
from support.parsing import parse
from support.sites import CONFIG, MakeSite

engines = pytest.mark.parametrize("engine", ENGINES)


def shown(text: str, engine: Engine = "commonmark") -> str:
    return MarkdownSource(text, engine).prose.replace(BLANKED, ".")


@engines
@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("a `b` c", "a ... c"),
        ("a `` ` `` c", "a ....... c"),
        ("a \\`b\\` c", "a \\`b\\` c"),
        ("a ` b\n\nc ` d", "a ` b\n\nc ` d"),
        ("- a ` b\n- c ` d", "- a ` b\n- c ` d"),
        ('a <b title=">"> c', "a ............. c"),
        ("a < b > c", "a < b > c"),
        ("[a](b) [c]", "[a]... [c]"),
        ("```\na\n```\nb", "...\n.\n...\nb"),
        ("1. a\n\n    b\n\n        c", "1. a\n\n    b\n\n........."),
    ],
)
def test_what_is_prose(text: str, prose: str, engine: Engine) -> None:
    assert shown(text, engine) == prose


def test_engines_differ() -> None:
    assert shown("100. a\n\n    ```\n    b", "commonmark") == "100. a\n\n.......\n....b".replace(
        "b", "."
    )
    assert shown("<!-- a --> b", "commonmark") == "............"
    assert shown("<!-- a --> b", "python-markdown") == ".......... b"


@engines
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("`# A`\n\n## B\n\n```\n#### C\n```\n\n#### C\n", ["9:6"]),
        ("# T\n\n> ### C\n", ["3:7"]),
        ("`<form>`\n\n<form></form>\n", ["3:1"]),
        ("`{#x}`\n\n## B {#x}\n\n## C {#x}\n", ["5:6"]),
        ("`![](a.png)`\n\n![](a.png)\n", ["3:5"]),
        ("[^1]: ![](b.png){width=x}\n\nA[^1] ![b](b.png){width=9} ![c](b.png){width=y}\n", []),
    ],
)
def test_mistakes_have_their_places(text: str, places: list[str], engine: Engine) -> None:
    found = [each.location for each in parse(text, engine=engine).diagnostics]
    told = [f"{each.line}:{each.column}" for each in found]
    assert told == (places or told)
    assert all(each.line and each.column for each in found)


@engines
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("<!-- [a](#no) -->\n\n`#no` [a](#no)\n", ["3:11"]),
        ("[a](#no)\n\nb [c](#no)\n", ["1:5", "3:7"]),
        ("[a][r] [b][r]\n\n[r]: #no\n", ["3:6"]),
    ],
)
def test_links_that_lead_nowhere_have_their_places(
    make_site: MakeSite, text: str, places: list[str], engine: Engine
) -> None:
    site = make_site({"content/a.md": text}, f'{CONFIG}[markdown]\nengine = "{engine}"\n')
    found = [each.location for each in site.build().diagnostics]
    assert [f"{each.line}:{each.column}" for each in found] == places


@engines
def test_footnotes_come_last(engine: Engine) -> None:
    text = "A[^1]\n\n[^1]: ![n](b.png){width=x}\n\n![b](b.png){width=9}\n\n![c](b.png){width=y}\n"
    found = parse(text, engine=engine).diagnostics
    assert sorted((each.location.line, each.message[:9]) for each in found) == [
        (3, "width='x'"),
        (7, "width='y'"),
    ]
