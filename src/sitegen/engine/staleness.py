"""Decide whether an output has to be rendered again, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen import registry
from sitegen.config import DiagnosticsConfig
from sitegen.engine.render_records import RenderRecord, read_record
from sitegen.model import Page, digest_of
from sitegen.rendering.queries import (
    BodyQuery,
    CardQuery,
    EntryQuery,
    TitleQuery,
    record_query,
    select_recorded,
)

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.rendering.queries import Answers
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.output_folder import OutputFolder

__all__ = ["TextChanges", "base_digest", "find_outdated", "own_digests", "why_render"]


def base_digest(render_inputs: RenderInputs) -> str:
    """Return a digest of what shapes every page beside templates, assets and other pages."""
    site = render_inputs.site
    return digest_of(
        (
            msgspec.structs.replace(
                site.config, diagnostics=DiagnosticsConfig()
            ),  # which no page shows
            site.measures,
            render_inputs.params,
            render_inputs.words,
            render_inputs.feed_url,
            site.logo,
        )
    )


def own_digests(page: Page, base: str, config: Config) -> Iterator[str]:
    """Yield, for each list page of a page, a digest of what it shows besides other pages' cards."""
    if len(page.list_urls) == 1:
        yield digest_of((base, page))
        return
    core = digest_of((base, msgspec.structs.replace(page, pages=())))
    size = config.pagination.size
    for number in range(len(page.list_urls)):
        yield digest_of((core, number, page.pages[number * size : (number + 1) * size]))


def why_render(
    record: RenderRecord | None, own: str, answers: Answers, output: OutputFolder, name: str
) -> str:
    """Return why an output has to be rendered; empty if it need not be."""
    if record is None:
        return "it has not been rendered before"
    if record.own != own:
        return "the page itself has changed"
    for recorded, digest in record.reads.items():
        if answers[recorded] != digest:
            return f"it shows {answers.describe(recorded)}, which has changed"
    if not output.holds(name, record.digest):
        return "its file in the output is missing or was changed"
    return ""


class TextChanges:
    """Finds the recorded questions whose answers edits of text may have changed.

    `summaries` are the keys of the pages whose summaries differ, `edited` those of all that were
    edited: outputs may show their bodies, but no other page does.
    """

    def __init__(self, summaries: Iterable[str], edited: Iterable[str] = ()) -> None:
        self._cards = frozenset(
            record_query(query(key))
            for key in summaries
            for query in (CardQuery, EntryQuery, TitleQuery)
        )
        self._bodies = frozenset(record_query(BodyQuery(key)) for key in edited)
        #: Queries without a pattern of their own do not name the pages that they depend on.
        self._others = tuple(
            each
            for each in registry.QUERIES.load()
            if each.follows_text and each is not CardQuery and each is not BodyQuery
        )

    def select(self, recorded: Iterable[str]) -> Iterator[str]:
        """Yield the recorded questions whose answers may have changed."""
        questions = tuple(recorded)
        yield from (each for each in questions if each in self._cards or each in self._bodies)
        for query_class in self._others:
            yield from select_recorded(questions, query_class)

    def patterns(self) -> tuple[bytes, ...]:
        """Return byte patterns: every packed record of a page that asks so has one of them."""
        cards = (msgspec.json.encode(each) for each in self._cards)
        return (*cards, *(f'"{each.kind}:'.encode() for each in self._others))


def find_outdated(
    records: Mapping[str, bytes], changes: TextChanges, answers: Answers
) -> list[RenderRecord]:
    """Return the packed records, by output, that edits of text have put out of date.

    Searching the bytes of 10,000 records takes 10 ms; decoding all of them would take 0.1 s.
    """
    patterns = changes.patterns()
    found = (
        read_record(data)
        for data in records.values()
        if any(pattern in data for pattern in patterns)
    )
    return [
        record
        for record in found
        if record and any(answers[q] != record.reads[q] for q in changes.select(record.reads))
    ]
