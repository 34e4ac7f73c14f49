"""Notes: `!!! note`, and the alerts of GitHub.

`!!! tip "Title"` as in Python-Markdown, with the text below it indented by four columns, and
`> [!TIP]` as on GitHub; `> [!tip]- Title` as in Obsidian; quotations that end with
`{: .prompt-tip }` as in the theme Chirpy of Jekyll, or with `{: .block-tip }` as in al-folio.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.block_trees import FENCED, children_of, classes_of, rename, set_classes, take
from sitegen.content.construct import Construct, Finding, Mistake, PageTree, Replacement
from sitegen.content.note_kinds import NOTE_KINDS, tone_of
from sitegen.content.note_lines import NOTE_MARKS, NoteLine, note_box, read_note
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = ["ADMONITIONS"]

#: What would begin another block than a paragraph, at the head of a title.
_BLOCK_START = compile_late(r"(?=#{1,6}\s|>|[-+*]\s|~~~|```|:\s)|(?<=\d)(?=[.)]\s)")
_INDENT = 4
#: On GitHub, these are five kinds, which stand alone; Obsidian has more, signs to fold and titles.
_ALERT = compile_late(
    rf"\s*\[!(?P<kind>{'|'.join(NOTE_KINDS)})\](?P<fold>[+-]?)[ \t]*"
    r"(?P<title>[^\n]*?)(?:<br>)?(?:\n|\Z)",
    re.IGNORECASE,
)
_SINGLE = compile_late(r"<(?:img|br|input)\b")
#: GitHub's word for the gravest kind, and ours.
_KINDS = {"caution": "danger"}
#: The classes with which themes of Jekyll mark the last paragraph of a quotation.
_PROMPTS = {
    f"{theme}-{kind}": kind
    for theme in ("prompt", "block")
    for kind in ("info", "tip", "warning", "danger")
}
_THEMES = ("prompt-", "block-")
#: What is seen of a title that has no words, such as a citation, in a CSS selector.
_SHOWN = f"{SLOT_ELEMENT}, img, math, svg"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class _Admonitions(Construct):
    source_marks = NOTE_MARKS
    html_marks = ("[!", "admonition", *_PROMPTS, FENCED)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Write notes as HTML elements around Markdown; Python-Markdown knows them as they are."""
        if source.engine == "commonmark":
            yield from _Translator(source).read()

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        if "[!" in tree.html:
            _mark_alerts(tree.parser, tree.root)
        if any(f'class="{theme}' in tree.html for theme in _THEMES):
            _mark_prompts(tree.parser, tree.root)
        _title_notes(tree.root, tree.words)
        for box in reversed(tree.root.css("div.admonition[data-collapse]")):
            _fold(tree.parser, box)
        return ()


class _Translator:
    """Goes over the lines and knows which notes are open."""

    def __init__(self, source: MarkdownSource) -> None:
        self.source = source
        self.starts = frozenset(source.blocks.notes)
        self.notes: list[int] = []  # the column of each open note
        self.unclosed = {each.end: each for each in source.blocks.fences if not each.closed}

    def read(self) -> Iterator[Replacement]:
        for line in self.source.blocks.lines:
            if line.kind != "blank":
                yield from self._close(line.depth, line.start)
            if line.depth:
                yield self._dedent(line)
            if line.content in self.starts:
                note = read_note(self.source.text, line.content)
                if note:
                    yield from self._open(note, line)
        yield from self._close(0, len(self.source.text))

    def _dedent(self, line: Line) -> Replacement:
        text, wanted = self.source.text, _INDENT * line.depth
        if "\t" not in text[line.start : line.content]:
            return Replacement(line.start, min(line.start + wanted, line.content), "")
        margin = text[line.start : line.content].expandtabs(_INDENT)
        return Replacement(line.start, line.content, margin[wanted:])

    def _open(self, note: NoteLine, line: Line) -> Iterator[Replacement]:
        pad = " " * (line.column - _INDENT * len(self.notes))
        attributes = "".join(f' {name}="{value}"' for name, value in note_box(note).items())
        opening = f"\n{pad}<div{attributes}>"
        self.notes.append(line.column)
        # The margin is written again, since an empty line comes first.
        yield Replacement(line.start, line.start, opening + "\n")
        title = note.title
        if title is None:
            empty = '<p class="admonition-title"></p>\n'
            yield Replacement(line.content, line.end, empty)
        elif not title.strip():
            yield Replacement(line.content, line.end, "")
        else:
            start = note.start + len(title) - len(title.lstrip())
            end = note.start + len(title.rstrip())
            yield Replacement(line.start, line.start, "\n")
            yield Replacement(line.content, start, "")
            block = _BLOCK_START.search(self.source.text[start:end])
            if block:
                yield Replacement(start + block.start(), start + block.start(), "\\")
            yield Replacement(end, line.end, f"\n{pad}{{: .{note.title_class} }}\n")

    def _close(self, depth: int, index: int) -> Iterator[Replacement]:
        """Close the notes deeper than `depth`, before the line at this index or at the end."""
        at_end = index == len(self.source.text)
        while len(self.notes) > depth:
            fence = self.unclosed.pop(index, None)
            closing = "\n" if at_end else ""
            if fence:
                text, outer = self.source.text, _INDENT * len(self.notes)
                margin = fence.start - text.rfind("\n", 0, fence.start) - 1 - outer
                marks = text[fence.start : fence.info].rstrip()
                closing += f"{' ' * margin}{marks}\n"
            pad = " " * (self.notes.pop() - _INDENT * len(self.notes))
            closing += f"\n{pad}</div>\n" + ("" if at_end else "\n")
            yield Replacement(index, index, closing)


def _mark_alerts(parser: LexborHTMLParser, root: LexborNode) -> None:
    """Turn quotations that begin with `[!NOTE]` and the like into notes."""
    # Inner quotations first: rewriting an outer one makes new nodes of those that it holds.
    for quote in reversed(root.css("blockquote")):
        opening = next(quote.iter(), None)
        if opening is None or opening.tag != "p":
            continue
        inner = opening.inner_html or ""
        found = _ALERT.match(inner)
        if not found or not _is_whole(found["title"]):
            continue
        rest = inner[found.end() :]
        if rest:
            opening.inner_html = rest
        else:
            opening.decompose()
        kind = found["kind"].lower()
        box = parser.create_node("div")
        box.attrs["class"] = f"admonition {_KINDS.get(kind, kind)}"
        if found["fold"]:
            box.attrs["data-collapse"] = "true" if found["fold"] == "-" else "false"
        title = found["title"].strip()
        box.inner_html = f'<p class="admonition-title">{title}</p>{quote.inner_html}'
        quote.replace_with(box)


def _mark_prompts(parser: LexborHTMLParser, root: LexborNode) -> None:
    """Turn quotations that end with `{: .prompt-tip }` and the like into notes.

    A heading that such a quotation begins with is the title of the note.
    """
    for last in root.css("blockquote > p[class]:last-child"):
        first, *others = classes_of(last) or [""]
        quote = last.parent
        if quote is None or first not in _PROMPTS:
            continue
        set_classes(last, others)
        title, heading = "", next(iter(children_of(quote)), None)
        if heading is not None and heading.tag in _HEADINGS:
            title = heading.inner_html or ""
            heading.decompose()
        box = parser.create_node("div")
        box.attrs["class"] = f"admonition {_PROMPTS[first]}"
        box.inner_html = f'<p class="admonition-title">{title}</p>{quote.inner_html}'
        quote.replace_with(box)


def _is_whole(title: str) -> bool:
    """Tell whether no element that begins in a title ends below it."""
    return title.count("</") * 2 == title.count("<") - len(_SINGLE.findall(title))


def _title_notes(root: LexborNode, words: Mapping[str, str]) -> None:
    """Give notes that have no title of their own their kind's name, in the page's language."""
    for box in root.css("div.admonition"):
        classes = classes_of(box)
        looks = [each for each in classes if each.startswith("admonition")]
        kinds = [each for each in classes if each not in looks]
        kind = next(iter(kinds), "note")
        if tone_of(kind) != kind:
            set_classes(box, [*looks, kind, tone_of(kind), *kinds[1:]])
        title = next(iter(children_of(box)), None)
        if title is None or title.tag != "p" or "admonition-title" not in classes_of(title):
            continue
        if not title.text(strip=True) and title.css_first(_SHOWN) is None:
            title.inner_html = ""
            title.insert_child(words.get(kind) or kind.capitalize())


def _fold(parser: LexborHTMLParser, box: LexborNode) -> None:
    """Make `<details>` of a note that the reader opens and closes."""
    is_open = take(box, "data-collapse") == "false"
    title = next(iter(children_of(box)), None)
    summary = ""
    if title is not None and "admonition-title" in classes_of(title):
        summary = title.inner_html or ""
        title.decompose()
    set_classes(box, ["folded", *classes_of(box)])
    if is_open:
        box.attrs["open"] = ""
    rename(parser, box, "details", f'<summary class="admonition-title">{summary}</summary>\n')


ADMONITIONS = _Admonitions()
