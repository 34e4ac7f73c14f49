"""Documents are formatted: citations, numbers, letters, the bibliography."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import format_document
from sitegen.research.csl.items import item_from_work
from sitegen.research.csl.output import HTML, MARKDOWN, PLAIN_TEXT, to_text
from support.csl_suite import make_library
from support.works import make_article

AUTHOR_DATE = """
<style class="in-text">
  <citation disambiguate-add-year-suffix="true" collapse="year">
    <layout prefix="(" suffix=")" delimiter="; "><group delimiter=", ">
      <names variable="author"><name form="short" and="symbol"/></names>
      <date variable="issued" form="numeric" date-parts="year"/>
      <group delimiter=" ">
        <label variable="locator" form="short"/><text variable="locator"/>
      </group>
    </group></layout>
  </citation>
  <bibliography subsequent-author-substitute="———">
    <sort><key variable="author"/><key variable="issued"/></sort>
    <layout suffix="."><group delimiter=". ">
      <names variable="author"><name name-as-sort-order="all" and="symbol"/></names>
      <date variable="issued" form="numeric" date-parts="year"/>
      <text variable="title" font-style="italic"/>
      <text variable="DOI"/>
    </group></layout>
  </bibliography>
</style>
"""
NUMBERS = """
<style class="in-text">
  <citation collapse="citation-number"><sort><key variable="citation-number"/></sort>
    <layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout>
  </citation>
  <bibliography second-field-align="flush"><layout>
    <text variable="citation-number" suffix="."/><text variable="title" prefix=" "/>
  </layout></bibliography>
</style>
"""


def book(key: str, family: str, year: int, title: str = "A title") -> dict[str, Any]:
    return {
        "id": key,
        "type": "book",
        "author": [{"family": family, "given": "Ada"}],
        "issued": {"date-parts": [[year]]},
        "title": title,
    }


BOOKS = [
    book("b", "Berg", 2001, "Knees"),
    book("a", "Adler", 1999, "<i>Felis</i> at home"),
    book("b2", "Berg", 2001, "More knees"),
    book("c", "Cole", 2010, "Hips"),
    book("d", "Dorn", 2011, "Toes"),
]


def cite(*keys: str, **more: Any) -> Citation:
    return Citation(tuple(Cite(key) for key in keys), **more)


def test_author_and_date() -> None:
    library = make_library(AUTHOR_DATE, BOOKS)
    citations = [cite("b", "b2", "a"), Citation((Cite("c", "12-14", "page", "see "),))]
    document = format_document(library, citations)
    texts = [to_text(each, document.locale, PLAIN_TEXT) for each in document.citations]
    assert texts == ["(Berg, 2001a, 2001b; Adler, 1999)", "(see Cole, 2010, pp. 12–14)"]
    entries = [to_text(each.text, document.locale, HTML) for each in document.entries]
    assert entries == [
        'Adler, Ada. 1999. <i><span class="csl-upright">Felis</span> at home</i>.',
        "Berg, Ada. 2001a. <i>Knees</i>.",
        "———. 2001b. <i>More knees</i>.",
        "Cole, Ada. 2010. <i>Hips</i>.",
    ]
    assert document.missing == ()


@pytest.mark.parametrize(
    ("citation", "text"),
    [
        (cite("b", mode="composite"), "Berg (2001a)"),
        (Citation((Cite("b", suppress_author=True),)), "(2001a)"),
        (Citation((Cite("b", author_only=True),)), "Berg"),
    ],
)
def test_names_in_the_sentence(citation: Citation, text: str) -> None:
    document = format_document(make_library(AUTHOR_DATE, BOOKS), [citation, cite("b2")])
    assert to_text(document.citations[0], document.locale, PLAIN_TEXT) == text


def test_numbers() -> None:
    document = format_document(
        make_library(NUMBERS, BOOKS), [cite("c"), cite("d", "a", "c", "b")], ["b2"]
    )
    texts = [to_text(each, document.locale, PLAIN_TEXT) for each in document.citations]
    assert texts == ["[1]", "[1–4]"]
    assert [entry.key for entry in document.entries] == ["c", "d", "a", "b", "b2"]
    assert to_text(document.entries[0].text, document.locale, HTML) == (
        '<span class="csl-left-margin">1.</span><span class="csl-right-inline"> Hips</span>'
    )


def test_keys_that_stand_for_nothing_are_told() -> None:
    document = format_document(make_library(NUMBERS, BOOKS), [cite("x", "a")], ["y"])
    assert document.missing == ("x", "y")
    assert to_text(document.citations[0], document.locale, PLAIN_TEXT) == "[1]"


def test_a_work_of_the_site() -> None:
    item = item_from_work(make_article())
    library = make_library(AUTHOR_DATE, [])
    document = format_document(type(library)(library.writer.style, library.writer.locale,
                                             {item.key: item}), [], ["*"])  # fmt: skip
    (entry,) = document.entries
    assert to_text(entry.text, document.locale, HTML).endswith(
        '<a href="https://doi.org/10.1000/a_b&lt;c&gt;">10.1000/a_b&lt;c&gt;</a>.'
    )


def test_formulas_are_text() -> None:
    title = 'Mixing at <span class="math inline">$Re &gt; 10^4$</span> &amp; <i>more</i>'
    work = msgspec.structs.replace(make_article(), html={"title": title})
    assert item_from_work(work).texts["title"] == "Mixing at Re > 10⁴ & <i>more</i>"


def test_markdown() -> None:
    library = make_library(AUTHOR_DATE, [book("a", "Adler", 1999, "5 * 5 <b>is</b> more")])
    document = format_document(library, [], ["*"])
    text = to_text(document.entries[0].text, document.locale, MARKDOWN)
    assert text == "Adler, Ada. 1999. *5 \\* 5 **is** more*."


def test_what_is_written_once_is_kept() -> None:
    library = make_library(AUTHOR_DATE, BOOKS)
    first = format_document(library, [cite("b", "b2")])
    second = format_document(library, [cite("a"), cite("b", "b2")])
    assert first.citations[0] == second.citations[1]
    written = library.writer.entry(library.items["a"])
    assert library.writer.entry(library.items["a"]) is written


def test_cites_that_differ_in_their_locators_go_on_behind_what_they_share() -> None:
    library = make_library(AUTHOR_DATE, BOOKS)
    locators = ("", "7", "7-9", "ch. 2", "8")
    texts = [
        to_text(
            format_document(library, [Citation((Cite("a", locator=locator),))]).citations[0],
            library.writer.locale,
            PLAIN_TEXT,
        )
        for locator in locators
    ]
    assert texts == [
        "(Adler, 1999)",
        "(Adler, 1999, p. 7)",
        "(Adler, 1999, pp. 7–9)",
        "(Adler, 1999, ch. 2)",
        "(Adler, 1999, p. 8)",
    ]


def test_nothing_is_cut() -> None:
    family, words, title = "Ö" + "ü" * 3_000, "soon " * 100, "T" * 150_000
    item = {"id": "a", "type": "book", "title": title, "issued": {"raw": words}}
    item["author"] = [{"family": family, "given": "Ann von"}]
    style = AUTHOR_DATE.replace('form="numeric" date-parts="year"/>', 'form="text"/>')
    library = make_library(style, [item])
    document = format_document(library, [Citation((Cite("a"),))])
    assert to_text(document.citations[0], document.locale, PLAIN_TEXT) == (
        f"({family}, {words.strip()})"
    )
    assert title in to_text(document.entries[0].text, document.locale, PLAIN_TEXT)
