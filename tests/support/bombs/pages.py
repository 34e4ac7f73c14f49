"""Pages that ask for much: Markdown, HTML, mathematics, front matter, notebooks."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

from support.bombs.units import MARKDOWN_UNITS, PAIRS, repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]


def _unit(rng: random.Random, size: int) -> str:
    return repeat(rng.choice(MARKDOWN_UNITS), size)


def _lines(rng: random.Random, size: int) -> str:
    return repeat(rng.choice(MARKDOWN_UNITS) + rng.choice(("\n", "\n\n", " x\n")), size)


def _mixed(rng: random.Random, size: int) -> str:
    units = [rng.choice(MARKDOWN_UNITS) * rng.randint(1, 3) for _ in range(rng.randint(2, 5))]
    return repeat("".join(units), size)


def _shuffled(rng: random.Random, size: int) -> str:
    units = [rng.choice(MARKDOWN_UNITS) for _ in range(rng.randint(2, 12))]
    average = max(1, sum(map(len, units)) // len(units))
    return "".join(rng.choices(units, k=size // average))


def _nested(rng: random.Random, size: int) -> str:
    opener, closer = rng.choice(PAIRS)
    times = size // (len(opener) + len(closer))
    return opener * times + "x" + closer * times


def _one_then_many(rng: random.Random, size: int) -> str:
    """Much of one thing, and then much of another, which each costs what came before."""
    first = rng.choice(MARKDOWN_UNITS)
    return (
        repeat(first, size // 2) + "\n\n" + repeat(rng.choice(MARKDOWN_UNITS) + "\n\n", size // 2)
    )


def _numbered(rng: random.Random, size: int) -> str:
    """The same thing with a name of its own each time, which nothing can share."""
    unit = rng.choice(
        (
            *(
                "<b class=a{0}>",
                "<a id=a{0}>",
                "[^{0}]: a\n\n",
                "[^{0}]\n",
                "[{0}]: b\n\n",
                "[{0}] ",
            ),
            *("*[a{0}]: b\n", "# a {0}\n\n", "![{0}]({0}.png)\n\n", "[a]({0}.md)\n", "@a{0} "),
            *(
                '<p id="a{0}">',
                "{{{{< a{0} >}}}}\n",
                "$a_{{{0}}}$ ",
                "`a{0}`{{.a}} ",
                "``` a{0}\n```\n",
            ),
            *("[@a{0}] ", "![a](b){{#fig-{0}}}\n\n", "@fig-{0} ", "a{0}\n: b\n\n", "{{#a{0}}}\n"),
            *(
                '<div a{0}="b">',
                "<x{0}>",
                "&a{0};",
                "- a{0}\n",
                "{0}. a\n",
                "$$a$$ {{#eq-{0}}}\n\n",
            ),
        )
    )
    times = size // len(unit.format(10_000))
    return "".join(unit.format(number) for number in range(times)) + "a\n\n" * rng.randint(0, times)


def _attributes(rng: random.Random, size: int) -> str:
    opening, each, end = rng.choice(
        (
            *(("<div", " a{0}", ">"), ("<div", " a{0}=b", ">x</div>"), ("<p", ' a{0}="b"', "")),
            *(("# a {{:", " a{0}=b", "}}"), ("[a]{{", ".a{0} ", "}}"), ("a\n{{:", " .a{0}", "}}")),
            *(("```python {{", " a{0}=1", "}}\nx\n```\n"), ("{{{{< a", " a{0}=b", " >}}}}")),
            *(("<img src=a", " style='a{0}:b'", ">"), ("<p style='", "color:red;", "'>a")),
            *(
                ("<p style='", "a(", "'>a"),
                ("<p style='", "a:{{", "'>a"),
                ("<p class='", "a{0} ", "'>"),
            ),
            *(("<div", ' a{0}=">"', ">"), ("<img srcset='", "a {0}w, ", "'>")),
        )
    )
    written = "".join(each.format(number) for number in range(size // len(each.format(10_000))))
    return opening.format() + written + end.format()


def _open_formatting(rng: random.Random, size: int) -> str:
    tag = rng.choice(("b", "i", "a", "font", "code", "span", "nobr", "u", "strong"))
    times = size // 40
    opened = "".join(f"<{tag} class=a{number}>" for number in range(times))
    block = rng.choice(("\n\nx\n\n", "<p>x", "<div>x</div>", "<table><tr><td>x", "<li>x", "\n\n"))
    return opened + block * times


def _wide_table(rng: random.Random, size: int) -> str:
    columns = max(2, round(size * rng.uniform(0.01, 0.4)) // 4)
    head = "|a" * columns + "|\n" + "|-" * columns + "|\n"
    row = rng.choice(("|a|\n", "a\n", "|a|b|c|\n", "||\n", "|`a|b`|\n"))
    return head + row * max(1, (size - len(head)) // len(row))


def _code_block(rng: random.Random, size: int) -> str:
    language = rng.choice(
        "python js html css c cpp java r bash yaml json toml latex perl php ruby sql xml rst md "
        "diff console haskell lisp matlab julia make ini http go rust swift text scala".split()
    )
    line = rng.choice(
        (
            "x = 1\n",
            "(",
            "{",
            "[",
            '"',
            "'",
            "/*",
            "<a ",
            "<!--",
            "#",
            "`",
            "$(",
            "\\",
            "a.b(c, ",
            "@",
        )
    )
    return f"```{language}\n{repeat(line, size)}\n```\n"


def _mathematics(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *("{", "\\frac{a}{", "\\sqrt{", "a_{", "a^{", "\\left(", "\\begin{matrix}", "a&b\\\\"),
            *(
                "\\text{",
                "x",
                "\\alpha ",
                "\\ce{H2O}",
                "\\qty{1}{\\m}",
                "\\unit{",
                "\\ce{",
                "^",
                "_",
            ),
            *(
                "\\mathbf{",
                "\\overbrace{",
                "\\\\",
                "&",
                "\\label{a}",
                "\\tag{1}",
                "\\def\\a{\\a\\a}",
            ),
            *("\\newcommand{\\a}{a}", "'", "\\color{red}", "\\operatorname{", "\\substack{", "\\,"),
            *(
                "\\begin{aligned}",
                "\\begin{array}{cc}",
                "\\cancel{",
                "\\boxed{",
                "\\R",
                "#1",
                "%a\n",
            ),
        )
    )
    body = repeat(unit, size)
    return rng.choice(("${}$\n", "$${}$$\n", "$$\n{}\n$$\n", "\\[{}\\]\n")).format(body)


def _macros(rng: random.Random, size: int) -> str:
    """Macros that each stand for many of the one before."""
    names = [f"m{chr(97 + number)}" for number in range(rng.randint(4, 24))]
    lines = ["---", "macros:", "  ma: 'x'"]
    lines += [
        f"  {name}: '" + f"\\{before} " * rng.randint(2, 12) + "'"
        for before, name in pairwise(names)
    ]
    return "\n".join([*lines, "---", f"$\\{names[-1]}$ " * max(1, min(200, size // 5000)), ""])


def _shortcodes(rng: random.Random, size: int) -> str:
    name = rng.choice(("figure", "youtube", "gallery", "note", "include", "a", "collection"))
    argument = rng.choice((' a="b"', " a=b", ' "', " [", ' a="{{< b >}}"', " a=`", "\\", " {"))
    body = repeat(argument, size)
    opened = "{{< " + name
    return rng.choice((f"{opened}{body} >}}}}\n", repeat(f"{opened}{argument} >}}}}\n", size)))


def _diagram(rng: random.Random, size: int) -> str:
    kind = rng.choice(("mermaid", "dot", "graphviz", "vega-lite", "chart", "vega"))
    unit = rng.choice(("a-->b\n", "a->b;", "{", "[", "subgraph a\n", '{"a":', "a[", '"'))
    head = {"mermaid": "graph TD\n", "dot": "digraph {", "graphviz": "digraph {"}.get(kind, "{")
    return f"```{kind}\n{head}{repeat(unit, size)}\n```\n"


def _front_matter(rng: random.Random, size: int) -> str:
    fence, unit = rng.choice(
        (
            *(("---", "a: ["), ("---", "- "), ("---", "? "), ("---", "{"), ("---", "a: b\n")),
            *(("---", "a: &a [*a]\n"), ("---", "tags: [a, b]\n"), ("---", "  "), ("---", "a: |\n")),
            *(("+++", "a."), ("+++", "a=["), ("+++", "[a]\n"), ("+++", "[[a]]\n"), ("+++", "a={")),
            *(
                ("+++", "[a.a.a.a]\n"),
                ("+++", "a='''"),
                ("---", "title: a\n"),
                ("---", "title: '*a "),
                (";;;", '"a":['),
                (";;;", '"a":1,'),
                ("---", "authors: [a"),
                ("---", "a: 1e9\n"),
            ),
        )
    )
    return f"{fence}\n{repeat(unit, size)}\n{fence}\n# a\n"


def _notebook(rng: random.Random, size: int) -> str:
    cell = rng.choice(
        (
            {"cell_type": "markdown", "metadata": {}, "source": "# a\n"},
            {"cell_type": "code", "metadata": {}, "source": "x", "outputs": []},
            {"cell_type": "raw", "metadata": {}, "source": "<div>"},
            {
                "cell_type": "code",
                "metadata": {},
                "source": "x = 1",
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "\x1b[31ma" * 50}],
            },
            {
                "cell_type": "code",
                "metadata": {},
                "source": "x",
                "outputs": [
                    {
                        "output_type": "execute_result",
                        "metadata": {},
                        "data": {"text/html": "<table><tr><td>" * 40},
                    }
                ],
            },
        )
    )
    if rng.random() < 0.3:
        one = {**cell, "source": repeat(rng.choice(MARKDOWN_UNITS), size)}
        return json.dumps({"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    if rng.random() < 0.3:
        html = repeat(rng.choice(MARKDOWN_UNITS), size)
        output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}
        one = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}
        return json.dumps({"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    cells = [cell] * max(1, size // len(json.dumps(cell)))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "markdown-unit": ("content/page.md", _unit),
    "markdown-lines": ("content/page.md", _lines),
    "markdown-mixed": ("content/page.md", _mixed),
    "markdown-shuffled": ("content/page.md", _shuffled),
    "markdown-nested": ("content/page.md", _nested),
    "markdown-then": ("content/page.md", _one_then_many),
    "markdown-numbered": ("content/page.md", _numbered),
    "attributes": ("content/page.md", _attributes),
    "open-formatting": ("content/page.md", _open_formatting),
    "wide-table": ("content/page.md", _wide_table),
    "code-block": ("content/page.md", _code_block),
    "mathematics": ("content/page.md", _mathematics),
    "macros": ("content/page.md", _macros),
    "shortcodes": ("content/page.md", _shortcodes),
    "diagram": ("content/page.md", _diagram),
    "front-matter": ("content/page.md", _front_matter),
    "notebook": ("content/page.ipynb", _notebook),
}
