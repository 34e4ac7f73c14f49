"""Runs the cases in `cases/csl/`: a style, entries, and what is written of them.

A file holds a list of cases for one area. A case has

    case        what it shows
    citation    the inside of `citation`; `layout` is put around it if it has none
    bibliography  the same for the bibliography
    style       attributes of `style`, and `area` those of the `citation` or `bibliography` tested
    extra       macros and locales
    items       CSL-JSON, or names of entries in `items.yml`
    cites       citations: lists of keys or of cites; without them, each item is cited alone
    text        the citations, one a line, or the entries of the bibliography

With `notes: true` or `text: true` in `cites`, citations stand in notes or in the text one after
another, and their positions are found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.output import SUITE_HTML, to_text
from support.csl_suite import make_library
from support.tools import ROOT

CASES = ROOT / "tests" / "cases" / "csl"
ITEMS = yaml.safe_load((CASES / "items.yml").read_text(encoding="utf-8"))


def _read(path: Path) -> list[Any]:
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [pytest.param(case, id=f"{path.stem}: {case['case']}") for case in cases]


ALL = [case for path in sorted(CASES.glob("*.yml")) if path.stem != "items" for case in _read(path)]


@pytest.mark.parametrize("case", ALL)
def test_a_case(case: dict[str, Any]) -> None:
    assert "\n".join(write_case(case)) == case["text"].rstrip("\n")


def write_case(case: dict[str, Any]) -> list[str]:
    items = [
        ITEMS[each] | {"id": each} if isinstance(each, str) else each for each in case["items"]
    ]
    library = make_library(_style(case), items)
    cites = case.get("cites") or [[item["id"]] for item in items]
    citations = [
        Citation(tuple(map(_cite, each)), note if case.get("notes") else 0)
        for note, each in enumerate(cites, start=1)
    ]
    return list(_lines(case, library, citations))


def _lines(case: dict[str, Any], library: Library, citations: list[Citation]) -> list[str]:
    document = format_document(library, citations, ["*"])
    texts = [entry.text for entry in document.entries]
    if "bibliography" not in case or case.get("of") == "citations":
        texts = list(document.citations)
    return [to_text(text, document.locale, SUITE_HTML) for text in texts]


def _cite(cite: Any) -> Cite:
    return Cite(cite) if isinstance(cite, str) else Cite(**cite)


def _style(case: dict[str, Any]) -> str:
    area = case.get("area", "")
    tested = "bibliography" if "bibliography" in case else "citation"
    parts = []
    for name in ("citation", "bibliography"):
        inside = case.get(name, '<text variable="title"/>' if name == "citation" else "")
        if inside:
            inside = inside if "<layout" in inside else f"<layout>{inside}</layout>"
            parts.append(
                f"<{name} {area if name == tested else case.get('other', '')}>{inside}</{name}>"
            )
    kind = 'class="note"' if case.get("notes") else 'class="in-text"'
    head = f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {kind}'
    return f"{head} {case.get('style', '')}>{case.get('extra', '')}{''.join(parts)}</style>"
