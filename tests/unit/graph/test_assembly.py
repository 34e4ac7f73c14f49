# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import pytest

from support.pictures import SVG, picture
from support.sites import CONFIG, MakeSite

SHOW = """{% for c in page.pages %}{{ c.title }} {% endfor %}|{% for c in page.sections %}{{ c.title }} {% endfor %}"""
NEIGHBOURS = """{{ page.previous.title if page.previous else "-" }} {{ page.next.title if page.next else "-" }}"""


def test_lists_are_by_weight_then_date_then_title(make_site: MakeSite) -> None:
    pages = {
        "a": "weight: 2",
        "b": "weight: 1",
        "c": "weight: -1",
        "d": "date: 2026-01-01",
        "e": "date: 2026-02",
        "f": "date: 2026-01-01T01:00:00+14:00",
        "g": "title: Zed",
        "h": "title: alpha",
        "i": "title: Beta",
    }
    site = make_site(
        {
            "content/news/index.md": "---\ntitle: News\n---\n",
            "templates/section.html": SHOW,
            "templates/page.html": NEIGHBOURS,
            **{
                f"content/news/{n}.md": f"---\n{block if 'title' in block else f'title: {n}' + chr(10) + block}\n---\n"
                for n, block in pages.items()
            },
        },
        CONFIG + "[pagination]\nsize = 100\n",
    )
    site.build_well()
    assert site.text("news/index.html").split("|")[0].split() == [*"cbaedf", "alpha", "Beta", "Zed"]
    assert site.text("news/c/index.html") == "- b"
    assert site.text("news/a/index.html") == "b e"
    assert site.text("news/g/index.html") == "Beta -"


def test_menus(make_site: MakeSite) -> None:
    menu = "{% for e in site.menus.main %}{{ e.name }}={{ e.url }}{{ '!' if e.current }}{{ '*' if e.active }}{{ '^' if e.external }} {% endfor %}"
    config = CONFIG + (
        '[[menu.main]]\nname = "Out"\nurl = "https://example.org/"\nweight = 9\n'
        '[[menu.main]]\npage = "news"\nweight = 2\n'
        '[[menu.main]]\nname = "Part"\npage = "about.md#part"\nweight = 3\n'
    )
    site = make_site(
        {
            "content/about.md": "---\ntitle: About\nmenu: {main: {weight: 1}}\n---\n## Part\n",
            "content/news/index.md": "# News\n",
            "content/news/a.md": "x\n",
            "templates/page.html": menu,
        },
        config,
    )
    site.build_well()
    assert (
        site.text("news/a/index.html")
        == "About=/about/ News=/news/* Part=/about/#part Out=https://example.org/^ "
    )
    assert "About=/about/!*" in site.text("about/index.html")


def test_without_a_main_menu_the_top_level_is_one(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/about.md": "---\ntitle: About\nweight: 1\n---\n",
            "content/news/a.md": "x\n",
            "content/deep/er/b.md": "x\n",
            "templates/page.html": "{% for e in site.menus.main %}{{ e.name }} {% endfor %}{{ site.menus.footer | length }}",
        }
    )
    site.build_well()
    assert site.text("about/index.html") == "About Deep News 0"


@pytest.mark.parametrize(
    ("path", "front", "title"),
    [
        ("content/our-work.md", "title: Given\n", "Given"),
        ("content/our-work.md", "", "Heading & <more>"),
        ("content/our_great-work.md", None, "Our great work"),
        ("content/our work/index.md", None, "Our work"),
    ],
)
def test_titles(make_site: MakeSite, path: str, front: str | None, title: str) -> None:
    body = "Text.\n" if front is None else "# Heading & `<more>`\n\nText.\n"
    source = f"---\n{front}---\n{body}" if front else body
    site = make_site({path: source, "templates/page.html": "{{ page.title }}|{{ page.heading }}"})
    site.build_well()
    (name,) = [name for name in site.pages() if "work" in name]
    shown, heading = site.text(name).split("|")
    assert shown == title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert heading


def test_aliases_lead_to_their_page(make_site: MakeSite) -> None:
    site = make_site(
        {"content/new.md": "---\naliases: [/old/, /older, /oldest.html, /a/b/c/]\n---\nx\n"},
        'title = "T"\nbase_url = "https://lab.example.org/site/"\n',
    )
    site.build_well()
    for name in ("old/index.html", "older/index.html", "oldest.html", "a/b/c/index.html"):
        text = site.text(name)
        assert 'content="0; url=/site/new/"' in text
        assert '<link rel="canonical" href="https://lab.example.org/site/new/">' in text
    assert "old" not in site.text("sitemap.xml")


def test_relative_aliases_begin_in_the_folder_of_the_page(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/notes/new.md": "---\naliases: [old.html, past/older/, My Notes/a b.html]\n---\n",
            # Elsewhere, these are names of a note, or where they begin is not the same everywhere.
            "content/notes/note.md": "---\naliases: One and/or Two\n---\nx\n",
            "content/notes/knees/index.md": "---\naliases: old.html\n---\nx\n",
        }
    )
    told = [each for each in site.build().diagnostics if each.code == "invalid-field"]
    refused = [each.location.path for each in told]
    assert refused == ["content/notes/knees/index.md", "content/notes/note.md"]
    for name in refused:
        (site.root / name).unlink()
    site.build_well()
    for name in ("old.html", "past/older/index.html", "My Notes/a b.html"):
        assert 'content="0; url=/notes/new/"' in site.text(f"notes/{name}")


@pytest.mark.parametrize(
    "files",
    [
        {"content/a.md": "x", "content/A.md": "x"},
        {"content/a b.md": "x", "content/a-b.md": "x"},
        {"content/a.md": "x", "content/a/index.md": "x"},
        {"content/a.md": "---\nslug: b\n---\n", "content/b.md": "x"},
        {"content/a.md": "---\naliases: [/b/]\n---\n", "content/b.md": "x"},
        {"content/a.md": "---\naliases: [/]\n---\n"},
        {
            "content/a.md": "---\naliases: [/c/]\n---\n",
            "content/b.md": "---\naliases: [/C/]\n---\n",
        },
        {"content/a.md": "---\naliases: [/404.html]\n---\n"},
        {"content/a.md": "x", "assets/static/a/index.html": "x"},
        {"content/a.md": "x", "assets/static/a": "x"},
        {"content/a.md": "x", "assets/static/sitemap.xml": "x"},
        {"content/tags/knee.md": "x", "content/b.md": "---\ntags: [knee]\n---\n"},
        {"content/news/page/2.md": "x", "content/news/a.md": "x", "content/news/b.md": "x"},
        {"content/ü.md": "x", "content/u\u0308.md": "x"},
        {"content/straße.md": "x", "content/strasse.md": "x"},
        {"content/a.md": "---\nslug: index.html\n---\n"},
        {"content/a.md": "---\nslug: sitemap.xml\n---\n"},
        dict.fromkeys(("content/a.md", "content/b.md"), "---\naliases: [/old/]\n---\n"),
    ],
)
def test_two_sources_of_one_address(make_site: MakeSite, files: dict[str, str]) -> None:
    site = make_site(files, CONFIG + "[pagination]\nsize = 1\n")
    site.build()
    assert site.codes() != []
    assert set(site.codes()) == {"duplicate-url"}


def test_a_picture_in_two_folders_is_no_collision(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "![x](p.png) ![y](../assets/p.png) ![z](s.svg) ![q](../assets/s.svg)\n",
            "content/p.png": picture(),
            "assets/p.png": picture(),
            "content/s.svg": SVG,
            "assets/s.svg": SVG,
        }
    )
    site.build_well()


def test_robots_may_be_one_s_own(make_site: MakeSite) -> None:
    site = make_site(
        {"content/a.md": "x", "assets/static/robots.txt": "User-agent: *\nDisallow: /\n"}
    )
    site.build_well()
    assert site.text("robots.txt") == "User-agent: *\nDisallow: /\n"


def test_the_most_frequent_spelling_names_a_tag(make_site: MakeSite) -> None:
    tags = ["MRI", "mri", "MRI", "Mri"]
    site = make_site(
        {f"content/{n}.md": f"---\ntags: [{tag}]\n---\n" for n, tag in enumerate(tags)}
    )
    site.build()
    assert site.codes() == ["tag-spelling", "tag-spelling"]
    assert "<h1>MRI</h1>" in site.text("tags/mri/index.html")
    assert '<span class="tag-count">4</span>' in site.text("tags/index.html")


def test_tags_that_differ_are_not_one(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "---\ntags: [C, C++, C#]\n---\n"})
    site.build_well()
    assert len([name for name in site.pages() if name.startswith("tags/c")]) == 3


def test_images_in_headings(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "# ![Logo](p.png) Title\n\n## ![Logo](p.png) Part\n",
            "content/p.png": picture(),
        }
    )
    site.build_well()
    text = site.text("a/index.html")
    assert "<h1><picture>" in text
    assert "<title>Title · Test Lab</title>" in text


def test_a_language_without_words_gets_english_ones(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "---\nlanguage: fr\n---\nx\n"})
    site.build()
    assert site.codes() == ["missing-translation"]
    assert '<html lang="fr">' in site.text("a/index.html")
    assert "Skip to content" in site.text("a/index.html")
    site.write({"templates/strings/fr.toml": 'skip_to_content = "Aller au contenu"\n'})
    site.build()
    assert "Aller au contenu" in site.text("a/index.html")


def test_a_featured_image_of_another_site(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "---\nfeatured_image: https://x.org/a.jpg\n---\n# A\n"})
    site.build()
    (problem,) = site.messages()
    assert "content/a.md:2:1: error[external-resource]: 'https://x.org/a.jpg' is loaded" in problem
