"""Let pages of a site share equal values, of which a large site would hold thousands of copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import PurePosixPath

    from sitegen.model import ParsedPage

__all__ = ["SharedValues"]

_T = TypeVar("_T")


class SharedValues:
    """The values that were seen so far, each once.

    Pages are unpacked one by one, which makes a new object of every value. Most pages of a folder
    have the same fields in the same lines, and many have the same terms, authors and dates. What
    templates may change by mistake, such as `extra`, stays each page's own.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}

    def put_into(self, page: ParsedPage, path: PurePosixPath) -> ParsedPage:
        """Return a page with shared values; `path` is its own, as others name it."""
        front = page.front
        front = msgspec.structs.replace(
            front,
            date=self._share(front.date, front.date),
            updated=self._share(front.updated, front.updated),
            language=self._share(front.language, front.language),
            featured_image_focus=self._share(
                front.featured_image_focus, front.featured_image_focus
            ),
            terms=self._share_mapping("terms", front.terms),
            authors=self._share(front.authors, front.authors),
            macros=self._share_mapping("macros", front.macros),
            places=self._share_mapping("places", front.places),
        )
        return msgspec.structs.replace(page, path=path, front=front)

    def _share(self, key: Hashable, value: _T) -> _T:
        return self._known.setdefault(key, value)  # type: ignore[return-value]  # equal, so the same type

    def _share_mapping(self, name: str, value: Mapping[str, _T]) -> Mapping[str, _T]:
        return self._share((name, *value.items()), value)
