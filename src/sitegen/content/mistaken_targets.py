"""Tell what an author meant by an address that leads nowhere.

It may be a reference or a citation, an e-mail address, a path of their own disk, a path with
backslashes, or an address without its `https://`.
"""

from __future__ import annotations

import re

from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

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
_LABEL = compile_late(r"@([\w-]+)")
_COPY = "copy the file into the site and write its path from the page"


def explain_target(target: str) -> tuple[str, str] | None:
    """Return what an address is and what to write instead; None if it is nothing of this kind."""
    if "@" in target and (meant := _explain_at(target)):
        return meant
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


def _explain_at(target: str) -> tuple[str, str] | None:
    """Explain a label, a key or an e-mail address."""
    label = _LABEL.fullmatch(target)
    if label and kind_of_label(label[1]):
        return f"'{target}' is a reference, not an address", f"write '#{label[1]}'"
    if label:
        return f"'{target}' is a citation, not an address", f"write '[@{label[1]}]' behind the text"
    email = _EMAIL.fullmatch(target)
    if email:
        return f"'{target}' is an e-mail address", f"write 'mailto:{email[1]}'"
    return None
