"""The logo, which stands at the top of every page."""

from __future__ import annotations

import re

import pytest

from support.pictures import SVG, picture
from support.sites import CONFIG, MakeSite


@pytest.mark.parametrize(
    ("size", "widths", "shown"),
    [
        ((1600, 1200), {48, 96, 144}, 'width="48" height="36"'),
        ((60, 45), {48, 60}, 'width="48" height="36"'),
        ((40, 20), {40}, 'width="40" height="20"'),
    ],
)
def test_a_logo_is_a_small_picture(
    make_site: MakeSite, size: tuple[int, int], widths: set[int], shown: str
) -> None:
    files: dict[str, str | bytes] = {
        "content/index.md": "# Home\n",
        "assets/logo.jpg": picture("JPEG", size),
    }
    site = make_site(files, CONFIG + '[theme]\nlogo = "logo.jpg"\n')
    site.build_well()
    text = site.text("index.html")
    (logo,) = re.findall(r"<picture>.*?</picture>", text)
    names = re.findall(r"assets/images/[0-9a-f]{16}-(\d+)\.(avif|webp|jpg)", logo)
    assert {int(width) for width, _ in names} == widths
    assert {kind for _, kind in names} == {"avif", "webp", "jpg"}
    assert f'{shown} alt="" decoding="sync"' in logo
    assert "lazy" not in logo
    assert 'class="image"' not in text


def test_an_svg_says_its_size_too(make_site: MakeSite) -> None:
    files: dict[str, str | bytes] = {"content/index.md": "# Home\n", "assets/logo.svg": SVG}
    site = make_site(files, CONFIG + '[theme]\nlogo = "logo.svg"\n')
    site.build_well()
    found = re.search(r'class="brand".*?(<img[^>]*>)', site.text("index.html"), re.DOTALL)
    assert found
    assert 'width="40" height="30" alt="" decoding="sync">' in found[1]


def test_a_template_may_ask_for_its_address(make_site: MakeSite) -> None:
    files: dict[str, str | bytes] = {
        "content/a.md": "# A\n",
        "assets/logo.svg": SVG,
        "templates/page.html": "{{ site.logo.src }}",
    }
    site = make_site(files, CONFIG + '[theme]\nlogo = "logo.svg"\n')
    site.build_well()
    assert site.text("a/index.html").endswith(".svg")
