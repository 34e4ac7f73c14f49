"""Tell what an author meant by an address that leads nowhere.

It may be an e-mail address, a path of their own disk, a path with backslashes, or an address
without its `https://`.
"""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late

__all__ = ["explain_target"]

_EMAIL = compile_late(r"(?:mailto:\s*)?([^\s/@:<>]+@[\w-]+(?:\.[\w-]+)+)")
_DRIVE = compile_late(r"/?[A-Za-z]:(?:[\\/]|%5C)", re.IGNORECASE)
_FILE = compile_late(r"file:", re.IGNORECASE)
_HOME = compile_late(r"/(?:home|Users|Volumes|mnt|media|tmp|var|private|Applications)/[^/]")
_SHARE = compile_late(r"\\\\[\w.-]+\\|%5C%5C", re.IGNORECASE)
_BACKSLASH = compile_late(r"\\|%5C", re.IGNORECASE)
#: The endings of sites that are written without a scheme most often; `.md` and `.py` are files.
_SITE = compile_late(
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
