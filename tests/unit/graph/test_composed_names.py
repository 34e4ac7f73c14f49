"""Composed and decomposed letters are one: in names of files, links, anchors, tags and templates.

macOS hands out the names of files decomposed; editors and browsers write composed letters.
"""

from __future__ import annotations

import unicodedata

import pytest

from support.pictures import picture
from support.sites import CONFIG, MakeSite

NFC, NFD = "größe", unicodedata.normalize("NFD", "größe")


@pytest.mark.parametrize("disk", [NFC, NFD])
@pytest.mark.parametrize("written", [NFC, NFD])
def test_names_and_links(make_site: MakeSite, disk: str, written: str) -> None:
    site = make_site(
        {
            f"content/{disk}/index.md": "---\ntitle: S\n---\n",
            f"content/{disk}/{disk}.md": f"---\ntitle: T\n---\n## {disk}\n",
            f"content/{disk}.pdf": b"%PDF-1.4\n",
            f"content/{disk}.png": picture(size=(20, 10)),
            "content/a.md": (
                f"---\ntitle: A\nslug: {written}-a\n---\n"
                f"[x]({written}/{written}.md#grösse) [y](/{written}/{written}/) "
                f"[z]({written}.pdf)\n\n![p]({written}.png)\n"
            ),
            f"assets/css/{disk}.css": "a { color: red }",
            f"assets/images/{disk}.png": picture(size=(20, 10)),
            "templates/404.html": (
                f"{{{{ url_for('{written}/{written}.md') }}}} {{{{ asset('css/{written}.css') }}}} "
                f"{{{{ section('{written}').title }}}} {{{{ image('images/{written}.png', 'x') }}}}"
            ),
        },
        f'{CONFIG}[theme]\nlogo = "images/{written}.png"\nstylesheets = ["css/{written}.css"]\n'
        f'[[menu.main]]\npage = "{written}/{written}.md"\n',
    )
    site.build_well()
    url = "/gr%C3%B6%C3%9Fe/gr%C3%B6%C3%9Fe/"
    text = site.text(f"{NFC}-a/index.html")
    (page,) = [name for name in site.pages() if name == f"{NFC}/{NFC}/index.html"]
    assert 'id="grösse"' in site.text(page)
    assert text.count(f'href="{url}') >= 2
    assert site.text("404.html").startswith(f"{url} /assets/css/")


@pytest.mark.parametrize("written", ["größe", "gro\u0308ße", "gr%C3%B6%C3%9Fe", "gro%CC%88%C3%9Fe"])
@pytest.mark.parametrize("own", [NFC, NFD])
def test_anchors_of_other_pages(make_site: MakeSite, written: str, own: str) -> None:
    site = make_site(
        {
            "content/a.md": f"## A {{#{own}}}\n",
            "content/b.md": f"[x](a.md#{written}) [y](/a/#{written})\n",
        }
    )
    site.build_well()
    assert 'id="größe"' in site.text("a/index.html")
    links = site.text("b/index.html").partition("<p>")[2].partition("</p>")[0]
    assert NFD not in links
    assert "%CC%88" not in links
    assert links.count('href="/a/#gr') == 2
