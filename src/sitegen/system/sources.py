"""A site's files by what they are for, the theme's beneath them."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import SourceFile
from sitegen.rendering.reads import digest_of
from sitegen.system.files import read_source, scan_site
from sitegen.system.snapshot import FileStat, Snapshot
from sitegen.system.theme import read_theme

__all__ = ["Sources", "Templates", "load_sources"]

_STRINGS = PurePosixPath("templates/strings")
_STATIC = PurePosixPath("assets/static")
#: Stands for the digest of a file that no build has read.
_UNREAD = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The text of all templates by name: the theme's and the site's own."""

    theme: Mapping[str, str]
    own: Mapping[str, str]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files of one site. What is not a page, a template or an asset is read when it is used."""

    root: Path
    config_path: str
    paths: frozenset[PurePosixPath]
    problems: tuple[Diagnostic, ...]
    stats: Mapping[PurePosixPath, FileStat]
    snapshot: Snapshot
    digests: dict[str, str] = field(default_factory=dict)

    def pages(self) -> list[PurePosixPath]:
        """Return the Markdown files, in the order of their paths."""
        return self._below("content", {".md"})

    def files(self) -> frozenset[PurePosixPath]:
        """Return the files that pages may show or link to."""
        return frozenset(path for path in self.paths if path.suffix.casefold() != ".md")

    def read(self, path: PurePosixPath) -> SourceFile:
        """Read one file. Raises MachineError."""
        source = read_source(self.root, path)
        self.digests[str(path)] = source.digest
        return source

    def digest(self, path: PurePosixPath) -> str:
        """Return a file's digest; reads it only when it may have changed. Raises MachineError."""
        return self.known_digest(path) or self.read(path).digest

    def known_digest(self, path: PurePosixPath) -> str:
        """Return a file's digest without reading it, or nothing."""
        name = str(path)
        known = self.digests.get(name, "")
        if not known:
            known = self.snapshot.digest(name, self.stats[path])
            if known and known != _UNREAD:
                self.digests[name] = known
        return "" if known == _UNREAD else known

    def data(self, suffixes: Container[str]) -> list[PurePosixPath]:
        """Return the data files, in the order of their paths."""
        return self._below("data", suffixes)

    def words(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Return the theme's and the site's files of words, by language."""
        theme = {name.removesuffix(".toml"): data for name, data in read_theme("strings").items()}
        own = [p for p in self._below("templates", {".toml"}) if p.parent == _STRINGS]
        return theme, {path.stem.casefold(): self.read(path).data for path in own}

    def web_assets(self, suffixes: Container[str]) -> dict[str, bytes]:
        """Return stylesheets, scripts, fonts and icons; the site's stand before the theme's."""
        own = [path for path in self._below("assets", suffixes) if _STATIC not in path.parents]
        return {
            **read_theme("assets"),
            **{str(path.relative_to("assets")): self.read(path).data for path in own},
        }

    def templates(self) -> Templates:
        """Return all templates; one that is not UTF-8 is reported and left out."""
        own: dict[str, str] = {}
        problems = []
        for path in self._below("templates", {".html", ".xml", ".txt"}):
            data = self.read(path).data
            try:
                own[str(path.relative_to("templates"))] = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
                place = Location(path=str(path))
                hint = "save the file as UTF-8"
                problems.append(
                    Diagnostic(code="encoding", message=message, location=place, hint=hint)
                )
        theme = {name: data.decode() for name, data in read_theme("templates").items()}
        return Templates(theme=theme, own=own, problems=tuple(problems))

    def copies(self, linked: Mapping[str, str]) -> list[tuple[PurePosixPath, str]]:
        """Return the files to copy as they are, with their places in the output.

        These are the files that pages link to, and those in `assets/static/`, at the root.
        """
        prefix = f"{_STATIC}/"
        static = {
            str(path): str(path).removeprefix(prefix)
            for path in self.paths
            if str(path).startswith(prefix)
        }
        both = sorted({**linked, **static}.items())
        return [(PurePosixPath(path), output) for path, output in both]

    def has_own_robots(self) -> bool:
        """Tell whether the site brings a robots.txt of its own."""
        return _STATIC / "robots.txt" in self.paths

    def is_unchanged(self, state: str) -> bool:
        """Tell whether the files are those of the last scan, and that found this state."""
        return self.snapshot.state == state and self.snapshot.is_same(
            self.stats, lambda path: self.read(path).digest
        )

    def state(self) -> str:
        """Return a digest of all files: by their bytes, or by their stat if no build reads them."""
        files = sorted((str(path), path) for path in self.paths)
        return digest_of([(name, self.known_digest(p) or self.stats[p]) for name, p in files])

    def pack_snapshot(self) -> bytes:
        """Return what the next build needs to see which files have changed."""
        for path, stat in self.stats.items():
            if self.snapshot.is_young(stat) and not self.known_digest(path):
                self.read(path)
        state = self.state()
        stats = {str(path): stat for path, stat in self.stats.items()}
        return self.snapshot.pack(state, stats, self.digests)

    def _below(self, folder: str, suffixes: Container[str]) -> list[PurePosixPath]:
        inside = (path for path in self.paths if str(path).startswith(f"{folder}/"))
        found = (path for path in inside if path.suffix.casefold() in suffixes)
        return sorted(found, key=lambda path: str(path).split("/"))


def load_sources(root: Path, config_path: str, snapshot: Snapshot) -> Sources:
    """List a site's files."""
    scan = scan_site(root)
    return Sources(
        root=root,
        config_path=config_path,
        paths=frozenset(scan.stats),
        problems=tuple(scan.problems),
        stats=scan.stats,
        snapshot=snapshot,
    )
