"""Find the files that a script names.

A script finds other files by names that it computes or writes: `import "./map.js"`,
`import("./map.js")`, `new URL("points.json", import.meta.url)`, `new Worker("worker.js")`. Such a
name must stay as it is, so every file that a string of a script names keeps its name. That holds
for strings of any use, and does not need to understand JavaScript. Of a template string such as
`./words/${language}.js`, the part before `${` counts: every file that begins so keeps its name.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["DATA_SUFFIXES", "SCRIPT_SUFFIXES", "find_named"]

SCRIPT_SUFFIXES = (".js", ".mjs")
#: Files in `assets/` that are published only if a script names them.
DATA_SUFFIXES = frozenset(
    {".json", ".geojson", ".topojson", ".csv", ".tsv", ".txt", ".xml", ".wasm"}
)
_STRING = re.compile(
    r"\"([^\"\\\n]{1,300})\"|'([^'\\\n]{1,300})'|`([^`\\\n$]{1,300})(`|\$\{)",
)


def find_named(name: str, text: str, files: Collection[str]) -> Iterator[str]:
    """Yield those of `files` that the script `name` names; all are paths below `assets/`.

    A name is relative to the script's folder, or begins with `/assets/`.
    """
    for path, is_beginning in _find_paths(text):
        if path.startswith("/assets/"):
            whole = posixpath.normpath(path.removeprefix("/assets/"))
        else:
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if is_beginning:
            start = whole + "/" if path.endswith("/") else whole
            if path.startswith((".", "/assets/")):
                yield from (each for each in files if each.startswith(start) and each != name)
        elif whole in files and whole != name:
            yield whole


@lru_cache(maxsize=64)
def _find_paths(text: str) -> tuple[tuple[str, bool], ...]:
    """Return what may be paths in a script, each with whether it is the beginning of one.

    Every build asks this of the theme's scripts.
    """
    found = []
    for string in _STRING.finditer(text):
        written = string[1] or string[2] or string[3]
        if ("." in written or "/" in written) and "://" not in written:
            path = re.split(r"[?#]", written, maxsplit=1)[0]
            found.append((path, string[4] == "${"))
    return tuple(found)
