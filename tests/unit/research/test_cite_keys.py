"""Cite keys say who, when and what."""

from __future__ import annotations

from sitegen.model import Name, PartialDate, Work
from sitegen.research.cite_keys import make_free_key


def _work(title: str, *names: Name, year: int | None = 2024) -> Work:
    issued = PartialDate(year=year) if year else None
    return Work(key="", type="book", kind="", title=title, names={"author": names}, issued=issued)


def test_cite_keys() -> None:
    taken: set[str] = set()
    made = []
    for work in (
        _work("The Knee’s cartilage", Name(family="Müller-Lüdenscheidt", particle="von")),
        _work("On the knee’s age", Name(family="Müller-Lüdenscheidt")),
        _work("Knie", Name(literal="ATLAS Collaboration"), year=None),
        _work("膝の研究", Name(family="山田", given="太郎")),
        _work("3D Łódź", Name(family="Åström")),
        _work("!?"),
    ):
        made.append(make_free_key(work, taken))
        taken.add(made[-1])
    assert made == [
        "mullerludenscheidt2024knees",
        "mullerludenscheidt2024kneesb",
        "atlasknie",
        "山田2024膝の研究",
        "astrom20243d",
        "anonymous2024",
    ]
