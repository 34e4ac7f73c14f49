"""All pages -> Site. Sees everything, touches nothing: no disk, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.assets.planning import ImagePlanner, fingerprinted
from sitegen.diagnostics import Diagnostic, Location
from sitegen.graph.filling import Filler, Inspected
from sitegen.graph.menus import assemble_menus
from sitegen.graph.references import Files, Linker
from sitegen.graph.selection import Selection, select_pages
from sitegen.graph.tags import collect_tags
from sitegen.graph.tree import Tree, grow_tree, list_order
from sitegen.graph.urls import CONTENT, Addresses, href, output_file
from sitegen.model import (
    Card,
    Filled,
    ImageInfo,
    ImageJob,
    Kind,
    Page,
    ParsedPage,
    Redirect,
    Site,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Config
    from sitegen.model import MenuEntry

__all__ = ["Inputs", "assemble_site"]

HOME = str(CONTENT / "index.md")
TAGS = str(CONTENT / "tags" / "index.md")
NOT_FOUND = str(CONTENT / "404.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that assembling depends on; `words` maps a language to the theme's words."""

    config: Config
    config_path: str
    parsed: tuple[ParsedPage, ...]
    selection: Selection
    files: Files
    images: Mapping[PurePosixPath, Inspected]
    words: Mapping[str, Mapping[str, str]]


def assemble_site(inputs: Inputs) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Put the site together; mistakes are reported and leave a gap, never an exception."""
    return _Assembly(inputs).build()


class _Assembly:
    """One run of `assemble_site`: the values on which its steps build."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.config = inputs.config
        self.published, self.unpublished = select_pages(inputs.parsed, inputs.selection)
        self.sources = {str(page.path): page for page in self.published}
        self.tree: Tree = grow_tree(self.published, [page.path for page in inputs.parsed])
        slugs = {page.path: page.front.slug for page in inputs.parsed if page.front.slug}
        self.addresses = Addresses(slugs)
        keys = {*self.sources, *self.tree.indexes.values(), NOT_FOUND}
        if any(page.front.tags for page in self.published):
            keys.add(TAGS)
        self.paths = {key: self.addresses.page(PurePosixPath(key)) for key in sorted(keys)}
        self.urls = {key: href(self.config.base_path, path) for key, path in self.paths.items()}
        self.planner = ImagePlanner(self.config)
        self.linker = Linker(
            base_path=self.config.base_path,
            pages=self.urls,
            addresses={url: key for key, url in self.urls.items()},
            anchors={key: page.anchors for key, page in self.sources.items()},
            unpublished=self.unpublished,
            files=inputs.files,
            types=frozenset(self.config.files.types),
        )
        self.filler = Filler(self.linker, self.planner, inputs.images)

    def build(self) -> tuple[Site, tuple[Diagnostic, ...]]:
        cards = {key: self.card(key) for key in self.paths}
        tags, tag_problems = collect_tags(self.published, cards, self.config.base_path)
        tag_keys = self.tag_cards(tags, cards)
        menus, menu_problems = assemble_menus(
            self.config,
            self.inputs.config_path,
            self.published,
            cards,
            self.tree,
            self.linker,
        )
        pages = {key: self.page(key, cards, tags) for key in (*self.paths, *tag_keys)}
        logo = self.logo()
        site = self.site(cards, tags, menus, pages, logo)
        problems = (*self.filler.problems, *tag_problems, *menu_problems)
        return site, (*problems, *self.missing_translations())

    def card(self, key: str) -> Card:
        """Return what others see of a page, written by an author or generated."""
        page = self.sources.get(key)
        above = self.tree.above.get(key, "")
        url, kind = self.urls[key], self.kind(key)
        language = self.config.language
        if page is None:
            title = self.generated_title(key)
            return Card(key=key, kind=kind, title=title, url=url, language=language, section=above)
        front = page.front
        return Card(
            key=key,
            kind=kind,
            title=front.title or _heading_text(page) or self.generated_title(key),
            url=url,
            date=front.date,
            updated=front.updated,
            description=front.description,
            summary=front.description or page.summary,
            tags=tuple(dict.fromkeys(front.tags)),
            authors=front.authors,
            featured_image=self.filler.featured(page),
            language=front.language or language,
            weight=front.weight,
            word_count=page.word_count,
            reading_time=page.reading_time,
            section=above if above != HOME else "",
            draft=front.draft,
            extra=front.extra,
        )

    def kind(self, key: str) -> Kind:
        if key == HOME:
            return Kind.HOME
        if key == NOT_FOUND:
            return Kind.NOT_FOUND
        if key == TAGS:
            return Kind.TAGS
        return Kind.SECTION if key in self.tree.indexes.values() else Kind.PAGE

    def generated_title(self, key: str) -> str:
        words = _words(self.inputs.words, self.config.language)
        if key == HOME:
            return self.config.title
        if key == TAGS:
            return words["tags"]
        if key == NOT_FOUND:
            return words["page_not_found"]
        path = PurePosixPath(key)
        name = path.parent.name if path.name == "index.md" else path.stem
        return re.sub(r"[-_\s]+", " ", name).strip().capitalize()

    def tag_cards(self, tags: Mapping[str, Tag], cards: dict[str, Card]) -> tuple[str, ...]:
        keys = []
        for slug, tag in tags.items():
            key = f"tag:{slug}"
            keys.append(key)
            cards[key] = Card(
                key=key,
                kind=Kind.TAG,
                title=tag.name,
                url=tag.url,
                language=self.config.language,
                section=TAGS,
            )
        return tuple(keys)

    def page(self, key: str, cards: Mapping[str, Card], tags: Mapping[str, Tag]) -> Page:
        card = cards[key]
        parsed = self.sources.get(key)
        listed, sections = self.lists(key, cards, tags)
        previous, following = self.neighbours(key, cards)
        path = f"tags/{key.removeprefix('tag:')}/" if card.kind is Kind.TAG else self.paths[key]
        crumbs = self.tree.path_to(key)
        if card.kind in {Kind.TAG, Kind.TAGS}:
            crumbs = (HOME, TAGS) if card.kind is Kind.TAG else (HOME,)
        return Page(
            card=card,
            source=key if parsed else "",
            templates=self.templates(card, parsed, crumbs),
            output=output_file(path),
            heading=self.filler.fill(parsed, parsed.heading) if parsed and parsed.heading else None,
            body=self.filler.fill(parsed, parsed.body) if parsed else Filled(),
            toc=parsed.toc if parsed else (),
            breadcrumbs=crumbs,
            previous=previous,
            next=following,
            pages=listed,
            sections=sections,
            list_urls=self.list_urls(card, listed),
        )

    def lists(
        self, key: str, cards: Mapping[str, Card], tags: Mapping[str, Tag]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what a page lists: its pages and its sections, in the order of lists."""
        if key.startswith("tag:"):
            return tags[key.removeprefix("tag:")].pages, ()
        pages = sorted(self.tree.pages.get(key, ()), key=lambda each: list_order(cards[each]))
        sections = sorted(self.tree.sections.get(key, ()), key=lambda each: list_order(cards[each]))
        return tuple(pages), tuple(sections)

    def neighbours(self, key: str, cards: Mapping[str, Card]) -> tuple[str, str]:
        above = self.tree.above.get(key)
        if not above or above == HOME or cards[key].kind is not Kind.PAGE:
            return "", ""
        row, _ = self.lists(above, cards, {})
        place = row.index(key)
        previous = row[place - 1] if place else ""
        return previous, row[place + 1] if place + 1 < len(row) else ""

    def templates(
        self, card: Card, parsed: ParsedPage | None, crumbs: tuple[str, ...]
    ) -> tuple[str, ...]:
        if parsed and parsed.front.template:
            return (f"{parsed.front.template}.html",)
        names = [f"{card.kind}.html"]
        own = (card.key,) if card.kind is Kind.SECTION else ()
        for section in (*crumbs, *own):
            folder = PurePosixPath(section).parent
            if folder != CONTENT and card.kind in {Kind.PAGE, Kind.SECTION}:
                names.insert(0, f"{folder.relative_to(CONTENT)}/{card.kind}.html")
        return tuple(names)

    def list_urls(self, card: Card, listed: tuple[str, ...]) -> tuple[str, ...]:
        if card.kind not in {Kind.SECTION, Kind.TAG}:
            return (card.url,)
        size = self.config.pagination.size
        total = max(1, -(-len(listed) // size))
        return (card.url, *(f"{card.url}page/{number}/" for number in range(2, total + 1)))

    def logo(self) -> str:
        if not self.config.theme.logo:
            return ""
        path = PurePosixPath("assets", self.config.theme.logo)
        image = self.filler.logo(path, self.inputs.config_path)
        return image.src if image else ""

    def site(
        self,
        cards: Mapping[str, Card],
        tags: Mapping[str, Tag],
        menus: Mapping[str, tuple[MenuEntry, ...]],
        pages: Mapping[str, Page],
        logo: str,
    ) -> Site:
        regular = [key for key, card in cards.items() if card.kind is Kind.PAGE]
        top = sorted(self.tree.sections.get(HOME, ()), key=lambda each: list_order(cards[each]))
        return Site(
            config=self.config,
            pages=pages,
            sections=tuple(top),
            regular_pages=tuple(sorted(regular, key=lambda each: _newest_first(cards[each]))),
            tags=tags,
            menus=menus,
            redirects=self.redirects(),
            image_jobs=tuple(self.image_jobs()),
            files=self.linked_files(),
            urls=self.urls,
            logo=logo,
        )

    def redirects(self) -> tuple[Redirect, ...]:
        return tuple(
            Redirect(
                output=output_file(_alias_path(alias)),
                target=self.urls[str(page.path)],
                source=str(page.path),
            )
            for page in self.published
            for alias in page.front.aliases
        )

    def image_jobs(self) -> Iterable[ImageJob]:
        for info, variants in self.planner.jobs():
            users = tuple(self.filler.users.get(info.path, ()))
            yield ImageJob(
                source=info.path,
                digest=info.digest,
                side=self.planner.side,
                variants=variants,
                used_by=users,
            )

    def linked_files(self) -> dict[PurePosixPath, PurePosixPath]:
        """Map each file to publish to its place in the output; images have their digest in it."""
        files = {}
        for path, published in sorted(self.linker.linked.items()):
            info = self.inputs.images.get(path)
            by_digest = isinstance(info, ImageInfo) and not published
            files[path] = (
                fingerprinted(path, info.digest)
                if by_digest and isinstance(info, ImageInfo)
                else PurePosixPath(published)
            )
        return files

    def missing_translations(self) -> Iterable[Diagnostic]:
        """Report, once for each language, that the theme does not speak it."""
        languages = {self.config.language: Location(path=self.inputs.config_path)}
        for page in self.published:
            line = page.front.lines.get("language", 0)
            place = Location(path=str(page.path), line=line)
            if page.front.language:
                languages.setdefault(page.front.language, place)
        for language, place in languages.items():
            primary = language.split("-")[0].casefold()
            if primary not in self.inputs.words:
                message = f"the theme has no words in '{language}', English ones stand in"
                hint = f"add templates/strings/{primary}.toml"
                yield Diagnostic(
                    code="missing-translation", message=message, location=place, hint=hint
                )


def _heading_text(page: ParsedPage) -> str:
    if page.heading is None:
        return ""
    return " ".join(_unescape(re.sub(r"<[^>]*>", "", "".join(page.heading.parts))).split())


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def _words(words: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    return words.get(language.split("-", maxsplit=1)[0].casefold(), words["en"])


def _newest_first(card: Card) -> tuple[object, ...]:
    moment = card.date.moment.timestamp() if card.date else float("-inf")
    return (-moment, card.title.casefold(), card.key)


def _alias_path(alias: str) -> str:
    path = alias.lstrip("/")
    return path if path.endswith((".html", "/")) or not path else f"{path}/"
