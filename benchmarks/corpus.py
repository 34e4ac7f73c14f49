"""The corpus of the benchmarks: the same studies for sitegen and for each of its peers.

Every study is a page of 4 KB: prose with headings, links to other studies, a table, code and two
tags. Studies lie in 20 sections. Titles, tags, the order of the prose, the table and the code
differ from page to page, so that nothing can be shared between pages.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["BASE_URL", "SECTIONS", "SITE_TITLE", "Study", "body", "middle", "newest", "studies"]

SECTIONS = 20
SITE_TITLE = "Imaging Lab"
BASE_URL = "https://lab.example.org/"
_TAGS = (
    *("MRI", "CT", "ultrasound", "segmentation", "registration", "reconstruction"),
    *("cartilage", "ligaments", "teaching", "privacy", "synthetic images", "validation"),
)
_SEED = Path(__file__).parent.parent / "tests/sites/seed/content/our-research.md"

_TABLE = """\
| Sequence | Weighting | Minutes | Slices |
|:---------|:---------:|--------:|-------:|
| Turbo spin echo | PD | {a}.5 | {b} |
| Gradient echo | T1 | {b}.0 | {a} |
| Thirteen spokes | T1 | 0.{a} | 320 |
"""
_CODE = """\
```python
def dice_{number}(first: set[int], second: set[int]) -> float:
    \"\"\"Return the overlap of two outlines, from 0 to 1.\"\"\"
    return {a} * len(first & second) / (len(first) + len(second))
```
"""


@dataclass(frozen=True, slots=True)
class Study:
    """One page of the corpus."""

    number: int
    date: dt.date
    tags: tuple[str, str]
    related: tuple[int, int, int]

    @property
    def title(self) -> str:
        return f"Study {self.number}"

    @property
    def description(self) -> str:
        return f"What study {self.number} measured, in which patients, and what it found."

    @property
    def section(self) -> str:
        return f"section-{self.number % SECTIONS:02}"

    @property
    def slug(self) -> str:
        return f"study-{self.number:05}"


def _study(number: int, pages: int) -> Study:
    """Return one study of a corpus of this many pages, always the same."""
    chance = random.Random(number)  # noqa: S311  # a corpus, not a secret
    first, second = chance.sample(_TAGS, 2)
    return Study(
        number=number,
        date=dt.date(2010 + number % 15, 1 + number // 28 % 12, 1 + number % 28),
        tags=(first, second),
        related=(chance.randrange(pages), chance.randrange(pages), chance.randrange(pages)),
    )


def studies(pages: int) -> Iterator[Study]:
    """Return all studies of a corpus."""
    return (_study(number, pages) for number in range(pages))


def newest(pages: int) -> Study:
    """Return the newest study, which stands first in lists and in the feed."""
    return max(studies(pages), key=lambda study: (study.date, -study.number))


def middle(pages: int) -> Study:
    """Return the study whose body is edited: an old one, in the middle of its lists."""
    return _study(pages // 2, pages)


@cache
def _prose() -> tuple[str, ...]:
    """Return the seed page's text below its H1, by H2; placeholders filled in."""
    text = _SEED.read_text(encoding="utf-8").split("\n---\n", 1)[1].split("\n", 1)[1].strip()
    text = text.replace("[Your Company Name]", "the Imaging Lab").replace("Ã¼", "ü")
    return tuple(part.strip() for part in re.split(r"^(?=## )", text, flags=re.MULTILINE))


def body(study: Study, pages: int, link: Callable[[Study], str]) -> str:
    """Return a study's Markdown. `link` writes a link's target as a generator wants it."""
    chance = random.Random(study.number + 1)  # noqa: S311  # a corpus, not a secret
    opening, *parts = _prose()
    chance.shuffle(parts)
    others = [_study(number, pages) for number in study.related]
    links = "\n".join(f"- [{other.title}]({link(other)})" for other in others)
    numbers = {"a": chance.randint(2, 9), "b": chance.randint(10, 99), "number": study.number}
    return "\n\n".join(
        [
            opening,
            *parts,
            f"## Related studies\n\n{links}",
            f"## Protocol of study {study.number}\n\n{_TABLE.format(**numbers)}",
            f"## Measure\n\n{_CODE.format(**numbers)}",
        ]
    )
