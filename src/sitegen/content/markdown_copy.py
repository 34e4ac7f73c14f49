"""Write the HTML of a page's body as Markdown, for readers that are programs.

It is made of what the page shows, not of its source, which may hold comments and notes that nobody
is to see. The result is CommonMark with GitHub's tables and strikethrough.
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING

from sitegen.content.html_fragment import parse_fragment
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from selectolax.lexbor import LexborNode

__all__ = ["escape_markdown", "write_markdown"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
#: Elements that Markdown has no sign for, and that say something in HTML.
_KEPT = frozenset({"sub", "sup", "kbd"})
_HIDDEN = frozenset({"script", "style", "template", "svg", "input", "button", "noscript"})
_BLOCKS = frozenset(
    ("address article aside blockquote body center dd details dialog div dl dt fieldset figcaption"
     " figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table"
     " tbody td tfoot th thead tr ul").split()
)  # fmt: skip
_SPECIAL = compile_late(r"([\\`*_\[\]<>])")
_LINE_START = compile_late(r"^(\d*)([-+#.)])(?=\s|$)")
_TICKS = compile_late(r"`+")
_NUMERALS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_TYPES = frozenset("1aAiI")
#: Where browsers begin to write digits: more is no Roman numeral.
_MOST_LETTERS = 4000
#: What is nested deeper is written as plain text.
_DEEPEST = 60


def write_markdown(html: str) -> str:
    """Return HTML as Markdown; its addresses stay as they are."""
    _, body = parse_fragment(html)
    text = "\n\n".join(_blocks(body, 0))
    return f"{text}\n" if text else ""


def escape_markdown(text: str) -> str:
    """Return a text on one line without anything that Markdown reads as a sign."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def _blocks(parent: LexborNode, depth: int) -> Iterator[str]:
    """Yield the blocks in an element; inline content between blocks is a paragraph."""
    inline: list[LexborNode] = []
    for node in _children(parent):
        if node.tag not in _BLOCKS:
            inline.append(node)
            continue
        yield from _paragraph(inline, depth)
        inline = []
        yield from _block(node, depth + 1)
    yield from _paragraph(inline, depth)


def _block(node: LexborNode, depth: int) -> Iterator[str]:
    tag = node.tag or ""
    if depth > _DEEPEST:
        yield from filter(None, [escape_markdown(node.text())])
    elif tag in _HEADINGS:
        yield from (f"{'#' * _HEADINGS[tag]} {text}" for text in _paragraph(_children(node), depth))
    elif tag in {"ul", "ol"}:
        yield from _list(node, depth)
    elif tag == "pre":
        yield _code_block(node)
    elif tag == "blockquote":
        yield _indent("\n\n".join(_blocks(node, depth)), "> ", "> ")
    elif tag == "table":
        yield from _table(node, depth)
    elif tag == "hr":
        yield "---"
    elif tag in {"dt", "summary"}:
        yield from (f"**{text}**" for text in _paragraph(_children(node), depth))
    else:
        yield from _blocks(node, depth)


def _list(node: LexborNode, depth: int) -> Iterator[str]:
    items = [child for child in _children(node) if child.tag == "li"]
    start = node.attributes.get("start") or "1"
    number = int(start) if start.isascii() and start.isdecimal() else 1
    kind = node.attributes.get("type") or "1"
    kind = kind if kind in _TYPES and 0 < number < _MOST_LETTERS else "1"
    is_counted = node.tag == "ol" and kind == "1"
    shown = node.attributes.get("data-marks") or f"{kind}."
    rows = []
    for item in items:
        mark = f"{number}. " if is_counted else "- "
        blocks = list(_blocks(item, depth))
        if node.tag == "ol" and not is_counted:
            # Markdown has no letters for items, and what refers to them names these.
            letter = shown.replace(kind, _letter(number, kind), 1)
            blocks = [f"{letter} {blocks[0]}", *blocks[1:]] if blocks else [letter]
        number += 1
        # A list directly behind the text of an item needs no empty line.
        is_tight = len(blocks) == 2 and _is_list(blocks[1])  # noqa: PLR2004
        text = ("\n" if is_tight else "\n\n").join(blocks)
        rows.append(_indent(text, mark, " " * len(mark)))
    if rows:
        yield "\n".join(rows)


def _letter(number: int, kind: str) -> str:
    """Return the number of an item as letters or as a Roman numeral: types of HTML, 4.4.5."""
    written = ""
    if kind in {"i", "I"}:
        for value, numeral in _NUMERALS:
            written += numeral * (number // value)
            number %= value
    else:
        while number > 0:
            number, place = divmod(number - 1, len(ascii_lowercase))
            written = ascii_lowercase[place] + written
    return written.upper() if kind.isupper() else written


def _is_list(block: str) -> bool:
    return re.match(r"(?:-|\d+\.) ", block) is not None


def _code_block(node: LexborNode) -> str:
    text = node.text().rstrip("\n")
    longest = max((len(found[0]) for found in _TICKS.finditer(text)), default=0)
    fence = "`" * max(3, longest + 1)
    code = node.css_first("[data-language], code[class*=language-]")
    language = ""
    if code is not None:
        classes = (code.attributes.get("class") or "").split()
        named = [each.removeprefix("language-") for each in classes if each.startswith("language-")]
        language = code.attributes.get("data-language") or next(iter(named), "")
    return f"{fence}{language}\n{text}\n{fence}"


def _table(node: LexborNode, depth: int) -> Iterator[str]:
    caption = node.css_first("caption")
    if caption is not None:
        yield from _paragraph(_children(caption), depth)
    rows = [
        [_cell(cell, depth) for cell in _children(row) if cell.tag in {"td", "th"}]
        for row in node.css("tr")
    ]
    width = max(map(len, rows), default=0)
    if not width:
        return
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    lines.insert(1, f"|{' --- |' * width}")
    yield "\n".join(lines)


def _cell(cell: LexborNode, depth: int) -> str:
    return " ".join(" ".join(_blocks(cell, depth)).split()).replace("|", "\\|")


def _paragraph(nodes: list[LexborNode], depth: int) -> Iterator[str]:
    text = "".join(_inline(node, depth) for node in nodes)
    lines = [" ".join(line.split()) for line in text.strip("\0 \n\t").split("\0")]
    text = "\\\n".join(_LINE_START.sub(r"\1\\\2", line) for line in lines)
    if text:
        yield text


def _inline(node: LexborNode, depth: int) -> str:
    """Return inline content; a line break is the character NUL, which no HTML has."""
    tag = node.tag or ""
    if tag == "-text":
        return _SPECIAL.sub(r"\\\1", (node.text_content or "").replace("\0", ""))
    if tag in _HIDDEN or tag.startswith(("-", "!")):
        return ""
    if depth > _DEEPEST:
        return escape_markdown(node.text())
    if tag in _WHOLE:
        return _WHOLE[tag](node)
    inner = "".join(_inline(child, depth + 1) for child in _children(node))
    if tag in _KEPT:
        return f"<{tag}>{inner}</{tag}>" if inner else ""
    return _link(node, inner) if tag == "a" else _marked(inner, _EMPHASIS.get(tag, ""))


def _link(node: LexborNode, inner: str) -> str:
    text, address = inner.strip(), _address(node, "href")
    return f"[{text}]({address})" if text and address else inner


def _picture(node: LexborNode) -> str:
    return f"![{escape_markdown(node.attributes.get('alt') or '')}]({_address(node, 'src')})"


def _formula(node: LexborNode) -> str:
    source = node.css_first("annotation")
    if source is None:
        return escape_markdown(node.text())
    marks = "$$" if node.attributes.get("display") == "block" else "$"
    # A formula on several lines stays on them.
    return f"{marks}{source.text().strip()}{marks}"


def _recording(node: LexborNode) -> str:
    address = _address(node, "src")
    return f"<{address}>" if address else ""


def _marked(inner: str, mark: str) -> str:
    """Put marks directly around the text: spaces stay outside."""
    core = inner.strip()
    if not mark or not core:
        return inner
    begin = inner[: len(inner) - len(inner.lstrip())]
    return f"{begin}{mark}{core}{mark}{inner[len(inner.rstrip()) :]}"


def _code(node: LexborNode) -> str:
    text = " ".join(node.text().split())
    longest = max((len(found[0]) for found in _TICKS.finditer(text)), default=0)
    if not longest:
        return f"`{text}`" if text else ""
    return f"{'`' * (longest + 1)} {text} {'`' * (longest + 1)}"


def _address(node: LexborNode, name: str) -> str:
    url = "%20".join((node.attributes.get(name) or "").split())
    return url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _indent(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    rest = (f"{others}{line}".rstrip() for line in lines[1:])
    return "\n".join([f"{first}{lines[0]}".rstrip(), *rest])


#: Elements whose content is not written as inline content.
_WHOLE: Mapping[str, Callable[[LexborNode], str]] = {
    "br": lambda _: "\0",
    "code": _code,
    "img": _picture,
    "math": _formula,
    "video": _recording,
    "audio": _recording,
    "iframe": _recording,
}
