# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.content import sanitizer
from sitegen.content.foreign_elements import FOREIGN
from sitegen.content.sanitizer import sanitise
from sitegen.markup.mathml_names import MATHML_ATTRIBUTES
from sitegen.markup.svg_names import ATTRIBUTES


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


#: The attributes that a page may write and in which a browser never sees an address.
TEXTS = frozenset(
    """
    abbr alt aria-label autoplay caption class colspan columns controls data-x datetime default dir
    download fig-alt focus headers height hidden high hreflang id itemprop kind label lang
    loading loop low lst-cap max min muted name open optimum playsinline preload ratio rel reversed
    role rowspan scope span srclang start target title translate type value width
    """.split()
)
#: Those that `Slots` replaces by what the site resolves, or refuses.
RESOLVED = {
    ("a", "href"),
    *((tag, "src") for tag in ("audio", "img", "source", "track", "video")),
}
RUNS = "javascript:alert(1)"


def test_no_attribute_that_is_allowed_runs_anything() -> None:
    """Whoever allows another attribute says here that it holds no address, or has it checked."""
    everywhere = {("p", name) for name in (*sanitizer._GLOBAL, "aria-label", "data-x")}
    allowed = {(tag, name) for tag, names in sanitizer._BY_ELEMENT.items() for name in names}
    assert allowed >= RESOLVED
    for tag, name in sorted((allowed | everywhere) - RESOLVED):
        html, _ = clean(f'<{tag} {name}="{RUNS}">x</{tag}>')
        assert name in TEXTS or RUNS not in html, (tag, name)


@pytest.mark.parametrize("kind", sorted(FOREIGN))
def test_no_attribute_of_a_drawing_or_formula_loads_anything(kind: str) -> None:
    texts = {"alttext", "aria-label", "id", "lang", "title", "class", "role"}
    names = ATTRIBUTES if kind == "svg" else MATHML_ATTRIBUTES
    inner = "use" if kind == "svg" else "mi"
    for name in names:
        for value in ("url(https://example.org/a.svg#b)", "https://example.org/a.svg"):
            html, _ = clean(f'<{kind}><{inner} {name}="{value}"></{inner}></{kind}>')
            is_address = name in {"href", "xlink:href", "src"} or "url(" in value
            assert not is_address or name in texts or "example.org" not in html, (name, html)


@pytest.mark.parametrize("tag", ["blockquote", "q", "del", "ins"])
@pytest.mark.parametrize(
    ("cite", "stays"),
    [
        ("https://example.org/a", True),
        ("doi:10.1000/182", True),
        ("urn:isbn:0451450523", True),
        ("a.md#b", True),
        ("javascript:alert(1)", False),
        ("java&#10;script:alert(1)", False),
        ("&#1; JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_where_something_is_cited_from(tag: str, cite: str, *, stays: bool) -> None:
    html, found = clean(f'<{tag} cite="{cite}">x</{tag}>')
    assert html == (f'<{tag} cite="{cite}">x</{tag}>' if stays else f"<{tag}>x</{tag}>")
    assert len(found) == (0 if stays else 1)
