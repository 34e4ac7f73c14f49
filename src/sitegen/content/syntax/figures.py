"""Images that are alone in a paragraph: figures, galleries and comparisons.

What is decided here travels to `slots` in attributes of the image that no author may write:
`interaction`, `beside` and `columns`.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.content.construct import Construct, Mistake, Node, PageTree
from sitegen.content.html_fragment import parse_fragment
from sitegen.content.html_text import plain_text
from sitegen.content.image_attributes import read_columns
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.rewriting.image_captions import CAPTION_END, CAPTION_OPENINGS
from sitegen.content.short_texts import read_short_text
from sitegen.content.source_positions import REFERENCE_NUMBER
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model.references.image_reference import IMAGE_ATTRIBUTE, IMAGE_COMPARISON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.scanner import MarkdownSource

__all__ = ["FIGURES", "IMAGE_GALLERY"]

IMAGE_GALLERY = declare("image-gallery", Severity.ERROR)

#: What is wrong, with which image, and the words there that are.
_Wrong = tuple[Problem, "LexborNode", str]

_OURS = frozenset({"gallery", "compare", "zoom", "no-zoom"})
_PAIR = 2
_USUAL_COLUMNS = 3
_COMPARED = "write ![before](a.png) ![after](b.png){.compare}, with blank lines around"
#: Of a caption in which Markdown is still to be read; no author may write this attribute.
_UNREAD = "unread"
#: Of an image that somebody has dealt with and that does nothing.
_STILL = "none"
#: The attribute of the marks around a caption, and what stands for one in an attribute.
_CAPTION = "data-caption"
_NUMBER = CAPTION_END
_CAPTION_MARK = compile_late(f"[{''.join(CAPTION_OPENINGS)}{CAPTION_END}]")
#: A link with no other attribute does nothing but lead somewhere.
_PLAIN_LINK = frozenset({"href", "class", REFERENCE_NUMBER})


class _Figures(Construct):
    source_marks = (*CAPTION_OPENINGS, CAPTION_END)
    html_marks = ("<img",)

    def find(self, source: MarkdownSource) -> Iterator[Node]:
        """Yield the marks around captions that are text of the page."""
        for found in _CAPTION_MARK.finditer(source.text):
            name = CAPTION_OPENINGS.get(found[0], "")
            mark = f'<{SLOT_ELEMENT} {_CAPTION}="{name}"></{SLOT_ELEMENT}>'
            yield Node(found.start(), found.end(), mark)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Make the figures."""
        captions: list[str] = []
        for problem, image in _take_captions(tree.root, captions):
            yield Mistake(tree.positions.reference(image), problem)
        _open_linked(tree.root)
        for problem, image, wanted in _mark_figures(tree.parser, tree.root, tree.words):
            yield Mistake(tree.positions.reference(image, wanted), problem)
        for problem, image in _read_captions(tree, captions):
            yield Mistake(tree.positions.reference(image), problem)


def _take_captions(root: LexborNode, captions: list[str]) -> Iterator[tuple[Problem, LexborNode]]:
    """Take the captions that follow images out of the tree; their numbers are attributes of these.

    Yield what is wrong with one that is in no place to be a caption.
    """
    for mark in root.css(f"{SLOT_ELEMENT}[{_CAPTION}]"):
        name = mark.attributes.get(_CAPTION)
        image = mark.prev
        if not name or image is None or image.tag != "img":
            continue
        inside: list[LexborNode] = []
        node = mark.next
        while node is not None and not (node.tag == SLOT_ELEMENT and _CAPTION in node.attributes):
            inside.append(node)
            node = node.next
        if node is None or any(_holds_mark(each) for each in inside):
            message = f"the caption of '{_target(image)}' begins outside of what it ends in"
            hint = "write '\\*' for an asterisk that emphasizes nothing"
            yield Problem(IMAGE_ATTRIBUTE, message, hint), image
            continue
        image.attrs[name] = f"{_NUMBER}{len(captions)}"
        captions.append("".join(each.html or "" for each in inside).strip())
        for each in inside:
            each.decompose()
    for mark in root.css(f"{SLOT_ELEMENT}[{_CAPTION}]"):
        mark.decompose()


def _holds_mark(node: LexborNode) -> bool:
    return bool(node.is_element_node) and node.css_first(f"{SLOT_ELEMENT}[{_CAPTION}]") is not None


def _open_linked(root: LexborNode) -> None:
    """Let an image that is a link to its own file open, in the place of the link."""
    for image in root.css("a > img"):
        link = image.parent
        if link is None or not _PLAIN_LINK.issuperset(link.attributes):
            continue
        leads_to_itself = _named(link, "href") == _named(image, "src")
        if leads_to_itself and image.attributes.get("alt") and len(_images_alone(link)) == 1:
            if "no-zoom" not in _classes(image):
                image.attrs["class"] = " ".join([*_classes(image), "zoom"])
            link.unwrap()


def _named(node: LexborNode, attribute: str) -> str:
    return unquote((node.attributes.get(attribute) or "").strip())


def _mark_figures(
    parser: LexborHTMLParser, root: LexborNode, words: Mapping[str, str]
) -> Iterator[_Wrong]:
    """Make figures of images alone in their paragraph; yield what is wrong with them.

    A folder is a gallery, several images with `.gallery` are one too, two with `.compare` are a
    comparison, and one with a caption or a title is a plain figure.
    """
    paragraphs = {
        image.parent.mem_id: image.parent for image in root.css("p > img") if image.parent
    }
    for paragraph in paragraphs.values():
        images = _images_alone(paragraph)
        if images:
            yield from _arrange(parser, paragraph, images, words)
    for image in root.css("img"):
        yield from _settle(image)


def _images_alone(paragraph: LexborNode) -> list[LexborNode]:
    """Return the images of a paragraph that holds nothing else, otherwise none."""
    images = []
    for node in paragraph.iter(include_text=True):
        if node.tag == "img":
            images.append(node)
        elif node.tag != "br" and not (node.is_text_node and not (node.text_content or "").strip()):
            return []
    return images


def _arrange(
    parser: LexborHTMLParser,
    paragraph: LexborNode,
    images: list[LexborNode],
    words: Mapping[str, str],
) -> Iterator[_Wrong]:
    last = images[-1]
    classes = _classes(last)
    if len(images) == 1 and _is_folder(last):
        last.attrs["interaction"] = "gallery"
        yield from _set_columns(images)
        for name in ("width", "height"):
            if _take(last, name):
                message = f"a gallery has no {name} of its own"
                hint = "columns=4 makes its images smaller"
                yield Problem(IMAGE_ATTRIBUTE, message, hint), last, f"{name}="
        _take(last, "loading")
        caption = _take(last, "caption") or _take(last, "title")
        _replace(parser, paragraph, last, "gallery", lambda: last.html or "", caption)
    elif "compare" in classes and len(images) == _PAIR:
        caption = _take(images[0], "caption") or _take(last, "caption")
        _replace(parser, paragraph, last, "compare", lambda: _compare(images, words), caption)
    elif "gallery" in classes and not any(map(_is_folder, images)):
        yield from _set_columns(images)
        caption = _take(last, "caption")
        _replace(parser, paragraph, last, "gallery", lambda: _list(images), caption)
    elif len(images) == 1 and "compare" not in classes:
        caption = _take(last, "caption") or _take(last, "title")
        if caption:
            _replace(parser, paragraph, last, "", lambda: last.html or "", caption)


def _replace(
    parser: LexborHTMLParser,
    paragraph: LexborNode,
    image: LexborNode,
    kind: str,
    inner: Callable[[], str],
    caption: str,
) -> None:
    """Put a figure in a paragraph's place; it takes over the id of the image."""
    figure = parser.create_node("figure")
    if kind:
        figure.attrs["class"] = kind
    own = _take(image, "id")
    if own:
        figure.attrs["id"] = own
    below = _below(caption, "figcaption") if caption else ""
    figure.inner_html = inner() + below
    paragraph.replace_with(figure)


def _compare(images: list[LexborNode], words: Mapping[str, str]) -> str:
    """Return the two images of a comparison, and what moves the line between them."""
    ratio = images[1].attributes.get("ratio") or images[0].attributes.get("ratio")
    for image in images:
        image.attrs["interaction"] = "compare"
        if ratio:
            image.attrs["ratio"] = ratio
    images[1].attrs["beside"] = images[0].attributes.get("src") or ""
    sides = [_with_text(each, "span", "compare-label") for each in images]
    shown = "".join(f"<div>{side}</div>" for side in sides)
    label = html.escape(words["compare"])
    slider = '<input type="range" min="0" max="100" value="50" autocomplete="off"'
    return f'<div class="compare-pair">{shown}{slider} aria-label="{label}"></div>'


def _set_columns(images: list[LexborNode]) -> Iterator[_Wrong]:
    """Tell all images of a gallery how many of them share a row."""
    asked = images[-1].attributes.get("columns")
    columns = _USUAL_COLUMNS
    try:
        columns = columns if asked is None else read_columns(asked)
    except ValueError as error:
        yield Problem(IMAGE_ATTRIBUTE, str(error)), images[-1], "columns="
    for image in images:
        image.attrs["columns"] = str(columns)


def _list(images: list[LexborNode]) -> str:
    zoom = "no-zoom" not in _classes(images[-1])
    for image in images:
        still = not zoom or "no-zoom" in _classes(image)
        image.attrs["interaction"] = _STILL if still else "zoom"
    columns = images[-1].attributes["columns"]
    items = "".join(f"<li>{_with_text(each, 'p')}</li>" for each in images)
    return f'<ul class="gallery-list gallery-{columns}">{items}</ul>'


def _with_text(image: LexborNode, tag: str, kind: str = "") -> str:
    """Return an image and, below it, its title."""
    title = _take(image, "title")
    if not title:
        return image.html or ""
    opening = f'{tag} class="{kind}"' if kind else tag
    return f"{image.html}{_below(title, opening)}"


def _below(caption: str, opening: str) -> str:
    """Return the element of a caption, whose Markdown is not read yet."""
    tag = opening.partition(" ")[0]
    return f"<{opening} {_UNREAD}>{html.escape(caption, quote=False)}</{tag}>"


def _read_captions(tree: PageTree, captions: list[str]) -> Iterator[tuple[Problem, LexborNode]]:
    """Read the Markdown in captions, or put those in their places that have been read.

    Yield what is wrong, and an image of the same figure.
    """
    for node in tree.root.css(f"[{_UNREAD}]"):
        del node.attrs[_UNREAD]
        written = node.text(deep=True)
        if written.startswith(_NUMBER):
            node.inner_html = captions[int(written.removeprefix(_NUMBER))]
            continue
        found = read_short_text(written, tree.engine, macros=tree.macros)
        node.inner_html = found.html
        figure = node.parent
        image = figure.css_first("img") if figure else None
        if image is not None:
            yield from ((problem, image) for problem in found.problems)
    for image in tree.root.css(f"img[title^='{_NUMBER}']") if captions else ():
        html_of_title = captions[int((image.attributes["title"] or "").removeprefix(_NUMBER))]
        image.attrs["title"] = plain_text(parse_fragment(html_of_title)[1])


def _settle(image: LexborNode) -> Iterator[_Wrong]:
    """Say what a reader can do with an image, and what is said of it in vain."""
    classes, interaction = _classes(image), image.attributes.get("interaction")
    if "columns" in image.attributes and interaction in {None, "compare"}:
        message = f"columns are for galleries, '{_target(image)}' is an image"
        _take(image, "columns")
        hint = "write {.gallery} too, or leave it out"
        yield Problem(IMAGE_ATTRIBUTE, message, hint), image, "columns="
    if interaction is None:
        yield from _decide(image, classes)
    elif interaction == _STILL:
        _take(image, "interaction")
    elif interaction == "gallery" and "no-zoom" in classes:
        image.attrs["interaction"] = "still-gallery"
    if _take(image, "caption"):
        message = f"the caption of '{_target(image)}' is left out: the image stands in a text"
        hint = "leave a blank line before and after the image"
        yield Problem(IMAGE_ATTRIBUTE, message, hint), image, "caption="
    if _OURS.intersection(classes):
        _take(image, "class")
        kept = " ".join(each for each in classes if each not in _OURS)
        if kept:
            image.attrs["class"] = kept


def _decide(image: LexborNode, classes: list[str]) -> Iterator[_Wrong]:
    """Say whether an image outside galleries and comparisons opens, or why it should be in one."""
    target = _target(image)
    if "compare" in classes:
        message = f"the image '{target}' is not compared with another"
        yield Problem(IMAGE_COMPARISON, message, _COMPARED), image, ".compare"
    elif "gallery" in classes or target.endswith("/"):
        message = f"the gallery '{target}' does not stand alone"
        hint = "leave a blank line before and after it"
        yield Problem(IMAGE_GALLERY, message, hint), image, target
        image.attrs["interaction"] = "gallery"
    elif "no-zoom" not in classes and image.attributes.get("alt") and not _is_in_link(image):
        if "zoom" in classes:
            image.attrs["interaction"] = "zoom"
        elif image.parent is not None and image.parent.tag == "figure":
            image.attrs["interaction"] = "zoom-if-wide"


def _is_folder(image: LexborNode) -> bool:
    """Tell a folder by the slash at its end or, with `.gallery`, by a name without a suffix."""
    target = _target(image)
    name = target.rpartition("/")[2]
    if not name:
        return bool(target)
    return "gallery" in _classes(image) and ("." not in name or set(name) == {"."})


def _is_in_link(image: LexborNode) -> bool:
    above = image.parent
    while above is not None and above.tag != "a":
        above = above.parent
    return above is not None


def _target(image: LexborNode) -> str:
    return (image.attributes.get("src") or "").strip()


def _classes(image: LexborNode) -> list[str]:
    return (image.attributes.get("class") or "").split()


def _take(image: LexborNode, name: str) -> str:
    """Return an attribute, and remove it."""
    value = image.attributes.get(name) or ""
    if name in image.attributes:
        del image.attrs[name]
    return value


FIGURES = _Figures()
