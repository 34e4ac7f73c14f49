"""`image()` and `picture()` in templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sitegen.model import ImageUse
from sitegen.rendering.image_arguments import read_image_use
from sitegen.rendering.template_images import asks_for_images
from support.pictures import SVG, picture

if TYPE_CHECKING:
    from support.sites import MakeSite, SiteFolder

PAGE = '{{% extends "theme/page.html" %}}{{% block after_content %}}{}{{% endblock %}}'


def names(site: SiteFolder, page: str) -> set[str]:
    return set(re.findall(r"assets/images/[0-9a-f]{16}-\d+\.\w+", site.text(page)))


def asked(call: str, **more: str | bytes) -> dict[str, str | bytes]:
    return {
        "content/a.md": "# A\n",
        "content/b/index.md": "# B\n",
        "content/b/near.png": picture(size=(90, 60)),
        "assets/images/lab.png": picture(size=(900, 600)),
        "assets/images/plan.svg": SVG,
        "templates/page.html": PAGE.format(call),
        **more,
    }


def test_every_file_that_is_named_is_made(make_site: MakeSite) -> None:
    site = make_site(asked("{{ image('images/lab.png', 'The lab', widths=[100, 200], ratio=1) }}"))
    site.build_well()
    found = names(site, "a/index.html")
    assert {name.rpartition("-")[2].partition(".")[0] for name in found} == {"100", "200"}
    assert len(found) == 6
    assert all((site.output / name).is_file() for name in found)
    assert 'width="200" height="200" alt="The lab" loading="lazy"' in site.text("a/index.html")


def test_a_picture_beside_the_page(make_site: MakeSite) -> None:
    site = make_site(asked("{% if page.url == '/b/' %}{{ image('near.png') }}{% endif %}"))
    site.build_well()
    assert len(names(site, "b/index.html")) == 2
    assert not names(site, "a/index.html")


#: Templates that get at the function in some way.
ASKING = [
    "{{ image('images/lab.png') }}",
    "{{ image ('images/lab.png') }}",
    "{{ image\n('images/lab.png') }}",
    "{% set f = image %}{{ f('images/lab.png') }}",
    "{% set name %}images/lab.png{% endset %}{{ image(name) }}",
    "{% macro m(show) %}{{ show('images/lab.png') }}{% endmacro %}{{ m(image) }}",
    "{% macro m(image) %}{{ image('images/lab.png') }}{% endmacro %}{{ m(image=image) }}",
    "{% macro m(show=image) %}{{ show('images/lab.png') }}{% endmacro %}{{ m() }}",
    "{% for f in [image] %}{{ f('images/lab.png') }}{% endfor %}",
    "{% if not page %}{% set image = 1 %}{% endif %}{{ image('images/lab.png') }}",
    "{{ {'f': image}['f']('images/lab.png') }}",
]


@pytest.mark.parametrize("call", ASKING)
def test_however_a_template_gets_at_the_function(make_site: MakeSite, call: str) -> None:
    assert asks_for_images({"page.html": PAGE.format(call)})
    site = make_site(asked(call))
    site.build_well()
    found = names(site, "a/index.html")
    assert found
    assert all((site.output / name).is_file() for name in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>An image (or two).</p>",
        "{# image('a.png') #}",
        "{% raw %}{{ image('a.png') }}{% endraw %}",
        "{{ 'image(1)' }}",
        "{{ page.image }} {{ page.featured_image.url|absolute_url }} {{ 1|iso_date }}",
        "{% set image = page.featured_image %}{{ picture(image, '') }}",
        "{% for image in page.extra.images %}{{ image.url }}{% endfor %}",
        "{% macro m(image) %}{{ image }}{% endmacro %}{{ m(1) }}",
    ],
)
def test_other_templates_need_no_images(text: str) -> None:
    assert not asks_for_images({"page.html": text, "other.html": "{{ page.title }}"})


@pytest.mark.parametrize(
    "text",
    ["{{ image( }}", "{% nothing %} image", "{{ page|nothing }} image", "{{ image" + "(" * 5000],
)
def test_a_template_that_cannot_be_read_may_ask_for_anything(text: str) -> None:
    assert asks_for_images({"good.html": "{{ page.title }}", "page.html": text})


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("image('images/lba.png')", "[image-missing]: image: there is no image 'images/lba.png'"),
        ("image('images/lba.png')", "did you mean 'images/lab.png'?"),
        ("image('images/lab.png', focus=(2, 0))", "[image-attribute]: image: focus is a point"),
        ("image('images/lab.png', widths=[0])", "[image-attribute]: image: widths are whole"),
        ("image('images/lab.png', widths=range(1, 99))", "more than 12 widths"),
        ("image('images/lab.png', widths='wide')", "image: widths are whole numbers from 1"),
        ("image('images/lab.png', widths=0.5)", "image: widths are whole numbers from 1"),
        ("image('images/lab.png', ratio=99)", "ratio is width by height"),
        ("image('images/lab.png', ratio='wide')", "image: ratio is width by height"),
        ("image('images/lab.png', ratio=[16, 9])", "image: ratio is width by height"),
        ("image('images/lab.png', focus=0.5)", "image: focus is a point"),
        ("image('images/lab.png', focus='left')", "image: focus is a point"),
        ("image('images/lab.png', focus=('a', 'b'))", "image: focus is a point"),
        ("image('images/lab.png', sizes=5)", "image: sizes is text such as '50vw'"),
        ("image('images/lab.png', 5)", "image: what it shows is said in text"),
        ("image(none)", "image: its first value is a path such as 'images/lab.jpg'"),
        ("image('images/lab.png', focus=(0.3, 0.6))", "image: focus needs ratio"),
        ("image('images/plan.svg', ratio=1)", "the image 'images/plan.svg': it is an SVG, which"),
        ("image('https://x.org/a.png')", "[external-resource]: image: 'https://x.org/a.png' is on"),
        ("image(page.extra.photo)", "[template-undefined]: the table has no attribute 'photo'"),
        ("picture(none, '')", "picture: there is no image to show"),
        ("picture('images/lab.png', '')", "write image('images/lab.png', …)"),
        ("picture(5, '')", "picture: there is no image to show"),
    ],
)
def test_mistakes_are_told_at_the_line(make_site: MakeSite, call: str, expected: str) -> None:
    result = make_site(asked("\n{{ " + call + " }}")).build()
    (problem,) = result.diagnostics
    assert expected in str(problem)
    assert (problem.location.path, problem.location.line) == ("templates/page.html", 2)


def test_a_damaged_picture_is_not_a_missing_one(make_site: MakeSite) -> None:
    site = make_site(asked("{{ image('images/lab.png') }}"))
    site.build_well()
    site.write({"assets/images/lab.png": picture(size=(900, 600))[:60]})
    (problem,) = site.build().diagnostics
    told = (
        "templates/page.html:1:67: error[image-broken]: the image 'images/lab.png': it is cut off"
    )
    assert str(problem).startswith(told)
    site.write({"assets/images/lab.png": picture(size=(900, 600))})
    site.build_well()


def test_texts_as_in_markdown_and_what_is_left_open() -> None:
    wanted = ImageUse(widths=(90,), ratio=3.0, focus=(0.3, 0.6))
    assert read_image_use(90, "3/1", "0.3,0.6") == wanted
    assert read_image_use([90, 90], 3, (0.3, 0.6)) == wanted
    assert read_image_use(None, None, None) == read_image_use((), 0, [0.5, 0.5]) == ImageUse()


def test_no_text_is_an_empty_one(make_site: MakeSite) -> None:
    site = make_site(asked("{{ image('images/lab.png', none) }}"))
    site.build_well()
    assert 'height="600" alt="" loading="lazy"' in site.text("a/index.html")


def test_it_has_as_much_room_as_the_column(make_site: MakeSite) -> None:
    site = make_site(
        asked("{{ image('images/lab.png') }}{{ image('images/lab.png', widths=100) }}")
    )
    site.build_well()
    sizes = set(re.findall(r'sizes="([^"]*)"', site.text("a/index.html")))
    assert sizes == {"(min-width: 848px) 848px, calc(100vw - 2.5rem)", "100px"}


def test_what_nobody_asks_for_any_more_is_removed(make_site: MakeSite) -> None:
    call = "{% if page.weight %}{{ image('images/lab.png', widths=[50]) }}{% endif %}"
    site = make_site(asked(call, **{"content/a.md": "---\nweight: 1\n---\n# A\n"}))
    site.build_well()
    (name, *_) = names(site, "a/index.html")
    assert (site.output / name).is_file()
    site.write({"content/a.md": "# A\n"})
    site.build_well()
    assert not (site.output / name).exists()


def test_a_shared_fragment_keeps_its_picture_when_its_first_page_goes(make_site: MakeSite) -> None:
    site = make_site(
        asked(
            "",
            **{"templates/partials/footer.html": "<footer>{{ image('images/lab.png') }}</footer>"},
        )
    )
    site.build_well()
    found = names(site, "b/index.html")
    (site.root / "content/a.md").unlink()
    site.build_well()
    assert found == names(site, "b/index.html")
    assert all((site.output / name).is_file() for name in found)


def test_an_edited_picture_has_other_names(make_site: MakeSite) -> None:
    site = make_site(asked("{{ image('images/lab.png') }}"))
    site.build_well()
    before = names(site, "a/index.html")
    site.write({"assets/images/lab.png": picture(size=(900, 601))})
    site.build_well()
    assert not before & names(site, "a/index.html")


def test_an_edit_that_asks_for_another_picture(make_site: MakeSite) -> None:
    call = "{{ image('images/lab.png', ratio=2 if 'wide' in page.summary else 1) }}"
    site = make_site(asked(call))
    site.build_well()
    site.write({"content/a.md": "# A\n\nA wide one.\n"})
    site.build_well()
    assert all((site.output / name).is_file() for name in names(site, "a/index.html"))
