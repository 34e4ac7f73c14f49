"""A construct of one class, registered by one call, works with both engines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from sitegen import diagnostics, registry
from sitegen.config import ENGINES, Engine
from sitegen.content.construct import Construct, Finding, Mistake, Node, Replacement, Slot
from sitegen.content.scanner import MarkdownSource
from sitegen.diagnostics import Problem, Severity
from sitegen.model import LinkReference
from support.parsing import body_of, codes_of, parse


class Highlights(Construct):
    """`%%word%%` is a marked word."""

    source_marks = ("%%",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        for found in re.finditer(r"%%([^%\n]*)%%", source.prose):
            if found[1].strip():
                word = html.escape(source.text[found.start(1) : found.end(1)])
                yield Node(found.start(), found.end(), f"<mark>{word}</mark>")
            else:
                yield Mistake(found.start(), Problem("empty-mark", "nothing is marked"))


class Rules(Construct):
    """`%rule` in a paragraph of its own is a box, which no author may write as HTML."""

    source_marks = ("%rule",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        for found in re.finditer("%rule", source.prose):
            yield Node(found.start(), found.end(), "<svg><path/></svg>", is_block=True)


class Mentions(Construct):
    """`&name` is a link to a page of that name, and `(c)` a sign."""

    source_marks = ("&", "(c)")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        for found in re.finditer(r"&([a-z]+)", source.prose):
            yield Slot(*found.span(), LinkReference(target=f"{found[1]}.md", line=0))
        for found in re.finditer(r"\(c\)", source.prose):
            yield Replacement(*found.span(), "*©*")


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What `declare` does, for this test only.
    monkeypatch.setitem(diagnostics._declared, "empty-mark", Severity.WARNING)
    with registry.CONSTRUCTS.registered(Highlights(), Rules(), Mentions()):
        yield


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    return chosen


def body(text: str, engine: Engine) -> str:
    page = parse(text, engine=engine)
    assert codes_of(page) == []
    return re.sub(r">\s+<", "><", body_of(page.body))


MARK = "<mark>w</mark>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A %%w%%, %%w%%.", f"<p>A {MARK}, {MARK}.</p>"),
        ("*a %%w%%* [b %%w%%](#x)\n\n<p id='x'></p>", f"<em>a {MARK}</em>"),
        ("- %%w%%\n- b", f"<li>{MARK}</li>"),
        ("> %%w%%", f"<p>{MARK}</p>"),
        ("| a |\n|---|\n| %%w%% |", f"<td>{MARK}</td>"),
        ("!!! note\n    %%w%%", f"<p>{MARK}</p>"),
        ('!!! note "a %%w%%"\n    b', f'<p class="admonition-title">a {MARK}</p>'),
        ('<div markdown="1">\n\n%%w%%\n\n</div>', f"<p>{MARK}</p>"),
        ("a[^1]\n\n[^1]: %%w%%", f"<p>{MARK}"),
        ("- a\n\n    %%w%%", f"<p>{MARK}</p>"),
        ("a\n    %%w%%", MARK),
        ("## A %%w%%", f'<h2 id="a-w">A {MARK}</h2>'),
        ('%%<b> & "%%', '<p><mark>&lt;b&gt; &amp; "</mark></p>'),
        ("%%a `%%` b%%", "<mark>a `%%` b</mark>"),
        ("%%w%%\\`%%w%%\\`", f"{MARK}`{MARK}`"),
    ],
)
def test_it_becomes_a_node(text: str, expected: str, engine: Engine) -> None:
    assert expected in body(text, engine)


@pytest.mark.parametrize(
    "text",
    [
        "`%%w%%`",
        "``a ` %%w%%``",
        "`a\n%%w%%`",
        "```\n%%w%%\n```",
        "~~~ python\n%%w%%\n\n%%w%%\n~~~",
        "- a\n\n    ```\n    %%w%%\n    ```",
        "> ```\n> %%w%%\n> ```",
        "    %%w%%",
        "a\n\n\t%%w%%\n\n\t%%w%%",
        "- a\n\n        %%w%%",
        "!!! note\n    ```\n    %%w%%\n    ```",
        '<div title="%%w%%">a</div>',
        'a <b title="> %%w%%">b</b>',
        "<div>\n%%w%%\n</div>",
        "<pre>\n\n%%w%%\n\n</pre>",
        "a <!-- %%w%% --> b",
        "<!--\n%%w%%\n\n%%w%%\n-->\n\nb",
        "[a](https://example.org/%%w%%)",
        "[a][b]\n\n[b]: https://example.org/%%w%%",
        "<https://example.org/%%w%%>",
    ],
)
def test_it_never_fires_where_no_syntax_is(text: str, engine: Engine) -> None:
    assert "<mark>" not in body(text, engine)
    assert "<mark>" not in body(f"{text}\n\nb %%w%%", engine).replace(f"b {MARK}", "")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a %%%%", 1, 3),
        ("---\ntitle: T\n---\n`%%%%`\n\n- b %%%%", 6, 5),
        ("```\n%%%%\n```\n\n> a\n> %%  %%", 6, 3),
        ("<!-- %%%% -->\n\né %%%%", 3, 3),
    ],
)
def test_a_mistake_has_its_place(text: str, line: int, column: int, engine: Engine) -> None:
    [problem] = parse(text, engine=engine).diagnostics
    assert (problem.code, problem.message) == ("empty-mark", "nothing is marked")
    assert (problem.location.line, problem.location.column) == (line, column)


def test_text_stands_where_html_cannot(engine: Engine) -> None:
    page = parse("![a %%w%% c](b.png)", engine=engine)
    assert codes_of(page) == []
    [image] = page.body.references
    assert getattr(image, "alt", "") == "a w c"


def test_summaries_and_tables_of_contents_hold_the_text(engine: Engine) -> None:
    page = parse("# The %%w%%\n\nA %%w%% &ada\n\n<!-- more -->\n\n## More %%w%%", engine=engine)
    assert (page.heading_text, page.summary) == ("The w", "A w")
    assert [each.title for each in page.toc] == ["More w"]


def test_a_block_takes_the_place_of_its_paragraph(engine: Engine) -> None:
    assert body("a\n\n%rule\n\nb %rule", engine) == (
        "<p>a</p><svg><path></path></svg><p>b <svg><path></path></svg></p>"
    )


def test_a_slot_is_filled_later_and_markdown_is_read(engine: Engine) -> None:
    page = parse("---\ntitle: T\n---\n\nBy &ada (c) and `&bob`", engine=engine)
    assert body_of(page.body) == "<p>By {ada.md} <em>©</em> and <code>&amp;bob</code></p>"
    assert page.body.references == (LinkReference(target="ada.md", line=5, column=4),)


def test_no_author_can_write_a_placeholder(engine: Engine) -> None:
    for text in ("&#x0e;0&#x0f;", "&#14;7&#15; %%w%%"):
        page = parse(text, engine=engine)
        assert codes_of(page) == ["control-character"]
        assert body_of(page.body) == ""


def test_what_is_not_registered_does_nothing(engine: Engine) -> None:
    assert "<mark>" in body("%%w%%", engine)
    registered = registry.CONSTRUCTS.load()
    assert [type(each).__name__ for each in registered[-3:]] == ["Highlights", "Rules", "Mentions"]
