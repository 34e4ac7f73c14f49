from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.main import cli
from sitegen.diagnostics import declared_codes
from sitegen.errors import UsageError

DOCS = Path(__file__).parents[3] / "docs"


def test_every_code_is_explained() -> None:
    for code in (*declared_codes(), "[broken-link]"):
        result = CliRunner().invoke(cli, ["explain", code], catch_exceptions=False)
        assert result.exit_code == 0, code
        assert result.output.startswith(code.strip("[]") + "\n")
        assert "\n## " not in result.output, code


@pytest.mark.parametrize("topic", ["content", "docs/configuration.md", "Templates"])
def test_chapters(topic: str) -> None:
    assert CliRunner().invoke(cli, ["explain", topic]).output.startswith("# ")


def test_unknown_topic() -> None:
    with pytest.raises(UsageError, match="did you mean 'broken-link'"):
        CliRunner().invoke(cli, ["explain", "broken-lnik"], catch_exceptions=False)


def test_without_a_topic_the_chapters_are_listed() -> None:
    lines = CliRunner().invoke(cli, ["explain"]).output.splitlines()
    assert "citations      Citations" in lines
    assert {line.split()[0] for line in lines} == {each.stem for each in DOCS.glob("*.md")}


def test_every_chapter_is_installed() -> None:
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    installed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert sorted(installed) == sorted(f"docs/{each.name}" for each in DOCS.glob("*.md"))
