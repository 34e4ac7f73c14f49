from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import PurePosixPath

import pytest

from sitegen.config import Config
from sitegen.model import Kind, Page, PageSummary, Site
from sitegen.outputs import sitemap
from sitegen.outputs.robots import ROBOTS
from sitegen.outputs.sitemap import SITEMAP
from sitegen.storage.theme_files import read_measures
from support.outputs import recorded
from support.sites import MakeSite


def site_of(count: int) -> Site:
    pages = {
        str(n): Page(
            card=PageSummary(key=str(n), kind=Kind.PAGE, title="x", url=f"/s/{n}/&"),
            source="",
            templates=(),
            output=PurePosixPath("x"),
        )
        for n in range(count)
    }
    return Site(
        config=Config(title="T", base_url="https://lab.example.org/s/"),
        pages=pages,
        sections=(),
        regular_pages=(),
        taxonomies={},
        menus={},
        redirects=(),
        image_jobs=(),
        files={},
        urls={},
        measures=read_measures(),
    )


def test_the_protocol_s_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_LIMIT", 10)
    artefacts = SITEMAP.render(recorded(site_of(25)))
    made = {str(each.path): ET.fromstring(each.data) for each in artefacts}  # noqa: S314  # our own output
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [len(made[f"sitemap-{n}.xml"]) for n in (1, 2, 3)] == [10, 10, 5]
    places = [each.text for each in made["sitemap.xml"].iter() if each.tag.endswith("loc")]
    assert places[0] == "https://lab.example.org/s/sitemap-1.xml"


def test_addresses_are_escaped() -> None:
    (made,) = SITEMAP.render(recorded(site_of(1)))
    assert b"<loc>https://lab.example.org/s/0/&amp;</loc>" in made.data


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ("date: 2026", "2026"),
        ("date: 2026-03", "2026-03"),
        ("date: 2026-03-02", "2026-03-02"),
        ("date: 2026-03-02T10:00", "2026-03-02T10:00:00+00:00"),
        ("date: 2021-12-18T11:10:36+08:00", "2021-12-18T11:10:36+08:00"),
        ("date: 2026-01-01\nupdated: 2026-02-01", "2026-02-01"),
    ],
)
def test_dates_are_as_precise_as_written(make_site: MakeSite, block: str, shown: str) -> None:
    site = make_site({"content/a.md": f"---\n{block}\n---\n"})
    site.build_well()
    assert f"<lastmod>{shown}</lastmod>" in site.text("sitemap.xml")


def test_robots() -> None:
    (made,) = ROBOTS.render(recorded(site_of(1)))
    assert b"Sitemap: https://lab.example.org/s/sitemap.xml" in made.data
    assert list(ROBOTS.render(recorded(site_of(1), ("robots.txt",)))) == []
