# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from support.sites import CONFIG, MakeSite

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(make_site: MakeSite, pages: dict[str, str], config: str = CONFIG) -> ET.Element:
    site = make_site({f"content/{name}": text for name, text in pages.items()}, config)
    site.build_well()
    return ET.fromstring(site.text("feed.xml"))  # noqa: S314  # our own output


def test_what_atom_asks_for(make_site: MakeSite) -> None:
    root = feed(
        make_site,
        {
            "a.md": "---\ntitle: A\ndate: 2026-01-02\nupdated: 2026-03\ntags: [x]\nauthors: [B]\n---\nText.\n"
        },
        'title = "T"\nbase_url = "https://lab.example.org/site/"\nlanguage = "de"\nauthor = "Lab"\n',
    )
    assert root.tag == f"{ATOM}feed"
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "de"
    assert root.findtext(f"{ATOM}id") == "https://lab.example.org/site/"
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00+00:00"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Lab"
    links = {each.attrib["rel"]: each.attrib["href"] for each in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://lab.example.org/site/feed.xml"
    (entry,) = root.findall(f"{ATOM}entry")
    for name in ("title", "id", "updated", "published", "summary"):
        assert entry.findtext(f"{ATOM}{name}"), name
    assert entry.findtext(f"{ATOM}id") == "https://lab.example.org/site/a/"
    assert entry.find(f"{ATOM}category").attrib == {"term": "x"}  # type: ignore[union-attr]


def test_times_keep_their_zone(make_site: MakeSite) -> None:
    root = feed(make_site, {"a.md": "---\ndate: 2021-12-18T11:10:36+08:00\n---\nx\n"})
    assert root.findtext(f"{ATOM}entry/{ATOM}published") == "2021-12-18T11:10:36+08:00"


def test_moments_decide_the_order_not_their_spelling(make_site: MakeSite) -> None:
    root = feed(
        make_site,
        {
            "a.md": "---\ntitle: Earlier\ndate: 2026-01-02T01:00:00+14:00\n---\n",
            "b.md": "---\ntitle: Later\ndate: 2026-01-01T23:00:00-02:00\n---\n",
        },
    )
    assert [each.text for each in root.findall(f"{ATOM}entry/{ATOM}title")] == ["Later", "Earlier"]


def test_every_character_of_a_text_is_xml(make_site: MakeSite) -> None:
    root = feed(
        make_site, {"a.md": "---\ntitle: '<a> & \"b\" ü 🙂'\ndate: 2026-01-01\n---\n<b>x</b> & y\n"}
    )
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == '<a> & "b" ü 🙂'
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "x & y"


def test_a_page_is_new_when_it_is_published(make_site: MakeSite) -> None:
    root = feed(
        make_site,
        {
            "a.md": "---\ntitle: Held back\ndate: 2020-01-01\npublish_date: 2026-01-02\n---\nx\n",
            "b.md": "---\ntitle: Dated\ndate: 2026-01-01\nupdated: 2026-01-03\n---\nx\n",
            "c.md": "---\ntitle: Published\npublish_date: 2025-01-01\n---\nx\n",
        },
        CONFIG + "[feed]\nlimit = 2\n",
    )
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["Held back", "Dated"]
    assert entries[0].findtext(f"{ATOM}published") == "2026-01-02T00:00:00+00:00"
    assert entries[0].findtext(f"{ATOM}updated") == "2026-01-02T00:00:00+00:00"
    assert entries[1].findtext(f"{ATOM}updated") == "2026-01-03T00:00:00+00:00"


def test_entries_have_a_summary_and_their_language(make_site: MakeSite) -> None:
    root = feed(
        make_site,
        {
            "a.md": "---\ntitle: A\ndate: 2026-01-03\nlanguage: de\n---\n* eins\n* zwei\n",
            "b.md": "---\ntitle: B\ndate: 2026-01-02\n---\n> quoted\n\n## Part\n",
            "c.md": "---\ntitle: C\ndate: 2026-01-01\n---\n| a |\n|---|\n| b |\n\nLast words.\n",
            "d.md": "---\ntitle: D\ndate: 2025-01-01\n---\n",
        },
    )
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}summary") for each in entries] == [
        "eins zwei",
        "quoted",
        "Last words.",
        None,
    ]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [each.get(language) for each in entries] == ["de", None, None, None]


PAGES = {
    "a.md": "---\ntitle: A\ndate: 2026-01-02\ntags: [MRI]\n---\nSee [b](b.md) and [more](#more).\n\n## More\n",
    "b.md": "---\ntitle: B\ndate: 2026-01-01\nupdated: 2026-01-03\nauthors: [Bo]\nlanguage: de\n---\n",
}
FULL = CONFIG + '[feed]\ncontent = "full"\n[sharing]\ncards = false\n'


def test_a_feed_as_json(make_site: MakeSite) -> None:
    site = make_site({f"content/{name}": text for name, text in PAGES.items()})
    site.build_well()
    assert json.loads(site.text("feed.json")) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Test Lab",
        "home_page_url": "https://lab.example.org/",
        "feed_url": "https://lab.example.org/feed.json",
        "language": "en",
        "authors": [{"name": "Test Lab"}],
        "items": [
            {
                "id": "https://lab.example.org/a/",
                "url": "https://lab.example.org/a/",
                "title": "A",
                "content_text": "See b and more.",
                "summary": "See b and more.",
                "date_published": "2026-01-02T00:00:00+00:00",
                "date_modified": "2026-01-02T00:00:00+00:00",
                "tags": ["MRI"],
            },
            {
                "id": "https://lab.example.org/b/",
                "url": "https://lab.example.org/b/",
                "title": "B",
                "content_text": "",
                "date_published": "2026-01-01T00:00:00+00:00",
                "date_modified": "2026-01-03T00:00:00+00:00",
                "authors": [{"name": "Bo"}],
                "language": "de",
            },
        ],
    }


def test_the_whole_text_follows_every_edit(make_site: MakeSite) -> None:
    site = make_site({f"content/{name}": text for name, text in PAGES.items()}, FULL)
    site.build_well()
    for _ in range(2):
        entry = ET.fromstring(site.text("feed.xml")).find(f"{ATOM}entry")  # noqa: S314
        assert entry is not None
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.attrib["type"] == "html"
        html = content.text or ""
        assert '<p>See <a href="https://lab.example.org/b/">b</a> and <a' in html
        assert 'href="https://lab.example.org/a/#more"' in html
        assert json.loads(site.text("feed.json"))["items"][0]["content_html"] == html
    # The summary, which is the first paragraph, stays the same.
    site.write({"content/a.md": PAGES["a.md"] + "\nA new end.\n"})
    site.build_well()
    assert "<p>A new end.</p>" in json.loads(site.text("feed.json"))["items"][0]["content_html"]


def test_feeds_of_terms(make_site: MakeSite) -> None:
    config = CONFIG + "[taxonomies.tags]\nfeed = true\n[sharing]\ncards = false\n"
    undated = {"c.md": "---\ntags: [plain]\n---\n"}
    site = make_site(
        {f"content/{name}": text for name, text in {**PAGES, **undated}.items()}, config
    )
    site.build_well()
    assert sorted(name for name in site.files() if name.endswith("feed.xml")) == [
        "feed.xml",
        "tags/mri/feed.xml",
    ]
    data = json.loads(site.text("tags/mri/feed.json"))
    assert data["title"] == "MRI – Test Lab"
    assert data["home_page_url"] == "https://lab.example.org/tags/mri/"
    assert [item["title"] for item in data["items"]] == ["A"]
    site.write({"content/b.md": PAGES["b.md"].replace("title: B", "title: B\ntags: [MRI]")})
    site.build_well()
    data = json.loads(site.text("tags/mri/feed.json"))
    assert [item["title"] for item in data["items"]] == ["A", "B"]
    site.write({"content/a.md": "# A\n", "content/b.md": "# B\n"})
    site.build_well()
    assert [name for name in site.files() if "feed" in name] == []
