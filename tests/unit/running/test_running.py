"""`sitegen run` runs what has changed, and writes nothing if a cell fails."""

from __future__ import annotations

import json

import pytest

from support.notebooks import code, markdown, notebook, stream
from support.sites import MakeSite, SiteFolder, run_here, run_sitegen

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}


def _fresh(*sources: str) -> str:
    cells = [{**code(source), "execution_count": None} for source in sources]
    return notebook(markdown("# A"), *cells, kernelspec=KERNEL)


def _plan(site: SiteFolder, *arguments: str) -> list[str]:
    run = run_here("run", "--dry-run", *arguments, cwd=site.root)
    assert run.code == 0, run.stderr
    return run.lines


def test_what_would_be_run(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/new.ipynb": _fresh("1", "2"),
            "content/saved.ipynb": notebook(code("1", stream("1\n"))),
            "content/_hidden.ipynb": _fresh("1"),
            "content/a.qmd": "```{python}\n1\n```\n",
            "content/b.qmd": "Text.\n",
        }
    )
    assert _plan(site) == [
        "content/a.qmd: 1 cell of python, it has not been run",
        "content/new.ipynb: 2 cells of python, it has not been run",
        "2 to run",
    ]
    assert _plan(site, "content/saved.ipynb") == ["0 to run"]
    assert _plan(site, "content/saved.ipynb", "--force")[-1] == "1 to run"
    assert run_here("run", "content/index.md", cwd=site.root).code == 2
    assert run_here("run", "content/missing.ipynb", cwd=site.root).code == 2


MYST = """\
---
kernelspec: {name: python3, language: python, display_name: Python 3}
---

```{code-cell} ipython3
---
tags: [raises-exception]
---
1 / 0
```

1. ```{code-cell}
   in_a_list
   ```

```{code-cell}
:tags: [skip-execution]
2 / 0
```

:::{note}
:::{code-cell}
print(6 * 7)
:::
:::
"""


def test_pages_in_markdown_that_would_be_run(make_site: MakeSite) -> None:
    run = code("print(1)", stream("1\n"))
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/a.md": MYST,
            "content/a.ipynb": _fresh("1"),
            "content/b.md": "# B\n\n```{code-cell}\nprint(1)\n```\n",
            "content/b.ipynb": notebook(run),
            "content/c.md": "# C\n\n````text\n```{code-cell}\n```\n````\n",
        }
    )
    assert _plan(site) == ["content/a.md: 2 cells of python, it has not been run", "1 to run"]
    assert _plan(site, "content/c.md") == ["0 to run"]
    wrong = run_here("run", "content/index.md", cwd=site.root)
    assert "this page has no '{code-cell}', so there is nothing to run" in wrong.stderr


def test_a_page_in_markdown_is_run(make_site: MakeSite) -> None:
    pytest.importorskip("nbclient")
    site = make_site({"content/index.md": "# Home\n", "content/a.md": MYST})
    assert run_sitegen("run", cwd=site.root).code == 0
    told = [str(each) for each in site.build().diagnostics]
    assert len(told) == 1
    assert told[0].startswith("content/a.md:12:1: warning[cell-not-run]: this cell is in a list")
    html = site.text("a/index.html")
    assert '<pre class="cell-output cell-stdout">42</pre>' in html
    assert "ZeroDivisionError" in html
    assert _plan(site) == ["0 to run"]
    # A cell that may not fail.
    site.write({"content/a.md": MYST.replace("tags: [raises-exception]", "tags: []")})
    run = run_sitegen("run", "--force", cwd=site.root)
    assert "content/a.md:9:1: error[cell-failed]: ZeroDivisionError" in run.stderr + run.stdout


def test_damaged_notebooks_are_told(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": "# Home\n", "content/a.ipynb": "{"})
    run = run_here("run", "--dry-run", "--format", "json", cwd=site.root)
    assert run.code == 1
    assert run.json["diagnostics"][0]["code"] == "notebook-format"


def test_outputs_are_kept_by_the_code(make_site: MakeSite) -> None:
    """One process, three kernels: 4 s."""
    pytest.importorskip("nbclient")
    document = (
        "---\ntitle: D\n---\n\n```{python}\nprint(6 * 7)\n```\n\n"
        "```{python}\n#| eval: false\n1 / 0\n```\n"
    )
    missing = json.loads(_fresh("1"))
    missing["metadata"]["kernelspec"]["name"] = "no-such-kernel"
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/a.ipynb": _fresh("import os\nprint(os.path.basename(os.getcwd()))"),
            "content/b.ipynb": _fresh("x = 1", "\nx / 0\n"),
            "content/c.ipynb": json.dumps(missing),
            "content/d.qmd": document,
        }
    )
    before = (site.root / "content/b.ipynb").read_text(encoding="utf-8")
    run = run_sitegen("run", cwd=site.root)
    assert run.code == 1
    problems = [line for line in run.lines if "error[" in line]
    line = before[: before.index('"x / 0')].count("\n") + 1
    assert problems[0].startswith(f"content/b.ipynb:{line}:1: error[cell-failed]: ZeroDivision")
    assert problems[1].startswith("content/c.ipynb:1:1: error[kernel-missing]: the kernel 'no-such")
    assert run.lines[-1] == "2 run, 2 failed, 0 up to date"
    assert (site.root / "content/b.ipynb").read_text(encoding="utf-8") == before
    assert [line.split(":")[0] for line in _plan(site)] == [
        "content/b.ipynb",
        "content/c.ipynb",
        "2 to run",
    ]
    for name in ("content/b.ipynb", "content/c.ipynb"):
        (site.root / name).unlink()
    assert site.build_well().diagnostics == ()
    assert '<pre class="cell-output cell-stdout">content</pre>' in site.text("a/index.html")
    assert '<pre class="cell-output cell-stdout">42</pre>' in site.text("d/index.html")
    # The text changes, the code does not.
    site.write({"content/d.qmd": document.replace("title: D", "title: E")})
    assert _plan(site) == ["0 to run"]
    site.write({"content/d.qmd": document.replace("6 * 7", "7 * 7")})
    assert _plan(site)[0] == "content/d.qmd: 2 cells of python, its code has changed"
