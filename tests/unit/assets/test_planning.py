from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import msgspec
import pytest

from sitegen.assets.planning import ImagePlanner, fingerprinted
from sitegen.config import Config, ImagesConfig
from sitegen.model import ImageInfo

CONFIG = Config(title="T", base_url="https://lab.example.org/a b/".replace(" ", "%20"))


def info(
    width: int, height: int, name: str = "content/news/p.jpg", kind: str = "JPEG"
) -> ImageInfo:
    return ImageInfo(
        path=PurePosixPath(name),
        digest="0" * 64,
        width=width,
        height=height,
        format=kind,  # type: ignore[arg-type]
    )


def widths(srcset: str) -> list[int]:
    return [int(each.split(" ")[1].removesuffix("w")) for each in srcset.split(", ") if each]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (4000, [480, 960, 1600]),
        (1600, [480, 960, 1600]),
        (1000, [480, 1000]),
        (700, [480, 700]),
        (500, [500]),
        (100, [100]),
        (1, [1]),
    ],
)
def test_images_are_never_enlarged(width: int, expected: list[int]) -> None:
    found = ImagePlanner(CONFIG).responsive(info(width, width))
    assert widths(found.webp) == expected
    assert widths(found.srcset) == (expected if len(expected) > 1 else [])
    assert found.width == expected[-1]


@pytest.mark.parametrize(
    ("width", "height"), [(4000, 3000), (3000, 4000), (500, 400), (300, 300), (90, 1000), (1, 1)]
)
def test_cards_fit_into_their_image(width: int, height: int) -> None:
    card = ImagePlanner(CONFIG).featured(info(width, height), "", "").card
    assert card.width <= width
    assert card.height <= height + 1
    assert card.width in {400, 800} or card.width <= min(width, round(height * 1.6))


def test_the_sharing_image_is_absolute() -> None:
    share = ImagePlanner(CONFIG).featured(info(3000, 2000), "", "").share
    assert share.url.startswith("https://lab.example.org/a%20b/assets/news/p-1200x630.")
    assert (share.width, share.height, share.type) == (1200, 630, "image/jpeg")


@pytest.mark.parametrize(
    "change", [{"digest": "1" * 64}, {"path": PurePosixPath("content/news/q.jpg")}]
)
def test_names_change_with_the_source(change: dict[str, object]) -> None:
    first = ImagePlanner(CONFIG).responsive(info(100, 100)).src
    second = ImagePlanner(CONFIG).responsive(msgspec.structs.replace(info(100, 100), **change)).src  # type: ignore[arg-type]
    assert first != second


@pytest.mark.parametrize("images", [ImagesConfig(webp_quality=50), ImagesConfig(widths=(100, 200))])
def test_names_change_with_the_settings(images: ImagesConfig) -> None:
    first = ImagePlanner(CONFIG).responsive(info(3000, 100)).webp
    assert ImagePlanner(replace(CONFIG, images=images)).responsive(info(3000, 100)).webp != first


def test_one_job_for_each_image() -> None:
    planner = ImagePlanner(CONFIG)
    for name in ("content/b.jpg", "content/a.jpg", "content/b.jpg"):
        planner.responsive(info(1000, 500, name))
        planner.featured(info(1000, 500, name), "", "")
    jobs = list(planner.jobs())
    assert [str(each.path) for each, _ in jobs] == ["content/a.jpg", "content/b.jpg"]
    for _, variants in jobs:
        assert len({variant.output for variant in variants}) == len(variants)
        assert all(variant.width <= planner.side for variant in variants)


def test_urls_hold_no_space_and_no_comma() -> None:
    found = ImagePlanner(CONFIG).responsive(info(3000, 100, "content/a, b c%.jpg"))
    for each in found.srcset.split(", "):
        url, _, width = each.partition(" ")
        assert "," not in url
        assert width.endswith("w")


def test_svg_is_published_as_it_is() -> None:
    found = ImagePlanner(CONFIG).responsive(info(10, 10, "assets/images/a.svg", "SVG"))
    assert found.src == "/a%20b/assets/images/a.0000000000.svg"
    assert (found.srcset, found.webp) == ("", "")
    assert (
        str(fingerprinted(PurePosixPath("content/x/a.svg"), "1" * 64))
        == "assets/x/a.1111111111.svg"
    )
