"""Identifiers have one form, and a wrong digit is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.diagnostics import Problem
from sitegen.research import identifiers
from sitegen.research.identifiers import (
    find_arxiv,
    parse_arxiv,
    parse_doi,
    parse_hal,
    parse_isbn,
    parse_issn,
    parse_orcid,
    parse_pmcid,
    parse_pmid,
    parse_ror,
)

Parser = Callable[[str], str | Problem]


@pytest.mark.parametrize(
    ("parse", "written", "form"),
    [
        (parse_doi, "10.1000/182", "10.1000/182"),
        (parse_doi, " https://doi.org/10.1000/a%28b%29 ", "10.1000/a(b)"),
        (parse_doi, "http://dx.doi.org/10.1000/182", "10.1000/182"),
        (parse_doi, "doi:10.1000/182.", "10.1000/182"),
        (parse_doi, "DOI 10.1000.10/A<B>", "10.1000.10/A<B>"),
        (parse_orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (parse_orcid, "0000 0002 1694 233x", "0000-0002-1694-233X"),
        (parse_orcid, "0000–0002–1825–0097", "0000-0002-1825-0097"),
        (parse_isbn, "978-3-16-148410-0", "9783161484100"),
        (parse_isbn, "ISBN-10: 0-306-40615-2", "9780306406157"),
        (parse_isbn, "0-8044-2957-X", "9780804429573"),
        (parse_issn, "ISSN 20493630", "2049-3630"),
        (parse_issn, "2434-561x", "2434-561X"),
        (parse_ror, "https://ror.org/05dxps055", "05dxps055"),
        (parse_ror, "ror.org/00F54P054", "00f54p054"),
        (parse_arxiv, "arXiv:2301.01234v2", "2301.01234v2"),
        (parse_arxiv, "https://arxiv.org/pdf/hep-th/9901001.pdf", "hep-th/9901001"),
        (parse_arxiv, "10.48550/arXiv.2301.01234", "2301.01234"),
        (parse_arxiv, "2301.01234 [cs.CL]", "2301.01234"),
        (parse_pmid, "https://pubmed.ncbi.nlm.nih.gov/12345678/", "12345678"),
        (parse_pmid, "PMID: 1", "1"),
        (parse_pmcid, "1234567", "PMC1234567"),
        (parse_hal, "https://hal.science/hal-01234567v2", "hal-01234567v2"),
    ],
)
def test_a_form(parse: Parser, written: str, form: str) -> None:
    assert parse(written) == form


@pytest.mark.parametrize(
    ("parse", "written", "hint"),
    [
        (parse_doi, "11.1000/182", "a DOI is like '10.1000/182'"),
        (parse_doi, "https://journal.org/article/10.1000/182", "write '10.1000/182'"),
        (parse_orcid, "0000-0002-1825-0098", "it should be 7"),
        (parse_orcid, "0000-0002-1694-2331", "it should be X"),
        (parse_orcid, "ada", "one is like"),
        (parse_isbn, "978-3-16-148410-1", "it should be 0"),
        (parse_isbn, "0-8044-2957-1", "it should be X"),
        (parse_isbn, "978-3-16-148410", "it has 12 digits"),
        (parse_isbn, "none", "one is like"),
        (parse_issn, "2049-3631", "it should be 0"),
        (parse_ror, "05dxps054", "they should be 55"),
        (parse_ror, "05dlps055", "see ror.org"),
        (parse_arxiv, "2313.01234", "one is like"),
        (parse_pmid, "PMC123", "write 'pmcid"),
        (parse_pmid, "٣", "a number"),
        (parse_pmcid, "PMCx", "one is like"),
        (parse_hal, "12", "one is like"),
    ],
)
def test_a_mistake(parse: Parser, written: str, hint: str) -> None:
    problem = parse(written)
    assert isinstance(problem, Problem)
    assert problem.code == identifiers.INVALID_IDENTIFIER
    assert problem.message.startswith(f"'{written}' is not")
    assert hint in problem.hint


def test_an_id_in_a_text() -> None:
    assert find_arxiv("arXiv preprint arXiv:2301.01234v1") == "2301.01234v1"
    assert find_arxiv("CoRR, abs/2301.01234") == ""
    assert find_arxiv("see arxiv.org/abs/2301.01234.") == "2301.01234"
    assert find_arxiv("Acta 2301.01234") == ""
