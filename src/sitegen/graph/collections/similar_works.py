"""Find publications on the same topics, by their keywords."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sitegen.model.words import fold_term

if TYPE_CHECKING:
    from sitegen.model import Entry

__all__ = ["find_similar"]

_MOST = 4
#: A keyword of more publications than this tells little, and comparing them all would take long.
_MOST_ENTRIES = 60


def find_similar(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return, by the key of each publication, the keys of up to four others on its topics.

    A rare keyword counts more than one that many have. Other versions of a work are left out, and
    only the version that lists show is named.
    """
    works = [entry for entry in entries if entry.work and entry.work.keywords]
    order = {entry.key: place for place, entry in enumerate(works)}
    terms = {entry.key: _terms(entry) for entry in works}
    shown: dict[str, list[str]] = defaultdict(list)
    for entry in works:
        for term in terms[entry.key] if not entry.version_of else ():
            shown[term].append(entry.key)
    found = {entry.key: _most_similar(entry, terms[entry.key], shown, order) for entry in works}
    return {key: keys for key, keys in found.items() if keys}


def _terms(entry: Entry) -> frozenset[str]:
    return frozenset(map(fold_term, entry.work.keywords)) if entry.work else frozenset()


def _most_similar(
    entry: Entry,
    terms: Iterable[str],
    shown: Mapping[str, list[str]],
    order: Mapping[str, int],
) -> tuple[str, ...]:
    apart = {entry.key, *entry.versions}
    scores: dict[str, float] = defaultdict(float)
    for term in terms:
        keys = shown.get(term, ())
        if len(keys) <= _MOST_ENTRIES:
            for key in keys:
                scores[key] += 1 / len(keys)
    ranked = sorted(
        (key for key in scores if key not in apart), key=lambda k: (-scores[k], order[k])
    )
    return tuple(ranked[:_MOST])
