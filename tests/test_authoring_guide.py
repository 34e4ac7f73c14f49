"""The authoring guide of the demo is docs/authoring.md with results, and every example is right.

`make golden` writes the guide again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sitegen
from sitegen.config import ENGINES, Engine
from support.authoring_guide import FOLDER, make_guide, read_examples
from support.sites import CONFIG, NOW, write_files

if TYPE_CHECKING:
    from pathlib import Path


def test_the_guide_is_that_of_the_documentation(*, rewrite: bool) -> None:
    wanted = make_guide()
    if rewrite:
        for file in FOLDER.glob("*.md"):
            file.unlink()
        write_files(FOLDER, wanted)
    found = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    assert found == wanted, "run `make golden`"


@pytest.mark.parametrize("engine", ENGINES)
def test_every_example(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    beside = {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in FOLDER.rglob("*")
        if file.is_file() and file.suffix != ".md"
    }
    files: dict[str, str | bytes] = {
        "content/index.md": "# Home\n",
        "sitegen.toml": f'{CONFIG}[markdown]\nengine = "{engine}"\n[images]\nformats = []\n',
    }
    for number, example in enumerate(read_examples(), start=1):
        folder = f"content/examples/example-{number}"
        files[f"{folder}/index.md"] = example.text
        files |= {
            f"{folder}/{name}": data
            for name, data in beside.items()
            if not name.endswith(".bib") or name in example.text  # others would be unread
        }
    write_files(tmp_path, files)
    result = sitegen.build(tmp_path, output=tmp_path / "out", jobs=1)
    assert [str(each) for each in result.diagnostics] == []
