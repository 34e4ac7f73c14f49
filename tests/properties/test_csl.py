"""Whatever a style and its entries are, they are formatted, or the mistake is a diagnostic."""

from __future__ import annotations

import os
import time
from importlib.resources import files
from random import Random
from typing import Any

import pytest

from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, MARKDOWN, PLAIN_TEXT, to_text
from sitegen.research.csl.style_reader import compile_style
from support.csl_fuzz import random_items, random_style

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
ROUNDS = 10_000 if LONG else 100
#: How many times as large the large cases are in a long run.
TIMES = 10 if LONG else 1
#: Seconds of processor time for one style and a few entries.
LONGEST = 2.0
RANDOM = Random(1)  # noqa: S311  # as above


def write(style: str, items: list[dict[str, Any]], random: Random) -> list[str]:
    compiled, problems = compile_style(style.encode("utf-8", "surrogatepass"), "lab.csl")
    if compiled is None:
        return [str(each) for each in problems]
    found = {item.key: item for item in map(item_from_csl, items)}
    library = Library(compiled, built_in_locale(compiled.default_locale or "en-US"), found)
    citations = [
        Citation(
            tuple(
                Cite(key, random.choice(("", "12-14", "x")), "page", "see ", ", and <i>on</i>")
                for key in random.choices([*found, "missing"], k=3)
            ),
            note=random.choice((0, number)),
        )
        for number in range(4)
    ]
    document = format_document(library, citations, ["*"])
    texts = [*document.citations, *(entry.text for entry in document.entries)]
    return [
        to_text(text, document.locale, writer)
        for text in texts
        for writer in (HTML, MARKDOWN, PLAIN_TEXT)
    ]


def test_random_styles_and_items() -> None:
    formatted = 0
    for seed in range(ROUNDS):
        random = Random(seed)  # noqa: S311  # the same cases each time
        started = time.process_time()
        written = write(random_style(random), random_items(random), random)
        assert time.process_time() - started < LONGEST, seed
        for text in written[::3]:
            assert text.count("<i>") == text.count("</i>"), seed
            assert text.count("<span") == text.count("</span>"), seed
        formatted += any(written)
    assert formatted > ROUNDS / 2


NAMES = """<style><citation disambiguate-add-names="true" disambiguate-add-givenname="true"
 disambiguate-add-year-suffix="true"><layout><names variable="author"><name {options}/></names>
 <date variable="issued" form="text"/></layout></citation>
 <bibliography><sort><key variable="author"/></sort><layout><names variable="author"/>
 <date variable="issued" form="text"/></layout></bibliography></style>"""


@pytest.mark.parametrize("options", ['et-al-min="3" et-al-use-first="1"', 'form="short"'])
def test_very_many_authors(options: str) -> None:
    people = [{"family": f"Berg{number}", "given": "Ada B."} for number in range(1_000 * TIMES)]
    items = [
        {"id": key, "type": "book", "author": people, "issued": {"date-parts": [[-50_000]]}}
        for key in "abc"
    ]
    started = time.process_time()
    written = write(NAMES.format(options=options), items, RANDOM)
    assert "50000 BC" in written[0]
    assert time.process_time() - started < LONGEST


def test_many_works_that_read_the_same() -> None:
    person = [{"family": "Berg", "given": "Ada"}, {"family": "Cole", "given": "Bo"}] * 4
    items = [
        {"id": str(number), "type": "book", "author": person, "issued": {"date-parts": [[2001]]}}
        for number in range(100 * TIMES)
    ]
    started = time.process_time()
    written = write(NAMES.format(options='et-al-min="3" et-al-use-first="1"'), items, RANDOM)
    assert any(("2001all" if LONG else "2001cv") in text for text in written)
    assert time.process_time() - started < LONGEST


def test_a_large_style() -> None:
    group = '<group delimiter=", "><text variable="title"/><text variable="volume"/></group>'
    style = f"<style><citation><layout>{group * 1_200 * TIMES}</layout></citation></style>"
    assert len(style) > 90_000 * TIMES
    started = time.process_time()
    assert write(style, [{"id": "a", "type": "book", "title": "Knees"}], RANDOM)
    assert time.process_time() - started < LONGEST


def test_many_entries_in_a_built_in_style() -> None:
    """The time grows with the number of entries, not with its square."""
    random = Random(2)  # noqa: S311  # as above
    families = [f"{one}{other}" for one in ("Ber", "Col", "Dor", "Ek") for other in "aeiou"]
    items = [
        {
            "id": str(number),
            "type": random.choice(("article-journal", "book", "chapter")),
            "title": f"On the measure of {number} knees",
            "author": [
                {"family": random.choice(families), "given": f"{random.choice('ABCD')}da"}
                for _ in range(random.choice((1, 2, 3, 8)))
            ],
            "issued": {"date-parts": [[random.randint(1990, 2020)]]},
            "volume": str(number % 90),
            "page": f"{number}-{number + 9}",
        }
        for number in range(300 * TIMES)
    ]
    style = files("sitegen.research.csl").joinpath("styles", "apa.csl").read_text(encoding="utf-8")
    started = time.process_time()
    written = write(style, items, random)
    assert len(written) == 3 * (len(items) + 4)
    assert time.process_time() - started < LONGEST * 2
