# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.content.sanitizer import sanitise


def clean(html: str) -> tuple[str, list[str]]:
    parser = LexborHTMLParser(f"<body>{html}")
    assert parser.body is not None
    found = [each.problem for each in sanitise(parser.body)]
    return parser.body.inner_html or "", found


@pytest.mark.parametrize(
    "html",
    [
        '<p class="a" id="b" title="c" lang="de" dir="ltr" role="note">x</p>',
        '<p aria-label="a" data-count="2">x</p>',
        '<a href="x.md" rel="nofollow" hreflang="de" download="y">x</a>',
        '<img src="a.png" alt="b" width="3" height="4" loading="lazy">',
        '<video src="a.mp4" controls=""><track src="c.vtt" kind="captions"></video>',
        '<details name="one"><summary>x</summary><p>y</p></details>',
        '<details open=""><summary>x</summary><p>y</p></details>',
        '<table><tbody><tr><td colspan="2" rowspan="3">x</td></tr></tbody></table>',
        "<p><kbd>x</kbd> <mark>x</mark> <sub>x</sub> <sup>x</sup> <ruby>x<rt>y</rt></ruby></p>",
        "<figure><figcaption>x</figcaption></figure>",
        '<ol start="3" reversed="" type="a"><li value="7">x</li></ol>',
        '<time datetime="2026">x</time><meter value="1" max="2">x</meter>',
    ],
)
def test_what_is_allowed_stays(html: str) -> None:
    assert clean(html) == (html, [])


@pytest.mark.parametrize(
    ("html", "left", "mistakes"),
    [
        ("<p>a<script>b</script>c</p>", "<p>ac</p>", 1),
        ("<center>a</center>", '<div class="text-center">a</div>', 0),
        ("<svg><a><script>x</script></a></svg>", "<svg></svg>", 2),
        ("<p onclick=x>a</p>", "<p>a</p>", 1),
        ("<p style='color:red'>a</p>", '<p class="ink-red">a</p>', 0),
        ("<p id='_main'>a</p>", "<p>a</p>", 1),
        ("<p id='a b'>a</p>", "<p>a</p>", 1),
        ("<p id=''>a</p>", "<p>a</p>", 1),
        ("<form><input><button>b</button></form>", "b", 3),
        ("<a xlink:href='x'>a</a>", "<a>a</a>", 1),
        ("<main>a</main>", "a", 1),
        ("<p><!-- note --></p>", "<p></p>", 0),
        ("<td>a</td>", "a", 0),
        ("<iframe><p>a</p></iframe>b", "b", 1),
        ("<xmp><script>a</script></xmp>", "&lt;script&gt;a&lt;/script&gt;", 1),
        ("<textarea><script>a</script></textarea>", "&lt;script&gt;a&lt;/script&gt;", 1),
        ("<p data-X onX=1 ARIA-label='a'>b</p>", '<p data-x="" aria-label="a">b</p>', 1),
        ("<font><blink><marquee>a</marquee></blink></font>", "<span>a</span>", 2),
    ],
)
def test_what_is_not_allowed_goes(html: str, left: str, mistakes: int) -> None:
    rest, found = clean(html)
    assert rest == left
    assert len(found) == mistakes


def test_table_alignment_becomes_a_class() -> None:
    rest, found = clean('<table><tr><td style="text-align: right;" class="a">x</td></tr></table>')
    assert found == []
    assert '<td class="a text-right">' in rest


@pytest.mark.parametrize("style", ["position: fixed", "color: red", "x", ""])
def test_no_other_style_survives_on_cells(style: str) -> None:
    rest, _ = clean(f'<table><tr><td style="{style}">x</td></tr></table>')
    assert "style" not in rest
    assert "text-right" not in rest


@pytest.mark.parametrize(
    "html",
    [
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<template><svg><script>alert(1)</script></svg></template>",
        "<select><template><style><img src=x onerror=alert(1)></style></template></select>",
        "<p><svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
        "<details><summary><svg/onload=alert(1)></summary></details>",
    ],
)
def test_what_is_left_stays_harmless_when_it_is_read_again(html: str) -> None:
    rest, found = clean(html)
    assert found
    again, nothing = clean(rest)
    assert [each for each in nothing if each.code == "unsafe-html"] == []
    tree = LexborHTMLParser(again)
    assert not tree.css("script, style, iframe, [onerror], [onload]")
