"""Links that show their own address get the class `uri`, as in Pandoc: print need not repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct

if TYPE_CHECKING:
    from sitegen.content.construct import Mistake, PageTree

__all__ = ["SHOWN_ADDRESSES"]


class _ShownAddresses(Construct):
    html_marks = (">http://", ">https://", ">www.")

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Set the class."""
        for link in tree.root.css("a[href^='http']"):
            shown, href = link.text().strip(), link.attributes["href"] or ""
            if shown and _bare(shown) == _bare(href) and "class" not in link.attributes:
                link.attrs["class"] = "uri"
        return ()


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


SHOWN_ADDRESSES = _ShownAddresses()
