# ruff: noqa: E501  # pieces in tables are easier to compare in one line
"""Pages that ask for much of what is written for research: labels, layouts, citations, roles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.bombs.units import repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]

#: What stands around many of the same: nothing, a paragraph each, or blocks that hold it.
_FRAMES = (
    *(
        "{}",
        "{}",
        "::: {{#fig-all layout-ncol=2}}\n{}\n:::\n",
        "- {}",
        "> {}",
        "| a |\n|---|\n| {} |",
    ),
    *("a[^1]\n\n[^1]: {}", "# {}", "::: {{.glossary}}\nA\n:   {}\n:::\n", "![{}](p.png){{#fig-p}}"),
)


def _fill(rng: random.Random, size: int, unit: str) -> str:
    """Repeat a unit, with a number of its own each time if it has a place for one."""
    first = rng.choice((1, 1, 10_000))
    times = max(1, size // len(unit.format(10_000)))
    if "\n" in unit:
        return "".join(unit.format(number) for number in range(first, first + times))
    # Longer paragraphs are refused.
    each = max(1, rng.choice((90_000, 90_000, 2_000)) // len(unit.format(10_000)))
    starts = range(first, first + times, each)
    lines = (range(start, min(start + each, first + times)) for start in starts)
    return "\n\n".join("".join(unit.format(number) for number in line) for line in lines)


_CITATIONS = (
    *("[@k1] ", "@k1 ", "[-@k1] ", "[@k{0}] ", "@k{0} ", "[@k1; @k2] ", "[see @k1, p. {0}, x] "),
    *(
        "@k1 [p. 1] ",
        "[@k1, {{ch. A}}] ",
        "[@{{k 1}}] ",
        "@{{",
        "[@k1, {{",
        "[@",
        "[@k1; ",
        "[-",
        "@",
    ),
    *("[@k1, pp. 1-2, 4-5; ", "[a [b @k1] c] ", "[[@k1] ", "[@k1, [", "*[@k1* ", "[@doi:10.1/k1] "),
    *("[@https://doi.org/10.1/a] ", "{{cite}}`k1` ", "{{cite:p}}`k1,k2` ", "{{cite:t}}`k{0}` "),
    *(
        "[**a** @k1 *b*] ",
        "\\@k1 ",
        "[@k1]{{.a}} ",
        "[@k1](b) ",
        "[@k1]: b\n\n",
        "[@k1][^a] ",
        "@k1\n\n",
    ),
    *(
        "[@k1, p. 1](a) ",
        "[@k1, vol. 1, ",
        "[@k1, ii-iv] ",
        "[; @k1] ",
        "[@k1;;] ",
        "[@k1 [p. 1]] ",
    ),
)


def _citations(rng: random.Random, size: int) -> str:
    many = _fill(rng, size, rng.choice(_CITATIONS))
    size = min(size, rng.choice((90_000, size)))
    kind = rng.randrange(7)
    if kind == 0:
        keys = "; ".join(f"@k{number}" for number in range(size // 8))
        return f"[{keys}]\n"
    if kind == 1:
        prefix = repeat(rng.choice(("see ", "*a* ", "a, ", "\\", "`", "$a$ ", "<b>")), size)
        return f"[{prefix} @k1]\n"
    if kind == 2:
        locator = repeat(rng.choice(("p. 1, ", "1-", "iv", "p. ", "{", "}", "&", "§")), size)
        return f"[@k1, {locator}]\n"
    if kind == 3:
        front = f"---\ncsl: {rng.choice(('ieee', 'apa', 'chicago-notes', 'nature'))}\n"
        return f'{front}nocite: ["@*"]\n---\n{many}\n'
    if kind == 4:
        depth = size // 2
        return "[" * depth + "@k1" + "]" * depth + "\n"
    if kind == 5:
        keys = ", ".join(f'"@k{number}"' for number in range(size // 10))
        return f"---\nnocite: [{keys}]\n---\n[@k1]\n"
    return many


_LABELS = (
    *(
        "## a {{#sec-{0}}}\n\n",
        "@sec-{0} ",
        "![a](p.png){{#fig-{0}}}\n\n",
        "@fig-{0} ",
        "[-@fig-1] ",
    ),
    *(
        "[@fig-{0}; @fig-1] ",
        "[](#fig-{0}) ",
        "(a{0})=\n## a\n\n",
        "(a{0})=\n",
        "(a)=\n",
        "({0}",
        "()=",
    ),
    *(
        "(a{0})=\n(b{0})=\n",
        "{{ref}}`a{0}` ",
        "{{ref}}`a <a{0}>` ",
        "{{numref}}`fig-1` ",
        "{{eq}}`eq-1`",
    ),
    *(
        "{{doc}}`a{0}` ",
        "{{term}}`a{0}` ",
        "[a{0}]{{.term}} ",
        "[a]{{.term name=a{0}}} ",
        "{{sub}}`a` ",
    ),
    *(
        "{{sup}}`{0}` ",
        "{{abbr}}`A (b)` ",
        "{{kbd}}`a` ",
        "{{download}}`a <b{0}>` ",
        "{{button}}`a <b>` ",
    ),
    *(
        "m^{0}^ ",
        "^",
        "a^b",
        "^a^",
        "^^",
        "^a ^",
        "H~{0}~O ",
        "~",
        "Fig. @fig-1 ",
        "[Fig. @fig-{0}] ",
    ),
    *(
        "$$\na\n$$ {{#eq-{0}}}\n\n",
        "@eq-{0} ",
        "\\eqref{{eq:{0}}} ",
        "| a |\n|--|\n\n: a {{#tbl-{0}}}\n\n",
    ),
    *(
        "[](xref:x#a{0}) ",
        "[](other.md#fig-{0}) ",
        "::: {{#thm-{0}}}\na\n:::\n",
        "::: {{.list-of-figures}}\n:::\n",
    ),
    *(
        "```{{.python #lst-{0} lst-cap=a}}\nx\n```\n\n",
        "::: {{.list-of-tables scope=site}}\n:::\n",
        "{{a}}`b",
    ),
    *(
        "::: {{.glossary}}\na{0}\n: b\n:::\n",
        "a{0}\n:   b\n\n",
        "{{",
        "{{a}}`",
        "`",
        "=\n",
        "{{a:b}}`c{0}` ",
    ),
    *(
        "::: {{#alg-{0}}}\n| a\n:::\n",
        "::: {{.proof}}\n",
        "Table: a {{#tbl-{0}}}\n\n",
        "Figure @fig-{0} ",
    ),
)


def _labels(rng: random.Random, size: int) -> str:
    many = _fill(rng, size, rng.choice(_LABELS))
    if rng.random() < 0.3:
        many += "\n\n" + _fill(rng, size // 2, rng.choice(_LABELS))
    if rng.random() < 0.3:
        return f"::: {{.glossary}}\n{many}\n:::\n"
    return rng.choice(_FRAMES).format(many) if rng.random() < 0.5 else many


def _layouts(rng: random.Random, size: int) -> str:
    many = size // 2
    matrix = rng.choice(
        (
            *(
                "[" + "1," * many + "1]",
                "[" * size,
                "[[1]," + "[1]," * (size // 4) + "[1]]",
                "9" * size,
            ),
            *("[[1,-1]]", "[[1e999]]", "[[-1]]", "[[0]]", "[[1,1],[1]", "[[NaN]]", "[[], []]", "1"),
        )
    )
    blocks = repeat(
        rng.choice(("![a](p.png)\n\n", "a\n\n", "![a](p.png){#fig-a}\n\n", "- a\n\n")), size
    )
    attribute = rng.choice(
        (f'layout="{matrix}"', "layout-ncol=4", "layout-nrow=2", "layout-ncol=99999999")
    )
    name = rng.choice(("", "#fig-all ", ".columns ", ".grid "))
    if rng.random() < 0.3:
        one = f"::: {{{name}{attribute[:200]}}}\na\n:::\n\n"
        return repeat(one, size)
    return f"::: {{{name}{attribute}}}\n{blocks[: max(50, size - len(attribute))]}\n:::\n"


def _directives(rng: random.Random, size: int) -> str:
    fence = rng.choice(("```", ":::", "````", "::::"))
    name = rng.choice(
        (
            *(
                "figure",
                "image",
                "csv-table",
                "list-table",
                "math",
                "note",
                "admonition",
                "glossary",
            ),
            *(
                "tab-set",
                "tab-item",
                "code-block",
                "include",
                "literalinclude",
                "bibliography",
                "proof",
            ),
        )
    )
    option = rng.choice(
        (":label: fig-{0}\n", ":alt: a\n", ":a{0}: b\n", ":name: a\n", ":\n", ":width: 9\n")
    )
    first = rng.choice((" p.png", " t.csv", " a", ""))
    if rng.random() < 0.5:
        return _fill(
            rng, size, f"{fence}{{{{{name}}}}}{first}\n:label: fig-{{0}}\n\na\n{fence}\n\n"
        )
    options = _fill(rng, size // 2, option)
    body = repeat(
        rng.choice(("a\n\n", "a,b\n", "* - a\n", "![a](p.png)\n\n", "a\n: b\n", '"')), size // 2
    )
    return f"{fence}{{{name}}}{first}\n{options}\n{body}\n{fence}\n"


def _subequations(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *(
                "\\begin{{subequations}}",
                "a &= b \\label{{eq:{0}}} \\\\\n",
                "a \\tag{{{0}}} \\\\\n",
                "a \\\\\n",
            ),
            *(
                "\\label{{eq:{0}}}",
                "\\begin{{align}}a\\end{{align}}\n",
                "\\eqref{{eq:{0}}}",
                "\\nonumber \\\\",
            ),
            *(
                "\\intertext{{a}}",
                "\\begin{{gather}}",
                "\\notag\\\\\n",
                "\\ref{{a}} ",
                "\\hline\n",
                "\\tag*{{a}}\\\\",
            ),
        )
    )
    body = _fill(rng, min(size, rng.choice((90_000, size))), unit)
    kind = rng.randrange(4)
    if kind == 0:
        return f"\\begin{{subequations}}\n\\begin{{align}}\n{body}\n\\end{{align}}\n\\end{{subequations}}\n"
    if kind == 1:
        return f"$$\n\\begin{{align}}\n{body}\n\\end{{align}}\n$$\n"
    if kind == 2:
        one = "\\begin{subequations}\n\\begin{align}\na \\label{eq:a} \\\\ b\n\\end{align}\n\\end{subequations}\n\n"
        return repeat(one, size)
    return f"$$\n{body}\n$$ {{#eq-a}}\n"


def _deep_notebook(rng: random.Random, size: int) -> str:
    """Many empty cells, many outputs of one, or metadata and outputs nested deeply."""
    deep = "[" * (size // 2) + "]" * (size // 2)
    kind = rng.randrange(6)
    code = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": []}
    one = {"output_type": "stream", "name": "stdout", "text": "a\n"}
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo="}}
    cells: list[object]
    if kind == 0:
        cells = [{"cell_type": "markdown", "metadata": {}, "source": ""}] * (size // 20)
    elif kind == 1:
        cells = [{**code, "outputs": [rng.choice((one, picture))] * (size // 80)}]
    elif kind == 2:
        cells = [{**code, "source": ["a\n"] * (size // 8)}]
    elif kind == 3:
        return f'{{"cells": [], "metadata": {{"a": {deep}}}, "nbformat": 4, "nbformat_minor": 5}}'
    elif kind == 4:
        cells = [{**code, "source": f"#| label: fig-{n}\nx"} for n in range(max(1, size // 100))]
    else:
        data = {"application/json": json.loads("[" * 400 + "]" * 400), "text/plain": "a" * size}
        cells = [
            {**code, "outputs": [{"output_type": "display_data", "metadata": {}, "data": data}]}
        ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _diagram_sources(rng: random.Random, size: int) -> str:
    """Diagrams of every kind that a page may have, with much in them."""
    head, unit = rng.choice(
        (
            *(
                ("mermaid\ngraph TD\n", "a{0}-->b{0}\n"),
                ("mermaid\nsequenceDiagram\n", "A->>B: a\n"),
            ),
            *(
                ("mermaid\nclassDiagram\n", "A <|-- B{0}\n"),
                ("mermaid\ngantt\n", "a{0} :a{0}, 1d\n"),
            ),
            *(("mermaid\npie\n", '"a{0}" : 1\n'), ("mermaid\nstateDiagram-v2\n", "a{0} --> b\n")),
            *(("mermaid\nerDiagram\n", "A ||--o{{ B{0} : a\n"), ("mermaid\nmindmap\n", "  a{0}\n")),
            *(("dot\ndigraph {{\n", "a{0} -> b{0};\n"), ("dot\ngraph {{\n", "a -- b{0};\n")),
            *(
                ("dot\ndigraph {{\n", "subgraph c{0} {{"),
                ("dot\ndigraph {{\n", 'a [label="{0}"];\n'),
            ),
            *(
                ("vega-lite\n", '{{"a": '),
                ("vega-lite\n", "[1,"),
                ("mermaid\n", "a"),
                ("dot\n", '"'),
            ),
        )
    )
    first, rest = head.format().split("\n", 1)
    return f"```{{{first}}}\n{rest}{_fill(rng, size, unit)}\n```\n"


def _site_fields(rng: random.Random, size: int) -> str:
    """Front matter of what concerns the site: cascades, aliases, menus, tags, authors."""
    each, head = rng.choice(
        (
            *(
                ("  - /a/{0}\n", "aliases:\n"),
                ("  - t{0}\n", "tags:\n"),
                ("  - A B{0}\n", "authors:\n"),
            ),
            *(("  a{0}: b\n", "cascade:\n"), ("  - params: {{a: {0}}}\n", "cascade:\n")),
            *(
                ("  a{0}: {{name: b}}\n", "menu:\n"),
                ("  - m{0}\n", "menu:\n"),
                ("  - a{0}\n", "categories:\n"),
            ),
            *(
                ("  a{0}: b\n", "macros:\n"),
                ("  - a{0}.bib\n", "bibliography:\n"),
                ("  - '@k{0}'\n", "nocite:\n"),
            ),
            *(
                ("  - {{name: A{0}, orcid: b}}\n", "authors:\n"),
                ("  - {{path: '/a{0}/**', draft: true}}\n", "cascade:\n"),
            ),
            *(("  - {{name: a, url: /b{0}}}\n", "links:\n"), ("  - a{0}.css\n", "stylesheets:\n")),
        )
    )
    many = _fill(rng, min(size, rng.choice((60_000, size))), each)
    return f"---\ntitle: a\n{head}{many}---\n# a\n\ntext\n"


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "citations": ("content/page.md", _citations),
    "labels": ("content/page.md", _labels),
    "layouts": ("content/page.md", _layouts),
    "directives": ("content/page.md", _directives),
    "subequations": ("content/page.md", _subequations),
    "cells-and-outputs": ("content/page.ipynb", _deep_notebook),
    "diagram-sources": ("content/page.md", _diagram_sources),
    "site-fields": ("content/page.md", _site_fields),
    "section-fields": ("content/index.md", _site_fields),
}
