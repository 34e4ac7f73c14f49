"""Sites with formulas, from their text to their files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.engine import math_font
from sitegen.storage.math_fonts import MathFont
from support.sites import CONFIG, MakeSite

if TYPE_CHECKING:
    import pytest

FONT = "assets/fonts/stix-two-math.*.woff2"


def test_the_font_is_there_for_formulas_only(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": "# Home\n", "content/a.md": "# A\n\nNone.\n"})
    site.build_well()
    assert not list(site.output.glob(FONT))
    for text, count in (("# A\n\n$x$\n", 1), ("# A\n\n$y$\n", 1), ("# A\n\nNone.\n", 0)):
        site.write({"content/a.md": text})
        site.build_well()
        assert len(list(site.output.glob(FONT))) == count
        assert ("css/math." in site.text("a/index.html")) == bool(count)
        assert "css/math." not in site.text("index.html")


def test_no_font_and_one_of_the_site(make_site: MakeSite) -> None:
    files: dict[str, str | bytes] = {"content/index.md": "# Home\n\n$x$\n"}
    none = make_site(files, CONFIG + '[math]\nfont = "none"\n')
    none.build_well()
    assert not list(none.output.glob("assets/fonts/*"))
    (css,) = none.output.glob("assets/css/math.*.css")
    assert "@font-face" not in css.read_text()
    own = make_site(
        {**files, "assets/fonts/my.woff2": b"wOF2"}, CONFIG + '[math]\nfont = "fonts/my.woff2"\n'
    )
    own.build_well()
    (font,) = own.output.glob("assets/fonts/*")
    assert font.name.startswith("my.")


def test_a_whole_font_is_noticed(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = MathFont("fonts/stix-two-math.ttf", is_trimmed=False, digest="0" * 64)
    monkeypatch.setattr(math_font, "find_math_font", lambda: whole)
    site = make_site({"content/index.md": "# Home\n\n$x$\n"})
    site.build()
    (message,) = site.messages()
    assert message.startswith(
        "sitegen.toml:1:1: warning[math-font]: the font of formulas is published"
    )
    assert message.endswith('; pip install "sitegen[fonts]"')
    assert list(site.output.glob("assets/fonts/*.ttf"))


def test_numbers_and_references(make_site: MakeSite) -> None:
    align = "\\begin{align}\na &= b \\label{eq:two} \\\\\nc &= d\n\\end{align}\n"
    site = make_site(
        {
            "content/index.md": "# Home\n\nSee \\eqref{eq:two} and @eq-one.\n",
            "content/a.md": f"# A\n\n$$x$$ {{#eq-one}}\n\n{align}\n$$y = \\eqref{{eq:two}}$$\n",
        }
    )
    site.build_well()
    page, home = site.text("a/index.html"), site.text("index.html")
    numbers = re.findall(r'<mtd class="math-number"><mtext>(.*?)</mtext>', page)
    assert numbers == ["(1)", "(2)", "(3)"]
    assert '<div class="math display" id="eq-one">' in page
    assert '<mtext>(<a class="cross-reference" href="#eq-two">2</a>)</mtext>' in page
    assert '(<a class="cross-reference" href="/a/#eq-two">2</a>)' in home
