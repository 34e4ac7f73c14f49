"""Pages in Markdown with cells of MyST: stored outputs, notebooks beside them, and places."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.notebooks.freezes import freeze_paths, join_freeze, split_freeze
from sitegen.content.notebooks.myst_cells import find_myst_cells, read_myst_page
from sitegen.content.notebooks.myst_text import write_myst
from support.notebooks import code, image_output, markdown, notebook, result, stream
from support.parsing import codes_of, parse
from support.pictures import picture
from support.sites import CONFIG, MakeSite

PAGE = """\
---
title: Latency
kernelspec: {name: python3, language: python, display_name: Python 3}
---

Before.

```{code-cell} ipython3
---
tags: [hide-input]
mystnb:
  figure:
    name: latency
    caption: A *line*
  image: {alt: A rising line, width: 50%}
---
plot(1)
```

```{code-cell}
:tags: [margin]

print(2)
```

Text {numref}`latency`, and [there](index.md).

:::{note}
```{code-cell}
print(3)
```
:::

After it, [your name].
"""
OWN = "content/_freeze/a/outputs.ipynb"
BESIDE = "content/a.ipynb"
HOME = {"content/index.md": "# Home\n"}


def _outputs(printed: str = "two\n") -> str:
    return notebook(
        markdown("Before."),
        code("plot(1)", image_output("image/png", picture("PNG", (40, 30)))),
        code("print(2)", stream(printed)),
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [OWN, BESIDE])
def test_stored_outputs(make_site: MakeSite, engine: Engine, name: str) -> None:
    settings = f'{CONFIG}[markdown]\nengine = "{engine}"\n'
    site = make_site({**HOME, "content/a.md": PAGE, name: _outputs()}, config=settings)
    told = [str(each) for each in site.build().diagnostics]
    html = site.text("a/index.html")
    assert '<figure id="fig-latency">' in html
    assert 'alt="A rising line"' in html
    assert "A <em>line</em></figcaption>" in html
    assert '<div class="margin-note" role="note">' in html
    assert ">two</pre>" in html
    assert 'href="#fig-latency">' in html
    assert [each.split(": ")[1] for each in told] == (
        ["warning[placeholder]"]
        if name == BESIDE  # Jupytext keeps no cell that is in a note
        else ["warning[cell-not-run]", "warning[placeholder]"]
    )
    assert told[-1].startswith("content/a.md:34:11: ")
    if name == OWN:
        assert told[0].startswith("content/a.md:29:1: ")


def test_a_notebook_beside_a_page_is_no_page(make_site: MakeSite) -> None:
    links = "# Home\n\n[Page](a.ipynb), [file](a.ipynb?download), [other](b.ipynb?download)\n"
    files = {"content/index.md": links, "content/a.md": PAGE, BESIDE: _outputs()}
    site = make_site({**files, "content/b.ipynb": _outputs()})
    assert [each.code for each in site.build().diagnostics] == ["placeholder", "image-alt"]
    home = site.text("index.html")
    assert '<a href="/a/">Page</a>' in home
    assert '<a href="/a.ipynb">file</a>' in home
    assert '<a href="/b.ipynb">other</a>' in home
    assert (site.output / "a.ipynb").is_file()
    # Without cells, both are pages.
    site.write({"content/a.md": "# A\n"})
    assert "duplicate-url" in [each.code for each in site.build().diagnostics]


def test_the_index_of_a_folder_and_its_notebook(make_site: MakeSite) -> None:
    files = {**HOME, "content/a/index.md": PAGE.replace("index.md", "../index.md")}
    site = make_site({**files, "content/a/index.ipynb": _outputs()})
    assert [each.code for each in site.build().diagnostics] == ["placeholder"]
    assert ">two</pre>" in site.text("a/index.html")


def test_outputs_that_change_make_the_page_again(make_site: MakeSite) -> None:
    site = make_site({**HOME, "content/a.md": PAGE})
    assert [each.code for each in site.build().diagnostics] == ["cell-not-run", "placeholder"]
    for name in (BESIDE, OWN):
        for printed in ("first", "second"):
            site.write({name: _outputs(f"{printed} {name}\n")})
            site.build()
            assert f"{printed} {name}" in site.text("a/index.html")
    (site.root / OWN).unlink()
    site.build()
    assert f"second {BESIDE}" in site.text("a/index.html")
    (site.root / BESIDE).unlink()
    site.build()
    assert "second" not in site.text("a/index.html")


def test_a_cell_that_has_changed() -> None:
    changed = PAGE.replace("print(2)", "print(4)").encode()
    document = write_myst(join_freeze(changed, _outputs().encode(), OWN), PurePosixPath("a.md"))
    (line, problem), *_ = document.problems
    assert problem.message == "2 cells have changed since this page was run, so outputs are missing"
    assert document.origin_of(line).cell_line == 20


def test_outputs_of_another_version() -> None:
    data = join_freeze(PAGE.encode(), b"{", OWN)
    (_, problem), *_ = write_myst(data, PurePosixPath("content/a.md")).problems
    assert problem.message.startswith("the stored outputs are of another version of this page")


def test_a_notebook_that_was_never_run() -> None:
    cell = {**code("plot(1)"), "execution_count": None}
    data = join_freeze(PAGE.encode(), notebook(cell).encode(), BESIDE)
    assert write_myst(data, PurePosixPath("content/a.md")).origins == ()


@pytest.mark.parametrize(
    "front",
    ["execute: {skip: true}", "mystnb: {execution_mode: 'off'}", "mystnb: {execution_mode: false}"],
)
def test_pages_that_are_not_run(front: str) -> None:
    page = parse(f"---\n{front}\n---\n```{{code-cell}}\nx\n```\n", "content/a.md")
    assert codes_of(page) == []
    assert page.has_cells


def test_a_figure_of_a_table(make_site: MakeSite) -> None:
    cell = "```{code-cell}\n:label: fig-t\n:caption: A table\n---\n```\n"
    text = cell.replace("---", "show()") + "\n@fig-t\n"
    table = result(text_html="<table><tr><td>1</td></tr></table>")
    files = {**HOME, "content/a.md": "# A\n\n" + text}
    site = make_site({**files, BESIDE: notebook(code("show()", table))})
    assert site.build_well().diagnostics == ()
    html = site.text("a/index.html")
    assert html.index('<figure id="fig-t">') < html.index("<td>1</td>") < html.index("A table")


def test_examples_of_cells_are_code() -> None:
    page = parse("# A\n\n````markdown\n```{code-cell}\nx\n```\n````\n", "content/a.md")
    assert codes_of(page) == []
    assert not page.has_cells


def test_damaged_text_is_refused_as_on_other_pages() -> None:
    data = PAGE.encode() + b"\xff"
    (problem,) = write_myst(data, PurePosixPath("content/a.md")).refused
    assert problem.code == "encoding"


def test_an_edit_of_the_text_is_placed(make_site: MakeSite) -> None:
    page = PAGE.replace("[your name]", "me")
    site = make_site({**HOME, "content/a.md": page, BESIDE: _outputs()})
    assert site.build_well().diagnostics == ()
    site.write({"content/a.md": PAGE})
    (problem,) = site.build().diagnostics
    assert (problem.location.line, problem.location.column) == (34, 11)


def test_where_outputs_may_be() -> None:
    assert freeze_paths("content/b/a.md") == (
        "content/_freeze/b/a/outputs.ipynb",
        "content/b/a.ipynb",
    )
    assert freeze_paths("content/_freeze/a.md") == ()
    assert freeze_paths("data/a.md") == ()
    assert split_freeze(join_freeze(b"a", b"b", "content/é.ipynb")) == (
        b"a",
        b"b",
        "content/é.ipynb",
    )
    assert split_freeze(b"a") == (b"a", b"", "")


@pytest.mark.parametrize("engine", ENGINES)
def test_hidden_pictures_are_folded(make_site: MakeSite, engine: Engine) -> None:
    cell = "```{code-cell}\n:tags: [hide-output]\n#| caption: A *knee*\nshow()\n```\n"
    source = "#| caption: A *knee*\nshow()"
    outputs = stream("text\n"), image_output("image/png", picture("PNG", (40, 30)))
    files = {"content/index.md": f"# A\n\n{cell}\nAfter\n"}
    settings = f'{CONFIG}[markdown]\nengine = "{engine}"\n'
    stored = notebook(code(source, *outputs))
    site = make_site({**files, "content/index.ipynb": stored}, config=settings)
    assert site.build_well().diagnostics == ()
    html = site.text("index.html")
    start = html.index('<details class="cell-fold"><summary>Output</summary>')
    end = html.index("</details>", start)
    assert start < html.index(">text</pre>") < html.index("A <em>knee</em></figcaption>") < end
    assert end < html.index("<p>After</p>")


def test_many_cells_in_blocks_are_found_in_time() -> None:
    """Not in the time that all pairs of cells and blocks would take."""
    page = "::: {.a}\n```{code-cell}\nx\n```\n:::\n\n" * 4000
    cells = find_myst_cells(page, read_myst_page(page, "a.md"))
    assert len(cells) == 4000
    assert all(cell.is_nested for cell, _ in cells)
