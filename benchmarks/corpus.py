"""Corpora for the benchmarks: the same pages as a site for sitegen and for each of its peers.

Every page is 4 KB of prose with headings, links between pages, a table, a list, a footnote-free
code block and tags; pages lie in 20 sections. Titles and tags differ, so nothing can be shared.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

__all__ = ["PAGES", "SECTIONS", "page_body", "write_corpus"]

SECTIONS = 20
PAGES = (100, 1_000, 10_000)
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
def dice(first: set[int], second: set[int]) -> float:
    \"\"\"Return the overlap of two outlines, from 0 to 1.\"\"\"
    return {a} * len(first & second) / (len(first) + len(second))
```
"""


def page_body(number: int, pages: int, prose: str) -> str:
    """Return one page's Markdown, without front matter. Links are relative source paths."""
    chance = random.Random(number)  # noqa: S311  # a corpus, not a secret
    others = [chance.randrange(pages) for _ in range(3)]
    links = "\n".join(
        f"- [Study {other}](../section-{other % SECTIONS:02}/study-{other:05}.md)"
        for other in others
    )
    numbers = {"a": chance.randint(2, 9), "b": chance.randint(10, 99)}
    return (
        f"{prose}\n\n## Related studies\n\n{links}\n\n"
        f"## Protocol of study {number}\n\n{_TABLE.format(**numbers)}\n"
        f"## Measure\n\n{_CODE.format(**numbers)}\n"
    )


def front_matter(number: int, title: str) -> str:
    """Return a page's front matter, in the YAML that all generators read."""
    chance = random.Random(number + 1)  # noqa: S311  # a corpus, not a secret
    tags = ", ".join(chance.sample(_TAGS, 2))
    day, month, year = 1 + number % 28, 1 + number // 28 % 12, 2010 + number % 15
    return (
        f"---\ntitle: {title}\ndate: {year}-{month:02}-{day:02}\n"
        f"description: What study {number} measured, in which patients, and what it found.\n"
        f"tags: [{tags}]\n---\n"
    )


def seed_prose() -> str:
    """Return the seed page's text below its H1."""
    text = _SEED.read_text(encoding="utf-8")
    return text.split("\n---\n", 1)[1].split("\n", 1)[1].strip()


def write_corpus(folder: Path, pages: int) -> None:
    """Write a sitegen site of this many pages."""
    prose = seed_prose()
    menu = "".join(
        f'[[menu.main]]\nname = "Section {n}"\npage = "section-{n:02}/index.md"\nweight = {n}\n'
        for n in range(SECTIONS)
    )
    folder.mkdir(parents=True, exist_ok=True)
    config = 'title = "Imaging Lab"\nbase_url = "https://lab.example.org/"\n'
    (folder / "sitegen.toml").write_text(config + menu, encoding="utf-8")
    content = folder / "content"
    for section in range(SECTIONS):
        place = content / f"section-{section:02}"
        place.mkdir(parents=True, exist_ok=True)
        text = f"---\ntitle: Section {section}\n---\nStudies of group {section}.\n"
        (place / "index.md").write_text(text, encoding="utf-8")
    for number in range(pages):
        place = content / f"section-{number % SECTIONS:02}"
        text = front_matter(number, f"Study {number}") + page_body(number, pages, prose)
        (place / f"study-{number:05}.md").write_text(text, encoding="utf-8")
    (content / "index.md").write_text("---\ntitle: Home\n---\nAll studies.\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1_000)
    arguments = parser.parse_args()
    write_corpus(arguments.folder, arguments.pages)
