"""Fields without the lines of front matter are found, sentences are not taken for fields."""

from __future__ import annotations

import re

import pytest

from sitegen.content.unfenced_header import find_unfenced_header
from support.parsing import codes_of, parse

HEADERS = {
    "Pelican": "Title: My page\nDate: 2026-01-02 10:20\nStatus: draft\n\nText.\n",
    "only a status": "Status: draft\n\nText.\n",
    "small letters": "title: x\nstatus: draft\n\nText.\n",
    "a title alone": "Title: My page\n\nText.\n",
    "empty lines above": "\n\nTitle: My page\nStatus: draft\n\nText.\n",
    "no text below": "Title: x\nStatus: draft",
    "MultiMarkdown": "Title: x\nAuthor: Ada\n    Bo\nBase Header Level: 2\n\nText.\n",
    "closed": "title: x\ndraft: true\n---\nText.\n",
    "closed by equals signs": "title: x\ndraft: true\n===\nText.\n",
    "a long dash": "—\ntitle: x\ndraft: true\n—\nText.\n",
    "two dashes": "--\ntitle: x\ndraft: true\n--\nText.\n",
    "dashes apart": "- - -\ntitle: x\ndraft: true\n- - -\nText.\n",
    "indented dashes": "  ---\n  title: x\n  draft: true\n  ---\nText.\n",
    "an invisible space": "\u200b---\ntitle: x\ndraft: true\n---\nText.\n",
    "a hard space": "---\u00a0\ntitle: x\ndraft: true\n---\u00a0\nText.\n",
    "a comment above": "<!-- Copyright -->\n---\ntitle: x\ndraft: true\n---\nText.\n",
    "a long comment above": "<!--\nA\nB\n-->\n\n---\ndraft: true\n---\nText.\n",
    "Nikola": ".. title: x\n.. slug: y\n.. status: draft\n\nText.\n",
    "Nikola in a comment": "<!--\n.. title: x\n.. status: draft\n-->\n\nText.\n",
    "a list of tags": "title: x\ntags:\n- a\n- b\n\nText.\n",
    "published": "published: false\n\nText.\n",
    "a date": "date: 2026-01-02\n\nText.\n",
    "unlisted": "unlisted: true\n\nText.\n",
    "many common names": "Author: A\nTags: b\nSummary: c\n\nText.\n",
    "text at once": "Title: x\nStatus: draft\nText.\n",
    "a status and text at once": "Status: draft\nText.\n",
    "TOML": 'title = "x"\ndraft = true\n\nText.\n',
    "TOML, closed": 'title = "x"\ndraft = true\n+++\nText.\n',
    "TOML between two plus signs": '++\ntitle = "x"\ndraft = true\n++\nText.\n',
    "Hexo's JSON": '"title": "x",\n"draft": "true"\n;;;\nText.\n',
    "in a comment": "<!--\n---\ntitle: x\ndraft: true\n---\n-->\n\nText.\n",
    "Org": "#+TITLE: x\n#+DRAFT: true\n\nText.\n",
    "AsciiDoc": ":page-layout: x\n:draft: true\n\nText.\n",
    "colons": ":title: x\n:status: draft\n\nText.\n",
}
PROSE = {
    "a note": "Note: we moved.\n",
    "a note and text": "Note: we moved.\nThe new address is below.\n",
    "an event": "Date: Monday, 3 March\nRoom: 5.14\n\nEverybody is welcome.\n",
    "a project": "Status: ongoing\nFunding: DFG\n\nText.\n",
    "a paper": "Authors: Ada, Bo\nJournal: Nature\n\nText.\n",
    "published where": "Published: Nature 2021\n\nText.\n",
    "a sentence with a title": "Title: ours, and\nmore of it.\n",
    "a definition": "Voxel\n: A pixel with depth.\n",
    "a heading": "# Title: x\n\nStatus: draft\n",
    "a rule": "***\n\nText.\n",
    "an address": "https://example.org/\n\nText.\n",
    "a time": "12:30: lunch\n\nText.\n",
    "code": "    title: x\n    draft: true\n\nText.\n",
    "a fence": "```yaml\ntitle: x\ndraft: true\n```\n",
    "a comment": "<!-- draft -->\n\nText.\n",
    "a comment on lines": "<!--\nNote: old\n-->\n\nText.\n",
    "a table": "| title: | x |\n|---|---|\n| draft: | true |\n",
    "a quotation": "> Title: x\n\nText.\n",
    "nothing": "",
    "spaces": " \n\n",
    "an image": "![Title: x](x.png)\n",
    "private words": "Private: the meeting is for members.\n",
    "a formula": "y = a x + b\n\nText.\n",
    "notes and text": "Note: one\nRoom: 5.14\nText.\n",
    "hidden words": "Hidden: three rooms below the lab.\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers(name: str) -> None:
    assert find_unfenced_header(HEADERS[name])
    page = parse(HEADERS[name])
    assert codes_of(page) == ["front-matter-fences"]
    line = page.diagnostics[0].location.line
    field = page.diagnostics[0].message.partition("'")[2].partition("' looks")[0]
    place = HEADERS[name].split("\n")[line - 1]
    assert field in place or (place.strip() == "---" and "before '---'" in str(page.diagnostics[0]))


@pytest.mark.parametrize("name", PROSE)
def test_prose(name: str) -> None:
    assert find_unfenced_header(PROSE[name]) is None
    assert "front-matter-fences" not in codes_of(parse(PROSE[name]))


def test_a_heading_or_front_matter_makes_them_text() -> None:
    assert codes_of(parse("# Notes\n\nTitle: x\nStatus: draft\n")) == []
    assert codes_of(parse("---\n---\nTitle: x\nStatus: draft\n")) == []


@pytest.mark.parametrize("name", HEADERS)
def test_the_hint_applied(name: str) -> None:
    fields = re.findall(r'^[ .:"]*(\w+)"? ?[:=][ ]*"?([^",\n]*)', HEADERS[name], re.MULTILINE)
    header = "".join(f"{field}: {value}\n" for field, value in fields)
    page = parse(f"---\n{header}---\nText.\n")
    assert "front-matter" not in " ".join(codes_of(page))
    if "draft" in HEADERS[name] or "published" in HEADERS[name]:
        assert page.front.draft
    assert "".join(page.body.parts).strip() == "<p>Text.</p>"
