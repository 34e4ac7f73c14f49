"""Run fixtures of CSL's official test suite, which lie outside the repository, and own cases."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.research.csl.arrangement import arrange
from sitegen.research.csl.citation_text import write_citation
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.disambiguation import disambiguate
from sitegen.research.csl.entry_writer import Place
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import (
    Locale,
    compile_locale,
    fallbacks,
    merge_locales,
    read_built_in,
)
from sitegen.research.csl.output import SUITE_HTML, to_text
from sitegen.research.csl.style_reader import compile_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "SUITE",
    "citation_lines",
    "entry_lines",
    "lacks_locale",
    "make_library",
    "run_fixture",
]

#: Where the suite lies, if it does.
SUITE = Path(os.environ.get("SITEGEN_CSL_SUITE", "/work/shared/csl-suite"))
_SECTION = re.compile(r">>=+ ([A-Z -]+?) =+>*\n(.*?)\n?<<=+ \1 =+<*", re.DOTALL)
#: What the suite's own runner writes for a cite without text.
_NOTHING = "[CSL STYLE ERROR: reference with no printed form.]"


def _sections(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    return dict(_SECTION.findall(text))


@cache
def find_locale(language: str) -> Locale:
    """Return a locale, completed by citeproc-py's data where that is installed."""
    found = (_one_locale(name) for name in fallbacks(language))
    return merge_locales([each for each in found if each is not None], language)


def _one_locale(name: str) -> Locale | None:
    found = importlib.util.find_spec("citeproc")
    file = Path((found and found.origin) or "").parent / "data" / "locales" / f"locales-{name}.xml"
    if read_built_in(name) is not None or not file.exists():
        return read_built_in(name)
    return compile_locale(file.read_bytes())[0]


def lacks_locale(path: Path) -> bool:
    """Tell whether a fixture is in a language of which there is no locale here."""
    named = re.search(r'default-locale="([\w-]+)', path.read_text(encoding="utf-8-sig"))
    if named is None:
        return False
    exact, *others, _ = fallbacks(named[1])
    return not any(map(_one_locale, [exact] if "-" in exact else [exact, *others]))


def make_library(style: str, items: Sequence[Mapping[str, Any]], name: str = "a.csl") -> Library:
    """Return items with a style, in the language that this asks for."""
    compiled, problems = compile_style(style.strip().encode(), name)
    assert compiled is not None, problems
    found = [item_from_csl(each) for each in items]
    locale = find_locale(compiled.default_locale or "en-US")
    return Library(compiled, locale, {item.key: item for item in found})


def run_fixture(path: Path) -> tuple[str, str]:
    """Return what a fixture expects, and what comes out."""
    parts = _sections(path)
    library = make_library(parts["CSL"], json.loads(parts["INPUT"]), path.name)
    clusters = json.loads(parts["CITATION-ITEMS"]) if "CITATION-ITEMS" in parts else None
    is_bibliography = parts["MODE"].strip().startswith("bibliography")
    if "CITATIONS" in parts:
        steps = json.loads(parts["CITATIONS"])
        written = _run_steps(library, steps, is_bibliography=is_bibliography)
    elif is_bibliography:
        cited = [Citation(tuple(map(_cite, each))) for each in clusters or ()]
        written = entry_lines(library, cited, ["*"])
    else:
        if clusters is None:  # the suite cites all items, as the bibliography sorts them
            order = arrange(list(library.items.values()), library.writer)
            clusters = [[{"id": item.key} for item in order]]
        written = citation_lines(library, clusters)
    return parts["RESULT"].strip(), written


def _cite(data: Mapping[str, Any]) -> Cite:
    return Cite(
        str(data["id"]),
        str(data.get("locator") or "").strip(),
        str(data.get("label") or ""),
        str(data.get("prefix") or ""),
        str(data.get("suffix") or ""),
        bool(data.get("suppress-author")),
        bool(data.get("author-only")),
    )


def entry_lines(library: Library, cited: Sequence[Citation], nocite: Sequence[str]) -> str:
    """Return a bibliography as the suite writes it."""
    document = format_document(library, cited, nocite)
    rows = []
    for entry in document.entries:
        text = to_text(entry.text, document.locale, SUITE_HTML) or _NOTHING
        rows.append(f'  <div class="csl-entry">{text}</div>\n')
    return f'<div class="csl-bib-body">\n{"".join(rows)}</div>'


def citation_lines(library: Library, clusters: Sequence[Sequence[Mapping[str, Any]]]) -> str:
    """Return citations whose positions are given, each on a line."""
    writer = library.writer
    order = arrange(list(library.items.values()), writer)
    numbers = {item.key: number for number, item in enumerate(order, start=1)}
    distinctions = disambiguate(order, writer)
    rows = []
    for cluster in clusters:
        citation = Citation(tuple(map(_cite, cluster)))
        places = [
            Place(
                int(each.get("position", 0)),
                bool(each.get("near-note")),
                int(each.get("first-reference-note-number", 0) or 0),
            )
            for each in cluster
        ]
        text = write_citation(citation, places, library.items, numbers, distinctions, writer)
        rows.append(to_text(text, writer.locale, SUITE_HTML) or _NOTHING)
    return "\n".join(rows)


def _run_steps(library: Library, steps: Sequence[Any], *, is_bibliography: bool) -> str:
    """Return a document after citations were put into it one after another.

    Those that the last one has changed are marked `>>`, and so is itself.
    """
    known: dict[str, Any] = {}
    before: dict[str, object] = {}
    rows: list[str] = []
    citations: list[Citation] = []
    for number, (citation, left, right) in enumerate(steps):
        key = citation.get("citationID") or f"CITATION-{number}"
        known[key] = citation["citationItems"]
        note = citation.get("properties", {}).get("noteIndex", 0)
        order = [*map(tuple, left), (key, note), *map(tuple, right)]
        citations = [Citation(tuple(map(_cite, known[each])), int(at or 0)) for each, at in order]
        document = format_document(library, citations)
        texts = [
            to_text(text, document.locale, SUITE_HTML) or _NOTHING for text in document.citations
        ]
        states = dict(zip((each for each, _ in order), document.states, strict=True))
        rows = [
            f"{'..' if each != key and before.get(each) == states[each] else '>>'}[{place}] {text}"
            for place, (each, text) in enumerate(zip(states, texts, strict=True))
        ]
        before = dict(states)
    if is_bibliography:
        return entry_lines(library, citations, [])
    return "\n".join(rows)
