"""From a page and some text on it to the file and the line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.preview.source_lookup import PageSources, find_line, find_source
from support.sites import write_files

SOURCE = """\
---
title: The knee
---

The first paragraph has a [link](other.md) and *stress*,
over two lines.

## A heading

- one thing
- another thing

| Name | Size |
|------|------|
| Knee | 12   |

The last paragraph is about shoulders.
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The first paragraph has a link and stress, over two lines.", 5),
        ("A heading", 8),
        ("another thing", 11),
        ("Knee", 15),
        ("The last paragraph is about shoulders.", 17),
        ("The knee", 2),
        ("Nothing of the kind", 0),
        ("", 0),
    ],
)
def test_lines(text: str, line: int) -> None:
    assert find_line(SOURCE, text) == line


@pytest.mark.parametrize(
    ("output", "source"),
    [
        ("index.html", "content/index.md"),
        ("404.html", "content/404.md"),
        ("news/index.html", "content/News/index.md"),
        ("news/my-knee/index.html", "content/News/My Knee.md"),
        ("news/short/index.html", "content/News/long.md"),
        ("people/ada/index.html", "content/people/ada/index.md"),
        ("talks/index.html", "content/talks/_index.markdown"),
        ("talks/first/index.html", "content/talks/2021-03-04-first.md"),
        ("own/b.html", "content/talks/second.md"),
        ("tags/index.html", ""),
        ("", ""),
    ],
)
def test_sources(tmp_path: Path, output: str, source: str) -> None:
    names = ["index", "404", "News/index", "News/My Knee", "people/ada/index"]
    write_files(tmp_path, {f"content/{name}.md": "# Title\n" for name in names})
    write_files(
        tmp_path,
        {
            "content/News/long.md": "---\nslug: short\n---\n",
            "content/talks/_index.markdown": "# Talks\n",
            "content/talks/README.md": "# How to write about talks\n",
            "content/talks/2021-03-04-first.md": "# First\n",
            "content/talks/second.md": "---\npermalink: /own/b.html\n---\n",
        },
    )
    assert find_source(tmp_path, output) == source


def test_what_was_found_is_found_again_as_long_as_it_is_there(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "---\ntitle: A\ndraft: true\n---\n"})
    now = datetime(2026, 11, 1, tzinfo=UTC)
    write_files(tmp_path / "built", {"tags/index.html": ""})
    sources = PageSources(tmp_path, tmp_path / "built")
    assert sources.find("a/index.html") == tmp_path / "content" / "a.md"
    assert sources.why_unpublished("a/index.html", now, UTC) == "a draft"
    write_files(tmp_path, {"content/a.md": "---\ntitle: A\ndate: 2027-01-01\n---\n"})
    assert "2027-01-01" in sources.why_unpublished("a/index.html", now, UTC)
    write_files(tmp_path, {"content/a.md": "# A\n"})
    assert sources.why_unpublished("a/index.html", now, UTC) == ""
    (tmp_path / "content" / "a.md").unlink()
    assert sources.find("a/index.html") is None
    assert sources.why_unpublished("tags/index.html", now, UTC) == ""
    write_files(tmp_path, {"content/a.md": "# A\n"})
    assert sources.find("a/index.html") == tmp_path / "content" / "a.md"


@pytest.mark.parametrize(
    ("date", "zone", "note"),
    [
        ("2026-11-01 12:30", "UTC", "not published before 2026-11-01 12:30 (UTC)"),
        ("2026-11-01 12:30", "Pacific/Kiritimati", ""),
        ("2026-11-02 12:30", "Pacific/Kiritimati", "… 2026-11-02 12:30 (Pacific/Kiritimati)"),
        ("2026-11-01T12:30+00:00", "Pacific/Kiritimati", "… 2026-11-01T12:30+00:00"),
        ("2026-11-01T12:30Z", "UTC", "… 2026-11-01T12:30Z"),
        ("2026-11-02", "Pacific/Kiritimati", "… 2026-11-02"),
    ],
)
def test_dates_are_those_of_the_sites_time_zone(
    tmp_path: Path, date: str, zone: str, note: str
) -> None:
    write_files(tmp_path, {"content/a.md": f"---\ntitle: A\ndate: {date}\n---\n"})
    now = datetime(2026, 11, 1, 9, tzinfo=UTC)
    sources = PageSources(tmp_path, tmp_path / "built")
    found = sources.why_unpublished("a/index.html", now, UTC if zone == "UTC" else ZoneInfo(zone))
    assert found == note.replace("…", "not published before")


@pytest.mark.parametrize(
    ("section", "note"),
    [
        ("draft: true", "in a section that is a draft"),
        ("cascade: {draft: true}", "a draft"),
        ("cascade: {draft: true, target: {path: /b/**}}", ""),
        ("publishDate: 2027-01-01", "in a section that is not published before 2027-01-01"),
        ("expires: 2027-01-01", ""),
    ],
)
@pytest.mark.parametrize("index", ["index", "_index", "README"])
def test_what_a_section_says(tmp_path: Path, index: str, section: str, note: str) -> None:
    write_files(
        tmp_path,
        {f"content/a/{index}.md": f"---\n{section}\n---\n", "content/a/deep/x.md": "# X\n"},
    )
    sources = PageSources(tmp_path, tmp_path / "built")
    now = datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert sources.why_unpublished("a/deep/x/index.html", now, UTC) == note


def test_a_list_becomes_a_page_when_it_gets_a_source(tmp_path: Path) -> None:
    """What sitegen makes of its own accord is not looked for each time: all pages are read."""
    write_files(tmp_path, {"content/a.md": "# A\n", "built/tags/index.html": ""})
    sources = PageSources(tmp_path, tmp_path / "built")
    assert sources.find("tags/index.html") is None
    write_files(tmp_path, {"content/tags.md": "# Tags\n"})
    sources.forget_missing(["content/a.md"])
    assert sources.find("tags/index.html") is None
    sources.forget_missing(["content/tags.md"])
    assert sources.find("tags/index.html") == tmp_path / "content" / "tags.md"
