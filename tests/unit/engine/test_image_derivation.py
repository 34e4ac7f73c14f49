from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from sitegen.diagnostics import Problem
from sitegen.engine import image_derivation as images
from sitegen.engine.image_inspection import inspect_images
from sitegen.engine.workers import WorkerPool
from sitegen.images import image_codec as packing
from sitegen.model import ImageJob
from sitegen.social_cards import card_codec as card_packing
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import load_sources
from sitegen.storage.store import open_store
from support.pictures import jpeg_with_metadata, picture

if TYPE_CHECKING:
    from support.sites import MakeSite


def test_a_second_build_decodes_nothing(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "![p](p.jpg)\n", "content/p.jpg": jpeg_with_metadata()})
    site.build_well()
    before = site.files()

    def refuse(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr(packing, "make_variants", refuse)
    monkeypatch.setattr(card_packing, "draw_card", refuse)
    (site.output / ".sitegen-manifest.json").unlink()
    site.output = site.output.with_name("again")
    assert site.build_well().images > 4
    assert site.files() == before


def test_a_damaged_cache_is_made_anew(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "![p](p.png)\n", "content/p.png": picture()})
    site.build_well()
    before = {name: (site.output / name).read_bytes() for name in site.files()}
    for path in (site.root / ".sitegen" / "images").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:40] + b"harm")
    site.build_well()
    assert {name: (site.output / name).read_bytes() for name in site.files()} == before


def test_only_published_pages_show_images(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/a.md": "---\ndraft: true\n---\n![p](p.png) ![broken](q.png)\n",
            "content/p.png": picture(),
            "content/q.png": b"no image",
        }
    )
    site.build_well()
    assert [name for name in site.files() if name.endswith((".avif", ".webp"))] == []


def test_looking_at_images_says_how_far_it_has_come(make_site: MakeSite) -> None:
    site = make_site({f"content/{name}.png": picture() for name in "abc"})
    sources = load_sources(site.root, "sitegen.toml", Snapshot(None))
    wanted = [PurePosixPath(f"content/{name}.png") for name in "abc"]
    store = open_store(None, "v")
    told: list[tuple[str, int, int]] = []
    with WorkerPool("1") as pool:
        inspect_images(sources, wanted, store, pool, 120, lambda *each: told.append(each))
    assert told == [("inspect", done, 3) for done in range(4)]


@pytest.mark.skipif(sys.platform != "linux", reason="only there processes are forked")
@pytest.mark.parametrize("step", ["inspect_image", "make_variants"])
def test_an_image_that_ends_its_process_is_named(
    step: str, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(
        {
            "content/a.md": "".join(f"![p]({name}.png)\n" for name in "bcdefg"),
            **{f"content/{name}.png": picture(size=(20, ord(name))) for name in "bcdefg"},
        }
    )
    parent, deadly, usual = os.getpid(), picture(size=(20, ord("d"))), getattr(packing, step)

    def die(*arguments: object) -> object:
        if deadly in arguments and os.getpid() != parent:
            os._exit(1)
        return usual(*arguments)

    monkeypatch.setattr(packing, step, die)
    result = site.build(jobs=2)
    (problem,) = [each for each in result.diagnostics if each.code != "image-alt"]
    assert (problem.code, problem.severity.name) == ("image-broken", "ERROR")
    assert "d.png" in str(problem)
    assert "content/a.md" in str(problem)
    assert "has been ended" in problem.message
    assert not site.output.exists()
    monkeypatch.setattr(packing, step, usual)
    site.build_well(jobs=2)


def test_an_image_that_may_not_be_read_is_named(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "# A\n\n![A](k.png)\n", "content/k.png": picture()})
    usual = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "k.png":
            raise PermissionError(13, "Permission denied")
        return usual(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (problem,) = site.build().diagnostics
    assert str(problem).startswith(
        "content/a.md:3:6: error[image-missing]: the image 'k.png': it may"
    )
    assert "chmod" in problem.hint
    monkeypatch.setattr(Path, "read_bytes", usual)
    site.build_well()


def test_a_build_leaves_the_memory_of_its_caller_alone(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    monkeypatch.setattr(images, "keep_freed_memory", lambda: held.append(True))
    body = "![a](a.png) ![b](b.png) ![c](c.png)\n"
    site = make_site({"content/x.md": body, **{f"content/{name}.png": picture() for name in "abc"}})
    site.build_well(jobs=1)
    assert held == []


HELD = """
import resource, sys
from sitegen.engine.image_memory import keep_freed_memory
if sys.argv[1] == "held":
    keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
large = bytearray(12_000_000)
del large
before = faults()
for _ in range(10):
    large = bytearray(12_000_000)
    del large
print(faults() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="an option of glibc")
def test_memory_that_is_held_is_not_asked_for_again() -> None:
    def faults(how: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", HELD, how],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        return int(done.stdout)

    assert faults("held") < faults("as ever") / 5


def test_what_cannot_be_sent_is_told_as_it_is_told_here() -> None:
    """A cluster is sent bytes, or why there are none."""
    refusal = Problem("image-missing", "it is gone", "put it back")
    seen = packing.unpack_look(packing.look_packed(packing.pack_look(refusal, 120)))
    assert seen == ("", refusal)
    job = ImageJob(source=PurePosixPath("content/p.png"), digest="", variants=())
    made = packing.unpack_made(packing.make_packed(packing.pack_order(job, refusal)))
    assert (made.data, made.problems) == ((), (refusal,))
