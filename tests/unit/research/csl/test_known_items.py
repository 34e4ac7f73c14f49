"""A page reads the same whatever other pages were formatted before it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sitegen.research.csl.arrangement import arrange_document
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import Item, item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, to_text
from sitegen.research.csl.style_names import BUILT_IN_STYLES
from sitegen.research.csl.style_reader import Style, compile_style
from sitegen.storage.citation_styles import read_style

_FAMILIES = ("Bani", "Delman", "Forez", "Gorić", "Hanko", "Kelund", "Lammann", "Mornen")
_GIVEN = ("Ada", "Bo", "Amy")


def _items(chance: random.Random) -> dict[str, Item]:
    """Return works of few people in few years, so that some are alike and most are not."""
    found: dict[str, Item] = {}
    for number in range(60):
        data: dict[str, Any] = {
            "id": f"key{number}",
            "type": chance.choice(("book", "article-journal", "chapter")),
            "author": [
                {"family": chance.choice(_FAMILIES), "given": chance.choice(_GIVEN)}
                for _ in range(chance.choice((0, 1, 1, 2, 3, 7)))
            ],
            "issued": {"date-parts": [[chance.choice((2019, 2020, 2021))]]},
            "title": f"{chance.choice(('A title', 'On knees', 'Of noise'))} {number % 7}",
        }
        found[data["id"]] = item_from_csl(data)
    return found


def _citations(chance: random.Random, keys: list[str]) -> list[Citation]:
    cited = chance.choices(keys, k=chance.choice((1, 2, 3, 5)))
    return [Citation((Cite(key, chance.choice(("", "7", "3-5"))),)) for key in cited]


def _style(name: str) -> Style:
    style, _ = compile_style(read_style(name) or b"")
    assert style is not None
    return style


def _shown(library: Library, citations: list[Citation]) -> list[str]:
    document = format_document(library, citations)
    texts = (*document.citations, *(entry.text for entry in document.entries))
    return [to_text(text, document.locale, HTML) for text in texts]


@pytest.mark.parametrize("name", sorted(BUILT_IN_STYLES))
def test_as_with_a_library_that_knows_nothing(name: str) -> None:
    chance = random.Random(name)  # noqa: S311  # pages, not secrets
    items, style, locale = _items(chance), _style(name), built_in_locale("en")
    library = Library(style, locale, items)
    for _ in range(40):
        citations = _citations(chance, list(items))
        expected = _shown(Library(style, locale, items), citations)
        assert _shown(library, citations) == expected


def test_what_nothing_is_like_is_arranged_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    works: list[dict[str, Any]] = [
        {"id": family, "author": [{"family": family, "given": "Ada"}], "title": "A title"}
        for family in _FAMILIES
    ]
    items: dict[str, Item] = {each["id"]: item_from_csl(each) for each in works}
    library = Library(_style("apa"), built_in_locale("en"), items)
    citations = [Citation((Cite(key),)) for key in reversed(_FAMILIES)]
    first = arrange_document(library.writer, items, citations)
    monkeypatch.delattr("sitegen.research.csl.arrangement.disambiguate")
    again = arrange_document(library.writer, items, citations)
    assert list(again.items) == list(first.items) == list(_FAMILIES)
    assert (again.numbers, again.distinctions) == (first.numbers, first.distinctions)
