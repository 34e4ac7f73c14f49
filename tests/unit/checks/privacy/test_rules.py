# ruff: noqa: E501  # tables in one line are easier to compare
from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.rules import is_original, refuse_copy, refuse_variant, warn_of_metadata
from support.pictures import corners, encoded

PRESS = PurePosixPath("assets/static/press/2026/jane.jpg")


@pytest.mark.parametrize(
    ("path", "patterns", "expected"),
    [
        (PRESS, ("assets/static/press/2026/jane.jpg",), True),
        (PRESS, ("assets/static/press/2026/*.jpg",), True),
        (PRESS, ("assets/static/press/**",), True),
        (PRESS, ("assets/static/**/*.jpg",), True),
        (PRESS, ("assets/static/press/2026/jan?.jpg",), True),
        (PRESS, ("a.jpg", "**/*.jpg"), True),
        (PRESS, ("assets/static/press/*.jpg",), False),
        (PRESS, ("assets/static/*/jane.jpg",), False),
        (PRESS, ("*.jpg",), False),
        (PRESS, ("assets/static/press/2026/jane.jp",), False),
        (PRESS, ("assets/static/press/2026/jane+jpg",), False),
        (PRESS, (), False),
        (PurePosixPath("content/jane.jpg"), ("**",), False),
        (PurePosixPath("assets/jane.jpg"), ("**",), False),
        (PurePosixPath("assets/statically/jane.jpg"), ("**",), False),
    ],
)
def test_originals(path: PurePosixPath, patterns: tuple[str, ...], expected: bool) -> None:  # noqa: FBT001  # a table
    assert is_original(path, patterns) is expected


@pytest.mark.parametrize(
    ("path", "found", "hint"),
    [
        (PRESS, ("XMP",), "export it without, or list it in images.originals"),
        (PRESS, ("damage",), "export it again"),
        (PurePosixPath("content/a.jpg"), ("XMP",), "show it as an image instead of linking to it, or export it without"),
        (PurePosixPath("assets/a.svg"), ("comment",), "export it without"),
    ],
)  # fmt: skip
def test_what_an_author_can_do(path: PurePosixPath, found: tuple[str, ...], hint: str) -> None:
    assert refuse_copy(path, found).hint == hint


def test_a_picture_in_a_format_that_is_not_read_is_not_published() -> None:
    told = refuse_copy(PRESS.with_suffix(".bmp"), find_metadata(encoded(corners(), "BMP")))
    message = "it is a picture in a format that sitegen does not examine"
    assert (told.severity, told.message) == ("error", message)
    assert told.hint == "export it as PNG or JPEG, or list it in images.originals"


def test_a_long_list_is_cut() -> None:
    words = tuple("abcdefgh")
    assert refuse_copy(PRESS, words).message.endswith("holds: a, b, c, d, e, f and 2 more")


def test_a_bad_variant_is_our_mistake() -> None:
    told = str(refuse_variant(PurePosixPath("content/a.jpg"), "assets/images/1-480.webp", ("XMP",)))
    assert told == (
        "content/a.jpg: error[image-metadata]: its copy assets/images/1-480.webp holds XMP; "
        "this is a bug in sitegen; please report it"
    )


def test_makers_are_a_warning() -> None:
    told = warn_of_metadata(PurePosixPath("content/a.pdf"), [("author", "Jane"), ("program", "W")])
    assert told.severity == "warning"
    assert told.message == "it is published with what it says: author 'Jane', program 'W'"
