"""The heads of the theme's shortcodes."""

from __future__ import annotations

import re
from pathlib import Path

import sitegen
from sitegen.rendering.shortcode_declarations import read_shortcode, read_shortcodes

THEME = Path(sitegen.__file__).parent / "theme" / "templates"
TEMPLATES = {
    str(path.relative_to(THEME)): path.read_text(encoding="utf-8")
    for path in sorted(THEME.rglob("*.html"))
}


def test_the_theme_declares_well() -> None:
    found, problems = read_shortcodes(TEMPLATES, {})
    assert problems == ()
    assert {"figure", "youtube", "publications", "contact"} <= found.keys()


def test_what_templates_read_is_declared() -> None:
    found, _ = read_shortcodes(TEMPLATES, {})
    for name, shortcode in found.items():
        used = set(re.findall(r"\bargs\.(\w+)", TEMPLATES[f"shortcodes/{name}.html"]))
        assert used <= {each.name for each in shortcode.arguments}, name


def test_every_icon_of_the_theme_can_be_shown() -> None:
    icons = TEMPLATES["partials/icons/icon.html"]
    shapes = icons[: icons.index("} %}")]
    drawn = set(re.findall(r'^  "([\w-]+)": ', shapes, re.MULTILINE))
    found, _ = read_shortcodes(TEMPLATES, {})
    assert set(found["icon"].arguments[0].options) == drawn


def test_a_site_replaces_one() -> None:
    own = {"shortcodes/icon.html": "{# arguments\nname: text\n#}\n"}
    found, _ = read_shortcodes(TEMPLATES, own)
    assert found["icon"].template == "templates/shortcodes/icon.html"


def test_a_head_is_not_needed() -> None:
    shortcode, problems = read_shortcode("<hr>\n", "templates/shortcodes/line.html")
    assert (shortcode.arguments, problems) == ((), ())
