# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
"""The whole output, crawled: every reference leads somewhere, under any base URL."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sitegen
from support.crawling import crawl
from support.pictures import picture
from support.sites import CONFIG, MakeSite, read_tree

SITES = Path(__file__).parent / "sites"


@pytest.fixture(scope="module")
def sites(demo_source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sites, and beside them what the builds of this module keep: pictures are made once."""
    folder = tmp_path_factory.mktemp("sites")
    for name in ("seed", "small"):
        shutil.copytree(SITES / name, folder / name)
    return {"demo": demo_source, "seed": folder / "seed", "small": folder / "small"}


@pytest.mark.parametrize(
    "base_url",
    ["https://lab.example.org/", "https://lab.example.org/site/", "http://[::1]:8080/a/b/"],
)
@pytest.mark.parametrize("name", ["demo", "seed", "small"])
def test_every_reference_leads_somewhere(
    name: str,
    base_url: str,
    sites: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    result = sitegen.build(sites[name], output=tmp_path / "out", base_url=base_url, jobs=2)
    told = [str(each) for each in result.diagnostics if name == "demo" or each.severity == "error"]
    assert told == []
    assert result.pages > 0
    assert crawl(tmp_path / "out", base_url) == []


@pytest.mark.parametrize("base_url", ["https://lab.example.org/", "https://lab.example.org/site/"])
def test_difficult_names(make_site: MakeSite, base_url: str) -> None:
    site = make_site(
        {
            "content/index.md": "# Home\n\n[A](<Über uns & mehr/Straße (2).md#größe>) ![p](<a b, c%.png>)\n",
            "content/Über uns & mehr/Straße (2).md": (
                "## Größe {#größe}\n\n[home](../index.md) [data](d%20%231%3F.csv)\n"
            ),
            "content/Über uns & mehr/d #1?.csv": "1\n",
            "content/a b, c%.png": picture(size=(700, 100)),
            "content/日本語.md": "---\ntags: [C++, 日本語, 'a/b', R&D]\ndate: 2026-01-01\n---\n漢字。\n",
            "content/news/one.md": "---\ntitle: 50 % <off> & more\n---\nx\n",
        },
        # Not every machine has a font for these letters.
        CONFIG + "[sharing]\ncards = false\n",
    )
    site.build_well(base_url=base_url)
    assert crawl(site.output, base_url) == []
    assert "日本語/index.html" in site.files()
    assert {name for name in site.files() if name.endswith(".csv")} == {"Über uns & mehr/d #1?.csv"}


def test_pagination_links_every_page_once(make_site: MakeSite) -> None:
    pages = {
        f"content/news/p{n}.md": f"---\ntitle: P{n}\ndate: 2026-01-{n:02}\n---\nx\n"
        for n in range(1, 8)
    }
    config = 'title = "T"\nbase_url = "https://lab.example.org/x/"\n[pagination]\nsize = 3\n'
    site = make_site({"content/news/index.md": "---\ntitle: News\n---\nIntro.\n", **pages}, config)
    site.build_well()
    lists = ["news/index.html", "news/page/2/index.html", "news/page/3/index.html"]
    assert [name for name in site.pages() if name.startswith("news/page/4")] == []
    found = [site.text(name).count(f">P{n}</a>") for n in range(1, 8) for name in lists]
    assert sum(found) == 7
    assert "<p>Intro.</p>" in site.text(lists[0])
    assert "<p>Intro.</p>" not in site.text(lists[1])
    assert 'name="robots" content="noindex"' in site.text(lists[2])
    assert crawl(site.output, "https://lab.example.org/x/") == []


def test_the_crawler_sees_mistakes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text(
        "<!DOCTYPE html><html><head><title></title><style>p{}</style><script>1</script>"
        '<link rel="stylesheet" href="https://cdn.example.org/a.css"></head><body>'
        '<h1 id="a">A</h1><h1 id="a" onclick="x" style="y">B</h1><a href="/gone/">x</a>'
        '<a href="/#nowhere">x</a><a href="javascript:1">x</a><img src="/gone.png"></body></html>',
        encoding="utf-8",
    )
    problems = "\n".join(crawl(out, "https://lab.example.org/"))
    for expected in (
        "has no language",
        "has no title",
        "has 2 h1",
        "has 0 main",
        "has a <style>",
        "has an inline script",
        "loads 'https://cdn.example.org/a.css' from elsewhere",
        "the id 'a' stands twice",
        "has onclick='x'",
        "has style='y'",
        "'/gone/' leads to no file",
        "'/#nowhere' leads to no place",
        "links to 'javascript:1'",
        "'/gone.png' leads to no file",
        "has no alt",
    ):
        assert expected in problems
    assert set(read_tree(out)) == {"index.html"}
