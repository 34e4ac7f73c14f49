"""Addresses are absolute wherever HTML can have one."""

from __future__ import annotations

import pytest

from sitegen.content.absolute_urls import make_absolute

PAGE = "https://lab.example.org/site/news/a/"


@pytest.mark.parametrize(
    ("html", "absolute"),
    [
        ('<a href="/site/b/">b</a>', '<a href="https://lab.example.org/site/b/">b</a>'),
        ('<a href="#fn:1">1</a>', f'<a href="{PAGE}#fn:1">1</a>'),
        ('<a href="https://x.org/?a=1&amp;b">x</a>', '<a href="https://x.org/?a=1&amp;b">x</a>'),
        ('<a href="mailto:a@b.org">a</a>', '<a href="mailto:a@b.org">a</a>'),
        ('<a href="http://[">a</a>', '<a href="http://[">a</a>'),
        (
            '<img src="/i.png" srcset="/a,b.png 480w, /c.png 960w" loading="lazy" alt="">',
            (
                '<img src="https://lab.example.org/i.png" srcset="https://lab.example.org/a,b.png'
                ' 480w, https://lab.example.org/c.png 960w" alt="">'
            ),
        ),
        ('<pre class="code" tabindex="0">x</pre>', "<pre>x</pre>"),
        ("<p>a<button hidden>more</button><span>b</span></p>", "<p>a<span>b</span></p>"),
        ("  \n", ""),
    ],
)
def test_addresses(html: str, absolute: str) -> None:
    assert make_absolute(html, PAGE) == absolute
