"""A site's files by what they are for, the theme's beneath them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import Artefact, Rank, SourceFile
from sitegen.system.files import read_source, scan_site
from sitegen.system.theme import read_theme

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

__all__ = ["Sources", "Templates", "load_sources"]

_STRINGS = PurePosixPath("templates/strings")
_STATIC = PurePosixPath("assets/static")


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

    def pages(self) -> Iterable[SourceFile]:
        """Yield the Markdown files, in the order of their paths."""
        return (self.read(path) for path in self._below("content", {".md"}))

    def files(self) -> frozenset[PurePosixPath]:
        """Return the files that pages may show or link to."""
        return frozenset(path for path in self.paths if path.suffix.casefold() != ".md")

    def read(self, path: PurePosixPath) -> SourceFile:
        """Read one file. Raises MachineError."""
        return read_source(self.root, path)

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

    def copies(self, linked: Mapping[PurePosixPath, PurePosixPath]) -> list[Artefact]:
        """Return files as they are: those that pages link to, and `assets/static/` at the root."""
        static = {path: path.relative_to(_STATIC) for path in self._static()}
        return [
            Artefact(path=output, data=self.read(path).data, rank=Rank.ASSET, source=str(path))
            for path, output in sorted({**linked, **static}.items())
        ]

    def has_own_robots(self) -> bool:
        """Tell whether the site brings a robots.txt of its own."""
        return _STATIC / "robots.txt" in self.paths

    def _static(self) -> Iterable[PurePosixPath]:
        return (path for path in self.paths if _STATIC in path.parents)

    def _below(self, folder: str, suffixes: Container[str]) -> list[PurePosixPath]:
        inside = (path for path in self.paths if path.parts[0] == folder)
        return sorted(path for path in inside if path.suffix.casefold() in suffixes)


def load_sources(root: Path, config_path: str) -> Sources:
    """List a site's files."""
    scan = scan_site(root)
    return Sources(
        root=root,
        config_path=config_path,
        paths=frozenset(scan.paths),
        problems=tuple(scan.problems),
    )
