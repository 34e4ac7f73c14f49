"""Publications know the other versions of their work, and what their pages say of these."""

from __future__ import annotations

from sitegen.research.bibtex_works import read_bibtex_works
from support.assembling import assemble
from support.parsing import parse

BIB = """
@misc{pre, title={Cartilage in the knee}, author={Doe, J.}, eprint={2301.01234}, year=2023}
@article{knee, title={Cartilage in the knee}, author={Doe, J.}, journal={Acta}, year=2024}
@dataset{scans, title={Scans}, author={Doe, J.}, year=2024}
@misc{other, title={Other}, author={Doe, J.}, year=2024}
"""
PRE, KNEE, SCANS = (f"content/publications/{name}.md" for name in ("pre", "knee", "scans"))


def versions_of(**pages: str) -> dict[str, tuple[tuple[str, ...], str]]:
    parsed = [
        parse(f"---\n{text}\n---\n", path=f"content/publications/{name}.md")
        for name, text in pages.items()
    ]
    works, _ = read_bibtex_works(BIB, "p.bib")
    site, problems = assemble(*parsed, works=works)
    assert problems == ()
    return {
        key: (entry.versions, entry.version_of)
        for key, entry in site.entries.items()
        if entry.versions
    }


def test_versions() -> None:
    assert versions_of() == {PRE: ((KNEE,), KNEE), KNEE: ((PRE,), "")}


def test_what_pages_say() -> None:
    assert versions_of(scans="same_as: [knee]") == {
        PRE: ((KNEE, SCANS), KNEE),
        KNEE: ((PRE, SCANS), ""),
        SCANS: ((KNEE, PRE), KNEE),
    }
    assert versions_of(pre="not_same_as: knee") == {}
