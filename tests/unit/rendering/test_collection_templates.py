"""The theme shows entries of collections on the home page, in lists and in a curriculum vitae."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.pictures import picture
from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite

CARDLESS = CONFIG + "[sharing]\ncards = false\n"
BIB = """
@article{one, author = {Ada Lovelace}, title = {On engines}, journal = {J}, year = 2024,
  selected = {true}}
@article{two, author = {Ada Lovelace and Bo Lind}, title = {On looms}, journal = {J}, year = 2026}
@phdthesis{three, author = {Ada Lovelace}, title = {On numbers}, school = {S}, year = 2020}
"""
LAB = {
    "publications.bib": BIB,
    "content/people/ada.md": (
        "---\nname: Ada Lovelace\nrole: PI\neducation: [{end: 2020, title: PhD}]\n"
        'career: ["Engineer since *2020*"]\n---\nText.\n'
    ),
    "content/people/old.md": "---\nname: Old Hand\nrole: PI\nend: 2019\n---\n",
    "content/news/index.md": "---\ntitle: News\n---\n",
    "content/news/a.md": "---\ntitle: First\ndate: 2026-01-01\n---\nText.\n",
    "content/events/day.md": (
        "---\ntitle: Open day\nstart: 2099-02-03 18:00\nend: 2099-02-03 20:30\nplace: Hall\n---\n"
    ),
    "content/events/past.md": "---\ntitle: Last year\nstart: 2020-02-03\n---\n",
    "content/positions/post.md": "---\ntitle: Postdoc\nopen_until: 2099-01-01\n---\n",
    "content/positions/gone.md": "---\ntitle: Clerk\nopen_until: 2020-01-01\n---\n",
    "content/funding/g1.md": (
        "---\ntitle: Grant\nfunder: A fund\nleader: Ada Lovelace\nend: 2098\n---\n"
    ),
    "content/funding/g2.md": "---\ntitle: Other\nfunder: A fund\nend: 2098\n---\n",
    "content/partners/p.md": "---\ntitle: A hospital\n---\n",
    "content/theses/t.md": (
        "---\ntitle: Looms\nlevel: Master\nstatus: open\nsupervisors: Ada Lovelace\n---\n"
    ),
}

HIDDEN = "---\ntitle: Hidden\nhome: false\n---\n"


def _titles(html: str) -> list[str]:
    return re.findall(r"<h[123][^>]*>(?:<a[^>]*>)?([^<]*)", html)


def test_the_home_page_of_a_lab(make_site: MakeSite) -> None:
    site = make_site(LAB, CARDLESS)
    site.build_well()
    home = site.text("index.html")
    assert set(_titles(home)[1:]) == {
        *("News", "First", "Coming up", "Open day", "Open positions", "Postdoc", "People"),
        *("Ada Lovelace", "Selected publications", "On engines", "Funded by", "Partners"),
    }, "no alumni, nothing closed or over, no theses"
    assert home.count(">A fund</a>") == 1
    assert ">18:00–20:30 · Hall</p>" in home
    site.write({f"content/{name}/index.md": HIDDEN for name in ("news", "partners", "events")})
    site.build_well()
    titles = set(_titles(site.text("index.html")))
    assert not titles & {"News", "Partners", "Coming up"}
    assert "Funded by" in titles
    site.write({"content/theses/index.md": "---\ntitle: Theses\nhome: true\n---\n"})
    site.write({"publications.bib": BIB.replace(",\n  selected = {true}", "")})
    site.build_well()
    titles = _titles(site.text("index.html"))
    assert "Theses" in titles
    assert titles.index("On looms") == titles.index("Recent publications") + 1


def test_collections_may_be_turned_off(make_site: MakeSite) -> None:
    off = "".join(f"[collections.{name}]\nenabled = false\n" for name in ("events", "people"))
    talk = "---\ntitle: A talk\nstart: 2099-02-03\n---\n"
    site = make_site({**LAB, "content/talks/t.md": talk}, CARDLESS + off)
    site.build()
    assert "Coming up" in _titles(site.text("index.html"))


def test_a_site_without_people_keeps_its_home_page(make_site: MakeSite) -> None:
    site = make_site({name: LAB[name] for name in ("content/news/index.md", "content/news/a.md")})
    site.build_well()
    assert "css/home" not in site.text("index.html")
    assert "_section-1" in site.text("index.html")


def test_lists_of_events_positions_and_theses(make_site: MakeSite) -> None:
    site = make_site(LAB, CARDLESS)
    site.build_well()
    assert _titles(site.text("events/index.html"))[1:] == [
        "Upcoming",
        "Open day",
        "Past",
        "Last year",
    ]
    assert _titles(site.text("positions/index.html"))[1:] == ["Postdoc", "Closed", "Clerk"]
    assert _titles(site.text("theses/index.html"))[1:] == ["Master", "Looms"]
    assert ">Open topic</span>" in site.text("theses/index.html")
    event = site.text("events/day/index.html")
    assert ">3 February 2099, 18:00</time>–<time" in event
    assert ">20:30</time>" in event
    assert 'href="/events/day/event.ics" download' in event


def test_a_curriculum_vitae(make_site: MakeSite) -> None:
    cv = {
        "content/cv.md": "---\ntitle: CV\ntemplate: cv\nperson: ada\n---\n",
        "content/named.md": "---\ntitle: Ada Lovelace\ntemplate: cv\n---\nHello.\n",
    }
    site = make_site({**LAB, **cv}, CARDLESS)
    site.build_well()
    html = site.text("cv/index.html")
    assert [each.strip() for each in _titles(html)] == [
        *("Ada Lovelace", "Career", "Education", "Publications"),
        *("Journal article", "Thesis", "Funding", "Supervision"),
    ]
    assert "Engineer since <em>2020</em>" in html
    assert "<p>Hello.</p>" in site.text("named/index.html")
    site.write({"content/cv.md": "---\ntitle: CV\ntemplate: cv\nperson: adda\n---\n"})
    site.build()
    assert any("there is no 'adda' in people" in each for each in site.messages())


def test_less_of_a_date(make_site: MakeSite) -> None:
    template = '{{ page.date | date("month") }}, {{ page.date | date("year") }}'
    site = make_site(
        {
            "content/a.md": "---\ntitle: A\ndate: 2026-03-02\n---\n",
            "content/b.md": "---\ntitle: B\ndate: 2026\n---\n",
            "templates/page.html": template,
        }
    )
    site.build_well()
    assert site.text("a/index.html") == "March 2026, 2026"
    assert site.text("b/index.html") == "2026, 2026"


def test_rows_with_pictures_say_what_they_are(make_site: MakeSite) -> None:
    config = CARDLESS + '[collections.projects]\ndata = "p.yaml"\nfields = { image = "image" }\n'
    rows = "- title: Knees\n  description: A *large* study\n  image: a/b.jpg\n"
    rows += "  link: https://knee.example.org\n"
    site = make_site(
        {
            "data/p.yaml": rows,
            "assets/a/b.jpg": picture("JPEG"),
            "content/a.md": "```{collection} projects\n```\n",
            "content/teaching/b.md": "---\ntitle: Course\ndate: 2025-02-03\n---\n",
        },
        config,
    )
    site.build_well()
    shown = site.text("a/index.html")
    assert '<p class="card-summary">A large study</p>' in shown
    assert '<a href="https://knee.example.org">' in shown
    assert "<img" in shown
    assert '<time datetime="2025-02-03">' in site.text("teaching/index.html")
