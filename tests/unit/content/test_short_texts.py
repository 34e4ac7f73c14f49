"""Markdown in short texts, under both engines."""

from __future__ import annotations

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.short_texts import plain_short_text, read_short_text
from sitegen.mathematics.macros import parse_macros
from support.parsing import parse


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain & simple", "plain &amp; simple"),
        ("*a* and **b** `c_d`", "<em>a</em> and <strong>b</strong> <code>c_d</code>"),
        ("2. May was *good*", "2. May was <em>good</em>"),
        ("# no heading *at all*", "# no heading <em>at all</em>"),
        ("[x](people.md)", '<a href="people.md">x</a>'),
        ("see https://a.org/", 'see <a href="https://a.org/">https://a.org/</a>'),
        ("H~2~O ~~x~~", "H<sub>2</sub>O <del>x</del>"),
        ("file_name_x", "file_name_x"),
        ("p < 0.05", "p &lt; 0.05"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("", ""),
    ],
)
def test_markdown(text: str, html: str, engine: Engine) -> None:
    found = read_short_text(text, engine)
    assert (found.html, found.problems) == (html, ())


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_allowed_is_told(engine: Engine) -> None:
    found = read_short_text("a <script>x</script>![i](a.png)b", engine)
    assert found.html.replace(" ", "") == "ab"
    assert [each.message for each in found.problems] == [
        "<script> is not allowed in a page",
        "<img> in a short text is left out",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_too_long_a_paragraph(engine: Engine) -> None:
    """Whoever reads it copies all of it for each mark, also outside of pages."""
    read = read_short_text("a^[b] & " * 20_000, engine)
    assert read.html.startswith("a^[b] &amp; a^[b]")
    assert [problem.code for problem in read.problems] == ["limit-exceeded"]
    assert not read_short_text("words\n\n" * 20_000, engine).problems


@pytest.mark.parametrize("engine", ENGINES)
def test_formulas_of_long_macros(engine: Engine) -> None:
    macros, _ = parse_macros({"m": "x" * 400})
    read = read_short_text("$\\m$ " * 6_000, engine, macros)
    assert [problem.code for problem in read.problems] == ["limit-exceeded"]
    assert len(read.html) < 100_000


@pytest.mark.parametrize("engine", ENGINES)
def test_too_deep(engine: Engine) -> None:
    found = read_short_text("[" * 100 + "<b>", engine)
    assert found.html == "[" * 100 + "&lt;b&gt;"
    assert len(found.problems) == 1


def test_links_are_given_addresses() -> None:
    found = read_short_text("link-0 [a](b.md) [c](d.md)", "commonmark")
    assert found.links == ("b.md", "d.md")
    assert found.linked(str) == found.html
    linked = found.linked(lambda target: f'/{target}"&')
    assert linked == ('link-0 <a href="/b.md&quot;&amp;">a</a> <a href="/d.md&quot;&amp;">c</a>')


def test_plain() -> None:
    assert plain_short_text("see [x](a.md) *now* & `then`") == "see x now & then"
    assert plain_short_text("R&D") == "R&D"


def test_a_mistake_in_a_description_has_its_place() -> None:
    page = parse("---\ntitle: A\ndescription: a <script>x</script>\n---\n", "content/a.md")
    (problem,) = page.diagnostics
    assert str(problem) == (
        "content/a.md:3:1: error[unsafe-html]: 'description': <script> is not allowed in a page"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_formulas(engine: Engine) -> None:
    macros = parse_macros({"R": r"\mathbb{R}"})[0]
    assert "<mi>ℝ</mi>" in read_short_text("In $\\R^2$", engine, macros=macros).html
    assert read_short_text("In $\\R_a$", engine, macros=None).html == "In $\\R_a$"
    assert plain_short_text("The $\\ell_1$ *norm*") == "The ℓ₁ norm"
