"""Addresses of works are safe to link to, or left out."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Problem
from sitegen.model import WorkLink
from sitegen.research.work_links import make_link, plain_address


@pytest.mark.parametrize(
    ("kind", "value", "url"),
    [
        ("doi", "10.1000/a<b>(c)", "https://doi.org/10.1000/a%3Cb%3E(c)"),
        ("arxiv", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("arxiv", "https://arxiv.org/abs/2301.01234", "https://arxiv.org/abs/2301.01234"),
        ("pmid", "12", "https://pubmed.ncbi.nlm.nih.gov/12"),
        ("hal", "hal-01234567", "https://hal.science/hal-01234567"),
        ("pdf", "papers/knee 2.pdf", "papers/knee 2.pdf"),
        ("pdf", "/assets/pdf/a.pdf", "/assets/pdf/a.pdf"),
        ("pdf", "v1.2/a.pdf", "v1.2/a.pdf"),
        ("url", "HTTP://a.org/b c", "HTTP://a.org/b%20c"),
        ("code", "github.com/lab/knee", "https://github.com/lab/knee"),
        ("website", "www.lab.org", "https://www.lab.org"),
        ("website", "lab.org:8080/a", "https://lab.org:8080/a"),
    ],
)
def test_links(kind: str, value: str, url: str) -> None:
    assert make_link(kind, value) == WorkLink(kind=kind, url=url)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///home/me/a.pdf",
        "C:\\papers\\a.pdf",
        "//evil.example/a.pdf",
        "https://",
        "https://user@",
        "https://a.org/<script>",
        "https://a.org/\u202eb",
        'x" onclick="alert(1)',
        "java\nscript:alert(1)",
        "a\\b.pdf",
    ],
)
def test_what_is_no_link(value: str) -> None:
    problem = make_link("url", value)
    assert isinstance(problem, Problem)
    assert problem.code == "bib-link"
    assert "left out" in problem.message


@pytest.mark.parametrize(
    ("value", "address"),
    [
        (r"\url{https://a.org/b\_c}", "https://a.org/b_c"),
        (r"\href{https://a.org/}{here}", "https://a.org/"),
        (r"https://a.org/\~{}ada/\%20\&\#x", "https://a.org/~ada/%20&#x"),
        (r"https://a.org/{\textasciitilde}ada", "https://a.org/~ada"),
        (r"https://a.org/$\sim$ada{\_}x", "https://a.org/~ada_x"),
        (" papers/a.pdf ", "papers/a.pdf"),
    ],
)
def test_latex_of_addresses(value: str, address: str) -> None:
    assert plain_address(value) == address
