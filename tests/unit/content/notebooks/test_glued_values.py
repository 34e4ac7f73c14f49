"""What cells of MyST have glued is shown elsewhere on the page."""

from __future__ import annotations

from typing import Any

from support.notebooks import code, image_output, notebook, result
from support.parsing import codes_of, parse
from support.pictures import picture
from support.sites import MakeSite

PAGE = """\
# Knees

The mean is {glue}`mean`, or {glue:text}`mean:.2f`; the name is {glue:text}`name`, not
{glue}`other`, {glue:text}`name:.1f`, {glue}`plot` or `{glue}`.

```{code-cell}
glue("mean", mean, display=False)
```

```{glue:figure} plot
:name: fig-glued
:figwidth: 300px

A *glued* figure.
```

```{glue} plot
```

```{glue} missing
```

See @fig-glued and [your name].
"""
PREFIX = "application/papermill.record/"


def _glued(name: str, output: dict[str, Any], prefix: str = PREFIX) -> dict[str, Any]:
    data = {f"{prefix}{kind}": value for kind, value in output["data"].items()}
    about = {"scrapbook": {"name": name, "mime_prefix": prefix}}
    return {"output_type": "display_data", "data": data, "metadata": about}


def test_values_and_figures(make_site: MakeSite) -> None:
    outputs = (
        _glued("mean", result(text_plain="0.12345")),
        _glued("name", result(text_plain=["'left ", "_knee_'"])),
        _glued("plot", image_output("image/png", picture("PNG", (40, 30)))),
    )
    stored = notebook(code('glue("mean", mean, display=False)', *outputs))
    files = {"content/index.md": PAGE, "content/index.ipynb": stored}
    site = make_site(files)
    told = [str(each) for each in site.build().diagnostics]
    html = site.text("index.html")
    assert "The mean is 0.12345, or 0.12; the name is left _knee_, not" in html
    assert '<figure id="fig-glued">' in html
    assert "A <em>glued</em> figure." in html
    assert html.count("<img") == 2
    codes = {each.split(": ")[1] for each in told}
    assert codes == {"warning[foreign-syntax]", "warning[image-alt]", "warning[placeholder]"}


def test_without_outputs() -> None:
    page = parse(PAGE, "content/a.md")
    assert sorted(set(codes_of(page))) == ["cell-not-run", "foreign-syntax", "placeholder"]
    assert [label.name for label in page.labels] == ["fig-glued"]
