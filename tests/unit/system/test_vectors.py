"""SVG on its way through a build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.sites import CONFIG

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
    monkeypatch.setattr("sitegen.assets.packing._make_vectors", refuse)
    site.output = site.output.with_name("again")
    again = site.build()
    assert (again.derived, again.diagnostics) == (0, result.diagnostics)
    assert clean <= set(site.files())


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
