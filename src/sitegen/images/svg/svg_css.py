"""Clean the CSS in an SVG: remove whatever loads a file, and comments.

CSS is parsed as in browsers (CSS Syntax, level 3), so that escapes, comments and odd cases hide
nothing. Text that needs no change is returned as it was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sitegen.images.image_problem import IMAGE_TOO_LARGE, ImageProblem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.images.embedded_images import Embedded

__all__ = ["Styles", "names_of_selected", "needs_siblings"]

#: Without one of these, or an escape that hides it, nothing is loaded.
_LOADING = re.compile(r"\\|url|src|image|@import|@namespace|/\*", re.IGNORECASE)
#: What nearly all of them are: a gradient or a clip path of the same file.
_LOCAL = compile_late(r"url\(\s*(?:#[\w.:-]+|\"#[\w.:-]+\"|'#[\w.:-]+')\s*\)")
#: Their text is an address, or makes one; `url` and `src` are looked at more closely.
_LOADERS = frozenset({"image-set", "-webkit-image-set", "image", "-moz-image-rect", "expression"})
#: Replaces an address: a reference to nothing, so that the rest of the value counts.
_NOTHING = "url(#)"
_SELECTED = re.compile(r"\[\s*(?:[\w*-]*\|)?([\w-]+)")
_SIBLINGS = re.compile(r"[+~]|:(?:first|last|nth|only|empty|has|not|is|where)", re.IGNORECASE)
_QUOTES = compile_late(r'["\\\n]')
_DEEPEST = 100
_ROUNDS = 5


class Styles:
    """Cleans the style sheets, style attributes and presentation attributes of one file."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        self._known: dict[tuple[str, bool], tuple[str, bool]] = {}

    def clean(self, text: str, *, sheet: bool = False) -> tuple[str, bool]:
        """Return CSS that loads nothing, and whether it would have. Raises ImageProblem."""
        if not _LOADING.search(text) or not _LOADING.search(_LOCAL.sub(" ", text)):
            return text, False
        key = (text, sheet)
        if key not in self._known:
            self._known[key] = self._clean(text, sheet=sheet)
        return self._known[key]

    def _clean(self, text: str, *, sheet: bool) -> tuple[str, bool]:
        import tinycss2  # few files need it

        removed = False
        for _ in range(_ROUNDS):
            cleaner = _Cleaner(self._embedded, sheet=sheet)
            nodes = cleaner.clean(tinycss2.parse_component_value_list(text), 0)
            if not cleaner.changed:
                return text, removed
            # Text that ends in the middle of something may read in another way once it is written.
            text, removed = tinycss2.serialize(nodes), removed or cleaner.removed
        return "", True


def names_of_selected(sheets: str) -> frozenset[str]:
    """Return the names of the attributes by which style sheets choose elements."""
    return frozenset(_SELECTED.findall(sheets))


def needs_siblings(sheets: str) -> bool:
    """Tell whether style sheets may choose elements by their place among others."""
    return bool(_SIBLINGS.search(sheets))


class _Cleaner:
    """One text's nodes; `removed` tells of addresses, `changed` of comments and pictures too."""

    def __init__(self, embedded: Embedded, *, sheet: bool) -> None:
        self._embedded = embedded
        self._sheet = sheet
        self.changed = False
        self.removed = False

    def clean(self, nodes: list[Any], depth: int, *, fonts: bool = False) -> list[Any]:
        """Return the nodes without what loads."""
        if depth > _DEEPEST:
            raise ImageProblem(IMAGE_TOO_LARGE, "the SVG's CSS is nested too deep")
        kept: list[Any] = []
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if node.type == "comment":
                self.changed = True
            elif node.type == "at-keyword" and self._sheet:
                self._rule(node, waiting, kept, depth)
            else:
                kept.append(self._value(node, depth, fonts=fonts))
        return kept

    def _rule(self, node: Any, waiting: list[Any], kept: list[Any], depth: int) -> None:
        """Keep an at-rule, or pass over it: one that loads, or a font that would be loaded."""
        taken = [node]
        while waiting:
            taken.append(waiting.pop())
            if taken[-1] == ";" or taken[-1].type == "{} block":
                break
        name = node.lower_value
        if name == "import":
            self.changed = self.removed = True
            return
        if name == "namespace":
            named = [_named(each) for each in taken if each.type != "comment"]
            self.changed |= named != taken
            kept += named
            return
        before, self.removed = self.removed, False
        is_font = name == "font-face"
        clean = [node, *self.clean(taken[1:], depth + 1, fonts=is_font)]
        # A font without its file would be looked for on the reader's machine at best.
        if not (is_font and self.removed):
            kept += clean
        self.removed |= before

    def _value(self, node: Any, depth: int, *, fonts: bool) -> Any:
        if node.type == "url":
            return self._address(node, node.value, fonts=fonts)
        if node.type == "function":
            name = node.lower_name
            if name in {"url", "src"}:
                return self._address(node, _only_string(node.arguments), fonts=fonts)
            if name in _LOADERS:
                return self._nothing()
            node.arguments = self.clean(node.arguments, depth + 1, fonts=fonts)
        elif node.type in {"() block", "[] block", "{} block"}:
            node.content = self.clean(node.content, depth + 1, fonts=fonts)
        elif node.type == "error" and node.kind == "bad-url":
            return self._nothing()
        return node

    def _address(self, node: Any, address: str | None, *, fonts: bool) -> Any:
        """Keep the address of a part of this file, of a picture in it, or of a font in it."""
        if address is None:
            return self._nothing()
        if not address or address.startswith("#"):
            return node
        target = address.strip()
        clean = self._embedded.clean(target)
        if not clean and fonts:
            clean = self._embedded.clean_font(target)
        if not clean:
            return self._nothing()
        if clean == target:
            return node
        self.changed = True
        return _parsed(f'url("{clean}")')

    def _nothing(self) -> Any:
        self.changed = self.removed = True
        return _parsed(_NOTHING)


def _only_string(arguments: list[Any]) -> str | None:
    told = [each for each in arguments if each.type not in {"whitespace", "comment"}]
    return told[0].value if len(told) == 1 and told[0].type == "string" else None


def _named(node: Any) -> Any:
    """Return a namespace in quotes: it only is a name, but `url()` makes it look like more."""
    value = node.value if node.type == "url" else None
    if node.type == "function":
        value = _only_string(node.arguments)
    return node if value is None else _parsed(f'"{_QUOTES.sub("", value)}"')


def _parsed(text: str) -> Any:
    import tinycss2  # as above

    return tinycss2.parse_component_value_list(text)[0]
