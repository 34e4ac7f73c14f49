"""Works that several tests write in their formats."""

from __future__ import annotations

from sitegen.model import Name, PartialDate, Work, WorkLink

__all__ = ["make_article", "make_work"]


def make_work(kind: str = "article-journal", **fields: object) -> Work:
    """Return a work of a type of CSL with a title and nothing else that is not given."""
    known: dict[str, object] = {"key": "berg2024", "title": "A study", "kind": kind, "type": kind}
    return Work(**(known | fields))  # type: ignore[arg-type]


def make_article() -> Work:
    """Return an article of a journal with everything that it can have."""
    return make_work(
        title="How U-Nets see <the> knee: 50% of $x_1$ & more",
        names={
            "author": (
                Name(family="Berg", given="Jean-Paul", particle="van der", suffix="Jr."),
                Name(literal="The Knee Group"),
                Name(family="Ørsted", given="Émile"),
            )
        },
        issued=PartialDate(year=2024, month=3, day=5),
        variables={
            "container-title": "Journal of Knees & Hips",
            "container-title-short": "J. Knees",
            "volume": "12",
            "issue": "3",
            "page": "117-23",
            "DOI": "10.1000/a_b<c>",
            "ISSN": "1234-5679",
            "PMID": "12345678",
            "abstract": "We look.\n\nThen {we measure",
            "language": "en",
        },
        links=(
            WorkLink(kind="arxiv", url="https://arxiv.org/abs/2401.01234v2"),
            WorkLink(kind="pdf", url="https://example.org/knees.pdf"),
        ),
        keywords=("MRI", "knee"),
    )
