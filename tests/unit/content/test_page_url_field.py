"""`url` and `permalink` set the address of a page."""

from __future__ import annotations

import re

import pytest

from support.parsing import codes_of, parse


@pytest.mark.parametrize("name", ["url", "permalink", "URL"])
@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("/a/b/", "/a/b/"),
        ("a/b", "/a/b/"),
        ("/a/b.html", "/a/b.html"),
        ("/a/b.HTM", "/a/b.HTM"),
        ("/a/b.html/", "/a/b.html/"),
        ("/a/index.html", "/a/"),
        ("/v1.0", "/v1.0/"),
        ("/gr%C3%BC%C3%9Fe/", "/grüße/"),
        ("/grüße aus aachen/", "/grüße aus aachen/"),
        ("//a///b/", None),
        ("/a//b/", "/a/b/"),
    ],
)
def test_paths(name: str, text: str, url: str | None) -> None:
    page = parse(f"---\n{name}: {text}\n---\n", "content/x.md")
    if url is None:
        assert codes_of(page) == ["invalid-field"]
    else:
        assert (codes_of(page), page.front.url) == ([], url)
        assert page.front.places["url"] == (2, 1)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("/blog/:title/", "write the path itself, such as '/blog/first-scan/'"),
        ("/:year/:month/:title/", "write the path itself, such as '/2021/03/first-scan/'"),
        ("'/{{ slug }}/'", "write the path itself, such as '/first-scan/'"),
        ("pretty", "write the path, such as '/first-scan/', or remove this field"),
        (
            "https://lab.org/a/",
            "write '/a/', if that is one; for a link to another site, call it 'website'",
        ),
        ("/a/../b/", ""),
        ("/a/./b/", ""),
        ("/a?b=c", ""),
        ("/a#b", ""),
        ("'/a\\b/'", ""),
        ("/a%00b/", ""),
        ("[a, b]", ""),
        ("false", "write 'draft: true' for a page that is not published"),
        ("true", ""),
    ],
)
def test_what_is_refused(text: str, hint: str) -> None:
    page = parse(f"---\nurl: {text}\n---\n", "content/news/2021-03-04-First scan.md")
    (problem,) = page.diagnostics
    assert (problem.code, problem.hint) == ("invalid-field", hint)
    assert page.front.url == ""
    for meant in re.findall(r"'(/[^']*/)'", hint):
        assert parse(f"---\nurl: {meant}\n---\n").diagnostics == ()


def test_the_home_page_and_the_page_for_unknown_addresses() -> None:
    assert parse("---\nurl: /\n---\n", "content/index.md").front.url == "/"
    assert parse("---\npermalink: /index.html\n---\n", "content/about.md").front.url == "/"
    assert parse("---\npermalink: /404.html\n---\n", "content/404.md").front.url == "/404.html"
    for path, url in (("content/index.md", "/home/"), ("content/404.md", "/lost/")):
        assert codes_of(parse(f"---\nurl: {url}\n---\n", path)) == ["invalid-field"]


def test_a_slug_beside_it_has_no_effect() -> None:
    page = parse("---\nslug: a\nurl: /b/\n---\n", "content/x.md")
    assert str(page.diagnostics[0]) == (
        "content/x.md:2:1: warning[no-effect]: 'slug' has no effect beside 'url';"
        " remove one of them"
    )
    assert codes_of(parse("---\nslug: a\nurl: /b/\n---\n", "content/x/index.md")) == []


def test_a_slug_that_is_a_path() -> None:
    page = parse("---\nslug: a/b\n---\n", "content/x.md")
    assert page.diagnostics[0].hint == "for a whole path write 'url: /a/b/'"
    assert parse("---\nurl: /a/b\n---\n", "content/x.md").front.url == "/a/b/"
