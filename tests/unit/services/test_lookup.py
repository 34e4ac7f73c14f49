"""What each service answers becomes an entry, and nothing in it is trusted."""

from __future__ import annotations

import time
from typing import Any

import pytest

from sitegen.errors import SitegenError, UsageError
from sitegen.model import Work
from sitegen.research.bibtex import read_bibtex
from sitegen.research.bibtex_writer import make_bibtex
from sitegen.services.fetching import Fetcher, NotFoundError, ServiceError
from sitegen.services.given_references import recognise_reference
from sitegen.services.lookup import FoundWork, look_up
from support.service_answers import arxiv_feed, csl_item, pubmed_set
from support.services import Answer, FakeServices

_CSL = {"Content-Type": "application/vnd.citationstyles.csl+json"}


def _look_up(typed: str) -> FoundWork:
    with Fetcher() as fetcher:
        return look_up(fetcher, recognise_reference(typed))


def _names(work: Work) -> list[str]:
    return [name.full for name in work.names["author"]]


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("10.5555/knee", "doi", "10.5555/knee"),
        ("https://doi.org/10.5555/Knee%2812%29", "doi", "10.5555/Knee(12)"),
        ("doi:10.5555/knee.", "doi", "10.5555/knee"),
        ("arXiv:2304.01234v2", "arxiv", "2304.01234"),
        ("https://arxiv.org/pdf/2304.01234", "arxiv", "2304.01234"),
        ("10.48550/arXiv.2304.01234", "arxiv", "2304.01234"),
        ("hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("PMID: 123456", "pmid", "123456"),
        ("https://pubmed.ncbi.nlm.nih.gov/123456/", "pmid", "123456"),
        ("978-3-16-148410-0", "isbn", "9783161484100"),
        ("https://joints.example.org/a?b=1", "url", "https://joints.example.org/a?b=1"),
    ],
)
def test_kinds_of_references(typed: str, kind: str, value: str) -> None:
    given = recognise_reference(typed)
    assert (given.kind, given.value) == (kind, value)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("knee", "'knee' is no DOI, arXiv id, PMID, ISBN or https address"),
        ("978-3-16-148410-1", "a digit of it is wrong; if that is the last one, it should be 0"),
        ("http://joints.example.org/a", "only https is; try 'https://joints.example.org/a'"),
        ("file:///etc/passwd", "is not a web address that can be fetched"),
        ("https://a:b@joints.example.org/", "is not a web address that can be fetched"),
        ("10.5555", "a DOI is like"),
    ],
)
def test_what_is_no_reference(typed: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        recognise_reference(typed)
    assert message in str(caught.value)


def test_a_doi(services: FakeServices) -> None:
    services.routes["doi.org/10.5555/knee"] = Answer(
        status=302, headers={"Location": "https://api.crossref.org/v1/works/10.5555/knee/transform"}
    )
    services.routes["api.crossref.org/v1/works/10.5555/knee/transform"] = Answer(
        csl_item(), 200, _CSL
    )
    work = _look_up("10.5555/knee").work
    assert services.asked[0].headers["accept"] == "application/vnd.citationstyles.csl+json"
    assert make_bibtex(work, "k") == (
        "@article{k,\n"
        "  author = {Lovelace, Ada and van der Berg, Jan and {The Knee Consortium}},\n"
        "  title = {Cartilage of the running knee},\n"
        "  journal = {Journal of Joints},\n"
        "  year = {2024},\n"
        "  month = may,\n"
        "  date = {2024-05-17},\n"
        "  publisher = {Joint Press},\n"
        "  number = {3},\n"
        "  volume = {12},\n"
        "  pages = {101--112},\n"
        "  issn = {2049-3630},\n"
        "  doi = {10.5555/knee},\n"
        "}\n"
    )


def test_an_agency_that_sends_a_page_instead(services: FakeServices) -> None:
    services.routes["doi.org/10.5555/knee"] = Answer("<p>", headers={"Content-Type": "text/html"})
    with pytest.raises(NotFoundError, match="sends no metadata; write this entry by hand"):
        _look_up("10.5555/knee")


def test_a_preprint_and_its_article(services: FakeServices) -> None:
    feed = arxiv_feed(("2304.01234", "Knees\n  that run", "10.5555/knee"))
    services.routes["export.arxiv.org/api/query"] = Answer(feed)
    found = _look_up("arXiv:2304.01234")
    assert services.asked[0].query["id_list"] == "2304.01234"
    assert found.remark == "it has been published: sitegen bib add 10.5555/knee"
    assert _names(found.work) == ["Ada Lovelace", "Ludwig van Beethoven"]
    assert found.work.names["author"][1].particle == "van"
    entry = make_bibtex(found.work, "k")
    assert "title = {Knees that run}" in entry
    assert "eprint = {2304.01234},\n  archiveprefix = {arXiv}" in entry
    assert "doi = {10.48550/arXiv.2304.01234}" in entry


def test_no_such_preprint(services: FakeServices) -> None:
    services.routes["export.arxiv.org/api/query"] = Answer(arxiv_feed())
    with pytest.raises(NotFoundError, match=r"arXiv has no preprint 2304\.01234"):
        _look_up("2304.01234")


def test_an_article_of_pubmed(services: FakeServices) -> None:
    title = "Knees of <i>Mus musculus</i> &amp; CO<sub>2</sub>."
    services.routes["eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"] = Answer(
        pubmed_set(title, "10.5555/mice")
    )
    work = _look_up("PMID 123").work
    assert work.title == "Knees of Mus musculus & CO2"
    assert work.html["title"] == "Knees of <i>Mus musculus</i> &amp; CO<sub>2</sub>"
    assert _names(work) == ["Marie Curie", "Knee Study Group"]
    assert (work.variables["DOI"], work.variables["PMID"]) == ("10.5555/mice", "123")
    entry = make_bibtex(work, "k")
    assert r"title = {Knees of \emph{Mus musculus} \& CO\textsubscript{2}}" in entry
    assert "month = feb" in entry


def test_a_book(services: FakeServices) -> None:
    book = {
        "title": "Knees",
        "subtitle": "a history",
        "authors": [{"name": "Ada Lovelace"}, {"name": "Royal Society"}],
        "publishers": [{"name": "Joint Press"}],
        "publish_places": [{"name": "Aachen"}],
        "publish_date": "May 1998",
    }
    services.routes["openlibrary.org/api/books"] = Answer({"ISBN:9783161484100": book})
    work = _look_up("3-16-148410-X").work
    assert (work.type, work.title) == ("book", "Knees: a history")
    assert work.issued is not None
    assert (work.issued.year, work.issued.month) == (1998, 0)
    assert work.variables["publisher-place"] == "Aachen"
    services.routes["openlibrary.org/api/books"] = Answer({})
    with pytest.raises(NotFoundError, match="no book with the ISBN 9783161484100"):
        _look_up("3-16-148410-X")


@pytest.mark.parametrize(
    "head",
    [
        '<META content="10.5555/knee" name="citation_doi">',
        "<meta name='DC.Identifier' content='doi:10.5555/knee'>",
        '<meta property="prism.doi" content="https://doi.org/10.5555/knee"/>',
    ],
)
def test_a_page_of_a_publisher(services: FakeServices, head: str) -> None:
    services.routes["joints.example.org/paper"] = Answer(f"<html><head>{head}<title>x")
    services.routes["doi.org/10.5555/knee"] = Answer(csl_item(), 200, _CSL)
    assert _look_up("https://joints.example.org/paper").work.variables["DOI"] == "10.5555/knee"


def test_a_page_without_a_doi(services: FakeServices) -> None:
    services.routes["joints.example.org/paper"] = Answer("<meta name=citation_doi><p>10.5555/a")
    with pytest.raises(NotFoundError, match="names no DOI"):
        _look_up("https://joints.example.org/paper")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("10.5555/knee", "doi.org/10.5555/knee"),
        ("2304.01234", "export.arxiv.org/api/query"),
        ("PMID 1", "eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"),
        ("9783161484100", "openlibrary.org/api/books"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        "[]",
        '{"title": {"a": [1]}, "author": "x", "issued": {"date-parts": [["x", null, {}]]}}',
        "<a><b></a>",
        '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        "\0\0<",
        b"\xff\xfe<\0a\0/\0>\0",
    ],
    ids=range(10),
)
def test_answers_that_are_broken(
    services: FakeServices, typed: str, path: str, body: str | bytes
) -> None:
    services.routes[path] = Answer(body, headers=_CSL)
    with pytest.raises(SitegenError) as caught:
        _look_up(typed)
    assert isinstance(caught.value, ServiceError | NotFoundError)
    assert "\n" not in str(caught.value)


_HOSTILE: dict[str, Any] = {
    "title": "A}\n@misc{evil, note={x}}\n\\input{/etc/passwd} $\\write18{rm}$"
    " <script>alert(1)</script> 50% @home \x1b[31m",
    "container-title": "J \\def\\a{} {{{",
    "author": [
        {"family": "O}Neil, \\include{x}", "given": "A and B"},
        {"literal": "} and others"},
        7,
        {"given": {"a": 1}},
    ],
    "volume": "1}, doi={10.5555/other",
    "page": "1\n@string{a=",
    "publisher": '"#"\\',
    "DOI": "10.5555/knee",
    "type": "article-journal}{",
    "issued": {"date-parts": [[2024, 13, "40"]]},
}


def test_hostile_fields(services: FakeServices) -> None:
    """They stay text: one well-formed entry, nothing that LaTeX, HTML or a terminal acts on."""
    services.routes["doi.org/10.5555/knee"] = Answer(_HOSTILE, headers=_CSL)
    entry = make_bibtex(_look_up("10.5555/knee").work, "k")
    entries, problems = read_bibtex(entry, "a.bib")
    assert [each.key for each in entries] == ["k"]
    assert [each.message for each in problems if "journal" not in each.message] == []
    assert entries[0].fields["doi"] == "10.5555/knee"
    assert "evil" in entries[0].fields["title"]
    assert "<script" not in entry
    assert all(char.isprintable() or char == "\n" for char in entry)
    for command in ("\\input", "\\write", "\\def", "\\include"):
        assert command not in entry


def test_a_doi_that_is_not_the_one_asked_for(services: FakeServices) -> None:
    services.routes["doi.org/10.5555/alias"] = Answer(csl_item("10.5555/knee"), headers=_CSL)
    assert _look_up("10.5555/alias").work.variables["DOI"] == "10.5555/knee"


def test_a_page_that_is_made_to_take_long(services: FakeServices) -> None:
    body = "<meta " * 400_000 + '<meta x="' * 200_000 + "<!--" * 200_000
    services.routes["joints.example.org/paper"] = Answer(body)
    begin = time.process_time()
    with pytest.raises(NotFoundError, match="names no DOI"):
        _look_up("https://joints.example.org/paper")
    assert time.process_time() - begin < 2
