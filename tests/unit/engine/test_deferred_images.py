from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Problem
from sitegen.engine.build import BuildOptions, build_site
from sitegen.engine.deferred_images import make_deferred
from sitegen.images.image_codec import MadeVariants
from sitegen.storage.store import open_store_to_read
from support.pictures import jpeg_with_metadata, picture
from support.sites import read_tree

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from sitegen.model import BuildResult
    from support.sites import MakeSite, SiteFolder

FILES = {
    "content/a.md": "![p](p.jpg)\n\n![q](q.png)\n",
    "content/p.jpg": jpeg_with_metadata(),
    "content/q.png": picture(),
}


def plan(site: SiteFolder, folder: Path | None = None) -> BuildResult:
    options = BuildOptions(output=folder or site.output, jobs="1", makes_images=False)
    result = build_site(site.root, options)
    assert result.ok
    return result


def made_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that are made of images, and the cards."""
    return {n: d for n, d in files.items() if re.match(r"assets/images/[0-9a-f]{16}[-.]", n)}


def planned(site: SiteFolder) -> frozenset[str]:
    with contextlib.closing(open_store_to_read(site.root / ".sitegen")) as store:
        return store.keys("images", "deferred ")


def test_a_plan_is_of_what_a_build_makes(make_site: MakeSite) -> None:
    site = make_site(FILES)
    result = plan(site)
    assert result.derived == 0
    before = read_tree(site.output)
    assert made_of(before) == {}
    names = planned(site)
    assert result.images == len(names)
    made = {name: make_deferred(site.root, name) for name in names}
    site.build_well()
    after = read_tree(site.output)
    assert made_of(after) == made
    assert {n: d for n, d in after.items() if n.endswith(".html")} == {
        n: d for n, d in before.items() if n.endswith(".html")
    }


def test_planning_again_takes_images_away_and_keeps_the_plan(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    assert made_of(read_tree(site.output))
    site.write({"content/b.md": "x\n"})
    plan(site)
    assert made_of(read_tree(site.output)) == {}
    names = planned(site)
    site.write({"content/b.md": "y\n"})
    plan(site)
    assert planned(site) == names
    assert all(isinstance(make_deferred(site.root, name), bytes) for name in names)


def test_what_is_not_as_planned_is_not_made(make_site: MakeSite) -> None:
    site = make_site(FILES)
    assert make_deferred(site.root, "assets/images/0123456789abcdef-80.avif") is None
    plan(site)
    assert make_deferred(site.root, "assets/images/0123456789abcdef-80.avif") is None
    assert make_deferred(site.root, "../sitegen.toml") is None
    name = min(name for name in planned(site) if "card" not in name)
    site.write({"content/p.jpg": picture("JPEG"), "content/q.png": picture(colour=(1, 2, 3))})
    assert make_deferred(site.root, name) is None
    (site.root / "content" / "p.jpg").unlink()
    (site.root / "content" / "q.png").unlink()
    assert make_deferred(site.root, name) is None


def test_an_image_that_cannot_be_made_is_a_diagnostic(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "![p](p.svg)\n", "content/p.svg": "<svg><g/></svg>"})
    plan(site)
    (name,) = (name for name in planned(site) if name.endswith(".svg"))
    torn = MadeVariants(data=(), seconds=0, problems=(Problem("image-broken", "torn", "mend it"),))
    monkeypatch.setattr("sitegen.engine.deferred_images.make_order", lambda *_: torn)
    found = make_deferred(site.root, name)
    assert isinstance(found, Diagnostic)
    assert str(found) == "content/p.svg: error[image-broken]: torn (used by content/a.md); mend it"
    monkeypatch.undo()
    assert isinstance(make_deferred(site.root, name), bytes)


def test_a_damaged_store_plans_nothing(make_site: MakeSite) -> None:
    site = make_site(FILES)
    plan(site)
    name = min(planned(site))
    for path in (site.root / ".sitegen").glob("cache.db*"):
        path.write_bytes(b"harm" * 1000)
    assert make_deferred(site.root, name) is None
