"""Sort the files of a site by purpose, with the files of the theme as fallback."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.notebooks.freezes import freeze_paths
from sitegen.content.notebooks.image_paths import split_image_path
from sitegen.content.page_files import PAGES
from sitegen.content.page_names import MARKDOWN_SUFFIXES
from sitegen.diagnostics import Diagnostic
from sitegen.errors import MachineError
from sitegen.model import ASSETS, STATIC, SourceFile, digest_of
from sitegen.storage.snapshot import UNREAD, FileStat, Snapshot
from sitegen.storage.source_files import Scan, read_source, scan_site
from sitegen.storage.theme_files import read_theme

if TYPE_CHECKING:
    from sitegen.content.source_kind import SourceKind

__all__ = ["Sources", "Templates", "load_sources"]

_STRINGS = PurePosixPath("templates/strings")


class Templates(msgspec.Struct, frozen=True, kw_only=True):
    """The text of all templates by name: the theme's and the site's own."""

    theme: Mapping[str, str]
    own: Mapping[str, str]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files of one site. What is not a page, a template or an asset is read when it is used.

    With `has_links`, some may change under other names.
    """

    root: Path
    config_path: str
    problems: tuple[Diagnostic, ...]
    stats: Mapping[str, FileStat]
    snapshot: Snapshot
    has_links: bool = False
    digests: dict[str, str] = field(default_factory=dict)

    @cached_property
    def paths(self) -> frozenset[PurePosixPath]:
        """All files."""
        return frozenset(map(PurePosixPath, self.stats))

    @cached_property
    def _by_folder(self) -> Mapping[str, list[PurePosixPath]]:
        found: dict[str, list[PurePosixPath]] = {}
        for path in self.paths:
            found.setdefault(path.parts[0], []).append(path)
        return found

    def of_kind(self, kind: SourceKind) -> list[PurePosixPath]:
        """Return the files of a kind, in the order of their paths."""
        return _in_order(filter(kind.matches, self.paths))

    def files(self) -> frozenset[PurePosixPath]:
        """Return the files that pages may show or link to."""
        return frozenset(
            path
            for path in self.paths
            if path.suffix.casefold() not in MARKDOWN_SUFFIXES and not PAGES.matches(path)
        )

    def read(self, path: PurePosixPath) -> SourceFile:
        """Read one file. Raises MachineError."""
        source = read_source(self.root, path)
        self.digests[str(path)] = source.digest
        for stored in self._freeze_paths(str(path)):
            if stored in self.stats:  # so that a change of it alone is seen
                self.digests[stored] = read_source(self.root, PurePosixPath(stored)).digest
        return source

    def digest(self, path: PurePosixPath) -> str:
        """Return a file's digest; reads it only when it may have changed. Raises MachineError."""
        return self.known_digest(path) or self.read(path).digest

    def known_digest(self, path: PurePosixPath) -> str:
        """Return a file's digest without reading it, or nothing.

        A picture inside a notebook is named by it.
        """
        inside = split_image_path(str(path))
        return inside[1] if inside else self._known_digest(str(path))

    def _known_digest(self, name: str) -> str:
        known = self.digests.get(name, "")
        if not known and name in self.stats and self._has_same_outputs(name):
            known = self.snapshot.digest(name, self.stats[name])
            if known and known != UNREAD:
                self.digests[name] = known
        return "" if known == UNREAD else known

    def _has_same_outputs(self, name: str) -> bool:
        """Tell whether the stored outputs of a document are those that were read with it."""
        for stored in self._freeze_paths(name):
            if stored not in self.stats:
                if self.snapshot.knew(stored):
                    return False
            elif self.snapshot.digest(stored, self.stats[stored]) in {"", UNREAD}:
                return False
        return True

    def _freeze_paths(self, name: str) -> tuple[str, ...]:
        """Return where the outputs of a document may be; nowhere in a site without notebooks."""
        return freeze_paths(name) if self._has_stored_outputs else ()

    @cached_property
    def _has_stored_outputs(self) -> bool:
        """Whether there are, or were, notebooks or what Quarto stores."""
        names = chain(self.stats, self.snapshot.names())
        return any(name.endswith((".ipynb", ".json")) for name in names)

    def words(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Return the theme's and the site's files of words, by language."""
        theme = {name.removesuffix(".toml"): data for name, data in read_theme("strings").items()}
        own = [p for p in self._below("templates", {".toml"}) if p.parent == _STRINGS]
        return theme, {path.stem.casefold(): self.read(path).data for path in own}

    def web_assets(self, suffixes: Container[str]) -> dict[str, bytes]:
        """Return stylesheets, scripts, fonts and icons; the site's stand before the theme's."""
        own = self.asset_names(suffixes)
        return {
            **read_theme("assets"),
            **{name: self.read(ASSETS / name).data for name in own},
        }

    def asset_names(self, suffixes: Container[str]) -> list[str]:
        """Return files of the site below `assets/`, without those in `assets/static/`."""
        found = (path for path in self._below("assets", suffixes) if STATIC not in path.parents)
        return [str(path.relative_to("assets")) for path in found]

    def templates(self) -> Templates:
        """Return all templates; one that is not UTF-8 is reported and left out."""
        own: dict[str, str] = {}
        problems: list[Diagnostic] = []
        for path in self._below("templates", {".html", ".xml", ".txt"}):
            data = self.read(path).data
            try:
                own[str(path.relative_to("templates"))] = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                from sitegen.content.text import decode  # most sites do not need it here

                problems += decode(data, str(path))[1]
        theme = {name: data.decode() for name, data in read_theme("templates").items()}
        return Templates(theme=theme, own=own, problems=tuple(problems))

    def copies(self, linked: Mapping[str, str]) -> list[tuple[PurePosixPath, str]]:
        """Return the files to copy as they are, with their places in the output.

        These are the files that pages link to, and those in `assets/static/`, at the root.
        """
        static = {f"{STATIC}/{name}": name for name in self.static_files()}
        both = sorted({**linked, **static}.items())
        return [(PurePosixPath(path), output) for path, output in both]

    def static_files(self) -> tuple[str, ...]:
        """Return the paths of the files in `assets/static/`, below it."""
        prefix = f"{STATIC}/"
        inside = map(str, self._by_folder.get(ASSETS.name, ()))
        return tuple(sorted(p.removeprefix(prefix) for p in inside if p.startswith(prefix)))

    def edited(self, state: str) -> tuple[str, ...] | None:
        """Return the few files that were edited since a scan that found this state.

        None if there are many, if other things have happened, or if that was not the last scan.
        """
        if self.problems or self.snapshot.state != state:
            return None
        return self.snapshot.edited(self.stats, lambda name: self.read(PurePosixPath(name)).digest)

    def touched(self) -> bool:
        """Tell whether files were read that need not be read again, once their stats are kept."""
        known = (self.stats[name] for name in self.digests if name in self.stats)
        return any(not self.snapshot.is_young(stat) for stat in known)

    def settle(self) -> Snapshot:
        """Return what the next build needs to see which files have changed.

        Its `state` is a digest of all files: of their bytes, or of their stats if no build reads
        them.
        """
        digests = []
        for name, stat in sorted(self.stats.items()):
            digest = self.digests.get(name) or self._known_digest(name)
            if not digest and self.snapshot.is_young(stat):
                with contextlib.suppress(MachineError):  # whoever needs it has said so
                    digest = self.read(PurePosixPath(name)).digest
            digests.append((name, digest or stat))
        return self.snapshot.advance(digest_of(digests), self.stats, self.digests)

    def _below(self, folder: str, suffixes: Container[str]) -> list[PurePosixPath]:
        inside = self._by_folder.get(folder, ())
        found = (path for path in inside if path.suffix.casefold() in suffixes)
        return _in_order(found)


def _in_order(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    return sorted(paths, key=lambda path: str(path).split("/"))


def load_sources(
    root: Path,
    config_path: str,
    snapshot: Snapshot,
    folders: Iterable[str] | None = None,
    known: Mapping[str, FileStat] | None = None,
) -> Sources:
    """List a site's files, or only those in some of its folders.

    `known` are their stats if it is known that no file has come or gone.
    """
    scan = scan_site(root, folders) if known is None else Scan(stats=dict(known))
    return Sources(
        root=root,
        config_path=config_path,
        problems=tuple(scan.problems),
        stats=scan.stats,
        snapshot=snapshot,
        has_links=scan.has_links,
    )
