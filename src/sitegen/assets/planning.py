"""Which files are derived from an image, and the URLs by which pages name them.

Everything is known from the header: planning costs nothing, making is done later and only once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

import PIL

from sitegen.model import FeaturedImage, ImageFormat, ImageInfo, ImageSet, ShareImage, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.config import Config

__all__ = ["ImagePlanner", "fingerprinted", "published_folder"]

#: Raise it when the way that pixels are made changes.
_RECIPE = 2
_SHARE_SIZE = (1200, 630)
_CARD_RATIO = 16 / 10
_CARD_WIDTHS = (400, 800)
#: Two widths closer than this would serve nobody.
_NEAREST = 1.25
_SUFFIX = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_KEPT: dict[ImageFormat, ImageFormat] = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "GIF": "PNG",
    "WEBP": "WEBP",
}


def published_folder(path: PurePosixPath) -> PurePosixPath:
    """Return where a file's derivatives go: below `assets/`, in the same folders as the source."""
    parts = path.parent.parts
    return PurePosixPath("assets", *parts[1:]) if parts else PurePosixPath("assets")


def fingerprinted(path: PurePosixPath, digest: str) -> PurePosixPath:
    """Return the published path of a file whose name changes with its bytes."""
    return published_folder(path) / f"{path.stem}.{digest[:10]}{path.suffix}"


@dataclass(slots=True)
class _Plan:
    info: ImageInfo
    variants: dict[PurePosixPath, Variant]


class ImagePlanner:
    """Plans every use of every image of a site and remembers what has to be made."""

    def __init__(self, config: Config) -> None:
        self._config = config
        #: No variant is wider or higher, so no more of an image needs to be decoded.
        self.side = max(*config.images.widths, *_SHARE_SIZE)
        self._plans: dict[PurePosixPath, _Plan] = {}

    def jobs(self) -> Iterable[tuple[ImageInfo, tuple[Variant, ...]]]:
        """Yield each image and its variants, in the order of their paths."""
        for _, plan in sorted(self._plans.items()):
            yield plan.info, tuple(variant for _, variant in sorted(plan.variants.items()))

    def responsive(self, info: ImageInfo) -> ImageSet:
        """Plan the set for an image that is shown whole."""
        if info.format == "SVG":
            url = self._url(fingerprinted(info.path, info.digest))
            return ImageSet(src=url, srcset="", webp="", width=info.width, height=info.height)
        limit = min(info.width, max(self._config.images.widths))
        smaller = [w for w in sorted(self._config.images.widths) if w * _NEAREST <= limit]
        sizes = [(w, max(1, round(info.height * w / info.width))) for w in [*smaller, limit]]
        return self._set(info, sizes, crop=False)

    def featured(self, info: ImageInfo, alt: str, caption: str) -> FeaturedImage:
        """Plan all uses of a featured image. `info` is not an SVG."""
        width = min(info.width, round(info.height * _CARD_RATIO))
        widths = [w for w in _CARD_WIDTHS if w <= width] or [width]
        cards = [(w, max(1, round(w / _CARD_RATIO))) for w in widths]
        share = self._variant(info, _SHARE_SIZE, "JPEG", crop=True)
        return FeaturedImage(
            image=self.responsive(info),
            card=self._set(info, cards, crop=True),
            share=ShareImage(
                url=self._config.origin + self._url(share.output),
                width=_SHARE_SIZE[0],
                height=_SHARE_SIZE[1],
                type="image/jpeg",
            ),
            alt=alt,
            caption=caption,
        )

    def _set(self, info: ImageInfo, sizes: list[tuple[int, int]], *, crop: bool) -> ImageSet:
        kept = _KEPT[info.format]
        files = [self._variant(info, size, kept, crop=crop) for size in sizes]
        webp = []
        if kept != "WEBP":
            webp = [self._variant(info, size, "WEBP", crop=crop) for size in sizes]
        return ImageSet(
            src=self._url(files[-1].output),
            srcset=self._srcset(files) if len(files) > 1 else "",
            webp=self._srcset(webp),
            width=sizes[-1][0],
            height=sizes[-1][1],
        )

    def _srcset(self, variants: list[Variant]) -> str:
        return ", ".join(f"{self._url(each.output)} {each.width}w" for each in variants)

    def _variant(
        self, info: ImageInfo, size: tuple[int, int], kind: ImageFormat, *, crop: bool
    ) -> Variant:
        images = self._config.images
        quality = {"JPEG": images.jpeg_quality, "WEBP": images.webp_quality}.get(kind, 0)
        recipe = (_RECIPE, PIL.__version__, self.side)
        made_from = (info.digest, size, kind, quality, crop, recipe)
        key = hashlib.sha256(repr(made_from).encode()).hexdigest()
        cut = "x".join(str(n) for n in size) if crop else str(size[0])
        name = f"{info.path.stem}-{cut}.{key[:10]}{_SUFFIX[kind]}"
        variant = Variant(
            key=key,
            output=published_folder(info.path) / name,
            width=size[0],
            height=size[1],
            format=kind,
            quality=quality,
            crop=crop,
        )
        plan = self._plans.setdefault(info.path, _Plan(info, {}))
        return plan.variants.setdefault(variant.output, variant)

    def _url(self, path: PurePosixPath) -> str:
        # A comma would end an entry of a srcset.
        return self._config.base_path + quote(str(path), safe="/~")
