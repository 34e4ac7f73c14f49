"""Notebooks in a site: their pictures whatever their names are, and places in old formats."""

from __future__ import annotations

import base64
import json

import pytest

from support.notebooks import code, image_output, markdown, notebook
from support.pictures import picture
from support.sites import MakeSite

PNG = picture("PNG", (40, 30))
IN_BASE64 = base64.b64encode(PNG).decode()


@pytest.mark.parametrize("name", ["with space", "a%20b", "a (1)", "a#b", "ä & ö", "[a]"])
def test_pictures_of_a_notebook_with_any_name(make_site: MakeSite, name: str) -> None:
    text = notebook(
        code("#| fig-alt: A knee\nplot()", image_output("image/png", PNG)),
        markdown(f"![A hip](data:image/png;base64,{IN_BASE64})"),
    )
    site = make_site({"content/index.md": "# Home\n", f"content/{name}.ipynb": text})
    site.build_well()
    (page,) = [each for each in site.output.glob("*/index.html") if "A knee" in each.read_text()]
    assert page.read_text().count("<img ") == 2


def _old(*cells: dict[str, object]) -> str:
    whole = {"nbformat": 3, "metadata": {"name": "x"}, "worksheets": [{"cells": list(cells)}]}
    return json.dumps(whole, indent=1)


def test_pictures_of_format_3(make_site: MakeSite) -> None:
    outputs = [
        {"output_type": "display_data", "png": IN_BASE64},
        {
            "output_type": "display_data",
            "html": f'<img alt="B" src="data:image/png;base64,{IN_BASE64}">',
        },
    ]
    cell = {
        "cell_type": "code",
        "input": "#| fig-alt: A\n1",
        "prompt_number": 1,
        "outputs": outputs,
    }
    site = make_site({"content/index.md": "# Home\n", "content/old.ipynb": _old(cell)})
    site.build_well()
    assert site.text("old/index.html").count("<img ") == 2


def test_places_in_format_3(make_site: MakeSite) -> None:
    text = _old(
        {"cell_type": "markdown", "source": ["# Old\n", "\n", "Text.\n"]},
        {"cell_type": "code", "input": ["1\n"], "prompt_number": 1, "outputs": []},
        {"cell_type": "markdown", "source": ["Good.\n", "See [it](missing.md).\n"]},
    )
    site = make_site({"content/index.md": "# Home\n", "content/old.ipynb": text})
    (problem,) = site.build().diagnostics
    line = text.split("\n").index('      "See [it](missing.md).\\n"') + 1
    assert (problem.code, problem.location.line) == ("broken-link", line)
    assert "(cell 3, line 2)" in problem.message
