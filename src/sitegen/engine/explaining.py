"""Find the page that `--explain` names."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.diagnostics import did_you_mean
from sitegen.errors import UsageError

__all__ = ["find_reasons"]

#: Output file, source file and why it was rendered.
_Reason = tuple[str, str, str]


def find_reasons(reasons: Iterable[_Reason], page: str) -> list[_Reason]:
    """Return why a page was rendered or not, for each of its list pages; `page` is its file or URL.

    Raises UsageError when the site has no such page.
    """
    known = list(reasons)
    url = f"{page.strip('/')}/index.html".lstrip("/")
    names = {page, page.removeprefix("./"), f"content/{page}", url, page.strip("/")}
    found = [each for each in known if names.intersection(each[:2])]
    if not found:
        hint = did_you_mean(page, _names_like(page, known), "name it by its file or its URL")
        message = f"there is no page '{page}' in this site; {hint}"
        raise UsageError(message)
    return found


def _names_like(page: str, known: Iterable[_Reason]) -> set[str]:
    """Return the names of all pages in the form of this one: files or URLs."""
    if page.startswith("/") or page.endswith("/"):
        return {f"/{output.removesuffix('index.html')}" for output, _, _ in known}
    names = {name for output, source, _ in known for name in (output, source)}
    return names if page.startswith("content/") else {n.removeprefix("content/") for n in names}
