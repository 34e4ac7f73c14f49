"""Read and write the list of the files that sitegen wrote to an output folder, with digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

__all__ = ["FRESH", "MANIFEST", "MODE", "STAGE", "read_manifest", "write_manifest"]

MANIFEST = ".sitegen-manifest.json"
#: The next manifest, until it takes the place of the last.
FRESH = f"{MANIFEST}.new"
#: The folder for files that are to take their places.
STAGE = ".sitegen-stage"
#: A web server reads what we write, whatever the umask.
MODE = 0o644
_VERSION = 2
_VERSION_WITHOUT_DIGESTS = 1


def read_manifest(folder: Path) -> dict[str, str] | None:
    """Return the digests of the files that earlier builds wrote, or None where none ever did."""
    try:
        stored = json.loads((folder / MANIFEST).read_bytes())
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
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_manifest(folder: Path, files: Mapping[str, str]) -> None:
    """Replace the manifest, unless it says this already. Raises OSError."""
    content = {"version": _VERSION, "files": dict(sorted(files.items()))}
    # One file a line, for those who look at differences; a quote in a name has a backslash.
    data = msgspec.json.encode(content).replace(b'","', b'",\n"') + b"\n"
    if not _says(folder / MANIFEST, data):
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / FRESH
        fresh.write_bytes(data)
        fresh.chmod(MODE)
        fresh.replace(folder / MANIFEST)


def _says(place: Path, data: bytes) -> bool:
    try:
        return not place.is_symlink() and place.read_bytes() == data
    except OSError:
        return False
