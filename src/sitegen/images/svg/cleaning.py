"""Clean an SVG: keep what it draws and remove everything else.

Removed are scripts and handlers, whatever loads or leads out of the file, documents in the
document, and the notes of editors and authors. The rest is written anew, so that no browser and no
parser can read it in another way.
"""

from __future__ import annotations

import msgspec

from sitegen.images.embedded_images import Embedded
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.svg.elements import animates_looks, tell_what_it_is, type_of
from sitegen.images.svg.intrinsic_size import measure, missing_box
from sitegen.images.svg.local_paths import names_place, without_places
from sitegen.images.svg.svg_css import Styles, names_of_selected, needs_siblings
from sitegen.images.svg.svg_parser import Attribute, End, Reading, Start, read_svg
from sitegen.late_patterns import compile_late
from sitegen.markup.svg_names import (
    ATTRIBUTES,
    ELEMENTS,
    HREF,
    SVG,
    TEXT,
    VERBATIM,
    XLINK,
    XML,
)
from sitegen.markup.svg_weight import MAX_DRAWN, Weight

__all__ = ["Svg", "clean_svg"]

_ANIMATIONS = frozenset({"animate", "animateMotion", "animateTransform", "set"})
#: They show the text in them, and no element.
_TEXT_ONLY = frozenset({"desc", "style", "title"})
_PICTURES = frozenset({"feImage", "image"})
_COPIES = frozenset({"feImage", "use"})
_CSS_TYPES = frozenset({"", "text/css"})
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_QUOTED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
#: XML knows no other white space; a non-breaking space is text.
_SPACE = " \t\r\n"
_CONTROLS = compile_late(r"[\x00-\x20]+")


class Svg(msgspec.Struct, frozen=True, kw_only=True):
    """A cleaned SVG: its bytes in UTF-8, and its size in CSS pixels, 0 for none to be seen.

    `removed` says in a few words what would have run, loaded or led elsewhere. `is_private` tells
    that something else was left out that draws nothing: comments, metadata, notes of editors.
    """

    data: bytes
    width: int
    height: int
    removed: tuple[str, ...]
    is_private: bool


def clean_svg(data: bytes) -> Svg:
    """Return an SVG that can do nothing but draw. Raises ImageProblem for what is no SVG."""
    reading = read_svg(data)
    return _Writer(reading).write()


class _Writer:
    """Writes what may stay of one file, from top to bottom."""

    def __init__(self, reading: Reading) -> None:
        self._pieces = reading.pieces
        self._space = _check_root(reading)
        sheets = _style_sheets(reading, self._space)
        self._selected = names_of_selected(sheets)
        self._stand_ins = needs_siblings(sheets)
        self._embedded = Embedded()
        self._styles = Styles(self._embedded)
        self._weight = Weight()
        self._removed: set[str] = set()
        self._is_private = reading.comments
        self._out: list[str] = []
        #: The elements above, as they were read, and how many of the last are left out.
        self._above: list[str] = []
        self._left_out = 0
        #: Whether the last start tag lacks its end, and the text under way that is judged whole.
        self._is_open = False
        self._gathered: list[str] = []
        self._uses_xlink = False
        if reading.stylesheets:
            self._removed.add("external style sheet")
        if reading.entities:
            self._removed.add("external entity")

    def write(self) -> Svg:
        """Return the cleaned file."""
        root: dict[str, str] = {}
        for piece in self._pieces:
            if isinstance(piece, str):
                self._text(piece)
            elif isinstance(piece, End):
                self._end()
            elif self._left_out:
                self._left_out += 1
            elif not self._above:
                root = self._root(piece)
            else:
                self._start(piece)
        if self._weight.drawn() > MAX_DRAWN:
            message = f"the SVG draws more than {MAX_DRAWN // 1_000_000} million elements"
            raise ImageProblem(IMAGE_TOO_LARGE, message, "export fewer points, or a PNG")
        xlink = f' xmlns:xlink="{XLINK}"' if self._uses_xlink else ""
        text = f'<svg xmlns="{SVG}"{xlink}{"".join(self._out)}\n'
        width, height = measure(root)
        return Svg(
            data=text.encode(),
            width=width,
            height=height,
            removed=tuple(sorted(self._removed)),
            is_private=self._is_private,
        )

    def _root(self, start: Start) -> dict[str, str]:
        """Begin the root, without its name; return the attributes that say how large it is."""
        plain = {each.name: each.value for each in start.attributes if not each.space}
        box = missing_box(plain)
        if box:
            added = Attribute("", "viewBox", box)
            start = start._replace(attributes=(*start.attributes, added))
        self._open(start)
        return plain

    def _start(self, start: Start) -> None:
        is_svg = start.space == self._space
        if not (is_svg and start.name in ELEMENTS) or self._above[-1] in _TEXT_ONLY:
            self._leave_out(tell_what_it_is(start))
        elif start.name == "style" and type_of(start) not in _CSS_TYPES:
            self._leave_out("")
        elif start.name in _ANIMATIONS and not animates_looks(start):
            self._leave_out("animation of a link or a handler")
        else:
            self._finish_tag()
            self._out.append(f"<{start.name}")
            self._open(start)

    def _open(self, start: Start) -> None:
        self._above.append(start.name)
        name, targets = "", []
        for attribute in start.attributes:
            written, value = self._attribute(start.name, attribute)
            if written:
                value = self._without_places(value)
                self._out.append(f' {written}="{value.translate(_QUOTED)}"')
                if written == "id":
                    name = value
                elif start.name in _COPIES and written.endswith("href"):
                    targets.append(value[1:])
        self._weight.open(name, targets)
        self._is_open = True

    def _leave_out(self, what: str) -> None:
        self._left_out = 1
        if what:
            self._removed.add(what)
        else:
            self._is_private = True
        if self._stand_ins and self._above[-1] not in _TEXT_ONLY:
            self._finish_tag()
            self._out.append("<defs/>")  # so that what follows keeps its place among its siblings

    def _end(self) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        name = self._above.pop()
        self._weight.close()
        if self._gathered:
            self._write_gathered(name)
        if self._is_open:
            self._out.append("/>")
            self._is_open = False
        else:
            self._out.append(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._left_out or not self._above:
            return
        if self._above[-1] in _TEXT_ONLY:
            self._gathered.append(text)
        elif self._above[-1] in TEXT:
            self._write_text(text)
        elif text.strip(_SPACE):
            self._is_private = True
        elif self._stand_ins:
            self._write_text(text)  # an element that holds white space is not `:empty`

    def _write_gathered(self, name: str) -> None:
        """Write the text of a style sheet without what it loads, a title if it names no place."""
        text = "".join(self._gathered)
        self._gathered = []
        if name == "style":
            sheet, removed = self._styles.clean(text, sheet=True)
            self._note_address(removed=removed)
            self._write_text(self._without_places(sheet))
        elif names_place(text):
            self._is_private = True
        else:
            self._write_text(text)

    def _without_places(self, value: str) -> str:
        plain = value if value.startswith("data:") else without_places(value)
        self._is_private |= plain != value
        return plain

    def _write_text(self, text: str) -> None:
        if text:
            self._finish_tag()
            self._out.append(text.translate(_ESCAPES))

    def _finish_tag(self) -> None:
        if self._is_open:
            self._out.append(">")
            self._is_open = False

    def _attribute(self, element: str, attribute: Attribute) -> tuple[str, str]:
        """Return an attribute as it is to be written; without a name it is left out."""
        space, name, value = attribute
        if name.casefold().startswith("on") and not space:
            self._removed.add("event handler")
        elif name.casefold() in {"href", "src"} or (space == XML and name == "base"):
            return self._address(element, attribute)
        elif space == XML and name in {"lang", "space"}:
            return f"xml:{name}", value
        elif not space and (name in VERBATIM or name.startswith("aria-")):
            return name, value
        elif not space and (name in ATTRIBUTES or name == "style" or name in self._selected):
            clean, removed = self._styles.clean(value)
            self._note_address(removed=removed)
            return name, clean
        else:
            self._is_private = True
        return "", ""

    def _address(self, element: str, attribute: Attribute) -> tuple[str, str]:
        """Return where an element points to, if that is in this file."""
        space, name, value = attribute
        target = value.strip(_SPACE)
        can_point = element in HREF and name == "href" and space in {"", XLINK}
        if can_point and element in _PICTURES and target[:5].casefold() == "data:":
            target = self._embedded.clean(target)
            if not target:
                self._removed.add("embedded file")
                return "", ""
        elif not (can_point and target.startswith("#")):
            if target and not target.startswith("#"):
                self._note_target(element, target)
            return "", ""
        self._uses_xlink |= bool(space)
        return ("xlink:href" if space else "href"), target

    def _note_target(self, element: str, target: str) -> None:
        scheme = _CONTROLS.sub("", target).partition(":")[0].casefold()
        if scheme in {"javascript", "vbscript"}:
            self._removed.add("script")
        elif scheme == "data":
            self._removed.add("embedded file")
        else:
            self._removed.add("link" if element == "a" else "external reference")

    def _note_address(self, *, removed: bool) -> None:
        if removed:
            self._removed.add("external reference")


def _check_root(reading: Reading) -> str:
    """Return the namespace of what is SVG in this file: some forget to say it."""
    root = next((each for each in reading.pieces if isinstance(each, Start)), None)
    if root is None or root.name != "svg" or root.space not in {SVG, ""}:
        name = root.name if root else ""
        message = f"not SVG: its root is <{name}>"
        raise ImageProblem(IMAGE_BROKEN, message, "export it again")
    return root.space


def _style_sheets(reading: Reading, space: str) -> str:
    """Return the text of all style sheets, to see by what they choose elements."""
    sheets: list[str] = []
    above: list[bool] = []
    for piece in reading.pieces:
        if isinstance(piece, Start):
            above.append(piece.name == "style" and piece.space == space)
        elif isinstance(piece, End):
            above.pop()
        elif above and above[-1]:
            sheets.append(piece)
    return "".join(sheets)
