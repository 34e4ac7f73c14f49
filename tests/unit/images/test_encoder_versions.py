from __future__ import annotations

import re

from PIL import features

from sitegen.images.encoder_versions import describe_codecs


def test_all_that_shapes_bytes_is_named() -> None:
    named = describe_codecs()
    for library in ("pil", "jpg", "zlib", "webp", "avif", "libtiff", "littlecms2"):
        assert f"{library} {features.version(library)}; " in named
    assert re.search(r"\[enc\]:\d", named)
