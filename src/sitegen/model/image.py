"""Images: the inspected source, the planned files, and what pages need to show them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

from sitegen.diagnostics import Diagnostic, Problem
from sitegen.model.stored import Stored
from sitegen.model.theme_measures import CardColors

__all__ = [
    "Caption",
    "Captions",
    "FeaturedImage",
    "FontFace",
    "ImageFormat",
    "ImageInfo",
    "ImageJob",
    "ImageSet",
    "ImageSize",
    "ImageSource",
    "ImageUse",
    "Inspected",
    "ShareImage",
    "SocialCard",
    "Variant",
]


class ImageUse(Stored, frozen=True):
    """How an image is shown: its widths in pixels (none: the site's) and the shape it is cut to.

    `ratio` is width divided by height, 0 for the image's own. `focus` is the point that stays in
    view, as fractions of width and height from the top left.
    """

    widths: tuple[int, ...] = ()
    ratio: float = 0.0
    focus: tuple[float, float] = (0.5, 0.5)


class ImageSize(Stored, frozen=True):
    """The size that an author wants for an image, in pixels; 0 leaves it to the image.

    `share` is its width in percent of the text column.
    """

    width: int = 0
    share: int = 0
    height: int = 0


ImageFormat = Literal["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "SVG"]


class ImageInfo(Stored, frozen=True):
    """What is known of an image before any file is made of it.

    The size is in pixels after its orientation was applied. `alpha` tells that some pixels are
    transparent, `flat` that it is line art or a screenshot: few colours and hard edges; `exact`
    that such an image, not scaled, is smaller without loss. `color` is the dominant one, `#rrggbb`;
    `grid` the image in 4 x 3 colours, `#rgb`, row by row. Both are empty where nothing should show
    before the image does. `removed` says what of an SVG is not published, in words for its author.
    """

    path: PurePosixPath
    digest: str
    width: int
    height: int
    format: ImageFormat
    frames: int = 1
    alpha: bool = False
    flat: bool = False
    exact: bool = False
    color: str = ""
    grid: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


#: What is known of an image, or why it cannot be used.
Inspected = ImageInfo | Problem


class Caption(Stored, frozen=True):
    """The texts of one image in a captions file: `text` is shown below it, `alt` replaces it.

    `html` is `text` with its Markdown.
    """

    file: str
    text: str
    alt: str
    line: int
    column: int = 0
    html: str = ""


class Captions(Stored, frozen=True):
    """A captions file: what it says of the images beside it, and what is wrong with it."""

    path: PurePosixPath
    entries: tuple[Caption, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Variant(Stored, frozen=True):
    """One file to derive, and the key under which its bytes may be kept.

    `crop` cuts to the exact size around `focus` (shares of width and height, from the top left),
    otherwise the image is scaled whole. `flat` may be stored without loss where that is smaller, as
    is likely for `exact`; `frames` above 1 keeps an animation, `background` replaces
    transparency. `side` is the length in pixels below which decoding need not keep detail.
    """

    key: str
    output: PurePosixPath
    width: int
    height: int
    format: ImageFormat
    quality: int = 0
    crop: bool = False
    focus: tuple[float, float] = (0.5, 0.5)
    flat: bool = False
    exact: bool = False
    frames: int = 1
    background: str = "#ffffff"
    side: int = 0


class ImageJob(Stored, frozen=True):
    """A source image and all variants to derive from it, so that it is decoded once."""

    source: PurePosixPath
    digest: str
    variants: tuple[Variant, ...]
    used_by: tuple[str, ...] = ()


class ImageSource(Stored, frozen=True):
    """A format that not all browsers read, for `<source>`: its MIME type and `srcset`."""

    type: str
    srcset: str


class ImageSet(Stored, frozen=True):
    """The URLs of a responsive image, and what to show until it has loaded.

    `sources` are better formats, the best first. `color` and `grid` are those of `ImageInfo`.
    """

    src: str
    srcset: str
    width: int
    height: int
    sources: tuple[ImageSource, ...] = ()
    color: str = ""
    grid: tuple[str, ...] = ()


class ShareImage(Stored, frozen=True):
    """The picture that social networks and messengers show; `url` is absolute."""

    url: str
    width: int
    height: int
    type: str
    alt: str = ""


class FontFace(Stored, frozen=True):
    """A face of a font file on this machine; `digest` is that of the file.

    `axes` are the settings of a variable font, by the names of its axes.
    """

    path: str
    index: int
    digest: str
    axes: tuple[tuple[str, float], ...] = ()


class SocialCard(Stored, frozen=True):
    """A card for social networks, all that is on it, and the key under which it may be kept.

    `kicker` stands above the title, `lead` below it, `site` and `byline` at the bottom. The first
    of the faces is for the title, the second for other text, the rest for letters that these lack.
    `photo` is a source image, of which the point `focus` stays in view.
    """

    key: str
    output: PurePosixPath
    title: str
    site: str
    colors: CardColors
    kicker: str = ""
    lead: str = ""
    byline: str = ""
    language: str = ""
    rtl: bool = False
    faces: tuple[FontFace, ...] = ()
    photo: PurePosixPath | None = None
    photo_digest: str = ""
    focus: tuple[float, float] = (0.5, 0.5)


class FeaturedImage(Stored, frozen=True):
    """A page's featured image in all its uses.

    `portrait` is for lists in which all images are higher than wide, as this one is then.
    """

    image: ImageSet
    card: ImageSet
    alt: str
    caption: str
    portrait: ImageSet | None = None
