"""Code is copied, tables are sorted, drawings fit the screen; axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sitegen
from support.axe import violations
from support.serving import serving
from support.sites import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

PAGE = """# Results

```bash
$ sitegen build
3 pages
$ sitegen check
```

```python title="fit.py" linenums="9" hl_lines="2"
a = 1  # [!code --]
a = 2  # [!code ++]
b = a  # <1>
```

1. Again.

```text {code-fold="true"}
folded
```

::: {.sortable .decimal}
| Method | Dice | Published |
|---|---|---|
| b | 0.91 | 3 March 2024 |
| A | 12 | 12 January 2024 |
| Ä | 1.2 | 1 May 2023 |
| c | | 2 May 2023 |
:::

```{csv-table} Numbers
:sticky-header:
:stub-columns: 1
Name, Value
A, 1.25
B, 100
```

```dot {alt="A graph" caption="Steps"}
digraph { rankdir=LR; parse -> assemble -> render -> write -> deploy -> rest }
```
"""
CELLS = "rows => rows.map(row => row.cells[0].textContent).join(' ')"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    folder: Path = tmp_path_factory.mktemp("results")
    content = folder / "site" / "content"
    content.mkdir(parents=True)
    (content.parent / "sitegen.toml").write_text(CONFIG, encoding="utf-8")
    (content / "index.md").write_text(PAGE, encoding="utf-8")
    with serving(folder / "built", "/") as served:
        result = sitegen.build(content.parent, output=folder / "built", base_url=served.url, jobs=1)
        assert result.ok, [str(each) for each in result.diagnostics]
        yield served


def test_code_is_copied_without_prompts(
    results: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(results.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    buttons = page.locator(".copy-code")
    assert buttons.count() == 3
    buttons.nth(0).click()
    page.locator(".copy-code[data-done] >> text=Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "sitegen build\nsitegen check"
    buttons.nth(1).click()
    page.locator(".code-block .copy-code[data-done]").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "a = 2\nb = a"


def test_a_table_is_sorted_by_its_headings(
    results: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(results.url)
    rows = page.locator(".sortable tbody tr")
    heading = page.locator(".sortable th")
    for column, up, down in (
        (0, "A Ä b c", "c b Ä A"),
        (1, "b Ä A c", "A Ä b c"),
        (2, "Ä c A b", "b A c Ä"),
    ):
        heading.nth(column).get_by_role("button").click()
        assert rows.evaluate_all(CELLS) == up
        assert heading.nth(column).get_attribute("aria-sort") == "ascending"
        page.keyboard.press("Enter")
        assert rows.evaluate_all(CELLS) == down
        assert page.locator("[aria-sort]").count() == 1


def test_numbers_stand_below_each_other(
    results: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(results.url)
    ends = page.locator(".sortable td.numbers").evaluate_all(
        """cells => cells.filter(cell => cell.firstChild).map(cell => {
          const text = cell.firstChild.data, point = text.indexOf(".");
          const range = document.createRange();
          range.setStart(cell.firstChild, 0);
          range.setEnd(cell.firstChild, point < 0 ? text.length : point);
          return Math.round(range.getBoundingClientRect().right);
        })"""
    )
    assert len(ends) == 3
    assert max(ends) - min(ends) <= 1


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_axe_finds_nothing(
    width: int, scheme: str, results: RoutedFiles, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(results.url, width, color_scheme=scheme)
    assert violations(page, axe) == []
    box = page.locator(".diagram-box")
    assert box.evaluate("box => box.scrollWidth >= box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == width
