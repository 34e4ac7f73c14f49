from __future__ import annotations

import pytest

from sitegen.model import Heading
from support.parsing import body_of, codes_of, parse


def outline(headings: tuple[Heading, ...]) -> list[object]:
    found: list[object] = []
    for each in headings:
        found.append(each.id)
        if each.children:
            found.append(outline(each.children))
    return found


def test_headings_become_a_tree() -> None:
    page = parse("# T\n\n## A\n\n### A1\n\n### A2\n\n## B\n\n#### B2\n\n### B1\n")
    assert outline(page.toc) == ["a", ["a1", "a2"], "b", ["b1"]]
    assert codes_of(page) == ["heading-level"]


def test_the_depth_of_the_tree() -> None:
    text = "## A\n\n### B\n\n#### C\n\n##### D\n"
    assert outline(parse(text, toc_depth=2).toc) == ["a"]
    assert outline(parse(text, toc_depth=6).toc) == ["a", ["b", ["c", ["d"]]]]
    assert parse("---\ntoc: false\n---\n" + text).toc == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("## A\n\n## A\n\n## A\n", ["a", "a-2", "a-3"]),
        ("## A\n\n## A 2\n\n## A\n", ["a", "a-2", "a-3"]),
        ("## Größe\n\n## 日本\n", ["grösse", "日本"]),
        ("## !\n\n## ?\n", ["section", "section-2"]),
        ("## A {#mine}\n\n## mine\n", ["mine", "mine-2"]),
        ("## `code` and *em*\n", ["code-and-em"]),
        ("## A[^1]\n\n[^1]: Note\n", ["a"]),
    ],
)
def test_ids_of_headings(text: str, ids: list[str]) -> None:
    page = parse(text)
    assert [each.id for each in page.toc] == ids
    assert set(ids) <= set(page.anchors)


def test_the_title_of_a_heading_is_escaped_text() -> None:
    page = parse("## `<b>` & *so* on\n")
    assert page.toc[0].title == "&lt;b&gt; &amp; so on"


@pytest.mark.parametrize(
    ("text", "heading", "body"),
    [
        ("# A *b*\n\nText\n", "A <em>b</em>", "<p>Text</p>"),
        ("A\n=\n\nText\n", "A", "<p>Text</p>"),
        ("# [A](b.md)\n", "A", ""),
        ("# A {#id .c}\n", '<span id="id" class="c">A</span>', ""),
        ("<!-- note -->\n\n# A\n", "A", ""),
        ("# ![b](c.png) A\n", "{c.png} A", ""),
        ("# <div><h1>A</h1><h2></h2></div>\n", "<div>A</div>", ""),
    ],
)
def test_an_opening_h1_is_taken(text: str, heading: str, body: str) -> None:
    page = parse(text)
    assert body_of(page.heading) == heading
    assert body_of(page.body) == body


def test_a_footnote_in_the_h1_leads_back() -> None:
    page = parse("# Title[^1]\n\nText.\n\n[^1]: Note.\n")
    assert codes_of(page) == []
    assert "fnref:1" in page.anchors
    assert 'id="fnref:1"' in body_of(page.heading)


def test_a_later_h1_is_demoted() -> None:
    page = parse("Text\n\n# A\n\n# B\n")
    assert page.heading is None
    assert body_of(page.body).count("<h2") == 2
    assert codes_of(page) == ["heading-level", "heading-level"]
    assert page.diagnostics[0].location.line == 3


def test_two_equal_ids_are_an_error_at_the_second() -> None:
    page = parse("[a](#part)\n\n## One {#part}\n\n## Two {#part}\n")
    assert codes_of(page) == ["duplicate-id"]
    assert page.diagnostics[0].location.line == 5


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("# T\n\nFirst *one*.\n\nSecond.\n", "First one."),
        ("One.\n\nTwo.\n\n<!-- more -->\n\nThree.\n", "One. Two."),
        ("<!--more-->\n\nThree.\n", ""),
        ("# T\n\n- list\n\nText.\n", "Text."),
        ("Text[^1] more.\n\n[^1]: Note.\n", "Text more."),
        ("", ""),
        ("a & b < c\n", "a & b < c"),
    ],
)
def test_summaries(text: str, summary: str) -> None:
    assert " ".join(parse(text).summary.split()) == summary


def test_long_summaries_end_at_a_word() -> None:
    summary = parse("word, " * 100).summary
    assert len(summary) <= 281
    assert summary.endswith("word…")


@pytest.mark.parametrize(
    ("text", "words", "minutes"),
    [
        ("", 0, 0),
        ("one two three", 3, 1),
        ("w " * 441, 441, 3),
        ("日本語です", 5, 1),
        ("漢" * 900, 900, 2),
    ],
)
def test_words_and_minutes(text: str, words: int, minutes: int) -> None:
    page = parse(text)
    assert (page.word_count, page.reading_time) == (words, minutes)


def test_task_lists_nest() -> None:
    html = body_of(parse("- [ ] a\n    - [x] b\n    - c\n- [X] d\n").body)
    assert html.count('type="checkbox"') == 3
    assert html.count("checked") == 2
    assert html.count("<label>") == 3
    assert "[ ]" not in html


def test_a_figure_needs_to_stand_alone() -> None:
    assert "<figure>" in body_of(parse('![a](b.png "Caption & *c*")\n').body)
    page = parse(r'![a](b.png "Caption & \\<c>")' + "\n")
    assert page.diagnostics == ()
    assert "<figcaption>Caption &amp; &lt;c&gt;</figcaption>" in body_of(page.body)
    for text in ('Text ![a](b.png "C")\n', '![a](b.png "C") ![d](e.png)\n', "![a](b.png)\n"):
        assert "<figure>" not in body_of(parse(text).body)


def test_footnotes_speak_the_page_s_language() -> None:
    html = body_of(parse("---\nlanguage: de-AT\n---\nText[^1]\n\n[^1]: Note\n").body)
    assert 'aria-label="Fußnoten"' in html
    assert 'role="doc-noteref"' in html
    assert 'role="doc-backlink"' in html
