"""Check a page's HTML against the list of allowed elements and attributes.

Scripts, forms and embedded documents have no place in a page; a template is where a site's owner
puts them, or a page in a folder that the configuration trusts. Styles become classes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.foreign_elements import FOREIGN, clean_foreign
from sitegen.content.inline_styles import (
    FIGURE_PLACES,
    HIDDEN,
    PRESENTATIONAL,
    class_of_attribute,
    read_style,
)
from sitegen.content.legacy_html import LEGACY, modernise
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.removals import Removal, at_one_place, left_out, refused
from sitegen.content.slots import SCHEMES, UNSAFE_URL
from sitegen.content.syntax.word_markup import is_from_word
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from selectolax.lexbor import LexborNode

__all__ = ["TABLE_CLASSES", "sanitise"]

#: The classes that the theme knows on every page, for the cells of tables.
TABLE_CLASSES = frozenset({"text-left", "text-center", "text-right"})

_ELEMENTS = frozenset(
    """
    a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data
    dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i
    img ins kbd li mark menu meter nav ol p pre progress q rp rt ruby s samp section small
    source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video
    wbr
    """.split()  # a table of forty words reads better as words
)
#: Removed with all that they hold; the others that are not allowed keep their text.
_WITH_CONTENT = frozenset("script style iframe object embed template noscript".split())

_GLOBAL = frozenset(
    {"class", "id", "title", "lang", "dir", "role", "translate", "itemprop", "hidden"}
)
_BY_ELEMENT: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "rel", "hreflang", "download", "type", "name", "target"}),
    "audio": frozenset({"src", "controls", "loop", "muted", "preload"}),
    "blockquote": frozenset({"cite"}),
    "code": frozenset({"lst-cap"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "data": frozenset({"value"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open", "name"}),
    "img": frozenset(
        {"src", "alt", "width", "height", "caption", "loading", "focus", "ratio", "columns"}
        | {"fig-alt"}
    ),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "meter": frozenset({"value", "min", "max", "low", "high", "optimum"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "progress": frozenset({"value", "max"}),
    "q": frozenset({"cite"}),
    "source": frozenset({"src", "type"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "time": frozenset({"datetime"}),
    "track": frozenset({"src", "kind", "srclang", "label", "default"}),
    "video": frozenset(
        {"src", "controls", "loop", "muted", "autoplay", "width", "height", "preload"}
        | {"playsinline"}
    ),
}
#: Schemes that name a source and lead nowhere.
_NAMING = frozenset({"urn"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]")
_PATTERNS = re.compile(r"aria-[a-z]+|data-[a-z][a-z0-9-]*")
#: Drawings are black by default, which only a stylesheet can change.
_STYLED = frozenset({"svg"})
_CELLS = frozenset({"td", "th"})
#: How the engines align the cells of tables, and the classes for it.
_ALIGNMENTS = {
    style: read_style(style).classes[0]
    for side in ("left", "center", "right")
    for style in (f"text-align: {side}", f"text-align: {side};")
}
#: What Quarto says of where a figure stands in print, and of its lightbox. It changes nothing here.
_OF_QUARTO = frozenset(
    "fig-env fig-pos fig-scap fig.env fig.pos fig.scap group short-caption".split()
)
#: Where Quarto puts a picture in its lines.
_FIGURE_PLACE = frozenset({"fig-align", "fig.align"})
#: Elements with a width and a height of their own.
_SIZED = frozenset({"img", "video"})
_SIZE = re.compile(
    r"(?<![\w-])(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?(px|%)\s*(?:;|$)", re.IGNORECASE
)


def sanitise(
    root: LexborNode, given: set[str] | None = None, *, has_slots: bool = False
) -> Iterator[Removal]:
    """Remove from the tree what is not allowed, and yield what it was.

    What HTML has given up is written in today's elements and classes; `given` collects the classes
    that need the stylesheet for them, and `svg`, which needs it, too. If the tree `has_slots`, its
    elements for them are not its author's.
    Comments go too: they are notes to oneself, not to the world.
    """
    given = set() if given is None else given
    removed = False
    foreign: set[int] = set()
    for node in list(root.traverse(include_text=False))[1:]:
        name = node.tag or ""
        if (removed and node.parent is None) or node.mem_id in foreign:
            continue
        if name in _ELEMENTS:
            attributes = node.attributes
            if attributes and not (name in _CELLS and _align(node, attributes, given)):
                yield from _attributes(node, name, attributes, given)
        elif has_slots and name == SLOT_ELEMENT:
            continue
        elif node.is_comment_node or not name.strip("-!"):  # a processing instruction
            node.decompose()
        elif name in LEGACY:
            made = modernise(node, given)
            yield from _attributes(made, made.tag or "", made.attributes, given)
        elif name in FOREIGN:
            given.update(_STYLED.intersection({name}))
            foreign.update(each.mem_id for each in node.traverse(include_text=False))
            yield from clean_foreign(node)
        else:
            removed = True
            message = f"<{name}> is not allowed in a page"
            address = node.attributes.get("src") or ""
            # A frame of another site shows something else.
            site = address.strip().partition("//")[2].partition("/")[0]
            removal = refused(message, "tag", name, _element_hint(name, address))
            yield removal._replace(group=f"{message} {site}")
            if name in _WITH_CONTENT or node.child is None:
                node.decompose()
            else:
                node.unwrap(delete_empty=True)  # an element without content would stay


def _align(node: LexborNode, attributes: Mapping[str, str | None], given: set[str]) -> bool:
    """Turn the alignment of a cell to a class, if it has nothing else, as in Markdown's tables."""
    aligned = _ALIGNMENTS.get(attributes.get("style") or "") if len(attributes) == 1 else None
    if not aligned:
        return False
    attrs = node.attrs
    del attrs["style"]
    attrs["class"] = aligned
    given.add(aligned)
    return True


def _attributes(
    node: LexborNode, tag: str, attributes: Mapping[str, str | None], given: set[str]
) -> Iterator[Removal]:
    allowed = _BY_ELEMENT.get(tag, frozenset())
    for name, found in attributes.items():
        value = found or ""
        if name in allowed or name in _GLOBAL:
            if name in _CHECKED:
                yield from _CHECKED[name](node, tag, value)
        elif tag == "img" and name in _OF_QUARTO:
            del node.attrs[name]
        elif tag == "img" and name in _FIGURE_PLACE:
            del node.attrs[name]
            yield from _place(node, name, value, given)
        elif name == "style":
            del node.attrs[name]
            yield from at_one_place(_style(node, tag, value, given))
        elif name in PRESENTATIONAL:
            del node.attrs[name]
            yield from _presentational(node, tag, name, value, given)
        elif not _PATTERNS.fullmatch(name):
            message = f"the attribute '{name}' of <{tag}> is not allowed"
            known = allowed | _FIGURE_PLACE if tag == "img" else allowed
            yield refused(
                message, "attribute", f"{name}={value}", _attribute_hint(name, value, known)
            )
            del node.attrs[name]


def _class(node: LexborNode, _tag: str, value: str) -> Iterator[Removal]:
    """Remove the classes of Word, which a construct has told."""
    if is_from_word(value):
        _keep_classes(node, [each for each in value.split() if not is_from_word(each)])
    yield from ()


def _id(node: LexborNode, _tag: str, value: str) -> Iterator[Removal]:
    if not value or value.startswith("_") or re.search(r"\s", value):
        message = f"the id '{value}' is not allowed"
        hint = "write it without spaces" if value.split()[1:] else "begin it with a letter"
        yield refused(message, "attribute", f"id={value}", hint)
        del node.attrs["id"]


def _anchor_name(node: LexborNode, tag: str, value: str) -> Iterator[Removal]:
    """Turn `<a name>`, as HTML 4 wrote ids, into an id."""
    if tag != "a":
        return
    del node.attrs["name"]
    own = node.attributes.get("id")
    if own is None:
        node.attrs["id"] = value
        yield from _id(node, "", value)
    elif own != value:
        made = node.parser.create_node("a")
        made.attrs["id"] = value
        yield from _id(made, "", value)
        node.insert_before(made, move=True)


def _target(node: LexborNode, _tag: str, value: str) -> Iterator[Removal]:
    """Let a link open a new tab, without a hold on this one; there are no frames."""
    if value.casefold() in {"", "_self", "_top", "_parent"}:
        del node.attrs["target"]
        return
    node.attrs["target"] = "_blank"
    rel = (node.attributes.get("rel") or "").split()
    if "noopener" not in rel:
        node.attrs["rel"] = " ".join((*rel, "noopener"))
    yield from ()


def _autoplay(node: LexborNode, tag: str, value: str) -> Iterator[Removal]:
    """Browsers start a video by themselves only without its sound."""
    if "muted" not in node.attributes:
        message = f"the autoplay of <{tag}> without muted"
        del node.attrs["autoplay"]
        yield left_out(message, "attribute", f"autoplay={value}", "add muted, or leave it out")


def _cite(node: LexborNode, tag: str, value: str) -> Iterator[Removal]:
    """Refuse a source with a scheme that runs or loads something; browsers pass over blanks."""
    found = _SCHEME.match(_BLANKS.sub("", value))
    if found and found[1].casefold() not in SCHEMES | _NAMING:
        message = f"the address '{value}' in the cite of <{tag}> is not allowed"
        problem = Problem(UNSAFE_URL, message, "addresses begin with https: or doi:")
        yield Removal(problem, "attribute", f"cite={value}", message)
        del node.attrs["cite"]


_CHECKED: dict[str, Callable[[LexborNode, str, str], Iterator[Removal]]] = {
    "autoplay": _autoplay,
    "cite": _cite,
    "class": _class,
    "id": _id,
    "name": _anchor_name,
    "target": _target,
}


def _style(node: LexborNode, tag: str, style: str, given: set[str]) -> Iterator[Removal]:
    """Replace an inline style by classes."""
    read = read_style(_sizes(node, style) if tag in _SIZED else style)
    _add_classes(node, read.classes, given)
    if not read.refused and not read.dropped:
        return
    for name in read.refused:
        message = f"the style '{name}' of <{tag}> is not allowed"
        yield refused(message, "attribute", f"style={style}", "use a class")
    if is_from_word(style):
        return  # told by the construct
    for declaration in read.dropped:
        message = f"the style '{declaration}' of <{tag}>"
        group = f"style {declaration.partition(':')[0]}"
        yield left_out(message, "attribute", f"style={style}", "use a class", group)


def _sizes(node: LexborNode, style: str) -> str:
    """Turn the width and height in a style to attributes; return what else it says."""

    def take(found: re.Match[str]) -> str:
        name, number, unit = found[1].casefold(), found[2], found[3]
        if unit == "%" and (name == "height" or node.tag != "img"):
            return found[0]
        if name not in node.attributes:
            node.attrs[name] = number + (unit if unit == "%" else "")
        return ""

    return _SIZE.sub(take, style)


def _presentational(
    node: LexborNode, tag: str, name: str, value: str, given: set[str]
) -> Iterator[Removal]:
    """Replace an attribute of HTML 4 by a class."""
    found = class_of_attribute(tag, name, value)
    if found is None:
        message = f"the attribute '{name}' of <{tag}>"
        yield left_out(message, "attribute", f"{name}={value}", "use a class")
    elif found:
        _add_classes(node, (found,), given)


def _place(node: LexborNode, name: str, value: str, given: set[str]) -> Iterator[Removal]:
    """Replace what Quarto says of where a picture stands by a class."""
    place = FIGURE_PLACES.get(value.strip().casefold())
    if place is None:
        message = f"the place '{value}' of a picture"
        yield left_out(message, "attribute", f"{name}={value}", "write left, center or right")
    elif place:
        _add_classes(node, (place,), given)


def _add_classes(node: LexborNode, names: tuple[str, ...], given: set[str]) -> None:
    added = [name for name in names if name != HIDDEN]
    if len(added) < len(names):
        node.attrs["hidden"] = ""
    if added:
        given.update(added)
        _keep_classes(node, [*(node.attributes.get("class") or "").split(), *added])


def _keep_classes(node: LexborNode, names: list[str]) -> None:
    if names:
        node.attrs["class"] = " ".join(dict.fromkeys(names))
    else:
        del node.attrs["class"]


_OWN_ELEMENT = "write &lt; for a plain '<': an element of one's own needs a script"
#: Elements of Distill (https://distill.pub/guide), which other themes have, too.
_OWN_ELEMENTS = {
    "d-cite": "write [@key]",
    "d-footnote": "write ^[the note]; <d-footnote> has to be closed in its paragraph",
    "d-math": "write $x$, or $$x$$ on a line of its own",
    "d-code": "write ```python, and ``` below the code",
    "d-bibliography": "write 'bibliography: refs.bib' in the front matter",
    "d-citation-list": "remove it: the bibliography stands at the end of the page",
}


#: A video in a frame, for which there is a shortcode.
_VIDEO = compile_late(
    r"(?:https?:)?//(?:(?:www\.)?youtube(?:-nocookie)?\.com/embed/(?P<youtube>[\w-]{11})"
    r"|player\.vimeo\.com/video/(?P<vimeo>\d{5,12}))(?=[?&#]|\Z)",
    re.ASCII,
)


def _element_hint(name: str, address: str) -> str:
    video = _VIDEO.match(address.strip()) if name == "iframe" else None
    if video and video.lastgroup:
        return f"write '{{{{< {video.lastgroup} {video[video.lastgroup]} >}}}}'"
    if name in {"script", "style", "iframe", "object", "embed", "form", "input", "button"}:
        return "put it in a template, or set html to 'trusted' for its folder in [content.folders]"
    if name in {"link", "meta", "base"}:
        return "put it in a template"
    if name == "picture":
        return "write the image as ![text](file)"
    return _OWN_ELEMENTS.get(name, _OWN_ELEMENT if "-" in name else "write &lt; for a plain '<'")


def _attribute_hint(name: str, value: str, allowed: frozenset[str]) -> str:
    if name.startswith("on"):
        return "put it in a template, or set html to 'trusted' for its folder in [content.folders]"
    if kind_of_label(name):
        label = f"for a label, write '#{name}'"
        return did_you_mean(name, allowed, label) if value else label
    return did_you_mean(name, allowed | _GLOBAL, "remove it")
