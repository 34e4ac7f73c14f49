"""Who may import whom, and who may touch the world."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


class _Facts(NamedTuple):
    """What is looked at in a module: `imports` are those at run time, `functions` have lines."""

    summary: str
    lines: int
    imports: frozenset[str]
    attributes: frozenset[str]
    calls: frozenset[str]
    functions: tuple[tuple[str, int], ...]


@cache
def _read(path: Path) -> _Facts:
    """Read a module. Its tree is not kept: with all of them in memory, Python is slow."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    attributes, calls, functions = set(), set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            attributes.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            calls.add(node.func.id)
        elif isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            functions.append((node.name, node.end_lineno - node.lineno + 1))
    return _Facts(
        summary=(ast.get_docstring(tree) or "").partition("\n")[0],
        lines=text.count("\n"),
        imports=_imports_in(tree),
        attributes=frozenset(attributes),
        calls=frozenset(calls),
        functions=tuple(functions),
    )


def _imports_in(tree: ast.Module) -> frozenset[str]:
    """Return what a module imports, but for type checking."""
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif not isinstance(node, ast.expr):  # which holds no import
            waiting += ast.iter_child_nodes(node)
    return frozenset(found)


def _strangers(path: Path) -> Iterator[str]:
    """Yield the libraries that a module imports although they are at home elsewhere."""
    libraries = {name.split(".")[0] for name in _read(path).imports}
    for library in sorted(HOMES.keys() & libraries):
        if _room(path) not in HOMES[library]:
            yield f"{library} is at home in {HOMES[library]}"


def _world_in_reach(path: Path) -> Iterator[str]:
    """Yield how a module of the core can reach disk, clock, environment or threads."""
    _, _, imports, attributes, calls, _ = _read(path)
    # How long something took, not what time it is: in a process of its own, nobody else can tell.
    clock = {name for name in attributes if name.startswith("time.")}
    yield from (imports & WORLD) - ({"time"} if clock == {"time.perf_counter"} else set())
    # FreeType reads fonts from files itself; that a file is the one that was planned can only be
    # seen where it is drawn with, perhaps on another machine.
    if path.relative_to(SOURCE).as_posix() != "social_cards/text_drawing.py":
        yield from imports & {"pathlib.Path"}
    yield from calls & {"open", "print", "input", "exec", "eval", "__import__"}
    yield from attributes & {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}


def _found_in(modules: list[Path], find: Callable[[Path], Iterator[str]]) -> dict[str, list[str]]:
    found = {str(path.relative_to(SOURCE)): list(find(path)) for path in modules}
    return {name: problems for name, problems in found.items() if problems}


def test_libraries_stay_at_home() -> None:
    assert _found_in(MODULES, _strangers) == {}


def test_the_core_cannot_reach_the_world() -> None:
    core = [path for path in MODULES if _room(path) not in SHELL and path.name != "__init__.py"]
    assert len(core) > 400
    assert _found_in(core, _world_in_reach) == {}


def test_what_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "os" in set(_world_in_reach(SOURCE / "engine" / "workers.py"))
    monkeypatch.setitem(HOMES, "click", {"engine"})
    found = _found_in([SOURCE / "cli" / "main.py", SOURCE / "errors.py"], _strangers)
    assert found == {"cli/main.py": ["click is at home in {'engine'}"]}


def test_the_layers() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "Contracts: " in done.stdout
    assert " 0 broken" in done.stdout


def test_modules_and_functions_stay_readable() -> None:
    long_modules, long_functions = {}, {}
    for path in MODULES:
        name, facts = str(path.relative_to(SOURCE)), _read(path)
        if facts.lines > 500:
            long_modules[name] = facts.lines
        long_functions |= {f"{name}:{f}": lines for f, lines in facts.functions if lines > 60}
    assert long_modules == {}
    assert long_functions == {}


def test_every_module_says_what_it_does() -> None:
    for path in MODULES:
        summary = _read(path).summary
        assert 0 < len(summary) <= 100, path
        assert summary.endswith((".", "?")), path


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
