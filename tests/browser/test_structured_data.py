"""Another reader of JSON-LD finds what the pages say, and what Google wants to know of articles."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from support.tools import find_node, find_npm_package

if TYPE_CHECKING:
    from pathlib import Path

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

TOOL = "structured-data-testing-tool"
#: What the tool asks for, as Google did when it was written, and a paper or report need not have.
OPTIONAL = re.compile(
    r"Report\[\d+\]\.headline"
    r"|\w+\[\d+\]\.(?:image|dateModified|mainEntityOfPage|publisher[.@\w\"]*)"
)
_SCRIPT = """
const { readFileSync } = require("fs");
const { structuredDataTest } = require(process.argv[1]);
const { Google } = require(process.argv[1] + "/presets");
(async () => {
  for (const file of readFileSync(0, "utf-8").trim().split("\\n")) {
    const test = structuredDataTest(readFileSync(file, "utf-8"), { presets: [Google] });
    const { failed, warnings, schemas } = await test.catch((error) => error.res);
    const told = [...failed, ...warnings].map((each) => each.test);
    console.log(JSON.stringify({ file, told, schemas }));
  }
})();
"""


def _read(files: list[Path]) -> tuple[list[str], Counter[str]]:
    """Return what the tool misses, and how often it found each type."""
    done = subprocess.run(
        [find_node(), "-e", _SCRIPT, find_npm_package(TOOL)],
        input="\n".join(map(str, files)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(files)
    told = [
        f"{each['file']}: {test}"
        for each in found
        for test in each["told"]
        if not OPTIONAL.fullmatch(test)
    ]
    return told, Counter(schema for each in found for schema in each["schemas"])


def test_all_structured_data_is_understood(demo: RoutedFiles) -> None:
    files = sorted(demo.folder.rglob("index.html"))
    files = [file for file in files if "ld+json" in file.read_text(encoding="utf-8")]
    told, types = _read(files)
    assert told == []
    known = json.loads((find_npm_package(TOOL) / "schemas.json").read_text(encoding="utf-8"))
    assert types.keys() - known.keys() <= {"ResearchProject", "Grant"}  # which are younger
    assert types["ScholarlyArticle"] > 20
    assert {"Person", "Event", "Dataset", "ResearchProject", "BreadcrumbList"} <= set(types)


def test_the_tool_finds_mistakes(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    data = '{"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": "Knees"}'
    page.write_text(
        f'<html><head><script type="application/ld+json">{data}</script></head></html>',
        encoding="utf-8",
    )
    told, _ = _read([page])
    assert [each.rpartition(": ")[2] for each in told] == ["ScholarlyArticle[0].headline"]
