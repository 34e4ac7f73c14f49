"""Write the lines of a block of code: their numbers, marks and changes.

`# [!code ++]` at the end of a line is how VitePress marks an added line; `--` marks a removed one,
`hl` or `highlight` one to look at. Markdown shows code of other languages with such marks, so only
its own comments mark its lines: `<!-- [!code ++] -->`.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.content.code.code_options import CodeOptions

__all__ = [
    "LINE_MARK",
    "block_classes",
    "code_lines",
    "dress_lines",
    "has_line_marks",
    "shows_markdown",
    "wrap_block",
]

#: The text of every mark of a line begins with this.
LINE_MARK = "[!code "
_TOKEN = compile_late(r"<span[^<>]*>|</span>|\n")
#: A comment that holds nothing but a mark, with the element around it that colours it.
_WHOLE_COMMENT = compile_late(
    r"[ \t]*(?:<span class=\"[^\"<>]*\">)?(?:#|//|--|%|;|/\*|&lt;!--)[ \t]*"
    r"\[!code (\+\+|--|hl|highlight)\][ \t]*(?:\*/|--&gt;)?(?:</span>)?[ \t]*\Z"
)
_MARKDOWN_COMMENT = compile_late(
    r"[ \t]*(?:<span class=\"[^\"<>]*\">)?&lt;!--[ \t]*"
    r"\[!code (\+\+|--|hl|highlight)\][ \t]*--&gt;(?:</span>)?[ \t]*$",
    re.MULTILINE,
)
_IN_COMMENT = compile_late(r"[ \t]*\[!code (\+\+|--|hl|highlight)\]")
_ELEMENTS = {"++": "ins", "--": "del", "hl": "mark", "highlight": "mark"}
_WIDE_NUMBERS = 999
_MARKDOWN = frozenset({"markdown", "md", "mdx", "myst", "qmd", "rmd"})


def shows_markdown(language: str) -> bool:
    """Tell whether a block of this language shows Markdown."""
    return language.casefold() in _MARKDOWN


def has_line_marks(html: str, language: str) -> bool:
    """Tell whether lines of coloured code have marks."""
    if LINE_MARK not in html:
        return False
    return not shows_markdown(language) or _MARKDOWN_COMMENT.search(html) is not None


def code_lines(html: str) -> list[str]:
    """Divide coloured code at its line ends; each line closes the elements that it opens."""
    lines: list[str] = []
    line: list[str] = []
    above: list[str] = []
    place = 0
    for token in _TOKEN.finditer(html):
        line.append(html[place : token.start()])
        place = token.end()
        if token[0] == "\n":
            lines.append("".join((*line, "</span>" * len(above))))
            line = list(above)
            continue
        line.append(token[0])
        if token[0] == "</span>":
            if above:
                above.pop()
        else:
            above.append(token[0])
    line.append(html[place:])
    rest = "".join(line)
    if rest and rest != "".join(above):
        lines.append(rest)
    return lines


def dress_lines(
    html: str, options: CodeOptions, language: str = "", numbers: Sequence[int] = ()
) -> str:
    """Return coloured code with an element for each line, if lines are numbered or marked.

    `numbers` are those of the lines if they do not follow each other.
    """
    has_marks = has_line_marks(html, language)
    if not (options.numbered or options.marked or has_marks):
        return html
    taken = [_take_mark(line, language) if has_marks else (line, "") for line in code_lines(html)]
    return "".join(f"{line}\n" for line in _dressed(taken, options, numbers))


def _dressed(
    lines: list[tuple[str, str]], options: CodeOptions, numbers: Sequence[int]
) -> Iterator[str]:
    # Steps where a range begins and ends: ranges may be long and many.
    steps: dict[int, int] = {}
    for first, last in options.marked:
        steps[first] = steps.get(first, 0) + 1
        steps[last + 1] = steps.get(last + 1, 0) - 1
    depth = 0
    for number, (text, mark) in enumerate(lines, start=1):
        depth += steps.get(number, 0)
        element = _ELEMENTS.get(mark) or ("mark" if depth > 0 else "span")
        told = numbers[number - 1] if number <= len(numbers) else options.start + number - 1
        shown = f' data-line="{told}"' if options.numbered else ""
        yield f'<{element} class="line"{shown}>{text}</{element}>'


def _take_mark(line: str, language: str) -> tuple[str, str]:
    """Return a line without its mark, and the mark."""
    if LINE_MARK not in line:
        return line, ""
    if shows_markdown(language):
        found = _MARKDOWN_COMMENT.search(line)
    else:
        found = _WHOLE_COMMENT.search(line) or _IN_COMMENT.search(line)
    if not found:
        return line, ""
    return line[: found.start()] + line[found.end() :], found[1]


def wrap_block(pre: str, options: CodeOptions, word: str) -> str:
    """Put a block into the elements for its title and for folding; `word` names folded code."""
    title = escape(options.title)
    if options.fold:
        is_open = " open" if options.fold == "open" else ""
        summary = escape(options.summary) or title or escape(word)
        return (
            f'<details class="code-block code-fold"{is_open}><summary>{summary}</summary>'
            f"{pre}</details>"
        )
    if title:
        return (
            f'<figure class="code-block"><figcaption class="code-title">{title}</figcaption>'
            f"{pre}</figure>"
        )
    return pre


def block_classes(options: CodeOptions, lines: int) -> str:
    """Return the classes of `<pre>`: `highlight`, and what the numbers of its lines need."""
    names = ["highlight"]
    if options.numbered:
        names.append("numbered")
        if options.start + lines > _WIDE_NUMBERS:
            names.append("numbered-wide")
    if not options.copies:
        names.append("no-copy")
    return " ".join(names)
