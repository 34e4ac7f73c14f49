"""What is known of items of one shape changes nothing about what is written of them."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from sitegen.research.csl.cites import Cite
from sitegen.research.csl.entry_writer import EntryWriter, Place
from sitegen.research.csl.items import Item, item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.rich_text import plain_text
from sitegen.research.csl.scene import Depth
from sitegen.research.csl.style_names import BUILT_IN_STYLES
from sitegen.research.csl.style_reader import Style, compile_style
from sitegen.storage.citation_styles import read_style

ENTRIES = Path(__file__).parents[3] / "cases" / "csl" / "entries.json"
LOCATORS = (None, ("7", "page"), ("2", "chapter"))
PLACES = (Place(), Place(1, near=False, note=2), Place(3, near=True, note=1))
DEPTHS = (Depth(), Depth(names=(2,), givens=((2,),)), Depth(condition=1))


def _compiled(data: bytes) -> Style:
    style, problems = compile_style(data)
    assert style is not None, problems
    return style


def _items() -> list[Item]:
    """Return some entries of the cases, and some without one of their variables."""
    rows = json.loads(ENTRIES.read_text(encoding="utf-8"))
    less = [
        {key: value for key, value in row.items() if key != left_out}
        for row in rows
        for left_out in ("author", "issued", "volume")
        if left_out in row
    ]
    return [item_from_csl(row) for row in (*rows, *less)][::4]


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_items_of_one_shape(name: str) -> None:
    style = _compiled(read_style(name) or b"")
    locale = built_in_locale("en")
    writer = EntryWriter(style, locale)
    for item in _items():
        written = [writer.entry(item).text]
        expected = [EntryWriter(style, locale).entry(item).text]
        for locator, place, depth in product(LOCATORS, PLACES, DEPTHS):
            cite = Cite(item.key, *locator) if locator else None
            written.append(writer.cite(item, cite, place, depth, suffix=True).text)
            fresh = EntryWriter(style, locale)
            expected.append(fresh.cite(item, cite, place, depth, suffix=True).text)
        assert written == expected


STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <macro name="number">
    <choose>
      <if is-numeric="volume"><text variable="volume" prefix="no. "/></if>
      <else-if variable="volume"><text variable="volume" prefix="called "/></else-if>
      <else><text value="none"/></else>
    </choose>
  </macro>
  <citation>
    <layout>
      <group delimiter=", ">
        <names variable="author"><substitute><text variable="title"/></substitute></names>
        <text variable="title"/>
        <group><text term="volume"/><text variable="volume" prefix=" "/></group>
        <text macro="number"/>
        <group><label variable="locator"/><text variable="locator" prefix=" "/></group>
      </group>
    </layout>
  </citation>
</style>
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The title in the place of names is not shown again, whoever was written before.
        (
            [{"title": "A"}, {"title": "B", "author": [{"literal": "Doe"}]}, {"title": "C"}],
            ["A, none", "Doe, B, none", "C, none"],
        ),
        # Values decide, and these differ.
        (
            [{"title": "A", "volume": "3"}, {"title": "B", "volume": "Sun"}],
            ["A, volume 3, no. 3", "B, volume Sun, called Sun"],
        ),
    ],
)
def test_what_differs_within_a_shape(rows: list[dict[str, object]], expected: list[str]) -> None:
    writer = EntryWriter(_compiled(STYLE.encode()), built_in_locale("en"))
    items = [item_from_csl({"id": str(at), **row}) for at, row in enumerate((*rows, *rows))]
    written = [plain_text(writer.cite(item).text) for item in items]
    assert written == [*expected, *expected]


def test_a_locator_after_cites_without() -> None:
    writer = EntryWriter(_compiled(STYLE.encode()), built_in_locale("en"))
    items = [item_from_csl({"id": each, "title": each}) for each in "AB"]
    cites = [None, Cite("B", "x.7")]
    written = [writer.cite(*pair).text for pair in zip(items, cites, strict=True)]
    assert list(map(plain_text, written)) == ["A, none", "B, none, page x.7"]


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("; ", "; ", "in A; 1; 2"),
        ("; ", "", "in A; 12"),
        ("", "; ", "in A1; 2"),
    ],
)
def test_what_stands_in_place_of_a_group(outer: str, inner: str, expected: str) -> None:
    """A group is left out only if all around it is written as before, for every later item."""
    style = f"""\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <macro name="part"><text term="in" suffix=" "/><text variable="title"/></macro>
  <citation><layout>
    <group delimiter="{outer}">
      <text macro="part"/>
      <group delimiter="{inner}"><text variable="volume"/><text variable="issue"/></group>
    </group>
  </layout></citation>
</style>"""
    writer = EntryWriter(_compiled(style.encode()), built_in_locale("en"))
    row = {"title": "A", "volume": "1", "issue": "2"}
    items = [item_from_csl({"id": str(at), **row}) for at in range(3)]
    assert [plain_text(writer.cite(item).text) for item in items] == [expected] * 3


def test_a_variable_that_a_substitute_hides_leaves_no_words_behind() -> None:
    style = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <citation><layout delimiter=", ">
    <names variable="author"><substitute>
      <choose><if is-numeric="volume"><text variable="title"/></if></choose>
      <text variable="publisher"/>
    </substitute></names>
    <group prefix="; "><text term="in" suffix=" "/><text variable="title"/></group>
  </layout></citation>
</style>"""
    writer = EntryWriter(_compiled(style.encode()), built_in_locale("en"))
    volumes = ["x", "3", "x", "3"]
    rows = [{"id": str(at), "title": "A", "publisher": "P", "volume": each}
            for at, each in enumerate(volumes)]  # fmt: skip
    written = [plain_text(writer.cite(item_from_csl(row)).text) for row in rows]
    assert written == ["P; in A", "A", "P; in A", "A"]
