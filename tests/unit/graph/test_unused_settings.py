"""Fields and settings that do nothing are said, and those that do something are not."""

from __future__ import annotations

import pytest

from support.sites import CONFIG, MakeSite

PAGE = "{%% extends 'theme/page.html' %%}{%% block content %%}%s{%% endblock %%}"


@pytest.mark.parametrize(
    ("template", "silent"),
    [
        ("{{ site.menus.header }}", True),
        ("{{ site.menus['header'] }}", True),
        ("{% for e in site.menus.get('header', []) %}{{ e.name }}{% endfor %}", True),
        ("{% for name, menu in site.menus.items() %}{{ name }}{% endfor %}", True),
        ("{% set name = 'header' %}{{ site.menus[name] }}", True),
        ("{{ site.menus.main }}", False),
        ("header", False),
    ],
)
def test_menus(make_site: MakeSite, template: str, *, silent: bool) -> None:
    site = make_site(
        {"content/a.md": "---\nmenu: header\n---\n", "templates/page.html": PAGE % template}
    )
    site.build()
    assert (site.codes() == []) is silent
    if not silent:
        assert site.messages()[0].startswith("content/a.md:2:1: warning[no-effect]: no template")


@pytest.mark.parametrize("menu", ["main", "footer", "{main: {weight: 3}}", "[main, footer]"])
def test_menus_of_the_theme(make_site: MakeSite, menu: str) -> None:
    make_site({"content/a.md": f"---\nmenu: {menu}\n---\n"}).build_well()


def test_a_menu_that_the_site_has_replaced(make_site: MakeSite) -> None:
    site = make_site(
        {"content/a.md": "---\nmenu: footer\n---\n", "templates/partials/footer.html": "Ours"}
    )
    site.build()
    assert site.codes() == ["no-effect"]


@pytest.mark.parametrize(
    ("layout", "codes"),
    [
        ("talk", []),
        ("layouts/talk", []),
        ("post", ["no-effect"]),
        ("page", ["no-effect"]),
        ("layouts/Post.astro", ["no-effect"]),
        ("none", []),
        ("tlk", ["template-missing"]),
    ],
)
def test_layouts(make_site: MakeSite, layout: str, codes: list[str]) -> None:
    site = make_site(
        {
            "content/a.md": f"---\nlayout: {layout}\n---\nText.\n",
            "templates/talk.html": "A talk.",
            "templates/layouts/talk.html": "A talk.",
        }
    )
    site.build()
    assert site.codes() == codes
    if not codes and layout != "none":
        assert site.text("a/index.html") == "A talk."
    elif codes == ["no-effect"]:
        assert "Text." in site.text("a/index.html")
        assert site.messages()[0].startswith("content/a.md:2:1: ")


def test_a_layout_does_not_hide_the_list_of_a_section(make_site: MakeSite) -> None:
    site = make_site(
        {"content/s/index.md": "---\nlayout: page\n---\n", "content/s/a.md": "# Page A\n"}
    )
    site.build()
    assert "Page A" in site.text("s/index.html")


@pytest.mark.parametrize(
    ("path", "line", "said"),
    [
        ("content/s/index.md", "list: cards", ""),
        ("content/s/index.md", "list: card", "did you mean 'cards'?"),
        ("content/s/index.md", "home: false", ""),
        ("content/index.md", "actions: [{name: A, url: 'https://a.org/'}]", ""),
        ("content/s/a.md", "list: cards", "remove it"),
        ("content/s/a.md", "home: false", "remove it"),
        ("content/s/a.md", "venue: Aachen", ""),
        (
            "content/s/a.md",
            "listing: grid",
            "write ```{collection} publications in the text, or another collection",
        ),
        (
            "content/s/a.md",
            "listing: [{contents: posts}]",
            "write ```{collection} publications in the text, or another collection",
        ),
        ("content/s/a.md", "listing: 17 rooms", ""),
    ],
)
def test_fields_of_the_theme(make_site: MakeSite, path: str, line: str, said: str) -> None:
    site = make_site({"content/s/a.md": "# A\n", path: f"---\n{line}\n---\nText.\n"})
    site.build()
    assert [each.rpartition("; ")[2] for each in site.messages()] == [said] * bool(said)


def test_fields_that_own_templates_use_are_theirs(make_site: MakeSite) -> None:
    own = PAGE % "{{ page.extra.list }}"
    site = make_site({"content/a.md": "---\nlist: mine\n---\n", "templates/page.html": own})
    site.build_well()
    assert "mine" in site.text("a/index.html")


def test_what_is_said_of_a_picture_that_is_not_there(make_site: MakeSite) -> None:
    site = make_site({"content/a/index.md": "---\nimage: {caption: Ours}\n---\n"})
    site.build()
    (message,) = site.messages()
    assert message == (
        "content/a/index.md:2:1: warning[no-effect]: 'image' names no picture, so that what it says"
        " of one has no effect; write 'featured_image: NAME.jpg'"
    )


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("[sharing]\ncards = false\nfont = 'Inter'\n", "sitegen.toml:5:1"),
        ("[images]\nformats = ['webp']\n  avif_quality = 3\n", "sitegen.toml:5:3"),
        ("images.formats = ['webp']\nimages.avif_quality = 3\n", "sitegen.toml:4:1"),
        ("[images]\noriginals = ['assets/static/*.jpg']\n", "sitegen.toml:4:1"),
        ("[[menu.social]]\nname = 'A'\nurl = 'https://a.org/'\n", "sitegen.toml:3:1"),
        ("[params]\nphone = '1'\n", "sitegen.toml:3:1"),
        ("[images]\nformats = ['webp']\nwebp_quality = 3\n", ""),
        ("[[menu.footer]]\nname = 'A'\nurl = 'https://a.org/'\n", ""),
    ],
)
def test_settings(make_site: MakeSite, settings: str, place: str) -> None:
    site = make_site({"content/index.md": "# Home\n"}, CONFIG + settings)
    site.build()
    found = [each.partition(": ")[::2] for each in site.messages()]
    assert [(where, what.partition(":")[0]) for where, what in found] == [
        (place, "warning[no-effect]")
    ] * bool(place)


BLOCKS = "---\ntitle: Start\nsections:\n  - block: markdown\n    content: {text: Words}\n---\n"


def test_blocks_of_hugo_blox(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": BLOCKS})
    site.build()
    assert site.messages()[0].startswith(
        "content/a.md:3:1: warning[no-effect]: 'sections' has blocks of Hugo Blox"
    )


def test_blocks_that_a_template_shows(make_site: MakeSite) -> None:
    template = PAGE % "{{ page.extra.sections[0].content.text }}"
    make_site({"content/a.md": BLOCKS, "templates/page.html": template}).build_well()


def test_sections_of_another_kind(make_site: MakeSite) -> None:
    make_site({"content/a.md": "---\nsections: [one, {name: two}]\n---\n"}).build_well()


@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
@pytest.mark.parametrize(
    ("files", "hint"),
    [
        (("about.md", "about.de.md"), "content/de/about.md"),
        (("about.en.md", "about.pt-br.md"), "content/pt-br/about.md"),
        (("a/index.md", "a/index.fr.md"), "content/fr/a/index.md"),
        (("about.de.md",), ""),
        (("about.md", "about.v2.md"), ""),
        (("about.md", "about.draft.md"), ""),
    ],
)
def test_languages_in_names(
    make_site: MakeSite, files: tuple[str, ...], hint: str, engine: str
) -> None:
    pages = {f"content/{name}": "Text.\n" for name in files}
    site = make_site({**pages, "sitegen.toml": f'{CONFIG}[markdown]\nengine = "{engine}"\n'})
    site.build()
    assert [each.partition(" move it to ")[2].partition(" ")[0] for each in site.messages()] == (
        [hint] if hint else []
    )


def test_the_language_of_a_name_that_is_set(make_site: MakeSite) -> None:
    text = "---\nlanguage: de\n---\nText.\n"
    make_site({"content/a.md": "Text.\n", "content/a.de.md": text}).build_well()


def test_a_translation_follows_the_page_beside_it(make_site: MakeSite) -> None:
    site = make_site({"content/a.de.md": "Text.\n"})
    site.build_well()
    site.write({"content/a.md": "Text.\n"})
    site.build()
    assert site.codes() == ["no-effect"]
    site.write({"content/a.de.md": "---\nlanguage: de\n---\nText.\n"})
    site.build_well()


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("redirect_to: /b/", "delete this page, and write 'aliases: [/a/]' in the one to which it"),
        ("redirect: https://example.org/", "link to that site in the text; no page sends its"),
        ("redirect_to: [//example.org]", ""),
        ("redirect: false", ""),
    ],
)
def test_pages_that_lead_elsewhere(make_site: MakeSite, field: str, hint: str) -> None:
    site = make_site({"content/a.md": f"---\ntitle: A\n{field}\n---\n"})
    assert site.build().ok
    told = [each for each in site.messages() if "redirect" in each]
    assert len(told) == bool(hint)
    assert all(each.startswith("content/a.md:3:1: warning[no-effect]: ") for each in told)
    assert all(f"; {hint}" in each for each in told)


def test_a_template_may_use_such_a_field(make_site: MakeSite) -> None:
    page = {"content/a.md": "---\nredirect: /b/\n---\n"}
    site = make_site({**page, "templates/page.html": "{{ page.extra.redirect }}"})
    site.build_well()
