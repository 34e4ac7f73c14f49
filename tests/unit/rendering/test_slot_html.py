from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.model import Gallery, ImageSet, Interaction, Link, Picture, Resolved, ResolvedSlots
from sitegen.rendering.layout import Layout
from sitegen.rendering.slot_html import needs_figures, render_fragment
from sitegen.storage.theme_files import read_measures

COLUMN = 704
LAYOUT = Layout(read_measures(), "prose")


def image(width: int = 1600) -> ImageSet:
    return ImageSet(src="/a.jpg", srcset=f"/a.jpg {width}w", width=width, height=100)


def shown(
    alt: str = "A", interaction: Interaction = "zoom", width: int = 1600, **more: object
) -> Picture:
    return Picture(image=image(width), alt=alt, attributes=(), interaction=interaction, **more)  # type: ignore[arg-type]  # as a test names them


def tree(value: Resolved, *, eager: bool = False) -> LexborNode:
    root = LexborHTMLParser(render_fragment(("", ""), (value,), LAYOUT, COLUMN, eager=eager)).body
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("interaction", "width", "expected"),
    [
        ("zoom", 10, True),
        ("zoom-if-wide", 1056, False),
        ("zoom-if-wide", 1057, True),
        ("compare", 2000, False),
        ("", 2000, False),
    ],
)
def test_which_pictures_open(interaction: Interaction, width: int, *, expected: bool) -> None:
    value = shown(interaction=interaction, width=width)
    link = tree(value).css_first("a")
    assert (link is not None) is expected
    assert needs_figures(ResolvedSlots((value,)), COLUMN) is (expected or interaction == "compare")
    if link is not None:
        assert (link.attributes["class"], link.attributes["href"]) == ("zoom-link", "/a.jpg")
        assert link.css_first("img") is not None


def test_what_is_cut_opens_whole() -> None:
    link = tree(shown(large="/whole.jpg?a&b")).css_first("a")
    assert link is not None
    assert link.attributes["href"] == "/whole.jpg?a&b"


def test_every_link_has_a_name() -> None:
    def name(value: Resolved) -> str | None:
        link = tree(value).css_first("a")
        return None if link is None else link.attributes.get("aria-label") or "its text"

    assert name(shown()) == "its text"
    assert name(shown("", caption="<C>")) == "<C>"
    assert name(shown("")) is None
    assert name(Gallery(label="Phantoms", pictures=(shown(""),), columns=3)) == "Phantoms 1"
    assert name(Gallery(label="", pictures=(shown(""),), columns=3)) == "1"


def test_a_gallery_is_a_list() -> None:
    pictures = (shown(caption="<b>", caption_html="&lt;b&gt;"), shown("B", interaction=""))
    value = Gallery(label='"Ph"', pictures=pictures, columns=2, attributes=(("class", "x"),))
    root = tree(value)
    box = root.css_first("ul")
    assert box is not None
    assert dict(box.attributes) == {"class": "gallery-list gallery-2 x", "aria-label": '"Ph"'}
    assert [each.text() for each in root.css("li > p")] == ["<b>"]
    assert [len(each.css("a")) for each in root.css("li")] == [1, 0]


def test_a_gallery_without_a_name() -> None:
    box = tree(Gallery(label="", pictures=(), columns=3)).css_first("ul")
    assert box is not None
    assert dict(box.attributes) == {"class": "gallery-list gallery-3"}


def test_only_the_first_picture_of_an_eager_gallery_is_not_lazy() -> None:
    value = Gallery(label="", pictures=(shown(), shown()), columns=3)
    loading = [each.attributes.get("loading") for each in tree(value, eager=True).css("img")]
    assert loading == [None, "lazy"]
    assert [each.attributes.get("loading") for each in tree(value).css("img")] == ["lazy"] * 2


def test_which_pages_need_more() -> None:
    assert not needs_figures(ResolvedSlots((Link(url="/"), shown(interaction=""))), COLUMN)
    assert needs_figures(ResolvedSlots((Link(url="/"), Gallery(label="", pictures=()))), COLUMN)
    assert needs_figures(ResolvedSlots((shown(interaction="", columns=2),)), COLUMN)
