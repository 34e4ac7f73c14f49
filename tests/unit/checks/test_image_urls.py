"""Literal addresses of images in templates."""

from __future__ import annotations

import pytest

from sitegen.checks.image_urls import check_template_images

IMAGES = {"assets/images/lab.jpg", "content/news/team.png"}
PUBLISHED = {"index.html", "logo.png", "news/photo.png", "assets/images/0123456789abcdef-400.jpg"}


def problems(html: str, base_path: str = "/") -> list[str]:
    found = check_template_images({"page.html": html}, IMAGES, PUBLISHED, base_path)
    return [str(each).removeprefix("templates/page.html:") for each in found]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/logo.png" alt="">',
        "<img alt='' src='/logo.png?v=2#top'>",
        '<img src="/news/../logo.png"> <img src="../photo.png"><img src="photo.png">',
        '<img src="/assets/images/0123456789abcdef-400.jpg">',
        '<img src="https://example.org/a.png"><img src="//example.org/a.png">',
        '<img src="data:image/png;base64,AAAA"><img src="">',
        '<img src="{{ site.logo.src }}"><img src="/assets/{{ name }}.png">',
        '<img src="{{ asset("images/a.svg") }}"><img src={{ url }}><img src={{url}}a.png>',
        '<img data-src="/a.png" alt="src=/b.png">',
        '<!-- <img src="/a.png"> -->{# <img src="/a.png"> #}',
        '<video src="/a.mp4"></video>',
        '<source srcset="/logo.png 1x, /news/photo.png 2x">',
        '<source srcset="data:image/png;base64,AAAA 1x, /logo.png 2x">',
    ],
)
def test_what_is_there_or_computed(html: str) -> None:
    assert problems(html) == []


@pytest.mark.parametrize(
    "address", ["/assets/images/lab.jpg", "images/lab.jpg", "../assets/images/lab.jpg"]
)
def test_an_image_of_the_site(address: str) -> None:
    (problem,) = problems(f'{{#\n#}}<p>\n<img alt=""\n  src="{address}">')
    assert problem == (
        f"4:8: error[template-image]: the image '{address}' is not published as it is; "
        'write {{ image("images/lab.jpg", "what it shows") }}'
    )


def test_images_beside_pages() -> None:
    (problem,) = problems('<IMG SRC="/news/team.png">')
    assert 'write {{ image("news/team.png", "what it shows") }}' in problem


def test_no_file_at_all() -> None:
    near, far = problems('<img src=/images/lba.jpg alt=""><img src="x">')
    assert "there is no file '/images/lba.jpg' on the site" in near
    assert 'did you mean {{ image("images/lab.jpg", "what it shows") }}?' in near
    assert "there is no file 'x' on the site; put it into assets/ and write" in far


def test_every_address_of_a_set() -> None:
    (problem,) = problems('<source srcset="/logo.png 1x, /a.png 2x">')
    assert "'/a.png'" in problem


def test_below_a_path() -> None:
    assert problems('<img src="/lab/logo.png"><img src="/uni.png">', "/lab/") == []
    assert len(problems('<img src="/lab/a.png">', "/lab/")) == 1


def test_only_pages_are_html() -> None:
    assert not list(check_template_images({"robots.txt": '<img src="/a.png">'}, (), (), "/"))
