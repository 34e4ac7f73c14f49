"""What is mathematics and what is money, brackets or code."""

from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.formulas import FormulaReader
from sitegen.content.scanner import BLANKED, MarkdownSource


def formulas(text: str) -> list[str]:
    reader = FormulaReader(text)
    start = 0
    for line in text.split("\n"):
        reader.read_line(start, start + len(line))
        start += len(line) + 1
    return [text[each.start : each.end] for each in reader.formulas]


@pytest.mark.parametrize(
    "text",
    [
        "$x$",
        "$x_i$",
        "$|x|$",
        "$\\{a, b\\}$",
        "$a\n- b = c$",
        "$2x$",
        "$5 \\text{ mm}$",
        "$a < b$",
        "$\\$5$",
        "$`a`$",
        "$$x$$",
        "$$ x $$",
        "$$ a | b $$",
        "$$\n> a\n$$",
        "$$a \\text{ if } $b$ c$$",
        "\\(n\\)",
        "\\(a + b\\)",
        "\\[ a + b \\]",
        "\\[\na\n\\]",
        "\\\\(a\\\\)",
        "\\\\(a + b\\\\)",
        "\\\\[\na \\\\[2pt] b\n\\\\]",
        "$\\text{if $x$}$",
        "$\\mbox{a {$b$} \\} c}$",
        "$2**3$",
        "$5 | n$",
        "$5*$",
        "$ x $",
        "$x_1 $",
        "$ \\alpha$",
        "$ a = 5 $",
        "$N = $",
        "$\\pi = {\\rm Prob}(q) $",
        "\\begin{align*}\na\n\\end{align*}",
        "\\begin{pmatrix} a \\\\ b \\end{pmatrix}",
    ],
)
def test_what_is_mathematics(text: str) -> None:
    assert formulas(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "$10, or US$ 5",
        "5$ to 10$",
        "$ 5 $",
        "5 $ = 4 €, 6 $ = 5 €",
        "$ 5 = 4 €; $ 6",
        "$ 5 and $x",
        "$ a\nb $",
        "$ for all $ of it",
        "$ for \\alpha and beta $",
        "$5 or word_1 $",
        "$ <b>a</b> $",
        "$20,000-$30,000",
        "$HOME and USER$",
        "\\$x$",
        "$",
        "$$",
        "$$$$",
        "$$$ a $$$",
        "$a\n\nb$",
        "$$\na\n\nb\n$$",
        "`$x$`",
        "`` $x$ ` ``",
        "costs $5 in `x$`",
        "<a href='$x$'>",
        "[a]($x$)",
        "https://example.org/$x$",
        "<!-- $x$ -->",
        "- $CAN\n- US$",
        "| a$b |\n| c$d |",
        "| $$ | a |\n| b | $$ |",
        "\\(see above\\)",
        "\\[1\\]",
        "\\[x\\]",
        "\\[ \\]",
        "\\[a\\](b)",
        "\\[a_b\\]\\(c\\)",
        "\\[ a",
        "In \\begin{cases} a \\end{cases}",
        "\\begin{table}\na\n\\end{table}",
        "\\begin{align}\na",
        "\\\\(see above\\\\)",
        "\\\\[1\\\\]",
        "\\\\(a\\)",
        "\\\\\\\\(",
        "**$10**, *$",
        "| $5.00 | **$",
        "[a $5](b.md) ~~$",
        "~~$5~~ or $",
    ],
)
def test_what_is_none(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_formula_is_no_prose(engine: Engine) -> None:
    source = MarkdownSource("a $[b]$ c\n\n$$\n# d\n```\n$$\n", engine)
    assert source.prose.startswith(f"a {BLANKED * 5} c\n\n")
    assert source.links == []


FRAGMENTS = [
    *("$", "$a ", "$a$ ", "$a$5", "$a\n", "$$ ", "$$a$$ ", "$$\n", "$$$ ", "$`a", "\\$"),
    *(
        "\\\\(a ",
        "\\\\[\n",
        "\\\\(a=b\\\\) ",
        "$\\text{",
        "$\\text{a$ ",
        "$\\text{a}",
        "**$5** ",
        "| $5 | $",
    ),
    *("\\(a ", "\\(word ", "\\(a\\) ", "\\[a ", "\\[\n", "\\[a=b\\] ", "\\begin{align}\n"),
    *(
        "\\begin{align}\na\n\\end{align}\n\n",
        "| $$ |\n",
        "- $a\n",
        "<!-- $",
        "](a$b ",
        "https://$a ",
    ),
]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_reading_takes_no_time(fragment: str) -> None:
    started = time.process_time()
    formulas(fragment * 4000 + "\\) \\] $$")
    assert time.process_time() - started < 1


SHORTCODE = "{{< katex >}}"


@pytest.mark.parametrize(
    "text",
    [
        "{{< katex >}}x_1{{< /katex >}}",
        "{{% math %}}x{{% /math %}}",
        "{{<katex display=true>}}\nx\n{{</katex>}}",
    ],
)
def test_shortcodes_around_a_formula(text: str) -> None:
    assert formulas(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        SHORTCODE,
        f"{SHORTCODE}{{{{< /katex >}}}}",
        f"{SHORTCODE}x\n\ny{{{{< /katex >}}}}",
        "{{< mathe >}}x{{< /mathe >}}",
        "{{</* katex */>}}x{{</* /katex */>}}",
    ],
)
def test_shortcodes_without_a_formula(text: str) -> None:
    assert formulas(text) == []


def test_shortcodes_around_a_formula_with_marks() -> None:
    assert formulas(f"{SHORTCODE}$x$ and $y${{{{< /katex >}}}}") == ["$x$", "$y$"]


@pytest.mark.parametrize("end", ["", "{{< /katex >}}", "\n\n"])
def test_reading_open_shortcodes_takes_no_time(end: str) -> None:
    started = time.process_time()
    formulas(f"{SHORTCODE} x {end}" * 4000)
    formulas(f"{SHORTCODE} $x " * 4000 + end)
    assert time.process_time() - started < 1
