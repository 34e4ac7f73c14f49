"""Pages that ask for too much are refused with a place, and honest ones are not."""

from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine, LimitsConfig
from support.parsing import codes_of, parse

_SMALL = LimitsConfig(
    page_bytes=500,
    paragraph_bytes=200,
    html_bytes=2_000,
    html_depth=10,
    html_tags=40,
    html_attributes=5,
    open_formatting=4,
    table_cells=30,
)
_BOLD = "".join(f"<b class=a{number}>" for number in range(5_000))
#: What takes minutes or gigabytes in a parser, by the limit that it is beyond, and its place.
_BOMBS = {
    "tables": ("<table><tr><td>" * 4_000, "html_depth", "1:"),
    "notes": ("<blockquote><p>[!NOTE]\nx</p>" * 2_000, "html_depth", "200:"),
    "tasks": ("<ul><li>[ ] a" * 2_000, "html_depth", "1:"),
    "lists": ("Hi.\n\n" + "<ul><li>" * 4_000, "html_depth", "3:801"),
    "boxes": ("<div>" * 4_000, "html_depth", "1:1001"),
    "formatting": (_BOLD + "\n\nx" * 5_000, "open_formatting", "1:"),
    "emphasis": ("**" * 5_000 + "x" + "**" * 5_000, "html_depth", "1:1"),
    "attributes": (f"<p {' '.join(f'a{n}' for n in range(20_000))}>x", "html_attributes", "1:1"),
    "table": ("|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|a|\n" * 100, "table_cells", "2:1"),
    "paragraph": ("Hi.\n\n" + "<i>a</i>" * 13_000, "paragraph_bytes", "3:1"),
    "page": ("a\n\n" * 340_000, "page_bytes", "1:1"),
    "macros": (f"$\\def\\a{{{'x' * 6_000}}}$\n\n" + "$\\a$ " * 9_000, "rendered_bytes", "3:"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", _BOMBS)
def test_what_asks_for_too_much(name: str, engine: Engine) -> None:
    text, limit, place = _BOMBS[name]
    started = time.process_time()
    (problem,) = parse(text, engine=engine).diagnostics
    assert time.process_time() - started < 4
    assert problem.code == "limit-exceeded"
    assert f"limits.{limit}" in problem.message
    assert problem.hint.endswith(f"raise limits.{limit} in sitegen.toml")
    assert str(problem).startswith(f"content/page.md:{place}")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a\n\n" * 200, "page_bytes"),
        ("a " * 110, "paragraph_bytes"),
        ("<div>" * 11, "html_depth"),
        ("<p>a</p>\n" * 41, "html_tags"),
        ("<p a b c d e f>x</p>", "html_attributes"),
        ("<b a><b b><b c><b d><b e>x", "open_formatting"),
        ("|a|b|c|\n|-|-|-|\n" + "|a|\n" * 10, "table_cells"),
    ],
)
def test_limits_of_the_configuration(text: str, limit: str, engine: Engine) -> None:
    (problem,) = parse(text, engine=engine, limits=_SMALL).diagnostics
    assert f"limits.{limit}" in problem.message
    assert "limit-exceeded" not in codes_of(parse(text, engine=engine))


@pytest.mark.parametrize("engine", ENGINES)
def test_sloppy_html_is_no_excess(engine: Engine) -> None:
    """Elements that HTML ends by itself are not nested, and formatting ends with its cell."""
    sloppy = (
        *("<ul>\n" + "<li>a<p>b\n" * 300 + "</ul>\n", "<dl>\n" + "<dt>a<dd>b\n" * 300 + "</dl>\n"),
        "<table>\n" + "<tr><td><b>a<td><i>b\n" * 300 + "</table>\n",
        "<p>a<br><img src='a.png' alt=''>\n" * 300,
        "<svg viewBox='0 0 1 1'>\n" + "<path d='M0 0'/>\n" * 300 + "</svg>\n",
        "<p><font size=2>a\n" * 300,
        "<select>\n" + "<option>a\n" * 300 + "</select>\n",
        "<a name=x>" * 300,
        "<!-- " + "<div>" * 300 + " -->\n",
        "<style>" + "<div>" * 300 + "</style>\n",
        "```\n" + "<div>\n" * 300 + "```\n",
        "`<div>` " * 300,
        "<https://example.org/> " * 300,
        "*a* **b** " * 300,
    )
    for text in sloppy:
        assert "limit-exceeded" not in codes_of(parse(text, engine=engine)), text[:60]


def test_short_texts_have_the_same_limits() -> None:
    page = parse(f"---\ntitle: A\ndescription: 'a {'<b>' * 300}'\n---\n# A\n")
    assert "limit-exceeded" in codes_of(page)


def test_attribute_lists_have_an_end() -> None:
    names = " ".join(f".a{number}" for number in range(5_000))
    started = time.process_time()
    page = parse(f"# A {{ {names} }}\n")
    assert time.process_time() - started < 2
    assert page.heading_text.startswith("A { .a0")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["a{}", "{{a{}}}", "<"])
def test_many_roles_that_may_lead_to_targets(name: str, engine: Engine) -> None:
    """The page is not searched for the target of each."""
    text = "".join(f"{{ref}}`{name.format(number)}`\n\n" for number in range(20_000))
    started = time.process_time()
    parse(text, engine=engine)
    assert time.process_time() - started < 4
