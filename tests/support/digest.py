"""An output in a form that is kept: what it says and where it leads, not how it looks."""

from __future__ import annotations

import io
import re
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

import sitegen
from support.cases import mask
from support.sites import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["digest_output"]

#: Attributes that say how something looks or behaves, not what it is.
_LOOKS = {
    "class",
    "sizes",
    "loading",
    "decoding",
    "fetchpriority",
    "tabindex",
    "popover",
    "popovertarget",
}
#: The theme's stylesheets: how pages look, not what they say.
_THEME = {path.stem for path in Path(sitegen.__file__).parent.glob("theme/assets/**/*.css")}
_BLOCKS = re.compile(
    r"(?=<(?:h[1-6]|p|ul|ol|li|dl|dt|dd|nav|header|footer|article|section|figure|figcaption|picture|source|img|table|thead|tbody|tr|th|td|caption|div|details|summary|pre|a|time|hr)\b)"
)


def digest_output(output: Path) -> dict[str, str]:
    """Return the texts to compare, by the name of the file that keeps them.

    HTML becomes an outline of its head, its menus and its `<main>`; XML and the site's own text
    files and stylesheets stay as they are; of all other files, the theme's among them, only names,
    and sizes of images, are kept.
    """
    found: dict[str, str] = {}
    names = []
    for name, data in read_tree(output).items():
        if name == ".sitegen-manifest.json":
            continue
        names.append(mask(name) + _size(name, data))
        suffix = PurePosixPath(name).suffix
        if suffix == ".html":
            found[name] = _outline(data.decode())
        elif suffix in {".xml", ".txt"}:
            found[name] = data.decode()
        elif suffix == ".css" and PurePosixPath(name).name.partition(".")[0] not in _THEME:
            found[mask(name).replace("*", "_")] = mask(data.decode())
    found["files.txt"] = "\n".join(sorted(names)) + "\n"
    return found


def _size(name: str, data: bytes) -> str:
    if not name.endswith((".png", ".jpg", ".webp", ".avif")):
        return ""
    with Image.open(io.BytesIO(data)) as image:
        return f" {image.width}x{image.height}"


def _outline(html: str) -> str:
    tree = LexborHTMLParser(html)
    lines = [*_head(tree), "", *_menus(tree), "", *_main(tree)]
    return mask("\n".join(lines)) + "\n"


def _head(tree: LexborHTMLParser) -> Iterator[str]:
    root, title = tree.css_first("html"), tree.css_first("title")
    yield f"language: {root.attributes.get('lang') if root else None}"
    yield f"title: {title.text().strip() if title else None}"
    for node in tree.css("head meta, head link"):
        own = node.attributes
        name = own.get("name") or own.get("property") or own.get("http-equiv") or own.get("rel")
        if name not in {None, "viewport", "color-scheme", "icon"}:
            yield f"{name}: {own.get('content') or own.get('href')}"


def _menus(tree: LexborHTMLParser) -> Iterator[str]:
    for place in ("header", "footer"):
        for node in tree.css(f"body > {place} a"):
            if "skip-link" in (node.attributes.get("class") or ""):
                continue
            current = node.attributes.get("aria-current")
            mark = f" ({current})" if current else ""
            yield f"{place}: {' '.join(node.text().split())} -> {node.attributes.get('href')}{mark}"


def _main(tree: LexborHTMLParser) -> Iterator[str]:
    main = tree.css_first("main")
    if main is None:
        yield "no main"
        return
    for node in main.css("svg"):
        node.decompose()
    text = "".join(_written(child) for child in main.iter(include_text=True))
    for piece in _BLOCKS.split(" ".join(text.split())):
        if piece.strip():
            yield piece.strip()


def _written(node: LexborNode) -> str:
    if node.is_text_node:
        return escape(node.text_content or "", quote=False)
    if node.is_comment_node:
        return ""
    tag = node.tag or ""
    inner = "".join(_written(child) for child in node.iter(include_text=True))
    if tag in {"span", "div"} and not set(node.attributes) - _LOOKS:
        return inner
    attributes = "".join(
        f' {name}="{escape(value or "")}"'
        for name, value in sorted(node.attributes.items())
        if name not in _LOOKS
    )
    closing = "" if tag in {"img", "source", "input", "br", "hr"} else f"</{tag}>"
    return f"<{tag}{attributes}>{inner}{closing}"
