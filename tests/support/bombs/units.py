"""Pieces of Markdown and HTML to make large files of."""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["MARKDOWN_UNITS", "PAIRS", "Make", "repeat"]

Make = Callable[[random.Random, int], str | bytes]

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
PAIRS = (
    *(("<div>", "</div>"), ("<b>", "</b>"), ("<span>", "</span>"), ("<ul><li>", "</li></ul>")),
    *(("<table><tr><td>", "</td></tr></table>"), ("*a ", " a*"), ("**a ", " a**"), ("[", "](b)")),
    *(("[", "]{.a}"), ("![", "](b)"), ("(", ")"), ("*", "*"), ("**", "**"), ("_a ", " a_")),
    *(("~~a ", " a~~"), ("::: a\n", ":::\n"), ("{{< a >}}", "{{< /a >}}"), ("$\\sqrt{", "}$")),
    *(("<blockquote>", "</blockquote>"), ("<svg><g>", "</g></svg>"), ("<math>", "</math>")),
    *(('<div markdown="1">\n\n', "\n\n</div>\n"), ("<details>", "</details>"), ("`", "`")),
    *(("<sub><sup>", "</sup></sub>"), ("<figure>", "</figure>"), ("<a>", "</a>"), ("{", "}")),
    *(("<p><em>", "</em></p>"), ("<select><option>", "</option></select>"), ("==a ", " a==")),
)


def repeat(unit: str, size: int) -> str:
    """Return a unit as often as it takes to have about `size` bytes."""
    return unit * max(1, size // max(1, len(unit.encode("utf-8", "surrogatepass"))))
