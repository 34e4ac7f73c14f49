"""Plan which files are derived from an image, and at which URLs pages show them.

Sizes and URLs are known before any file is made: planning costs nothing, and making is done later
and only once. Names are made of digests alone, because the name of a file may be that of a person.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from sitegen.images.encoder_versions import describe_codecs
from sitegen.model import (
    FeaturedImage,
    ImageFormat,
    ImageInfo,
    ImageJob,
    ImageSet,
    ImageSource,
    ImageUse,
    ShareImage,
    Variant,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.config import Config

__all__ = ["MOST_WIDTHS", "ImagePlanner", "fingerprinted", "join_jobs"]

#: Raise it when the way that pixels are made changes.
_RECIPE = 5
#: Raise it when SVG is cleaned in another way.
_SVG_RECIPE = 2
_PLAIN = ImageUse()
_SHARE = ImageUse(widths=(1200,), ratio=1200 / 630)
#: So few pixels are there as soon as a placeholder.
_SMALL = 10_000
#: Two widths closer than this would serve nobody.
_NEAREST = 1.25
#: What is exact takes more bytes when it is a little smaller: scaling makes new colours.
_NEAREST_EXACT = 2.0
_TALLEST_WEBP = 16_383
#: Every width is a file in every format.
MOST_WIDTHS = 12
_FOLDER = PurePosixPath("assets/images")
_NAME = 16
_SUFFIX: dict[ImageFormat, str] = {
    "AVIF": ".avif",
    "JPEG": ".jpg",
    "PNG": ".png",
    "WEBP": ".webp",
}


def fingerprinted(path: PurePosixPath, digest: str) -> PurePosixPath:
    """Return the published path of a file whose name changes with its bytes.

    It goes below `assets/`, in the same folders as the source.
    """
    name = f"{path.stem}.{digest[:10]}{path.suffix}"
    return PurePosixPath("assets", *path.parts[1:-1], name)


class _Plan(msgspec.Struct):
    info: ImageInfo
    variants: dict[PurePosixPath, Variant]


class ImagePlanner:
    """Plans every use of every image of a site and remembers what has to be made."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._images = config.images
        self._side = max(*config.images.widths, *_SHARE.widths)
        self._plans: dict[PurePosixPath, _Plan] = {}

    def jobs(self, users: Mapping[PurePosixPath, Sequence[str]]) -> Iterator[ImageJob]:
        """Yield each image and its variants, in the order of their paths."""
        for path, plan in sorted(self._plans.items()):
            yield ImageJob(
                source=path,
                digest=plan.info.digest,
                variants=tuple(variant for _, variant in sorted(plan.variants.items())),
                used_by=tuple(users.get(path, ())),
            )

    def responsive(self, info: ImageInfo, use: ImageUse = _PLAIN) -> ImageSet:
        """Plan the set of files for one use of an image."""
        if info.format == "SVG":
            url = self._url(self._vector(info).output)
            return ImageSet(src=url, srcset="", width=info.width, height=info.height)
        return self._set(info, _sizes(info, use, self._images.widths), use)

    def largest(self, info: ImageInfo) -> str:
        """Plan the file of a whole image that opens, and return its URL.

        Every browser shows it. It is the fallback of the image's set, or larger than all of that.
        """
        if info.format == "SVG":
            return self._url(self._vector(info).output)
        size = _sizes(info, _PLAIN, self._images.widths)[-1]
        kind = self._kinds(info)[-1]
        width = min(info.width, self._images.zoom_width)
        if info.frames == 1 and width > size[0]:
            size = (width, _height(width, info.width / info.height))
            # Here no `<source>` is needed, and a large PNG weighs several times as much.
            if kind == "PNG" and "webp" in self._images.formats and size[1] <= _TALLEST_WEBP:
                kind = "WEBP"
        return self._url(self._variant(info, size, kind, _PLAIN).output)

    def featured(
        self,
        info: ImageInfo,
        alt: str,
        caption: str,
        card: ImageUse,
        portrait: ImageUse,
        *,
        of_person: bool = False,
    ) -> FeaturedImage:
        """Plan all uses of a featured image on pages. `info` is not an SVG.

        `card` is how lists show it, `portrait` how they show it among images higher than wide, and
        among people whatever its shape.
        """
        upright = of_person or info.height > info.width
        return FeaturedImage(
            image=self.responsive(info),
            card=self._set(info, _sizes(info, card, ()), card),
            alt=alt,
            caption=caption,
            portrait=self._set(info, _sizes(info, portrait, ()), portrait) if upright else None,
        )

    def crop(self, info: ImageInfo, alt: str, focus: tuple[float, float]) -> ShareImage:
        """Plan the part of a featured image that social networks show. `info` is not an SVG."""
        width, ratio = _SHARE.widths[0], _SHARE.ratio
        size = (width, round(width / ratio))
        variant = self._variant(info, size, "JPEG", ImageUse(ratio=ratio, focus=focus))
        return ShareImage(
            url=self._config.origin + self._url(variant.output),
            width=size[0],
            height=size[1],
            type="image/jpeg",
            alt=alt,
        )

    def _vector(self, info: ImageInfo) -> Variant:
        """Plan the one file that is made from an SVG, by cleaning it."""
        import tinycss2  # few sites have an SVG

        made_from = (info.digest, _SVG_RECIPE, describe_codecs(), tinycss2.__version__)
        key = hashlib.sha256(repr(made_from).encode()).hexdigest()
        variant = Variant(
            key=key,
            output=_FOLDER / f"{key[:_NAME]}.svg",
            width=info.width,
            height=info.height,
            format="SVG",
        )
        return self._plan(info, variant)

    def _set(self, info: ImageInfo, sizes: list[tuple[int, int]], use: ImageUse) -> ImageSet:
        kinds = self._kinds(info, exact=_is_exact(info, *sizes[-1]))
        *better, fallback = [[self._variant(info, size, k, use) for size in sizes] for k in kinds]
        small = info.width * info.height < _SMALL
        shown = "" if info.alpha or small else info.color
        return ImageSet(
            src=self._url(fallback[-1].output),
            srcset=self._srcset(fallback) if len(fallback) > 1 else "",
            width=sizes[-1][0],
            height=sizes[-1][1],
            sources=tuple(
                ImageSource(type=f"image/{kind.lower()}", srcset=self._srcset(variants))
                for kind, variants in zip(kinds, better, strict=False)
            ),
            color=shown if self._images.placeholders else "",
            grid=info.grid if shown and self._images.placeholders else (),
        )

    def _kinds(self, info: ImageInfo, *, exact: bool = False) -> list[ImageFormat]:
        """Return the formats to make, the best first, what every browser shows last."""
        if info.frames > 1:
            return ["WEBP"]
        if exact and "webp" in self._images.formats:
            return ["WEBP", "PNG"]
        known: dict[str, ImageFormat] = {"avif": "AVIF", "webp": "WEBP"}
        fallback: ImageFormat = "PNG" if info.alpha or info.flat else "JPEG"
        # AVIF first, whatever the order in which they are set: a browser takes the first it knows.
        return [*(known[name] for name in sorted(set(self._images.formats))), fallback]

    def _srcset(self, variants: list[Variant]) -> str:
        return ", ".join(f"{self._url(each.output)} {each.width}w" for each in variants)

    def _variant(
        self, info: ImageInfo, size: tuple[int, int], kind: ImageFormat, use: ImageUse
    ) -> Variant:
        images = self._images
        quality = {
            "AVIF": images.avif_quality,
            "JPEG": images.jpeg_quality,
            "WEBP": images.webp_quality,
        }.get(kind, 0)
        crop, focus = bool(use.ratio), use.focus if use.ratio else (0.5, 0.5)
        frames = info.frames if kind == "WEBP" else 1
        # The same for all usual widths, so that they can be made of one decoded image.
        side = max(self._side, *size)
        recipe = (
            _RECIPE,
            describe_codecs(),
            side,
            images.background,
            info.flat,
            info.exact,
            frames,
        )
        made_from = (info.digest, size, kind, quality, crop, focus, recipe)
        key = hashlib.sha256(repr(made_from).encode()).hexdigest()
        variant = Variant(
            key=key,
            output=_FOLDER / f"{key[:_NAME]}-{size[0]}{_SUFFIX[kind]}",
            width=size[0],
            height=size[1],
            format=kind,
            quality=quality,
            crop=crop,
            focus=focus,
            flat=info.flat,
            exact=info.exact,
            frames=frames,
            background=images.background,
            side=side,
        )
        return self._plan(info, variant)

    def _plan(self, info: ImageInfo, variant: Variant) -> Variant:
        plan = self._plans.setdefault(info.path, _Plan(info, {}))
        return plan.variants.setdefault(variant.output, variant)

    def _url(self, path: PurePosixPath) -> str:
        return self._config.base_path + quote(str(path), safe="/~")


def join_jobs(*several: Iterable[ImageJob]) -> tuple[ImageJob, ...]:
    """Join jobs for the same image, so that each is decoded once."""
    joined: dict[PurePosixPath, ImageJob] = {}
    for job in (job for jobs in several for job in jobs):
        known = joined.setdefault(job.source, job)
        if known is not job:
            variants = {each.output: each for each in (*known.variants, *job.variants)}
            joined[job.source] = msgspec.structs.replace(
                known,
                variants=tuple(variant for _, variant in sorted(variants.items())),
                used_by=tuple(dict.fromkeys((*known.used_by, *job.used_by))),
            )
    return tuple(job for _, job in sorted(joined.items()))


def _sizes(info: ImageInfo, use: ImageUse, usual: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return width and height of each file: none enlarged, none almost as wide as the next."""
    ratio = use.ratio or info.width / info.height
    widest = min(info.width, max(1, round(info.height * ratio))) if use.ratio else info.width
    widths = sorted(use.widths or usual)
    limit = min(widest, widths[-1])
    kept = [limit]
    exact = _is_exact(info, limit, _height(limit, ratio))
    nearest = _NEAREST_EXACT if exact else _NEAREST
    for width in reversed(widths):
        if width * nearest <= kept[-1]:
            kept.append(width)
    return [(width, _height(width, ratio)) for width in reversed(kept)]


def _height(width: int, ratio: float) -> int:
    return max(1, round(width / ratio))


def _is_exact(info: ImageInfo, width: int, height: int) -> bool:
    """Tell whether an image of this size is one that is smaller without loss, all of it."""
    return info.exact and (width, height) == (info.width, info.height)
