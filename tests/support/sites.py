"""Sites made from a dict of files, and the ways to build them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from unittest import mock

import sitegen
import sitegen.cli.main

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sitegen.model import BuildResult

__all__ = [
    "CONFIG",
    "NOW",
    "MakeSite",
    "Run",
    "SiteFolder",
    "read_tree",
    "run_here",
    "run_sitegen",
    "write_files",
]

#: The smallest configuration.
CONFIG = 'title = "Test Lab"\nbase_url = "https://lab.example.org/"\n'
#: The moment that stands for "now" in every test: 2026-11-01T12:00:00Z.
NOW = 1_793_534_400


@dataclass(frozen=True)
class Run:
    """What one run of the command line left behind."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, Any]:
        """The object on stdout."""
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    @property
    def lines(self) -> list[str]:
        """The lines on stderr."""
        return self.stderr.splitlines()


def run_sitegen(
    *arguments: str | Path,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
) -> Run:
    """Run the real command in a process of its own."""
    done = subprocess.run(  # our own interpreter, our own arguments
        [*prefix, sys.executable, "-m", "sitegen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def run_here(*arguments: str | Path, cwd: Path) -> Run:
    """Run the real command in this process: half a second less than in one of its own."""
    stdout, stderr = io.StringIO(), io.StringIO()
    words = ["sitegen", *map(str, arguments)]
    with (
        mock.patch.object(sys, "argv", words),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        try:
            sitegen.cli.main.main()
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Run(code, stdout.getvalue(), stderr.getvalue())


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files, given by their paths below `root`."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their paths."""
    found = {}
    start = len(f"{folder}/")
    for place, _, names in os.walk(folder):  # several times faster than `rglob`
        for name in names:
            path = f"{place}/{name}"
            if os.path.isfile(path):  # noqa: PTH113  # a path costs more than its file
                with open(path, "rb") as file:  # noqa: PTH123
                    found[path[start:]] = file.read()
    return dict(sorted(found.items()))


@dataclass
class SiteFolder:
    """A site on the disk and the folder that it is built into."""

    root: Path
    output: Path
    result: BuildResult | None = field(default=None)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Add or replace source files."""
        write_files(self.root, files)

    def build(self, **options: Any) -> BuildResult:
        """Build in this process."""
        options = {"output": self.output, "jobs": 1, **options}
        self.result = sitegen.build(self.root, **options)
        return self.result

    def build_well(self, **options: Any) -> BuildResult:
        """Build, and expect no diagnostic at all."""
        result = self.build(**options)
        assert [str(each) for each in result.diagnostics] == []
        return result

    def run(self, *arguments: str | Path, **settings: Any) -> Run:
        """Run `sitegen build` on the site in a process of its own."""
        return run_sitegen("build", self.root, "-o", self.output, *arguments, **settings)

    def check_here(self, *arguments: str) -> Run:
        """Check with the command line, in this process."""
        return run_here("check", self.root, *arguments, cwd=self.root)

    def run_here(self, *arguments: str | Path) -> Run:
        """Run `sitegen build` on the site in this process."""
        return run_here("build", self.root, "-o", self.output, *arguments, cwd=Path.cwd())

    def codes(self) -> list[str]:
        """The codes of the last build's diagnostics, in their order."""
        assert self.result is not None
        return [each.code for each in self.result.diagnostics]

    def messages(self) -> list[str]:
        """The last build's diagnostics as they are printed."""
        assert self.result is not None
        return [str(each) for each in self.result.diagnostics]

    def text(self, path: str) -> str:
        """An output file."""
        return (self.output / path).read_text(encoding="utf-8")

    def files(self) -> set[str]:
        """All output files, without the manifest."""
        return set(read_tree(self.output)) - {".sitegen-manifest.json"}

    def pages(self) -> set[str]:
        """The HTML files of the output."""
        return {name for name in self.files() if name.endswith(".html")}

    def all_text(self) -> str:
        """All text files of the output in one string, each after its name."""
        texts = []
        for name, data in read_tree(self.output).items():
            if name.endswith((".html", ".xml", ".txt", ".json", ".css")) and name != (
                ".sitegen-manifest.json"
            ):
                texts.append(f"=== {name}\n{data.decode()}")
        return "\n".join(texts)


class MakeSite(Protocol):
    """Writes a site from a dict of files; it is not built yet."""

    def __call__(self, files: Mapping[str, str | bytes], config: str = CONFIG) -> SiteFolder: ...
