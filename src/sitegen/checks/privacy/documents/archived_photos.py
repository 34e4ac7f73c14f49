"""Find photographs with metadata in archives and compressed files.

Only the first part of an archive is examined, up to a limit or to damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from sitegen.checks.privacy.archives import list_members
from sitegen.checks.privacy.compression import unpack
from sitegen.checks.privacy.containers import find_metadata
from sitegen.checks.privacy.findings import PRIVATE, sort_findings
from sitegen.images.signatures import HEAD_SIZE, identify_format
from sitegen.late_patterns import compile_late

__all__ = ["describe_archive", "describe_compressed"]

_PICTURES = compile_late(r"\.(?:jpe?g|png|tiff?|webp|gif|hei[cf]|avif|jxl|dng)$", re.IGNORECASE)
#: Limits in bytes for all photographs of an archive, and for each.
_MOST_BYTES, _LARGEST = 64_000_000, 32_000_000
_NAMED = 3


def describe_archive(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the photographs in a ZIP or TAR file contain, with the names of the first ones."""
    names: list[str] = []
    words: set[str] = set()
    for name, content in list_members(data, _PICTURES, _LARGEST, _MOST_BYTES):
        found = PRIVATE.intersection(find_metadata(content))
        words |= found
        names += [PurePosixPath(name).name] if found else []
    if names:
        count = f"{len(names)} picture{'s' if len(names) > 1 else ''}"
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{count} with {', '.join(sort_findings(words))}", ", ".join(names[:_NAMED]) + rest


def describe_compressed(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a compressed TAR file or a compressed photograph contains."""
    if identify_format(unpack(data, HEAD_SIZE)) == "TAR":
        yield from describe_archive(data)
        return
    found = PRIVATE.intersection(find_metadata(unpack(data, _LARGEST)))
    yield from (("picture in it", word) for word in sort_findings(found))
