"""Edits of pages whose scripts change them: tabs, tables that sort, code to copy, contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.previewing import previewing, stayed, wait_until
from support.saving import write_at_once
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from support.previewing import Preview

pytestmark = pytest.mark.browser

TEXT = """---
title: Study
---

The first word.[^1]

## Methods

::: {.panel-tabset}
### Python

Use `numpy`.

### Julia

Use arrays.
:::

```python
speed = 1
```

## Results

::: {.sortable}
| Name | Size |
|------|-----:|
| b    |    2 |
| c    |    1 |
| a    |    3 |
:::

## End

```python
far = 9
```

Last words.

[^1]: A note.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("features") / "site"
    write_files(folder, {"sitegen.toml": CONFIG, "content/study.md": TEXT})
    return folder


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running
        assert "Traceback" not in "".join(running.lines)


def test_edits_leave_what_scripts_have_made(
    site: Path, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    page = open_tab(preview.url + "study/")
    page.get_by_role("tab", name="Julia").click()
    page.get_by_role("button", name="Name").click()
    names = (
        "[...document.querySelectorAll('tbody tr')].map((row) => row.cells[0].textContent).join('')"
    )
    assert page.evaluate(names) == "abc"
    text = TEXT

    def edit(old: str, new: str, shown: str) -> None:
        nonlocal text
        assert old in text
        text = text.replace(old, new, 1)
        patches = page.evaluate("window.patches")
        write_at_once(site, {"content/study.md": text})
        page.wait_for_function(f"!window.stayed || window.patches > {patches}")
        assert stayed(page), f"{new!r} has loaded the page again"
        preview.wait_for("study.md → ")  # the build may change once more what was shown before it
        main = page.locator("main")
        wait_until(page, lambda: shown in main.inner_text())
        assert shown in main.inner_text()

    edit("first word", "second word", "second word")
    edit("Last words.", "Last words.\n\nAnd more.", "And more.")
    edit("Use arrays", "Use matrices", "Use matrices")
    edit("speed = 1", "speed = 2", "speed = 2")
    edit("|    3 |", "|    4 |", "4")
    edit("| Size |", "| Sizes |", "Sizes")
    edit("## End", "## The end", "The end")
    edit("### Julia", "### Fortran", "Fortran")
    edit("```python\n", "A line.\n\n```python\n", "A line.")
    edit("### Python", "### R\n\nUse frames.\n\n### Python", "Use matrices")
    edit("A note.", "A remark.", "A remark.")

    assert page.get_by_role("tab").all_inner_texts() == ["R", "Python", "Fortran"]
    assert page.get_by_role("tab", name="Fortran").get_attribute("aria-selected") == "true"
    page.get_by_role("tab", name="R", exact=True).click()
    page.get_by_text("Use frames.").wait_for()
    assert page.locator(".copy-code").count() == page.locator("pre").count() == 2
    assert page.evaluate(names) == "abc"
    page.get_by_role("button", name="Name").click()
    assert page.evaluate(names) == "cba"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".toc a[aria-current]", has_text="The end").wait_for()
    page.locator("a.footnote-ref").hover()
    page.locator("#_preview", has_text="A remark.").wait_for()

    edit("```python\nspeed = 2\n```\n", "", "A line.")
    assert page.locator(".copy-box").count() == 1
    edit("A line.", "```python\nfast = 1\n```", "fast = 1")
    assert page.locator(".copy-box > .copy-code").count() == 2
