"""A page that is never read or rendered to its end is named, and the others go on."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import pytest

from sitegen.content import page_codec as packing
from sitegen.content.page_parser import ParseOptions
from sitegen.engine import timeouts
from sitegen.model import ParsedPage, SourceFile
from support.sites import MakeSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@pytest.fixture(autouse=True)
def _no_callbacks_of_the_collector() -> Iterator[None]:
    """Take away those of Hypothesis: a timeout that is raised in a callback is lost."""
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks.extend(callbacks)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page that says so take for ever, as a pattern that goes back and forth does."""
    real = packing.parse_page

    def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
        while b"for ever" in source.data:
            time.sleep(0.001)
        return real(source, options)

    monkeypatch.setattr(packing, "parse_page", parse_page)
    monkeypatch.setattr(timeouts, "_PARSING", 1.5)


@pytest.mark.usefixtures("endless")
@pytest.mark.parametrize("count", [3, 150])
def test_it_is_named_and_the_others_go_on(make_site: MakeSite, count: int) -> None:
    """Alone and in processes; once the page is mended, nothing is left of it."""
    pages = {f"content/p{number}.md": f"{number}\n" for number in range(count)}
    site = make_site({**pages, "content/b.md": "for ever\n", "content/c.md": "[no](no.md)\n"})
    for _ in range(2):  # the second time from the store
        result = site.build()
        told = [str(each) for each in result.diagnostics]
        assert [each.code for each in result.diagnostics] == ["page-timeout", "broken-link"], told
        assert str(result.diagnostics[0].location.path) == "content/b.md"
    site.write({"content/b.md": "at last\n", "content/c.md": "yes\n"})
    assert site.build_well().ok


def test_it_is_not_tried_again_until_it_is_saved_again(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small edit of a page and the whole build that follows have the same patience, once."""
    site = make_site({"content/a.md": "1\n", "content/b.md": "1\n"})
    site.build_well()
    real, tried = packing.parse_page, []

    def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
        tried.append(str(source.path))
        while b"not at all" in source.data:
            time.sleep(0.001)
        return real(source, options)

    monkeypatch.setattr(packing, "parse_page", parse_page)
    monkeypatch.setattr(timeouts, "_PARSING", 0.2)
    for text in ("1\n", "2\n"):
        site.write({"content/a.md": "not at all\n", "content/b.md": text})
        (problem,) = site.build().diagnostics
        assert problem.message.startswith("after 0 s")
    assert tried.count("content/a.md") == 1


ENDLESS = """{% extends "theme/page.html" %}
{% block after_content %}
{% if page.title in ["7", "8"] %}
{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}
{% endif %}
{% endblock %}
"""


def count_given_up(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the seconds after which this process has given up rendering a page, each time."""
    found: list[float] = []
    real = timeouts._give_up_rendering

    def give_up(seconds: float, number: int, frame: FrameType | None) -> None:
        found.append(seconds)
        real(seconds, number, frame)

    monkeypatch.setattr(timeouts, "_give_up_rendering", give_up)
    return found


@pytest.mark.parametrize("count", [10, 150])
def test_a_template_without_end_is_named_with_its_line(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Alone and in processes; each of which tries it once."""
    given_up = count_given_up(monkeypatch)
    monkeypatch.setattr(timeouts, "_RENDERING", 1.0)
    pages = {f"content/p{number}.md": f"# {number}\n" for number in range(count)}
    site = make_site({**pages, "templates/page.html": ENDLESS})
    (problem,) = site.build(jobs=2).diagnostics
    assert (problem.code, problem.location.path) == ("template-timeout", "templates/page.html")
    assert problem.location.line == 4
    assert problem.message.startswith("after 1 s, this was still not rendered")
    assert given_up == ([1.0] if count == 10 else [])  # else in other processes
    site.write({"templates/page.html": ENDLESS.replace("100000", "10")})
    assert site.build_well().ok


def test_a_small_edit_waits_for_a_template_only_once(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = count_given_up(monkeypatch)
    monkeypatch.setattr(timeouts, "_RENDERING", 1.0)
    template = ENDLESS.replace('page.title in ["7", "8"]', '"for ever" in page.content')
    site = make_site({"content/a.md": "1\n", "templates/page.html": template})
    site.build_well()
    site.write({"content/a.md": "for ever\n"})
    (problem,) = site.build().diagnostics
    assert (problem.code, problem.location.line) == ("template-timeout", 4)
    assert given_up == [1.0]
