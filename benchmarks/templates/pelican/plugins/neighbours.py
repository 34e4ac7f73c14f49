"""The previous and the next article of a section, which Pelican has no setting for."""

from itertools import pairwise
from typing import Any

from pelican import signals


def _join(generator: Any) -> None:
    for _, articles in generator.categories:
        for newer, older in pairwise(articles):
            newer.next_article, older.previous_article = older, newer


def register() -> None:
    """Register with Pelican."""
    signals.article_generator_finalized.connect(_join)
