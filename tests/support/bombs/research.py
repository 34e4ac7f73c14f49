"""Bibliographies and citation styles that ask for much when works are cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.bombs.units import repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]

_FIELDS = (
    *("title", "author", "editor", "year", "date", "pages", "doi", "url", "journal", "booktitle"),
    *(
        "publisher",
        "note",
        "abstract",
        "keywords",
        "volume",
        "number",
        "isbn",
        "language",
        "urldate",
    ),
    *(
        "crossref",
        "file",
        "month",
        "series",
        "edition",
        "address",
        "shorttitle",
        "translator",
        "eprint",
    ),
)
_VALUES = (
    *(
        "a ",
        "A B and ",
        "A, B and ",
        "{{",
        "}}",
        "\\textbf{{",
        "\\'e",
        "$a$ ",
        "$",
        "{{{{a}}}} ",
        "--",
        "-",
    ),
    *(
        "and ",
        ", ",
        "others and ",
        "von ",
        "van der ",
        "A. ",
        "\\&",
        "~",
        "<i>",
        "<b>x</b>",
        "&amp;",
        "\u0301",
    ),
    *(
        "1",
        "1-",
        "2020/",
        "10.1/",
        "http://a.b/",
        "https://",
        "'",
        "''",
        '\\"',
        "\\",
        "\\emph{{a}} ",
        "\\url{{a}}",
    ),
    *(
        "\\ce{{a}}",
        "{{\\aa}}",
        "\u3042",
        "A-B ",
        "a.b.c.",
        ": ",
        "; ",
        "? ",
        "\u202e",
        "A{0} B{0} and ",
        "Jr. and ",
    ),
)


def _cited_works(rng: random.Random, size: int) -> str:
    """One work with a field of this size, several such fields, or many works with small ones."""
    value = rng.choice(_VALUES)
    kind = rng.randrange(4)
    if kind == 0:
        fields = rng.sample(_FIELDS, 4)
        return _work(0, {each: _value(value, size // 4) for each in fields})
    if kind == 1:
        names = {"author": "A, B", "year": "2020", "title": _value(value, 60)}
        one = len(_work(10_000, names))
        return "".join(_work(number, names) for number in range(size // one))
    if kind == 2:
        authors = {"title": "a", "author": _value(rng.choice(("A, B and ", "A{0}, B and ")), size)}
        return _work(0, authors)
    return _work(0, {rng.choice(_FIELDS): _value(value, size)})


def _value(unit: str, size: int) -> str:
    if "{0}" in unit:
        return "".join(unit.format(number) for number in range(max(1, size // 20)))
    return repeat(unit.format(), size)


def _work(number: int, fields: dict[str, str]) -> str:
    given = {"title": "a", **fields}
    listed = "".join(f"  {name} = {{{value}}},\n" for name, value in given.items())
    return f"@article{{w{number},\n{listed}}}\n"


_HEAD = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
    "<info><title>A</title><id>a</id><updated>2020-01-01T00:00:00+00:00</updated></info>"
)
_NAMES = '<names variable="author"><name/><substitute>'


def _style(rng: random.Random, size: int) -> str:
    """A citation style: macros that call many others, nested groups, long texts, deep choices."""
    kind = rng.randrange(9)
    macros, layout = "", '<text variable="title"/>'
    times = max(1, size // 60)
    if kind == 0:
        width = rng.choice((2, 3, 10))
        calls = [f'<text macro="m{n}"/>' * width for n in range(min(40, times))]
        macros = "".join(f'<macro name="m{n + 1}">{each}</macro>' for n, each in enumerate(calls))
        macros += '<macro name="m0"><text value="aaaaaaaaaa"/></macro>'
        layout = f'<text macro="m{len(calls)}"/>'
    elif kind == 1:
        layout = "<group>" * times + '<text value="a"/>' + "</group>" * times
    elif kind == 2:
        layout = f'<text value="{"a" * size}"/>'
    elif kind == 3:
        layout = repeat('<text variable="title" prefix="(" suffix=")" quotes="true"/>', size)
    elif kind == 4:
        test = '<choose><if type="book"><text value="a"/></if><else>'
        layout = test * times + '<text value="b"/>' + "</else></choose>" * times
    elif kind == 5:
        layout = _NAMES * times + '<text value="b"/>' + "</substitute></names>" * times
    elif kind == 6:
        macros = (
            '<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>'
        )
        layout = '<text macro="a"/>'
    elif kind == 7:
        macros = "".join(
            f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(times)
        )
        macros += f'<macro name="m{times}"><text value="a"/></macro>'
        layout = '<text macro="m0"/>'
    else:
        entity = f'<!DOCTYPE style [<!ENTITY a "{"x" * 1000}">]>'
        return f"{entity}{_HEAD}<citation><layout>{repeat('&a;', size)}</layout></citation></style>"
    sort = '<sort><key variable="title"/></sort>' * rng.choice((0, 1, 200))
    body = f"<layout>{layout}</layout>"
    return (
        f'<?xml version="1.0"?>{_HEAD}{macros}<citation>{sort}{body}</citation>'
        f"<bibliography>{sort}{body}</bibliography></style>"
    )


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "cited-works": ("content/refs.bib", _cited_works),
    "citation-style": ("bibliography/a.csl", _style),
}
