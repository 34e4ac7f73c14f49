"""An audit: what a site would publish of people beside what it shows. Nothing is written.

It is a build without its last stage, so what it looks at is what a build would publish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.checks.privacy.containers import PICTURES, find_published_metadata
from sitegen.checks.privacy.documents import describe_document
from sitegen.checks.privacy.rules import describe_maker
from sitegen.config import parse_config
from sitegen.diagnostics import Diagnostic, has_errors, report
from sitegen.engine.build_context import open_build_context
from sitegen.engine.stages import prepare_build
from sitegen.images.signatures import identify_format
from sitegen.model.progress import Progress
from sitegen.storage.source_files import find_config

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.engine.commit import Prepared
    from sitegen.storage.sources import Sources

__all__ = ["Audited", "PrivacyReport", "audit_privacy"]

#: Where the build puts what it will not keep.
_FOLDER = ".sitegen/check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """A source file, and what it holds beside what it shows: what is not published, what is."""

    path: PurePosixPath
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyReport:
    """What an audit found. `images` and `files` count what would be published.

    `held` are the images among them that hold more than they show. Errors in `diagnostics` keep the
    site from being published at all; the warnings are of documents that tell of their makers.
    """

    images: int = 0
    files: int = 0
    held: tuple[Audited, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the site could be published."""
        return not has_errors(self.diagnostics)


def audit_privacy(site: Path, waiting: Callable[[], None], progress: Progress) -> PrivacyReport:
    """Say what a site would publish of people. Raises SitegenError.

    `waiting` is called when a build has to end first, `progress` by what may take long.
    """
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name)
    with open_build_context(
        config_file,
        config,
        config_file.root / _FOLDER,
        jobs="",
        clean=False,
        selected=(False, False, False),
        waiting=waiting,
        progress=progress,
    ) as context:
        return _report(prepare_build(context), context.sources)


def _report(build: Prepared, sources: Sources) -> PrivacyReport:
    shown = sorted({job.source for job in build.jobs})
    copied = {
        path: held
        for path, held in build.guard.published.items()
        if path in sources.paths and (held or path not in shown)
    }
    held = [Audited(path=path, removed=_words(path, sources)) for path in shown]
    documents: list[Diagnostic] = []
    pictures = 0
    for path, kept in sorted(copied.items()):
        data = sources.read(path).data
        if identify_format(data) in PICTURES:
            pictures += 1
            found = find_published_metadata(path, data)
            removed = tuple(word for word in found if word not in kept)
            held.append(Audited(path=path, removed=removed, kept=kept))
        else:
            documents += _describe(path, data)
    errors = (each for each in build.diagnostics if has_errors([each]))
    return PrivacyReport(
        images=len(shown) + pictures,
        files=len(copied) - pictures,
        held=tuple(sorted((e for e in held if e.removed or e.kept), key=lambda each: each.path)),
        diagnostics=report([*errors, *documents]),
    )


def _words(path: PurePosixPath, sources: Sources) -> tuple[str, ...]:
    return find_published_metadata(path, sources.read(path).data)


def _describe(path: PurePosixPath, data: bytes) -> Iterator[Diagnostic]:
    told = describe_document(data)
    if told:
        yield describe_maker(path, told)
