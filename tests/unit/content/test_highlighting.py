from __future__ import annotations

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.content.highlighting import highlight_code


def coloured(html: str) -> str:
    parser = LexborHTMLParser(f"<body>{html}")
    assert parser.body is not None
    highlight_code(parser.body)
    return parser.body.inner_html or ""


def text_of(html: str) -> str:
    return LexborHTMLParser(html).text()


@pytest.mark.parametrize(
    "language", ["python", "c++", "c#", "f#", "objective-c", "html+jinja", "json"]
)
def test_known_languages(language: str) -> None:
    source = "x = &lt;b&gt; &amp; 'y'\n\n\n"
    found = coloured(f'<pre><code class="language-{language}">{source}</code></pre>')
    assert "<span" in found
    assert "<b>" not in found
    assert text_of(found) == text_of(source)


@pytest.mark.parametrize(
    "classes", ["", "language-nosuch", "python", "language-", "language-../../x"]
)
def test_the_rest_stays(classes: str) -> None:
    found = coloured(f'<pre><code class="{classes}">a &lt; b</code></pre>')
    assert ">a &lt; b</code>" in found


def test_inline_code_is_left_alone() -> None:
    html = '<p><code class="language-python">def</code></p>'
    assert coloured(html) == html


@pytest.mark.parametrize("code", ["a " * 10_000, "\n" * 20_000 + "x", "x = 1\n" * 20_000])
def test_very_long_code_stays_plain(code: str) -> None:
    block = '<pre><code class="language-java">{}</code></pre>'
    started = time.process_time()
    found = coloured(block.format(code) + block.format("int x = 1;"))
    assert time.process_time() - started < 2
    assert found.count('<span class="kt">') == 1
    assert len(text_of(found).split()) >= len(code.split()) + 3
