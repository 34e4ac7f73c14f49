"""Fields of entries under the names that other generators have for them."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.config.built_in_collections import BUILT_IN
from sitegen.research.other_fields import is_setting_elsewhere, read_other_fields


@pytest.mark.parametrize(
    ("collection", "written", "read"),
    [
        ("publications", {"publication": "In *Acta Physica*"}, {"venue": "In Acta Physica"}),
        ("publications", {"publication_types": ["2"]}, {"type": "article-journal"}),
        ("publications", {"publication_types": ["paper-conference"]}, {"type": "paper-conference"}),
        ("publications", {"category": "manuscripts"}, {"type": "article-journal"}),
        ("publications", {"featured": True}, {"selected": True}),
        ("publications", {"url_pdf": "knee.pdf"}, {"pdf": "knee.pdf"}),
        ("publications", {"url_pdf": None, "pdf": "a.pdf"}, {"url_pdf": None, "pdf": "a.pdf"}),
        ("publications", {"pdf": "own.pdf", "url_pdf": "b.pdf"}, {"pdf": "own.pdf"}),
        ("publications", {"paperurl": "https://a.org/b.pdf"}, {"pdf": "https://a.org/b.pdf"}),
        ("publications", {"paperurl": "https://a.org/b"}, {"paperurl": "https://a.org/b"}),
        ("publications", {"url_source": "https://a.org"}, {"links": [{"source": "https://a.org"}]}),
        ("projects", {"external_link": "https://a.org"}, {"website": "https://a.org"}),
        ("projects", {"link": "knee"}, {"link": "knee"}),
        ("projects", {"repo": "ada/knee"}, {"links": [{"code": "https://github.com/ada/knee"}]}),
        ("software", {"repo": "ada/knee"}, {"repository": "https://github.com/ada/knee"}),
        ("datasets", {"external_link": "https://a.org"}, {"links": [{"website": "https://a.org"}]}),
        ("teaching", {"semester": "Fall", "year": 2026}, {"term": "Fall 2026"}),
        ("teaching", {"venue": "A school", "location": "Ulm"}, {"place": "A school, Ulm"}),
        ("teaching", {"type": "Seminar"}, {"level": "Seminar"}),
        ("teaching", {"type": "docs"}, {"type": "docs"}),
        ("talks", {"location": {"city": "Ulm", "street": "Hof 1"}}, {"place": "Hof 1, Ulm"}),
        ("events", {"address": {"city": "Ulm", "street": "Hof 1"}}, {"address": "Hof 1, Ulm"}),
        ("events", {"address": "Hof 1"}, {"address": "Hof 1"}),
        ("talks", {"slidesurl": "/a.pdf", "type": "Talk"}, {"slides": "/a.pdf", "kind": "Talk"}),
        ("people", {"about": {"links": [{"href": "/a"}]}}, {"links": [{"href": "/a"}]}),
        ("people", {"github": "ada"}, {"github": "ada"}),
        ("instruments", {"repo": "ada/knee"}, {"repo": "ada/knee"}),
    ],
)
def test_fields(collection: str, written: dict[str, Any], read: dict[str, Any]) -> None:
    known = BUILT_IN[collection].fields if collection in BUILT_IN else {"room": "text"}
    found = read_other_fields(collection, written, known)
    assert {name: value for name, value in found.fields.items() if name in read} == read


def test_links_are_added_to_those_that_are_there() -> None:
    written = {"links": {"blog": "https://a.org"}, "url_code": "https://b.org"}
    found = read_other_fields("news", written, {"links"})
    assert found.fields == {"links": [{"blog": "https://a.org"}, {"code": "https://b.org"}]}
    assert found.names == {"links": "url_code"}


@pytest.mark.parametrize(
    ("name", "value", "is_setting"),
    [
        ("highlight_name", True, True),
        ("page-layout", "full", True),
        ("voltage", "", True),
        ("voltage", {"volt": None}, True),
        ("voltage", "3 kV", False),
        ("map", True, True),
        ("featured", True, True),
        ("map", "https://a.org", False),
        ("image", {"caption": "A knee"}, True),
        ("type", "landing", True),
        ("type", "seminar", False),
    ],
)
def test_settings_of_other_generators(name: str, value: object, *, is_setting: bool) -> None:
    assert is_setting_elsewhere(name, value) is is_setting
