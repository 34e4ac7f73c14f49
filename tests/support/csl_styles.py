"""Works of all kinds in a citation style: what sitegen writes, and what citeproc-js writes."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import Library, format_document
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.output import HTML, to_text
from sitegen.research.csl.style_reader import compile_style
from support.tools import find_node, find_npm_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "CASES",
    "MORE",
    "Texts",
    "format_here",
    "format_with_citeproc",
    "plain_text",
    "read_entries",
]

CASES = Path(__file__).parents[1] / "cases" / "csl"
_LOCALES = Path(__file__).parents[2] / "src" / "sitegen" / "research" / "csl" / "locales"
#: Cited after all works were cited once each: with places, together, and again.
MORE: tuple[Sequence[dict[str, Any]], ...] = (
    ({"id": "article-one-author", "locator": "215", "label": "page"},),
    ({"id": "book", "locator": "3", "label": "chapter"},),
    ({"id": "book", "locator": "10-12", "label": "page"},),
    ({"id": "book"},),
    ({"id": "chapter"}, {"id": "book-no-author"}, {"id": "article-eight-authors"}),
    ({"id": "thesis-masters", "prefix": "see ", "suffix": ", and others"},),
)
_SCRIPT = """
const CSL = require(process.argv[1]);
const job = JSON.parse(require("fs").readFileSync(0, "utf8"));
const items = Object.fromEntries(job.items.map((item) => [item.id, item]));
const system = {
  retrieveLocale: (language) => job.locales[language] || "",
  retrieveItem: (id) => JSON.parse(JSON.stringify(items[id])),
};
const format = (style) => {
  const engine = new CSL.Engine(system, style, "en-US");
  const inNotes = engine.opt.xclass === "note";
  const cited = [];
  for (const citationItems of job.citations) {
    const note = (index) => (inNotes ? index + 1 : 0);
    const citation = { citationItems, properties: { noteIndex: note(cited.length) } };
    const before = cited.map((each, index) => [each.id, note(index)]);
    const changes = engine.processCitationCluster(citation, before, [])[1];
    for (const [index, text, id] of changes) cited[index] = { id, text };
  }
  const entries = {};
  const list = () => engine.makeBibliography() || [{ entry_ids: [] }, []];
  const [about, texts] = list();
  if (about.entry_ids.length === texts.length) {
    about.entry_ids.forEach((ids, index) => { entries[ids[0]] = texts[index] });
  } else {
    // A work that the style leaves out has an identifier, but no text: each is listed alone.
    for (const id of Object.keys(items)) {
      engine.updateItems([id]);
      entries[id] = list()[1][0] || "";
    }
  }
  return { citations: cited.map((each) => each.text), entries };
};
console.log(JSON.stringify(job.styles.map((style) => {
  try { return format(style) } catch (error) { return { error: String(error) } }
})));
"""


class Texts(NamedTuple):
    """What a style makes of the works: one citation of each and some more, and an entry of each."""

    citations: tuple[str, ...]
    entries: dict[str, str]


def read_entries() -> list[dict[str, Any]]:
    """Return the works, as CSL-JSON."""
    found: list[dict[str, Any]] = json.loads((CASES / "entries.json").read_text(encoding="utf-8"))
    return found


def _citations(items: Iterable[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [[{"id": item["id"]}] for item in items]


def format_here(
    style: bytes, items: Sequence[dict[str, Any]], more: Iterable[Sequence[dict[str, Any]]] = MORE
) -> Texts:
    """Format the works with sitegen, as HTML; `more` are citations after that of each work."""
    compiled, problems = compile_style(style)
    assert compiled is not None, problems
    found = [item_from_csl(each) for each in items]
    locale = built_in_locale(compiled.default_locale or "en-US")
    library = Library(compiled, locale, {item.key: item for item in found})
    in_notes = b'class="note"' in style
    clusters = [
        Citation(tuple(_cite(each) for each in cites), number if in_notes else 0)
        for number, cites in enumerate([*_citations(items), *more], start=1)
    ]
    document = format_document(library, clusters)
    write = [to_text(text, document.locale, HTML) for text in document.citations]
    entries = {e.key: to_text(e.text, document.locale, HTML) for e in document.entries}
    return Texts(tuple(write), entries)


def _cite(data: dict[str, Any]) -> Cite:
    return Cite(
        data["id"],
        data.get("locator", ""),
        data.get("label", ""),
        data.get("prefix", ""),
        data.get("suffix", ""),
    )


def format_with_citeproc(
    styles: Sequence[bytes], items: Sequence[dict[str, Any]]
) -> list[Texts | str]:
    """Format the works with citeproc-js, as HTML; for each style, its texts or what went wrong."""
    folder = find_npm_package("citeproc")
    job = {
        "styles": [style.decode() for style in styles],
        "items": items,
        "citations": [*_citations(items), *MORE],
        "locales": {path.stem: path.read_text(encoding="utf-8") for path in _LOCALES.iterdir()},
    }
    done = subprocess.run(
        [find_node(), "-e", _SCRIPT, str(folder)],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return [
        each.get("error") or Texts(tuple(each["citations"]), each["entries"])
        for each in json.loads(done.stdout.splitlines()[-1])
    ]


def plain_text(text: str) -> str:
    """Return the words of HTML, without their looks."""
    text = re.sub(r'<\w+ class="csl-right-inline">', " ", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return " ".join(text.split())
