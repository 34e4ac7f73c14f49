"""Read and write the list of the files that sitegen wrote to an output folder, with digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.storage.folder_handle import Folder, read_regular

__all__ = [
    "FRESH",
    "MANIFEST",
    "STAGE",
    "Owner",
    "prepare_manifest",
    "read_manifest",
    "read_owner",
    "write_manifest",
]

MANIFEST = ".sitegen-manifest.json"
#: The next manifest, until it takes the place of the last.
FRESH = f"{MANIFEST}.new"
#: The folder for files that are to take their places.
STAGE = ".sitegen-stage"
_VERSION = 2
_VERSION_WITHOUT_DIGESTS = 1


class Owner(NamedTuple):
    """The site to which an output folder belongs."""

    title: str = ""
    base_url: str = ""

    def is_another(self, other: Owner) -> bool:
        """Tell whether this is not the same site, under another title or address."""
        return self.title != other.title and self.base_url != other.base_url


def read_owner(folder: Path) -> Owner | None:
    """Return the site that an output folder belongs to, if it says so."""
    try:
        stored = json.loads(read_regular(str(folder / MANIFEST)))["site"]
        return Owner(str(stored["title"]), str(stored["base_url"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def read_manifest(folder: Path) -> dict[str, str] | None:
    """Return the digests of the files that earlier builds wrote, or None where none ever did."""
    try:
        stored = json.loads(read_regular(str(folder / MANIFEST)))
        if stored["version"] not in {_VERSION_WITHOUT_DIGESTS, _VERSION}:
            return None
        files = stored["files"]
        if stored["version"] == _VERSION_WITHOUT_DIGESTS:
            files = dict.fromkeys(files, "")
        return {
            name: str(digest)
            for name, digest in files.items()
            if not name.startswith("/") and not (".." in name and ".." in name.split("/"))
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def prepare_manifest(folder: Folder, files: Mapping[str, str], owner: Owner | None = None) -> bool:
    """Write the next manifest beside the last, unless that says the same; tell whether it does not.

    Raises OSError.
    """
    content: dict[str, object] = {"version": _VERSION}
    if owner:
        content["site"] = owner._asdict()
    content["files"] = dict(sorted(files.items()))
    # One file a line, for those who look at differences; a quote in a name has a backslash.
    data = msgspec.json.encode(content).replace(b'","', b'",\n"') + b"\n"
    folder.remove(FRESH)
    if _says(folder, data):
        return False
    folder.write_new(FRESH, data)
    return True


def write_manifest(folder: Folder, files: Mapping[str, str], owner: Owner | None = None) -> None:
    """Replace the manifest, unless it says this already. Raises OSError."""
    if prepare_manifest(folder, files, owner):
        folder.move(FRESH, folder, MANIFEST)


def _says(folder: Folder, data: bytes) -> bool:
    try:
        return folder.read(MANIFEST) == data
    except OSError:
        return False
