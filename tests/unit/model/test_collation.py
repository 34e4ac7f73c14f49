"""Texts are sorted as the readers of a language expect."""

from __future__ import annotations

import random
import unicodedata

import pytest

from sitegen.model.alphabets import ALPHABETS
from sitegen.model.collation import collation_key

#: Words in the right order, by language.
SORTED = {
    "": "1 2 10 A a2 a10 a10b b Z",
    "en": "apple Apple Äpple apples B côte z",
    "de": "Abel Ähre Äpfel Apfelmus Müll Mull's Öl Olive Straße Strasser über Ufer Zoo",
    "sv": "Adam Zeus Åsa Ärla Östen",
    "fi": "Aino Zeppelin Åbo Äiti Öljy",
    "da": "Anna Zoo Æble Øl Ål Aarhus Åse",
    "nb": "Anne Zebra Ære Øl Ål",
    "is": "Anna Áki Bjarni Davíð Eva Érik Þór Æsa Ögn",
    "et": "sool šokk zoo žanr tool vana õlu äri öö üks",
    "es": "nube nuez ñandú oso",
    "pl": "cena ćma dom lato łódka mama zebra źdźbło żaba",
    "cs": "cukr čaj hora chata ikona rok řeka sůl šaty zeď žena",
    "sk": "azbest ädikt cit hora chata ikona osa ôsmy",
    "hr": "cvijet čaj ćup dom džep đak lav ljeto more nos njega",
    "hu": "cukor csap dal dzeta gáz gyár nap nyár olaj öl sál szó",
    "ro": "apă ăla înalt jar",
    "lv": "cirks čaks galva ģimene kaķis ķirsis",
    "lt": "cirkas čekis yla ilgas jonas",
    "tr": "can çay gül ğ ısı insan okul ördek su şeker",
    "sq": "cep çaj dem dhe lule llak",
    "cy": "cath chwech dafad ddoe llaeth",
    "ru": "елка ёлка ель игра йод яма",
    "uk": "гай ґанок день еко єнот игра іній їжак йод",
    "el": "Άλφα αλφάδι βήτα Ωμέγα",
    "th": "กา เก ขา เข",
    "ko": "가 나 다",
    "ja": "あ が く",
}


@pytest.mark.parametrize("language", SORTED)
def test_alphabets(language: str) -> None:
    words = SORTED[language].split()
    shuffled = random.Random(7).sample(words, len(words))  # noqa: S311  # the same each time
    assert sorted(shuffled, key=lambda word: collation_key(word, language)) == words


def test_a_region_does_not_matter() -> None:
    assert collation_key("Ä", "sv-FI") == collation_key("Ä", "sv")


@pytest.mark.parametrize(
    "texts",
    [
        ["Part 2", "Part 10", "Part 10a", "Part 100"],
        ["1.9", "1.10", "1.10.1"],
        ["02", "2", "10"],
        ["a b", "a-b", "a1", "ab"],
        ["resume", "Resume", "résumé", "Résumé"],
        ["«x»", "1", "x"],
        ["٣", "١٠"],
        ["9" * 2_000, "a"],
    ],
)
def test_numbers_spaces_accents_and_case(texts: list[str]) -> None:
    shuffled = random.Random(7).sample(texts, len(texts))  # noqa: S311  # the same each time
    assert sorted(shuffled, key=collation_key) == texts


@pytest.mark.parametrize("language", ["", *ALPHABETS])
def test_composed_and_decomposed_are_equal(language: str) -> None:
    for word in " ".join(SORTED.values()).split():
        decomposed = unicodedata.normalize("NFD", word)
        assert collation_key(decomposed, language) == collation_key(word, language)
