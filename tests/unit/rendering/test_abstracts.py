"""An abstract of several paragraphs is shown as such; where it is a line, it is one."""

from __future__ import annotations

import json
import re

import pytest

from support.sites import MakeSite

#: The same text in the styles of YAML.
STYLES = {
    "|": "abstract: |\n  First *text*, which\n    goes on.\n\n  Second text.\n",
    "|-": "abstract: |-\n  First *text*,\n  which goes on.\n  \n\n  Second text.\n",
    ">": "abstract: >\n  First *text*,\n  which goes on.\n\n  Second text.\n",
}
SHOWN = re.compile(r'<section class="abstract"[^>]*>.*?</section>', re.DOTALL)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", ["a", "publications/a"])
def test_two_paragraphs(make_site: MakeSite, path: str, style: str) -> None:
    front = f"---\ntitle: A\nauthors: [Ada Byron]\ndate: 2024-05-01\n{STYLES[style]}---\nText.\n"
    site = make_site({f"content/{path}.md": front, "content/index.md": "# Home\n"})
    site.build_well()
    page = site.text(f"{path}/index.html")
    (section,) = SHOWN.findall(page)
    assert re.findall(r"<p>(.*)</p>", section) == ["First text, which goes on.", "Second text."]
    line = "First text, which goes on. Second text."
    assert f'<meta name="description" content="{line}">' in page
    if path != "a":
        assert f'<meta name="citation_abstract" content="{line}">' in page
        (cited,) = json.loads(site.text("publications.json"))
        assert cited["abstract"] == "First text, which goes on.\n\nSecond text."


def test_in_toml(make_site: MakeSite) -> None:
    front = '+++\ntitle = "A"\nabstract = """\nFirst\ntext.\n\nSecond text."""\n+++\nText.\n'
    site = make_site({"content/a.md": front, "content/index.md": "# Home\n"})
    site.build_well()
    (section,) = SHOWN.findall(site.text("a/index.html"))
    assert re.findall(r"<p>(.*)</p>", section) == ["First text.", "Second text."]
