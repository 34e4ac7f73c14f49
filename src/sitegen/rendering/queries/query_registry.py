"""Which queries there are, and records read back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.rendering.queries.data_queries import DataNamesQuery, DataQuery
from sitegen.rendering.queries.file_queries import AssetQuery, ImageQuery, TemplateQuery, UrlQuery
from sitegen.rendering.queries.page_queries import CardQuery, ListQuery, TagQuery
from sitegen.rendering.queries.site_queries import (
    MenusQuery,
    PagesQuery,
    SectionsQuery,
    TagsQuery,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.rendering.queries.query import Query

__all__ = ["QUERIES", "read_query", "register_query", "select_recorded"]

#: Every class of query by its kind.
QUERIES: dict[str, type[Query[Any]]] = {}


def register_query(query_class: type[Query[Any]]) -> None:
    """Let records name a class of query by its kind. Raises ValueError when the kind is taken."""
    known = QUERIES.setdefault(query_class.kind, query_class)
    if known is not query_class:
        message = f"two queries of the kind '{query_class.kind}'"
        raise ValueError(message)


def read_query(recorded: str) -> Query[Any] | None:
    """Return the question that a record names, or None if no such kind is registered."""
    kind, _, text = recorded.partition(":")
    query_class = QUERIES.get(kind)
    return None if query_class is None else query_class.from_text(text)


def select_recorded(recorded: Iterable[str], query_class: type[Query[Any]]) -> Iterator[str]:
    """Yield those recorded questions that are of this class; none is decoded."""
    start = f"{query_class.kind}:"
    return (each for each in recorded if each.startswith(start))


for _class in (
    AssetQuery,
    CardQuery,
    DataNamesQuery,
    DataQuery,
    ImageQuery,
    ListQuery,
    MenusQuery,
    PagesQuery,
    SectionsQuery,
    TagQuery,
    TagsQuery,
    TemplateQuery,
    UrlQuery,
):
    register_query(_class)
