# ruff: noqa: E501  # constructs are easier to compare in one line
"""Pages of which every construct holds an attack: whatever runs or asks for a file sets `top.ran`."""

from __future__ import annotations

import json
import random
from itertools import product

__all__ = ["ATTACKS", "COMPANIONS", "CONSTRUCTS", "hostile_pages"]

#: What would run if it were put into a page, an attribute, a script or an address as it is.
ATTACKS = (
    '"><img src=x onerror=top.ran=1>',
    "'><img src=x onerror=top.ran=1>",
    '" autofocus onfocus=top.ran=1 x="',
    "' onmouseover=top.ran=1 x='",
    "</script><script>top.ran=1</script>",
    "<script>top.ran=1</script>",
    "<svg onload=top.ran=1>",
    "</title></style></textarea></noscript><svg/onload=top.ran=1>",
    "&quot;&gt;&lt;img src=x onerror=top.ran=1&gt;",
    "&#34;&#62;&#60;img src=x onerror=top.ran=1&#62;",
    "javascript:top.ran=1",
    "java&Tab;script:top.ran=1",
    "data:text/html,<script>parent.top.ran=1</script>",
    "--><svg onload=top.ran=1><!--",
    "]]><svg onload=top.ran=1>",
    "\\<img src=x onerror=top.ran=1>",
    "`<img src=x onerror=top.ran=1>`",
    "{{ top.ran }}{% raw %}<svg onload=top.ran=1>",
    "<math><mtext><table><mglyph><style><img src=x onerror=top.ran=1>",
    "<svg><p><style><img title='</style><img src=x onerror=top.ran=1>'>",
    "<a href=javascript:top.ran=1>x</a>",
    "<p style='background:url(javascript:top.ran=1)'>",
    "<img src=x onerror=top.ran=1 //",
    "\x100\x11<img src=x onerror=top.ran=1>",
    "\u2028<img src=x onerror=top.ran=1>",
)
#: What authors write, with `@@` where an attack stands.
CONSTRUCTS = (
    *(
        '![x](p.png "@k1 @@")',
        "![x](p.png){caption='*a* @@'}",
        "[![x](p.png)](@@){#fig-l}",
        "[x]{style='color: red; @@'}",
        "::: {style='@@'}\nx\n:::",
        "```{theorem, name='@@'}\n@@\n```",
        "```{block2, type='@@'}\nx\n```",
        "Bone\n~ @@",
        ": (\\#tab:l) @@\n\n| a |\n|---|\n| b |",
        "\\@ref(@@)",
    ),
    *(
        "@@",
        "# @@",
        "## @@ {#sec-a}",
        "- [ ] @@",
        "> @@\n> — @@",
        "Text[^1]\n\n[^1]: @@",
        "@@\n:   @@",
    ),
    *(
        "[@@](https://example.org/)",
        "[x](@@)",
        '[x](https://example.org/ "@@")',
        "<@@>",
        "![@@](p.png)",
    ),
    *(
        '![x](p.png "@@")',
        "[x][r]\n\n[r]: @@",
        "| @@ | b |\n|---|---|\n| @@ | @@ |\n\n: @@ {#tbl-a}",
        "*[HTML]: @@\n\nHTML",
    ),
    *(
        "```python\n@@\n```",
        "```@@\nx\n```",
        '```python {title="@@"}\nx\n```',
        "```{.python #lst-a lst-cap='@@'}\nx\n```",
    ),
    *(
        "![@@](p.png){#fig-a}",
        "![x](p.png){#fig-b fig-alt='@@'}",
        "![x](p.png){.@@}",
        "[x]{data-x='@@'}",
        "[@@]{.aside}",
    ),
    *(
        '::: {.callout-note title="@@"}\n@@\n:::',
        "::: {#fig-c layout='@@'}\n![a](p.png){#fig-d}\n\n@@\n:::",
        "::: {.details title='@@'}\nx\n:::",
    ),
    *(
        "::: {#thm-a name='@@'}\n@@\n:::",
        "::: {.panel-tabset group='@@'}\n## @@\na\n\n## b\nc\n:::",
        '=== "@@"\n    @@\n\n=== "b"\n    c',
    ),
    *(
        "::: {.card title='@@' link='@@'}\nx\n:::",
        "::: {.quote source='@@'}\nx\n:::",
        '!!! note "@@"\n    @@',
        "| @@\n|   @@",
    ),
    *(
        "[@k1, @@]",
        "[@@ @k1]",
        "[see @@ @k2, p. @@]",
        "@k3 [@@]",
        "[@{@@}]",
        "{cite}`@@`",
        "[@k1; @@ @k2]",
        "[@k4] [@k5] [@k6]",
    ),
    *(
        "(@@)=\n## A",
        "{ref}`@@`",
        "{ref}`@@ <sec-a>`",
        "{sub}`@@` {sup}`@@`",
        "{kbd}`@@` {abbr}`A (@@)`",
        "{term}`@@ <knee>`",
    ),
    *(
        "{download}`@@ <t.csv>`",
        "{doc}`@@`",
        "{button}`@@ <https://example.org/@@>`",
        "{@@}`x`",
        "x^@@^ H~@@~",
        "@fig-@@",
    ),
    *(
        "::: {.glossary}\n@@\n:   @@\n\nknee\n:   @@\n:::\n\n[knee]{.term} [@@]{.term name='@@'}",
        "::: {.list-of-figures}\n:::",
    ),
    *(
        "```{figure} p.png\n:alt: @@\n:label: fig-e\n:target: @@\n:class: @@\n\n@@\n```",
        "```{csv-table} @@\n@@,@@\n1,2\n```",
    ),
    *(
        "```{csv-table} t.csv\n:caption: @@\n:columns: a = @@\n:class: @@\n```",
        "```{csv-table}\n:sortable:\n:header-rows: 1\n@@,b\n@@,2\n```",
    ),
    *(
        '{{< figure p.png alt="@@" caption="@@" >}}',
        '{{< figure src="p.png" link="@@" title="@@" attr="@@" attrlink="@@" >}}',
        '{{< button "@@" >}}@@{{< /button >}}',
    ),
    *(
        '{{< youtube dQw4w9WgXcQ title="@@" caption="@@" >}}',
        '{{< openstreetmap "52.5, 13.3" title="@@" >}}',
        '{{< details "@@" >}}@@{{< /details >}}',
    ),
    *(
        '{{< kbd "@@" >}} {{< icon "@@" >}} {{< icon email label="@@" >}}',
        '{{< contact "a@example.org" subject="@@" >}}',
        '{{< contact "@@" >}}',
        '{{< data "evil.a" >}}',
    ),
    *(
        '{{< table t.csv caption="@@" >}}',
        '{{< chart t.csv type=bar x=a y=b alt="@@" caption="@@" >}}',
        "{{< meta title >}} {{< @@ >}}",
        '{{< video v.mp4 title="@@" caption="@@" >}}',
    ),
    *(
        "$@@$",
        "$\\text{@@}$",
        "$$\nx \\label{eq:@@} \\tag{@@}\n$$",
        "$\\href{@@}{x}$ $\\style{@@}{x}$",
        "$\\ce{@@}$ $\\qty{1}{@@}$",
        "$$\nx\n$$ {#eq-a alt='@@'}",
    ),
    *(
        '```mermaid\ngraph TD\na["@@"] --> b\nclick a "@@"\n```',
        '```dot\ndigraph { a [label="@@" URL="@@" tooltip="@@"] }\n```',
        "```math\n@@\n```",
    ),
    *(
        "<div title='@@' data-_frame='@@' data-copy='@@'>x</div>",
        '<span class="term embed-box" data-frame="@@">x</span>',
        "<details><summary>@@</summary>x</details>",
    ),
    *(
        "<table><tr><td data-value='@@'>x</td></tr></table>",
        "<a href='@@' class='zoom-link term'>x</a>",
        "<!-- @@ -->",
        "<p lang='@@' dir='@@'>x</p>",
    ),
    *(
        "Text^[@@] and ^[a ^[@@] b]",
        "# *@@* `@@` H~@@~",
        "```{=html}\n@@\n```",
        "`@@`{=html} x `</b>`{=html} `@@`{=latex}",
    ),
    *(
        '{{% callout note "@@" %}}\n@@\n{{% /callout %}}',
        '{{% kbd "@@" %}} {{% @@ %}}',
        "{{< katex >}}@@{{< /katex >}} {{% math %}}@@{{% /math %}}",
        "```{include} @@\n```",
        "```{include} t.csv\n:start-after: '@@'\n```",
        "{{< include @@ >}}",
    ),
    *(
        "$\\colorbox{@@}{x} \\colorbox{red}{@@} \\fcolorbox{@@}{@@}{$@@$}$",
        "$\\textcolor{@@}{x} \\color{@@} \\rule{@@}{1em} \\scalebox{@@}{x} \\raisebox{@@}{x}$",
        "$\\tensor{@@}{^@@_b} \\indices{^@@}$",
        "$\\htmlClass{@@}{x} \\htmlId{@@}{x} \\htmlData{a=@@}{x} \\htmlStyle{@@}{x}$",
        "$\\href{@@}{x} \\url{@@} \\includegraphics{@@} \\unicode{@@}$",
        "$\\operatorname*{@@} \\mathop{@@} \\text{if $@@$} \\bra{@@} \\pdv{@@}{x}$",
        "$$\n\\begin{align}\na &= b \\\\\n\\intertext{@@}\nc &= d\n\\end{align}\n$$",
        "$\\newcommand{\\m}[1]{#1 @@}\\m{@@} \\begin{cases*} @@ & @@ \\end{cases*}$",
    ),
    *(
        "[@@]{.term} [Knee]{.term} [evil0]{.term name='evil1'} {term}`@@ <evil2>`",
        "::: {.glossary}\n:::\n\n[evil3]{.term}",
    ),
    *(
        "```{collection} people\n:empty: @@\n```",
        "```{collection} publications\n```",
        "::: {#refs}\n:::",
        "[](#@@) [](other.md#@@)",
        "[@@](xref:x#@@)",
    ),
)
FIELDS = (
    "title",
    "subtitle",
    "description",
    "summary",
    "authors",
    "tags",
    "categories",
    "language",
    "template",
    "featured_image_alt",
    "csl",
    "nocite",
    "macros",
    "abstract",
)


def hostile_pages(count: int, first: int = 0) -> dict[str, str]:
    """Return pages by their paths: every construct with every attack in turn, some with a second.

    A page with an error is not shown, so each has few.
    """
    every = list(product(CONSTRUCTS, ATTACKS))
    random.Random(1).shuffle(every)  # noqa: S311  # always the same
    pages = {}
    for number in range(first, first + count):
        rng = random.Random(number)  # noqa: S311  # as above
        chosen = [every[number % len(every)]]
        if rng.random() < 0.3:
            chosen.append((rng.choice(CONSTRUCTS), rng.choice(ATTACKS)))
        text = "\n\n".join(construct.replace("@@", attack) for construct, attack in chosen)
        engine = "commonmark" if number % 2 else "python-markdown"
        front = {"markdown_engine": engine}
        if rng.random() < 0.3:
            front[rng.choice(FIELDS)] = rng.choice(ATTACKS)
        fields = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
        pages[f"content/h{number}.md"] = f"---\n{fields}---\n{text}\n"
    return pages


def _works() -> str:
    """Works of which each field holds an attack, and people named so."""
    fields = (
        "title",
        "journal",
        "publisher",
        "note",
        "doi",
        "url",
        "pages",
        "year",
        "volume",
        "eprint",
    )
    works = []
    for number, attack in enumerate(ATTACKS):
        clean = attack.replace("{", "").replace("}", "").replace("@", "")
        given = "".join(f"  {name} = {{{clean}}},\n" for name in fields)
        works.append(
            f"@article{{k{number},\n{given}  author = {{{clean}, A and B, {clean}}},\n}}\n"
        )
    return "".join(works)


_STYLE = (
    '<style xmlns="http://purl.org/net/xbibl/csl" class="in-text" version="1.0"><info><title>A</title>'
    '<id>a</id></info><citation><layout prefix="&lt;svg onload=top.ran=1&gt;"><text variable="title"/>'
    '</layout></citation><bibliography><layout suffix="&lt;img src=x onerror=top.ran=1&gt;">'
    '<text variable="title" prefix="&quot;&gt;&lt;img src=x onerror=top.ran=1&gt;"/><text variable="URL"/>'
    "</layout></bibliography></style>"
).replace("xbibl/", "xbiblio/")
_DEFINED = [
    {
        "term": f"evil{number} {attack}",
        "definition": {"en": f"{attack} [x]({attack}) *{attack}* ^[{attack}]", "'><b>": attack},
        "aliases": [f"evil{number}", attack + str(number)],
        "abbreviation": attack + "A" * number,
    }
    for number, attack in enumerate(ATTACKS)
    if attack.isprintable()  # a file with other characters is refused
]
_ROW = '"<img src=x onerror=top.ran=1>","javascript:top.ran=1"\n'
#: The other files of such a site: works, data, a style, a page of people.
COMPANIONS = {
    "references.bib": _works(),
    "bibliography/own.bib": _works().replace("{k", "{own"),
    "bibliography/a.csl": _STYLE,
    "content/t.csv": 'a,"<svg onload=top.ran=1>"\n' + _ROW * 3,
    "data/glossary.json": json.dumps(_DEFINED),
    "content/terms.md": "# Terms\n\n::: {.glossary}\n:::\n",
    "data/evil.yaml": "a: '<img src=x onerror=top.ran=1>'\n",
    "content/cited.md": "---\ncsl: bibliography/a.csl\nnocite: ['@*']\n---\n[@k1] [@k2; @k3, p. 4]\n",
    "content/listed.md": "---\nnocite: ['@*']\n---\n[@k1] @k5 [p. 7]\n",
    "content/people/eve.md": f"---\ntitle: {json.dumps(ATTACKS[0])}\nrole: {json.dumps(ATTACKS[5])}\nwebsite: {json.dumps(ATTACKS[10])}\n---\nText.\n",
    "content/evil.ipynb": json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "metadata": {},
                    "source": attack,
                    "outputs": [
                        {"output_type": "display_data", "metadata": {}, "data": {kind: attack}}
                        for kind in (
                            "text/html",
                            "text/plain",
                            "text/latex",
                            "image/svg+xml",
                            "text/markdown",
                            "application/javascript",
                        )
                    ],
                }
                for attack in ATTACKS[:12]
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    ),
}
