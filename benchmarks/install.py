"""The peers, installed into a folder of their own in the versions that `peers.toml` names.

BENCH_PEERS_VENV and BENCH_PEERS_NODE name a virtual environment and a folder with `node_modules`
to use instead; nothing is installed there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Tools", "install"]

_HERE = Path(__file__).parent
_PINS = _HERE / "peers.toml"
_PLACE = _HERE / ".peers"


@dataclass(frozen=True)
class Tools:
    """Where the peers are, and why some are not."""

    venv: Path
    node: Path
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    def python_version(self, package: str) -> str:
        """Return the installed version of a Python package, or nothing."""
        code = f"import importlib.metadata as m; print(m.version({package!r}))"
        return _output([str(self.python), "-c", code])

    def node_version(self, package: str) -> str:
        """Return the installed version of a Node package, or nothing."""
        about = self.node / "node_modules" / package / "package.json"
        if not about.is_file():
            return ""
        return str(json.loads(about.read_text(encoding="utf-8"))["version"])


def install(wanted: Sequence[str]) -> Tools:
    """Install the wanted peers that are not there yet; say of each that failed, why."""
    pins = tomllib.loads(_PINS.read_text(encoding="utf-8"))
    venv = Path(os.environ.get("BENCH_PEERS_VENV", _PLACE / "venv")).absolute()
    node = Path(os.environ.get("BENCH_PEERS_NODE", _PLACE / "node")).absolute()
    tools = Tools(venv, node)
    _PLACE.mkdir(exist_ok=True)
    for name in wanted:
        if name in pins["python"] and "BENCH_PEERS_VENV" not in os.environ:
            problem = _install_python(tools, name, pins["python"][name])
        elif name in pins["node"] and "BENCH_PEERS_NODE" not in os.environ:
            problem = _install_node(tools, name, pins["node"][name])
        else:
            continue
        if problem:
            tools.problems[name] = problem
    return tools


def _install_python(tools: Tools, name: str, pins: Sequence[str]) -> str:
    """Install a Python package. Return what went wrong."""
    if not tools.python.exists():
        problem = _run([sys.executable, "-m", "venv", str(tools.venv)], "venv")
        if problem:
            return problem
    if tools.python_version(name) == pins[0].partition("==")[2]:
        return ""
    pip = [str(tools.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return _run([*pip, *pins], name)


def _install_node(tools: Tools, name: str, pins: Sequence[str]) -> str:
    """Install a Node package. Return what went wrong."""
    npm = shutil.which("npm")
    if not npm:
        return "npm is not installed"
    package, _, version = pins[0].rpartition("@")
    if tools.node_version(package) == version:
        return ""
    # Saved there, for npm removes what it finds and is not told of.
    options = ["--no-audit", "--no-fund", "--prefix", str(tools.node)]
    tools.node.mkdir(parents=True, exist_ok=True)
    return _run([npm, "install", *options, *pins], name)


def _run(command: Sequence[str], name: str) -> str:
    """Run a command with its output in a file beside the peers. Return what went wrong."""
    log = _PLACE / f"install-{name}.log"
    with log.open("wb") as stream:
        done = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, check=False)
    return f"could not be installed, see {log.relative_to(_HERE)}" if done.returncode else ""


def _output(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()
