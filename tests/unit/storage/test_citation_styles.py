"""Styles are found by the names that they have with sitegen, and with CSL's repository."""

from __future__ import annotations

import pytest

from sitegen.research.csl.style_names import BUILT_IN_STYLES, built_in_name
from sitegen.storage.citation_styles import has_more_styles, list_styles, read_style
from support.sites import MakeSite

with_more_styles = pytest.mark.skipif(
    not has_more_styles(), reason='not found: the official styles (pip install "sitegen[styles]")'
)
BIBLIOGRAPHY = """@article{doe2024, author = {Doe, Jane and Roe, Rick}, title = {A thing},
  journal = {Journal of X}, year = 2024, volume = 3, pages = {1--9}}
"""


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_built_in(name: str) -> None:
    style = read_style(name)
    assert style is not None
    assert f"<id>{name}</id>".encode() in style


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("american-medical-association", "ama"),
        ("association-for-computing-machinery", "acm"),
        ("chicago-notes-bibliography", "chicago-notes"),
        ("harvard-cite-them-right", "harvard"),
        ("modern-language-association", "mla"),
        ("nlm", "vancouver"),
    ],
)
def test_other_names(official: str, name: str) -> None:
    assert built_in_name(official) == name
    assert read_style(official) == read_style(name)


@pytest.mark.parametrize("name", ["", "no-such-style", "../styles/apa", "/etc/passwd", "apa.csl"])
def test_no_style(name: str) -> None:
    assert read_style(name) is None


@with_more_styles
def test_more_styles() -> None:
    assert len(list_styles()) > 10_000
    style = read_style("elsevier-harvard")
    assert style is not None
    assert b"<citation" in style


@with_more_styles
def test_a_site_with_styles_of_the_extra(make_site: MakeSite) -> None:
    text = "---\ntitle: A\ncsl: {}\n---\nText [@doe2024, p. 3].\n"
    site = make_site(
        {
            "references.bib": BIBLIOGRAPHY,
            "content/own.md": text.format("elsevier-harvard"),
            # Only names another style, `springer-basic-author-date`.
            "content/dependent.md": text.format("3-biotech"),
        }
    )
    site.build_well()
    assert "Doe, J., Roe, R., 2024. A thing. " in site.text("own/index.html")
    assert "Doe J, Roe R (2024) A thing. " in site.text("dependent/index.html")
