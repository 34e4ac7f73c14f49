"""Give the blocks of code of a page their numbers, marks, titles and annotations.

This runs when code has been coloured. A list below a block explains its lines if they end with
marks: `# <1>` as in Quarto, or `# (1)` in a block with the class `annotate`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.code.code_lines import (
    LINE_MARK,
    block_classes,
    dress_lines,
    has_line_marks,
    shows_markdown,
    wrap_block,
)
from sitegen.content.code.code_options import CodeOptions, unpack_options
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["OPTIONS_ATTRIBUTE", "dress_code", "has_dressed_code"]

#: On `<code>`, the options that its author gave.
OPTIONS_ATTRIBUTE = "data-code"
_COMMENT = r"[ \t]*(?:<span class=\"[^\"<>]*\">)?(?:#|//|--|%|;|/\*|&lt;!--)[ \t]*"
_COMMENT_END = r"[ \t]*(?:\*/|--&gt;)?(?:</span>)?[ \t]*$"
_QUARTO = compile_late(_COMMENT + r"&lt;(\d{1,3})&gt;" + _COMMENT_END, re.MULTILINE)
_MATERIAL = compile_late(_COMMENT + r"\((\d{1,3})\)!?" + _COMMENT_END, re.MULTILINE)
#: These belong to a list without a class, too: nobody writes the last sign for anything else.
_SURE = compile_late(_COMMENT + r"\((\d{1,3})\)!" + _COMMENT_END, re.MULTILINE)
_SURE_MARK = compile_late(r"\(\d{1,3}\)!(?!\w)")
_LANGUAGE = "language-"
_QUARTO_MARK = re.compile(r"&lt;\d{1,3}&gt;")


def has_dressed_code(html: str) -> bool:
    """Tell quickly whether a page has options, marks or annotations of code."""
    if OPTIONS_ATTRIBUTE in html or LINE_MARK in html or _QUARTO_MARK.search(html) is not None:
        return True
    return _has_sure_mark(html)


def dress_code(parser: LexborHTMLParser, root: LexborNode, words: Mapping[str, str]) -> None:
    """Change the blocks of a page that ask for it."""
    number = 0
    for code in root.css("pre > code"):
        given = code.attributes.get(OPTIONS_ATTRIBUTE)
        html = code.inner_html or ""
        language = _language_of(code)
        may_explain = not shows_markdown(language)  # the code that Markdown shows has its own marks
        if (
            given is None
            and not has_line_marks(html, language)
            and not (may_explain and (_QUARTO_MARK.search(html) or _has_sure_mark(html)))
        ):
            continue
        options = unpack_options(given or "")
        if given is not None:
            del code.attrs[OPTIONS_ATTRIBUTE]
        pre = code.parent
        if pre is None:  # pragma: no cover  # the selector asks for it
            continue
        pattern = _MATERIAL if options.annotated else _QUARTO
        if not options.annotated and _has_sure_mark(html) and not _QUARTO_MARK.search(html):
            pattern = _SURE
        notes = _list_below(pre) if may_explain and pattern.search(html) else None
        if notes is not None:
            number += 1
            html = _annotate(html, pattern, notes, f"code-{number}", words["annotation"])
        code.inner_html = dress_lines(html, options, language)
        classes = block_classes(options, html.count("\n"))
        if classes != (pre.attributes.get("class") or ""):
            pre.attrs["class"] = classes
        _wrap(parser, pre, options, words["code"])


def _has_sure_mark(html: str) -> bool:
    return ")!" in html and _SURE_MARK.search(html) is not None


def _language_of(code: LexborNode) -> str:
    names = (code.attributes.get("class") or "").split()
    return next((each[len(_LANGUAGE) :] for each in names if each.startswith(_LANGUAGE)), "")


def _list_below(pre: LexborNode) -> LexborNode | None:
    """Return the numbered list right below a block, or below the listing that it is."""
    holder = pre.parent
    after = holder.next if holder is not None and holder.tag == "figure" else pre.next
    while after is not None and after.is_text_node and not (after.text_content or "").strip():
        after = after.next
    return after if after is not None and after.tag == "ol" else None


def _annotate(
    html: str, pattern: re.Pattern[str], notes: LexborNode, prefix: str, word: str
) -> str:
    """Replace the marks by links to the items of the list, which lead back to the lines."""
    items = [item for item in notes.iter() if item.tag == "li"]
    marked: set[int] = set()

    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        if not 1 <= number <= len(items):
            return found[0]
        back = "" if number in marked else f' id="{prefix}-line-{number}"'
        marked.add(number)
        return (
            f' <a class="annotation"{back} href="#{prefix}-note-{number}"'
            f' aria-label="{word} {number}">{number}</a>'
        )

    changed = pattern.sub(link, html)
    if marked:
        own = notes.attributes.get("class")
        notes.attrs["class"] = f"{own} code-annotations" if own else "code-annotations"
    for number in sorted(marked):
        item = items[number - 1]
        if "id" not in item.attributes:
            item.attrs["id"] = f"{prefix}-note-{number}"
    return changed


def _wrap(parser: LexborHTMLParser, pre: LexborNode, options: CodeOptions, word: str) -> None:
    made = wrap_block("<pre></pre>", options, word)
    if made == "<pre></pre>":
        return
    holder = parser.create_node("div")
    holder.inner_html = made
    box = holder.child
    inner = box.css_first("pre") if box is not None else None
    if box is None or inner is None:  # pragma: no cover  # made above
        return
    pre.insert_before(box, move=True)
    inner.insert_before(pre, move=True)
    inner.decompose()
