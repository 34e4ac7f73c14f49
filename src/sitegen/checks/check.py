"""The protocol of checks, and what a check is given to examine.

A check looks at a site as a build would publish it, and yields diagnostics. This one finds pages
that somebody has not finished:

    TODO = declare("todo", Severity.WARNING)

    class TodoCheck:
        name = "todo"
        runs_in_build = False

        def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
            for path, source in site.outputs:
                if path.endswith(".html") and b"TODO" in site.read_output(path):
                    yield Problem(TODO, "there is a TODO on the page").at(Location(path=source))

Put it into a module of this package, make one line of it in `sitegen.registry.CHECKS`, and describe
its codes in `docs/diagnostics.md`. `sitegen check` then runs it, and so does
`sitegen check --only todo`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import Protocol

import msgspec

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic
from sitegen.model import Site, Work

__all__ = ["Check", "CheckedSite"]


class CheckedSite(msgspec.Struct, frozen=True, kw_only=True):
    """A site as a build would publish it, before anything is written.

    `outputs` are all files of the output: path, and the source or title of what each is made from.
    `templates` are the site's own, by name. `images` are the source files that may be shown as
    images, `derived` those of them of which files are made. `copied` are the source files that are
    published unchanged, each with what it holds besides what it shows, in words. `addresses` has
    line and column of the fields of pages that set addresses, by page and field; `works` are
    publications by the keys of their pages, as they were written.

    `read_source` returns the bytes of a file of the site, `read_output` those of one of `outputs`.
    Both raise MachineError. What happens inside `limit`, which is called with the name and the
    bytes of a file, raises LimitError if it takes too much.
    """

    config: Config
    site: Site
    outputs: tuple[tuple[str, str], ...]
    templates: Mapping[str, str]
    images: tuple[PurePosixPath, ...]
    derived: frozenset[PurePosixPath]
    copied: Mapping[PurePosixPath, tuple[str, ...]]
    read_source: Callable[[PurePosixPath], bytes]
    read_output: Callable[[str], bytes]
    limit: Callable[[str, bytes], AbstractContextManager[None]]
    addresses: Mapping[str, Mapping[str, tuple[int, int]]] = msgspec.field(default_factory=dict)
    works: Mapping[str, Work] = msgspec.field(default_factory=dict)


class Check(Protocol):
    """Something that is looked for in a site before it is published.

    `name` is what `--only` and `--skip` call it. One that `runs_in_build` is also run by builds of
    the whole site. It has to be quick, may not read outputs, and may not depend on the text, title
    or summary of a page: after an edit of these alone, a build does not run it again.
    """

    name: str
    runs_in_build: bool

    def run(self, site: CheckedSite) -> Iterable[Diagnostic]:
        """Yield what is wrong."""
        ...
