from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.model import ImageSet, ImageSize, ImageSource, Link, Picture
from sitegen.rendering.layout import Layout
from sitegen.rendering.slot_html import render_fragment
from sitegen.storage.theme_files import read_measures

COLUMN = 704
LAYOUT = Layout(read_measures(), "prose")
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


def img(
    image: ImageSet,
    *attributes: tuple[str, str],
    alt: str = "x",
    size: ImageSize = ImageSize(),  # noqa: B008  # it is frozen
) -> dict[str, str | None]:
    picture = Picture(image=image, alt=alt, attributes=attributes, size=size)
    html = render_fragment(("", ""), (picture,), LAYOUT, COLUMN)
    node = LexborHTMLParser(html).css_first("img")
    assert node is not None
    return dict(node.attributes)


def test_links_are_escaped() -> None:
    html = render_fragment(('<a href="', '">x</a>'), (Link(url='/a?b&c"<'),), LAYOUT, COLUMN)
    assert html == '<a href="/a?b&amp;c&quot;&lt;">x</a>'


def test_every_slot_has_its_value() -> None:
    with pytest.raises(ValueError, match="argument"):
        render_fragment(("a", "b"), (), LAYOUT, COLUMN)
    with pytest.raises(ValueError, match="argument"):
        render_fragment(("a",), (Link(url="/"),), LAYOUT, COLUMN)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        (ImageSize(), ("960", "480")),
        (ImageSize(width=40), ("40", "20")),
        (ImageSize(height=40), ("80", "40")),
        (ImageSize(width=40, height=5), ("10", "5")),
        (ImageSize(width=40, height=500), ("40", "20")),
        (ImageSize(share=50, height=100), ("200", "100")),
        (ImageSize(width=2000), ("960", "480")),
        (ImageSize(height=600), ("960", "480")),
        (ImageSize(share=50), ("352", "176")),
        (ImageSize(share=100), ("704", "352")),
        (ImageSize(share=1, height=5), ("7", "4")),
    ],
)
def test_sizes_keep_their_proportions(asked: ImageSize, size: tuple[str, str]) -> None:
    found = img(WIDE, size=asked)
    assert (found["width"], found["height"]) == size


def test_a_drawing_may_be_enlarged() -> None:
    found = img(ImageSet(src="/a.svg", srcset="", width=40, height=30), size=ImageSize(width=400))
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
    html = render_fragment(("", ""), (Picture(image=WIDE, alt="x", attributes=()),), LAYOUT, COLUMN)
    assert html.startswith('<picture><source type="image/avif" srcset="/d.avif 480w" sizes="')
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert img(PLAIN)["src"] == "/a.svg"


def test_only_the_first_picture_of_an_eager_fragment_is_not_lazy() -> None:
    pictures = tuple(Picture(image=WIDE, alt=str(n), attributes=()) for n in range(3))
    html = render_fragment(("", "", "", ""), pictures, LAYOUT, COLUMN, eager=True)
    loading = [n.attributes.get("loading") for n in LexborHTMLParser(html).css("img")]
    assert loading == [None, "lazy", "lazy"]
    html = render_fragment(("", "", "", ""), pictures, LAYOUT, COLUMN)
    assert html.count('loading="lazy"') == 3


def test_a_placeholder_has_no_style_and_no_address() -> None:
    image = ImageSet(
        src="/a.jpg", srcset="", width=9, height=9, color="#112233", grid=("#123", "#456") * 6
    )
    html = render_fragment(
        ("", ""), (Picture(image=image, alt="x", attributes=()),), LAYOUT, COLUMN
    )
    tree = LexborHTMLParser(html)
    box = tree.css_first("span.image")
    assert box is not None
    assert [node.tag for node in box.iter()] == ["svg", "img"]
    assert len(box.css("path")) == 7
    assert "style" not in html
    assert html.count("src=") == 1
