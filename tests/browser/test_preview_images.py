"""Images of the preview: made when they are asked for, and the same as a build makes."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING

import pytest
from PIL import Image

import sitegen
from support.drawings import PRIVATE
from support.pictures import corners, encoded, jpeg_with_metadata
from support.previewing import Preview, previewing
from support.sites import CONFIG, read_tree, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

DRAWING = (
    f'<!-- {PRIVATE} --><svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">'
    '<path d="M0 0h40v30z"/></svg>'
)
#: Its header is right, its pixels end in the middle.
TORN = encoded(Image.effect_noise((640, 480), 60), "JPEG", quality=90)[:9000]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write_site(tmp_path_factory.mktemp("images") / "lab")


def _write_site(folder: Path) -> Path:
    files = {
        "sitegen.toml": CONFIG,
        "content/index.md": "---\ntitle: Home\nfeatured_image: knee.jpg\n"
        "featured_image_alt: x\n---\n![Knee](knee.jpg)\n\n![Plan](plan.svg)\n",
        "content/knee.jpg": jpeg_with_metadata(6, (900, 600)),
        "content/plan.svg": DRAWING,
        "content/wrist.md": "![Wrist](wrist.png)\n",
        "content/wrist.png": encoded(corners((500, 300)), "PNG"),
    }
    write_files(folder, files)
    return folder


@pytest.fixture(scope="module")
def made(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build makes of the site, elsewhere and without any cache."""
    twin = tmp_path_factory.mktemp("built") / "lab"
    files = {name: d for name, d in read_tree(site).items() if not name.startswith(".sitegen")}
    write_files(twin, files)
    assert sitegen.build(twin, output=twin / "out", jobs=1).ok
    return {name: data for name, data in read_tree(twin / "out").items() if _is_made(name)}


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running
        assert "Traceback" not in "".join(running.lines)


def _is_made(name: str) -> bool:
    """Tell by its name whether a file was made of an image, or is a card."""
    return re.fullmatch(r"assets/images/[0-9a-f]{16}\S*", name) is not None


def _shown(page: str) -> list[str]:
    """Return the images that a page names, the fallback last."""
    return re.findall(r"/assets/images/[0-9a-f]{16}-\d+\.[a-z]+", page)


def _images(folder: Path) -> list[str]:
    """Return the keys of the images that are kept."""
    return sorted(p.name for p in folder.rglob("*") if re.fullmatch("[0-9a-f]{64}", p.name))


def test_nothing_is_made_before_somebody_asks(tmp_path: Path) -> None:
    site = _write_site(tmp_path / "lab")  # of the other one, images may have been asked for
    with previewing(site) as preview:
        page = preview.ask("/").body.decode()
    assert re.search(r'srcset="/assets/images/[0-9a-f]{16}-\d+\.avif', page)
    assert not any(map(_is_made, read_tree(site / ".sitegen/preview")))
    assert _images(site / ".sitegen/images") == []


def test_what_is_asked_for_is_what_a_build_makes(
    preview: Preview, site: Path, made: dict[str, bytes]
) -> None:
    kinds = {
        ".avif": "image/avif",
        ".jpg": "image/jpeg",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".webp": "image/webp",
    }
    assert {name[name.rindex(".") :] for name in made} == set(kinds)
    kept = set(_images(site / ".sitegen/images"))  # which other tests may have asked for
    for name, data in made.items():
        answer = preview.ask(f"/{name}")
        assert (answer.status, answer.headers["Content-Type"]) == (
            200,
            kinds[name[name.rindex(".") :]],
        )
        assert answer.body == data
        before, kept = kept, set(_images(site / ".sitegen/images"))
        assert before <= kept
        assert len(kept - before) <= 1  # this one, and no other
        again = preview.ask(f"/{name}", headers={"Range": "bytes=0-3"})
        assert (again.status, again.body) == (206, data[:4])
        assert preview.ask(f"/{name}", "HEAD").headers["Content-Length"] == str(len(data))
    assert len(kept) == len(made)
    assert not any(map(_is_made, read_tree(site / ".sitegen/preview")))
    assert PRIVATE.encode() not in b"".join(made.values())


@pytest.mark.browser
def test_a_browser_shows_them(preview: Preview, open_page: Callable[..., Page]) -> None:
    page = open_page(preview.url)
    page.wait_for_function(
        "[...document.images].length >= 3 && [...document.images].every(each => each.complete)"
    )
    widths = page.evaluate("[...document.images].map(each => each.naturalWidth)")
    assert all(widths), widths


def test_a_build_takes_what_the_preview_has_made(
    preview: Preview, site: Path, made: dict[str, bytes], tmp_path: Path
) -> None:
    for name in made:
        preview.ask(f"/{name}")
    result = sitegen.build(site, output=tmp_path / "out", jobs=1)
    assert (result.ok, result.derived) == (True, 0)
    built = read_tree(tmp_path / "out")
    assert {name: built[name] for name in made} == made
    assert preview.ask(f"/{next(iter(made))}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/images/0123456789abcdef-800.avif",
        "/assets/images/0123456789abcdef.svg",
        "/assets/images/knee.jpg",
        "/assets/images/",
        "/assets/images/..%2f..%2f..%2fsitegen.toml",
        "/assets/images/0123456789abcdef-800.avif/",
        "/content/knee.jpg",
    ],
)
def test_what_is_not_planned_is_not_there(path: str, preview: Preview) -> None:
    assert preview.ask(path).status in {404, 301}


def test_many_who_ask_at_once_get_the_same(tmp_path: Path, made: dict[str, bytes]) -> None:
    site = tmp_path / "lab"
    photo = encoded(Image.effect_noise((1200, 900), 80).convert("RGB"), "JPEG")
    write_files(
        site, {"sitegen.toml": CONFIG, "content/a.md": "![x](x.jpg)\n", "content/x.jpg": photo}
    )
    with previewing(site) as preview:
        page = preview.ask("/a/").body.decode()
        names = sorted(set(_shown(page)))
        answers: dict[int, bytes] = {}

        def ask(number: int) -> None:
            answers[number] = preview.ask(names[number % len(names)]).body

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(4 * len(names))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert len(answers) == 4 * len(names)
        assert len(set(answers.values())) == len(names)
        assert len(_images(site / ".sitegen/images")) == len(names)
        assert preview.interrupt() == 0
    assert made  # the site of the other tests is left alone


def test_an_image_follows_its_source(tmp_path: Path) -> None:
    site = tmp_path / "lab"
    write_files(
        site,
        {
            "sitegen.toml": CONFIG,
            "content/a.md": "![x](x.png)\n",
            "content/x.png": encoded(corners((80, 48)), "PNG"),
        },
    )
    with previewing(site) as preview:
        before = _shown(preview.ask("/a/").body.decode())
        write_files(site, {"content/x.png": encoded(corners((90, 50)), "PNG")})
        preview.wait_for("x.png")
        after = _shown(preview.ask("/a/").body.decode())
        assert after
        assert not set(before) & set(after)
        assert preview.ask(after[-1]).status == 200
        # Nobody asked for the old one while its source was there.
        assert preview.ask(before[-1]).status == 404


def test_pixels_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    site = tmp_path / "lab"
    files = {"sitegen.toml": CONFIG, "content/a.md": "![x](x.jpg)\n", "content/x.jpg": TORN}
    write_files(site, files)
    with previewing(site) as preview:
        found = _shown(preview.ask("/a/").body.decode())
        if found:  # otherwise the build has told already
            assert preview.ask(found[-1]).status == 404
            assert "image-broken" in preview.wait_for("content/x.jpg")
            assert "used by content/a.md" in "".join(preview.lines)
        assert "image-broken" in "".join(preview.lines)
        assert "Traceback" not in "".join(preview.lines)


def test_a_site_of_many_photographs_is_ready_soon(tmp_path: Path) -> None:
    """Each would take half a second to make in all its sizes; none is made."""
    site = tmp_path / "lab"
    photo = encoded(Image.effect_noise((1600, 1200), 80).convert("RGB"), "JPEG")
    count = 40
    pictures = {f"content/p{n}.jpg": photo + bytes([n]) for n in range(count)}
    text = "".join(f"![x](p{n}.jpg)\n\n" for n in range(count))
    write_files(site, {"sitegen.toml": CONFIG, "content/index.md": text, **pictures})
    started = time.monotonic()
    with previewing(site) as preview:
        page = preview.ask("/").body.decode()
        assert page.count("<img") == count
        ready = time.monotonic() - started
        one = _shown(page)[-1]
        assert preview.ask(one).status == 200
        assert len(_images(site / ".sitegen/images")) == 1
    assert ready < 20
