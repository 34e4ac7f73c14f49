"""Markdown copies say what a page shows, and nothing else."""

from __future__ import annotations

import pytest

from sitegen.content.markdown_copy import escape_markdown, write_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<h2 id="a">A <em>b</em></h2>', "## A *b*\n"),
        ("<p>a * b_c [d] &lt;e&gt;<b> f </b>g</p>", "a \\* b\\_c \\[d\\] \\<e\\> **f** g\n"),
        ('<p><a href="/a (b)/">x</a><br>y<br></p>', "[x](/a%20%28b%29/)\\\ny\n"),
        ("<p>1. a</p><p>- b</p><p># c</p>", "1\\. a\n\n\\- b\n\n\\# c\n"),
        ("<p>a<!-- secret --><script>x</script><svg><title>y</title></svg></p>", "a\n"),
        (
            "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>",
            "- a\n  - b\n- c\n\n  d\n",
        ),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b\n"),
        (
            '<ol type="a" start="26"><li>x</li><li><p>y</p><p>z</p></li><li></li></ol>',
            "- z. x\n- aa. y\n\n  z\n- ab.\n",
        ),
        (
            '<ol type="I" start="8" data-marks="(I)"><li>x</li><li>y</li></ol>',
            "- (VIII) x\n- (IX) y\n",
        ),
        ('<ol type="i" data-marks="i)" start="4001"><li>x</li></ol>', "4001. x\n"),
        (
            '<pre><code class="language-py">a ``` b\n\nc\n</code></pre>',
            "````py\na ``` b\n\nc\n````\n",
        ),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 |  |\n",
        ),
        ("<p><code>a`b</code> <code>c</code> H<sub>2</sub>O</p>", "`` a`b `` `c` H<sub>2</sub>O\n"),
        (
            (
                '<figure><picture><source srcset="/k.avif"><img src="/k.png" alt="K"></picture>'
                "<figcaption>C</figcaption></figure>"
            ),
            "![K](/k.png)\n\nC\n",
        ),
        ("<dl><dt>T</dt><dd>D</dd></dl><hr>", "**T**\n\nD\n\n---\n"),
        ("loose <div>block</div> text", "loose\n\nblock\n\ntext\n"),
        ("", ""),
    ],
)
def test_html_as_markdown(html: str, markdown: str) -> None:
    assert write_markdown(html) == markdown


def test_what_is_nested_very_deep() -> None:
    assert write_markdown("<div>" * 3000 + "a*" + "</div>" * 3000) == "a\\*\n"
    assert write_markdown("<blockquote>" * 900 + "a*").endswith("a\\*\n")


def test_a_title() -> None:
    assert escape_markdown(" 1. A\n*b* ") == "1\\. A \\*b\\*"
