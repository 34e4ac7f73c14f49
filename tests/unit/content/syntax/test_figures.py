from __future__ import annotations

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.model import GalleryReference, ImageReference, Reference
from support.parsing import body_of, codes_of, parse


def images(text: str, engine: Engine = "python-markdown") -> list[Reference]:
    return list(parse(text, engine=engine).body.references)


def interactions(text: str) -> list[str]:
    return [each.interaction for each in images(text) if isinstance(each, ImageReference)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "target", "columns"),
    [
        ("![P](photos/)", "photos/", 3),
        ("![P](photos/){.gallery}", "photos/", 3),
        ("![P](photos){.gallery columns=6}", "photos", 6),
        ("![P](../photos/){columns=1}", "../photos/", 1),
        ("![P](./){.gallery}", "./", 3),
        ("![P](.){.gallery}", ".", 3),
    ],
)
def test_a_folder_is_a_gallery(text: str, target: str, columns: int, engine: Engine) -> None:
    (found,) = images(text, engine)
    assert isinstance(found, GalleryReference)
    assert (found.target, found.columns, found.label, found.zoom) == (target, columns, "P", True)


def test_what_is_no_folder() -> None:
    for text in ("![P](photo.v2)", "![P](photos)", "![P](a/b.jpg){.gallery}"):
        assert not any(isinstance(each, GalleryReference) for each in images(text)), text


def test_a_gallery_without_zoom_and_with_a_shape() -> None:
    (found,) = images("![P](photos/){.gallery .no-zoom .mine ratio=4/3}")
    assert isinstance(found, GalleryReference)
    assert not found.zoom
    assert found.attributes == (("class", "mine"),)
    assert found.use.ratio == pytest.approx(4 / 3)


def test_single_images_of_a_gallery_stay_closed() -> None:
    assert interactions("![A](a.jpg){.no-zoom}\n![B](b.jpg){.gallery}") == ["", "zoom"]
    assert interactions("![A](a.jpg)\n![B](b.jpg){.gallery .no-zoom}") == ["", ""]
    assert interactions("![A](a.jpg){.gallery}") == ["zoom"]


def test_an_id_goes_to_the_figure() -> None:
    for text in (
        "![A](a.jpg){.gallery #here}",
        "![A](a/){#here}",
        "![A](a.jpg)\n![B](b.jpg){.compare #here}",
        "![A](a.jpg){#here caption=C}",
    ):
        page = parse(text + "\n\n[there](#here)")
        assert codes_of(page) == []
        assert 'id="here"' in body_of(page.body).partition(">")[0]


def test_one_shape_counts_for_both_sides_of_a_comparison() -> None:
    found = images("![A](a.jpg){focus=0,0}\n![B](b.jpg){.compare ratio=2}")
    assert [each.use.ratio for each in found if isinstance(each, ImageReference)] == [2, 2]
    assert isinstance(found[1], ImageReference)
    assert found[1].beside == "a.jpg"


def test_the_slider_has_a_name_in_the_pages_language() -> None:
    page = parse("![A](a.jpg)\n![B](b.jpg){.compare}", language="de")
    assert 'aria-label="Mehr vom ersten' in body_of(page.body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![A](a.jpg){.zoom}", "zoom"),
        ("In ![A](a.jpg){.zoom} text", "zoom"),
        ("![A](a.jpg)", ""),
        ('![A](a.jpg "T")', "zoom-if-wide"),
        ("![A](a.jpg){caption=T}", "zoom-if-wide"),
        ('![A](a.jpg "T"){.no-zoom}', ""),
        ('![A](a.jpg "T"){.zoom .no-zoom}', ""),
        ("[![A](a.jpg){.zoom}](b.md)", ""),
        ("[**![A](a.jpg){.zoom}**](b.md)", ""),
        ('![](a.jpg "T"){role=presentation}', ""),
        ('<figure><img src="a.jpg" alt="A"></figure>', "zoom-if-wide"),
    ],
)
def test_what_opens(text: str, expected: str) -> None:
    assert interactions(text) == [expected]


def test_words_for_us_are_not_published() -> None:
    text = "![A](a.jpg){.zoom .mine caption=C}\n\n![B](b.jpg){.no-zoom}"
    found = images(text)
    assert [each.attributes for each in found if isinstance(each, ImageReference)] == [
        (("class", "mine"),),
        (),
    ]


@pytest.mark.parametrize("name", ["interaction", "beside"])
def test_authors_cannot_write_what_is_ours(name: str) -> None:
    page = parse(f'<img src="a.jpg" alt="A" {name}="compare">')
    assert codes_of(page) == ["unsafe-html"]
    (found,) = page.body.references
    assert isinstance(found, ImageReference)
    assert (found.interaction, found.beside, found.attributes) == ("", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "![A](a.jpg){.compare columns=x}\n",
        "![A](a.jpg)\n![B](b.jpg){.compare columns=x}\n",
        "![A](a.jpg){columns=x}",
        "![A](a/){columns=0}",
        "![A](a/){columns=²}",
        "![A](a/){height=3}",
        "![A](a.jpg)\n![B](b.jpg){.gallery columns=33}\n",
    ],
)
def test_columns_of_nothing(text: str) -> None:
    assert "image-attribute" in codes_of(parse(text))


def test_a_picture_in_a_link_is_no_figure() -> None:
    page = parse('[![A](a.jpg)](b.md) ![B](b.jpg "Title")')
    assert body_of(page.body) == '<p><a href="{b.md}">{a.jpg}</a> {b.jpg}</p>'
