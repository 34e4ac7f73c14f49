"""Files that are small and ask for much: nested, wide, repeated and packed content.

Each kind is a function of a random generator and a size in bytes. The same kind, seed and size make
the same file.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["KINDS", "MARKDOWN_UNITS", "Bomb", "bombs", "make_bomb"]

_Make = Callable[[random.Random, int], str | bytes]

#: Pieces of Markdown and HTML that cost more than they show, once each.
MARKDOWN_UNITS = (
    *("<table><tr><td>", "<ul><li>", "<ul><li>[ ] a", "<ol><li>", "<div>", "<p>", "<li>", "<dd>"),
    *("<blockquote><p>[!NOTE]\nx</p>", "<blockquote>", "<details><summary>", "<figure>", "<svg>"),
    *("<b>", "<i>", "<b class=a>", "<a href=x>", "<a>", "<font>", "<nobr>", "<span>", "<sub>"),
    *("<table>a", "<td>", "<tr>", "<table><td><div>", "<caption>", "<select>", "<option>"),
    *("<math><mi>", "<svg><desc>", "<svg><foreignObject>", "<template>", "<button>", "<object>"),
    *("</p>", "</div>", "</b>", "<b><p></b>", "<b><div></b>", "<a><table>", "<div></span>"),
    *("<h1>", "<h2>a</h3>", "<!--", "<!-- a -->", "<?x", "<![CDATA[", "<!x", "<script>", "<style>"),
    *("<br>", "<img src=x>", "<img src='x.png' alt='a'>", "<textarea>", "<title>", "<plaintext>"),
    *("<div markdown=1>\n", '<div markdown="1">\n\n*a*\n\n', '<span markdown="span">', "<a b='>'>"),
    *("*a ", "**a ", "_a_", "**", "*", "_", "***a***", "~~a~~", "~a~", "^a^", "==a==", "`", "``a`"),
    *("[", "![", "[a](", "[a](b)", "[a][b]", "[a]:", "[a]: b\n\n", "<http://a.b/>", "http://a.b "),
    *("[^1]", "[^1]: a\n\n", "[^a]: [^b]\n\n", "(", ")", "]", "](", "[[a]]", "[a]{.b}", "{", "}"),
    *(
        "- ",
        "- a\n",
        "* a\n  ",
        "1. a\n",
        "> ",
        "> a\n",
        "> > ",
        "- > ",
        "  - a\n",
        "    a\n",
        "\t",
    ),
    *("# a\n", "# a {#b}\n", "a\n=\n", "a\n---\n", "---\n", "***\n", "\n\n", "a\n\n", "\\", "\\\n"),
    *("| a ", "|", "|-", "| a | b |\n", "|a|b|\n|-|-|\n", "a|b\n-|-\n", "Table: a\n\n", ": a\n\n"),
    *(
        "```\n",
        "```a\n",
        "~~~\n",
        "```python\nx\n```\n",
        "``` {.a}\n",
        "```{note}\n",
        "```mermaid\n",
    ),
    *(
        ":::",
        "::: a\n",
        ":::\n",
        "::: {.note}\na\n:::\n",
        "!!! note\n    a\n",
        "??? a\n    ",
        "=== ",
    ),
    *('=== "a"\n    b\n', "!!! note\n", "    !!! note\n", "> [!NOTE]\n> a\n", "> [!TIP]\n"),
    *("{{", "}}", "{{< a >}}", "{{< a ", "{{< /a >}}", "{{% a %}}", '{{< a b="c" >}}', "{% a %}"),
    *("$", "$$", "$a$", "$$a$$\n", "$$\na\n$$\n", "\\(", "\\[", "\\begin{a}", "$\\frac{", "$a_{"),
    *("{: .a}", "{: a=b }", "{#a}", "{.a}", "\n{: #a }\n", "{: ", "{.a .b", "{a=1 b=2}", "{a}`b`"),
    *("*[a]: b\n", "a\n: b\n", "a\n:   b\n\n", "@a", "[@a]", "@fig-a", "[-@a; @b, p. 3]", "[](#a)"),
    *("&amp;", "&", "&#35;", "&#x0;", "&copy", "&a;", "\u00e9", "\u3042", "\U0001f600", "\u202e"),
    *("\u200b", "\x0b", "\x0c", "\x85", "\u2028", "\r", "\r\n", " ", "  \n", "\ufeff", "a", "a b "),
    *("'a'", '"a"', "...", "--", "---", "(c)", ":smile:", "++a++", "--8<--", "<<", ">>", "!", "#"),
    *("![a](b.png){width=1}", "![](b)\n\n", "![a](b){#fig-a}\n\n", "![a][b]", "[![a](b)](c)"),
    *(
        "+---+\n",
        "| :-: ",
        "\\|",
        "|||",
        "| ^^ ",
        "- [ ] a\n",
        "- [x] a\n",
        "- [ ] ",
        "Figure: a\n",
    ),
)
_PAIRS = (
    *(("<div>", "</div>"), ("<b>", "</b>"), ("<span>", "</span>"), ("<ul><li>", "</li></ul>")),
    *(("<table><tr><td>", "</td></tr></table>"), ("*a ", " a*"), ("**a ", " a**"), ("[", "](b)")),
    *(("[", "]{.a}"), ("![", "](b)"), ("(", ")"), ("*", "*"), ("**", "**"), ("_a ", " a_")),
    *(("~~a ", " a~~"), ("::: a\n", ":::\n"), ("{{< a >}}", "{{< /a >}}"), ("$\\sqrt{", "}$")),
    *(("<blockquote>", "</blockquote>"), ("<svg><g>", "</g></svg>"), ("<math>", "</math>")),
    *(('<div markdown="1">\n\n', "\n\n</div>\n"), ("<details>", "</details>"), ("`", "`")),
    *(("<sub><sup>", "</sup></sub>"), ("<figure>", "</figure>"), ("<a>", "</a>"), ("{", "}")),
    *(("<p><em>", "</em></p>"), ("<select><option>", "</option></select>"), ("==a ", " a==")),
)


@dataclass(frozen=True, slots=True)
class Bomb:
    """One file: the path that it would have in a site, and its bytes."""

    kind: str
    seed: int
    path: str
    data: bytes


def make_bomb(kind: str, seed: int, size: int) -> Bomb:
    """Make a file of about `size` bytes, at most a million."""
    path, make = KINDS[kind]
    made = make(_random(f"{kind} {seed}"), size)
    data = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
    return Bomb(kind, seed, path, data[:1_000_000] if path.endswith((".md", ".css")) else data)


def bombs(count: int, first: int = 0, largest: int = 1_000_000) -> Iterator[Bomb]:
    """Yield files of all kinds in turn, of sizes from 2 KB to `largest`."""
    kinds = sorted(KINDS)
    for seed in range(first, first + count):
        size = round(2_000 * (largest / 2_000) ** _random(f"size {seed}").random())
        yield make_bomb(kinds[seed % len(kinds)], seed, size)


def _random(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311  # no secret


def _repeat(unit: str, size: int) -> str:
    return unit * max(1, size // max(1, len(unit.encode("utf-8", "surrogatepass"))))


# --- pages ---------------------------------------------------------------------------------------


def _unit(rng: random.Random, size: int) -> str:
    return _repeat(rng.choice(MARKDOWN_UNITS), size)


def _lines(rng: random.Random, size: int) -> str:
    return _repeat(rng.choice(MARKDOWN_UNITS) + rng.choice(("\n", "\n\n", " x\n")), size)


def _mixed(rng: random.Random, size: int) -> str:
    units = [rng.choice(MARKDOWN_UNITS) * rng.randint(1, 3) for _ in range(rng.randint(2, 5))]
    return _repeat("".join(units), size)


def _shuffled(rng: random.Random, size: int) -> str:
    units = [rng.choice(MARKDOWN_UNITS) for _ in range(rng.randint(2, 12))]
    average = max(1, sum(map(len, units)) // len(units))
    return "".join(rng.choices(units, k=size // average))


def _nested(rng: random.Random, size: int) -> str:
    opener, closer = rng.choice(_PAIRS)
    times = size // (len(opener) + len(closer))
    return opener * times + "x" + closer * times


def _one_then_many(rng: random.Random, size: int) -> str:
    """Much of one thing, and then much of another, which each costs what came before."""
    first = rng.choice(MARKDOWN_UNITS)
    return (
        _repeat(first, size // 2) + "\n\n" + _repeat(rng.choice(MARKDOWN_UNITS) + "\n\n", size // 2)
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
    return f"```{language}\n{_repeat(line, size)}\n```\n"


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
    body = _repeat(unit, size)
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
    body = _repeat(argument, size)
    opened = "{{< " + name
    return rng.choice((f"{opened}{body} >}}}}\n", _repeat(f"{opened}{argument} >}}}}\n", size)))


def _diagram(rng: random.Random, size: int) -> str:
    kind = rng.choice(("mermaid", "dot", "graphviz", "vega-lite", "chart", "vega"))
    unit = rng.choice(("a-->b\n", "a->b;", "{", "[", "subgraph a\n", '{"a":', "a[", '"'))
    head = {"mermaid": "graph TD\n", "dot": "digraph {", "graphviz": "digraph {"}.get(kind, "{")
    return f"```{kind}\n{head}{_repeat(unit, size)}\n```\n"


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
    return f"{fence}\n{_repeat(unit, size)}\n{fence}\n# a\n"


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
        one = {**cell, "source": _repeat(rng.choice(MARKDOWN_UNITS), size)}
        return json.dumps({"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    if rng.random() < 0.3:
        html = _repeat(rng.choice(MARKDOWN_UNITS), size)
        output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}
        one = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}
        return json.dumps({"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    cells = [cell] * max(1, size // len(json.dumps(cell)))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


# --- data ----------------------------------------------------------------------------------------


def _yaml(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *("- ", "a: ", "[", "{a: ", "- a\n", "? ", "{", "a: b\n", "&a ", "*a ", "!!a ", "- - "),
            *(
                "'",
                '"',
                "|",
                "- {a: 1, b: 2}\n",
                "- [1,2]\n",
                "---\n",
                "<<: ",
                "a:\n  ",
                "- 1\n",
                "%",
            ),
            *("- 2024-01-01\n", "#", "\t", "- {}\n", "- []\n", "- 'a'\n", "- knee.jpg: a\n"),
        )
    )
    if rng.random() < 0.3:
        return "".join(f"a{number}: b\n" for number in range(size // 10))
    return _repeat(unit, size)


def _dotted(rng: random.Random, size: int, line: str) -> str:
    """The same long name again and again."""
    deep = ".".join("a" * rng.randint(10, 300))
    times = size // (len(deep) + 10)
    return "".join(line.format(deep, number) for number in range(times))


_TOML: tuple[_Make, ...] = (
    lambda _, size: "a." * (size // 2) + "a=1",
    lambda _, size: "[" + "a." * (size // 2) + "a]\n",
    lambda _, size: "a=" + "[" * size,
    lambda _, size: "a=" + "{a=" * (size // 3),
    lambda _, size: "[[a]]\n" * (size // 6),
    lambda rng, size: _dotted(rng, size, "[{}.b{}]\n"),
    lambda rng, size: _dotted(rng, size, "{}.b{}=1\n"),
    lambda rng, size: "[[a]]\n" + _dotted(rng, size, "[[a.{}.b]]\n"),
    lambda _, size: "a=[" + "1," * (size // 2) + "]",
    lambda _, size: "a=" + "[[" * 20 + "[]," * (size // 3),
    lambda _, size: "".join(f"a{number}=1\n" for number in range(size // 9)),
    lambda _, size: 'a="""' + '\\"' * (size // 2),
)


def _toml(rng: random.Random, size: int) -> str | bytes:
    return rng.choice(_TOML)(rng, size)


_JSON: tuple[_Make, ...] = (
    lambda _, size: "[" * size,
    lambda _, size: '{"a":' * (size // 5),
    lambda _, size: "[" + ",".join(["[]"] * (size // 3)) + "]",
    lambda _, size: "[" + ",".join(['{"a":1,"b":"c"}'] * (size // 16)) + "]",
    lambda _, size: "[" + "9" * size + "]",
    lambda _, size: "{" + ",".join(f'"a{number}":0' for number in range(size // 9)) + "}",
    # Each row has a column of its own.
    lambda _, size: "[" + ",".join(f'{{"a{number}":1}}' for number in range(size // 12)) + "]",
    lambda _, size: '"' + "\\u00e9" * (size // 6) + '"',
    lambda _, size: '["' + "\\" * size,
    lambda _, size: "[" + "1e999," * (size // 6) + "1]",
)


def _json(rng: random.Random, size: int) -> str | bytes:
    return rng.choice(_JSON)(rng, size)


def _csv(rng: random.Random, size: int) -> str:
    comma = rng.choice(",,,;\t|")
    columns = max(2, round(size * rng.uniform(0.01, 0.5)) // 6)
    header = comma.join(f"c{number}" for number in range(columns)) + "\n"
    row = rng.choice(("a\n", f"a{comma}b\n", '"a"\n', '"', f"{comma}\n", "a" * 300 + "\n"))
    return header + row * max(1, (size - len(header)) // len(row))


def _bibtex(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *(
                "@article{{a{0}, title={{b}}}}\n",
                "@string{{a{0} = a{1} # a{1}}}\n",
                "@",
                "{{",
                "}}",
            ),
            *(
                "@misc{{a{0}, author={{A and B and C}}, year=2020}}\n",
                "@article{{a,",
                "title = {{",
                "#",
            ),
            *("@misc{{a{0}, crossref={{a{1}}}}}\n", "@misc{{a{0}, note={{\\textbf{{a}}}}}}\n", '"'),
            *("@comment{{", "\\textbf{{", "$a$", "\\'", " and ", "@preamble{{", "@misc(a, b=("),
        )
    )
    if "0" in unit:
        times = size // len(unit.format(10_000, 10_000))
        return "".join(unit.format(number, max(0, number - 1)) for number in range(times))
    field = rng.choice(("title", "author", "note", "abstract", "date", "pages", "keywords", "doi"))
    body = _repeat(unit.format(), size)
    return rng.choice((body, f"@misc{{a, {field} = {{{body}}}}}\n"))


def _csl(rng: random.Random, size: int) -> str:
    names = [{"family": "A", "given": "B"}]
    item: dict[str, object] = {"id": "a", "type": "book", "title": "b", "author": names}
    kind = rng.randrange(4)
    if kind == 0:
        return json.dumps([{**item, "id": f"a{n}"} for n in range(max(1, size // 90))])
    if kind == 1:
        return json.dumps([{**item, "author": names * (size // 35)}])
    if kind == 2:
        return json.dumps(
            [{**item, "title": _repeat(rng.choice(("<i>", "{", "$a", "<b>x</b>")), size)}]
        )
    return json.dumps([{**item, "issued": {"date-parts": [[2020]] * (size // 8)}}])


def _inventory(rng: random.Random, size: int) -> bytes:
    head = b"# Sphinx inventory version 2\n# Project: a\n# Version: 1\n# packed\n"
    line = rng.choice((b"a py:class 1 a.html#$ -\n", b"a " * 400 + b"\n", b"\n", b"a" * 1000, b" "))
    packed = b""
    times = 1
    while len(packed) < min(size, 60_000) and times * len(line) < min(200_000_000, size * 400):
        times *= 4
        packed = zlib.compress(line * times, 6)
    return head + packed


# --- styles, drawings, pictures, archives --------------------------------------------------------


def _css(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *(
                "a{b:url(",
                "(",
                "{",
                "[",
                "a{",
                "/*",
                '"',
                "@import 'a';",
                "@media{",
                "url(",
                "url(a)",
            ),
            *(
                "a{b:c}",
                "image-set(",
                "@import ",
                "\\",
                "calc(",
                "@",
                "a,",
                ":is(",
                ")",
                "}",
                "'\\\n",
            ),
            *(
                "@namespace ",
                "@font-face{src:url(a)}",
                "a{b:url('c')}",
                "image-set('a',",
                "-",
                "*/",
            ),
        )
    )
    return _repeat(unit, size)


def _svg(rng: random.Random, size: int) -> str:
    unit = rng.choice(
        (
            *("<g>", "<g/>", "<path d='M0 0'/>", "<use href='#a'/>", "<style>a{b:c}</style>"),
            *(
                "<a>x</a>",
                "<text>x</text>",
                "<!-- a -->",
                "<?a?>",
                "&#97;",
                "<rect style='a:b(c)'/>",
            ),
            *("<g id='a'><use href='#a'/></g>", "<image href='data:image/svg+xml,%3Csvg/%3E'/>"),
            *(
                "<linearGradient id='a' href='#a'/>",
                "<set attributeName='x'/>",
                "<g style='a:url(b)'>",
            ),
            *("<rect style='" + "(" * 60 + "'/>", "<metadata>", "<style>" + "{" * 100 + "</style>"),
        )
    )
    kind = rng.random()
    if kind < 0.1:
        body = "<g" + "".join(f" a{number}='b'" for number in range(size // 10)) + "/>"
    elif kind < 0.2:
        body = f"<style>{_css(rng, size)}</style>".replace("<style>a", "<style>")
    elif kind < 0.3:
        body = f"<path d='{_repeat(rng.choice(('M0 0 ', 'a', '1e9 ', 'L1,1')), size)}'/>"
    elif kind < 0.4:
        body = "".join(
            f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(size // 200)
        )
    else:
        body = _repeat(unit, size)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{body}</svg>'


def _svg_entities(rng: random.Random, size: int) -> str:
    text = "x" * rng.choice((10, 1_000, 100_000))
    declared = f'<!DOCTYPE svg [<!ENTITY a "{text}">]>'
    body = _repeat("&a;", size)
    return f'{declared}<svg xmlns="http://www.w3.org/2000/svg"><text>{body}</text></svg>'


def _gif(rng: random.Random, size: int) -> bytes:
    width, height = rng.choice(((1, 1), (65_535, 65_535), (3_000, 3_000), (10, 10)))
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    picture = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0"
    unit = rng.choice(
        (
            picture,
            b"!\xf9\x04\0\0\0\0\0" + picture,
            b"!\xfe\x01a\0",
            b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
            b"!\xff\x0bXMP DataXMP" + b"\x01<" * 20 + b"\0",
        )
    )
    return head + unit * (size // len(unit)) + (picture + b";" if rng.random() < 0.7 else b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(rng: random.Random, size: int) -> bytes:
    side = rng.choice((1, 100, 5_000, 10_000, 60_000))
    head = b"\x89PNG\r\n\x1a\n" + _chunk(
        b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    )
    pixels = _chunk(
        b"IDAT", zlib.compress(b"\0" * min(50_000_000, size * 500, side * (side + 1)), 6)
    )
    text = zlib.compress(b"a" * min(40_000_000, size * 200), 6)
    unit = rng.choice(
        (
            _chunk(b"tEXt", b"a\0b"),
            _chunk(b"zTXt", b"a\0\0" + text),
            _chunk(b"iCCP", b"a\0\0" + text),
            _chunk(b"iTXt", b"a\0\1\0\0\0" + text),
            _chunk(b"IDAT", b""),
            _chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 1, 1, 0, 0, 1, 1, 0, 0)),
            _chunk(b"acTL", struct.pack(">II", 0xFFFF_FFFF >> 1, 0)),
            _chunk(b"PLTE", b"abc"),
            _chunk(b"eXIf", b"II*\0\x08\0\0\0"),
        )
    )
    many = unit * max(1, min(size, 900_000) // len(unit))
    parts = [many, pixels] if rng.random() < 0.6 else [pixels, many]
    return head + b"".join(parts) + _chunk(b"IEND", b"")


def _ico(rng: random.Random, size: int) -> bytes:
    count = min(65_535, size // 16)
    png = _png(rng, 1_000) if rng.random() < 0.5 else b"(\0\0\0" + b"\0" * 60
    start = 6 + 16 * count
    entry = struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 32, len(png), start)
    if rng.random() < 0.3:
        entry = struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 32, 0xFFFF_FFFF, 0)
    return struct.pack("<HHH", 0, 1, count) + entry * count + png


def _webp(rng: random.Random, size: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    frames = [
        Image.new("RGB", (1, 1), (n % 256, n // 256, 0)) for n in range(2, min(2_000, size // 40))
    ]
    first = Image.new("RGB", (1, 1))
    first.save(out, "WEBP", save_all=True, append_images=frames[: rng.choice((3, 50, 2_000))])
    data = bytearray(out.getvalue())
    if rng.random() < 0.5 and len(data) > 40:
        data[24:30] = b"\xff\x3f\0\xff\x3f\0"
    return bytes(data)


def _tiff(rng: random.Random, size: int) -> bytes:
    """Many pages, or many entries, or one folder that follows itself."""
    entries = [
        (256, 4, 1, 1 if rng.random() < 0.5 else 60_000),
        *((257, 4, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)),
        *((277, 3, 1, 1), (278, 4, 1, 1), (279, 4, 1, 1)),
    ]
    entries += [(700 + n, 4, 1, 0) for n in range(rng.choice((0, 0, 4_000)))]
    folder = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries)
    pages = max(1, min(size // (len(folder) + 4), 20_000))
    data = bytearray(b"II*\0" + struct.pack("<I", 8 + 4) + b"\0\0\0\0")
    for page in range(pages):
        following = len(data) + len(folder) + 4
        last = 0 if rng.random() < 0.5 else 12
        data += folder + struct.pack("<I", following if page < pages - 1 else last)
    return bytes(data)


def _jpeg(rng: random.Random, size: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    segment = rng.choice(
        (
            b"\xff\xe1\0\x08Exif\0\0",
            b"\xff\xfe\0\x03a",
            b"\xff\xda\0\x08\x01\x01\0\0\0\0\0",
            b"\xff\xe2\0\x10MPF\0II*\0\x08\0\0\0\0\0",
            b"\xff\xe1\0\x30http://ns.adobe.com/xap/1.0/\0<a><a><a><a><a>",
        )
    )
    middle = segment * (size // len(segment))
    if rng.random() < 0.5:
        at = data.index(b"\xff\xc2")
        data = data[: at + 5] + b"\xff\xff\xff\xff" + data[at + 9 :]
    return data[:2] + middle + data[2:]


def _zip(rng: random.Random, size: int) -> bytes:
    out = io.BytesIO()
    office = rng.random() < 0.5
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if office:
            archive.writestr("[Content_Types].xml", "<Types/>")
            size = min(size, 200_000)
            text = rng.choice(
                ("<a>" * (size * 30), "<cp:x>a</cp:x>" * (size * 10), " " * (size * 200))
            )
            archive.writestr("docProps/core.xml", text)
            archive.writestr("docProps/app.xml", text[: size * 10])
        else:
            name = rng.choice(("a{}.jpg", "a/{}.png", "{}.txt"))
            many = rng.choice((1, 100, min(8_000, size // 100)))
            for number in range(many):
                archive.writestr(
                    name.format(number),
                    b"\xff\xd8\xff" + b"\0" * (min(100_000_000, size * 200) // many),
                )
    return out.getvalue()


def _tar(rng: random.Random, size: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(min(8_000, size // 100)):
            info = tarfile.TarInfo(f"{number}.jpg" if rng.random() < 0.9 else "a" * 2_000)
            archive.addfile(info, io.BytesIO(b""))
    data = out.getvalue() + b"\0" * min(50_000_000, size * 200)
    for _ in range(rng.randint(1, 3)):
        data = gzip.compress(data, 6, mtime=0)
    return data


def _pdf(rng: random.Random, size: int) -> bytes:
    unit = rng.choice((b"<<", b"[", b"1 0 obj\n<<>>\nendobj\n", b"/a ", b"(", b"%", b"0 0 R "))
    body = unit * (size // len(unit))
    stream = zlib.compress(b"0 " * min(5_000_000, size * 20))
    more = b"2 0 obj\n<</Length %d/Filter/FlateDecode/Type/ObjStm/N 99999/First 9>>stream\n" % len(
        stream
    )
    tail = b"\ntrailer\n<</Root 1 0 R/Info 2 0 R/Size 9>>\nstartxref\n9\n%%EOF\n"
    return b"%PDF-1.5\n" + body + more + stream + b"\nendstream\nendobj" + tail


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, _Make]] = {
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
    "yaml": ("data/a.yaml", _yaml),
    "toml": ("data/a.toml", _toml),
    "json": ("data/a.json", _json),
    "csv": ("data/a.csv", _csv),
    "tsv": ("content/a.tsv", _csv),
    "captions": ("content/captions.yaml", _yaml),
    "bibtex": ("a.bib", _bibtex),
    "csl": ("bibliography/a.json", _csl),
    "inventory": ("data/a.inv", _inventory),
    "configuration": ("sitegen.toml", _toml),
    "css": ("assets/a.css", _css),
    "svg": ("assets/a.svg", _svg),
    "svg-entities": ("assets/a.svg", _svg_entities),
    "gif": ("assets/a.gif", _gif),
    "png": ("assets/a.png", _png),
    "ico": ("assets/a.ico", _ico),
    "webp": ("assets/a.webp", _webp),
    "tiff": ("assets/a.tif", _tiff),
    "jpeg": ("assets/a.jpg", _jpeg),
    "zip": ("content/a.zip", _zip),
    "tar": ("content/a.tar.gz", _tar),
    "pdf": ("content/a.pdf", _pdf),
}
