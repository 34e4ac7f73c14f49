"""Documents of Quarto and R Markdown are pages: cells as code, and what is stored of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePosixPath

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.notebooks.quarto_text import write_quarto
from support.notebooks import code, image_output, notebook, result, stream
from support.parsing import body_of, codes_of, parse
from support.pictures import picture
from support.sites import MakeSite

PAGE = """\
---
title: Latency
format: html
---

Before.

```{python}
#| label: fig-a
#| fig-cap: A line
#| fig-alt: A rising line
plot(1)
```

```{r setup, include=FALSE}
library(x)
```

After [there](index.md).
"""
FREEZE = "content/_freeze/a/execute-results/html.json"
OWN = "content/_freeze/a/outputs.ipynb"


@pytest.mark.parametrize("engine", ENGINES)
def test_cells_are_code(engine: Engine) -> None:
    page = parse(PAGE, "content/a.qmd", engine=engine)
    assert page.front.title == "Latency"
    assert body_of(page.body) == (
        "<p>Before.</p>\n"
        '<pre class="highlight cell-code"><code class="language-python">plot(1)</code></pre>\n'
        '<figure id="fig-a">\n\n'
        '<figcaption><span class="caption-label">{fig-a}:</span> A line{fig-a}</figcaption>'
        "</figure>\n"
        '<p>After <a href="{index.md}">there</a>.</p>'
    )
    assert codes_of(page) == ["cell-not-run"]
    document = write_quarto(PAGE.encode(), PurePosixPath("content/a.qmd"))
    lines = (page.diagnostics[0].location.line, page.body.references[-1].line)
    assert [document.origin_of(line).cell_line for line in lines] == [8, 19]


def test_references_to_what_a_cell_would_make(make_site: MakeSite) -> None:
    table = "```{python}\n#| label: tbl-a\n#| tbl-cap: Numbers\n1\n```\n"
    page = f"{PAGE}\n{table}\nSee @fig-a, @tbl-a and @fig-b.\n"
    diagnostics = make_site({"content/index.md": "# Home\n", "content/a.qmd": page}).build()
    found = [(each.code, each.location.line) for each in diagnostics.diagnostics]
    assert sorted(found) == [("cell-not-run", 8), ("unresolved-reference", 27)]


def test_defaults_and_options() -> None:
    text = (
        "---\nexecute:\n  echo: false\n---\n\n```{python}\nx\n```\n\n"
        "```{python}\n#| echo: true\ny\n```\n"
    )
    shown = body_of(parse(text, "content/a.qmd").body)
    assert ">x<" not in shown
    assert ">y<" in shown


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("front", "is_folded"),
    [
        ("code-fold: true", True),
        ("format:\n  html:\n    code-fold: true", True),
        ("format:\n  pdf:\n    code-fold: true", False),
        ("format:\n  html:\n    code-fold: false\ncode-fold: true", True),
        ("output:\n  html_document:\n    code_folding: hide", True),
        ("output:\n  html_document:\n    code_folding: show", False),
    ],
)
def test_code_that_readers_open(engine: Engine, front: str, *, is_folded: bool) -> None:
    """Also that of cells that have not been run."""
    cell = '```{python}\n#| code-summary: "Show it"\nx\n```\n'
    page = parse(f"---\n{front}\n---\n\n{cell}", "content/a.qmd", engine=engine)
    assert ("<summary>Show it</summary>" in body_of(page.body)) == is_folded
    assert set(codes_of(page)) == {"cell-not-run"}


def test_a_document_without_cells_is_markdown() -> None:
    page = parse("# A\n\n```python\nx\n```\n\n```{mermaid}\ngraph\n```\n", "content/a.Rmd")
    assert "cell-not-run" not in codes_of(page)


LISTS = """\
1. First

    ```{r}
    #| eval: false
    x <- 1

    y
    ```

    After.

2. Second
   ```{python}
   #| label: two
   z
   ```
   [There](missing.md).

- ```{r echo=FALSE}
  hidden
  ```

```{r}
#| eval: false
a
```
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_cells_in_lists_are_code(engine: Engine) -> None:
    page = parse(LISTS, "content/a.qmd", engine=engine)
    shown = body_of(page.body)
    assert shown.count("<li>") == 3
    assert shown.count('<code class="language-r">') == 2
    assert '<code class="language-python">z' in shown
    assert "#|" not in shown
    assert "hidden" not in shown
    assert page.body.references[-1].line == 17
    assert {each.location.line for each in page.diagnostics} == {13, 19}
    assert str(page.diagnostics[0]) == (
        "content/a.qmd:13:1: warning[cell-not-run]: this cell is in a list, where none is run: "
        "what it makes is missing; move it out of the list, or write its result"
    )


def test_cells_that_are_not_to_be_run() -> None:
    """Nothing of them is missing."""
    cells = (
        "```{r}\n#| eval: false\nx\n```\n\n```{python}\n#| label: fig-a\n#| eval: false\ny\n```\n"
    )
    assert codes_of(parse(cells, "content/a.qmd")) == []
    assert codes_of(parse(cells + "\n```{r}\nz\n```\n", "content/a.qmd")) == ["cell-not-run"]
    execute = "---\nexecute:\n  eval: false\n---\n\n```{r}\nx\n```\n"
    assert codes_of(parse(execute, "content/a.qmd")) == []


def _frozen(source: str) -> str:
    markdown = (
        "::: {#cell-fig-a .cell execution_count=1}\n``` {.python .cell-code}\nplot(1)\n```\n\n"
        "::: {.cell-output .cell-output-stdout}\n```\n:::\n```\n:::\n\n"
        "::: {.cell-output .cell-output-display}\n"
        "![A line](a_files/figure-html/fig-a-output-1.png){width=40}\n:::\n:::\n\n"
        "::: {.cell}\n```{=html}\n<table border=1><tr><td>1</td></tr></table>\n```\n:::\n"
    )
    digest = hashlib.md5(source.encode(), usedforsecurity=False).hexdigest()
    return json.dumps({"hash": digest, "result": {"markdown": markdown}})


def test_outputs_stored_by_quarto(make_site: MakeSite) -> None:
    files = {
        "content/index.md": "# Home\n",
        "content/a.qmd": PAGE,
        FREEZE: _frozen(PAGE),
        "content/_freeze/a/figure-html/fig-a-output-1.png": picture("PNG", (40, 30)),
    }
    site = make_site(files)
    assert site.build_well().diagnostics == ()
    html = site.text("a/index.html")
    assert 'alt="A line"' in html
    assert "<td>1</td>" in html
    # Another text: the outputs are of another version.
    site.write({"content/a.qmd": PAGE.replace("Before", "Earlier")})
    (problem,) = site.build().diagnostics
    assert str(problem).startswith("content/a.qmd:8:1: warning[cell-not-run]: the stored outputs")
    # Without them.
    (site.root / FREEZE).unlink()
    assert "this cell has not been run" in site.build().diagnostics[0].message
    assert 'alt="A line"' not in site.text("a/index.html")
    # They come back.
    site.write({"content/a.qmd": PAGE, FREEZE: _frozen(PAGE)})
    assert site.build().diagnostics == ()


def test_outputs_stored_by_a_run(make_site: MakeSite) -> None:
    first = "#| label: fig-a\n#| fig-cap: A line\n#| fig-alt: A rising line\nplot(1)"
    stored = notebook(
        code(first, image_output("image/png", picture("PNG", (40, 30)))),
        code("library(x)", stream("unseen\n")),
    )
    site = make_site({"content/index.md": "# Home\n", "content/a.qmd": PAGE, OWN: stored})
    assert site.build_well().diagnostics == ()
    html = site.text("a/index.html")
    assert 'alt="A rising line"' in html
    assert "unseen" not in html
    # Only the outputs change.
    site.write({OWN: notebook(code(first, result(text_html="<b>bold</b>")), code("library(x)"))})
    assert [each.code for each in site.build().diagnostics] == ["cell-option"]
    assert "<b>bold</b>" in site.text("a/index.html")
    # A cell changes: its outputs are not shown any more.
    site.write({"content/a.qmd": PAGE.replace("plot(1)", "plot(2)")})
    (problem,) = site.build().diagnostics
    assert str(problem).startswith("content/a.qmd:8:1: warning[cell-not-run]: a cell has changed")
    assert "<b>bold</b>" not in site.text("a/index.html")


@pytest.mark.parametrize("stored", ["", "{", "[]", '{"result": {"markdown": 1}}', "[" * 50_000])
def test_stored_outputs_that_cannot_be_read(make_site: MakeSite, stored: str) -> None:
    files = {"content/index.md": "# Home\n", "content/a.qmd": PAGE, FREEZE: stored, OWN: stored}
    (problem,) = make_site(files).build().diagnostics
    assert problem.code == "cell-not-run"
