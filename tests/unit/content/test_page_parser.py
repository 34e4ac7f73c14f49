# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine
from support.parsing import body_of, codes_of, parse


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    text = "---\ntitle: Ours\ndraft: true\n---\n# H\n\n- a\n- b\n\n```\ncode\n```\n"
    plain = parse(text)
    assert plain.front.draft is True
    for other in (
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    ):
        assert parse(other) == plain


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"---", b"---\n---", b"\xef\xbb\xbf", b"<", b"&", b"\\"]
)
def test_next_to_nothing(data: bytes) -> None:
    page = parse(data)
    assert len(page.diagnostics) <= 1
    assert page.word_count <= 1


@pytest.mark.parametrize("body", ["- " * 496 + "a", "[" * 4000, "![" * 4000, "[a](" * 4000])
def test_a_bomb_is_named_at_its_place(body: str) -> None:
    started = time.process_time()
    page = parse("---\ntitle: T\ntags: [a]\n---\n\n" + body)
    assert time.process_time() - started < 1
    assert codes_of(page) == ["markdown-too-deep"]
    assert page.diagnostics[0].location.line == 6
    assert page.front.title == "T"


def test_mistakes_of_every_kind_come_at_once() -> None:
    page = parse(
        "---\ndate: x\nupdatd: 2026\n---\n[a](javascript:b) <script>c</script>\n\n![](d.png)\n[Your name]\n"
    )
    assert set(codes_of(page)) == {
        "invalid-date",
        "unknown-field",
        "unsafe-url",
        "unsafe-html",
        "image-alt",
        "placeholder",
    }


def test_elements_of_the_head_are_seen_wherever_they_stand() -> None:
    for text in (
        "<script>a</script>\n",
        "<style>a</style>\n\nText\n",
        "<title>a</title>\n",
        "<meta name=a>\n",
    ):
        assert codes_of(parse(text)) == ["unsafe-html"]


def test_a_frameset_is_no_crash() -> None:
    for text in (
        "<frameset onload=a></frameset>",
        "<body onload=a>b</body>",
        "</body></html>c",
        "<html lang=de>",
    ):
        assert "onload" not in body_of(parse(text).body)


def test_code_is_coloured_only_when_asked() -> None:
    text = "```python\ndef f(): pass\n```\n\n```nosuch\n<b>\n```\n"
    coloured = body_of(parse(text, highlight=True).body)
    assert '<span class="k">def</span>' in coloured
    assert "&lt;b&gt;" in coloured
    assert "<span" not in body_of(parse(text).body)


def test_parsing_depends_on_nothing_else() -> None:
    text = "# A\n\nText[^1] HTML\n\n[^1]: B\n\n*[HTML]: C\n"
    assert parse(text) == parse(text)


@pytest.mark.parametrize(
    "body",
    [
        "```" + " " * 3000 + "`",
        "<a" + "-a" * 20_000 + " markdown>\n\n<a" + "-a" * 20_000,
        "<div markdown>\n\n<p" + "-a" * 20_000 + "\n\n</div>",
        "{" * 30_000 + "\n\n# A {#a}\n\n# B {#a}",
        f"![x](x.png){{ratio='1{' ' * 20_000}x'}}",
        f"<table><tr><td style='text-align:left{' ' * 20_000}x'>x</td></tr></table>",
    ],
    ids=["fence", "name", "element", "braces", "ratio", "alignment"],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_made_to_take_long_does_not(body: str, engine: Engine) -> None:
    started = time.process_time()
    parse(body, engine=engine)
    assert time.process_time() - started < 1
