"""Name the versions of Pillow's codecs, because others produce other bytes."""

from __future__ import annotations

import contextlib
from functools import cache

__all__ = ["describe_codecs"]

_LIBRARIES = ("pil", "jpg", "zlib", "webp", "avif", "libtiff", "littlecms2")
#: Those that can replace one of the above.
_BUILDS = ("libjpeg_turbo", "mozjpeg", "zlib_ng", "libimagequant")


@cache
def describe_codecs() -> str:
    """Name all that turns files into pixels and pixels into files: 3 ms."""
    from PIL import features  # with all of Pillow, which a build with nothing to do does not need

    versions = [f"{name} {features.version(name)}" for name in (*_LIBRARIES, *_BUILDS)]
    with contextlib.suppress(ImportError, AttributeError):
        from PIL import _avif  # Pillow names AVIF's encoder nowhere else

        versions.append(str(_avif.codec_versions()))
    return "; ".join(versions)
