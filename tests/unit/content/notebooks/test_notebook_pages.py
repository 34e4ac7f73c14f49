"""Notebooks become pages: text, code and outputs, and what is wrong with them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sitegen.config import ENGINES, Engine
from support.notebooks import code, image_output, markdown, notebook, result, stream
from support.parsing import body_of, codes_of, parse
from support.pictures import picture

PNG = picture("PNG", (40, 30))
PATH = "content/a.ipynb"


def body(*cells: dict[str, Any], engine: Engine = "python-markdown", **metadata: Any) -> str:
    page = parse(notebook(*cells, **metadata), PATH, engine=engine)
    assert page.diagnostics == ()
    return body_of(page.body)


@pytest.mark.parametrize("engine", ENGINES)
def test_text_code_and_outputs(engine: Engine) -> None:
    page = parse(
        notebook(
            markdown("---\ntitle: Knees\ntags: [mri]\n---\n\nWe *measure*."),
            code("print(2)", stream("2\n")),
            markdown("And\n\n- a list"),
        ),
        PATH,
        engine=engine,
    )
    assert page.diagnostics == ()
    assert (page.front.title, page.front.terms["tags"]) == ("Knees", ("mri",))
    assert body_of(page.body) == (
        "<p>We <em>measure</em>.</p>\n"
        '<pre class="highlight cell-code"><code class="language-python">print(2)</code></pre>\n'
        '<pre class="cell-output cell-stdout">2</pre>\n'
        "<p>And</p>\n<ul>\n<li>a list</li>\n</ul>"
    )


def test_fields_from_metadata() -> None:
    page = parse(
        notebook(markdown("Text."), title="Knees", authors=[{"name": "Ada"}], date="2024-05-06"),
        PATH,
    )
    assert (page.front.title, page.front.authors) == ("Knees", ("Ada",))
    assert page.front.date is not None
    assert page.front.date.written == "2024-05-06"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_with_label_and_caption(engine: Engine) -> None:
    source = '#| label: fig-knee\n#| fig-cap: "A *knee*"\n#| fig-alt: A bent knee\nplot()'
    page = parse(notebook(code(source, image_output("image/png", PNG))), PATH, engine=engine)
    shown = body_of(page.body)
    assert "plot()" in shown
    assert "#|" not in shown
    assert 'id="fig-knee"' in shown
    assert "</span> A <em>knee</em>" in shown
    reference = next(each for each in page.body.references if ".png" in each.target)
    assert reference.target.startswith("a.ipynb/")
    assert reference.unresolved() == "A bent knee"


def test_a_picture_without_text_is_reported_at_its_cell() -> None:
    page = parse(
        notebook(markdown("## Latency"), code("plot()", image_output("image/png", PNG))), PATH
    )
    assert codes_of(page) == ["image-alt"]
    assert page.body.references[0].unresolved() == "Latency"


def test_pandas_tables() -> None:
    table = (
        "<div>\n<style scoped>\n    .dataframe tbody tr th {\n        vertical-align: top;\n    }\n"
        '</style>\n<table border="1" class="dataframe">\n  <thead>\n'
        '    <tr style="text-align: right;">\n      <th></th>\n\n      <th>ms</th>\n    </tr>\n'
        "  </thead>\n  <tbody>\n    <tr>\n      <th>0</th>\n      <td>4</td>\n    </tr>\n"
        "  </tbody>\n</table>\n</div>"
    )
    shown = body(code("frame", result(text_html=table, text_plain="   ms\n0   4")))
    assert '<div class="table-wrap"><table class="dataframe">' in shown
    assert "style" not in shown
    assert "border" not in shown


def test_output_that_is_nested_too_deeply() -> None:
    page = parse(notebook(code("x", result(text_html="<table><tr><td>" * 4_000))), PATH)
    assert set(codes_of(page)) == {"notebook-output"}
    assert "it is left out, for elements are nested too deeply" in page.diagnostics[0].message


def test_errors_are_folded() -> None:
    error = {
        "output_type": "error",
        "ename": "ZeroDivisionError",
        "evalue": "division by <zero>",
        "traceback": ["\x1b[0;31mZeroDivisionError\x1b[0m: division by <zero>"],
    }
    shown = body(code("1/0", error))
    assert "<summary><code>ZeroDivisionError</code>: division by &lt;zero&gt;</summary>" in shown
    assert '<span class="ansi-fg-red">ZeroDivisionError</span>: division by &lt;zero&gt;' in shown


@pytest.mark.parametrize(
    ("source", "tags", "has_code", "has_output", "is_folded"),
    [
        ("#| echo: false\nx", (), False, True, False),
        ("#| output: false\nx", (), True, False, False),
        ("#| include: false\nx", (), False, False, False),
        ("#| code-fold: true\nx", (), True, True, True),
        ("x", ("remove-input",), False, True, False),
        ("x", ("remove-output",), True, False, False),
        ("x", ("remove_cell",), False, False, False),
        ("x", ("hide-input",), True, True, True),
        ("x", ("hide-output",), True, True, True),
        ("#| echo: true\nx", ("remove-input",), True, True, False),
    ],
)
def test_what_of_a_cell_is_shown(
    source: str,
    tags: tuple[str, ...],
    *,
    has_code: bool,
    has_output: bool,
    is_folded: bool,
) -> None:
    shown = body(code(source, stream("1\n"), tags=tags), markdown("End."))
    assert ("cell-code" in shown) is has_code
    assert ("cell-stdout" in shown) is has_output
    assert ("<details" in shown) is is_folded


def test_formulas_and_markdown_as_output() -> None:
    page = parse(
        notebook(
            code("a", result(text_latex="$\\displaystyle x^{2}$", text_plain="x**2")),
            code("b", result(text_markdown="**strong**", text_plain="x")),
        ),
        PATH,
    )
    shown = body_of(page.body)
    assert "<strong>strong</strong>" in shown
    assert "x**2" not in shown


@pytest.mark.parametrize("engine", ENGINES)
def test_formulas_with_spaces_inside_the_dollars(engine: Engine) -> None:
    """Jupyter sets `$ x $`, and so do the pages; amounts and code are left as they are."""
    shown = body(
        markdown("Let $ x_i $, $ y $ and $z^2 $ cost $ 5 or $ 6; `$ a $` is $b$ = $c$."),
        engine=engine,
    )
    assert re.findall(r"<annotation[^>]*>([^<]*)<", shown) == ["x_i", "y", "z^2", "b", "c"]
    assert "cost $ 5 or $ 6; <code>$ a $</code>" in shown


def test_attachments_and_data_urls_are_pictures() -> None:
    import base64

    encoded = base64.b64encode(PNG).decode()
    page = parse(
        notebook(
            markdown(
                "![A knee](attachment:knee.png)", attachments={"knee.png": {"image/png": encoded}}
            ),
            markdown(f"![A knee](data:image/png;base64,{encoded})"),
            code(
                "x",
                result(text_html=f'<p>x <img alt="k" src="data:image/png;base64,{encoded}"></p>'),
            ),
        ),
        PATH,
    )
    assert page.diagnostics == ()
    targets = {each.target for each in page.body.references}
    assert len(page.body.references) == 3
    assert len(targets) == 1


def test_scripts_are_named_and_pictures_stand_for_them() -> None:
    chart = {"application/vnd.plotly.v1+json": {}, "text/html": "<div><script>1</script></div>"}
    output = image_output("image/png", PNG)
    output["data"] |= chart
    source = "#| fig-alt: A line\nfig"
    page = parse(notebook(code(source, output)), PATH)
    assert page.diagnostics == ()
    assert len(page.body.references) == 1
    del output["data"]["image/png"]
    page = parse(notebook(code(source, output)), PATH)
    assert codes_of(page) == ["notebook-output"]
    assert "script" not in body_of(page.body)


def test_a_block_of_code_ends_with_its_cell() -> None:
    assert body(markdown("```python\nx = 1"), markdown("Text.")).endswith("<p>Text.</p>")


def test_the_language_of_code() -> None:
    shown = body(code("%%bash\nls"), code("x <- 1"), language_info={"name": "R"})
    assert 'class="language-bash"' in shown
    assert 'class="language-r"' in shown


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe{}",
        b"null",
        b'{"nbformat": 2}',
        b'{"nbformat": "4", "cells": []}',
        b'{"cells": []}',
        b"[" * 100_000,
        b'{"nbformat": 4, "cells": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_notebook_is_an_error(data: bytes) -> None:
    page = parse(data, PATH)
    assert len(page.diagnostics) == 1
    assert codes_of(page)[0] in {"notebook-format", "encoding"}


WRONG: tuple[Any, ...] = (None, 1, [None], {"a": 1}, "\ud800\ufdd8")


def test_wrong_types_are_never_a_traceback() -> None:
    whole = json.loads(
        notebook(
            markdown("![x](attachment:a)", attachments={"a": {"image/png": "eA=="}}),
            code("x", result(text_html="<b>1</b>"), stream("1"), image_output("image/png", PNG)),
            code("y", {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["t"]}),
            language_info={"name": "python"},
            kernelspec={"language": "python"},
        )
    )

    def places(value: Any) -> list[tuple[Any, Any]]:
        found = []
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in items:
            found.append((value, name))
            if isinstance(inner, dict | list):
                found += places(inner)
        return found

    for holder, name in places(whole):
        kept = holder[name]
        for wrong in WRONG:
            holder[name] = wrong
            page = parse(json.dumps(whole), PATH)
            json.dumps([str(each) for each in page.diagnostics]).encode()
        holder[name] = kept


def test_nbformat_3_is_read() -> None:
    old = {
        "nbformat": 3,
        "metadata": {"name": "x"},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": "Part"},
                    {
                        "cell_type": "code",
                        "input": ["1 + 1"],
                        "prompt_number": 1,
                        "outputs": [{"output_type": "pyout", "text": ["2"], "prompt_number": 1}],
                    },
                ]
            }
        ],
    }
    page = parse(json.dumps(old), PATH)
    assert page.diagnostics == ()
    shown = body_of(page.body)
    assert '<h2 id="part"' in shown
    assert "1 + 1" in shown
    assert '<pre class="cell-output cell-result">2</pre>' in shown


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_with_label_and_caption(engine: Engine) -> None:
    table = "<table><tr><th>ms</th></tr><tr><td>4</td></tr></table>"
    source = "#| label: tbl-ms\n#| tbl-cap: Times\nframe"
    page = parse(notebook(code(source, result(text_html=table))), PATH, engine=engine)
    assert page.diagnostics == ()
    shown = body_of(page.body)
    assert '<figure id="tbl-ms">' in shown
    assert "</span> Times" in shown
