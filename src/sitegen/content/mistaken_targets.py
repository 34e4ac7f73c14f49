"""Tell what an author meant by an address that leads nowhere.

It may be an e-mail address, a path of their own disk, a path with backslashes, or an address
without its `https://`.
"""

from __future__ import annotations

import re

__all__ = ["explain_target"]

_EMAIL = re.compile(r"(?:mailto:\s*)?([^\s/@:<>]+@[\w-]+(?:\.[\w-]+)+)")
_DRIVE = re.compile(r"/?[A-Za-z]:(?:[\\/]|%5C)", re.IGNORECASE)
_FILE = re.compile(r"file:", re.IGNORECASE)
_HOME = re.compile(r"/(?:home|Users|Volumes|mnt|media|tmp|var|private|Applications)/[^/]")
_SHARE = re.compile(r"\\\\[\w.-]+\\|%5C%5C", re.IGNORECASE)
_BACKSLASH = re.compile(r"\\|%5C", re.IGNORECASE)
#: The endings of sites that are written without a scheme most often; `.md` and `.py` are files.
_SITE = re.compile(
    r"(?:www(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:org|com|net|edu|gov|io|de|ch|at|uk|eu|fr|nl|it|es|jp|cn))"
    r"(?:[/?#:].*)?",
    re.IGNORECASE,
)
_COPY = "copy the file into the site and write its path from the page"


def explain_target(target: str) -> tuple[str, str] | None:
    """Return what an address is and what to write instead; None if it is nothing of this kind."""
    email = _EMAIL.fullmatch(target)
    if email:
        return f"'{target}' is an e-mail address", f"write 'mailto:{email[1]}'"
    if _FILE.match(target) or _DRIVE.match(target) or _SHARE.match(target):
        return f"'{target}' is a path of your computer", _COPY
    if _BACKSLASH.search(target):
        plain = _BACKSLASH.sub("/", target)
        return f"'{target}' is written with backslashes", f"write '{plain}'"
    if _HOME.match(target):
        return f"'{target}' is a path of your computer", _COPY
    if _SITE.fullmatch(target):
        return f"'{target}' is an address of another site", f"write 'https://{target}'"
    return None
