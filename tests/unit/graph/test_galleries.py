"""Folders of images, as whole sites: their order, their texts, and what an edit of them renders."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from sitegen.diagnostics import Location
from sitegen.graph.galleries import describe_images
from support.pictures import picture
from support.sites import read_tree

if TYPE_CHECKING:
    from support.sites import MakeSite, SiteFolder

FOLDER = PurePosixPath("content/p")


def site_files(**captions: str) -> dict[str, str | bytes]:
    texts = captions or {"yaml": "a.jpg: One\nb.jpg: Two\n"}
    return {
        "content/index.md": "# Home\n\nText.\n",
        "content/g.md": "# Gallery\n\n![Phantoms](p/)\n",
        "content/p/a.jpg": picture("JPEG", (60, 40)),
        "content/p/b.jpg": picture("JPEG", (60, 40), (0, 0, 90)),
        **{f"content/p/captions.{kind}": text for kind, text in texts.items()},
    }


def alts(site: SiteFolder, page: str = "g/index.html") -> list[str]:
    return re.findall(r'<img[^>]* alt="([^"]*)"', site.text(page))


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["scan10.jpg", "scan2.jpg", "scan1.jpg"], ["scan1.jpg", "scan2.jpg", "scan10.jpg"]),
        (["b.jpg", "A.jpg", "c.png"], ["A.jpg", "b.jpg", "c.png"]),
        (["1.jpg", "a.jpg", "01.jpg", "10.jpg"], ["01.jpg", "1.jpg", "10.jpg", "a.jpg"]),
        (["x²3.jpg", "x²20.jpg"], ["x²3.jpg", "x²20.jpg"]),
        (["notes.txt", "a.jpg", "captions.yaml"], ["a.jpg"]),
    ],
)
def test_the_order_of_images(names: list[str], ordered: list[str]) -> None:
    described, _ = describe_images([FOLDER / name for name in names], {}, Location(path="x"))
    assert [path.name for path, _ in described] == ordered


def test_a_folder_shows_only_what_is_directly_in_it(make_site: MakeSite) -> None:
    site = make_site({**site_files(), "content/p/more/c.jpg": picture("JPEG")})
    site.build_well()
    assert alts(site) == ["One", "Two"]


def test_the_stylesheet_and_the_script_are_only_where_they_are_needed(make_site: MakeSite) -> None:
    site = make_site(site_files())
    site.build_well()
    for name in ("css/figures.", "js/figures."):
        assert name in site.text("g/index.html")
        assert name not in site.text("index.html")
    script = re.search(r"<script [^>]*figures[^>]*>", site.text("g/index.html"))
    assert script is not None
    assert " defer " in script[0]
    assert 'data-picture-of="Picture {number} of {total}"' in script[0]


def test_neither_names_nor_captions_files_are_published(make_site: MakeSite) -> None:
    site = make_site(site_files())
    site.build_well()
    assert not [name for name in site.files() if "captions" in name]
    assert "a.jpg" not in site.all_text()


def test_what_is_cut_to_a_shape_opens_whole(make_site: MakeSite) -> None:
    site = make_site({**site_files(), "content/g.md": "![Phantoms](p/){ratio=1}\n"})
    site.build_well()
    text = site.text("g/index.html")
    links = re.findall(r'<a class="zoom-link" href="/(assets/[^"]+)"', text)
    assert len(links) == 2
    assert 'width="40" height="40"' in text
    shown = read_tree(site.output)
    for link in links:
        assert link in shown
        assert f'src="/{link}"' not in text


def _same_as_clean(site: SiteFolder, make_site: MakeSite) -> None:
    clean = make_site(
        {name: data for name, data in read_tree(site.root).items() if ".sitegen" not in name}
    )
    clean.build()
    assert read_tree(site.output) == read_tree(clean.output)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"content/p/a10.jpg": picture("JPEG", (30, 20))}, ["One", "", "Two"]),
        ({"content/p/captions.yaml": "a.jpg: One\nb.jpg: Second\n"}, ["One", "Second"]),
        (
            {"content/p/captions.yaml": "a.jpg: One\nb.jpg: {alt: Two, caption: x}\n"},
            ["One", "Two"],
        ),
        ({"content/p/b.jpg": picture("JPEG", (30, 20))}, ["One", "Two"]),
    ],
)
def test_an_edit_in_the_folder_renders_the_page_and_no_other(
    edit: dict[str, str | bytes], expected: list[str], make_site: MakeSite
) -> None:
    site = make_site(site_files())
    site.build_well()
    site.write(edit)
    result = site.build()
    assert result.rendered == 1
    assert alts(site) == expected
    _same_as_clean(site, make_site)


def test_an_image_that_goes_is_gone(make_site: MakeSite) -> None:
    site = make_site(site_files(yaml="a.jpg: One\n"))
    site.build()
    (site.root / "content/p/b.jpg").unlink()
    site.build_well()
    assert alts(site) == ["One"]
    _same_as_clean(site, make_site)


def test_captions_that_come_take_their_warning_with_them(make_site: MakeSite) -> None:
    site = make_site(site_files(none=""))
    (site.root / "content/p/captions.none").unlink()
    site.build()
    assert site.messages() == [
        (
            "content/g.md:3:13: warning[image-alt]: the images in content/p have no text for those "
            "who cannot see them; write content/p/captions.yaml, with 'a.jpg: what it shows' and "
            "so on"
        )
    ]
    site.write({"content/p/captions.csv": "file,alt\na.jpg,One\nb.jpg,Two\n"})
    site.build_well()
    assert alts(site) == ["One", "Two"]
    _same_as_clean(site, make_site)


def test_a_text_edit_beside_a_gallery_is_quick_and_right(make_site: MakeSite) -> None:
    site = make_site(site_files())
    site.build_well()
    site.write({"content/g.md": "# Gallery\n\n![Phantoms](p/)\n\nMore text.\n"})
    result = site.build()
    assert (result.rendered, result.parsed) == (1, 1)
    assert "More text." in site.text("g/index.html")
    _same_as_clean(site, make_site)


def test_a_page_that_gains_a_gallery_gains_the_script(make_site: MakeSite) -> None:
    site = make_site({**site_files(), "content/g.md": "# Gallery\n"})
    site.build_well()
    assert "figures" not in site.text("g/index.html")
    site.write({"content/g.md": "# Gallery\n\n![Phantoms](p/)\n"})
    site.build_well()
    assert "js/figures." in site.text("g/index.html")
    site.write({"content/g.md": "# Gallery\n\nNo more.\n"})
    site.build_well()
    assert "figures" not in site.text("g/index.html")
    _same_as_clean(site, make_site)


def test_a_broken_image_does_not_hide_the_others(make_site: MakeSite) -> None:
    site = make_site({**site_files(), "content/p/b.jpg": b"none", "content/p/c.jpg": b""})
    site.build()
    text = "\n".join(site.messages())
    assert "the image 'p/b.jpg': " in text
    assert "the image 'p/c.jpg': " in text


def test_a_wide_map_opens_with_every_pixel(make_site: MakeSite) -> None:
    wide = picture("PNG", (1900, 20))
    text = '![A map](m.png){.zoom}\n\n![No](n.png)\n\n![No](n.png "Still"){.no-zoom}\n'
    other = picture("PNG", (1901, 20))
    site = make_site({"content/a.md": text, "content/m.png": wide, "content/n.png": other})
    site.build_well()
    (opened,) = re.findall(r'class="zoom-link" href="([^"]*)"', site.text("a/index.html"))
    assert opened.endswith("-1900.webp")
    assert (site.output / opened.removeprefix("/")).is_file()
    assert [name for name in site.files() if "-1901." in name] == []
