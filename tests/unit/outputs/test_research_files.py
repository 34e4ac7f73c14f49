"""Citations, calendars and CITATION.cff follow the entries that they are made of."""

from __future__ import annotations

import json
import re
from typing import Any

import icalendar
import yaml

from support.clean_builds import build_cleanly
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

CARDLESS = CONFIG + "[sharing]\ncards = false\n[collections.people]\nfeed = true\n"
FILES = {
    "content/index.md": "---\ntitle: Home\n---\n",
    "content/people/ada.md": (
        "---\ntitle: Ada Lovelace\norcid: 0000-0002-1825-0097\nrole: PI\nprojects: [knee]\n"
        "affiliations: [{name: RWTH, ror: 04xfq0f34}]\n---\nAda.\n"
    ),
    "content/people/bo.md": "---\ntitle: Bo Berg\n---\n",
    "content/projects/knee.md": "---\ntitle: Knee\nstart: 2024\n---\n",
    "content/publications/mri.md": (
        "---\ntitle: </script> MRI\ndate: 2024-03\nauthors: [Ada Lovelace, Cy Ext]\n"
        "venue: Journal of Knees\ndoi: 10.1000/182\npdf: mri.pdf\nprojects: [knee]\n"
        "abstract: We look.\n---\n"
    ),
    "content/publications/mri.pdf": "%PDF-1.4\n%%EOF\n",
    "content/publications/hip.md": "---\ntitle: Hips\ndate: 2023\nauthors: [Bo Berg]\n---\n",
    "content/events/day.md": (
        "---\ntitle: Open day\nstart: 2026-12-01 14:00\nend: 2026-12-01 16:00\nplace: Room 1\n"
        "speaker: [Ada Lovelace]\ntags: [Public]\n---\nCome and see.\n"
    ),
    "content/software/tool.md": (
        "---\ntitle: Tool\ncreators: [Ada Lovelace, Cy Ext]\nversion: '1.10'\nlicense: MIT\n"
        "repository: https://github.com/lab/tool\nreleased: 2026-01-02\n---\nIt measures.\n"
    ),
    "content/positions/phd.md": (
        "---\ntitle: PhD\ndate: 2026-10-01\nopen_until: 2027-01-01\nplace: Aachen\n---\nApply.\n"
    ),
}
#: Whoever writes a page may link to all of these files.
LINKS = {
    "content/index.md": (
        "---\ntitle: Home\n---\n[All](/publications.bib), [Ada](/people/ada/publications.ris), "
        "[MRI](/publications/mri/cite.bib), [Open day](/events/day/event.ics)\n"
    )
}


def described(site: SiteFolder, name: str) -> dict[str, dict[str, Any]]:
    """Return the JSON-LD of a page by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', site.text(name))
    data = [json.loads(each) for each in found]
    assert {each.pop("@context") for each in data} == {"https://schema.org"}
    return {each["@type"]: each for each in data}


def head_links(site: SiteFolder, name: str) -> list[str]:
    text = site.text(name).partition("</head>")[0]
    return re.findall(r'<link rel="alternate" type="[^"]+" title="[^"]*" href="([^"]+)"', text)


def test_what_machines_read(make_site: MakeSite) -> None:
    site = make_site(FILES | LINKS, CARDLESS)
    site.build_well()
    _check_citations(site)
    _check_heads(site)
    _check_calendar(site)
    _check_software(site)
    _check_structured_data(site)


def _check_citations(site: SiteFolder) -> None:
    assert sorted(name for name in site.files() if name.endswith(".ris")) == [
        "people/ada/publications.ris",
        "people/bo/publications.ris",
        "projects/knee/publications.ris",
        "publications.ris",
        "publications/hip/cite.ris",
        "publications/mri/cite.ris",
    ]
    assert [item["id"] for item in json.loads(site.text("publications.json"))] == ["mri", "hip"]
    (item,) = json.loads(site.text("projects/knee/publications.json"))
    assert item["author"][1] == {"family": "Ext", "given": "Cy"}
    assert item["issued"] == {"date-parts": [[2024, 3]]}
    assert site.text("publications/hip/cite.bib") == (
        "@misc{hip,\n  author = {Berg, Bo},\n  title = {Hips},\n  year = {2023},\n}\n"
    )


def _check_heads(site: SiteFolder) -> None:
    everywhere = ["/feed.xml", "/feed.json"]
    cite = [f"/publications/mri/cite.{each}" for each in ("bib", "ris", "json")]
    assert head_links(site, "publications/mri/index.html") == [*everywhere, *cite]
    assert head_links(site, "people/ada/index.html") == [
        *everywhere,
        *("/people/ada/feed.xml", "/people/ada/feed.json"),
        *(f"/people/ada/publications.{each}" for each in ("bib", "ris", "json")),
    ]
    assert head_links(site, "publications/index.html") == [
        *everywhere,
        *(f"/publications.{each}" for each in ("bib", "ris", "json")),
    ]
    assert head_links(site, "events/day/index.html") == [*everywhere, "/events/day/event.ics"]
    assert head_links(site, "software/tool/index.html")[2:] == ["/software/tool/CITATION.cff"]
    assert head_links(site, "index.html") == everywhere
    tags = re.findall(
        r'<meta name="citation_([^"]+)" content="([^"]*)">',
        site.text("publications/mri/index.html"),
    )
    assert tags == [
        ("title", "&lt;/script&gt; MRI"),
        ("author", "Lovelace, Ada"),
        ("author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("author", "Ext, Cy"),
        ("publication_date", "2024/03"),
        ("journal_title", "Journal of Knees"),
        ("doi", "10.1000/182"),
        ("abstract", "We look."),
        ("abstract_html_url", "https://lab.example.org/publications/mri/"),
        ("pdf_url", "https://lab.example.org/publications/mri.pdf"),
    ]
    items = json.loads(site.text("people/ada/feed.json"))["items"]
    assert [item["title"] for item in items] == ["</script> MRI"]


def _check_calendar(site: SiteFolder) -> None:
    for name in ("events.ics", "events/day/event.ics"):
        (event,) = icalendar.Calendar.from_ical(site.text(name)).walk("VEVENT")
        assert event["UID"] == "events/day@lab.example.org"
        assert event["SUMMARY"] == "Ada Lovelace: Open day"
        assert event["DTSTART"].dt.isoformat() == "2026-12-01T14:00:00+00:00"
        assert event["URL"] == "https://lab.example.org/events/day/"


def _check_software(site: SiteFolder) -> None:
    cff = yaml.safe_load(site.text("software/tool/CITATION.cff"))
    assert [each["family-names"] for each in cff["authors"]] == ["Lovelace", "Ext"]
    assert (cff["version"], cff["date-released"]) == ("1.10", "2026-01-02")


def _check_structured_data(site: SiteFolder) -> None:
    owner = {"@type": "ResearchOrganization", "name": "Test Lab", "url": "https://lab.example.org/"}
    assert described(site, "index.html") == {
        "WebSite": {
            "@type": "WebSite",
            "name": "Test Lab",
            "url": "https://lab.example.org/",
            "inLanguage": "en",
            "publisher": owner,
        }
    }
    article = described(site, "publications/mri/index.html")
    steps = article["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "Home"),
        (2, "Publications"),
        (3, "</script> MRI"),
    ]
    first = article["ScholarlyArticle"]["author"][0]
    assert first["url"] == "https://lab.example.org/people/ada/"
    assert first["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    person = described(site, "people/ada/index.html")["Person"]
    assert person["affiliation"] == [
        owner,
        {"@type": "Organization", "name": "RWTH", "sameAs": "https://ror.org/04xfq0f34"},
    ]
    project = described(site, "projects/knee/index.html")["ResearchProject"]
    assert [each["name"] for each in project["member"]] == ["Ada Lovelace"]
    event = described(site, "events/day/index.html")["Event"]
    assert (event["startDate"], event["location"][0]["name"]) == (
        "2026-12-01T14:00:00+00:00",
        "Room 1",
    )
    assert described(site, "software/tool/index.html")["SoftwareSourceCode"]["version"] == "1.10"
    position = described(site, "positions/phd/index.html")["JobPosting"]
    # What Google asks of every open position.
    assert position.keys() >= {
        *("title", "description", "datePosted", "hiringOrganization", "jobLocation"),
        "validThrough",
    }


def test_they_follow_edits(make_site: MakeSite) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    edits = [
        {"content/publications/mri.md": FILES["content/publications/mri.md"] + "More.\n"},
        {"content/publications/hip.md": "---\ntitle: New hips\nauthors: [Ada Lovelace]\n---\n"},
        {"content/people/ada.md": "---\ntitle: Ada King\n---\n"},
        {"content/events/day.md": FILES["content/events/day.md"].replace("Room 1", "Room 2")},
        {"assets/static/publications.bib": "% own\n", "assets/static/feed.json": "{}\n"},
    ]
    for edit in edits:
        site.write(edit)
        site.build()
        assert read_tree(site.output) == build_cleanly(site.root)[1], edit
    assert site.text("publications.bib") == "% own\n"
    assert "Room 2" in site.text("events.ics")
