"""Stylesheets and scripts are linked by pages that hold what needs them."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any, cast

from sitegen.model.theme_measures import PageFeature
from sitegen.rendering.page_features import PageFeatures
from sitegen.rendering.page_index import PageIndex

_TABS = PageFeature(
    marks=("<div class=tabs>",), assets=("css/tabs.css", "js/tabs.js"), words=("copy_code",)
)


@dataclasses.dataclass
class _Index:
    """As much of a PageIndex as is needed; it keeps which assets were asked for."""

    asked: list[str] = dataclasses.field(default_factory=list)
    reads: set[str] = dataclasses.field(default_factory=set)

    feature: PageFeature = _TABS

    @property
    def site(self) -> Any:
        return SimpleNamespace(measures=SimpleNamespace(features={"tabs": self.feature}))

    def asset(self, name: str) -> str:
        self.asked.append(name)
        self.reads.add(name)
        return f"/assets/{name}"


def _fill(body: str) -> tuple[str, list[str]]:
    index = _Index()
    words = {"en": {"copy_code": 'Copy "it"'}}
    features = PageFeatures(cast("PageIndex", index), words)
    filled = features.fill(f"<head>\n{features.links()}\n</head>{body}", "en")
    return filled.decode(), index.asked


def test_a_page_with_the_feature() -> None:
    html, asked = _fill("<div class=tabs>")
    assert html == (
        '<head>\n<link rel="stylesheet" href="/assets/css/tabs.css">\n'
        '<script src="/assets/js/tabs.js" defer data-copy-code="Copy &quot;it&quot;"></script>\n'
        "</head><div class=tabs>"
    )
    assert asked == ["css/tabs.css", "js/tabs.js"]


def test_a_page_without_it() -> None:
    html, asked = _fill("<p>&lt;div class=tabs>")
    assert html == "<head>\n</head><p>&lt;div class=tabs>"
    assert asked == []


def test_every_page_asks_for_its_files() -> None:
    """The links are put together once, but each page has to be rendered again with the files."""
    index = _Index()
    features = PageFeatures(cast("PageIndex", index), {"en": {}})
    for _ in range(2):
        index.reads = {"before"}
        features.fill(f"{features.links()}<p class='a'><p class=\"a tabs\">", "en")
        assert index.reads == {"before"}
        features.fill(f"{features.links()}<div class=tabs>", "en")
        assert index.reads == {"before", "css/tabs.css", "js/tabs.js"}
    assert index.asked == ["css/tabs.css", "js/tabs.js"]


def test_marks_in_classes() -> None:
    feature = PageFeature(marks=('class="tab', " wide"), assets=("css/tabs.css",))
    features = PageFeatures(cast("PageIndex", _Index(feature=feature)), {})
    for body, found in (
        ('<p class="tabs">', True),
        ('<p class="a tabs">', False),
        ('<p class="a wide">', True),
        ("<p>a wide</p>", False),
    ):
        assert (b"css/tabs.css" in features.fill(f"{features.links()}{body}", "en")) is found, body


def test_a_page_without_a_place_for_links() -> None:
    features = PageFeatures(cast("PageIndex", _Index()), {})
    assert features.fill("<div class=täbs>", "en") == "<div class=täbs>".encode()
