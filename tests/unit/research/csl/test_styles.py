"""What the built-in styles make of works of all kinds; `--golden` writes the texts anew."""

from __future__ import annotations

from importlib import resources

import pytest

from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import PLAIN_TEXT, to_text
from sitegen.research.csl.style_names import BUILT_IN_STYLES
from sitegen.research.csl.style_reader import compile_style
from support.csl_styles import CASES, Texts, format_here, read_entries

STYLES = resources.files("sitegen.research.csl") / "styles"


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_texts(name: str, *, rewrite: bool) -> None:
    style = (STYLES / f"{name}.csl").read_bytes()
    written = _written(format_here(style, read_entries()))
    kept = CASES / "styles" / f"{name}.txt"
    if rewrite:
        kept.write_text(written, encoding="utf-8")
    assert written.splitlines() == kept.read_text(encoding="utf-8").splitlines()


def test_each_kind_of_work_is_there() -> None:
    entries = read_entries()
    assert len({entry["id"] for entry in entries}) == len(entries) == 60
    assert len({entry["type"] for entry in entries}) >= 25


@pytest.mark.parametrize("name", BUILT_IN_STYLES)
def test_styles_have_no_mistakes(name: str) -> None:
    style, problems = compile_style((STYLES / f"{name}.csl").read_bytes(), f"{name}.csl")
    assert style is not None
    assert problems == ()


def test_every_style_has_a_name() -> None:
    found = {file.name.removesuffix(".csl") for file in STYLES.iterdir()}
    assert found == set(BUILT_IN_STYLES)


@pytest.mark.parametrize(
    ("style", "entry", "words"),
    [
        ("ieee", {"type": "book", "collection-title": "Reihe"}, "in Reihe"),
        ("vancouver", {"type": "report", "number": "7"}, "Bericht Nr.: 7"),
        ("vancouver", {"type": "speech", "event-title": "Tagung"}, "Gehalten auf der: Tagung"),
        ("chicago-author-date", {"type": "paper-conference", "event-title": "Tagung"},
         "Gehalten auf der Tagung"),
        ("chicago-notes", {"type": "paper-conference", "event-title": "Tagung"},
         "gehalten auf der Tagung"),
        ("harvard", {"type": "article-journal", "container-title": "arXiv"}, "[Preprint]"),
    ],
)  # fmt: skip
def test_words_are_those_of_the_language(style: str, entry: dict[str, str], words: str) -> None:
    compiled, _ = compile_style((STYLES / f"{style}.csl").read_bytes())
    assert compiled is not None
    item = item_from_csl({"id": "a", "title": "Titel", **entry})
    library = Library(compiled, built_in_locale("de"), {"a": item})
    document = format_document(library, [Citation((Cite("a"),), note=1)])
    texts = [*document.citations, *(each.text for each in document.entries)]
    assert any(words in to_text(text, document.locale, PLAIN_TEXT) for text in texts)


def _written(texts: Texts) -> str:
    rows = ["# citations", *texts.citations, "", "# bibliography"]
    rows += [f"{key}: {text}" for key, text in texts.entries.items()]
    return "\n".join(rows) + "\n"
