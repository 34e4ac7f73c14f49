"""Find and parse the Markdown files that pages include, and those that these include.

They are parsed before images are looked at, since an included text shows some. Pages that are not
published are not included either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.content.front_matter import split_front_matter
from sitegen.content.id_renaming import TakenIds
from sitegen.content.included_text import INCLUDE, WrongPartError, cut_included_text
from sitegen.content.notebooks.freezes import split_freeze
from sitegen.content.text import decode
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.graph.file_index import candidate_paths, file_name
from sitegen.graph.link_resolver import DRAFT_LINK
from sitegen.graph.selection import HeldBack, find_held_folder
from sitegen.model import Anchors, ParsedPage, SourceFile
from sitegen.model.references import IncludeReference, Word

if TYPE_CHECKING:
    from sitegen.content.parse_options import ParseOptions
    from sitegen.diagnostics import Diagnostic

__all__ = ["Inclusions", "TextPlace", "WrongInclusion", "find_inclusions"]

#: Texts that include others are nested so deep at most.
_DEEPEST = 8
#: What a page includes, with what that includes, has so many texts and characters of HTML at most.
_MOST_TEXTS = 1_000
_MOST_CHARACTERS = 5_000_000
#: The kind of what is no page because of its name, and so may be a part of others.
_UNDERSCORED = "underscored"
#: Where a text stands in a page: which include of the page it is, of the text in that, and so on.
TextPlace = tuple[int, ...]


class WrongInclusion(msgspec.Struct, frozen=True):
    """Why a text cannot be included, and the word that is to blame."""

    word: Word
    problem: Problem


class Inclusions(msgspec.Struct, frozen=True):
    """The included texts by the key of the page and their place in it.

    `files` are the files that they are in, `problems` is what is wrong.
    """

    found: Mapping[tuple[str, TextPlace], ParsedPage | WrongInclusion] = msgspec.field(
        default_factory=dict
    )
    files: frozenset[str] = frozenset()
    problems: tuple[Diagnostic, ...] = ()

    def find(self, page: str, place: TextPlace) -> ParsedPage | WrongInclusion | None:
        """Return the text at a place of a page."""
        return self.found.get((page, place))

    @property
    def texts(self) -> tuple[ParsedPage, ...]:
        """All texts that are included."""
        return tuple(each for each in self.found.values() if isinstance(each, ParsedPage))

    def all_in(self, page: ParsedPage) -> Iterable[ParsedPage]:
        """Yield what a page includes, and what that includes."""
        yield from self._all_in(page, page.key, ())

    def _all_in(self, text: ParsedPage, page: str, place: TextPlace) -> Iterable[ParsedPage]:
        for number in range(len(_wanted(text))):
            found = self.find(page, (*place, number))
            if isinstance(found, ParsedPage):
                yield found
                yield from self._all_in(found, page, (*place, number))

    def complete(self, page: ParsedPage) -> ParsedPage:
        """Return a page with the labels and ids of what it includes."""
        included = list(self.all_in(page))
        if not included:
            return page
        return msgspec.structs.replace(
            page,
            anchors=Anchors.of(chain.from_iterable(each.anchors for each in (page, *included))),
            labels=(*page.labels, *(label for each in included for label in each.labels)),
        )


class _Weight(NamedTuple):
    """What an included text brings into a page, with all that it includes in turn."""

    texts: int = 0
    characters: int = 0
    depth: int = 0

    def plus(self, other: _Weight) -> _Weight:
        """Return the weight of both, side by side."""
        texts, characters = self.texts + other.texts, self.characters + other.characters
        return _Weight(texts, characters, max(self.depth, other.depth))

    @property
    def excess(self) -> str:
        """What is too much; empty if it is not."""
        if self.depth > _DEEPEST:
            return f"texts include each other more than {_DEEPEST} deep"
        if self.texts > _MOST_TEXTS:
            return f"the page includes more than {_MOST_TEXTS:,} texts"
        if self.characters > _MOST_CHARACTERS:
            return f"the page includes more than {_MOST_CHARACTERS // 1_000_000} MB of text"
        return ""


class _Finder(msgspec.Struct):
    """Parses what pages include; each file is read once, each part of it parsed once."""

    paths: Mapping[str, PurePosixPath]
    unpublished: Mapping[str, HeldBack]
    held_folders: Mapping[str, HeldBack]
    options: ParseOptions
    read: Callable[[PurePosixPath], SourceFile]
    parse: Callable[[SourceFile, ParseOptions], ParsedPage]
    found: dict[tuple[str, TextPlace], ParsedPage | WrongInclusion] = msgspec.field(
        default_factory=dict
    )
    texts: dict[PurePosixPath, str] = msgspec.field(default_factory=dict)
    parts: dict[tuple[PurePosixPath, str, str, str], ParsedPage] = msgspec.field(
        default_factory=dict
    )
    problems: dict[Diagnostic, None] = msgspec.field(default_factory=dict)
    #: The ids of the page that is being followed, and of what it includes.
    taken: TakenIds = msgspec.field(default_factory=TakenIds)

    def begin(self, page: ParsedPage) -> None:
        """Find what a page includes, and refuse what is too much for it.

        Nothing below that is followed: a page can name a text many thousand times.
        """
        self.taken = TakenIds(page.anchors)
        whole = _Weight()
        excess = ""
        for number, wanted in enumerate(_wanted(page)):
            place = (page.key, (number,))
            if not excess:
                whole = whole.plus(self._follow(page, wanted, place, ()))
                excess = whole.excess
                said = excess
            else:
                said = f"this text is not looked at, because above, {excess}"
            if excess:
                problem = Problem(INCLUDE, said, "include less of them here")
                self.found[place] = WrongInclusion(wanted.file, problem)

    def _follow(
        self,
        text: ParsedPage,
        wanted: IncludeReference,
        place: tuple[str, TextPlace],
        above: tuple[PurePosixPath, ...],
    ) -> _Weight:
        """Find one text and what it includes; return its weight, or that of what is too much."""
        made = self._include(text.path, wanted, (*above, text.path))
        if not isinstance(made, ParsedPage):
            self.found[place] = made
            return _Weight()
        made = self.found[place] = self.taken.rename(made)
        page, inside = place
        inner = _Weight()
        for number, each in enumerate(_wanted(made)):
            below = (page, (*inside, number))
            inner = inner.plus(self._follow(made, each, below, (*above, text.path)))
            if inner.excess:
                break
        own = sum(map(len, made.body.parts))
        return _Weight(inner.texts + 1, inner.characters + own, inner.depth + 1)

    def _include(
        self, page: PurePosixPath, wanted: IncludeReference, above: tuple[PurePosixPath, ...]
    ) -> ParsedPage | WrongInclusion:
        path = self._locate(page, wanted)
        if isinstance(path, Problem):
            return WrongInclusion(wanted.file, path)
        if path not in self.texts:
            own = split_freeze(self.read(path).data).own
            self.texts[path], problems = decode(own, str(path))
            self.problems |= dict.fromkeys(problems)
        refused = self._refuse(path, wanted, above)
        if refused:
            return WrongInclusion(wanted.file, refused)
        part = (path, *wanted.key[1:])
        if part not in self.parts:
            try:
                text = cut_included_text(self.texts[path], str(path), wanted, self.options.engine)
            except WrongPartError as error:
                return WrongInclusion(error.word, error.problem)
            options = msgspec.structs.replace(self.options, included=True, toc=True)
            parsed = self.parse(SourceFile(path=path, data=text.encode(), digest=""), options)
            self.problems |= dict.fromkeys(parsed.diagnostics)
            self.parts[part] = parsed
        return self.parts[part]

    def _locate(self, page: PurePosixPath, wanted: IncludeReference) -> PurePosixPath | Problem:
        name = file_name(wanted.target)
        for candidate in candidate_paths(page, name):
            if candidate in self.paths:
                return self.paths[candidate]
        near = did_you_mean(name, {path.name for path in self.paths.values()}, _FROM)
        return Problem(INCLUDE, f"there is no Markdown file '{wanted.target}'", near)

    def _refuse(
        self, path: PurePosixPath, wanted: IncludeReference, above: tuple[PurePosixPath, ...]
    ) -> Problem | None:
        held = self.unpublished.get(str(path)) or find_held_folder(str(path), self.held_folders)
        if held and held.kind == _UNDERSCORED:
            is_draft = split_front_matter(self.texts[path], str(path)).fields.get("draft")
            held = HeldBack("drafts", "a draft") if is_draft else None
        if held:
            message = f"'{wanted.target}' is {held.reason}"
            return Problem(DRAFT_LINK, message, "publish that page, or include another")
        if path in above:
            message = f"'{wanted.target}' includes this text in turn"
            return Problem(INCLUDE, message, "put what both need into a third file")
        if len(above) > _DEEPEST:
            message = f"texts include each other more than {_DEEPEST} deep"
            return Problem(INCLUDE, message, "include the last of them here")
        return None


_FROM = "write its path, from this file or from the site's folder"


def _wanted(page: ParsedPage) -> list[IncludeReference]:
    return [
        each
        for fragment in (page.heading, page.body)
        if fragment and IncludeReference in fragment.references.kinds
        for each in fragment.references
        if isinstance(each, IncludeReference)
    ]


def find_inclusions(
    pages: Iterable[ParsedPage],
    paths: Iterable[PurePosixPath],
    unpublished: Mapping[str, HeldBack],
    held_folders: Mapping[str, HeldBack],
    options: ParseOptions,
    read: Callable[[PurePosixPath], SourceFile],
    parse: Callable[[SourceFile, ParseOptions], ParsedPage],
) -> Inclusions:
    """Return what these pages include.

    `paths` are all files of Markdown and of Quarto, `unpublished` and `held_folders` are as in
    `Inputs`, `read` returns a file, and `parse` parses a text as `parse_page` does.
    """
    including = [page for page in pages if _wanted(page)]
    if not including:
        return Inclusions()
    known = {str(path): path for path in paths}
    finder = _Finder(known, unpublished, held_folders, options, read, parse)
    for page in including:
        finder.begin(page)
    # What is wrong with a page is told when it is parsed as one.
    published = {str(page.path) for page in pages}
    problems = (each for each in finder.problems if each.location.path not in published)
    files = frozenset(map(str, finder.texts))
    return Inclusions(finder.found, files, tuple(problems))
