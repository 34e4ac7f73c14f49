"""A site, and a server that answers for the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.services import fetching
from support.services import FakeServices, serving_services
from support.sites import CONFIG, Run, run_here, write_files


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """Return the server; nothing waits for it between two requests."""
    with serving_services() as server:
        monkeypatch.setenv(fetching.TEST_SERVER, server.url)
        monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
        monkeypatch.setattr(fetching, "_pause", server.pauses.append)
        yield server


class BibSite:
    """A site whose bibliography is edited on the command line."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_files(root, {"sitegen.toml": CONFIG})

    def write(self, text: str, name: str = "publications.bib") -> None:
        """Write a file."""
        write_files(self.root, {name: text.encode()})

    def read(self, name: str = "publications.bib") -> str:
        """Return a file, with its line ends."""
        return (self.root / name).read_bytes().decode()

    def run(self, *arguments: str) -> Run:
        """Run `sitegen bib` here."""
        return run_here("bib", *arguments, cwd=self.root)


@pytest.fixture
def bib_site(tmp_path: Path) -> BibSite:
    """Return a site without a bibliography."""
    return BibSite(tmp_path)
