"""The examples of CONTRIBUTING.md, put into a copy of the program as a contributor would."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
#: A block of code, whose first line says where it goes.
BLOCK = re.compile(r"^```python\n# (\S+?)(?:, in (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A section for a page of the documentation, or a case of Markdown.
SECTION = re.compile(r"^(`{4,})markdown\n<!-- (\S+) -->\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def _examples() -> dict[str, str]:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (Add an? .+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _add_to_door(registry: str, door: str, line: str) -> str:
    """Return the text of the registry with one more entry in a door."""
    for node in ast.parse(registry).body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == door:
            lines = registry.splitlines(keepends=True)
            before = "".join(lines[: node.end_lineno])
            head = before.rstrip().removesuffix(")").rstrip()
            comma = "" if head.endswith(("(", ",")) else ","
            return f"{head}{comma}\n    {line.strip()}\n)\n" + "".join(lines[node.end_lineno :])
    raise AssertionError(door)


def _apply(example: str, root: Path) -> None:
    """Write the files of an example, and its lines into the registry."""
    for path, door, code in BLOCK.findall(example):
        place = root / path
        if door:
            text = _add_to_door(place.read_text(encoding="utf-8"), door, code)
        else:
            assert not (REPOSITORY / path).exists(), f"{path} exists already"
            text = code.lstrip("\n")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for _, path, section in SECTION.findall(example):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("a", encoding="utf-8") as page:
            page.write(f"\n{section}")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with all examples in it."""
    root = tmp_path_factory.mktemp("program")
    ignore = shutil.ignore_patterns("__pycache__")
    for folder in ("src/sitegen", "tests/support", "docs"):
        shutil.copytree(REPOSITORY / folder, root / folder, ignore=ignore)
    for file in (
        "tests/conftest.py",
        "tests/test_cases.py",
        "tests/test_docs.py",
        "pyproject.toml",
    ):
        shutil.copy(REPOSITORY / file, root / file)
    for example in _examples().values():
        _apply(example, root)
    return root


def _run(root: Path, *command: str) -> None:
    """Run a module of Python in the copy, which has to succeed."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_can_be_added() -> None:
    assert list(_examples()) == [
        "Add a diagnostic",
        "Add a check",
        "Add a kind of source file",
        "Add a construct",
        "Add a reference",
        "Add a query",
        "Add an output",
    ]


@pytest.mark.parametrize("name", _examples())
def test_every_example_is_registered_and_tested(name: str) -> None:
    """Each has a module, a line in the registry and a test."""
    places = [(path, door) for path, door, _ in BLOCK.findall(_examples()[name])]
    assert any(path.startswith("src/sitegen/") and not door for path, door in places)
    assert any(path == "src/sitegen/registry.py" and door for path, door in places)
    assert any(path.startswith("tests/unit/") for path, _ in places)


def test_the_examples_work(program: Path) -> None:
    tests = (
        "tests/unit",
        "tests/test_cases.py::test_case",
        "tests/test_docs.py::test_every_code",
        "tests/test_docs.py::test_what_is_said_of_a_code",
    )
    _run(program, "pytest", "-q", "-p", "no:cacheprovider", *tests)


def test_the_examples_keep_the_style(program: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        _run(program, "ruff", *command, "--no-cache", "src", "tests/unit")
