"""What a build from nothing makes of a site; of the same sources, it is asked once."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sitegen
from support.sites import read_tree

if TYPE_CHECKING:
    from sitegen.model import BuildResult

__all__ = ["build_cleanly"]

#: The builds asked for lately: tests begin with the same sites and come back to them.
_LATELY: OrderedDict[str, tuple[BuildResult, dict[str, bytes]]] = OrderedDict()
_MOST = 50


def build_cleanly(site: Path, **options: Any) -> tuple[BuildResult, dict[str, bytes]]:
    """Build a copy of a site elsewhere, in one process and without a cache; return its output."""
    key = _key(site, options)
    if key in _LATELY:
        _LATELY.move_to_end(key)
    else:
        with tempfile.TemporaryDirectory(prefix="sitegen-") as name:
            copy, output = Path(name, "site"), Path(name, "out")
            shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".sitegen"))
            result = sitegen.build(copy, output=output, jobs=1, **options)
            _LATELY[key] = result, read_tree(output)
        if len(_LATELY) > _MOST:
            _LATELY.popitem(last=False)
    return _LATELY[key]


def _key(site: Path, options: dict[str, Any]) -> str:
    """Return a digest of the sources, folders included, of the options and of the moment."""
    moment = os.environ.get("SOURCE_DATE_EPOCH")
    found = hashlib.sha256(repr((moment, sorted(options.items()))).encode())
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        if name.parts[0] != ".sitegen":
            data = path.read_bytes() if path.is_file() else b"a folder"
            found.update(f"\0{name}\0{len(data)}\0".encode() + data)
    return found.hexdigest()
