from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec
import pytest

from sitegen.config import Config, ImagesConfig, ModernFormat
from sitegen.images import planning
from sitegen.images.planning import ImagePlanner, fingerprinted, join_jobs
from sitegen.model import ImageInfo, ImageUse

ALL = ["image/avif", "image/webp", ".png"]
CONFIG = Config(title="T", base_url="https://lab.example.org/a b/".replace(" ", "%20"))
CARD = ImageUse(widths=(400, 800), ratio=1.6)
PORTRAIT = ImageUse(widths=(400, 800), ratio=0.8)


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
    assert [widths(each.srcset) for each in found.sources] == [expected, expected]
    assert [each.type for each in found.sources] == ["image/avif", "image/webp"]
    assert widths(found.srcset) == (expected if len(expected) > 1 else [])
    assert found.width == expected[-1]


@pytest.mark.parametrize(
    ("width", "height"), [(4000, 3000), (3000, 4000), (500, 400), (300, 300), (90, 1000), (1, 1)]
)
def test_cards_fit_into_their_image(width: int, height: int) -> None:
    card = ImagePlanner(CONFIG).featured(info(width, height), "", "", CARD, PORTRAIT).card
    assert card.width <= width
    assert card.height <= height + 1
    assert card.width in {400, 800} or card.width <= min(width, round(height * 1.6))


@pytest.mark.parametrize("size", [(3000, 4000), (499, 500)])
def test_an_upright_image_has_a_portrait(size: tuple[int, int]) -> None:
    portrait = ImagePlanner(CONFIG).featured(info(*size), "", "", CARD, PORTRAIT).portrait
    assert portrait is not None
    assert portrait.width / portrait.height == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("size", [(4000, 3000), (300, 300)])
def test_others_have_none(size: tuple[int, int]) -> None:
    found = ImagePlanner(CONFIG).featured(info(*size), "", "", CARD, PORTRAIT)
    assert found.portrait is None


def test_the_sharing_image_is_absolute() -> None:
    share = ImagePlanner(CONFIG).crop(info(3000, 2000), "A knee", (0.5, 0.5))
    assert re.fullmatch(
        r"https://lab\.example\.org/a%20b/assets/images/[0-9a-f]{16}-1200\.jpg", share.url
    )
    assert (share.width, share.height, share.type, share.alt) == (1200, 630, "image/jpeg", "A knee")


def test_names_change_with_the_bytes_and_say_nothing_of_the_file() -> None:
    first = info(100, 100, "content/jane-doe.jpg")
    found = ImagePlanner(CONFIG).responsive(first)
    assert "jane" not in str(found)
    moved = msgspec.structs.replace(first, path=PurePosixPath("content/q.jpg"))
    assert ImagePlanner(CONFIG).responsive(moved) == found
    edited = msgspec.structs.replace(first, digest="1" * 64)
    assert ImagePlanner(CONFIG).responsive(edited).src != found.src


@pytest.mark.parametrize(
    "images",
    [
        ImagesConfig(webp_quality=50),
        ImagesConfig(widths=(100, 200)),
        ImagesConfig(background="#000000"),
    ],
)
def test_names_change_with_the_settings(images: ImagesConfig) -> None:
    first = ImagePlanner(CONFIG).responsive(info(3000, 100)).sources[1]
    other = msgspec.structs.replace(CONFIG, images=images)
    changed = ImagePlanner(other).responsive(info(3000, 100))
    assert changed.sources[1] != first


@pytest.mark.parametrize("kind", ["JPEG", "SVG"])
def test_names_change_with_the_encoders(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ImagePlanner(CONFIG).responsive(info(300, 100, kind=kind)).src
    monkeypatch.setattr(planning, "describe_codecs", lambda: "webp 9.9")
    assert ImagePlanner(CONFIG).responsive(info(300, 100, kind=kind)).src != first


def test_one_job_for_each_image() -> None:
    planner = ImagePlanner(CONFIG)
    for name in ("content/b.jpg", "content/a.jpg", "content/b.jpg"):
        planner.responsive(info(1000, 500, name))
        planner.featured(info(1000, 500, name), "", "", CARD, PORTRAIT)
    jobs = list(planner.jobs({PurePosixPath("content/a.jpg"): ["content/p.md"]}))
    assert [str(job.source) for job in jobs] == ["content/a.jpg", "content/b.jpg"]
    assert [job.used_by for job in jobs] == [("content/p.md",), ()]
    for job in jobs:
        assert len({variant.output for variant in job.variants}) == len(job.variants)
        assert {variant.side for variant in job.variants} == {1600}


def test_a_wider_use_decodes_more_and_leaves_the_others_alone() -> None:
    planner = ImagePlanner(CONFIG)
    usual = planner.responsive(info(4000, 3000))
    planner.responsive(info(4000, 3000), ImageUse(widths=(3000,)))
    assert ImagePlanner(CONFIG).responsive(info(4000, 3000)) == usual
    (job,) = planner.jobs({})
    assert {variant.side for variant in job.variants} == {1600, 3000}


@pytest.mark.parametrize(
    ("ratio", "size"), [(1.0, (300, 300)), (2.0, (400, 200)), (0.5, (150, 300)), (0.0, (400, 300))]
)
def test_a_shape_is_cut_without_enlarging(ratio: float, size: tuple[int, int]) -> None:
    planner = ImagePlanner(CONFIG)
    found = planner.responsive(info(400, 300), ImageUse(ratio=ratio, focus=(0.1, 0.9)))
    assert (found.width, found.height) == size
    (job,) = planner.jobs({})
    assert {(variant.crop, variant.focus) for variant in job.variants} == {
        (bool(ratio), (0.1, 0.9) if ratio else (0.5, 0.5))
    }


@pytest.mark.parametrize(
    ("known", "kinds"),
    [
        ({}, ["image/avif", "image/webp", ".jpg"]),
        ({"format": "TIFF"}, ["image/avif", "image/webp", ".jpg"]),
        ({"alpha": True}, ["image/avif", "image/webp", ".png"]),
        ({"flat": True}, ["image/avif", "image/webp", ".png"]),
        ({"frames": 3, "format": "GIF"}, [".webp"]),
    ],
)
def test_formats_follow_what_the_image_is(known: dict[str, object], kinds: list[str]) -> None:
    image = msgspec.structs.replace(info(500, 500), **known)  # type: ignore[arg-type]
    found = ImagePlanner(CONFIG).responsive(image)
    assert [*(each.type for each in found.sources), PurePosixPath(found.src).suffix] == kinds


@pytest.mark.parametrize(
    ("width", "use", "formats", "kinds", "expected"),
    [
        (1200, ImageUse(), ("avif", "webp"), ["image/webp", ".png"], [480, 1200]),
        (900, ImageUse(), ("webp",), ["image/webp", ".png"], [900]),
        (1200, ImageUse(), ("avif",), ["image/avif", ".png"], [480, 1200]),
        (2000, ImageUse(), ("avif", "webp"), ALL, [480, 960, 1600]),
        (1200, ImageUse(widths=(600,)), ("avif", "webp"), ALL, [600]),
        (1200, ImageUse(ratio=0.5), ("avif", "webp"), ALL, [480, 800]),
    ],
)
def test_what_is_smaller_without_loss_is_not_blurred_where_it_need_not_be_scaled(
    width: int,
    use: ImageUse,
    formats: tuple[ModernFormat, ...],
    kinds: list[str],
    expected: list[int],
) -> None:
    config = msgspec.structs.replace(CONFIG, images=ImagesConfig(formats=formats))
    image = msgspec.structs.replace(info(width, 1600), flat=True, exact=True)
    found = ImagePlanner(config).responsive(image, use)
    assert [*(each.type for each in found.sources), PurePosixPath(found.src).suffix] == kinds
    assert widths(found.sources[0].srcset) == expected


@pytest.mark.parametrize(
    ("width", "known", "images", "expected", "suffix"),
    [
        (1600, {}, ImagesConfig(), 1600, ".jpg"),
        (5000, {}, ImagesConfig(), 4096, ".jpg"),
        (5000, {}, ImagesConfig(zoom_width=8000), 5000, ".jpg"),
        (5000, {}, ImagesConfig(zoom_width=100), 1600, ".jpg"),
        (5000, {"flat": True}, ImagesConfig(), 4096, ".webp"),
        (5000, {"alpha": True}, ImagesConfig(), 4096, ".webp"),
        (5000, {"flat": True}, ImagesConfig(formats=("avif",)), 4096, ".png"),
        (2000, {"flat": True, "height": 17_000}, ImagesConfig(), 2000, ".png"),
        (1200, {"flat": True, "exact": True}, ImagesConfig(), 1200, ".png"),
        (5000, {"frames": 3, "format": "GIF"}, ImagesConfig(), 1600, ".webp"),
        (5000, {"format": "SVG"}, ImagesConfig(), 5000, ".svg"),
    ],
)
def test_what_opens_is_as_wide_as_the_source(
    width: int, known: dict[str, object], images: ImagesConfig, expected: int, suffix: str
) -> None:
    planner = ImagePlanner(msgspec.structs.replace(CONFIG, images=images))
    image = msgspec.structs.replace(info(width, 2000), **known)  # type: ignore[arg-type]
    shown = planner.responsive(image)
    url = planner.largest(image)
    assert PurePosixPath(url).suffix == suffix
    ((wide,),) = (
        {each.width for each in job.variants if url.endswith(str(each.output))}
        for job in planner.jobs({})
    )
    assert wide == expected
    assert (url == shown.src) == (wide == shown.width)


def test_formats_can_be_chosen() -> None:
    config = msgspec.structs.replace(CONFIG, images=ImagesConfig(formats=("webp",)))
    found = ImagePlanner(config).responsive(info(500, 500))
    assert [each.type for each in found.sources] == ["image/webp"]


def test_placeholders_are_for_what_covers_them() -> None:
    image = msgspec.structs.replace(info(500, 500), color="#102030", grid=("#123",) * 12)
    assert ImagePlanner(CONFIG).responsive(image).color == "#102030"
    clear = msgspec.structs.replace(image, alpha=True)
    assert ImagePlanner(CONFIG).responsive(clear).grid == ()
    off = msgspec.structs.replace(CONFIG, images=ImagesConfig(placeholders=False))
    assert ImagePlanner(off).responsive(image).color == ""


def test_jobs_for_one_image_are_joined() -> None:
    one, other = ImagePlanner(CONFIG), ImagePlanner(CONFIG)
    one.responsive(info(1000, 500))
    other.responsive(info(1000, 500), ImageUse(widths=(300,)))
    other.responsive(info(1000, 500, "content/a.jpg"))
    jobs = join_jobs(
        one.jobs({PurePosixPath("content/news/p.jpg"): ["x.md"]}),
        other.jobs({PurePosixPath("content/news/p.jpg"): ["y.md", "x.md"]}),
    )
    assert [str(job.source) for job in jobs] == ["content/a.jpg", "content/news/p.jpg"]
    assert jobs[1].used_by == ("x.md", "y.md")
    assert {variant.width for variant in jobs[1].variants} == {300, 480, 1000}


def test_urls_hold_no_space_and_no_comma() -> None:
    found = ImagePlanner(CONFIG).responsive(info(3000, 100, "content/a, b c%.jpg"))
    for each in found.srcset.split(", "):
        url, _, width = each.partition(" ")
        assert "," not in url
        assert width.endswith("w")


def test_svg_is_one_file() -> None:
    planner = ImagePlanner(CONFIG)
    found = planner.responsive(info(10, 10, "assets/images/a.svg", "SVG"))
    assert re.fullmatch(r"/a%20b/assets/images/[0-9a-f]{16}\.svg", found.src)
    assert (found.srcset, found.sources) == ("", ())
    ((variant,),) = (job.variants for job in planner.jobs({}))
    assert (variant.format, found.src) == ("SVG", f"/a%20b/{variant.output}")
    assert (
        str(fingerprinted(PurePosixPath("content/x/a.svg"), "1" * 64))
        == "assets/x/a.1111111111.svg"
    )
