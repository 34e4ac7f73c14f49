"""Fields below the top that hold a page back, as Pandoc and Quarto read them, are an error."""

from __future__ import annotations

import pytest

from sitegen.config import ENGINES, Engine
from support.parsing import codes_of, parse

BLOCKS = {
    "below the title": "# A\n\n---\ndraft: true\n---\n\nText.\n",
    "a second one": "---\ntitle: A\n---\n---\ndraft: true\n---\nText.\n",
    "a second one below an empty line": "---\ntitle: A\n---\n\n---\nstatus: draft\n---\n\nText.\n",
    "at the end": "# A\n\nText.\n\n---\nauthor: B\npublished: false\n...\n",
    "below empty front matter": "---\n---\ntitle: A\ndraft: true\n---\nText.\n",
    "a date": "# A\n\n---\n\npubDate: 2030-01-01\n\n---\n",
    "below a rule": "# A\n\n---\n\nText.\n\n---\nprivate: true\n---\n",
}
COMMENTS = {
    "alone": "<!-- draft: true -->\n# A\n",
    "below front matter": "---\ntitle: A\n---\n\n<!--draft: true-->\nText.\n",
    "after others": "<!-- by Ada -->\n<!-- status: draft -->\n\nText.\n",
}
TEXT = {
    "a comment in the text": "# A\n\nText.\n\n<!-- draft: true -->\n",
    "other comments": "<!-- title: A -->\n<!-- draft: false -->\n<!-- draft: true? -->\n# A\n",
    "code": "# A\n\n```\n\n---\ndraft: true\n---\n```\n",
    "a comment": "# A\n\n<!--\n\n---\ndraft: true\n---\n-->\n",
    "rules": "# A\n\n---\n\nNote: x\n\n---\n\nText.\n",
    "other fields": "# A\n\n---\ncolor: red\nroom: 1\n---\n\nText.\n",
    "a sentence": "# A\n\n---\n\nStatus: draft\nof the text.\n\n---\n",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str, engine: Engine) -> None:
    page = parse(BLOCKS[name], engine=engine)
    (problem,) = [each for each in page.diagnostics if each.code == "front-matter-fences"]
    line = BLOCKS[name].split("\n")[problem.location.line - 1]
    assert line[problem.location.column - 1 :] == problem.message.split("'")[1]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", COMMENTS)
def test_comments(name: str, engine: Engine) -> None:
    page = parse(COMMENTS[name], engine=engine)
    (problem,) = [each for each in page.diagnostics if each.code == "front-matter-fences"]
    line = COMMENTS[name].split("\n")[problem.location.line - 1]
    field = problem.message.split("'")[1]
    assert line[problem.location.column - 1 :].startswith(field)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TEXT)
def test_text(name: str, engine: Engine) -> None:
    assert "front-matter-fences" not in codes_of(parse(TEXT[name], engine=engine))
