"""The pictures inside a notebook, which a site treats like files beside the page.

Each has a path of its own: `content/a.ipynb/DIGEST.png`, where DIGEST is the SHA-256 of its bytes.
So it is inspected, made smaller and published as any other picture is, and made again only when it
is another one. Reading such a path means to look into the notebook.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from sitegen.late_patterns import compile_late

__all__ = [
    "GLUED_PREFIX",
    "IMAGE_TYPES",
    "decode_image",
    "embed_data_urls",
    "extract_image",
    "image_target",
]

#: The kinds of pictures that outputs may hold, with the endings of their names.
#: Before the kinds of what a cell does not show, see `glued_values`.
GLUED_PREFIX = "application/papermill.record/"
IMAGE_TYPES = {
    "image/svg+xml": ".svg",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
}
#: How outputs name them in format 3.
_OLD_NAMES = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
#: What may hold pictures as `data:` URLs: outputs, and the text of cells.
_TEXTS = frozenset({"text/html", "text/markdown", "html", "source"})
#: A picture in the text of HTML or Markdown.
#: What addresses in Markdown may hold as it is; letters of all scripts are quoted and read again.
_SAFE = "/:,;=+@!$&'~*"
_DATA_URL = compile_late(r"data:(image/[a-z+]{3,10});base64,([A-Za-z0-9+/=]+)")


def image_target(base: str, data: bytes, kind: str) -> str:
    """Return how a page names a picture in a notebook, which it names `base`.

    It is an address, so what has a meaning in one or ends it is written with `%`.
    """
    return f"{quote(base, safe=_SAFE)}/{hashlib.sha256(data).hexdigest()}{IMAGE_TYPES[kind]}"


def decode_image(kind: str, value: object) -> bytes | None:
    """Return the bytes of a picture in an output or attachment; None if it holds none."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str) or not value.strip():
        return None
    if kind == "image/svg+xml" and value.lstrip()[:1] == "<":
        return value.encode(errors="replace")
    try:
        return base64.b64decode("".join(value.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def embed_data_urls(base: str, text: str) -> str:
    """Name pictures that a text holds as `data:` URLs like other pictures of the notebook."""

    def name(found: re.Match[str]) -> str:
        data = decode_image(found[1], found[2]) if found[1] in IMAGE_TYPES else None
        return image_target(base, data, found[1]) if data else found[0]

    return _DATA_URL.sub(name, text) if "data:image/" in text else text


def extract_image(notebook: bytes, digest: str) -> bytes | None:
    """Return the picture with a digest from the bytes of a notebook; None if it is not there."""
    return _images(notebook).get(digest)


@lru_cache(maxsize=1)
def _images(notebook: bytes) -> dict[str, bytes]:
    """Return all pictures of a notebook by their digests.

    Pictures of one page are read one after the other, so the last notebook is kept.
    """
    found: dict[str, bytes] = {}
    try:
        _collect(json.loads(notebook), found)
    except (ValueError, RecursionError):
        return {}
    return found


def _collect(value: Any, found: dict[str, bytes]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            name = name.removeprefix(GLUED_PREFIX)  # noqa: PLW2901  # as the kinds are called
            kind = _OLD_NAMES.get(name, name)
            data = decode_image(kind, inner) if kind in IMAGE_TYPES else None
            if data:
                found[hashlib.sha256(data).hexdigest()] = data
            else:
                _collect_text(inner, found) if name in _TEXTS else _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)


def _collect_text(value: Any, found: dict[str, bytes]) -> None:
    """Collect the pictures that a text holds as `data:` URLs."""
    text = (
        "".join(value)
        if isinstance(value, list) and all(isinstance(v, str) for v in value)
        else value
    )
    for kind, encoded in _DATA_URL.findall(text) if isinstance(text, str) else ():
        data = decode_image(kind, encoded) if kind in IMAGE_TYPES else None
        if data:
            found[hashlib.sha256(data).hexdigest()] = data
