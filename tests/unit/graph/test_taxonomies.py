"""Taxonomies: tags, and what a site declares beside them."""

from __future__ import annotations

import re

import pytest

from support.sites import CONFIG, MakeSite

CATEGORIES = f'{CONFIG}[taxonomies]\ncategory = "categories"\n'


def test_pages_of_a_tag_are_in_the_order_of_lists(make_site: MakeSite) -> None:
    pages = {
        f"content/{n}.md": f"---\ntitle: {n}\ndate: 2026-01-0{day}\ntags: [x]\n---\n"
        for n, day in (("a", 1), ("b", 3), ("c", 2))
    }
    site = make_site(
        {**pages, "templates/tag.html": "{% for c in page.pages %}{{ c.title }}{% endfor %}"}
    )
    site.build_well()
    assert site.text("tags/x/index.html") == "bca"


def test_without_tags_there_is_no_list_of_tags(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "A.\n"}, CATEGORIES)
    site.build_well()
    assert [name for name in site.files() if name.startswith(("tags/", "categories/"))] == []


@pytest.mark.parametrize("name", ["tags", "categories"])
def test_a_written_list_of_terms_keeps_its_words(make_site: MakeSite, name: str) -> None:
    site = make_site(
        {
            "content/a.md": f"---\n{name}: [x]\n---\n",
            f"content/{name}/index.md": "# All our subjects\n\nMany.\n",
        },
        CATEGORIES,
    )
    site.build_well()
    text = site.text(f"{name}/index.html")
    assert "<h1>All our subjects</h1>" in text
    assert "<p>Many.</p>" in text
    assert f'href="/{name}/x/"' in text
    assert f'<li><a href="/{name}/">All our subjects</a></li>' in site.text(f"{name}/x/index.html")


def test_a_taxonomy_as_in_hugo(make_site: MakeSite) -> None:
    """The list of terms, a page for each, their lists in parts, the page's links, the sitemap."""
    config = f"{CATEGORIES}[pagination]\nsize = 1\n"
    site = make_site(
        {
            "content/a.md": "---\ntitle: A\ncategories: [News, Long Talks]\ntags: [knee]\n---\n",
            "content/b.md": "---\ntitle: B\ncategory: news\n---\n[News](/categories/news/)\n",
        },
        config,
    )
    site.build()
    (message,) = site.messages()
    assert message == (
        "content/b.md:3:1: warning[tag-spelling]: "
        "the category 'news' is spelled 'News' elsewhere; write 'News'"
    )
    listed = re.findall(
        r'<li><a href="(/categories/.*?)">(.*?) <', site.text("categories/index.html")
    )
    assert listed == [("/categories/long-talks/", "Long Talks"), ("/categories/news/", "News")]
    assert "<h1>Categories</h1>" in site.text("categories/index.html")
    assert 'href="/a/"' in site.text("categories/news/index.html")
    assert 'href="/b/"' in site.text("categories/news/page/2/index.html")
    assert '<a href="/categories/long-talks/" rel="tag">Long Talks</a>' in site.text("a/index.html")
    assert "https://lab.example.org/categories/news/" in site.text("sitemap.xml")


def test_title_path_and_menus(make_site: MakeSite) -> None:
    config = (
        f'{CONFIG}[taxonomies]\ntopics = {{ title = "Our topics", url = "/work/topics/" }}\n'
        '[[menu.main]]\npage = "topics/index.md"\n[[menu.main]]\npage = "/work/topics/knee/"\n'
        'name = "Knees"\n'
    )
    site = make_site({"content/a.md": "---\ntopics: knee\n---\n"}, config)
    site.build_well()
    text = site.text("work/topics/knee/index.html")
    assert '<li><a href="/work/topics/">Our topics</a></li>' in text  # in the breadcrumbs
    assert '<li><a href="/work/topics/" aria-current="true">Our topics</a></li>' in text
    assert '<li><a href="/work/topics/knee/" aria-current="page">Knees</a></li>' in text


def test_authors_can_be_a_taxonomy(make_site: MakeSite) -> None:
    site = make_site(
        {"content/a.md": "---\nauthors: [Ada Lovelace]\n---\n"},
        f'{CONFIG}[taxonomies]\nauthor = "authors"\n',
    )
    site.build_well()
    assert "<h1>Ada Lovelace</h1>" in site.text("authors/ada-lovelace/index.html")
    assert '<li class="meta-authors">Ada Lovelace</li>' in site.text("a/index.html")


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ({"term.html": "t", "taxonomy.html": "T"}, ("T", "t")),
        ({"term.html": "t", "category.html": "c", "categories.html": "C"}, ("C", "c")),
        ({"categories/term.html": "own", "category.html": "c"}, (None, "own")),
        ({"tag.html": "no", "tags.html": "no"}, (None, None)),
    ],
)
def test_templates(
    make_site: MakeSite, templates: dict[str, str], expected: tuple[str | None, str | None]
) -> None:
    files = {f"templates/{name}": text for name, text in templates.items()}
    site = make_site({"content/a.md": "---\ncategories: [x]\n---\n", **files}, CATEGORIES)
    site.build_well()
    for name, text in zip(("categories", "categories/x"), expected, strict=True):
        found = site.text(f"{name}/index.html")
        assert found == text if text else "<html" in found


def test_what_templates_see(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "---\ncategories: [x, y]\ntags: [t]\n---\n",
            "templates/page.html": (
                "{% for t in page.terms.categories %}{{ t.name }}{{ t.url }} {% endfor %}"
                "{{ page.tags[0].name }} {{ page.taxonomy }} "
                "{{ site.taxonomies.categories.title }} {{ site.taxonomies | join(' ') }}"
            ),
            "templates/category.html": "{{ page.kind }} {{ page.taxonomy.name }}",
            "templates/categories.html": (
                "{{ page.kind }} {{ page.taxonomy.url }} {{ page.taxonomy.terms | length }}"
            ),
        },
        CATEGORIES,
    )
    site.build_well()
    assert site.text("a/index.html") == (
        "x/categories/x/ y/categories/y/ t None Categories tags categories"
    )
    assert site.text("categories/x/index.html") == "term categories"
    assert site.text("categories/index.html") == "taxonomy /categories/ 2"


def test_terms_are_sorted_by_the_language_of_the_site(make_site: MakeSite) -> None:
    tags = "[Zebra, Ärla, T10, T2, Åsa]"
    for language, expected in (
        ("sv", ["T2", "T10", "Zebra", "Åsa", "Ärla"]),
        ("de", ["Ärla", "Åsa", "T2", "T10", "Zebra"]),
    ):
        site = make_site(
            {
                "content/a.md": f"---\ntags: {tags}\n---\n",
                "templates/tags.html": "{% for t in site.tags %}{{ t.name }} {% endfor %}",
                "templates/strings/sv.toml": "",
            },
            f'{CONFIG}language = "{language}"\n',
        )
        site.build()
        assert site.text("tags/index.html").split() == expected


def test_lists_are_sorted_by_the_language_of_the_list(make_site: MakeSite) -> None:
    """A section in German in a Swedish site; a tag lists pages as the site does."""
    pages = {
        f"content/s/{number}.md": f"---\ntitle: {title}\ntags: [x]\n---\n"
        for number, title in enumerate(["Zeus", "Äpfel", "Teil 10", "Teil 2"])
    }
    listed = "{% for c in page.pages %}{{ c.title }};{% endfor %}"
    site = make_site(
        {
            **pages,
            "content/s/index.md": "---\ntitle: S\nlanguage: de\n---\n",
            "templates/section.html": listed,
            "templates/term.html": listed,
        },
        f'{CONFIG}language = "sv"\n',
    )
    site.build()
    assert site.text("s/index.html") == "Äpfel;Teil 2;Teil 10;Zeus;"
    assert site.text("tags/x/index.html") == "Teil 2;Teil 10;Zeus;Äpfel;"


def test_a_new_page_moves_no_other_term(make_site: MakeSite) -> None:
    """The address of a term follows from its text, whatever other terms there are."""
    tags = ["T2*", ".NET", "R&D", "🧠", "p<0.05", "C#"]
    site = make_site({"content/a.md": f"---\ntags: {tags}\n---\n"})
    site.build_well()
    before = {name for name in site.pages() if name.startswith("tags/")}
    others = ["T2", "NET", "RD", "🚀", "p>0.05", "C", "C++"]
    site.write({"content/0.md": f"---\ntags: {others}\n---\n"})
    site.build_well()
    after = {name for name in site.pages() if name.startswith("tags/")}
    assert len(before) == len(tags) + 1
    assert before < after
    assert len(after) == len(before) + len(others)


@pytest.mark.parametrize("link", ["/tags/über/", "/tags/u\u0308ber/", "/tags/%C3%BCber/"])
def test_links_to_terms_in_any_spelling(make_site: MakeSite, link: str) -> None:
    site = make_site({"content/a.md": f"---\ntags: [u\u0308ber]\n---\n[x]({link})\n"})
    site.build_well()
    assert '<a href="/tags/%C3%BCber/">x</a>' in site.text("a/index.html")
    assert '<a href="/tags/%C3%BCber/" rel="tag">über</a>' in site.text("a/index.html")


def test_terms_of_a_cascade(make_site: MakeSite) -> None:
    """For each taxonomy, what a page says itself stays, an empty list included."""
    cascade = "cascade:\n  tags: [s]\n  categories: [News]\n  authors: [Ada]\n"
    config = f'{CONFIG}[taxonomies]\ncategory = "categories"\nauthor = "authors"\n'
    site = make_site(
        {
            "content/s/index.md": f"---\n{cascade}---\n",
            "content/s/a.md": "---\ntitle: A\n---\n",
            "content/s/b.md": "---\ntitle: B\ncategory: Talks\ntags: []\n---\n",
            "content/c.md": "---\ntitle: C\ntags: [t]\n---\n",
            "templates/page.html": (
                "{% for name, terms in page.terms.items() %}"
                "{{ name }} {{ terms | join(',', attribute='name') }};{% endfor %}"
            ),
        },
        config,
    )
    site.build_well()
    assert site.text("s/a/index.html") == "tags s;categories News;authors Ada;"
    assert site.text("s/b/index.html") == "tags ;categories Talks;authors Ada;"
    assert site.text("c/index.html") == "tags t;categories ;authors ;"


@pytest.mark.parametrize(
    ("one", "two"), [("straße", "strasse"), ("\u00b5", "\u03bc"), ("\u03c3", "\u03c2a")]
)
def test_terms_that_some_file_systems_confuse(make_site: MakeSite, one: str, two: str) -> None:
    site = make_site(
        {
            "content/a.md": f"---\ntags: [{one}]\n---\n",
            "content/b.md": f"---\ntags: [{two}]\n---\n",
        }
    )
    codes = {each.code for each in site.build().diagnostics if each.severity == "error"}
    places = [each.location.line for each in site.build().diagnostics if each.code in codes]
    assert codes == (set() if two.endswith("a") else {"tag-collision"})
    assert all(places)


def test_the_page_of_a_term_has_an_authors_text(make_site: MakeSite) -> None:
    about = "---\ntitle: Magnetic resonance\ndescription: How we *see*.\n---\nOf [a](../../a.md).\n"
    site = make_site(
        {
            "content/index.md": "# Home\n\n[MRI](tags/mri/_index.md)\n",
            "content/a.md": "---\ntags: [MRI, CT scans]\n---\n# A\n",
            "content/tags/mri/_index.md": about,
            "content/tags/ct-scans/index.md": "---\nslug: x\n---\nOf scans.\n",
            "content/tags/pet/index.md": "# PET\n\nNo page has this tag.\n",
        }
    )
    assert site.build().ok
    (message,) = site.messages()
    assert message.startswith("content/tags/ct-scans/index.md:2:1: warning[no-effect]: 'slug' has")
    page = site.text("tags/mri/index.html")
    assert "<h1>Magnetic resonance</h1>" in page
    assert '<p>Of <a href="/a/">a</a>.</p>' in page
    assert "How we <em>see</em>." in page
    assert page.count('href="/a/"') > 1, "the page is listed"
    assert '<a href="/tags/mri/">MRI</a>' in site.text("index.html")
    other = site.text("tags/ct-scans/index.html")
    assert "<h1>CT scans</h1>" in other
    assert "Of scans." in other
    assert "<h1>PET</h1>" in site.text("tags/pet/index.html")


@pytest.mark.parametrize("cascade", ["", "cascade: {target: {kind: page}, description: Given}\n"])
def test_edits_of_the_page_of_a_term(make_site: MakeSite, cascade: str) -> None:
    """The law of incremental builds holds for it, too."""
    name, home = "content/tags/mri/_index.md", f"---\ntitle: Home\n{cascade}---\n"
    text = {"content/index.md": home, "content/a.md": "---\ntags: [mri]\n---\n# A\n"}
    edits: tuple[dict[str, str], ...] = (
        {name: "First.\n"},
        {name: "Second.\n"},
        {name: "---\ntitle: MRI\n---\nSecond.\n"},
        {name: "---\ntitle: The MRI\n---\nThird.\n"},
        {name: "---\ndraft: true\n---\nHidden.\n"},
        {name: "Fourth.\n", "content/a.md": "# A\n"},
    )
    site = make_site(text)
    site.build_well()
    for edit in edits:
        site.write(edit)
        site.build_well()
        built = {path: site.text(path) for path in sorted(site.pages())}
        text |= edit
        clean = make_site(text)
        clean.build_well()
        assert built == {path: clean.text(path) for path in sorted(clean.pages())}
