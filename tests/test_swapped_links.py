"""A link that is put in the place of a file or folder of sitegen's in the middle of a build.

Whoever can do that hopes that the build writes, removes or locks something elsewhere. Python's
audit events tell of each step a moment before it happens, and the link is put there then.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from pathlib import Path

import pytest

import sitegen
from sitegen.errors import SitegenError
from support.pictures import picture
from support.sites import CONFIG, read_tree, write_files
from support.watching import watch_files

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
SITE = {
    "sitegen.toml": f"{CONFIG}[sharing]\ncards = false\n",
    "content/index.md": "# Home\n\n![p](p.png)\n",
    "content/news/a.md": "# A\n\nText.\n",
    "content/p.png": picture(size=(700, 500)),
}
EDITS = {
    "content/index.md": "# Home\n\nWithout a picture.\n",
    "content/news/a.md": "# A\n\nOther text.\n",
    "content/news/b.md": "# B\n\n![q](../q.png)\n",
    "content/q.png": picture(size=(500, 700)),
}
#: What a link takes the place of; shards of the cache and derived images have names like these.
PLACES = (
    ".sitegen",
    ".sitegen/images",
    ".sitegen/images/{shard}",
    ".sitegen/cache.db",
    ".sitegen/cache.db-wal",
    ".sitegen/lock",
    "_site",
    "_site/.sitegen-stage",
    "_site/.sitegen-manifest.json",
    "_site/.sitegen-manifest.json.new",
    "_site/news",
    "_site/news/a",
    "_site/news/a/index.html",
)


class Lab:
    """A site that was built once, then edited, and somebody else's files."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.site, self.victim = folder / "site", folder / "victim"
        shutil.copytree(built, self.site)
        write_files(self.site, EDITS)
        self.precious: list[tuple[str, bytes]] = []

    def swap(self, name: str) -> None:
        """Put somebody else's files of the same names behind a link in the place of ours."""
        place = self.site / name
        if place.is_dir():
            names = [*read_tree(place), "cache.db", "lock", "fresh/x"]
            write_files(self.victim, dict.fromkeys(names, "precious"))
            place.rename(place.with_name(f"{place.name}-away"))
        else:
            self.victim.write_text("precious")
            if place.exists():
                place.unlink()
        if place.parent.is_dir():
            place.symlink_to(self.victim)
        self.precious = list_all(self.victim)

    def build_swapping(self, name: str, moment: int) -> list[str]:
        """Build; put the link there at a moment; return the kinds of all moments."""
        kinds: list[str] = []

        def tell(kind: str, path: str) -> None:
            if path.startswith("/") and not path.startswith(str(self.site)):
                return
            kinds.append(kind)
            if len(kinds) == moment:
                self.swap(name)

        with watch_files(tell), contextlib.suppress(SitegenError):
            sitegen.build(self.site, jobs=1)
        return kinds


def list_all(place: Path) -> list[tuple[str, bytes]]:
    """Return what is there: folders, too."""
    return sorted(
        (str(path.relative_to(place)), b"" if path.is_dir() else path.read_bytes())
        for path in (place, *place.rglob("*"))
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("built") / "site"
    write_files(site, SITE)
    assert sitegen.build(site, jobs=1).ok
    return site


@pytest.fixture(scope="module")
def moments(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """Return the moments of a build, or only those before something is changed."""
    kinds = Lab(built, tmp_path_factory.mktemp("moments")).build_swapping("", 0)
    return [number for number, kind in enumerate(kinds, 1) if LONG or kind == "change"]


@pytest.mark.parametrize("place", PLACES)
def test_a_link_that_appears_during_a_build(
    tmp_path: Path, built: Path, moments: list[int], place: str
) -> None:
    assert len(moments) > 50
    shard = next(path.name for path in (built / ".sitegen/images").iterdir())
    some = random.Random(place).sample(moments, 3)  # noqa: S311  # always the same
    for moment in moments if LONG else some:
        lab = Lab(built, tmp_path / str(moment))
        assert len(lab.build_swapping(place.format(shard=shard), moment)) >= moment
        assert lab.precious
        assert list_all(lab.victim) == lab.precious, moment
