"""What templates ask wrongly of entries is told in words; an entry is shown by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite

PEOPLE = {
    "content/people/a.md": "---\nname: Ann Ash\nrole: PI\n---\n",
    "content/people/b.md": "---\nname: Bo Birch\n---\n",
}


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ('{{ collection("people") | where("rol", "PI") }}', "'rol' is not a field of people"),
        ('{{ collection("people") | group_by("rol") }}', "'rol' is not a field of people"),
        ('{{ collection("people")[0].rol }}', "Entry has no attribute 'rol'"),
        ('{{ collection("people")[0].projects.rol }}', "the list has no attribute 'rol'"),
        ("{{ collection(3) }}", "collection: there is no '3'"),
    ],
)
def test_a_mistake_in_a_template(make_site: MakeSite, template: str, told: str) -> None:
    site = make_site({**PEOPLE, "templates/home.html": template, "content/index.md": "Hi.\n"})
    site.build()
    (message,) = site.messages()
    assert message.startswith("templates/home.html:1:")
    assert f"error[template-undefined]: {told} (while rendering" in message
    assert ("did you mean 'role'?" in message) is ("the list" not in told and "3" not in told)


def test_one_person_in_a_field(make_site: MakeSite) -> None:
    config = f'{CONFIG}[collections.rooms]\nfolder = "rooms"\nfields = {{ keeper = "person" }}\n'
    pages = {"content/rooms/r.md": "---\ntitle: Hall\nkeeper: Ann Ash\n---\n"}
    site = make_site({**PEOPLE, **pages}, config)
    site.build_well()
    assert '<a href="/people/a/">Ann Ash</a>' in site.text("rooms/r/index.html")


def test_groups_by_a_field_that_holds_tables(make_site: MakeSite) -> None:
    config = f'{CONFIG}[collections.rooms]\nfolder = "rooms"\nfields = {{ size = "value" }}\n'
    page = "---\ntitle: Hall\nsize: [{a: 1}, [2]]\n---\n"
    template = '{{ collection("rooms") | group_by("size") | map(attribute="name") | join(";") }}'
    pages = {"content/rooms/r.md": page, "content/index.md": "Hi.\n"}
    site = make_site({**pages, "templates/home.html": template}, config)
    site.build_well()
    assert site.text("index.html") == "{&#39;a&#39;: 1};[2]"


def test_entries_as_text(make_site: MakeSite) -> None:
    template = '{{ collection("people") }}; {{ collection("people")[0] }}'
    site = make_site({**PEOPLE, "templates/home.html": template, "content/index.md": "Hi.\n"})
    site.build_well()
    assert site.text("index.html") == "Ann Ash, Bo Birch; Ann Ash"
