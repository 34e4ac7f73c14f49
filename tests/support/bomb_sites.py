"""Build sites that hold many bombs at once, and find the one that a build does not survive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from support.bombs import Bomb
from support.pictures import picture
from support.sites import CONFIG, write_files

__all__ = ["Build", "build_bombs", "find_failing", "place_bomb"]

#: What a build may take for each file, and all of it for itself, in seconds of processor time.
_SECONDS_EACH, _SECONDS = 20, 30
#: Bytes of address space of each process of a build: its programs, libraries and threads, the
#: 800 MB of a piece of work, and what is kept of all files.
_MEMORY = 4_000_000_000
_PICTURES = frozenset({".svg", ".gif", ".png", ".webp", ".tif", ".jpg", ".avif", ".ico"})
#: What bombs name: works to cite, a picture, a table.
_WORKS = "".join(
    f"@article{{k{n}, title = {{A {n}}}, author = {{A{n}, B and C, D}}, journal = {{J}}, "
    f"year = {{20{n % 90 + 10}}}}}\n"
    for n in range(200)
)
_CITING = "".join(f"[@k{n}; @k{n + 1}, p. {n}] " for n in range(100)) + "@k1\n"
_COMPANIONS = {
    "references.bib": _WORKS,
    "content/_part.md": "# A\n\n[t](t.csv) ![p](p.png) [^1] [@k1]\n\n[^1]: A note.\n\n"
    + "a\n\n" * 200,
    "content/p.png": picture(size=(8, 6)),
    "content/t.csv": "a,b\n1,2\n",
}
#: Exit codes of a build that has ended as it should: with a site, or with diagnostics.
_GOOD = (0, 1)


@dataclass(frozen=True, slots=True)
class Build:
    """What a build took, what it said, and why it failed, empty if it did not.

    `memory` is the most that one of its processes had, in bytes.
    """

    seconds: float
    memory: int
    code: int
    said: str
    failure: str = ""


def place_bomb(bomb: Bomb) -> str:
    """Return the path of a bomb in a site that has others."""
    path = PurePosixPath(bomb.path)
    if path.name == "glossary.yaml":  # of which a site has one
        return bomb.path
    if path.name == "captions.yaml":  # has to be called so
        return f"content/c{bomb.seed}/captions.yaml"
    if path.name == "index.md":
        return f"content/c{bomb.seed}/index.md"
    if path.name == "refs.bib":
        return f"content/b{bomb.seed}.bib"
    if path.suffix == ".bib":
        return f"bibliography/b{bomb.seed}.bib"
    return str(path.with_name(f"b{bomb.seed}{''.join(path.suffixes)}"))


def build_bombs(root: Path, bombs: Sequence[Bomb], command: str, engine: str) -> Build:
    """Write a site with these bombs into a folder, build or check it, and remove it."""
    write_files(root, dict(_list_files(bombs, engine)))
    more = ["-j", "1", "-o", str(root / "_out")] if command == "build" else []
    try:
        return _run([command, str(root), *more], len(bombs))
    finally:
        shutil.rmtree(root)


def find_failing(
    root: Path, bombs: Sequence[Bomb], command: str, engine: str
) -> Iterator[tuple[Sequence[Bomb], Build]]:
    """Yield the smallest groups of bombs whose builds fail, with these builds."""
    build = build_bombs(root, bombs, command, engine)
    if not build.failure:
        return
    if len(bombs) == 1:
        yield bombs, build
        return
    half = len(bombs) // 2
    parts = (bombs[:half], bombs[half:])
    found = [each for part in parts for each in find_failing(root, part, command, engine)]
    yield from found or [(bombs, build)]


def _list_files(bombs: Sequence[Bomb], engine: str) -> Iterator[tuple[str, str | bytes]]:
    """Yield the files of a site: the bombs, and what names them."""
    config = f'{CONFIG}[markdown]\nengine = "{engine}"\n'
    page = ["# Files\n"]
    yield from _COMPANIONS.items()
    for bomb in bombs:
        name = place_bomb(bomb)
        suffix = PurePosixPath(name).suffix
        yield name, bomb.data
        if suffix == ".inv":
            config += f'[references.b{bomb.seed}]\ninventory = "{name}"\nurl = "https://a.org/"\n'
        elif suffix == ".csl":
            yield f"content/s{bomb.seed}.md", f"---\ncsl: {name}\n---\n{_CITING}"
        elif suffix == ".yaml" and name.endswith("captions.yaml"):
            yield f"content/c{bomb.seed}/p0.png", _COMPANIONS["content/p.png"]
            page.append(f"![a](c{bomb.seed}/){{.gallery}}\n")
        elif bomb.kind == "cited-works":
            front = f'---\nbibliography: b{bomb.seed}.bib\nnocite: ["@*"]\n---\n'
            yield f"content/s{bomb.seed}.md", f"{front}[@w0] [@w1, p. 1]\n"
        elif suffix in _PICTURES:
            page.append(f"![a](/{name})\n")
        elif name.startswith("content/") and suffix in {".zip", ".gz", ".pdf", ".tsv"}:
            page.append(f"[a](/{name.removeprefix('content/')})\n")
    yield "sitegen.toml", config
    yield "content/files.md", "\n".join(page)


def _run(arguments: Sequence[str], count: int) -> Build:
    """Run a command, and tell what it and all its processes took."""
    limit = _SECONDS + _SECONDS_EACH * count
    process = subprocess.Popen(
        ["prlimit", f"--as={_MEMORY}", sys.executable, "-m", "sitegen", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    assert process.stderr is not None
    with process.stderr:
        said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = code = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    failure = "" if code in _GOOD else f"exit code {code}"
    if "Traceback" in said:
        failure = "a traceback"
    elif seconds > limit:
        failure = f"{seconds:.0f} s of processor time"
    return Build(seconds, used.ru_maxrss * 1024, code, said, failure)
