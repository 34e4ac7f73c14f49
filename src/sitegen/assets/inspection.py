"""What an image file is and looks like; and what is refused."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, cast

from sitegen.assets.animation import count_frames
from sitegen.assets.decoding import Decoder, can_shrink
from sitegen.assets.looks import color_grid, dominant_color, is_flat, sample_boxes
from sitegen.assets.opening import (
    IMAGE_SUFFIXES,
    MAX_MEGAPIXELS,
    READABLE,
    ImageProblem,
    open_image,
    upright_size,
)
from sitegen.model import ImageFormat, ImageInfo

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["IMAGE_SUFFIXES", "READABLE", "ImageProblem", "inspect_image"]

#: To see its colours, an image need not be larger.
_SIDE = 256
_MPO, _JPEG = "MPO", "JPEG"
_SVG_FORBIDDEN = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler"})


def inspect_image(
    path: PurePosixPath, data: bytes, digest: str, max_megapixels: int = MAX_MEGAPIXELS
) -> ImageInfo:
    """Look at an image once, as small as it can be decoded. Raises ImageProblem.

    What is returned can be published: all of it was read. The pictures of an animation count
    together against `max_megapixels`, and only the first is read.
    """
    if path.suffix.casefold() == ".svg":
        width, height = _inspect_svg(data)
        return ImageInfo(path=path, digest=digest, width=width, height=height, format="SVG")
    image = open_image(data, max_megapixels)
    width, height = upright_size(image)
    frames = count_frames(image, data)
    if frames * width * height > max_megapixels * 1_000_000:
        size = f"{frames} pictures of {width} × {height} pixels"
        message = f"it is animated: {size}, more than {max_megapixels} million in all"
        raise ImageProblem("image-too-large", message, "make it smaller, or use a video")
    # A telephone's JPEG with a depth map or a preview behind it: the first picture is the picture.
    kind = cast("ImageFormat", _JPEG if image.format == _MPO else image.format)
    decoder = Decoder(image, can_shrink(image, max(width, height) / _SIDE))
    whole = decoder.whole()
    # What JPEG has been through has no colours left that are exactly the same.
    flat = kind != _JPEG and is_flat(decoder.part(box) for box in sample_boxes(image.size))
    return ImageInfo(
        path=path,
        digest=digest,
        width=width,
        height=height,
        format=kind,
        frames=frames,
        alpha=whole.alpha,
        flat=flat,
        color="" if whole.alpha else dominant_color(whole.image),
        grid=() if whole.alpha else color_grid(whole.image),
    )


def _inspect_svg(data: bytes) -> tuple[int, int]:
    """Return an SVG's size in pixels, 0 when it has none; refuse what could run or load."""
    if b"<!DOCTYPE" in data[:4096] and b"<!ENTITY" in data:
        raise ImageProblem("image-format", "the SVG declares entities", "export it again")
    if b"<?xml-stylesheet" in data.replace(b"\0", b""):
        raise ImageProblem("image-format", "the SVG loads a stylesheet", "export a plain SVG")
    try:
        root = ET.fromstring(data)  # noqa: S314  # entities are refused above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ImageProblem("image-broken", f"not SVG: {error}", "export it again") from error
    if str(root.tag).rpartition("}")[2] != "svg":
        raise ImageProblem("image-broken", f"not SVG: its root is <{root.tag}>", "export it again")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in _SVG_FORBIDDEN:
            raise ImageProblem("image-format", f"the SVG holds <{name}>", "export a plain SVG")
        _refuse_active(name, element.text or "" if name == "style" else "")
        for attribute, value in element.attrib.items():
            _refuse_active(attribute.rpartition("}")[2], value)
    return _svg_size(root.attrib)


def _refuse_active(name: str, value: str) -> None:
    remote = name == "href" and not re.match(r"#|data:image/(png|jpeg|webp);", value)
    styled = re.search(r"url\(\s*[\"']?(?![\"']|\s|#|data:image/)|@import", value)
    # <set> and <animate> write attributes that this check will never see.
    written = name == "attributeName" and re.search(r"href$|^on", value.strip(), re.IGNORECASE)
    if name.casefold().startswith("on") or remote or styled or written:
        message = f"the SVG would run or load something: {name}='{value[:40]}'"
        raise ImageProblem("image-format", message, "export a plain SVG")


def _svg_size(attributes: dict[str, Any]) -> tuple[int, int]:
    sizes = [re.fullmatch(r"([\d.]+)(px)?", attributes.get(n, "")) for n in ("width", "height")]
    box = re.fullmatch(
        r"[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)", attributes.get("viewBox", "").strip()
    )
    try:
        if sizes[0] and sizes[1]:
            return round(float(sizes[0][1])), round(float(sizes[1][1]))
        return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
    except (ValueError, OverflowError):
        return 0, 0
