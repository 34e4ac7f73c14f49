"""Pages share equal values, and differ in nothing else."""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.content.page_codec import pack_page, unpack_head
from sitegen.engine.shared_values import SharedValues
from sitegen.model import ParsedPage
from support.parsing import parse

TEXT = "---\ntitle: {}\ndate: 2020-01-0{}\ntags: [knee, hip]\nauthors: [Ada]\n---\nText.\n"


def unpacked(number: int, day: int) -> ParsedPage:
    page = unpack_head(pack_page(parse(TEXT.format(number, day), f"content/{number}.md"))[0])
    assert page
    return page


def test_equal_values_are_one_object() -> None:
    pages = [unpacked(number, day) for number, day in ((1, 1), (2, 2), (3, 1))]
    shared = SharedValues()
    paths = [PurePosixPath(str(page.path)) for page in pages]
    found = [shared.put_into(page, path) for page, path in zip(pages, paths, strict=True)]
    assert found == pages
    assert [page.path is path for page, path in zip(found, paths, strict=True)] == [True] * 3
    first, second, third = (page.front for page in found)
    assert first.terms is second.terms is third.terms
    assert first.places is second.places
    assert first.authors is second.authors
    assert first.date is third.date
    assert first.date != second.date
    assert first.extra is not second.extra


def test_values_that_differ_are_kept() -> None:
    texts = ["---\nlanguage: de\ntags: [a]\n---\n", "---\ntags: [a]\nlanguage: de\n---\n"]
    shared = SharedValues()
    for text in texts:
        page = parse(text, "content/a.md")
        assert shared.put_into(page, page.path) == page
        assert list(shared.put_into(page, page.path).front.places) == list(page.front.places)
