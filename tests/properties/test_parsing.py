"""Whatever an author writes, a page is parsed or its mistakes are told; nothing is raised."""

from __future__ import annotations

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sitegen.content.front_matter import split_front_matter
from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN, decode, slugify
from sitegen.model import ParsedPage
from support.parsing import parse

#: Pieces of Markdown, HTML and YAML, so that text is more than noise.
PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "### ",
            "- ",
            "1. ",
            "> ",
            "    ",
            "\n",
            "\n\n",
            " ",
            "---\n",
            "...\n",
            "+++\n",
        ),
        *(
            "*",
            "**",
            "_",
            "`",
            "```",
            "```python\n",
            "~~~\n",
            "[",
            "]",
            "(",
            ")",
            "![",
            "](",
            "](a.md)",
            "[^1]",
            "[^1]: ",
        ),
        *(
            "| a | b |\n|---|---|\n",
            "Table: ",
            "- [ ] ",
            "- [x] ",
            ":   ",
            "!!! note\n    ",
            "{: .a }",
            "{#a}",
            "{.b c=d}",
        ),
        *(
            "<p>",
            "</p>",
            "<script>",
            "</script>",
            "<svg>",
            "<math>",
            "<table>",
            "<td>",
            "</table>",
            "<a href=",
            "<img src=x>",
        ),
        *(
            "<!--",
            "-->",
            "<!-- more -->",
            "<div markdown=1>",
            "</div>",
            "<details>",
            "<h1>",
            "&amp;",
            "&#7;",
            "&#xFDD0;",
            "<",
        ),
        *(
            "title: ",
            "date: ",
            "2024-02-30",
            "draft: true\n",
            "a: [",
            "{",
            "}",
            "&a ",
            "*a ",
            "!!x ",
            "? ",
            "<<: ",
            "'",
            '"',
            "\t",
            "|\n",
        ),
        *(
            "\\",
            "word",
            "ü",
            "日本",
            "🙂",
            "\u200d",
            "\u0301",
            "\xa0",
            "0755",
            "NO",
            "%",
            "@",
            "*[A]: b\n",
            "http://x.org",
            "www.x.org",
        ),
        *("$", "$$\n", "$a_i$", "\\(", "\\)", "\\[", "\\]", "\\begin{align}\n", "\\end{align}"),
        *("{{< x >}}", "{% x %}", "{{ x.y }}", "{# x #}", "::: {.x}\n", ":::\n", "[@a]", "[[a]]"),
        *("{ref}`a`", "(a)=\n", "??? note\n", "[a]{.b}", "](@/a.md)", "]({filename}a.md)", "<A.B>"),
    ]
)
TEXT = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


def _check(page: ParsedPage) -> None:
    for fragment in (page.heading, page.body):
        if fragment is None:
            continue
        assert len(fragment.parts) == len(fragment.references) + 1
        text = "".join(fragment.parts)
        assert SLOT_OPEN not in text
        assert SLOT_CLOSE not in text
        tree = LexborHTMLParser(f"<body>{text}")
        assert not tree.css(
            "script, style, iframe, svg, math, object, embed, form, base, meta, link, h1"
        )
        for node in tree.css("body *"):
            assert not [
                name for name in node.attributes if name == "style" or name.startswith("on")
            ]
    for problem in page.diagnostics:
        assert problem.severity
        assert "\n" not in str(problem)
        assert problem.location.path == "content/page.md"
        assert problem.location.line >= 0
    assert page.reading_time >= (1 if page.word_count else 0)
    "".join(page.summary).encode()


@given(TEXT)
@example("<frameset>")
@example("# <h1>")
@example("<plaintext>")
@example("---\n? \n---\n")
def test_any_text(text: str) -> None:
    _check(parse(text, highlight=True))


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    _check(parse(data))


@given(st.text(max_size=80), TEXT)
def test_any_front_matter(block: str, body: str) -> None:
    _check(parse(f"---\n{block}\n---\n{body}"))


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
)
NAMES = st.sampled_from(
    [
        "title",
        "date",
        "draft",
        "tags",
        "menu",
        "slug",
        "aliases",
        "weight",
        "content",
        "self",
        "language",
        "template",
        "x",
    ]
) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_yaml(fields: dict[str, object]) -> None:
    block = yaml.safe_dump(fields, allow_unicode=True)
    page = parse(f"---\n{block}---\nText.\n")
    _check(page)
    if fields.get("draft") is True and "front-matter" not in str(
        [each.code for each in page.diagnostics]
    ):
        assert page.front.draft or page.diagnostics


@given(TEXT)
def test_a_page_with_a_draft_line_is_never_published_by_accident(rest: str) -> None:
    """Front matter that says draft is read as that, or it is an error."""
    text = f"---\ndraft: true\n{rest}"
    split = split_front_matter(text.replace("\r", ""), "p")
    read = "draft" in split.fields and split.fields["draft"].value is True
    assert read or split.diagnostics


@given(st.text())
def test_slugs(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert not set(slug) & set(" /\\?#%<>\"'&")
    assert not slug.startswith(("-", "_"))


@given(st.binary(max_size=100))
def test_decoding(data: bytes) -> None:
    text, problems = decode(data, "p")
    assert "\r" not in text
    assert not text.startswith("\ufeff") or data.startswith(b"\xef\xbb\xbf\xef\xbb\xbf")
    assert (text == "" and problems) or not problems
