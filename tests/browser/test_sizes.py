"""What pages say of their pictures' widths is what the stylesheet makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.pictures import picture
from support.serving import serving
from support.sites import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.sites import MakeSite

pytestmark = pytest.mark.browser

PERSON = '<div class="person" markdown="1">\n\n![A face](p.png)\n\n## Ada\n\n</div>\n\n'
BOX = '<div markdown="1">\n\n![A box](p.png)\n\n</div>\n\n'
BODY = f"""# Pictures

![Whole](p.png)

![Half](p.png){{width=50%}}

![Sized](p.png){{width=300}}

![Low](p.png){{height=100}}

![One](p.png) ![Two](p.png) ![Three](p.png){{.gallery}}

<div class="people" markdown="1">

{PERSON * 6}
</div>

<div class="columns" markdown="1">

{BOX * 2}
</div>

<div class="cards" markdown="1">

{BOX * 4}
</div>
"""

#: Of every picture: its text, the width that its `sizes` tell, and how wide it is.
WIDTHS = """() => [...document.querySelectorAll("main img")].map((image) => {
    const told = image.sizes.split(/,\\s*(?![^(]*\\))/).find((part) => {
        const condition = part.match(/^(\\(min-width: [^)]*\\)) /);
        return !condition || matchMedia(condition[1]).matches;
    }).replace(/^\\(min-width: [^)]*\\) /, "");
    const ruler = document.createElement("div");
    ruler.style = `position: fixed; max-width: none; width: ${told}`;
    document.body.append(ruler);
    const width = ruler.getBoundingClientRect().width;
    ruler.remove();
    return [image.alt, width, image.getBoundingClientRect().width];
})"""


@pytest.mark.parametrize(
    "prose", ["prose lg:prose-lg max-w-prose", "prose", "prose prose-2xl", "prose max-w-none"]
)
def test_pictures_are_as_wide_as_they_say(
    make_site: MakeSite, open_page: Callable[..., Page], prose: str
) -> None:
    """A third too much costs bytes where fonts are narrow; too little would blur."""
    image = picture(size=(2000, 1000))
    files = {"content/index.md": BODY, "content/all/index.md": BODY}
    files |= {"content/p.png": image, "content/all/p.png": image}
    quick = "[images]\nformats = []\nplaceholders = false\n"
    site = make_site(files, f'{CONFIG}{quick}[theme]\nprose = "{prose}"\n')
    site.output.mkdir()
    with serving(site.output) as served:
        site.build_well(base_url=served.url)
        page = open_page(served.url)
        for address in (served.url, f"{served.url}all/"):
            page.goto(address)
            for width in (360, 768, 1024, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                found = page.evaluate(WIDTHS)
                assert len(found) == 19
                wrong = [
                    (text, told, shown)
                    for text, told, shown in found
                    if not 0.99 < told / shown < 1.52
                ]
                assert wrong == [], width
