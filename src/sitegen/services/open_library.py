"""Open Library: a book by its ISBN.

Source: openlibrary.org/dev/docs/api/books, with `jscmd=data`.
"""

from __future__ import annotations

from sitegen.late_patterns import compile_late
from sitegen.model import PartialDate, Work
from sitegen.services.answers import items_at, read_json, text_at, value_at
from sitegen.services.fetching import Fetcher, NotFoundError, make_url
from sitegen.services.spoken_names import read_spoken_name

__all__ = ["fetch_book"]

_BOOKS = "https://openlibrary.org/api/books"
_YEAR = compile_late(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")


def fetch_book(fetcher: Fetcher, isbn: str) -> Work:
    """Return a book. Raises NotFoundError and ServiceError."""
    query = {"bibkeys": f"ISBN:{isbn}", "jscmd": "data", "format": "json"}
    answer = read_json(fetcher.fetch(make_url(_BOOKS, **query), "application/json"))
    book = value_at(answer, f"ISBN:{isbn}")
    title, subtitle = text_at(book, "title"), text_at(book, "subtitle")
    if not title:
        message = f"Open Library has no book with the ISBN {isbn}"
        raise NotFoundError(message)
    names = [text_at(each, "name") for each in items_at(book, "authors")]
    year = _YEAR.search(text_at(book, "publish_date"))
    variables = {
        "publisher": text_at(book, "publishers", 0, "name"),
        "publisher-place": text_at(book, "publish_places", 0, "name"),
        "ISBN": isbn,
    }
    return Work(
        key="",
        type="book",
        kind="book",
        title=f"{title}: {subtitle}" if subtitle else title,
        names={"author": tuple(read_spoken_name(name) for name in names if name)},
        issued=PartialDate(year=int(year[0])) if year else None,
        variables={name: value for name, value in variables.items() if value},
    )
