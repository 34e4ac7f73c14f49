"""Replace links and images by slots, and collect their references."""

from __future__ import annotations

import html
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.content.caption_alternatives import (
    number_alternatives,
    read_alternative,
    take_figure,
)
from sitegen.content.citation_marks import USUAL_PLACES, read_citation_mark
from sitegen.content.citation_slots import CITATION_ELEMENT, cut_citations, place_citation
from sitegen.content.construct import Mistake, Slot
from sitegen.content.heading_places import headings_before, levels_before
from sitegen.content.heading_texts import read_heading_address
from sitegen.content.html_text import title_text
from sitegen.content.image_reading import read_image
from sitegen.content.mistaken_targets import explain_target
from sitegen.content.number_marks import NUMBER, PLACE, read_label, read_number, read_reference
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.shortcode_places import STANDING
from sitegen.content.smart_signs import straighten
from sitegen.content.source_inlines import fold_label
from sitegen.content.source_positions import REFERRING, TRUSTED_REFERRING, forget_number
from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN, find_invisible
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.model import (
    AnchorReference,
    CrossReference,
    Fragment,
    LinkReference,
    LinkText,
    Reference,
    References,
    kind_of_label,
)
from sitegen.model.references.citation_reference import (
    BibliographyReference,
    CitationReference,
)
from sitegen.model.references.include_reference import IncludeReference
from sitegen.model.references.inventory_reference import InventoryReference
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from selectolax.lexbor import LexborNode

    from sitegen.content.prepared_source import PreparedSource
    from sitegen.content.source_positions import SourcePositions
    from sitegen.model import Heading, Label

__all__ = ["EXTERNAL_RESOURCE", "SCHEMES", "SLOT", "UNSAFE_URL", "Slots"]

EXTERNAL_RESOURCE = declare("external-resource", Severity.ERROR, protects=True)
UNSAFE_URL = declare("unsafe-url", Severity.ERROR, protects=True)

#: Where a link may lead. Anything else (javascript:, data:, file:) is an error.
SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "sms", "doi", "geo", "matrix", "xmpp"}
    | {"ftp", "ftps", "sftp", "irc", "ircs", "webcal"}
)
SLOT = re.compile(f"{SLOT_OPEN}(\\d{{1,9}}){SLOT_CLOSE}")
_SLOTS = f"{SLOT_ELEMENT}:not([{CitationReference.mark}])"
_OPENED = f"{REFERRING}, {_SLOTS}"
_OPENED_TRUSTED = f"{TRUSTED_REFERRING}, {_SLOTS}"
#: The text of a caption goes into its label.
_CITED_IN_CAPTIONS = f"figcaption {CITATION_ELEMENT}, caption {CITATION_ELEMENT}"
_INCLUDED = f"{SLOT_ELEMENT}[{IncludeReference.mark}]"
#: What browsers take out of an address, and what they take off its ends (url.spec.whatwg.org, 4.4).
_IGNORED = str.maketrans("", "", "\t\n\r")
_AROUND = "".join(map(chr, range(0x21)))
_EXTERNAL = re.compile(r"xref:(?://)?|inv:", re.IGNORECASE)
#: MyST may name a domain and a role behind the project: `inv:python:py:class#list`.
_ROLE = re.compile(r":[^#]*")
#: Of an address that is shown as the text of its link.
_WEB = re.compile(r"(?:https?:)?//|mailto:|tel:", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@lru_cache(maxsize=8)
def _own_address(host: str) -> re.Pattern[str] | None:
    """Return what finds addresses at the site's host, if it has one."""
    if not host:
        return None
    return re.compile(rf"(?:https?:)?//{re.escape(host)}(?:[/?#]|\Z)", re.IGNORECASE)


def _is_named(node: LexborNode) -> bool:
    return "aria-label" in node.attributes or "title" in node.attributes


def _is_hollow(node: LexborNode) -> bool:
    """Tell whether there is nothing in a link, or only space: `[ ](other.md)`."""
    child = node.child
    if child is None:
        return True
    return (
        child.next is None and bool(child.is_text_node) and not (child.text_content or "").strip()
    )


def _known_text(target: str, titles: Callable[[], Mapping[str, str]]) -> str:
    """Return what a link without text shows if its target is a heading of the page, or far away."""
    anchor = target[1:] if target.startswith("#") else ""
    own = "" if kind_of_label(anchor) or not anchor else titles().get(anchor, "")
    is_far = _SCHEME.match(target) or target.startswith("//")
    return own or (_WEB.sub("", target) if is_far else "")


def text_in_summary(node: LexborNode, titles: Callable[[], Mapping[str, str]]) -> str:
    """Return what a summary shows of a link without text: see `Reference.in_summary`.

    `titles` returns the texts of the page's headings by id.
    """
    target = _read_address(node.attributes.get("href") or "")
    if not _is_hollow(node) or not target or _EXTERNAL.match(target):
        return ""
    if _is_named(node):
        return node.attributes.get("title") or ""
    return _known_text(target, titles) or LinkText(target=target, line=0).in_summary


class Slots:
    """Collects the references of one page and cuts its HTML at them.

    `place_of` returns line and column of an index into the source; `prepared` has what constructs
    found in that. `grids` are the classes of the theme's grids,
    `host` is that of the site, `headings` are those of the page. A `trusted` page may load from
    other sites, and link with any scheme. `labels` are those of the page, in order, when its slots
    are open. `toc_depth` is that of the table of contents, None if the page has none.
    """

    def __init__(
        self,
        positions: SourcePositions,
        report: Callable[[Mistake], None],
        place_of: Callable[[int], tuple[int, int]],
        prepared: PreparedSource,
        grids: Container[str] = (),
        host: str = "",
        headings: Iterable[Heading] = (),
        *,
        trusted: bool = False,
    ) -> None:
        self._own = _own_address(host)
        self._positions = positions
        self._report_mistake = report
        self._place_at = place_of
        self._found = prepared.placeholders
        self._prepared = prepared.references
        self._grids = grids
        self._trusted = trusted
        self._references: list[Reference] = []
        self.labels: list[Label] = []
        self._headings = headings
        self.toc_depth: int | None = None
        self._levels: dict[int, int] = {}
        self._behind: dict[int, str] = {}
        #: The figures whose captions are the texts of their images, by the numbers of these.
        self._captioned: dict[int, LexborNode] = {}

    def open_slots(self, root: LexborNode, anchors: frozenset[str]) -> None:
        """Put a slot in the place of every link and image of the tree.

        Of citations, only those in captions are opened here, the others by `cut`.
        """
        nodes = root.css(_OPENED_TRUSTED if self._trusted else _OPENED)
        if self._prepared.with_own("below"):
            self._levels = levels_before(root, SLOT_ELEMENT)
        if self.toc_depth is not None and IncludeReference in self._prepared.kinds:
            self._behind = headings_before(root, _INCLUDED, self.toc_depth)
        for node in nodes:
            tag = node.tag
            if tag == SLOT_ELEMENT:
                self._open_slot(node)
            elif tag == "a":
                self._open_link(node, anchors)
            elif tag == "img":
                self._open_image(node)
            else:
                self._open_file(node, "href" if tag == "link" else "src")
        if (self.labels or self._captioned) and CitationReference in self._prepared.kinds:
            for node in root.css(_CITED_IN_CAPTIONS):
                self._open_slot(node)
        for number, figure in self._captioned.items():
            image = self._references[number]
            self._references[number] = read_alternative(image, figure, self._references)

    def cut(self, text: str, *, is_body: bool = False) -> Fragment:
        """Return the HTML as literal parts and the references between them.

        Add what a body that cites has at its end, unless that has marks. A slot that is there
        twice, or that was never made, is a reference to its marks, which came into the HTML when
        the text of an attribute was read as HTML.
        """
        literals: list[str] = [text]
        cited: list[Reference] = []
        if CitationReference in self._prepared.kinds:
            literals, cited = cut_citations(text, self._found, self._place_at)
        parts: list[str] = []
        numbers: list[int] = []
        written, known = len(cited), len(self._references)
        for before, literal in enumerate(literals):
            if before:
                numbers.append(known + before - 1)
            if SLOT_OPEN not in literal:
                parts.append(literal)
                continue
            pieces = SLOT.split(literal)
            parts += pieces[::2]
            numbers += map(int, pieces[1::2])
            written += literal.count(SLOT_OPEN)
        self._references += cited
        is_ours = written == len(numbers) == len({*numbers})
        if not is_ours or max(numbers, default=-1) >= len(self._references):
            hidden = find_invisible(SLOT_OPEN)
            if hidden:
                self._report_mistake(Mistake(self._positions.entity(SLOT_OPEN), hidden))
            return Fragment(parts=("",))
        found = [self._references[number] for number in numbers]
        if self._captioned:
            found = number_alternatives(found, numbers)
        kinds = set(map(type, self._references)) if is_body else ()
        if CitationReference in kinds and BibliographyReference not in kinds:
            found += USUAL_PLACES
            parts += ("", "")
        return Fragment(parts=tuple(parts), references=References(found))

    def reference(self, number: int) -> Reference | None:
        """Return what goes into the slot with a number."""
        return self._references[number] if number < len(self._references) else None

    def _slot(self, reference: Reference) -> str:
        self._references.append(reference)
        return f"{SLOT_OPEN}{len(self._references) - 1}{SLOT_CLOSE}"

    def _report(self, problem: Problem, node: LexborNode, wanted: str = "") -> None:
        """Report a mistake at a node, or where `wanted` is in the link or image."""
        self._report_mistake(Mistake(self._positions.reference(node, wanted), problem))

    def _place_of(self, node: LexborNode) -> tuple[int, int]:
        return self._place_at(self._positions.reference(node))

    def _is_local(self, target: str) -> bool:
        """Tell a path from an address; `#here` on this page needs no slot."""
        if not target or target.startswith(("#", "//")):
            return False
        return not _SCHEME.match(target)

    def _is_safe(self, node: LexborNode, target: str) -> bool:
        try:
            parts = urlsplit(target)
        except ValueError:
            parts = urlsplit("")
        scheme = parts.scheme.casefold() or ("https" if target.startswith("//") else "")
        if scheme in {"http", "https"} and not parts.netloc:
            path = parts.path.lstrip("/")
            hint = f"write '/{path}' for a path of this site, or the name of the other site"
            problem = Problem(UNSAFE_URL, f"the address '{target}' names no site", hint)
            self._report(problem, node)
            return False
        if scheme in SCHEMES:
            return True
        meant = explain_target(target)
        if meant:
            self._report(Problem(UNSAFE_URL, *meant), node)
            return False
        message = f"the address '{target}' is not allowed" if target else "a link leads nowhere"
        hint = "links begin with https:, mailto: or a path" if target else "write its target"
        self._report(Problem(UNSAFE_URL, message, hint), node)
        return False

    def _open_anchor(self, node: LexborNode, target: str, anchors: frozenset[str]) -> None:
        """Leave a link to an id of this page, or open one that may be an id of another."""
        name = target[1:]
        if not name or name in anchors or target.casefold() == "#top":  # which browsers know
            return
        composed = nfc(unquote(name))
        if composed in anchors:  # the same id in another spelling, which no browser finds
            node.attrs["href"] = f"#{composed}"
            return
        heading = read_heading_address(target)
        if heading:
            self._open_heading_link(node, heading)
            return
        line, column = self._place_of(node)
        is_label = kind_of_label(name)
        reference: Reference = (
            CrossReference(target=name, line=line, column=column, part="url")
            if is_label
            else AnchorReference(target=name, line=line, column=column)
        )
        node.attrs["href"] = self._slot(reference)

    def _open_heading_link(self, node: LexborNode, heading: str) -> None:
        """Lead to a heading by its text; what has become the title of a block is none any more."""
        name = self._ids.get(straighten(heading))
        if name is not None:
            node.attrs["href"] = f"#{name}"
            return
        node.insert_before("[")
        node.insert_after("]")
        node.unwrap()

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The texts of headings by id, for the few pages that have a link without text."""
        return {each.id: title_text(each.title) for each in self._headings}

    @cached_property
    def _ids(self) -> dict[str, str]:
        """The ids of headings by their folded texts; of several with one text, the first counts."""
        titles = [(straighten(fold_label(title)), name) for name, title in self._titles.items()]
        return dict(reversed(titles))

    def _open_link(self, node: LexborNode, anchors: frozenset[str]) -> None:
        target = _read_address(node.attributes["href"] or "")
        if _EXTERNAL.match(target):
            self._open_external(node, target)
            return
        if target and _is_hollow(node):
            self._name_link(node, target)
        if target.startswith("#"):
            self._open_anchor(node, target, anchors)
        elif self._is_local(target) or (self._own and self._own.match(target)):
            line, column = self._place_of(node)
            reference = LinkReference(target=target, line=line, column=column)
            node.attrs["href"] = self._slot(reference)
        elif not (self._trusted and target) and not self._is_safe(node, target):
            del node.attrs["href"]
        forget_number(node)

    def _open_external(self, node: LexborNode, target: str) -> None:
        """Open a link into the documentation of another project, `xref:numpy#ndarray`."""
        line, column = self._place_of(node)
        name = _ROLE.sub("", _EXTERNAL.sub("", target, count=1), count=1)
        address = InventoryReference(target=name, line=line, column=column)
        node.attrs["href"] = self._slot(address)
        if node.child is None or node.text() == target:
            text = InventoryReference(target=name, line=line, column=column, part="text")
            node.inner_html = self._slot(text)
        forget_number(node)

    def _name_link(self, node: LexborNode, target: str) -> None:
        """Give a link without text one: that of its heading, or what the site knows of its target.

        HTML with a name for screen readers is meant to look empty; the title of a link in Markdown
        is only shown beside its text.
        """
        if _is_named(node) and not (
            "title" in node.attributes and self._positions.is_markdown(node)
        ):
            return
        known = _known_text(target, lambda: self._titles)
        if known:
            node.inner_html = html.escape(known)
        else:
            line, column = self._place_of(node)
            text = LinkText(target=target, line=line, column=column)
            name = "" if "." in target or "/" in target else target  # the label alone, as in MyST
            if kind_of_label(target.partition("#")[2] or name):
                own = node.attributes.get("class") or ""
                node.attrs["class"] = f"{own} cross-reference".lstrip()
            node.inner_html = self._slot(text)

    def _open_file(self, node: LexborNode, name: str) -> None:
        target = _read_address(node.attributes[name] or "")
        if self._is_local(target):
            line, column = self._place_of(node)
            reference = LinkReference(target=target, line=line, column=column)
            node.attrs[name] = self._slot(reference)
        elif not (self._trusted and target):
            self._refuse_remote(node, target)
            del node.attrs[name]
        forget_number(node)

    def _open_slot(self, node: LexborNode) -> None:
        attributes = node.attributes
        if "name" in attributes:  # only marks have none
            found = self._found[int(attributes["name"] or 0)]
            if isinstance(found, Slot):
                self._open_found(node, found, attributes)
            return
        if NUMBER in attributes:
            self.labels.append(read_label(attributes))
            number = read_number(attributes)
            node.replace_with(self._slot(number)) if number else node.decompose()
            return
        marked = read_reference(attributes) or read_citation_mark(attributes)
        if marked:
            if PLACE in attributes:
                line, column = self._place_at(int(attributes[PLACE] or -1))
                marked = msgspec.structs.replace(marked, line=line, column=column)
            node.replace_with(self._slot(marked))
        else:  # a mark of a construct that did not find it again
            node.decompose()

    def _open_found(
        self, node: LexborNode, found: Slot, attributes: Mapping[str, str | None]
    ) -> None:
        if isinstance(found.reference, CitationReference):  # which is the same wherever it stands
            node.replace_with(self._slot(place_citation(found, attributes, self._place_at)))
            return
        # A construct knows an index into the body, not the line on which that begins.
        line, column = self._place_at(found.start)
        reference = msgspec.structs.replace(found.reference, line=line, column=column)
        standing = attributes.get(STANDING)
        if standing:
            reference = reference.standing_in(standing)
        if reference.defines:
            self.labels.append(reference.defines)
        if self._levels:
            reference = reference.below(self._levels.get(node.mem_id, 1))
        if isinstance(reference, IncludeReference):
            behind = self._behind.get(node.mem_id)
            reference = msgspec.structs.replace(reference, behind=behind)
        node.replace_with(self._slot(reference))

    def _open_image(self, node: LexborNode) -> None:
        attributes = node.attributes
        target = (attributes.get("src") or "").strip()
        if not self._is_local(target):
            if self._trusted and target:
                forget_number(node)
                return
            self._refuse_remote(node, target)
            node.decompose()
            return
        image = read_image(node, target, self._place_of(node), self._grids, self._report)
        figure = take_figure(node)
        if figure is not None:
            self._captioned[len(self._references)] = figure
        node.replace_with(self._slot(image))

    def _refuse_remote(self, node: LexborNode, target: str) -> None:
        meant = explain_target(target)
        if meant:
            message, hint = meant
        elif re.match(r"(https?:)?//", target, re.IGNORECASE):
            message = f"'{html.unescape(target)}' is loaded from another site"
            hint = "keep a copy beside the page: visitors' addresses should stay private"
        elif re.match(r"#.|xref:", target):  # MyST shows again what has a label: `![](#knee)`
            message = f"'{target[:40]}' is a place in a page, and no picture"
            hint = f"refer to it with '[]({target})', or share a text with {{{{< include >}}}}"
        else:
            message = (
                f"'{target[:40]}' is not a file of this site" if target else "no file is named"
            )
            hint = "write the path of a file"
        self._report(Problem(EXTERNAL_RESOURCE, message, hint), node)


def _read_address(written: str) -> str:
    """Return an address as browsers read it: a tab in its scheme does not make a path of it."""
    return written.strip(_AROUND).translate(_IGNORED).strip()
