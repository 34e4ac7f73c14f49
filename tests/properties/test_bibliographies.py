"""Whatever is in a bibliography, it is read in time, and the entries below are kept."""

from __future__ import annotations

import json
import os
import random
import re
import time
from unittest import mock

import pytest

from sitegen.research import bibtex_scanner
from sitegen.research.bibtex_scanner import scan_bibtex
from sitegen.research.bibtex_works import read_bibtex_works
from sitegen.research.csl_works import read_csl_works
from sitegen.research.versions import find_versions
from sitegen.research.work_checks import check_works, distinct_works

#: `make test-long` tries all.
TRIES = 20_000 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 400
SECONDS = 2
SEEDS = tuple(
    r"""
@article{kessler2024, title = {Cartilage of {MRI} at $3\,T$}, author = {Kessler, Mara and
  B{\"o}hm, Ida and others}, journal = acta, year = 2024, month = mar # "~5", pages = "1--9",
  doi = {10.1000/182}, pdf = {a.pdf}, isbn = {978-3-16-148410-0}, author+an = {1=equal}}
;;
@string{acta = {Acta} # { Nova}}
@comment{@misc{x, title={X}}}
@preamble{ {\x} }
;;
@xdata{x, publisher={P}, xdata={y}}
@xdata{y, xdata={x}, note={\emph{N}}}
@incollection{part, crossref={whole}, xdata={x,y}, title={\textit{Part} \& more}}
@collection{whole, crossref={part}, title={<i>Whole</i>}, date={2020-21/..}}
;;
@misc(o'neill-2020:a.b/c, eprint={2301.01234v2}, archiveprefix={arXiv}, url={https://a.org/~b},
  author={family=Berg, given=Jan, prefix=van der and {The Consortium}}, keywords={a; b, c})
""".split(";;")
)
#: An address of the web, or what no browser takes for another address.
_LINK = re.compile(r"https?://|(?!//)(?![A-Za-z][\w+.-]*:)[^\x00-\x1f]*\Z", re.IGNORECASE)
PIECES = [
    *("{", "}", '"', ",", "=", "#", "@", "%", "\\", "$", "~", "\n", " and ", "--", "<", "&", "("),
    *(
        "@misc{",
        "\\'",
        "\\emph{",
        "{\\",
        "javascript:",
        "<script>",
        "</i>",
        "ü",
        "\u202e",
        "0",
        ")",
    ),
    *("crossref={part},", "same_as={kessler2024},", "=\n", "}}", "\\u", "author", "year=", "10."),
]
LAST = "\n\n@book{last, title={Kept}, author={Last, A.}, year=2001, publisher={P}}\n"
#: What the HTML of a text may contain.
_TAGS = re.compile(
    r'</?(?:i|b|sup|sub|code)>|<span class="(?:nocase|small-caps|math (?:inline|display))">|</span>'
)


def mutate(chance: random.Random, text: str) -> str:
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(text) + 1)
        way = chance.randrange(4)
        if way == 0:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif way == 1:
            text = text[:at] + text[at + chance.randrange(1, 12) :]
        elif way == 2:  # one of four ways
            text = text[:at] + text[at : at + 30] * 2 + text[at + 30 :]
        else:
            other = chance.choice(SEEDS)
            text = text[:at] + other[chance.randrange(len(other)) :][:60] + text[at:]
    return text


def check_html(html: str) -> None:
    """Check that HTML has only harmless tags, each closed."""
    opened = []
    rest = _TAGS.sub("", html)
    assert "<" not in rest, html
    assert ">" not in rest, html
    for tag in _TAGS.findall(html):
        name = re.sub(r"[</>]", "", tag).partition(" ")[0]
        if tag.startswith("</"):
            assert opened[-1:] == [name], html
            opened.pop()
        else:
            opened.append(name)
    assert opened == []


def test_mutated_entries() -> None:
    chance = random.Random(11)  # noqa: S311  # always the same texts
    for _ in range(TRIES):
        text = mutate(chance, "".join(chance.sample(SEEDS, chance.randrange(1, 4)))) + LAST
        start = time.process_time()
        works, problems = read_bibtex_works(text, "p.bib")
        found = [*problems, *check_works(works)]
        published = distinct_works(works)
        find_versions(published)
        assert time.process_time() - start < SECONDS, text
        assert works[-1].title == "Kept", text
        assert len({work.key.casefold() for work in published}) == len(published), text
        lines = text.count("\n") + 1
        assert all(1 <= each.location.line <= lines for each in found), text
        for work in works:
            for html in work.html.values():
                check_html(html)
            for link in work.links:
                assert _LINK.match(link.url), text
            again, mistakes = read_bibtex_works(work.bibtex, "again.bib")
            syntax = [each for each in mistakes if each.code in {"bibtex-syntax", "bibtex-string"}]
            assert (len(again), syntax) == (1, []), text


def test_the_quick_way_to_read_a_field_makes_no_difference() -> None:
    chance = random.Random(12)  # noqa: S311  # always the same texts
    texts = [mutate(chance, chance.choice(SEEDS)) + LAST for _ in range(TRIES // 4)]
    quick = [list(scan_bibtex(text)) for text in texts]
    with mock.patch.object(bibtex_scanner, "_PLAIN_FIELD", re.compile("(?!)")):
        for text, found in zip(texts, quick, strict=True):
            assert list(scan_bibtex(text)) == found, text


@pytest.mark.parametrize(
    "piece", [*PIECES, "@misc{a, b = {c}, ", "{\\it ", "<i>", "&lt;i&gt;", "a\n"]
)
def test_long_repetitions(piece: str) -> None:
    for before in ("@misc{k, title={", "@misc{k, author={", ""):
        start = time.process_time()
        works, _ = read_bibtex_works(before + piece * 20_000 + "}}\n" + LAST, "p.bib")
        assert time.process_time() - start < SECONDS
        assert works[-1].title == "Kept"


def test_five_megabytes_of_abstract() -> None:
    for words in ("word ", "\\emph{w} $x$ ", "{"):
        start = time.process_time()
        abstract = words * (5_000_000 // len(words))
        works, problems = read_bibtex_works(
            f"@misc{{k, title={{T}}, abstract={{{abstract}}}}}{LAST}", "p"
        )
        # Five million braces take more than a second; if each were looked at twice, days.
        assert time.process_time() - start < 3 * SECONDS, words
        assert (works[0].title, works[-1].title) == ("T", "Kept")
        assert problems


def test_mutated_items() -> None:
    chance = random.Random(13)  # noqa: S311  # always the same texts
    text = json.dumps(
        [
            {
                "id": "a",
                "type": "book",
                "title": "<i>A</i> &amp; <b>b</b>",
                "author": [{"family": "Doe", "given": "J."}],
                "issued": {"date-parts": [[2024, 3]]},
                "DOI": "10.1000/182",
            }
        ]
    )
    for number in range(TRIES // 4):
        broken = mutate(chance, text)
        works, problems = read_csl_works(broken, "p", is_json=bool(number % 2))
        assert works or problems
        for work in works:
            for html in work.html.values():
                check_html(html)
