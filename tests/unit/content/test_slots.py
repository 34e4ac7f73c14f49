from __future__ import annotations

import pytest

from sitegen.model import ImageReference, ImageSize, LinkReference
from support.parsing import body_of, codes_of, parse
from support.sites import MakeSite


def test_local_links_and_images_become_slots() -> None:
    page = parse("[a](b.md#c) ![d](e.png){width=40 .f}\n\n[g](/h/)\n")
    link, image, rooted = page.body.references
    assert link == LinkReference(target="b.md#c", line=1, column=5)
    assert rooted == LinkReference(target="/h/", line=3, column=5)
    assert isinstance(image, ImageReference)
    assert (image.target, image.line, image.alt) == ("e.png", 1, "d")
    assert image.size == ImageSize(width=40)
    assert image.attributes == (("class", "f"),)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c&d",
        "http://x",
        "mailto:a@b.org",
        "tel:+49",
        "//example.org/x",
        "#here",
    ],
)
def test_addresses_are_left_alone(address: str) -> None:
    page = parse(f"## Here\n\n[a]({address})\n")
    assert codes_of(page) == []
    assert page.body.references == ()
    assert address.replace("&", "&amp;") in body_of(page.body)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "JavaScript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///x",
        "about:blank",
        "x:y",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    page = parse(f"[a]({address})\n")
    assert codes_of(page) == ["unsafe-url"]
    assert "href" not in body_of(page.body)


def test_an_empty_link() -> None:
    page = parse("[a](b.md) [c]()\n")
    assert codes_of(page) == ["unsafe-url"]
    assert str(page.diagnostics[0]).startswith("content/page.md:1:13")


def test_anchors_of_the_page_itself(make_site: MakeSite) -> None:
    page = parse("## Höhe\n\n[a](#höhe) [b](#hohe)\n")
    assert codes_of(page) == []  # another page may have it
    site = make_site({"content/a.md": "## Höhe\n\n[a](#höhe) [b](#hohe)\n"})
    site.build()
    assert site.codes() == ["missing-anchor"]
    assert site.messages()[0].endswith("did you mean 'höhe'?")


@pytest.mark.parametrize(
    ("markup", "warned"),
    [("![](a.png)", True), ("![](a.png){role=presentation}", False), ("![x](a.png)", False)],
)
def test_images_need_a_text(markup: str, *, warned: bool) -> None:
    assert codes_of(parse(markup + "\n")) == (["image-alt"] if warned else [])


def sized(attributes: str) -> tuple[list[str], ImageSize]:
    page = parse(f'Text\n<img src="a.png" alt="b" {attributes}>\n')
    (image,) = page.body.references
    assert isinstance(image, ImageReference)
    assert {"width", "height"}.isdisjoint(dict(image.attributes))
    assert all(each.location.line == 2 for each in page.diagnostics)
    return codes_of(page), image.size


@pytest.mark.parametrize(
    "size",
    [
        *("ten", "-3", "0%", "101%", "٣", "²", "5²%"),
        *("0", "100000", "9" * 20, "9" * 5000),
    ],
)
def test_sizes_are_pixels_or_shares(size: str) -> None:
    """What is neither is told, and nobody has to make sense of it later."""
    assert sized(f'width="{size}"') == (["image-attribute"], ImageSize())
    assert sized(f'height="{size}" width="7"') == (["image-attribute"], ImageSize(width=7))


def test_sizes() -> None:
    assert sized('width="50%"') == ([], ImageSize(share=50))
    assert sized('width="99999" height="1"') == ([], ImageSize(width=99_999, height=1))
    assert sized('width="" height') == ([], ImageSize())
    assert sized('height="50%"') == (["image-attribute"], ImageSize())


def test_the_same_target_twice_has_two_lines() -> None:
    page = parse("[a](b.md)\n\n[a](b.md)\n\n[a](b.md)\n")
    assert [each.line for each in page.body.references] == [1, 3, 5]


def test_lines_count_the_front_matter() -> None:
    page = parse("---\ntitle: x\n---\n\nText\n[a](b.md)\n")
    assert page.body.references[0].line == 6


def test_media() -> None:
    page = parse('<video src="a.mp4" controls><track src="c.vtt" kind="captions"></video>\n')
    assert codes_of(page) == []
    assert sorted(each.target for each in page.body.references) == ["a.mp4", "c.vtt"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "![a](a.png){width=40}\n\n![b](b.png){width=x}\n\n![c](b.png){width=y}\n",
            ["3:13", "5:13"],
        ),
        ("![a](a.png){width=x}\n\n![b](a.png){width=x}\n", ["1:13", "3:13"]),
        (
            "About 0 and 1.\n\n![b](a.png){ratio=0}\n\n![b](a.png){ratio=1 focus=0}\n",
            ["3:13", "5:21"],
        ),
        ('<img width="x" src="a.png" alt="a">\n\n![b](a.png){width=y}\n', ["1:6", "3:13"]),
        ("![width=](<a b.png>){width=x}\n", ["1:22"]),
        ("![a][one]{width=x}\n\n[one]: a.png\n", ["1:11"]),
        ("See photos/.\n\nText ![b](photos/) here.\n", ["3:11"]),
        ("![b](a.png) ![b](a.png){.compare} ![b](a.png)\n", ["1:25"]),
        ("![a](a.png)\n\n![b](a.png){columns=3}\n", ["3:13"]),
        ("![](a.png){role=presentation}\n\n![](a.png)\n", ["3:5"]),
    ],
)
def test_mistakes_are_found_at_their_image(text: str, places: list[str]) -> None:
    told = [str(each.location) for each in parse(text).diagnostics]
    assert told == [f"content/page.md:{place}" for place in places]


def test_an_image_knows_the_grid_of_the_theme_that_it_stands_in() -> None:
    text = '<div class="wide shelf"><div class="box"><img src="a.png" alt="b"></div></div>\n'
    found = []
    for grids in (("shelf", "rack"), ("rack",)):
        (image,) = parse(text, grids=grids).body.references
        assert isinstance(image, ImageReference)
        found.append(image.within)
    assert found == ["shelf", ""]


@pytest.mark.parametrize("address", ["//", "///people", "http:people", "https://", "https:///a"])
def test_an_address_without_a_site(address: str) -> None:
    page = parse(f"[a]({address})\n")
    assert codes_of(page) == ["unsafe-url"]
    assert "names no site" in page.diagnostics[0].message
    assert "href" not in body_of(page.body)


@pytest.mark.parametrize("address", ["#top", "#TOP", "#"])
def test_the_top_of_a_page_needs_no_id(address: str) -> None:
    page = parse(f"[a]({address})\n")
    assert codes_of(page) == []
    assert f'href="{address}"' in body_of(page.body)


def test_what_an_author_writes_into_the_place_of_references_stays() -> None:
    page = parse('<div id="refs" class="refs-unplaced">Kept</div>\n\nSee [@doe].\n')
    assert "Kept" in body_of(page.body)
