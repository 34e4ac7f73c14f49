"""The syntax of other generators is told from prose, kept as text, and found in no time."""

from __future__ import annotations

import html
import random
import re
import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.foreign_kinds import TEXT_KINDS
from sitegen.content.syntax.foreign_syntax import FOREIGN_SYNTAX
from sitegen.diagnostics import report
from support.parsing import body_of, codes_of, parse

engines = pytest.mark.parametrize("engine", ENGINES)
#: Each is a warning.
TEXTS = [
    *("{% x %}", "{%- x -%}"),
    *("{{ site.url }}", "{{{ raw }}}", "{{ 'a' | upcase }}", "{{ .Title }}", "{{- $x.y -}}"),
    *("{# x #}", "{/* x */}", "%%x%%", "% x", "{{/* x */}}"),
    ":::{iframe} a.html\n:::",
    *(
        '--8<-- "a.md"',
        "(1-a)=",
        "[TOC]",
        "[[toc]]",
    ),
    *(".. note:: A", ".. |a| image:: b.png", ":ref:`a`", "{cite:year}`a`"),
    *("{::comment}", "{:/comment}", "* a\n{:toc}", "{:a: .b}", "{:.a}", "## A\n{:.a}"),
    *("[[Page]]", "[[page#a|text]]", "![[a.png]]", "![[Page]]"),
    *(
        "==a==",
        "++ctrl+c++",
        "{++a++}",
        "{>>a<<}",
        ":material-a:",
        "A (1)\n{ .annotate }",
        "\\cite{a}",
    ),
    *("<Card>", '<Card a="b"/>', "<A.B/>", "import A from 'b'", "export const a = 1"),
]
COMMENTS = {"{# x #}", "{/* x */}", "%%x%%", "% x", "{{/* x */}}", "{::comment}"}
#: Each is prose, or something that sitegen knows.
PROSE = [
    *(
        "It costs $5 or {5}.",
        "{x}",
        "{a, b}",
        "{{a}, {a, b}}",
        "{{1, 2}}",
        "{{x}}",
        "f{x}",
        "{}",
        "{{}}",
    ),
    *(
        "me@example.org",
        "@ada",
        "@ada@example.org",
        "[@ada](https://example.org)",
        "[mail@example.org]",
    ),
    *("@dataclass", "[1]", "[a] [b]", "[[1]](https://example.org)", "x[[1]]", "[[0, 1]]", "[a[b]]"),
    *(
        "a == b",
        "a==b==c",
        "=== a",
        "C++ and C++",
        "i++ + ++j",
        "5 % of 6 %",
        "100%% a %%",
        "A :: b",
    ),
    *(
        "12:30:45",
        ":smile:",
        "Is it??? Yes",
        "- - -",
        "a (b)= c",
        "[ ] a",
        "^a^",
        "Wait... What",
        ".. a",
    ),
    *("::: {.x}\n:::", ":::: x\n::::", ":::note Title\n:::", ":::{note}\n:::", "[a]{.b}"),
    *("## A {#b .c}", "[a](https://example.org){.b}", "A\n{: .b }", "A[^1]\n\n[^1]: B {x}"),
    *(
        "import this from there",
        "export defaults",
        "<BR>",
        "<B>a</B>",
        "$a_{i}$",
        "\\{a\\}",
        "a: {b}",
    ),
    *(
        "`{{ x.y }}`",
        "    {{ x.y }}",
        "```\n::: x\n```",
        "<!-- [@a] -->",
        "The @media rule",
        "@fig-a@b.c",
    ),
]


@engines
@pytest.mark.parametrize("text", TEXTS)
def test_syntax_of_others(text: str, engine: Engine) -> None:
    page = parse(f"Text.\n\n{text}\n\nText.\n", engine=engine)
    code = "foreign-comment" if text in COMMENTS else "foreign-syntax"
    assert codes_of(page) == [code], page.diagnostics
    place = page.diagnostics[0].location
    assert place.line in {3, 4}
    assert place.column
    shown = re.sub(
        r"<[^>]*>", "", body_of(page.body).replace("<code>", "`").replace("</code>", "`")
    )
    assert "".join(re.sub(r"^[#*]+ ", "", text).split()) in "".join(html.unescape(shown).split())


@engines
@pytest.mark.parametrize("text", PROSE)
def test_what_is_none(text: str, engine: Engine) -> None:
    page = parse(f"Text.\n\n{text}\n\nText.\n", engine=engine)
    assert "foreign" not in str(page.diagnostics)


def test_marks() -> None:
    """What tells that a page may hold any of the kinds covers all of them."""
    coarse = FOREIGN_SYNTAX.source_marks
    for kind in TEXT_KINDS:
        assert all(any(each in mark for each in coarse) for mark in kind.marks), kind.what


@engines
def test_each_is_told_at_its_place_and_those_of_a_name_are_of_one_kind(engine: Engine) -> None:
    page = parse("{% a %} {{ .B }}\n\n{% a b %} {% A %}\n", engine=engine)
    rest = "and is shown as text"
    found = [(str(each.location), each.message, each.group) for each in report(page.diagnostics)]
    assert found == [
        (f"content/page.md:{place}", f"'{written}' is {what}, {rest}", group)
        for place, written, what, group in (
            ("1:1", "{% a %}", "a Liquid or Jinja tag", KIND),
            ("1:9", "{{ .B }}", "a template expression", ""),
            ("3:1", "{% a b %}", "a Liquid or Jinja tag", KIND),
            ("3:11", "{% A %}", "a Liquid or Jinja tag", KIND),
        )
    ]


KIND = "'{% a %}' is a Liquid or Jinja tag, and is shown as text"


def test_of_very_many_the_last_counts_those_that_follow() -> None:
    found = parse("{% a %}\n\n" * 700).diagnostics
    assert len(found) == 500
    assert {each.group for each in found} == {KIND}
    assert found[-1].message == f"{KIND} (and 200 more below)"


ADDRESSES = {
    "{filename}a.md": "a.md",
    "{filename}/b/a.md": "/b/a.md",
    "|filename|a.md": "a.md",
    "{static}/a.png": "/a.png",
    "{{ page.url }}": "",
    "{{ site.baseurl }}{{ page.url }}": "",
    "{% asset a.png %}": "",
    "/a/{{ page.lang }}/": "",
    '{{< static "a.md" >}}': "",
    "@/a.md": "/a.md",
    "@site/a.png": "/a.png",
    "@site/static/img/a.png": "/img/a.png",
    "@site/static.png": "/static.png",
}


@engines
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "link", ["[t]({})", "![t]({})", '[t]({} "Title"){{.b}}', "[![t]({})](https://example.org)"]
)
def test_addresses_of_others(link: str, address: str, engine: Engine) -> None:
    text = link.replace("{}", address).replace("{{.b}}", "{.b}")
    page = parse(f"Text.\n\n{text}\n", engine=engine)
    assert codes_of(page) == ["foreign-address"], page.diagnostics
    assert page.diagnostics[0].location.column == text.index(address) + 1
    assert page.diagnostics[0].hint == (
        f"write '{ADDRESSES[address]}'"
        if ADDRESSES[address]
        else "write the path of the source file"
    )
    assert ">t<" in f">{re.sub('<[^>]*>', '', body_of(page.body).partition('Text.')[2])}<".replace(
        "\n", ""
    )


@engines
@pytest.mark.parametrize(
    "fragment", [*TEXTS, *PROSE, "{{<", "{{ a", "[@a ", "[a]{.x", "](({{ ", "::: {.x\n"]
)
def test_many_take_no_time(fragment: str, engine: Engine) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        parse(f"{fragment} " * count, engine=engine)
        parse(f"{fragment}\n\n" * (count // 4), engine=engine)
        return time.process_time() - started

    assert seconds(400) < 0.4  # a tenth of it is usual


@engines
def test_any_mixture(engine: Engine) -> None:
    """Nothing is raised, and each place is one of the source."""
    chance = random.Random(4)  # noqa: S311  # the same mixtures in each run
    pieces = [
        *TEXTS,
        *PROSE,
        *ADDRESSES,
        "\n",
        "\n\n",
        " ",
        "> ",
        "- ",
        "    ",
        "`",
        "```\n",
        "<div>",
        "$",
    ]
    for _ in range(250):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 12)))
        page = parse(text, engine=engine)
        lines = text.split("\n")
        for each in page.diagnostics:
            assert each.location.line <= len(lines)
            if each.location.line:
                assert each.location.column <= len(lines[each.location.line - 1]) + 1
