from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.model import ImageSet, ImageSource, Link, Picture
from sitegen.rendering.pictures import render_fragment

COLUMN = 704
WIDE = ImageSet(
    src="/a.png",
    srcset="/b.png 480w, /a.png 960w",
    width=960,
    height=480,
    sources=(
        ImageSource(type="image/avif", srcset="/d.avif 480w"),
        ImageSource(type="image/webp", srcset="/c.webp 480w"),
    ),
)
PLAIN = ImageSet(src="/a.svg", srcset="", width=0, height=0)


def img(image: ImageSet, *attributes: tuple[str, str], alt: str = "x") -> dict[str, str | None]:
    html = render_fragment(
        ("", ""), (Picture(image=image, alt=alt, attributes=attributes),), COLUMN
    )
    node = LexborHTMLParser(html).css_first("img")
    assert node is not None
    return dict(node.attributes)


def test_links_are_escaped() -> None:
    html = render_fragment(('<a href="', '">x</a>'), (Link(url='/a?b&c"<'),), COLUMN)
    assert html == '<a href="/a?b&amp;c&quot;&lt;">x</a>'


def test_every_gap_has_its_filling() -> None:
    with pytest.raises(ValueError, match="argument"):
        render_fragment(("a", "b"), (), COLUMN)
    with pytest.raises(ValueError, match="argument"):
        render_fragment(("a",), (Link(url="/"),), COLUMN)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ((), ("960", "480")),
        ((("width", "40"),), ("40", "20")),
        ((("height", "40"),), ("80", "40")),
        ((("width", "40"), ("height", "5")), ("10", "5")),
        ((("width", "40"), ("height", "500")), ("40", "20")),
        ((("width", "50%"), ("height", "100")), ("200", "100")),
        ((("width", "2000"),), ("960", "480")),
        ((("height", "600"),), ("960", "480")),
        ((("width", "x"),), ("960", "480")),
        ((("width", "0"),), ("960", "480")),
        ((("width", "50%"),), ("352", "176")),
        ((("width", "100%"),), ("704", "352")),
    ],
)
def test_sizes_keep_their_proportions(
    attributes: tuple[tuple[str, str], ...], size: tuple[str, str]
) -> None:
    found = img(WIDE, *attributes)
    assert (found["width"], found["height"]) == size


def test_a_drawing_may_be_enlarged() -> None:
    found = img(ImageSet(src="/a.svg", srcset="", width=40, height=30), ("width", "400"))
    assert (found["width"], found["height"]) == ("400", "300")


def test_an_svg_without_a_size_declares_none() -> None:
    found = img(PLAIN)
    assert "width" not in found
    assert "srcset" not in found


def test_texts_are_escaped() -> None:
    found = img(WIDE, ("title", '"><script>'), alt='"><b>')
    assert (found["alt"], found["title"]) == ('"><b>', '"><script>')
    assert "onerror" not in found


def test_an_author_cannot_replace_what_is_loaded() -> None:
    found = img(WIDE, ("srcset", "//evil"), ("sizes", "1px"), ("src", "//evil"))
    assert "evil" not in str(found)


def test_the_best_format_comes_first() -> None:
    html = render_fragment(("", ""), (Picture(image=WIDE, alt="x", attributes=()),), COLUMN)
    assert html.startswith('<picture><source type="image/avif" srcset="/d.avif 480w" sizes="')
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert img(PLAIN)["src"] == "/a.svg"


def test_only_the_first_picture_of_an_eager_fragment_is_not_lazy() -> None:
    pictures = tuple(Picture(image=WIDE, alt=str(n), attributes=()) for n in range(3))
    html = render_fragment(("", "", "", ""), pictures, COLUMN, eager=True)
    loading = [n.attributes.get("loading") for n in LexborHTMLParser(html).css("img")]
    assert loading == [None, "lazy", "lazy"]
    html = render_fragment(("", "", "", ""), pictures, COLUMN)
    assert html.count('loading="lazy"') == 3


def test_a_placeholder_has_no_style_and_no_address() -> None:
    image = ImageSet(
        src="/a.jpg", srcset="", width=9, height=9, color="#112233", grid=("#123", "#456") * 6
    )
    html = render_fragment(("", ""), (Picture(image=image, alt="x", attributes=()),), COLUMN)
    tree = LexborHTMLParser(html)
    box = tree.css_first("span.image")
    assert box is not None
    assert [node.tag for node in box.iter()] == ["svg", "img"]
    assert len(box.css("path")) == 7
    assert "style" not in html
    assert html.count("src=") == 1
