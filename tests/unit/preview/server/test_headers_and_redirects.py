"""`_headers` and `_redirects` mean here what they mean on the host."""

from __future__ import annotations

import time

import pytest

from sitegen.preview.server.headers_and_redirects import (
    find_unsendable,
    match_headers,
    match_redirect,
    parse_headers,
    parse_redirects,
)

HEADERS = """\
# for all
/*
  X-Frame-Options: DENY
  Access-Control-Allow-Origin: *
  Cache-Control: public, max-age=31536000
/papers/*
  X-Robots-Tag: noindex
  X-Robots-Tag: nofollow
/papers/:year/open
  ! X-Frame-Options
  X-Year: yes
nonsense without a rule: here
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", {"X-Frame-Options": "DENY"}),
        ("/a/b.css", {"X-Frame-Options": "DENY"}),
        ("/papers/x", {"X-Frame-Options": "DENY", "X-Robots-Tag": "noindex, nofollow"}),
        ("/papers", {"X-Frame-Options": "DENY", "X-Robots-Tag": "noindex, nofollow"}),
        ("/papers/2026/open/", {"X-Robots-Tag": "noindex, nofollow", "X-Year": "yes"}),
    ],
)
def test_headers(path: str, expected: dict[str, str]) -> None:
    assert match_headers(parse_headers(HEADERS), path) == expected


def test_a_header_cannot_be_smuggled_in() -> None:
    rules = parse_headers("/*\n  X-A: b\x0bc\n  bad name: x\n  Content-Length: 5\n  X-B: fine\n")
    assert match_headers(rules, "/") == {"X-B": "fine"}


def test_a_value_that_cannot_be_sent_is_named() -> None:
    rules = parse_headers("/*\n  X-N: 文\n  X-O: é\n  X-B: fine\n/a\n  X-N: 文\n")
    assert match_headers(rules, "/a") == {"X-B": "fine"}
    assert find_unsendable(rules) == ("X-N", "X-O")


REDIRECTS = """\
# old addresses
/old        /new/
/moved      /new/      302
/gone/*     /archive/:splat  301
/post/:year/:name  /:year-:name/  308
/force      /new/      301!
/app/*      /index.html  200
/hidden/*   /404.html  404
/out        https://elsewhere.example/x
/proxy/*    https://elsewhere.example/:splat  200
/country    /de/   302  Country=de
/broken
/query      /new/?a=1
/x          /文/?q=é#%20
/alt/*      /neu/:splat
/n/:name    /:name/x?a=:name
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/old", ("/new/", 301)),
        ("/old/", ("/new/", 301)),
        ("/older", None),
        ("/moved", ("/new/", 302)),
        ("/gone/a/b", ("/archive/a/b", 301)),
        ("/gone", ("/archive/", 301)),
        ("/post/2026/knees", ("/2026-knees/", 308)),
        ("/post/2026/a/b", None),
        ("/app/any/where", ("/index.html", 200)),
        ("/hidden/x", ("/404.html", 404)),
        ("/out", ("https://elsewhere.example/x", 301)),
        ("/proxy/x", None),
        ("/country", None),
        ("/broken", None),
        ("/x", ("/%E6%96%87/?q=%C3%A9#%20", 301)),
        ("/alt/文/", ("/neu/%E6%96%87/", 301)),
        ("/alt/a?b", ("/neu/a%3Fb", 301)),
        ("/alt/a b#c%", ("/neu/a%20b%23c%25", 301)),
        ("/n/é", ("/%C3%A9/x?a=%C3%A9", 301)),
    ],
)
def test_redirects(path: str, expected: tuple[str, int] | None) -> None:
    assert match_redirect(parse_redirects(REDIRECTS), path, exists=False) == expected


def test_a_file_goes_before_a_rule_that_is_not_forced() -> None:
    rules = parse_redirects(REDIRECTS)
    assert match_redirect(rules, "/old", exists=True) is None
    assert match_redirect(rules, "/force", exists=True) == ("/new/", 301)


@pytest.mark.parametrize(
    ("rule", "path", "target"),
    [
        ("/a/*/b/*", "/a/x/y/b/z", "/x/y"),
        ("/a/*/b/*", "/a/b/z", "/"),
        ("/*.jpg", "/x/y.jpg", "/x/y"),
        ("/x*y*z", "/x1y2y3z", "/1"),
        ("/:a:a", "/x:a", "/"),
        ("/:a:1", "/x:1", "/"),
        ("/x*y*z", "/x1y2", None),
    ],
)
def test_several_stars(rule: str, path: str, target: str | None) -> None:
    found = match_redirect(parse_redirects(f"{rule} /:splat"), path, exists=False)
    assert (found and found[0].replace(":splat", "")) == target


def test_many_stars_take_no_time() -> None:
    rules = parse_headers("/" + "*a" * 20 + "b\n  X-A: b\n")
    started = time.process_time()
    assert match_headers(rules, "/" + "a" * 2000) == {}
    assert time.process_time() - started < 0.1
