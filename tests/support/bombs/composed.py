"""Files whose parts stand in, or for, one another: notes in notes, macros in macros."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.bombs.units import MARKDOWN_UNITS, repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]

#: Small mistakes that are told, each in as many ways as authors make them.
_MISTYPED = (
    *("##a\n", "[a] (b)", "** a **", "* a *", "$ x $", "$$", "$$\n", "| a | b |\n", "a | b\n"),
    *("# a {.b} c\n", "a { .b}", "[a] {.b}", "-a\n", "1.a\n", "[ ]a\n", "-[ ] a\n", "![a] (b)"),
    *("__ a __", "` a", "``` a b c\n", ":::a\n", "::: a b\n", ":: a\n", ">a\n>b\n", "[a]( b c)"),
    *("\\( a", "[^a] : b\n", "[^ a]", "^[", "{{<a>}}", "{{< a>", "{{ < a > }}", "@ a", "[@ a]"),
    *("<br/ >", "< b>", "http:/a.b ", "www.a.b ", "a@b.c ", "[[a|b]]", "!!!note\n", "???\n"),
    *("#a ", "*a*b*c*", "~~ a ~~", "== a ==", "{ref} `a`", "{ref}'a'", "{a}``b``", "{{a}}`b`"),
)
_ROLES = (
    *("abbr", "math", "cite:p", "cite:t", "doc", "download", "eq", "kbd", "numref", "ref", "term"),
    *(
        "sub",
        "sup",
        "doi",
        "eval",
        "raw",
        "button",
        "del",
        "u",
        "sc",
        "rst:a",
        "py:class",
        "a" * 99,
    ),
)


def _numbers(size: int, unit: str) -> str:
    """Repeat a unit with numbers: its own, and that of the next."""
    times = max(1, size // len(unit.format(10_000, 10_001)))
    return "".join(unit.format(number, number + 1) for number in range(times))


def _glossary_file(rng: random.Random, size: int) -> str:
    """Many entries, entries that name others, or one with a long definition or many names."""
    unit = rng.choice(
        (
            *("a{0}: b\n", "a{0}: '{{term}}`a{1}` {{term}}`a{1}`'\n", "a{0}: [b]{{.term}}\n"),
            *(
                "- {{term: a{0}, definition: b}}\n",
                "- {{term: a, definition: b, aliases: [c{0}]}}\n",
            ),
            *(
                "- {{term: {{en: a{0}, de: b}}, definition: {{fr: c}}}}\n",
                "- a{0}\n",
                "a{0}: {{}}\n",
            ),
            *(
                "a{0}: '[^{0}]'\n",
                "a{0}: '$\\frac{{a}}{{b}}$'\n",
                "a{0}: '[@k1]'\n",
                "? a{0}\n: b\n",
            ),
        )
    )
    kind = rng.randrange(4)
    if kind == 0:
        one = json.dumps(repeat(rng.choice(MARKDOWN_UNITS), size))
        return f"- term: a\n  definition: {one}\n"
    if kind == 1:
        names = ", ".join(f"a{number}" for number in range(size // 8))
        return f"- term: a\n  definition: b\n  aliases: [{names}]\n"
    return _numbers(size, unit)


def _terms(rng: random.Random, size: int) -> str:
    listed = _numbers(size // 2, rng.choice(("a{0}\n:   b\n\n", "a{0}\n:   {{term}}`a{1}`\n\n")))
    used = _numbers(size // 2, rng.choice(("{{term}}`a{0}` ", "[a{0}]{{.term}}\n\n", "a{0}\n\n")))
    fence = rng.choice(("::: {.glossary}", ":::{glossary}", "```{glossary}"))
    return f"{fence}\n{listed}\n{fence[:3]}\n\n{used}\n"


def _notes(rng: random.Random, size: int) -> str:
    kind = rng.randrange(6)
    if kind == 0:
        return "a[^0]\n\n" + _numbers(size, "[^{0}]: b[^{1}]\n\n")
    if kind == 1:
        return "a[^0]\n\n" + _numbers(size, "[^{0}]: [^{1}] [^{1}] [^0]\n\n")
    if kind == 2:
        return "a" + "^[a " * (size // 8) + "]" * (size // 8)
    if kind == 3:
        return "a[^1]\n\n[^1]: a\n\n" + repeat(rng.choice(MARKDOWN_UNITS), size).replace(
            "\n", "\n    "
        )
    if kind == 4:
        return _numbers(size, "a^[b{0} ^[c]]\n\n")
    return repeat("[^1] ", min(size, 90_000)) + "\n\n" + repeat("[^1]: a[^1]\n\n", size // 2)


def _tabs(rng: random.Random, size: int) -> str:
    depth = rng.choice((5, 30, 90, 300, size // 40))
    kind = rng.randrange(6)
    if kind == 0:
        return _numbers(size, "::: {{.panel-tabset}}\n## a{0}\n\nb\n\n## c\n\nd\n:::\n\n")
    if kind == 1:
        return "".join(f"{':' * (depth + 3 - n)}{{tab-set}}\n" for n in range(depth))
    if kind == 2:
        items = _numbers(size, ":::{{tab-item}} a{0}\nb\n:::\n")
        return f"::::{{tab-set}}\n{items}::::\n"
    if kind == 3:
        deep = range(min(depth, 300))
        return "".join(f'{"    " * n}=== "a{n}"\n\n' for n in deep) + "    " * len(deep) + "x\n"
    if kind == 4:
        return _numbers(size, '=== "a{0}"\n    b\n')
    name = rng.choice(
        ("note", "dropdown", "card", "grid", "tab-set", "admonition", "margin", "proof")
    )
    colons = [":" * (depth + 3 - n) for n in range(depth)]
    return "".join(f"{each}{{{name}}} a\n" for each in colons) + "x\n" + "\n".join(colons[::-1])


def _roles(rng: random.Random, size: int) -> str:
    names = rng.sample(_ROLES, rng.randint(1, 6))
    body = rng.choice(
        ("a{0}", "a <b{0}>", "{{a}}", "$a$", "[a](b{0}.md)", "A (b{0})", "", "<", "`")
    )
    many = "".join(_numbers(size // len(names), f"{{{{{name}}}}}`{body}` ") for name in names)
    return many.replace("` {", "`\n\n{") if rng.random() < 0.7 else many


def _tables(rng: random.Random, size: int) -> str:
    name = rng.choice(("csv-table", "list-table", "table"))
    head = rng.choice(("", ":header-rows: 1\n", ":widths: 1 2\n", ":header: a,b\n", ":delim: ;\n"))
    cell = rng.choice(("a", "[a](b.md)", "[^1]", "$a$", '"a', '""', "@fig-a", "![a](p.png)", "`a`"))
    columns = rng.choice((1, 2, 10, 300, size // 20))
    row = ",".join([cell] * columns) + "\n"
    if name == "list-table":
        row = "* - " + "\n  - ".join([cell] * min(columns, 300)) + "\n"
    if name == "table":
        row = "|" + f"{cell}|" * columns + "\n"
    if rng.random() < 0.2:
        row = "* - " * (size // 4)
    return f"```{{{name}}} a\n{head}\n{repeat(row, size)}\n```\n"


def _inner_shortcodes(rng: random.Random, size: int) -> str:
    names = ("note", "details", "figure", "tabs", "a", "include", "value", "embed", "card", "steps")
    name = rng.choice(names)
    mark = rng.choice(("<>", "%%"))
    argument = rng.choice(("", 'a="b" ', '"_part.md" ', '"t.csv" ', "a=b c=d "))
    one = f"{{{{{mark[0]} {name} {argument}{mark[1]}}}}}"
    closed = f"{{{{{mark[0]} /{name} {mark[1]}}}}}"
    between = rng.choice(("", "\n", "\n\n", " x "))
    kind = rng.randrange(3)
    if kind == 0:
        times = size // (len(one) + len(closed) + len(between))
        return (one + between) * times + closed * times
    if kind == 1:
        return repeat(one + between, size)
    return repeat(f"{one}{between}{rng.choice(MARKDOWN_UNITS)}{closed}\n", size)


def _doubling(rng: random.Random, size: int) -> str:
    """Macros of formulas that stand for others, or for their arguments, again and again."""
    letters = [chr(97 + number) for number in range(26)]
    define = rng.choice(
        (
            *(
                "\\def\\m%s{%s}",
                "\\newcommand{\\m%s}{%s}",
                "\\newcommand\\m%s{%s}",
                "\\gdef\\m%s{%s}",
            ),
            *("\\renewcommand{\\m%s}{%s}", "\\NewDocumentCommand{\\m%s}{}{%s}", "\\let\\m%s=%s "),
            *("\\providecommand{\\m%s}{%s}", "\\DeclareMathOperator{\\m%s}{%s}", "\\edef\\m%s{%s}"),
        )
    )
    kind = rng.randrange(5)
    if kind == 0:
        many = rng.choice((2, 3, 10))
        pairs = zip(letters[1:], letters, strict=False)
        lines = [define % (new, f"\\m{old} " * many) for new, old in pairs]
        formulas = "$\\mz$ " * rng.choice((1, 100, size // 10))
        return "$$\n\\def\\ma{x}" + "\n".join(lines) + "\n\\mz\n$$\n\n" + formulas[:90_000]
    if kind == 1:
        times = rng.choice((1, 2, 9, 60))
        macro = f"\\newcommand{{\\m}}[1]{{{'#1' * times}}}"
        depth = rng.choice((10, 40, 1_000, size // 5))
        return f"${macro}" + "\\m{" * depth + "x" + "}" * depth + "$\n"
    if kind == 2:
        own = rng.choice(("\\ma", "{\\ma", "\\ma\\ma", "x\\ma{"))
        return f"${define % ('a', own)}\\ma$\n"
    if kind == 3:
        return (
            "$$\n" + _numbers(size, "\\def\\m{{x{0}\\m}}\n").replace("\\m}", "\\n}") + "\\m\n$$\n"
        )
    text = "x" * min(size, 90_000)
    return f"---\nmacros:\n  a: '{text}'\n---\n" + "$\\a$ " * rng.choice((2, 500, 20_000))


def _cells(rng: random.Random, size: int) -> str:
    """Notebooks of very many cells, or with outputs in every format."""
    code = {"cell_type": "code", "metadata": {}, "source": "", "outputs": []}
    least = (
        {},
        {"cell_type": "code"},
        {"cell_type": "raw", "source": "a"},
        {"cell_type": "a"},
        1,
        None,
    )
    formats = (
        *("text/latex", "text/markdown", "image/svg+xml", "application/vnd.vegalite.v5+json"),
        *("application/vnd.jupyter.widget-view+json", "application/javascript", "text/plain"),
        *("application/vnd.plotly.v1+json", "application/pdf", "image/gif", "video/mp4"),
    )
    kind = rng.randrange(5)
    cells: list[object]
    if kind == 0:
        one = rng.choice(least)
        cells = [one] * (size // len(json.dumps(one) + ", "))
    elif kind == 1:
        value: object = repeat(rng.choice(MARKDOWN_UNITS), size)
        value = {"a": value} if rng.random() < 0.3 else value
        output = {
            "output_type": "display_data",
            "metadata": {},
            "data": {rng.choice(formats): value},
        }
        cells = [{**code, "outputs": [output]}]
    elif kind == 2:
        pictures = {f"a{n}.png": {"image/png": "iVBORw0KGgo="} for n in range(size // 50)}
        cells = [{"cell_type": "markdown", "metadata": {}, "source": "a", "attachments": pictures}]
    elif kind == 3:
        tags = [f"a{number}" for number in range(size // 8)]
        cells = [{**code, "metadata": {"tags": tags, "a": {"b": tags}}}]
    else:
        source = rng.choice(
            ("%%html\n<b>", "!a\n", "#| a: b\n", "#| a\n", "{note}\n", "```\n", "\x1b[")
        )
        cells = [{**code, "source": repeat(source, size)}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _charts(rng: random.Random, size: int) -> str:
    """Charts that ask for much: rows, sizes, charts within charts, long sequences."""
    encoding = {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}
    chart: dict[str, object] = {
        "data": {"values": [{"a": 1, "b": 2}]},
        "mark": rng.choice(("bar", "line", "point", "boxplot", "geoshape", "text", "errorband")),
        "encoding": encoding,
    }
    kind = rng.randrange(8)
    if kind == 0:
        rows = [{"a": number, "b": number % 7} for number in range(size // 20)]
        chart["data"] = {"values": rows}
    elif kind == 1:
        chart |= {"width": rng.choice((1e9, 100_000, -1, 1e300)), "height": rng.choice((1e9, 5))}
    elif kind == 2:
        chart["data"] = {"sequence": {"start": 0, "stop": rng.choice((1e5, 1e7, 1e12)), "as": "a"}}
    elif kind == 3:
        chart = {"hconcat": [chart] * max(1, size // 300)}
    elif kind == 4:
        for _ in range(min(200, size // 20)):
            chart = {rng.choice(("layer", "vconcat", "hconcat", "concat")): [chart]}
    elif kind == 5:
        fields = [f"a{number}" for number in range(max(2, size // 10))]
        chart = {"repeat": {"row": fields[:300], "column": fields[:300]}, "spec": chart}
    elif kind == 6:
        wanted = "datum.a+" * (size // 8) + "1"
        chart["transform"] = [{"calculate": wanted, "as": "c"}, {"filter": "datum.c > " + "(" * 99}]
    else:
        many = [{"window": [{"op": "rank", "as": "r"}], "frame": [None, None]}] * (size // 70)
        chart["transform"] = many
    fence = rng.choice(("vega-lite", "{vega-lite}", "chart"))
    return f"```{fence}\n{json.dumps(chart)}\n```\n"


def _doubled_strings(rng: random.Random, size: int) -> str:
    """Abbreviations that stand for others; entries that take fields of others."""
    deep = rng.choice((20, 60, 1_000))
    many = rng.choice((2, 3, 20))
    first = '@string{a0 = "' + "x" * rng.choice((1, 1_000)) + '"}\n'
    lines = [f"@string{{a{n + 1} = {' # '.join([f'a{n}'] * many)}}}\n" for n in range(deep)]
    text = first + "".join(lines)[:size]
    used = rng.choice(("title", "author", "note", "month", "journal", "doi", "keywords"))
    entry = f"@misc{{k, {used} = a{min(deep, len(lines)) - 1} # a0 # a1}}\n"
    if rng.random() < 0.4:
        return text + _numbers(size, "@inbook{{k{0}, crossref = {{k{1}}}, xdata = {{k{1},k0}}}}\n")
    return text + entry * rng.choice((1, 100))


def _deep_items(rng: random.Random, size: int) -> str:
    """CSL-JSON and YAML of the same: nested deeply, or wide in one field."""
    deep = min(size // 4, rng.choice((50, 900, 100_000)))
    nest = rng.choice(('{"a":' * deep + "1" + "}" * deep, "[" * deep + "]" * deep))
    field = rng.choice(("author", "title", "custom", "issued", "note", "DOI", "container-title"))
    if rng.random() < 0.5:
        return f'[{{"id": "a", "type": "book", "title": "b", "{field}": {nest}}}]'
    wide = rng.choice(('"a"', '{"family": "A"}', '{"literal": "<i>"}', "[[1]]", "1", "null", "{}"))
    many = ",".join([wide] * max(1, size // (len(wide) + 1)))
    return f'[{{"id": "a", "type": "book", "title": "b", "{field}": [{many}]}}]'


def _merged(rng: random.Random, size: int) -> str:
    """YAML that stands for more than it says, in front matter."""
    many = rng.choice((2, 9))
    deep = rng.choice((9, 30, max(2, size // 60)))
    first = rng.choice(("{x: 1}", "[x]", "x"))
    form = rng.choice(("[{0}]", "{{<<: [{0}]}}", "{{a: {0}}}", "[[{0}]]"))
    lines = [f"a0: &a0 {first}"]
    for number in range(deep):
        inside = ", ".join([f"*a{number}"] * (1 if "a: " in form else many))
        lines.append(f"a{number + 1}: &a{number + 1} " + form.format(inside))
    return "---\n" + "\n".join(lines) + f"\ntags: *a{deep}\n---\n# a\n"


def _includes(rng: random.Random, size: int) -> str:
    """Texts of the site, the page itself and what is none, put into the page again and again."""
    name = rng.choice(
        ("_part.md", "_part.md", "page.md", "t.csv", "_none.md", "p.png", "/data", "")
    )
    unit = rng.choice(
        (
            *(f"```{{include}} {name}\n```\n\n", f"{{{{< include {name} >}}}}\n\n"),
            *(
                f"```{{literalinclude}} {name}\n:lines: 1-9\n```\n\n",
                f":::{{include}} {name}\n:::\n",
            ),
            *(f"> ```{{include}} {name}\n> ```\n\n", f"- {{{{< include {name} >}}}}\n"),
            *(f"{{{{< embed {name} >}}}}\n\n", f'--8<-- "{name}"\n'),
        )
    )
    return repeat(unit, size)


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "glossary-file": ("data/glossary.yaml", _glossary_file),
    "terms": ("content/page.md", _terms),
    "notes-in-notes": ("content/page.md", _notes),
    "tabs-in-tabs": ("content/page.md", _tabs),
    "mistyped": (
        "content/page.md",
        lambda rng, size: repeat("".join(rng.sample(_MISTYPED, rng.randint(1, 4))), size),
    ),
    "mistyped-paragraphs": (
        "content/page.md",
        lambda rng, size: repeat("".join(rng.sample(_MISTYPED, rng.randint(1, 3))) + "\n\n", size),
    ),
    "roles": ("content/page.md", _roles),
    "table-directives": ("content/page.md", _tables),
    "shortcodes-in-shortcodes": ("content/page.md", _inner_shortcodes),
    "doubling-macros": ("content/page.md", _doubling),
    "cells-of-all-kinds": ("content/page.ipynb", _cells),
    "charts": ("content/page.md", _charts),
    "doubled-strings": ("a.bib", _doubled_strings),
    "deep-items": ("bibliography/a.json", _deep_items),
    "merged-fields": ("content/page.md", _merged),
    "includes": ("content/page.md", _includes),
}
