"""Lists of figures and tables show what references in the captions show."""

from __future__ import annotations

import re

import pytest

from sitegen.config import ENGINES, Engine
from support.sites import CONFIG, MakeSite

PAGE = """# Home

::: {.list-of-figures}
:::

::: {.list-of-tables}
:::

Smith [@roe2023] first.

::: {#fig-a}
Text.

A "knee", see @fig-b, [](#sec-x) and @doe2024 [p. 3], $x^2$, *em*
:::

::: {#fig-b}
Text.

Two, as @tbl-t shows [@doe2024], not @fig-c.
:::

| a | b |
|---|---|
| 1 | 2 |

: Values of [Fig. @fig-a] {#tbl-t}

```{csv-table} Listed in @fig-a & [Two](#fig-b)
:name: tbl-u
a,b
1,2
```

## Setup {#sec-x}
"""
OTHER = "# B\n\n::: {.list-of-figures scope=site}\n:::\n\n::: {#fig-c}\nT.\n\nNo @fig-a.\n:::\n"
BIB = """@article{doe2024, title={T}, author={Doe, Jane}, year={2024}, journal={J}}
@article{roe2023, title={U}, author={Roe, Jo}, year={2023}, journal={J}}
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_references_in_captions(make_site: MakeSite, engine: Engine) -> None:
    site = make_site(
        {
            "content/index.md": PAGE,
            "content/b.md": OTHER,
            "references.bib": BIB,
        },
        f'{CONFIG}\n[markdown]\nengine = "{engine}"\nsmart_punctuation = true\n',
    )
    site.build_well()
    own = site.text("index.html")
    assert _entries(own) == [
        "Figure 1: A “knee”, see Figure 2, Setup and Doe (2024, p. 3), x², em",
        "Figure 2: Two, as Table 1 shows (Doe, 2024), not Figure 1.",
        "Table 1: Values of Fig. 1",
        "Table 2: Listed in Figure 1 &amp; Two",
    ]
    of_site = _entries(site.text("b/index.html"))
    known = "A “knee”, see Figure 2, Setup and Doe (2024, p. 3), x², em (Home)"
    assert f"Figure 1: {known}" in of_site
    assert "Figure 1: No Figure 1." in of_site
    assert len(re.findall('id="cite-', own)) == 3


def _entries(html: str) -> list[str]:
    lists = "".join(re.findall(r'<ul class="label-list">.*?</ul>', html, re.DOTALL))
    return [
        re.sub("<[^>]*>", "", each).replace("\xa0", " ")
        for each in re.findall(r"<li>(.*?)</li>", lists)
    ]
