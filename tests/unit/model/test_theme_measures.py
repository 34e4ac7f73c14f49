"""A theme's measures: what they are read from, and that other measures make pages out of date."""

from __future__ import annotations

import msgspec
import pytest

from sitegen.engine.staleness import base_digest
from sitegen.model.theme_measures import parse_measures
from sitegen.rendering.renderer import RenderInputs
from sitegen.storage.theme_files import read_measures
from support.assembling import assemble
from support.parsing import parse, theme_words

LOGO = "height = 20\n"
THEME = """
[text]
line = 600
page = 800
home = 900
screen = "90vw"
narrowest = 200
scales = {}

[grids]
shelf = "{half}px"

[gallery]
two_columns_from = 500
few = 2
least = 9
least_of_many = 8
gaps = 7
on_a_phone = 1

[lists]
image_widths = [100]
image_ratio = 2
portrait_ratio = 0.5

[figures]
opens_from = 700

[card]
paper = "#ffffff"
ink = "#000000"
accent = "#ff0000"

[logo]
"""


def test_another_theme_has_other_measures() -> None:
    measures = parse_measures(THEME + LOGO)
    assert (measures.logo.height, measures.grids) == (20, {"shelf": "{half}px"})
    assert measures != read_measures()


@pytest.mark.parametrize(
    ("logo", "expected"),
    [
        ("", "missing required field `height`"),
        (LOGO + "width = 3\n", "unknown field `width`"),
        ('height = "tall"\n', "Expected `int`"),
        ("=\n", "Invalid"),
    ],
)
def test_a_wrong_table_is_refused(logo: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        parse_measures(THEME + logo)


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"card\.ink"):
        parse_measures(THEME.replace("#000000", "black") + LOGO)


def test_pages_made_with_other_measures_are_out_of_date() -> None:
    site, _ = assemble(parse("# Home\n", "content/index.md"))
    inputs = RenderInputs(
        site=site,
        params=b"",
        theme_templates={},
        own_templates={},
        words=theme_words(),
        assets={},
        sources={},
        feed_url="",
    )
    other = msgspec.structs.replace(site, measures=parse_measures(THEME + LOGO))
    assert base_digest(inputs) == base_digest(msgspec.structs.replace(inputs, site=site))
    assert base_digest(inputs) != base_digest(msgspec.structs.replace(inputs, site=other))
