"""Handles become addresses, and what is no address of the named site is reported."""

from __future__ import annotations

import pytest

from sitegen.research.profile_links import read_link_field, read_profile_links
from sitegen.research.profile_sites import PROFILE_SITES, kind_of_address, kind_of_word


@pytest.mark.parametrize(
    ("kind", "handle", "url"),
    [
        ("github", "ada", "https://github.com/ada"),
        ("GitHub", "@ada", "https://github.com/ada"),
        ("github", "github.com/ada", "https://github.com/ada"),
        ("gitlab", "group/ada", "https://gitlab.com/group/ada"),
        ("gitlab", "https://git.lab.example/ada", "https://git.lab.example/ada"),
        ("mastodon", "@ada@fosstodon.org", "https://fosstodon.org/@ada"),
        ("bluesky", "ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("orcid", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        (
            "scholar_userid",
            "qc6CJjYAAAAJ",
            "https://scholar.google.com/citations?user=qc6CJjYAAAAJ",
        ),
        ("pubmed", "Lovelace A", "https://pubmed.ncbi.nlm.nih.gov/?term=Lovelace%20A"),
        ("twitter", "https://twitter.com/ada", "https://twitter.com/ada"),
        ("website", "ada.example", "https://ada.example"),
        ("website", "about.md", "about.md"),
        ("cv", "cv.pdf", "cv.pdf"),
        ("phone", "+49 (0)241 1234", "tel:+492411234"),
        ("email", "mailto:ada@lab.example", "mailto:ada@lab.example"),
        ("My blog", "https://ada.example/blog", "https://ada.example/blog"),
    ],
)
def test_a_handle(kind: str, handle: str, url: str) -> None:
    (link,), problems = read_link_field({kind: handle})
    assert (link.url, problems) == (url, ())


def test_every_site_has_an_example_that_is_one() -> None:
    for kind, site in PROFILE_SITES.items():
        (link,), problems = read_link_field({kind: site.example})
        assert (link.kind, problems) == (kind, ())
        assert kind_of_word(kind) == kind
        if site.hosts:
            assert kind_of_address(site.hosts[0], "/x") == kind


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("linkedin", "javascript:alert(1)", "'javascript:alert(1)' must not be linked to"),
        ("website", "data:text/html,x", "'data:text/html,x' must not be linked to"),
        ("github", "https://evil.example/x", "'https://evil.example/x' is not an address of gith"),
        ("scholar", "https://scholar.evil.example/", "'https://scholar.evil.example/' is not an"),
        ("github", "not a handle", "'not a handle' is no name of a profile on github"),
        ("mastodon", "ada", "'ada' is no name of a profile on mastodon"),
        ("website", 'https://a.example/"onclick=x', "'https://a.example/\"onclick=x' is not the"),
        ("website", "https://ada@evil.example/", "'https://ada@evil.example/' is not the address"),
        ("website", "https://[::1", "'https://[::1' is not the address of a page"),
        ("email", "ada at lab", "'ada at lab' is not an e-mail address"),
        ("phone", "call me", "'call me' is not a telephone number"),
        ("gitub", "ada", "'gitub' is no site whose addresses are known"),
        ("orcid", "0000-0002-1825-0098", "'0000-0002-1825-0098' is not an ORCID iD"),
    ],
)
def test_mistakes(kind: str, value: str, problem: str) -> None:
    links, (found,) = read_link_field({kind: value})
    assert links == ()
    assert found.message.startswith(problem)
    assert found.hint


def test_lists_of_other_generators() -> None:
    links, problems = read_profile_links(
        {
            "profiles": [
                {"icon": "brands/github", "url": "https://github.com/ada"},
                {"icon": "hero/envelope", "url": "/#contact"},
            ],
            "social": [
                {
                    "icon": "graduation-cap",
                    "icon_pack": "fas",
                    "link": "https://scholar.google.de/x",
                }
            ],
            "bluesky_url": "https://bsky.app/profile/ada",
            "cv_pdf": "/assets/cv.pdf",
            "github_username": "ada",
        }
    )
    assert problems == ()
    assert [(link.kind, link.url) for _, link in links] == [
        ("github", "https://github.com/ada"),
        ("link", "/#contact"),
        ("scholar", "https://scholar.google.de/x"),
        ("bluesky", "https://bsky.app/profile/ada"),
        ("cv", "/assets/cv.pdf"),
    ]


def test_addresses_without_a_word() -> None:
    links, _ = read_link_field(["https://fosstodon.org/@ada", "https://a.example", "cv.pdf"])
    assert [link.kind for link in links] == ["mastodon", "website", "link"]


def test_links_that_are_not_filled_in() -> None:
    rows = [{"icon": "envelope", "link": each} for each in ("", "mailto:", " ", "mailto:a@lab.org")]
    links, problems = read_link_field(rows)
    assert [each.url for each in links] == ["mailto:a@lab.org"]
    assert problems == ()
