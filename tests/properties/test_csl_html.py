"""What is kept of a text, for pages that cite alike, is what a document would write anew."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from sitegen.research.csl.arrangement import arrange_document
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, to_text
from sitegen.research.csl.reference_list import list_entries
from sitegen.research.csl.style_names import BUILT_IN_STYLES
from sitegen.research.csl.style_reader import compile_style
from sitegen.storage.citation_styles import read_style
from support.csl_fuzz import random_items, random_style
from support.csl_styles import read_entries

if TYPE_CHECKING:
    from collections.abc import Container

    from sitegen.research.csl.output import Writer

_LOCATORS = ("", "7", "12", "12-14", "101–4", "x", "3, 4", "7.")


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_built_in_styles(name: str) -> None:
    _compare(read_style(name) or b"", Random(5), documents=12)  # noqa: S311  # the same cases each time


def test_random_styles() -> None:
    for seed in range(25):
        random = Random(seed)  # noqa: S311  # as above
        _compare(random_style(random).encode("utf-8", "surrogatepass"), random, documents=3)


def _compare(style: bytes, random: Random, documents: int) -> None:
    compiled, _ = compile_style(style)
    if compiled is None:
        return
    items = [*map(item_from_csl, read_entries()), *map(item_from_csl, random_items(random))]
    library = Library(
        compiled,
        built_in_locale(compiled.default_locale or "en-US"),
        {item.key: item for item in items},
    )
    for _ in range(documents):
        _compare_document(library, _citations(random, list(library.items)), random)


def _compare_document(library: Library, citations: list[Citation], random: Random) -> None:
    nocite = random.sample(list(library.items), k=2)
    document = format_document(library, citations, nocite)
    writer = library.writer
    anew = format_document(Library(writer.style, writer.locale, library.items), citations, nocite)
    assert (anew.citations, anew.entries) == (document.citations, document.entries)
    arranged = arrange_document(library.writer, library.items, citations, nocite)
    listed = {entry.key for entry in document.entries}
    for citation, places, text in zip(citations, arranged.places, document.citations, strict=True):
        written = library.html.citation(citation, places, arranged, listed, "<{}>".format)
        assert written == to_text(text, document.locale, _linking(citation, listed))
    entries = {entry.key: to_text(entry.text, document.locale, HTML) for entry in document.entries}
    for entry in list_entries(arranged, library.writer):
        assert library.html.entry(entry) == entries.get(entry.key, "")


def _linking(citation: Citation, listed: Container[str]) -> Writer:
    is_whole = all(cite.key in listed for cite in citation.cites)
    return HTML._replace(
        cite=lambda key: (f"<{key}>", "</a>") if key in listed else ("", ""),
        link=None if is_whole else HTML.link,
    )


def _citations(random: Random, keys: list[str]) -> list[Citation]:
    return [
        Citation(
            tuple(
                Cite(
                    key,
                    random.choice(_LOCATORS),
                    random.choice(("page", "chapter")),
                    random.choice(("", "see 100% ")),
                    random.choice(("", ", and <i>on</i>")),
                    suppress_author=random.random() < 0.1,
                )
                for key in random.sample(keys, k=random.choice((1, 1, 1, 2, 4)))
            ),
            note=random.choice((0, number)),
            mode=random.choice(("", "", "composite")),
        )
        for number in range(8)
    ]
