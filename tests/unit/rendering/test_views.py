# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import pytest

from sitegen.rendering.view_types import PaginatorEntryView, show_window
from support.pictures import picture
from support.sites import CONFIG, MakeSite


def test_a_page_and_its_card(make_site: MakeSite) -> None:
    template = (
        "{{ page.kind }}|{{ page.word_count }}|{{ page.reading_time }}|{{ page.section.title }}|"
        "{{ page.section.url }}|{{ page.draft }}|{{ page.weight }}|{{ page.authors | join('+') }}|"
        "{% for tag in page.tags %}{{ tag.name }}{{ tag.count }}{{ tag.url }}{% endfor %}|"
        "{% for c in page.breadcrumbs %}{{ c.title }}>{% endfor %}|{{ page.summary }}|"
        "{% for h in page.toc %}{{ h.id }}{{ h.level }}{{ h.children | length }}{% endfor %}"
    )
    site = make_site(
        {
            "content/news/index.md": "# News\n",
            "content/news/a.md": "---\ntags: [B, A]\nauthors: [X, Y]\nweight: 3\n---\nOne two.\n\n## C\n\n### D\n",
            "templates/page.html": template,
        }
    )
    site.build_well()
    assert site.text("news/a/index.html") == (
        "page|4|1|News|/news/|False|3|X+Y|B1/tags/b/A1/tags/a/|Test Lab>News>|One two.|c21"
    )


def test_featured_images(make_site: MakeSite) -> None:
    template = (
        "{% set f = page.featured_image %}{{ f.alt }}|{{ f.caption }}|{{ f.width }}x{{ f.height }}|"
        "{{ f.card.width }}x{{ f.card.height }}|{{ page.share.width }}x{{ page.share.height }}|{{ page.share.type }}|{{ page.share.alt }}|"
        "{{ page.share.url.startswith('https://lab.example.org/assets/') }}|{{ f.sources | map(attribute='type') | join('+') }}"
    )
    site = make_site(
        {
            "content/a.md": "---\nfeatured_image: p.png\nfeatured_image_alt: A\nfeatured_image_caption: B\n---\n",
            "content/p.png": picture(size=(1000, 800)),
            "templates/page.html": template,
        }
    )
    site.build_well()
    assert site.text("a/index.html") == "A|B|1000x800|800x500|1200x630|image/jpeg|A|True|image/webp"


def test_the_site(make_site: MakeSite) -> None:
    template = (
        "{{ site.title }}|{{ site.url }}|{{ site.base_url }}|{{ site.params.a.b }}|{{ site.feed_url }}|"
        "{% for p in site.pages %}{{ p.title }}{% endfor %}|{% for s in site.sections %}{{ s.title }}{% endfor %}|"
        "{% for t in site.tags %}{{ t.slug }}{% endfor %}|{{ site.logo }}|{{ site.stylesheets | length }}"
    )
    site = make_site(
        {
            "content/a.md": "---\ntitle: A\ntags: [t]\n---\n",
            "content/n/b.md": "---\ntitle: B\ndate: 2026-01-01\n---\n",
            "templates/page.html": template,
        },
        CONFIG + "[params.a]\nb = 3\n",
    )
    site.build_well()
    assert site.text("a/index.html") == (
        "Test Lab|/|https://lab.example.org/|3|/feed.xml|BA|N|t|None|0"
    )


def window(number: int, total: int) -> list[tuple[int, bool]]:
    """Say the rule of `paginator.window` in plain words: numbers, and whether they are links."""
    entries = []
    for each in range(1, total + 1):
        distance = abs(each - number)
        if each in {1, total} or distance <= 1:
            entries.append((each, True))
        elif distance == 2:
            entries.append((each, False))
    return entries


@pytest.mark.parametrize("total", [1, 2, 3, 4, 5, 6, 7, 8, 100])
def test_the_window_of_a_paginator(total: int) -> None:
    urls = tuple(f"/page/{n}/" for n in range(1, total + 1))
    for number in range(1, total + 1):
        assert show_window(number, urls) == [
            PaginatorEntryView(each, urls[each - 1] if linked else None)
            for each, linked in window(number, total)
        ]


@pytest.mark.parametrize("total", [1, 2, 3, 7, 100])
def test_the_window_as_templates_see_it(make_site: MakeSite, total: int) -> None:
    shown = "{% for e in page.paginator.window %}{{ e.number }}{{ ' ' ~ e.url if e.url else ' …' }},{% endfor %}"
    site = make_site(
        {
            **{f"content/s/p{n:03}.md": "x\n" for n in range(total)},
            "templates/section.html": shown,
            "templates/page.html": "x",
        },
        CONFIG + "[pagination]\nsize = 1\n",
    )
    site.build_well()
    for number in range(1, total + 1):
        output = f"s/page/{number}/index.html" if number > 1 else "s/index.html"
        entries = [
            f"{each} " + (("/s/" if each == 1 else f"/s/page/{each}/") if linked else "…")
            for each, linked in window(number, total)
        ]
        assert site.text(output) == ",".join(entries) + ","


def test_params_are_what_toml_says(make_site: MakeSite) -> None:
    """Also after an edit, which is built from what the last build left."""
    template = (
        "{{ site.params.day.year }} {{ site.params.day | date }} {{ site.params.moment.hour }} "
        "{{ site.params.clock.minute }} {{ site.params.more.list | join('+') }} {{ site.params.big }} "
        "{{ site.params.most > 1 }} {% for n in site.params.more %}{{ n }}{% endfor %} {{ page.content }}"
    )
    params = (
        "[params]\nday = 2001-02-03\nmoment = 2001-02-03T10:00:00+02:00\nclock = 10:30:00\n"
        "big = 123456789012345678901234567890\nmost = inf\n[params.more]\nz = 1\nlist = [1, 2.5]\n"
    )
    site = make_site({"content/a.md": "One.\n", "templates/page.html": template}, CONFIG + params)
    site.build_well()
    shown = "2001 3 February 2001 10 30 1+2.5 123456789012345678901234567890 True zlist <p>{}</p>"
    assert site.text("a/index.html") == shown.format("One.")
    site.write({"content/a.md": "Two.\n"})
    assert "assemble" not in site.build_well().stages
    assert site.text("a/index.html") == shown.format("Two.")
    site.write({"sitegen.toml": CONFIG + params.replace("2001-02-03\n", '"2001-02-03"\n')})
    site.build()
    assert site.codes() == ["template-undefined"]
