from __future__ import annotations

import pytest

from sitegen.model import ImageSet, Kind, Picture
from sitegen.rendering.layout import Layout, no_wider
from sitegen.storage.theme_files import read_measures

IMAGE = ImageSet(src="/a.jpg", srcset="/a.jpg 1600w", width=1600, height=100)


@pytest.mark.parametrize(
    ("prose", "kind", "width"),
    [
        ("prose prose-slate lg:prose-lg dark:prose-invert max-w-prose", Kind.PAGE, 704),
        ("prose", Kind.PAGE, 626),
        ("prose prose-sm 2xl:prose-xl", Kind.PAGE, 782),
        ("prose prose-2xl", Kind.PAGE, 848),
        ("prose prose-2xl", Kind.HOME, 939),
        ("prose max-w-none", Kind.PAGE, 848),
        ("prose max-w-none", Kind.HOME, 1152),
        ("", Kind.SECTION, 848),
    ],
)
def test_the_column_is_as_wide_as_its_classes_make_it(prose: str, kind: Kind, width: int) -> None:
    assert Layout(read_measures(), prose).column(kind) == width


@pytest.mark.parametrize(
    ("columns", "within", "width", "sizes"),
    [
        (0, "", 0, "(min-width: 700px) 700px, calc(100vw - 2.5rem)"),
        (1, "", 0, "(min-width: 700px) 700px, calc(100vw - 2.5rem)"),
        (3, "", 0, "(min-width: 700px) 233px, (min-width: 484px) 30vw, 46vw"),
        (2, "", 0, "(min-width: 700px) 350px, 46vw"),
        (6, "", 0, "(min-width: 700px) 116px, (min-width: 736px) 15vw, 46vw"),
        (0, "", 350, "(min-width: 350px) 350px, calc(100vw - 2.5rem)"),
        (0, "people", 350, "(min-width: 350px) 350px, calc(100vw - 2.5rem)"),
        (0, "people", 0, "(min-width: 40rem) 14rem, 46vw"),
        (
            0,
            "columns",
            0,
            "(min-width: 64rem) 350px, (min-width: 36rem) 46vw, calc(100vw - 2.5rem)",
        ),
    ],
)
def test_small_pictures_load_small_files(columns: int, within: str, width: int, sizes: str) -> None:
    picture = Picture(image=IMAGE, alt="A", attributes=(), columns=columns, within=within)
    assert Layout(read_measures(), "prose").picture_sizes(picture, width, 700) == sizes


@pytest.mark.parametrize(
    ("sizes", "narrower"),
    [
        ("94vw", "min(94vw, 300px)"),
        (
            "(min-width: 56rem) 53rem, calc(100vw - 2.5rem)",
            "(min-width: 56rem) min(53rem, 300px), min(calc(100vw - 2.5rem), 300px)",
        ),
    ],
)
def test_sizes_of_an_image_that_is_limited_in_height(sizes: str, narrower: str) -> None:
    assert no_wider(sizes, 300) == narrower
