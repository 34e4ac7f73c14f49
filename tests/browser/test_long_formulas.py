"""Long formulas in a line stay in the column on a phone, and move no line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.axe import violations
from support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.sites import MakeSite

pytestmark = pytest.mark.browser

SUM = " + ".join(f"a_{{{each}}}" for each in range(1, 14))
TEXT = f"""# A

Short $\\hat{{x}}$, then $\\hat{{a}} + {SUM} = \\sqrt{{\\frac{{a}}{{b}}}}$,
and more ($a_1 + {SUM} = 0$).

## Heading ${SUM} = 0$

- In a list ${SUM} = 0$.
- $\\hat{{x}} + b + c + d + e$ fits.
"""


def test_a_long_formula_in_a_line(
    make_site: MakeSite, axe: str, open_page: Callable[..., Page]
) -> None:
    site = make_site({"content/a.md": TEXT})
    with serving(site.output) as served:
        site.build(base_url=served.url)
        page = open_page(served.url + "a/", 390)
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        scrolls = page.locator(".prose math").evaluate_all(
            "all => all.map(each => each.scrollWidth > each.clientWidth)"
        )
        assert scrolls == [False, True, True, True, True, False]
        # Nothing that stands out of a row is cut.
        cut = page.locator(".prose math").evaluate_all(
            "all => all.filter(each => getComputedStyle(each).overflowY == 'hidden')"
            ".some(each => each.scrollHeight > each.clientHeight)"
        )
        assert not cut
        assert violations(page, axe) == []
        page.emulate_media(media="print")
        assert (
            page.locator(".prose math").nth(1).evaluate("each => getComputedStyle(each).overflowX")
            == "visible"
        )
