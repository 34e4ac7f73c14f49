"""SVG on its way through a build."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from support.sites import CONFIG, read_tree

if TYPE_CHECKING:
    import pytest

    from support.sites import MakeSite

HOSTILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><script>alert(1)</script></svg>'
)


def test_an_svg_is_published_clean(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(
        {
            "content/a.md": "![p](p.svg)\n\n![q](../assets/q.svg)\n",
            "content/p.svg": HOSTILE,
            "assets/q.svg": HOSTILE,
            "assets/logo.svg": HOSTILE.replace("script", "g"),
        },
        CONFIG + '[theme]\nlogo = "logo.svg"\n',
    )
    result = site.build()
    assert [str(each) for each in result.diagnostics] == [
        f"{name}: warning[svg-cleaned]: published without what would run or load: script "
        "(used by content/a.md); export a plain SVG, with text as paths"
        for name in ("assets/q.svg", "content/p.svg")
    ]
    clean = {name for name in site.files() if re.fullmatch(r"assets/images/[0-9a-f]{16}.svg", name)}
    assert len(clean) == 2
    for name in clean:
        assert "script" not in site.text(name)
        assert "<!--" not in site.text(name)
        assert f'src="/{name}"' in site.text("a/index.html")
    assert 'width="4" height="3"' in site.text("a/index.html")

    def refuse(*_: object) -> object:
        raise AssertionError

    # The cleaned file is kept: another build into another folder makes none.
    monkeypatch.setattr("sitegen.images.image_codec._make_vectors", refuse)
    site.output = site.output.with_name("again")
    again = site.build()
    assert (again.derived, again.diagnostics) == (0, result.diagnostics)
    assert clean <= set(site.files())


PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><!-- Jane Doe -->'
    '<symbol id="a"><path d="M0 0h4v3z"/></symbol></svg>'
)


def test_an_svg_of_the_assets_is_published_clean(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "x\n",
            "assets/icons/q.svg": HOSTILE,
            "assets/icons/a.svg": PLAIN,
            "assets/own.css": "a { mask: url(icons/q.svg) }\n",
            "templates/page.html": "<!DOCTYPE html><use href=\"{{ asset('icons/a.svg') }}#a\">",
        },
        CONFIG + '[theme]\nstylesheets = ["own.css"]\n',
    )
    result = site.build()
    (warning,) = result.diagnostics
    assert str(warning) == (
        "assets/icons/q.svg: warning[svg-cleaned]: published without what would run or load: "
        "script; export a plain SVG, with text as paths"
    )
    published = {name: data for name, data in read_tree(site.output).items() if "icons/" in name}
    assert len(published) == 2
    for name, data in published.items():
        assert hashlib.sha256(data).hexdigest()[:10] in name
        assert not re.search(rb"script|Jane", data)
    (sprite,) = re.findall(r'href="/(assets/icons/a[^"]*)#a"', site.text("a/index.html"))
    assert b'<symbol id="a"><path d="M0 0h4v3z"/></symbol>' in published[sprite]
    (sheet,) = (name for name in site.files() if "/own." in name)
    (shape,) = re.findall(r'url\("([^"]*)"', site.text(sheet))
    assert f"assets/{shape}" in site.files()


def test_an_svg_of_the_assets_is_cleaned_once(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "x\n", "assets/a.svg": HOSTILE, "assets/b.svg": HOSTILE})
    site.build()
    before = read_tree(site.output)

    def refuse(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr("sitegen.images.svg.cleaning.clean_svg", refuse)
    site.write({"templates/home.html": "<!DOCTYPE html>"})
    site.output = site.output.with_name("again")
    site.build()
    assert site.codes() == ["svg-cleaned", "svg-cleaned"]
    after = read_tree(site.output)
    assert {k: v for k, v in before.items() if k.startswith("assets/")} == {
        k: v for k, v in after.items() if k.startswith("assets/")
    }


def test_an_svg_of_the_assets_that_cannot_be_read(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n", "assets/a.svg": "<svg>", "assets/own.css": "a {}\n"})
    site.build()
    (message,) = site.messages()
    assert message.startswith("assets/a.svg: error[image-broken]: not SVG: no element found")


def test_an_active_svg_that_is_copied_is_named(make_site: MakeSite) -> None:
    files = {
        "content/a.md": "[plan](plan.svg)\n",
        "content/plan.svg": HOSTILE,
        "assets/static/map.svg": HOSTILE.replace("<script", "<g onload='x'/><script"),
        "assets/static/plain.svg": '<svg xmlns="http://www.w3.org/2000/svg"><a href="/x"/></svg>',
    }
    config = CONFIG + '[files]\ntypes = ["svg"]\n'
    site = make_site(files, config)
    say = "warning[svg-active]: published with what would run or load:"
    move = "move it to another folder of assets/, or list it in images.originals"
    told = [
        f"assets/static/map.svg: {say} event handler, script; {move}",
        f"content/plan.svg: {say} script; show it as an image instead of linking to it",
    ]
    assert [str(each) for each in site.build().diagnostics] == told
    assert site.text("map.svg") == files["assets/static/map.svg"]
    site.write({"content/b.md": "x\n"})
    assert [str(each) for each in site.build().diagnostics] == told
    site.write({"sitegen.toml": config + '[images]\noriginals = ["assets/static/map.svg"]\n'})
    assert [str(each) for each in site.build().diagnostics] == told[1:]


def test_a_template_may_ask_for_an_svg(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "x\n",
            "assets/q.svg": HOSTILE,
            "templates/page.html": "<!DOCTYPE html>{{ image('q.svg', 'Q') }}",
        }
    )
    site.build()
    assert site.codes() == ["svg-cleaned"]
    (name,) = re.findall(r'src="/(assets/images/[0-9a-f]{16}\.svg)"', site.text("a/index.html"))
    assert "script" not in site.text(name)
