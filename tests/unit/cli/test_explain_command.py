from __future__ import annotations

import pytest
from click.testing import CliRunner

from sitegen.cli.main import cli
from sitegen.diagnostics import declared_codes
from sitegen.errors import UsageError


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
