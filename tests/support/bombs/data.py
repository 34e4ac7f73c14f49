"""Data files that ask for much: YAML, TOML, JSON, tables, bibliographies, inventories."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from support.bombs.units import repeat

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]


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
    return repeat(unit, size)


def _dotted(rng: random.Random, size: int, line: str) -> str:
    """The same long name again and again."""
    deep = ".".join("a" * rng.randint(10, 300))
    times = size // (len(deep) + 10)
    return "".join(line.format(deep, number) for number in range(times))


_TOML: tuple[Make, ...] = (
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


_JSON: tuple[Make, ...] = (
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
    body = repeat(unit.format(), size)
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
            [{**item, "title": repeat(rng.choice(("<i>", "{", "$a", "<b>x</b>")), size)}]
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


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
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
}
