"""Both Markdown engines, side by side: they make the same page, but for what is listed."""

# ruff: noqa: E501  # a page's source is read best on one line

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.model import ParsedPage
from support.comparing import normal
from support.parsing import body_of, codes_of, parse

ROOT = Path(__file__).parents[3]


def seen(page: ParsedPage) -> dict[str, object]:
    """Return everything of a page, its HTML without the freedom that HTML leaves."""
    return {
        "body": normal(body_of(page.body)),
        "heading": page.heading,
        "toc": page.toc,
        "anchors": page.anchors,
        "summary": page.summary,
        "words": page.word_count,
        "problems": page.diagnostics,
    }


def html_of(source: str, engine: Engine = "commonmark", language: str = "en") -> str:
    page = parse(source, engine=engine, language=language)
    # With CommonMark, a bar in code ends the cell, and an address with spaces is told.
    assert set(codes_of(page)) <= {"table-cells", "mistyped-markup"}
    return normal(body_of(page.body)).replace("\n", "")


SAME = {
    "emphasis": "*a* **b** `c` snake_case_word 2*3*4\n",
    "headings": "# T *x*\n\nA\n=\n\nB\n-\n\ntext\n# H\n\n## C ##\n",
    "heading attributes": '## A {#b .c}\n\n### D { title="x y" }\n\n## set {a, b\n\n#### E ## {#e}\n',
    "lists": "- a\n    - b\n        - c\n\nText\n\n3. d\n4. e\n    1. f\n\nText\n\n- g\n\n    h\n\n- i\n",
    "tasks": "- [x] a\n- [ ] b\n    - [X] c\n\nText\n\n- [x] a\n\n- [ ] b\n",
    "definitions": "A\n: b\n\nC\n:   d\n    e\n: [f](https://g.org){.h}\n",
    "quotes": "> a\nb\n\nText\n\n> - c\n> - d\n\nText\n\n> e\n> > f\n",
    "code": "```python\nx < 1\n```\n\n~~~r\ny\n~~~\n\n    z\n\n- a\n\n    ```python\n    b\n    ```\n",
    "fence attributes": '```{ .python #a .b title="c d" }\nx\n```\n\n```python {1,3}\ny\n```\n',
    "fences in fences": "````markdown\n```\n!!! note\n*[A]: b\n```\n````\n",
    "tables": "| a | b |\n|:--|--:|\n| **c** | `d` |\n| e |\n\nTable: *Cap*.\n\na | b\n--|:-:\n1 | 2\n",
    "figures": '![a *b*](c.png "d *e*")\n\n![a](b.png){caption="C x" width=300 .wide}\n\n![](w.png){role=presentation}\n',
    "attribute lists": "text *x*\n{: .lead #i data-x=1 }\n\n- a\n{: .x }\n- b\n\n*a*{.x} `c`{: .z} [d](e.md){ .f }{g\n",
    "attributes in tables": "| a {.x} |\n|---|\n| b |\n",
    "notes": '!!! note "T *x*"\n    a\n    b\n\n    - c\n\n        d\n\n!!! warning big ""\n    e\n\n!!! tip\n    f\ng\n',
    "notes in notes": '!!! note\n    a\n\n    !!! tip "b"\n        c\n\n    d\n\ne\n',
    "notes in lists": "- a\n\n    !!! tip\n        b\n\n        c\n\n- d\n",
    "fences in notes": "!!! note\n\n    ```python\n    !!! tip\n    ```\n\n    a\n",
    "alerts": "> [!NOTE]\n> a *b*\n>\n> c\n\nText\n\n> [!caution]\n> d\n\nText\n\n> [!NOTE] no\n",
    "footnotes": "a[^b] c[^d] e[^b] f[^g]\n\n[^d]: N `n`\n[^b]: M\n    more\n\n    - x\n",
    "footnotes in headings": "## A[^1]\n\n[^1]: x [y](z.md)\n",
    "a note that nobody refers to": "a\n\n[^1]: x\n",
    "abbreviations": 'The HTML `HTML` [HTML](x.md) HTML5 A&B\n\n*[HTML]: Hyper *T*\n*[A&B]:\n    x "y"\n',
    "Markdown in HTML": '<div class="x" markdown="1">\n**a**\n</div>\n\n<div markdown=1>*b*</div>\n',
    "Markdown in elements in elements": '<div markdown="1">\n\n<div class="y" markdown="1">\n\n![a](b.png)\n\n### C\n\nd\n{: .role }\n\n</div>\n\n</div>\n',
    "Markdown in lines": '<p markdown="1">*a*</p>\n\n<div markdown="span">*b*</div>\n',
    "details": '<details markdown="1">\n<summary>x</summary>\n*a*\n</details>\n',
    "HTML": "a <b>*x*</b> <kbd>y</kbd>\n\n<div>\n*a*\n</div>\n\na <!-- x --> b\n",
    "summaries": "a[^1]\n\n<!-- more -->\n\nb\n\n[^1]: c\n",
    "addresses": "[a](ö.md) [b](#grüße) [c](<a b.md>) [d](e%20f.md) <https://e.org/ü> [f](g(h)i)\n\n## Grüße\n",
    "references": "[a][b] ![c][d]\n\n[b]: x.md 'T'\n[d]: y.png\n",
    "what is refused": '<script>a</script>\n\n<p onclick="b">c</p>\n\n[d](javascript:e)\n\n![](f.png)\n',
    "one engine's tricks": '[a](b.md){onclick="c"} *x*{style="y"}\n\n<div markdown="1" onload="z">\n\nw\n\n</div>\n',
    "strong emphasis": "***a*** ***b** c*\n",
    "empty": "",
}


@pytest.mark.parametrize("name", SAME)
def test_both_engines_make_the_same_page(name: str) -> None:
    pages = [seen(parse(SAME[name], engine=engine)) for engine in ENGINES]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content").rglob("*.md")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_demo_is_the_same(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    pages = [seen(parse(source, engine=engine, highlight=True)) for engine in ENGINES]
    assert pages[0] == pages[1]


TABLE = (
    '<div class="table-wrap"><table><thead><tr><th>a</th>'
    "<th>b</th></tr></thead><tbody><tr>{}</tr></tbody></table></div>"
)
#: Source, and what each engine makes of it. docs/markdown.md tells of them.
DIFFERENT = {
    "four columns": (
        "100. a\n    - b\n",
        '<ol start="100"><li>a<ul><li>b</li></ul></li></ol>',
        '<ol start="100"><li>a - b</li></ol>',
    ),
    "comments": ("<!-- a --> *b*", "<p><em>b</em></p>", "*b*"),
    "spaces in addresses": (
        "[a](b c.md)",
        '<p><a href="{b c.md}">a</a></p>',
        "<p>[a](b c.md)</p>",
    ),
    "bars in code": (
        "a | b\n--|--\n`c|d` | e\n",
        TABLE.format("<td><code>c|d</code></td><td>e</td>"),
        TABLE.format("<td>`c</td><td>d`</td>"),
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_known_differences(name: str) -> None:
    source, python_markdown, commonmark = DIFFERENT[name]
    assert html_of(source, "python-markdown") == python_markdown
    assert html_of(source, "commonmark") == commonmark


@pytest.mark.parametrize("engine", ENGINES)
def test_notes_have_titles_in_the_language_of_the_page(engine: Engine) -> None:
    source = "!!! warning\n    a\n\n!!! history\n    b\n\n> [!TIP]\n> c\n"
    html = html_of(source, engine, "de")
    assert re.findall(r'title">([^<]*)<', html) == ["Warnung", "History", "Tipp"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_may_choose(engine: Engine) -> None:
    other = ENGINES[1 - ENGINES.index(engine)]
    source = f"---\nmarkdown_engine: {engine}\n---\n<!-- a --> *b*\n"
    page = parse(source, engine=other)
    assert page.front.markdown_engine == engine
    assert ("<em>" in body_of(page.body)) == (engine == "python-markdown")


def test_an_unknown_engine_is_an_error() -> None:
    page = parse("---\nmarkdown_engine: pandoc\n---\n")
    (problem,) = page.diagnostics
    assert str(problem) == (
        "content/page.md:2:1: error[invalid-field]: 'markdown_engine': 'pandoc' is not a Markdown"
        " engine: python-markdown or commonmark"
    )


def test_a_title_never_begins_another_block() -> None:
    for title in ("# a", "1. a", "- a", "> a", "```"):
        html = html_of(f'!!! note "{title}"\n    b\n')
        assert re.search(r'<p class="admonition-title">[^<]+</p><p>b</p>', html), html


def test_indented_code_is_no_note() -> None:
    assert "<code>!!! note" in html_of("Text\n\n    !!! note\n        a\n")


def test_a_note_closes_a_fence_that_its_author_forgot() -> None:
    page = parse("!!! note\n    ```\n    a\n\nb\n", engine="commonmark")
    assert codes_of(page) == ["unclosed-fence"]
    assert body_of(page.body).replace("\n", "").endswith("</pre></div><p>b</p>")


UNITS = {
    "items": "- a\n",
    "loose items": "- a\n\n",
    "headings between items": "- a\n# h\n",
    "lists": "- a\n* b\n",
    "rules": "a\n***\n",
    "quotations": "> a\n\n",
    "text": "> a\nb\n",
    "tables": "a | b\n-|-\n1 | 2\n\n",
    "rows": "| a |\n",
    "bars": "a|",
    "delimiters": "|-",
    "underlines": "a\n---\n",
    "addresses": "[a]: b\n",
    "labels": "[a]:\n",
    "blocks": "<div>\n\n",
    "comments": "<!-- a\n\n",
    "instructions": "<?\n\n",
    "terms": "a\n: b\n",
    "colons": ": b\n\n",
    "struck": "~~a ",
    "single tildes": "~a ",
    "subscripts": "a~b",
    "bare": "http://a.b(",
    "e-mail": "a@b.c.1 ",
    "notes of the foot": "[^a] ",
    "references": "[a][b] ",
    "code": "`a|",
    "breaks": "a\\\n",
    "spans": "`a ",
    "nested": "- a\n  ",
    "empty items": "-\n\n",
    "digits": "1",
    "boxes": "!!! note\n    a\n\n",
    "elements alone": "<x-y>\n",
    "lines of code": "    a\n\n",
}
HOSTILE = {
    **{name: unit * 1500 for name, unit in UNITS.items()},
    "brackets": "[" * 4000,
    "images": "![" * 4000,
    "links": "[a](" * 4000,
    "quotes": "> " * 3000,
    "notes": "".join("    " * n + "!!! note\n" for n in range(100)),
    "emphasis": "*a **b " * 5000,
    "nested emphasis": "*a " * 5000 + "*" * 5000,
    "backticks": "`" * 50_000,
    "fences": "```a\n~~~b\n" * 5000,
    "fence attributes": "```{" + "a " * 50_000 + "}\nx\n```",
    "elements": '<div markdown="1">' * 5000,
    "elements in lines": '<div markdown="1">\n' * 5000,
    "lines in elements": '<details markdown="1">\n<summary markdown="1">*' * 2000,
    "tags": "<a " * 30_000,
    "attributes": "![a](b){" + "a=b " * 30_000 + "}",
    "braces": "*a*" + "{.a " * 20_000,
    "spaces": "## a" + " " * 100_000 + "{.b",
    "one line": "word " * 20_000,
    "footnotes": "".join(f"[^{n}]: x\n" for n in range(2000)),
    "definitions": ": " * 5000,
    "percent": "[a](%C3%B6" + "%20" * 30_000 + ")",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_takes_long(name: str, engine: Engine) -> None:
    started = time.process_time()
    parse(HOSTILE[name], engine=engine)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("engine", ENGINES)
def test_refused_elements_without_content_leave_nothing(engine: Engine) -> None:
    page = parse('a <meta http-equiv="refresh"> <base href="x"> <input> b\n', engine=engine)
    assert normal(body_of(page.body)) == "<p>\na b\n</p>"
    assert codes_of(page) == ["unsafe-html"] * 3


def test_markdown_in_html_in_a_quotation() -> None:
    source = '> <div markdown="1">\n>\n> *Text.*\n>\n> </div>\n'
    html = normal(body_of(parse(source, engine="commonmark").body))
    assert html == normal("<blockquote><div><em>Text.</em></div></blockquote>")


def test_an_indented_tag_with_markdown_goes_on_with_the_paragraph() -> None:
    html = body_of(parse('Text\n    <div markdown="1">\n', engine="commonmark").body)
    assert "<pre" not in html


@pytest.mark.parametrize(
    ("source", "column"),
    [("<!-- [a](x.md) --> [t](x.md)\n", 24), ("`x.md` [t](<x.md>)\n", 13)],
)
def test_the_place_of_a_link_after_others_that_are_none(source: str, column: int) -> None:
    page = parse(source, engine="python-markdown")
    assert [(each.line, each.column) for each in page.body.references] == [(1, column)]
