"""Images of `assets/static/` are shown by the address at which they are copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.config import ENGINES, Engine
from support.pictures import picture
from support.sites import CONFIG, read_tree

if TYPE_CHECKING:
    from support.sites import MakeSite

PICTURE = "assets/static/images/knee.png"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n![A knee](/images/knee.png)\n",
        '# A\n\n<img src="/images/knee.png" alt="A knee">\n',
        "---\nfeatured_image: /images/knee.png\nfeatured_image_alt: A knee\n---\nText.\n",
    ],
)
def test_an_image_by_its_address(make_site: MakeSite, text: str, engine: Engine) -> None:
    config = f'{CONFIG}[markdown]\nengine = "{engine}"\n'
    site = make_site({"sitegen.toml": config, "content/a.md": text, PICTURE: picture()})
    site.build_well()
    assert 'alt="A knee"' in site.text("a/index.html")
    assert (site.output / "images/knee.png").is_file()


def test_a_gallery_by_its_address(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "# A\n\n![Knees](/images/){.gallery}\n",
            PICTURE: picture(),
            "assets/static/images/captions.yaml": "knee.png: A knee\n",
        }
    )
    site.build_well()
    assert 'alt="A knee"' in site.text("a/index.html")


def test_a_file_of_the_site_comes_first(make_site: MakeSite) -> None:
    """A picture in `content/` that comes and goes is shown instead, as after a clean build."""
    text = "# A\n\n![A knee](/images/knee.png)\n"
    site = make_site({"content/a.md": text, PICTURE: picture()})
    site.build_well()
    before = read_tree(site.output)
    site.write({"content/images/knee.png": picture(size=(80, 20))})
    site.build_well()
    assert 'width="80"' in site.text("a/index.html")
    (site.root / "content/images/knee.png").unlink()
    site.build_well()
    assert read_tree(site.output) == before


@pytest.mark.parametrize(
    "name", ["images/knee.png", "/images/../static/images/knee.png", "/none.png"]
)
def test_what_is_no_address(make_site: MakeSite, name: str) -> None:
    site = make_site({"content/a.md": f"# A\n\n![A knee]({name})\n", PICTURE: picture()})
    site.build()
    assert site.codes() == ["image-missing"]
