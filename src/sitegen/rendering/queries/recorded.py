"""Write queries to records and read them back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from sitegen import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.rendering.queries.query import Query

__all__ = ["read_query", "record_query", "select_recorded"]


def record_query(query: Query[Any]) -> str:
    """Return a question as records have it; `read_query` reads it."""
    return f"{query.kind}:{query.text}"


def read_query(recorded: str) -> Query[Any] | None:
    """Return the question that a record names, or None if no such kind is registered."""
    kind, _, text = recorded.partition(":")
    query_class = _by_kind(registry.QUERIES.load()).get(kind)
    return None if query_class is None else query_class.from_text(text)


def select_recorded(recorded: Iterable[str], query_class: type[Query[Any]]) -> Iterator[str]:
    """Yield those recorded questions that are of this class; none is decoded."""
    start = f"{query_class.kind}:"
    return (each for each in recorded if each.startswith(start))


@functools.cache
def _by_kind(classes: tuple[type[Query[Any]], ...]) -> Mapping[str, type[Query[Any]]]:
    """Return the registered classes by their kinds. Raises ValueError if two have the same."""
    by_kind = {each.kind: each for each in classes}
    if len(by_kind) < len(classes):
        message = (
            f"two queries have the same kind, among {', '.join(each.kind for each in classes)}"
        )
        raise ValueError(message)
    return by_kind
