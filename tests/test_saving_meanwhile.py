"""Files that are saved while a build reads them: what is stored is what was read."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

import sitegen
from sitegen.storage import source_files as files
from sitegen.storage import sources
from sitegen.storage.source_files import read_source
from support.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sitegen.model import SourceFile
    from support.sites import MakeSite

PAGE = "content/news/a.md"
HTML = "news/a/index.html"
FILES: dict[str, str | bytes] = {
    "content/index.md": "# Home\n",
    "content/news/index.md": "# News\n",
    PAGE: "# A\n\nText one.\n",
    "content/news/b.md": "# B\n",
}


class Saves:
    """Saves a file anew after it was read for the n-th time, as an editor in between would."""

    def __init__(self) -> None:
        self.texts: list[str | bytes] = []
        self.name = ""

    def after_reads(self, name: str, *texts: str | bytes) -> None:
        self.name, self.texts = name, list(texts)

    def read(self, root: Path, path: PurePosixPath) -> SourceFile:
        source = read_source(root, path)
        if str(path) == self.name and self.texts:
            _write(root / path, self.texts.pop(0))
        return source


def _write(path: Path, text: str | bytes) -> None:
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def _have_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[Path, PurePosixPath], SourceFile]
) -> None:
    """Have files read by another function, whoever reads them."""
    for module in (files, sources):
        monkeypatch.setattr(module, "read_source", read)


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> Iterator[Saves]:
    found = Saves()
    _have_read(monkeypatch, found.read)
    yield found
    assert not found.texts


@pytest.mark.parametrize("between", ["", "# A\n\nText tw"], ids=["emptied", "half"])
@pytest.mark.parametrize("first", [True, False], ids=["first-build", "edit"])
def test_half_a_page_is_not_taken_for_the_whole(
    make_site: MakeSite, saves: Saves, between: str, *, first: bool
) -> None:
    """An editor empties the file and then writes it: both may be read, one after the other."""
    site = make_site(FILES)
    if not first:
        site.build_well()
    site.write({PAGE: between})
    saves.after_reads(PAGE, "# A\n\nText two.\n")
    site.build()
    site.write({PAGE: between})
    site.build_well()
    half = site.text(HTML)
    clean = make_site({**FILES, PAGE: between})
    clean.build_well()
    assert half == clean.text(HTML)
    site.write({PAGE: "# A\n\nText two.\n"})
    site.build_well()
    assert "Text two." in site.text(HTML)


def test_an_image_that_is_changed_during_the_build(make_site: MakeSite, saves: Saves) -> None:
    old, new = picture(colour=(200, 0, 0)), picture(colour=(0, 0, 200))
    site = make_site({**FILES, PAGE: "# A\n\n![p](p.png)\n", "content/news/p.png": old})
    saves.after_reads("content/news/p.png", new)
    result = site.build()
    (found,) = result.diagnostics
    assert str(found) == (
        "content/news/p.png: error[image-broken]: it changed during the build "
        "(used by content/news/a.md); build again"
    )
    site.build_well()
    shown = site.files()
    clean = make_site({**FILES, PAGE: "# A\n\n![p](p.png)\n", "content/news/p.png": new})
    clean.build_well()
    assert shown == clean.files()


def test_an_image_that_vanishes_during_the_build(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = "content/news/p.png"
    site = make_site({**FILES, PAGE: "# A\n\n![p](p.png)\n", image: picture()})

    def read(root: Path, path: PurePosixPath) -> SourceFile:
        source = read_source(root, path)
        if str(path) == image:
            (root / path).unlink()
        return source

    _have_read(monkeypatch, read)
    result = site.build()
    assert not result.ok
    (found,) = result.diagnostics
    assert (found.code, found.location.path) == ("image-missing", image)
    assert "(used by content/news/a.md)" in found.message
    assert not site.output.exists()


def test_the_photo_of_a_card_that_is_changed_during_the_build(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = "content/news/p.png"
    old, new = picture(size=(900, 700)), picture(size=(900, 700), colour=(0, 0, 200))
    site = make_site(
        {
            **FILES,
            PAGE: "---\ntitle: A\nfeatured_image: p.png\nfeatured_image_alt: P\n---\n",
            image: old,
        }
    )
    site.build_well()
    reads: list[str] = []

    def read(root: Path, path: PurePosixPath) -> SourceFile:
        source = read_source(root, path)
        if str(path) == image:
            reads.append(image)
            if len(reads) == 2:  # looked at, and made smaller; the card comes third
                _write(root / path, new)
        return source

    _have_read(monkeypatch, read)
    other = picture(size=(900, 700), colour=(0, 99, 0))
    site.write({image: other})
    with pytest.raises(sitegen.SitegenError, match=r"p\.png changed during the build; build again"):
        site.build()
    assert site.build_well().ok
