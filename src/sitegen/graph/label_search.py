"""Find what has a label, for references from any page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from sitegen.content.text import slugify
from sitegen.diagnostics import Guesses, Problem, Severity, declare
from sitegen.graph.numbering import Numbering
from sitegen.model import DIRECTIVE_PREFIXES, CrossReference, LabelPlace, kind_of_label
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sitegen.model import ParsedPage, References
    from sitegen.model.references.label_list import ListScope

__all__ = ["MISSING_ANCHOR", "LabelSearch"]

AMBIGUOUS_REFERENCE = declare("ambiguous-reference", Severity.ERROR)
MISSING_ANCHOR = declare("missing-anchor", Severity.ERROR)
UNRESOLVED_REFERENCE = declare("unresolved-reference", Severity.ERROR)

_MOST_NAMED = 3


class _OnlyPlace(NamedTuple):
    """A label that one page has: the key of that page, and how that and all others see it."""

    page: str
    own: LabelPlace
    other: LabelPlace


@dataclass
class LabelSearch:
    """The labels of all published pages; `urls` maps the keys of pages to their URLs.

    `pages` are the published pages by key, `all_pages` these and the others; `included` returns
    the texts that a page includes.
    """

    numbering: Numbering = field(default_factory=Numbering)
    urls: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, ParsedPage] = field(default_factory=dict)
    all_pages: Iterable[ParsedPage] = ()
    lists_referrers: bool = True
    included: Callable[[ParsedPage], Iterable[ParsedPage]] = lambda _: ()
    _guesses: Guesses = field(default_factory=Guesses)
    _places: dict[tuple[str, str, bool], LabelPlace] = field(default_factory=dict)
    _only: dict[str, _OnlyPlace] = field(default_factory=dict)

    def find(self, label: str, page: str, on: str = "") -> LabelPlace | Problem:
        """Return where a label is, as seen from a page; if `on` is a page, it must be there.

        A page's own label comes first. Otherwise there must be one page that has it, or one in the
        same language.
        """
        only = None if on else self._only.get(label)
        if only is not None:
            return only.own if only.page == page else only.other
        return self._search(label, page, on)

    def _search(self, label: str, page: str, on: str) -> LabelPlace | Problem:
        """Return where a label is that has not been found yet; see `find`."""
        written, label = label, self._full_name(label)
        if on:
            known = self.numbering.find(on, label) is not None
            return self._place(label, on, page) if known else self._unknown(label, page)
        keys = self.numbering.pages.get(label, ())
        if len(keys) == 1:
            places = (self._place(label, keys[0], seen) for seen in (keys[0], ""))
            only = self._only[written] = _OnlyPlace(keys[0], *places)
            return only.own if only.page == page else only.other
        if page in keys:
            return self._place(label, page, page)
        if len(keys) > 1:
            same = [key for key in keys if self._language(key) == self._language(page)]
            keys = tuple(same) if len(same) == 1 else keys
        if len(keys) > 1:
            return self._ambiguous(label, keys)
        return self._place(label, keys[0], page) if keys else self._unknown(label, page)

    def _full_name(self, label: str) -> str:
        """Return the label of what is named without its prefix, as in MyST.

        Any other label is returned as it is.
        """
        known = self.numbering.pages
        if label in known or kind_of_label(label):
            return label
        # `mk` may be a definition, and `eq_mk` a formula.
        prefixes = sorted(DIRECTIVE_PREFIXES, key="eq".__eq__)
        names = (f"{prefix}-{label}" for prefix in prefixes)
        return next((name for name in names if name in known), label)

    def find_anchor(self, name: str, page: str) -> str | Problem:
        """Return the URL of an id of a page, or of the target of this name on another one."""
        anchors = self.pages[page].anchors
        known = next((each for each in (name, nfc(unquote(name))) if each in anchors), "")
        if known:
            return f"#{known}"
        label = nfc(unquote(name))
        place = self.find(label, page)
        if isinstance(place, LabelPlace):
            return place.url
        known = anchors.find(label)
        if known:
            return f"#{known}"
        if place.code == AMBIGUOUS_REFERENCE or label in self._held_back:
            return place
        similar = place.hint if place.hint.startswith("did you mean") else ""
        otherwise = similar or self._elsewhere(label)
        hint = self._guesses.did_you_mean(name, lambda: anchors, otherwise, group=("anchors", page))
        return Problem(MISSING_ANCHOR, f"no heading or id '#{name}' on this page", hint)

    def _elsewhere(self, name: str) -> str:
        """Say how to link to the heading or id of this name on another page, if there is one."""
        keys = self._pages_with_anchor.get(name, ())
        if not keys:
            return ""
        is_title = name not in self.pages[keys[0]].anchors
        target = self._file(keys[0]) if is_title else f"{self._file(keys[0])}#{name}"
        return f"for that of another page, write [](/{target})"

    @cached_property
    def _pages_with_anchor(self) -> dict[str, list[str]]:
        """The keys of the pages by the ids on them, and by that which their titles would have.

        It is looked for only if a link leads nowhere.
        """
        found: dict[str, list[str]] = {}
        for key, page in self.pages.items():
            for anchor in (*page.anchors, slugify(page.front.title or page.heading_text)):
                found.setdefault(anchor, []).append(key)
        return found

    def list_kind(self, kind: str, page: str, scope: ListScope) -> list[LabelPlace]:
        """Return the labels of a kind on a page or on several, but for parts of figures."""
        keys: Iterable[str] = (page,)
        if scope != "page":
            folder = self.pages[page].path.parent
            keys = (
                key
                for key in self.numbering.labels
                if scope == "site" or self.pages[key].path.is_relative_to(folder)
            )
        return [
            self._place(name, key, page)
            for key in keys
            for name, label in self.numbering.labels.get(key, {}).items()
            if label.kind == kind and not label.within and not name.startswith("eq-_")
        ]

    def referrers_of(self, label: str, page: str) -> tuple[tuple[str, str], ...]:
        """Return the keys and URLs of the pages that refer to a label of another page."""
        if not self.lists_referrers:
            return ()
        return tuple((key, self.urls[key]) for key in self._referrers.get((page, label), ()))

    @cached_property
    def _referrers(self) -> dict[tuple[str, str], dict[str, None]]:
        """The pages that refer to labels of other pages, by page and label."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for key, page in self.pages.items():
            for label in self._referred(page):
                place = self.find(label, key)
                if isinstance(place, LabelPlace) and place.page:
                    found.setdefault((place.page, place.label.name), {})[key] = None
        return found

    def _referred(self, page: ParsedPage) -> dict[str, None]:
        """Return the labels to which a page and the texts that it includes refer, in order."""
        found: dict[str, None] = {}
        for text in (page, *self.included(page)):
            for fragment in (text.heading, text.body):
                if fragment:
                    found |= dict.fromkeys(_labels_referred_to(fragment.references))
        return found

    def _place(self, label: str, key: str, page: str) -> LabelPlace:
        own = key == page
        place = self._places.get((label, key, own))
        if place is None:
            place = self._places[label, key, own] = LabelPlace(
                label=self.numbering.labels[key][label],
                number=self.numbering.numbers[key][label],
                url=f"{'' if own else self.urls[key]}#{quote(label)}",
                page="" if own else key,
            )
        return place

    def _language(self, key: str) -> str:
        return self.pages[key].front.language

    def _file(self, key: str) -> str:
        return str(self.pages[key].path)

    def _ambiguous(self, label: str, keys: tuple[str, ...]) -> Problem:
        files = [self._file(key) for key in keys]
        more = f" and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
        message = f"several pages have the label '{label}': {', '.join(files[:_MOST_NAMED])}{more}"
        hint = f"rename all but one, or write [](/{files[0]}#{label})"
        return Problem(AMBIGUOUS_REFERENCE, message, hint)

    def _unknown(self, label: str, page: str) -> Problem:
        held = self._held_back.get(label)
        if held:
            message = f"the label '{label}' is in {held}, which is not published"
            return Problem(UNRESOLVED_REFERENCE, message, "publish that page, or refer to another")
        message = f"there is no label '{label}'"
        near = self._near_label(label)
        if not near:
            hint = f"write {{#{label}}} where it belongs, or \\@ for an ordinary @"
            if not kind_of_label(label):
                hint = f"write ({label})= on the line above what it names"
            return Problem(UNRESOLVED_REFERENCE, message, hint)
        keys = self.numbering.pages[near]
        where = "on this page" if page in keys else f"in {self._file(keys[0])}"
        return Problem(UNRESOLVED_REFERENCE, message, f"did you mean '{near}' {where}?")

    def _near_label(self, label: str) -> str:
        """Return the label most like one that is not there, or nothing.

        Their prefixes are alike in any case, so what is behind them decides.
        """
        kind = kind_of_label(label)
        name = label.partition("-")[2] if kind else label

        def names() -> Iterator[str]:
            for known in self.numbering.pages:
                is_alike = not kind or kind_of_label(known) == kind
                if is_alike and not known.startswith("eq-_"):  # an equation without a label
                    yield known.partition("-")[2] if kind else known

        near = self._guesses.nearest(name, names, ("labels", kind))
        return f"{label.partition('-')[0]}-{near}" if near and kind else near

    @cached_property
    def _held_back(self) -> dict[str, str]:
        """The labels of pages that are not published, with the files that have them."""
        held = (page for page in self.all_pages if page.key not in self.pages)
        return {label.name: str(page.path) for page in held for label in page.labels}


def _labels_referred_to(references: References) -> Iterator[str]:
    """Yield the labels of cross-references, and of those in captions and other texts in them."""
    if CrossReference in references.kinds:
        for each in references:
            if isinstance(each, CrossReference):
                yield each.target
    for outer in references.with_own("inner"):
        for each in outer.inner:
            if isinstance(each, CrossReference):
                yield each.target
