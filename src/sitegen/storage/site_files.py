"""Decide which files are part of a site: the same for reading, watching and publishing.

Hidden files are part of it in `assets/static/` only, where they are for the web server. Files that
editors, systems and version control leave behind never are: they may contain names, paths, texts
and passwords.
"""

from __future__ import annotations

import re

from sitegen.model import STATIC

__all__ = ["FOLDERS", "is_allowed_name", "is_bibliography", "is_site_file"]

#: The folders that a build reads.
FOLDERS = ("content", "assets", "templates", "data", "bibliography")
_SETTINGS = frozenset({"sitegen.toml", "pyproject.toml", "sitegen-baseline.json"})
_IGNORED = re.compile(
    # Backups, swap files and locks of editors; the owner files of LibreOffice and Word.
    r".*~|#.*#|\.#.*|~\$.*|\.~lock\..*|\..*\.sw[a-z]|.*\.sw[opx]|.*___jb_(?:tmp|old|bak)___"
    r"|.*\.(?:bak|bck|orig|tmp|crswap)|\.(?:idea|vscode|obsidian)"
    # Downloads and copies that are not complete.
    r"|.*\.(?:part|partial|crdownload|download)|\.goutputstream-.*"
    # Systems: macOS, Windows, Linux.
    r"|\._.*|\.DS_Store|\.AppleDouble|\.Spotlight-.*|\.Trash.*|\.fseventsd|__MACOSX"
    r"|(?:eh)?thumbs\.db|desktop\.ini|\$RECYCLE\.BIN|\.directory|\.nfs.*|\.fuse_hidden.*"
    # Version control; what programs keep for themselves.
    r"|\.git.*|\.svn|\.hg.*|\.bzr|\.jj|\.ipynb_checkpoints|\.Rhistory|\.RData|\.Rproj\.user"
    r"|__pycache__|node_modules|\.venv|\.env.*",
    re.IGNORECASE | re.DOTALL,
)


def is_allowed_name(folder: str, name: str) -> bool:
    """Tell whether an entry of a folder counts, if the folder does. Both are of the site."""
    if name.startswith(".") and not f"{folder}/".startswith(f"{STATIC}/"):
        return False
    return _IGNORED.fullmatch(name) is None


def is_bibliography(name: str) -> bool:
    """Tell whether a file beside the configuration is a bibliography, which a build reads, too."""
    return name.casefold().endswith(".bib") and is_allowed_name("", name)


def is_site_file(path: str) -> bool:
    """Tell whether a path, relative to the site, is one that a build reads or one above it."""
    first, *others = path.split("/")
    if not others:
        return first in _SETTINGS or first in FOLDERS or is_bibliography(first)
    if first not in FOLDERS:
        return False
    folder = first
    for name in others:
        if not is_allowed_name(folder, name):
            return False
        folder = f"{folder}/{name}"
    return True
