"""Sites with formulas, from their text to their files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.engine import math_font
from sitegen.engine.build import BuildOptions, build_site
from sitegen.engine.deferred_images import make_deferred
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
        assert len(list(site.output.glob("assets/css/math.*.css"))) == count
        assert ("css/math." in site.text("a/index.html")) == bool(count)
        assert "css/math." not in site.text("index.html")


def test_a_stylesheet_may_import_that_of_formulas(make_site: MakeSite) -> None:
    site = make_site(
        {"content/index.md": "# Home\n", "assets/css/all.css": '@import "math.css";\n'},
        CONFIG + '[theme]\nstylesheets = ["css/all.css"]\n',
    )
    site.build_well()
    assert len(list(site.output.glob("assets/css/math.*.css"))) == 1
    assert len(list(site.output.glob(FONT))) == 1


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


def test_titles_are_set_or_plain_text(make_site: MakeSite) -> None:
    page = "---\ntitle: The $\\ell_1$ norm\ndescription: Of $x^2$.\n---\nText.\n"
    bib = "@article{a, title={About $\\alpha_1$}, author={A, B}, year=2020, journal={J}}\n"
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/notes/index.md": "# Notes\n",
            "content/notes/a.md": page,
            "content/notes/b.md": "# With $\\beta$\n\n## Also $\\gamma$\n\nText.\n",
            "content/publications/index.md": "# Publications\n",
            "refs.bib": bib,
        },
        CONFIG + '[outputs]\nmarkdown = true\nllms = true\n[feed]\ncontent = "full"\n',
    )
    site.build_well()
    text = site.text("notes/a/index.html")
    assert "<title>The ℓ₁ norm" in text
    assert '<meta property="og:title" content="The ℓ₁ norm">' in text
    assert '<meta name="description" content="Of x².">' in text
    assert re.search(r"<h1>The <math>.*</math> norm</h1>", text)
    assert re.search(r'<p class="page-lead">Of <math>', text)
    notes = site.text("notes/index.html")
    assert ">The ℓ₁ norm</a>" in notes
    assert ">With β</a>" in notes
    assert "<math" not in notes
    assert "With β" in site.text("llms.txt")
    assert "Also $\\gamma$" in site.text("notes/b/index.html.md")
    (work,) = site.output.glob("publications/a/index.html")
    shown = work.read_text()
    assert "<title>About α₁" in shown
    assert re.search(r"<h1[^>]*>About <math>", shown)
    assert "About $\\alpha_1$" in next(site.output.glob("publications/a*/*.bib")).read_text()


def test_a_preview_makes_the_font_when_a_browser_asks(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": "# Home\n\n$x$\n"})
    options = BuildOptions(output=site.output, jobs="1", makes_images=False)
    assert build_site(site.root, options).ok
    assert not list(site.output.glob(FONT))
    (css,) = site.output.glob("assets/css/math.*.css")
    name = css.read_text().partition('url("../')[2].partition('"')[0]
    font = make_deferred(site.root, f"assets/{name}")
    assert isinstance(font, bytes)
    assert font[:4] == b"wOF2"
    assert make_deferred(site.root, "assets/fonts/other.0123456789.woff2") is None
    site.build_well()
    assert [path.read_bytes() for path in site.output.glob(FONT)] == [font]
