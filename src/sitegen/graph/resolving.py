"""Resolve the references of all pages, once the whole site is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.config import nearest_language
from sitegen.content.captions import CAPTIONS_FILES
from sitegen.diagnostics import Diagnostic, Location, Problem, ProblemError, why_fixed
from sitegen.errors import LimitError
from sitegen.graph.caption_texts import caption_text, with_alternatives
from sitegen.graph.galleries import describe_images
from sitegen.graph.glossary import Glossary
from sitegen.graph.inclusions import Inclusions
from sitegen.graph.inventory_search import InventorySearch
from sitegen.graph.label_search import LabelSearch
from sitegen.graph.missing_targets import IMAGE_MISSING
from sitegen.graph.reference_limits import Limit, may_take_long, no_limit, report_excess
from sitegen.graph.shortcode_context import PageArguments, ShortcodeSources
from sitegen.graph.shortcodes import resolve_shortcode
from sitegen.model import ImageInfo, ParsedPage, Resolved, ResolvedSlots, Unresolved
from sitegen.model.references import Included
from sitegen.model.references.citation_reference import PageCitations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath

    from sitegen.graph.citing import Citing
    from sitegen.graph.collections.entry_selection import EntrySelector
    from sitegen.graph.link_resolver import LinkResolver
    from sitegen.images.planning import ImagePlanner
    from sitegen.model import (
        Caption,
        CollectionReference,
        Fragment,
        ImageSet,
        ImageUse,
        Inspected,
        LabelPlace,
        Reference,
        References,
        ThemeMeasures,
    )
    from sitegen.model.drawing import Drawing, DrawingJob
    from sitegen.model.references import IncludeReference, ShortcodeCall, ShortcodeReference
    from sitegen.model.references.glossary_reference import ListedTerm
    from sitegen.model.references.label_list import ListScope
    from sitegen.model.references.term_reference import TermPlace

__all__ = ["Resolver"]


class Resolver(msgspec.Struct):
    """Resolves the references of all pages, and collects what was wrong with them.

    `words` maps a language to the theme's words, `language` is the site's. `users` maps each image
    to the pages that show it. `entries` is there when entries are known. `sources` has the values
    of source files, by kind and path. `limit` limits the work on a page; `stopped` are those that
    took too much.
    """

    links: LinkResolver
    planner: ImagePlanner
    images: Mapping[PurePosixPath, Inspected]
    sources: Mapping[str, Mapping[str, Any]]
    measures: ThemeMeasures
    words: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)
    language: str = "en"
    inventories: InventorySearch = msgspec.field(default_factory=InventorySearch)
    words_of: dict[str, Mapping[str, str]] = msgspec.field(default_factory=dict)
    labels: LabelSearch = msgspec.field(default_factory=LabelSearch)
    glossary: Glossary = msgspec.field(default_factory=Glossary)
    drawings: Mapping[str, Drawing] = msgspec.field(default_factory=dict)
    problems: list[Diagnostic] = msgspec.field(default_factory=list)
    users: dict[PurePosixPath, list[str]] = msgspec.field(default_factory=dict)
    entries: EntrySelector | None = None
    shortcodes: ShortcodeSources = msgspec.field(default_factory=ShortcodeSources)
    inclusions: Inclusions = msgspec.field(default_factory=Inclusions)
    citing: Citing | None = None
    limit: Limit = no_limit
    stopped: set[str] = msgspec.field(default_factory=set)

    def resolve(self, page: ParsedPage, fragment: Fragment | None) -> ResolvedSlots:
        """Resolve a fragment's references; one that cannot be is reported and stays empty."""
        if fragment is None or not fragment.references:
            return ResolvedSlots()
        language = page.front.language or self.language
        context = _PageContext(self, page.path, page.key, language, fields=page.front.extra)
        references = fragment.references
        try:
            if not may_take_long(page, fragment, self.citing) and page.key not in self.stopped:
                return ResolvedSlots(self.resolve_all(references, context))
            if page.key not in self.stopped:
                with self.limit(str(page.path)):
                    return ResolvedSlots(self.resolve_all(references, context))
        except LimitError as error:
            self.stopped.add(page.key)
            self.problems.append(report_excess(page, error))
        return ResolvedSlots([Unresolved(text=each.unresolved()) for each in references])

    def resolve_all(self, references: References, context: _PageContext) -> list[Resolved]:
        """Resolve the references of a text."""
        slots = [self.resolve_one(each, context) for each in references]
        return with_alternatives(references, slots, self._title_of)

    def _title_of(self, key: str) -> str:
        page = self.labels.pages.get(key)
        return page.front.title or page.heading_text if page else ""

    def use_image(
        self, page: PurePosixPath, path: PurePosixPath, target: str
    ) -> ImageInfo | Problem:
        """Return what is known of an image that an author named `target`, and note who shows it."""
        found = self.images.get(path)
        if isinstance(found, ImageInfo):
            users = self.users.setdefault(path, [])
            if str(page) not in users:
                users.append(str(page))
            return found
        flaw = found or Problem(IMAGE_MISSING, "it vanished during the build")
        message = f"the image '{target}': {flaw.message}"
        return Problem(flaw.code, message, flaw.hint, about=str(path))

    def find_image(self, page: PurePosixPath, target: str) -> ImageInfo | Problem:
        """Return what is known of the image that an author named, and note who shows it."""
        try:
            return self.use_image(page, self.links.image(page, target), target)
        except ProblemError as error:
            return error.problem

    def word(self, name: str, language: str) -> str:
        """Return a word of the theme in a language, or in English."""
        if language not in self.words_of:
            self.words_of[language] = self.words[nearest_language(language, self.words) or "en"]
        return self.words_of[language][name]

    def resolve_one(self, reference: Reference, context: _PageContext) -> Resolved:
        """Resolve a reference of a page or of a text that it includes."""
        context.line, context.column = reference.line, reference.column
        resolved = reference.resolve(context)
        if isinstance(resolved, Problem):
            context.report(resolved)
            return Unresolved(text="" if why_fixed(resolved.code) else reference.unresolved())
        return resolved


class _PageContext(msgspec.Struct):
    """The site as a reference at one place of a page sees it: a `SiteContext`.

    `fields` are the author's own in the page's front matter. `text` is the place of an included
    text, of which so many `includes` are resolved; `cited` are its citations, once
    one was resolved.
    """

    resolver: Resolver
    page: PurePosixPath
    key: str
    language: str
    line: int = 0
    column: int = 0
    fields: Mapping[str, Any] = {}
    text: tuple[int, ...] = ()
    includes: int = 0
    cited: PageCitations | None = None

    @property
    def location(self) -> Location:
        return Location(path=str(self.page), line=self.line, column=self.column)

    def link(self, target: str) -> str | Problem:
        try:
            picture = self.resolver.links.picture(self.page, target)
            if picture is None:
                return self.resolver.links.link(self.page, target)
        except ProblemError as error:
            return error.problem
        info = self.resolver.use_image(self.page, picture, target)
        return info if isinstance(info, Problem) else self.largest(info)

    def image(self, target: str) -> ImageInfo | Problem:
        return self.resolver.find_image(self.page, target)

    def peek_image(self, target: str) -> ImageInfo | None:
        path = self.resolver.links.files.locate(self.page, target)
        found = self.resolver.images.get(path) if path else None
        return found if isinstance(found, ImageInfo) else None

    def gallery(self, target: str) -> Sequence[tuple[ImageInfo, Caption]] | Problem:
        resolver = self.resolver
        try:
            inside = resolver.links.folder(self.page, target)
        except ProblemError as error:
            return error.problem
        described, problems = describe_images(
            inside, resolver.sources.get(CAPTIONS_FILES.name, {}), self.location
        )
        resolver.problems += problems
        usable: list[tuple[ImageInfo, Caption]] = []
        for path, caption in described:
            info = resolver.use_image(self.page, path, f"{target.rstrip('/')}/{path.name}")
            if isinstance(info, Problem):
                self.report(info)
            else:
                usable.append((info, caption))
        return usable

    def responsive(self, image: ImageInfo, use: ImageUse) -> ImageSet:
        return self.resolver.planner.responsive(image, use)

    def largest(self, image: ImageInfo) -> str:
        return self.resolver.planner.largest(image)

    def may_open(self, image: ImageSet) -> bool:
        return image.width > self.resolver.measures.figures.opens_from

    def entries(self, wanted: CollectionReference) -> tuple[str, ...] | None:
        selector = self.resolver.entries
        if selector is None:  # pragma: no cover  # entries are collected before pages are made
            raise AssertionError(wanted.target)
        found, problems = selector.select(wanted, str(self.page))
        self.resolver.problems += problems
        return found

    def included(self, wanted: IncludeReference) -> Included | None:
        text = (*self.text, self.includes)
        found = self.resolver.inclusions.find(self.key, text)
        self.includes += 1
        if not isinstance(found, ParsedPage):
            if found is not None:
                self.report(wanted.problem_at(found.word, str(self.page), found.problem))
            return None
        context = msgspec.structs.replace(self, page=found.path, text=text, includes=0, cited=None)
        slots = self.resolver.resolve_all(found.body.references, context)
        return Included(
            parts=found.body.parts,
            slots=ResolvedSlots(slots),
            toc=found.toc,
            behind=wanted.behind,
        )

    def drawing(self, job: DrawingJob) -> Drawing | None:
        return self.resolver.drawings.get(job.digest)

    def shortcode(self, wanted: ShortcodeReference) -> ShortcodeCall | None:
        context = PageArguments(self.resolver, self.page, self, self.fields)
        return resolve_shortcode(wanted, self.resolver.shortcodes.shortcodes, context)

    def source_value(self, kind: str, target: str) -> Any | Problem:
        try:
            path = self.resolver.links.source_file(self.page, target)
        except ProblemError as error:
            return error.problem
        return self.resolver.sources.get(kind, {}).get(str(path))

    def number(self, label: str) -> str | None:
        return self.resolver.labels.numbering.find(self.key, label)

    def find_label(self, label: str, page: str = "") -> LabelPlace | Problem:
        return self.resolver.labels.find(label, self.key, page)

    def find_anchor(self, name: str) -> str | Problem:
        if name in self.resolver.glossary.ids_on(self.key):
            return f"#{name}"
        return self.resolver.labels.find_anchor(name, self.key)

    def find_term(self, target: str, term: str) -> TermPlace | Problem:
        return self.resolver.glossary.find(target, term, self.key)

    def glossary(self) -> Sequence[ListedTerm]:
        return self.resolver.glossary.list_terms(self.key)

    def labels(self, kind: str, *, scope: ListScope) -> Sequence[LabelPlace]:
        return self.resolver.labels.list_kind(kind, self.key, scope)

    def title_of(self, place: LabelPlace) -> str:
        page = self.resolver.labels.pages[place.page or self.key]
        language = page.front.language or self.resolver.language
        there = _PageContext(self.resolver, page.path, page.key, language, fields=page.front.extra)
        known = len(self.resolver.problems)
        text = caption_text(place.label, page, there)
        del self.resolver.problems[known:]  # they are reported where the caption stands
        return text

    def referrers(self, label: str) -> tuple[tuple[str, str], ...]:
        return self.resolver.labels.referrers_of(label, self.key)

    def external(self, project: str, name: str) -> tuple[str, str, bool] | Problem:
        return self.resolver.inventories.find(project, name)

    def citations(self) -> PageCitations:
        if self.cited is None:
            citing = self.resolver.citing
            self.cited = citing.of_text(self.key, self.text) if citing else PageCitations()
        return self.cited

    def page_at(self, target: str) -> str:
        return self.resolver.links.page_of(self.page, target)

    def word(self, name: str) -> str:
        return self.resolver.word(name, self.language)

    def report(self, problem: Problem | Diagnostic) -> None:
        if isinstance(problem, Problem):
            problem = problem.at(self.location)
        self.resolver.problems.append(problem)
