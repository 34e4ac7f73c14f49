"""Lists of entries in texts are part of the page, of full feeds and of copies, and follow edits."""

from __future__ import annotations

from support.sites import CONFIG, MakeSite

BLOCK = "```{{collection}} rooms\n:where: floor = {floor}\n:group_by: keeper\n```\n"
FILES = {
    "data/rooms.yaml": (
        "- {id: a, title: Room A, floor: 1, keeper: ada}\n- {id: b, title: Room B, floor: 2}\n"
    ),
    "content/people/ada.md": "---\nname: Ada Lovelace\n---\nText.\n",
    "content/one.md": "---\ndate: 2026-01-01\n---\nOne.\n\n" + BLOCK.format(floor=1),
    "content/two.md": "Two.\n\n" + BLOCK.format(floor=2),
    "content/three.md": "Three.\n",
}
SETTINGS = f"""{CONFIG}
[collections.rooms]
data = "rooms.yaml"
fields = {{ floor = "number", keeper = "ref people" }}
[feed]
content = "full"
[outputs]
markdown = true
"""


def test_pages_show_lists_and_follow_their_entries(make_site: MakeSite) -> None:
    site = make_site(FILES, SETTINGS)
    site.build_well()
    page = site.text("one/index.html")
    assert page.count("css/entries.") == 1
    assert '<h2 class="entry-list-title">Ada Lovelace</h2>' in page
    assert "Room A" in page
    # An entry without a page has no other place for its fields.
    assert "<div><dt>Floor</dt><dd>1</dd></div>" in page
    assert '<div><dt>People</dt><dd><a href="/people/ada/">Ada Lovelace</a></dd></div>' in page
    assert "Room B" not in page
    assert "css/entries." not in site.text("three/index.html")
    assert '<h2 class="entry-list-title">Other</h2>' in site.text("two/index.html")
    before = {name: site.text(f"{name}/index.html") for name in ("one", "two", "three")}

    site.write({"data/rooms.yaml": FILES["data/rooms.yaml"].replace("Room A", "Room Z")})
    result = site.build_well()
    after = {name: site.text(f"{name}/index.html") for name in before}
    assert after["one"] == before["one"].replace("Room A", "Room Z")
    assert {name for name in before if before[name] != after[name]} == {"one"}
    assert result.rendered == 2  # and the page of its keeper
    for name in ("feed.xml", "feed.json", "one/index.html.md"):
        assert "Room Z" in site.text(name)


def test_a_list_in_a_feed_has_absolute_addresses(make_site: MakeSite) -> None:
    text = "---\ndate: 2026-01-01\n---\nOne.\n\n```{collection} people\n:style: compact\n```\n"
    site = make_site({**FILES, "content/one.md": text}, SETTINGS)
    site.build_well()
    link = '&lt;a href="https://lab.example.org/people/ada/"&gt;Ada Lovelace&lt;/a&gt;'
    assert link in site.text("feed.xml")
    assert "[Ada Lovelace](https://lab.example.org/people/ada/)" in site.text("one/index.html.md")
    assert "css/people." in site.text("one/index.html")


def test_a_mistake_in_the_template_of_a_list(make_site: MakeSite) -> None:
    """The page reports it, and no output fails."""
    broken = {"templates/partials/entries/list.html": "{{ entries[0].title.nothing() }}"}
    site = make_site({**FILES, **broken}, SETTINGS)
    site.build()
    assert set(site.codes()) == {"template-undefined"}
    assert all("partials/entries/list.html:1" in each for each in site.messages())


def test_what_works_and_pages_say_under_no_field(make_site: MakeSite) -> None:
    asked = (
        "{% set all = collection('publications') %}"
        "{% for each in all.group_by('type') %}{{ each.name }} {{ each.entries | length }} "
        "{% endfor %}"
        "{{ all.where('keywords', 'MRI') | length }} {{ all.where('tags', 'CT') | length }}"
    )
    site = make_site(
        {
            "content/a.md": "---\ntemplate: asked\n---\n",
            "content/publications/hip.md": "---\ntags: [CT]\n---\nText.\n",
            "publications.bib": (
                "@article{knee, title={Knees}, journal={J}, author={One, Ada}, year=2024,"
                " keywords={MRI}}\n@book{hip, title={Hips}, author={Two, Bo}, publisher={P},"
                " year=2023}\n"
            ),
            "templates/asked.html": asked,
        }
    )
    site.build_well()
    assert site.text("a/index.html") == "article-journal 1 book 1 1 1"
