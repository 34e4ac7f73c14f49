"""Who may import whom, and who may touch the world."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
SOURCE = REPOSITORY / "src" / "sitegen"
MODULES = sorted(SOURCE.rglob("*.py"))

#: Each library has one home.
HOMES = {
    "markdown": {"content"},
    "frontmatter": {"content"},
    "yaml": {"content"},
    "pygments": {"content"},
    "selectolax": {"content"},
    "jinja2": {"rendering"},
    "markupsafe": {"rendering"},
    "PIL": {"images", "social_cards"},
    "livereload": {"preview"},
    "tornado": {"preview"},
    "watchfiles": {"preview"},
    "segno": {"preview"},
    "pyromark": {"content"},
    "sqlite3": {"storage"},
    "distributed": {"engine"},
    "click": {"cli"},
    "httpx": {"services"},
    "nbclient": {"running"},
}
#: The shell: only here are disk, clock, environment and threads within reach.
SHELL = {"storage", "engine", "preview", "printing", "running", "services", "cli"}
#: Python's own modules that reach them.
WORLD = {
    "os",
    "shutil",
    "tempfile",
    "time",
    "threading",
    "concurrent",
    "multiprocessing",
    "subprocess",
    "socket",
    "urllib.request",
    "http",
    "sqlite3",
    "asyncio",
    "random",
    "glob",
}


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _runtime_imports(path: Path) -> frozenset[str]:
    """Return what a module imports, but for type checking."""
    tree = _parsed(path)
    found: set[str] = set()
    hidden = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for each in node.body
        for inner in ast.walk(each)
    }
    for node in ast.walk(tree):
        if node in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return frozenset(found)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_libraries_stay_at_home(path: Path) -> None:
    imports = _runtime_imports(path)
    for library, rooms in HOMES.items():
        if any(name.split(".")[0] == library for name in imports):
            assert _room(path) in rooms, f"{library} is at home in {rooms}"


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if _room(path) not in SHELL and path.name != "__init__.py"],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_the_core_cannot_reach_the_world(path: Path) -> None:
    tree = _parsed(path)
    imports = _runtime_imports(path)
    attributes = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    # How long something took, not what time it is: in a process of its own, nobody else can tell.
    clock = {name for name in attributes if name.startswith("time.")}
    assert imports & WORLD <= ({"time"} if clock == {"time.perf_counter"} else set())
    # FreeType reads fonts from files itself; that a file is the one that was planned can only be
    # seen where it is drawn with, perhaps on another machine.
    reads_fonts = path.relative_to(SOURCE).as_posix() == "social_cards/text_drawing.py"
    assert "pathlib.Path" not in imports or reads_fonts
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls & {"open", "print", "input", "exec", "eval", "__import__"} == set()
    assert attributes & {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"} == set()


def test_the_layers() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "Contracts: " in done.stdout
    assert " 0 broken" in done.stdout


def test_modules_and_functions_stay_readable() -> None:
    long_modules = {}
    long_functions = {}
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 500:
            long_modules[str(path.relative_to(SOURCE))] = text.count("\n")
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > 60:
                    long_functions[f"{path.relative_to(SOURCE)}:{node.name}"] = lines
    assert long_modules == {}
    assert long_functions == {}


def test_nothing_heavy_is_imported_at_the_start() -> None:
    code = "import sys, sitegen.cli.main; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert (
        loaded
        & {
            *("jinja2", "PIL", "yaml", "markdown", "pyromark", "tornado", "livereload"),
            *("selectolax", "sqlite3", "distributed", "multiprocessing", "httpx"),
        }
        == set()
    )
    assert {"sitegen", "click"} <= loaded
