"""The measures of a theme, as its `theme.toml` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

__all__ = [
    "CardColors",
    "FigureMeasures",
    "GalleryMeasures",
    "ListMeasures",
    "LogoMeasures",
    "PageFeature",
    "TextMeasures",
    "ThemeMeasures",
    "parse_measures",
]


_Color = Annotated[str, msgspec.Meta(pattern="^#[0-9a-f]{6}$")]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of `theme.toml`, whose comments say what each number is."""


class TextMeasures(_Table, frozen=True):
    """How wide the text is, in pixels; `screen` is a CSS length."""

    line: int
    page: int
    home: int
    screen: str
    narrowest: int
    scales: Mapping[str, float]


class GalleryMeasures(_Table, frozen=True):
    """How images share a row, in pixels."""

    two_columns_from: int
    few: int
    least: int
    least_of_many: int
    gaps: int
    on_a_phone: int


class ListMeasures(_Table, frozen=True):
    """The featured images in lists: widths of their files in pixels, width divided by height.

    `portrait_ratio` is for lists in which all of them are higher than wide.
    """

    image_widths: tuple[int, ...]
    image_ratio: float
    portrait_ratio: float


class FigureMeasures(_Table, frozen=True):
    """Which images can be opened, in pixels."""

    opens_from: int


class CardColors(_Table, frozen=True):
    """The colours of social cards, each as `#rrggbb`."""

    paper: _Color
    ink: _Color
    accent: _Color


class LogoMeasures(_Table, frozen=True):
    """How high the logo is, in pixels."""

    height: int


class PageFeature(_Table, frozen=True):
    """Files of `assets/` that a page needs if its HTML holds one of the `marks`.

    A mark is the beginning of an element, `<math`, or something in the value of a class, which may
    begin with `class="`.

    Scripts get the `words` of the page's language in attributes: `copy_code` in `data-copy-code`.
    """

    marks: tuple[str, ...]
    assets: tuple[str, ...]
    words: tuple[str, ...] = ()


class ThemeMeasures(_Table, frozen=True):
    """All measures of a theme; `grids` maps the class of a grid to `sizes` of an image in it."""

    text: TextMeasures
    grids: Mapping[str, str]
    gallery: GalleryMeasures
    lists: ListMeasures
    figures: FigureMeasures
    card: CardColors
    logo: LogoMeasures
    features: Mapping[str, PageFeature] = {}


def parse_measures(text: str) -> ThemeMeasures:
    """Return the measures in the text of a `theme.toml`.

    Raises ValueError (of which TOML's and msgspec's errors are kinds) if it is not right.
    """
    import tomllib  # not needed by commands that build nothing

    return msgspec.convert(tomllib.loads(text), ThemeMeasures)
