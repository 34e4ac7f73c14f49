"""The edits that are measured: what is saved, and what the screen must show then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Study, body
from benchmarks.preview.subjects import Subject

__all__ = ["EDITS", "Edit", "Saved", "mark_of"]

_STYLE = """\
h1, h2, h3 {{ letter-spacing: 0.01em; }}
table {{ border-collapse: collapse; }}
th, td {{ padding: 0.2em 0.6em; border-bottom: 1px solid; }}
pre {{ padding: 0.5em; overflow: auto; }}
body {{ background-color: {colour}; }}
"""


@dataclass(frozen=True)
class Saved:
    """A file to write, and what the screen shows when it has arrived."""

    file: Path
    text: str
    expected: dict[str, str]

    def save(self) -> None:
        """Write in place, as most editors do."""
        self.file.write_text(self.text, encoding="utf-8")


@dataclass(frozen=True)
class Edit:
    """One kind of edit: `prepare` gets a preview, its site, the open page, pages, a number."""

    name: str
    label: str
    prepare: Callable[[Subject, Path, Study, int, int], Saved]


def mark_of(number: int) -> str:
    """Return a word that no page has but after this edit."""
    return f"bench{number:06}"


def _edit_body(subject: Subject, site: Path, study: Study, pages: int, number: int) -> Saved:
    """Add a sentence to the first paragraph, which is on screen."""
    generator = subject.generator
    opening = body(study, pages, generator.link).partition("\n")[0]
    new = f"{opening} This is {mark_of(number)}."
    text = generator.text(study, pages).replace(opening, new, 1)
    return Saved(generator.source(site, study), text, {"text": mark_of(number)})


def _edit_css(subject: Subject, site: Path, study: Study, pages: int, number: int) -> Saved:
    """Give the page another background."""
    del study, pages
    colour = f"rgb({200 + number // 65_536}, {number // 256 % 256}, {number % 256})"
    text = _STYLE.format(colour=colour)
    return Saved(site / subject.stylesheet, text, {"colour": colour})


def _edit_template(subject: Subject, site: Path, study: Study, pages: int, number: int) -> Saved:
    """Change the footer, which all pages show."""
    del study, pages
    text = subject.footer_text(mark_of(number))
    return Saved(site / subject.footer, text, {"text": mark_of(number)})


EDITS = (
    Edit("body", "Body edit", _edit_body),
    Edit("css", "CSS edit", _edit_css),
    Edit("template", "Template edit", _edit_template),
)
