"""Publications on the same topics are found by their keywords."""

from __future__ import annotations

import time

from sitegen.graph.collections.similar_works import find_similar
from sitegen.model import Entry, Work


def paper(key: str, keywords: str, **more: object) -> Entry:
    work = Work(key=key, type="article-journal", kind="article", keywords=tuple(keywords.split()))
    return Entry(key=key, id=key, collection="publications", title=key, work=work, **more)  # type: ignore[arg-type]


def test_rare_keywords_count_more() -> None:
    papers = [
        paper("a", "MRI knee"),
        paper("b", "mri"),
        paper("c", "MRI Knee"),
        paper("d", "MRI"),
        paper("e", "CT"),
        paper("f", ""),
    ]
    found = find_similar(papers)
    assert found["a"] == ("c", "b", "d")
    assert "e" not in found
    assert "f" not in found


def test_versions_are_left_out() -> None:
    papers = [
        paper("a", "knee", versions=("p",)),
        paper("p", "knee", versions=("a",), version_of="a"),
        paper("b", "knee"),
    ]
    assert find_similar(papers) == {"a": ("b",), "p": ("b",), "b": ("a",)}


def test_a_keyword_of_every_paper_takes_no_time() -> None:
    papers = [paper(f"p{number}", "imaging") for number in range(3000)]
    begun = time.process_time()
    assert find_similar(papers) == {}
    assert time.process_time() - begun < 0.5
