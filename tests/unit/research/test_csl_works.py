"""Items of CSL-JSON and CSL-YAML become the same works as entries of BibTeX."""

from __future__ import annotations

import json

import pytest

from sitegen.model import Name, PartialDate, Work
from sitegen.research.csl_text import convert_csl
from sitegen.research.csl_works import read_csl_works

ITEM = {
    "id": "kessler2024knee",
    "type": "article-journal",
    "title": 'Cartilage of <i>Danio</i> <span class="nocase">MRI</span> & more',
    "author": [
        {"family": "Kessler", "given": "Mara", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "de Boer", "given": "Ida", "suffix": "Jr."},
        {"literal": "The Knee Consortium"},
    ],
    "container-title": "Acta",
    "issued": {"date-parts": [[2024, "3", 5]]},
    "accessed": {"raw": "2024-05"},
    "page": "117–123",
    "volume": 3,
    "DOI": "https://doi.org/10.1000/Knee.7",
    "URL": "https://doi.org/10.1000/knee.7",
    "ISSN": ["20493630"],
    "abstract": "<jats:p>Where x &lt; 2.</jats:p>",
    "keyword": "knee, MRI",
    "pdf": "papers/knee.pdf",
    "custom": {"selected": True, "abbr": "Acta"},
    "note": "PMID: 12345",
}


def read(text: str, *, is_json: bool = True) -> tuple[tuple[Work, ...], list[str]]:
    works, problems = read_csl_works(text, "p", is_json=is_json)
    return works, [str(each) for each in problems]


def test_an_item() -> None:
    (work,), said = read(json.dumps([ITEM]))
    assert said == []
    assert work.title == "Cartilage of Danio MRI & more"
    nocase = '<span class="nocase">MRI</span>'
    assert work.html["title"] == f"Cartilage of <i>Danio</i> {nocase} &amp; more"
    assert work.names["author"] == (
        Name(family="Kessler", given="Mara"),
        Name(family="Berg", given="Jan", particle="van der"),
        Name(family="Boer", given="Ida", particle="de", suffix="Jr."),
        Name(literal="The Knee Consortium"),
    )
    assert work.issued == PartialDate(year=2024, month=3, day=5)
    assert work.dates == {"accessed": PartialDate(year=2024, month=5)}
    assert work.variables == {
        "container-title": "Acta",
        "page": "117-123",
        "volume": "3",
        "DOI": "10.1000/Knee.7",
        "ISSN": "2049-3630",
        "PMID": "12345",
        "abstract": "Where x < 2.",
        "note": "PMID: 12345",
    }
    assert [(link.kind, link.url) for link in work.links] == [
        ("doi", "https://doi.org/10.1000/Knee.7"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/12345"),
        ("pdf", "papers/knee.pdf"),
    ]
    assert work.keywords == ("knee", "MRI")
    assert work.fields == {
        "selected": "true",
        "abbr": "Acta",
        "author+an:orcid": '1="https://orcid.org/0000-0002-1825-0097"',
    }


def test_what_registries_add_for_themselves_is_not_told() -> None:
    added = {
        "ISSN": ["2049-3630", "1234-5679"],
        "subject": ["Knees", "Magnets"],
        "indexed": {"date-parts": [[2024]], "timestamp": 1},
        "link": [{"URL": "https://example.org/a.pdf"}],
        "relation": {},
        "content-domain": {"domain": []},
        "journal-issue": {"issue": "2"},
    }
    (work,), said = read(json.dumps([ITEM | added]))
    assert said == []
    assert work.variables["ISSN"].startswith("2049-3630")


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2024]]}, PartialDate(year=2024)),
        (
            {"date-parts": [["2024", "3"]], "circa": True},
            PartialDate(year=2024, month=3, circa=True),
        ),
        (
            {"date-parts": [[2024, 3], [2024, 5]]},
            PartialDate(year=2024, month=3, end=PartialDate(year=2024, month=5)),
        ),
        ({"date-parts": [[2024]], "season": 2}, PartialDate(year=2024, season=2)),
        ({"literal": "in press"}, PartialDate(literal="in press")),
        ("2024-03/..", PartialDate(year=2024, month=3, end=PartialDate())),
        (2024, PartialDate(year=2024)),
        ([{"year": 2024, "month": 3}], PartialDate(year=2024, month=3)),
        ({"year": "2024", "month": 3, "day": 5}, PartialDate(year=2024, month=3, day=5)),
        ({"date-parts": [[-43]]}, PartialDate(year=-43)),
    ],
)
def test_dates(issued: object, date: PartialDate) -> None:
    (work,), said = read(json.dumps([{"id": "a", "type": "book", "title": "T", "issued": issued}]))
    assert (work.issued, said) == (date, [])


def test_yaml_of_pandoc() -> None:
    text = """\
---
references:
- id: a
  type: book
  title: '[DNA]{.nocase} and H<sub>2</sub>O'
  author:
  - {family: Doe, given: Jane}
  - others
  issued: 2024-03
# comment
- id: 7
  type: webpage
  title: B
  URL: https://a.org
---
"""
    works, said = read(text, is_json=False)
    assert said == []
    assert [(work.key, work.line) for work in works] == [("a", 3), ("7", 11)]
    assert works[0].html["title"] == '<span class="nocase">DNA</span> and H<sub>2</sub>O'
    assert works[0].others == ("author",)
    assert works[0].issued == PartialDate(year=2024, month=3)
    assert works[1].variables["URL"] == "https://a.org"
    assert read("- id: a\n  type: book\n  title: A\n", is_json=False)[0][0].line == 1
    assert read("", is_json=False) == ((), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{]", "p:1:3: error[bibliography-syntax]: not JSON"),
        ('{"a": 1}', "p:1:1: error[bibliography-syntax]: no list of items is in this file"),
        ("[\n 1]", "p:1:1: error[bibliography-syntax]: this item is no table of variables"),
        (
            '[\n {"type": "book", "title": "T"}]',
            "p:2:2: warning[missing-bib-field]: there is no 'id'",
        ),
        (
            '[{"id": "a", "title": "T"}]',
            "p:1:2: warning[missing-bib-field]: 'a': there is no 'type'",
        ),
        (
            '[{"id": "a", "type": "bok", "title": "T"}]',
            "p:1:22: warning[bib-type]: 'a': there is no",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "DOI": "x"}]',
            "p:1:51: warning[invalid-identifier]: 'a': 'x' is not a DOI",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "author": [1]}]',
            "p:1:54: error[bibliography-syntax]: 'a': 'author' is no list of names",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "URL": "javascript:a"}]',
            "p:1:51: warning[bib-link]: 'a': 'javascript:a' is no address of the web",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "issued": {"date-parts": [[2024, 13]]}}]',
            "p:1:54: warning[bib-date]: 'a': 'issued' is no date",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "issued": {"raw": "2024a"}}]',
            "p:1:54: warning[bib-date]: 'a': the letter of '2024a' is left out: styles add",
        ),
        (
            '[{"id": "a", "type": "book", "title": ["T", "U"]}]',
            "p:1:39: warning[csl-value]: 'a': 'title' is a list, which is left out behind its",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "volume": {"of": 1}}]',
            "p:1:54: warning[csl-value]: 'a': 'volume' is a table, which is left out",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "keyword": 5}]',
            "p:1:55: warning[csl-value]: 'a': 'keyword' is neither a text nor a list",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "author": [{"family": "D", "born": "x"}]}]',
            "p:1:54: warning[csl-value]: 'a': name 1 of 'author': CSL has no part 'born' of a name",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "author": [{"family": "D"}, {}]}]',
            "p:1:54: warning[csl-value]: 'a': name 2 of 'author' is empty",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "author": [{"family": "D", "given": 5}]}]',
            "p:1:54: warning[csl-value]: 'a': name 1 of 'author': 'given' is no text and left out",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T", "author": [{"family": "D", "name": "E"}]}]',
            "p:1:54: warning[csl-value]: 'a': name 1 of 'author' has 'family', and a 'name'",
        ),
        (
            '[{"id": {"is": 1}, "type": "book", "title": "T"}]',
            "p:1:2: warning[missing-bib-field]: 'id' is no text; write one",
        ),
        (
            '[{"id": "a", "type": "book", "title": "T"},\n  "b"]',
            "p:2:3: error[bibliography-syntax]: this item is no table of variables",
        ),
    ],
)
def test_mistakes(text: str, said: str) -> None:
    assert [each[: len(said)] for each in read(text)[1]] == [said]


def test_a_very_long_text_is_told() -> None:
    works, said = read('[{"id": "a", "type": "book", "title": "' + "T" * 200_001 + '"}]')
    assert len(works[0].title) == 200_000
    assert said == [
        (
            "p:1:39: warning[long-bib-field]: 'a': 'title' has 200,001 characters, of which 200,000"
            " are read; shorten it"
        )
    ]


def test_a_long_date_in_words_is_kept_whole() -> None:
    words = "some time between the first and the last of many long summers " * 9
    works, _ = read(
        f'[{{"id": "a", "type": "book", "title": "T", "issued": {{"raw": "{words}"}}}}]'
    )
    assert works[0].issued == PartialDate(literal=words.strip())


PLACED = """- id: a
  type: book
  title: T
  DOI: x
  issued:
    - never: 1
  custom: {pdf: 'javascript:a'}
  "URL" : javascript:b
"""


@pytest.mark.parametrize("indent", ["", "  "])
def test_the_places_of_values_in_yaml(indent: str) -> None:
    """Those of variables under `custom`, too, and of values that begin on the next line."""
    text = "".join(f"{indent}{line}\n" for line in PLACED.splitlines())
    _, said = read(f"references:\n{text}" if indent else f"\n{text}", is_json=False)
    wide = len(indent)
    assert sorted(each.partition(": ")[0] for each in said) == [
        f"p:5:{8 + wide}",
        f"p:7:{5 + wide}",
        f"p:8:{17 + wide}",
        f"p:9:{11 + wide}",
    ]


def test_the_places_of_values_in_json() -> None:
    text = '[{"id": "a", "type": "book", "title": "T",\n "custom": {"pdf":\n  "javascript:a"}},\n'
    text += ' {"id": "b", "type": "book", "title": "T", "note": "PMID: x", "award": "Best"}]'
    works, said = read(text)
    assert [each.partition(": ")[0] for each in said] == ["p:3:3", "p:4:52"]
    assert works[1].place_of("award") == (4, 72)
    assert works[1].place_of("author") == (4, 2)


@pytest.mark.parametrize("written", [r"\u0001", r"\ufdd0", r"\ud83d"])
@pytest.mark.parametrize("name", ["id", "title"])
def test_characters_that_no_page_can_hold(name: str, written: str) -> None:
    works, (problem,) = read(f'[{{"type": "book",\n"{name}": "a{written}"}}]')
    assert works == ()
    assert problem.startswith("p:2:")
    assert "[control-character]" in problem


def test_html_in_every_variable_is_text() -> None:
    active = "<script>alert(1)</script><img src=x onerror=y><i onclick=z>a</i></b>"
    names = "title container-title abstract note abbr publisher".split()
    item = {"id": "a", "type": "book", **dict.fromkeys(names, active)}
    item["author"] = [{"family": active, "given": active}]
    (work,), _ = read(json.dumps([item]))
    assert not any("<script" in html or "onclick" in html for html in work.html.values())
    assert work.html["title"].endswith("<i>a</i>&lt;/b&gt;")
    assert "<script>" in work.title


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a <b> c", "a &lt;b&gt; c"),
        ("<i>a <b>b</i> c</b>", "<i>a <b>b</b></i> c&lt;/b&gt;"),
        ("<p>One.</p><p>Two &lt;b&gt;.</p>", "One. Two &lt;b&gt;."),
        ('<span style="color: red">a</span> <sc>b</sc>', 'a <span class="small-caps">b</span>'),
        ("[A]{.nocase} [B]{.x} &amp; *c*", '<span class="nocase">A</span> [B]{.x} &amp; *c*'),
    ],
)
def test_rich_text(text: str, html: str) -> None:
    assert convert_csl(text).html == html


def test_any_json_is_read() -> None:
    strange = [None, 1, True, "x", [], {}, [[]], [{}], {"a": 1}, [[1, [2]]]]
    variables = "id type title author issued DOI ISBN page keyword custom note URL language pdf x"
    for value in strange:
        read(json.dumps([dict.fromkeys(variables.split(), value)]))
        read(json.dumps(value))
