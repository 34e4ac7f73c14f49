"""Follow which elements of HTML are open, as a parser does, at a fraction of its cost.

HTML Standard, 13.2.4 and 13.2.6 (https://html.spec.whatwg.org/multipage/parsing.html). Where this
is simpler than a parser, more stays open than there: it is for limits. Elements that a parser adds
by itself, such as `<tbody>`, are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ENDING_PARAGRAPHS", "TABLE_PARTS", "OpenElements"]

#: Their start ends a paragraph that is open.
ENDING_PARAGRAPHS = frozenset(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext"
    " pre search section summary table ul xmp".split()
)
TABLE_PARTS = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track"
    " wbr".split()
)
_ONCE = frozenset("body frame frameset head html".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_FOREIGN = frozenset({"svg", "math"})
#: Inside of these, drawings and formulas hold HTML; elsewhere, these end a drawing or formula.
_HOLDING_HTML = frozenset("foreignobject desc title mi mo mn ms mtext annotation-xml".split())
_BREAKING_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i"
    " img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul"
    " var".split()
)
_OF_HTML = _BREAKING_OUT | ENDING_PARAGRAPHS | _FORMATTING
#: A drawing that has been ended so.
_BROKEN = "broken"
#: No end tag of an element around these ends it; the first seven keep formatting apart, too.
_MARKERS = frozenset("applet caption marquee object td template th".split())
_SCOPES = (
    _MARKERS
    | _FOREIGN
    | frozenset(
        "html table select foreignobject desc title annotation-xml mi mo mn ms mtext broken".split()
    )
)
#: No end tag of an inline element goes beyond these.
_SPECIAL = (
    ENDING_PARAGRAPHS
    | TABLE_PARTS
    | _SCOPES
    | frozenset("body button colgroup frameset head noscript script style textarea iframe".split())
)
#: Their ends end what is inside of them, too.
_BLOCK_ENDS = ENDING_PARAGRAPHS - frozenset({"form", "plaintext", "xmp", "table"}) | frozenset(
    "applet marquee object button select".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TABLE = frozenset({"table", "template"})
#: By the start of a part of a table, the parts that it ends.
_CELLS = frozenset({"td", "th", "caption"})
_ROWS = _CELLS | {"tr", "colgroup"}
_PARTS = _ROWS | {"tbody", "thead", "tfoot"}
_ENDED = {
    "td": _CELLS,
    "th": _CELLS,
    "tr": _ROWS,
    **dict.fromkeys(("tbody", "thead", "tfoot"), _PARTS),
}
#: By the start of an item, the items that it ends, unless what is special is between them.
_ITEMS = {"li": frozenset({"li"}), **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt"}))}
_PARAGRAPH = frozenset({"p"})
_BUTTON_SCOPE = _SCOPES | {"button"}
_AROUND_ITEMS = (_SPECIAL | {"ruby"}) - {"address", "div", "p"}
#: So many blocks the end of formatting leaves at most; so often the same formatting is open.
_MOST_LEFT, _MOST_EQUAL = 8, 3


@dataclass(slots=True, eq=False)
class _Formatting:
    """An element that is opened again in each block; without a name, the begin of a cell."""

    name: str = ""
    attributes: str = ""
    is_open: bool = True


class OpenElements:
    """The elements around a place: `names`, the outermost first."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._nodes: list[_Formatting | None] = []  # one for each name
        self._formatting: list[_Formatting] = []
        self._apart = 0  # how many of them stand before the last without a name, and that

    def formatting(self) -> int:
        """Return how many elements are opened again in a block that begins here."""
        return len(self._formatting) - self._apart

    def is_foreign(self) -> bool:
        """Tell whether this may be inside of SVG, MathML or a selection, where other rules hold."""
        return any(name in self.names for name in ("svg", "math", "select"))

    def start(self, name: str, attributes: str) -> None:
        """Open an element, after ending what its start ends."""
        if _FOREIGN.intersection(self.names) and self._is_foreign(name, attributes):
            if not attributes.endswith("/"):
                self._push(name, None)
            return
        if name in _ONCE or (name in TABLE_PARTS and not _TABLE.intersection(self.names)):
            return  # it is passed over
        self._end_before(name)
        if name not in ENDING_PARAGRAPHS:
            self.read_text()
        if name in _VOID:
            return
        node = None
        if name in _MARKERS:
            self._formatting.append(_Formatting())
            self._apart = len(self._formatting)
        elif name in _FORMATTING:
            node = self._format(name, attributes.strip())
        self._push(name, node)

    def close(self, name: str) -> int:
        """End an element, if an end tag of this name does; return how many are made anew."""
        if name in _FORMATTING:
            return self._close_formatting(name)
        if _FOREIGN.intersection(self.names):
            self._close_block(frozenset({name}), _SPECIAL)
        elif name == "table" or name in TABLE_PARTS:
            self._close_block(frozenset({name}), _TABLE)
        elif name in _HEADINGS:
            self._close_block(_HEADINGS, _SCOPES)
        elif name == "li":
            self._close_block(frozenset({name}), _SCOPES | {"ul", "ol"})
        elif name in _BLOCK_ENDS:
            self._close_block(frozenset({name}), _BUTTON_SCOPE)
        elif name == "form":  # it ends alone
            self._close_block(frozenset({name}), frozenset(self.names[-1:]) - {name})
        else:
            self._close_block(frozenset({name}), _SPECIAL)
        return 0

    def _push(self, name: str, node: _Formatting | None) -> None:
        self.names.append(name)
        self._nodes.append(node)

    def _is_foreign(self, name: str, attributes: str) -> bool:
        """Tell whether an element is one of SVG or MathML, after ending a drawing that it ends."""
        is_out = name in _BREAKING_OUT or (name == "font" and attributes.strip() != "")
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] in _HOLDING_HTML:
                return name not in _OF_HTML
            if self.names[index] in _FOREIGN:
                if is_out:
                    self.names[index] = _BROKEN
                    return False
                return True
        return False

    def read_text(self) -> None:
        """Open formatting again that a block has ended: text stands here."""
        first = len(self._formatting)
        while first > self._apart and not self._formatting[first - 1].is_open:
            first -= 1
        for node in self._formatting[first:]:
            node.is_open = True
            self._push(node.name, node)

    def _end_before(self, name: str) -> None:
        """End what the start of an element ends."""
        if name in ENDING_PARAGRAPHS:
            self._close_block(_PARAGRAPH, _BUTTON_SCOPE)
        if name in _ITEMS:
            self._close_block(_ITEMS[name], _AROUND_ITEMS)
        elif name in _ENDED:
            self._end_parts(_ENDED[name])
        elif name == "option" and self.names[-1:] == [name]:
            self._cut(len(self.names) - 1)
        elif name in {"a", "nobr"}:
            self._close_formatting(name)
        elif name == "button":
            self._close_block(frozenset({name}), _SCOPES)

    def _format(self, name: str, attributes: str) -> _Formatting:
        mine = self._formatting[self._apart :]
        equal = [each for each in mine if (each.name, each.attributes) == (name, attributes)]
        if len(equal) >= _MOST_EQUAL:
            self._formatting.remove(equal[0])
        node = _Formatting(name, attributes)
        self._formatting.append(node)
        return node

    def _cut(self, length: int) -> None:
        """End all elements but the first of them."""
        markers = sum(name in _MARKERS for name in self.names[length:])
        for node in self._nodes[length:]:
            if node:
                node.is_open = False
        del self.names[length:], self._nodes[length:]
        for _ in range(markers):
            del self._formatting[self._apart - 1 :]
            places = range(len(self._formatting), 0, -1)
            self._apart = next((n for n in places if not self._formatting[n - 1].name), 0)

    def _close_block(self, wanted: frozenset[str], barriers: frozenset[str]) -> None:
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] in wanted:
                self._cut(index)
                return
            if self.names[index] in barriers:
                return

    def _end_parts(self, parts: frozenset[str]) -> None:
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] in _TABLE:
                inside = range(index + 1, len(self.names))
                self._cut(next((n for n in inside if self.names[n] in parts), len(self.names)))
                return

    def _close_formatting(self, name: str) -> int:
        """End formatting, but not the blocks in it, in which it ends, too."""
        mine = self._formatting[self._apart :]
        node = next((each for each in reversed(mine) if each.name == name), None)
        if node is None or not node.is_open:
            if node is not None:
                self._formatting.remove(node)
            return 0
        index = self._nodes.index(node)
        above = self.names[index + 1 :]
        if _MARKERS.intersection(above):
            return 0
        blocks = sum(each in _SPECIAL for each in above)
        if blocks > _MOST_LEFT:
            return 4 * _MOST_LEFT
        self._formatting.remove(node)
        if blocks:
            del self.names[index], self._nodes[index]
        else:
            self._cut(index)
        return 4 * blocks
