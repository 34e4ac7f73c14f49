from __future__ import annotations

import msgspec

from sitegen.graph.numbering import number_labels
from sitegen.model import Label, ParsedPage
from support.parsing import parse


def page_with(*labels: Label | str, path: str = "content/a.md") -> ParsedPage:
    made = tuple(Label(name=each) if isinstance(each, str) else each for each in labels)
    return msgspec.structs.replace(parse("# A\n", path), labels=made)


def numbers(*pages: ParsedPage) -> list[dict[str, str]]:
    numbering = number_labels([pages])
    return [dict(numbering.numbers.get(page.key, {})) for page in pages]


def test_each_kind_is_counted_by_itself() -> None:
    page = page_with("fig-b", "eq-a", "fig-a", "tbl-z")
    assert numbers(page) == [{"fig-b": "1", "eq-a": "1", "fig-a": "2", "tbl-z": "1"}]


def test_numbers_run_through_the_pages_of_a_group() -> None:
    pages = (page_with("fig-a"), page_with("fig-b", path="content/b.md"))
    assert numbers(*pages) == [{"fig-a": "1"}, {"fig-b": "2"}]
    alone = number_labels([[page] for page in pages])
    assert alone.find("content/b.md", "fig-b") == "1"


def test_of_two_equal_labels_the_first_one_counts() -> None:
    assert numbers(page_with("fig-a", "fig-a", "fig-b")) == [{"fig-a": "1", "fig-b": "2"}]


def test_parts_of_a_figure_have_letters() -> None:
    parts = (Label(name=f"fig-{letter}", within="fig-pair") for letter in "xy")
    found = numbers(page_with("fig-first", *parts, "fig-pair", "fig-last"))
    assert found == [
        {"fig-first": "1", "fig-x": "2 (a)", "fig-y": "2 (b)", "fig-pair": "2", "fig-last": "3"}
    ]


def test_after_z_comes_aa() -> None:
    parts = [Label(name=f"fig-{number}", within="fig-all") for number in range(28)]
    (found,) = numbers(page_with("fig-all", *parts))
    assert [found["fig-25"], found["fig-26"], found["fig-27"]] == ["1 (z)", "1 (aa)", "1 (ab)"]


def test_a_number_that_is_given_is_not_counted() -> None:
    page = page_with(Label(name="eq-a", given="A1"), "eq-b", Label(name="sec-x"))
    assert numbers(page) == [{"eq-a": "A1", "eq-b": "1", "sec-x": ""}]


def test_a_page_without_labels_has_no_numbers() -> None:
    numbering = number_labels([[page_with()]])
    assert numbering.numbers == {}
    assert numbering.find("content/a.md", "fig-a") is None
