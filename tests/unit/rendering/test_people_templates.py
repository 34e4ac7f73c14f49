"""The theme shows people in groups, with a photo or initials, and protects their addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.pictures import picture
from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite

CARDLESS = CONFIG + "[sharing]\ncards = false\n"
ADA = """---
name: Prof. Ada Lovelace
role: PI
email: ada@lab.example
affiliations: [{name: A hospital, ror: 05dxps055}]
links: {github: ada, website: https://ada.example}
projects: [knee]
---
Text.
"""


def _titles(html: str) -> list[str]:
    return re.findall(r"<h[123][^>]*>(?:<a[^>]*>)?([^<]*)", html)


def test_people(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/people/ada.md": ADA,
            "content/people/bob.md": "---\nname: Bob Byron\nphoto: bob.jpg\n---\n",
            "content/people/bob.jpg": picture("JPEG", (300, 200)),
            "content/people/cy.md": "---\nname: Cy Adams\nrole: Postdoc\nend: 2019\n---\n",
            "content/projects/knee.md": "---\ntitle: Knee\n---\n",
        },
        CARDLESS,
    )
    site.build_well()
    everybody = site.text("people/index.html")
    assert _titles(everybody) == [
        *("People", "Principal investigator", "Ada Lovelace", "Members", "Bob Byron", "Alumni"),
    ]
    assert everybody.count('<svg class="initials') == 1
    assert re.search(r'<img [^>]*alt=""', everybody)
    ada = site.text("people/ada/index.html")
    assert _titles(ada) == ["Prof. Ada Lovelace", "Projects", "Knee"]
    assert "mailto:" not in ada
    assert "ada@lab.example" not in ada
    assert 'ada<span class="email-at"> [at] </span>lab.example' in ada
    assert '<a href="https://github.com/ada" rel="me"><svg class="icon"' in ada
    assert '<a href="https://ror.org/05dxps055">A hospital</a>' in ada
    assert "Ada Lovelace" in site.text("projects/knee/index.html")


def test_an_address_may_be_a_link(make_site: MakeSite) -> None:
    text = ADA.replace("projects: [knee]", "email_link: true")
    site = make_site({"content/people/ada.md": text}, CARDLESS)
    site.build_well()
    assert '<a href="mailto:ada@lab.example"' in site.text("people/ada/index.html")


def test_a_photo_is_gone_when_the_consent_ends(make_site: MakeSite) -> None:
    text = "---\nname: Bob Byron\nphoto: bob.jpg\nconsent_until: 2019\n---\nText.\n"
    site = make_site(
        {"content/people/bob.md": text, "content/people/bob.jpg": picture("JPEG", (300, 400))},
        CARDLESS,
    )
    site.build()
    assert "photo-consent" in site.messages()[0]
    assert not [path for path in site.output.rglob("*bob*") if path.is_file()]
    for page in ("people/index.html", "people/bob/index.html"):
        assert "<img" not in site.text(page)
        assert '<svg class="initials' in site.text(page)
