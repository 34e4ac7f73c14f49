"""Find fields and settings that have no effect on this site."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.config import ResearchConfig, find_setting
from sitegen.config.bibliography_paths import may_be_bibliography
from sitegen.config.globs import compile_glob
from sitegen.content.data_files import DATA_SUFFIXES
from sitegen.content.front_matter_fields import NO_EFFECT
from sitegen.content.other_names import fold_name
from sitegen.diagnostics import Diagnostic, Location, Problem, did_you_mean
from sitegen.graph.layouts import check_layouts
from sitegen.graph.term_pages import is_term_key
from sitegen.late_patterns import compile_late
from sitegen.model import CONTENT, STATIC, Kind

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sitegen.graph.outline import Inputs, Outline
    from sitegen.model import ParsedPage

__all__ = ["check_unused"]

#: Fields that the theme reads beside sitegen's own, and the kinds of pages on which it does.
_THEME_FIELDS = {
    "list": frozenset({Kind.SECTION}),
    "home": frozenset({Kind.SECTION}),
    "actions": frozenset({Kind.HOME}),
}
#: What Hugo takes for a language at the end of a file's name.
_LANGUAGE = compile_late(r"[a-z]{2}(-[a-z]{2,4})?", re.IGNORECASE)
#: What plugins of Jekyll call the address to which a page leads, folded; al-folio has `redirect`.
_REDIRECTIONS = frozenset({"redirectto", "redirect", "redirecturl"})
_ABSOLUTE = compile_late(r"(?:[a-z][a-z0-9+.-]*:)?//|mailto:", re.IGNORECASE)
#: How Quarto's `listing` looks: one of its types, or tables with some of its keys.
_LISTINGS = ("default", "grid", "table")
_LISTING_KEYS = frozenset({"contents", "type", "id", "template"})
_LISTS = ("cards", "news", "compact")
_ACTION_KEYS = ("name", "page", "url")
_PICTURE_FIELDS = ("featured_image_alt", "featured_image_caption", "featured_image_focus")


def check_unused(outline: Outline) -> Iterator[Diagnostic]:
    """Yield a warning for each field of a published page and each setting without effect."""
    yield from check_layouts(outline)
    facts = outline.inputs.templates
    known = frozenset(_THEME_FIELDS) - facts.own_words
    for key, page in outline.sources.items():
        front = page.front
        if front.menu and facts.menus is not None:
            yield from _unseen_menus(page, facts.menus)
        if not front.featured_image and not front.places.keys().isdisjoint(_PICTURE_FIELDS):
            yield _no_picture(page)
        if not known.isdisjoint(front.extra):
            yield from _theme_fields(page, outline.kind(key), known)
        if is_term_key(key):
            yield from _address_of_term(page)
        if front.extra:
            yield from _redirections(page, outline, facts.own_words)
        if "sections" in front.extra and "sections" not in facts.own_words:
            yield from _blocks(page)
        if "listing" in front.extra and "listing" not in facts.own_words:
            yield from _listing(page)
        if "." in page.path.stem and not front.language:
            yield from _translated_name(page, outline)
    yield from _settings(outline.inputs)


def _address_of_term(page: ParsedPage) -> Iterator[Diagnostic]:
    """Report an address that the page of a term asks for: it has that of the term."""
    for name in ("url", "slug"):
        if getattr(page.front, name):
            message = f"'{name}' has no effect on the page of a tag or another term"
            yield Problem(NO_EFFECT, message, "remove it").at(page.place_of(name))


def _redirections(
    page: ParsedPage, outline: Outline, own_words: Container[str]
) -> Iterator[Diagnostic]:
    """Report a page that other generators would make a redirect."""
    for name, target in page.front.extra.items():
        if fold_name(name) not in _REDIRECTIONS or name in own_words:
            continue
        if isinstance(target, str) and target:
            message = f"'{name}: {target}' has no effect: this page is published as it is"
            hint = "link to that site in the text; no page sends its readers to another site"
            if not _ABSOLUTE.match(target):
                own = f"/{outline.paths[page.key]}"
                hint = (
                    f"delete this page, and write 'aliases: [{own}]' in the one to which it leads"
                )
            yield Problem(NO_EFFECT, message, hint).at(page.place_of(name))


def _blocks(page: ParsedPage) -> Iterator[Diagnostic]:
    """Report the text of a landing page of Hugo Blox, which is in its front matter."""
    blocks = page.front.extra["sections"]
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and ("block" in block or "widget" in block):
            message = "'sections' has blocks of Hugo Blox, which no template shows"
            hint = "write their text below the front matter, or a template that shows them"
            yield Problem(NO_EFFECT, message, hint).at(page.place_of("sections"))
            return


def _listing(page: ParsedPage) -> Iterator[Diagnostic]:
    """Report what Quarto lists on a page, which its front matter says."""
    written = page.front.extra["listing"]
    first = written[0] if isinstance(written, list) and written else written
    if first in _LISTINGS or (isinstance(first, dict) and not _LISTING_KEYS.isdisjoint(first)):
        message = "'listing' lists nothing: it is Quarto's"
        hint = "write ```{collection} publications in the text, or another collection"
        yield Problem(NO_EFFECT, message, hint).at(page.place_of("listing"))


def _translated_name(page: ParsedPage, outline: Outline) -> Iterator[Diagnostic]:
    """Report `about.de.md` beside `about.md`: to Hugo, the ending is the page's language."""
    stem, _, language = page.path.stem.rpartition(".")
    others = {str(page.path.with_name(f"{name}.md")) for name in (stem, f"{stem}.en")}
    others.discard(str(page.path))
    if page.made:  # its name is the key of a publication
        return
    if _LANGUAGE.fullmatch(language) and not others.isdisjoint(outline.sources):
        moved = CONTENT / language / page.path.with_name(f"{stem}.md").relative_to(CONTENT)
        message = f"the ending '.{language}' of the file's name sets no language"
        hint = f"move it to {moved} and write 'language: {language}' in it"
        yield Problem(NO_EFFECT, message, hint).at(Location(path=str(page.path), line=1, column=1))


def _unseen_menus(page: ParsedPage, shown: frozenset[str]) -> Iterator[Diagnostic]:
    for place in page.front.menu:
        if place.menu not in shown:
            yield _unseen_menu(place.menu, shown).at(page.place_of("menu"))


def _unseen_menu(name: str, shown: frozenset[str]) -> Problem:
    otherwise = "write a template that shows it, or remove it"
    hint = did_you_mean(name, sorted(shown), otherwise)
    return Problem(NO_EFFECT, f"no template shows the menu '{name}'", hint)


def _no_picture(page: ParsedPage) -> Diagnostic:
    """Report what is said of a picture that the page does not have."""
    name = next(each for each in _PICTURE_FIELDS if each in page.front.places)
    places = page.front.places
    written = next((n for n in places if n != name and places[n] == places[name]), name)
    message = f"'{written}' names no picture, so that what it says of one has no effect"
    if written == name:
        message = f"'{name}' has no effect on a page without 'featured_image'"
    problem = Problem(NO_EFFECT, message, "write 'featured_image: NAME.jpg'")
    return problem.at(page.place_of(name))


def _theme_fields(page: ParsedPage, kind: Kind, known: frozenset[str]) -> Iterator[Diagnostic]:
    extra = page.front.extra
    for name, kinds in _THEME_FIELDS.items():
        # A cascade is for pages of all kinds.
        is_meant = kind in kinds or name in page.front.places
        if name in known and name in extra and is_meant:
            problem = _theme_field(name, extra[name], kind)
            if problem:
                yield problem.at(page.place_of(name))
    actions = extra.get("actions") if "actions" in known else None
    for action in actions if isinstance(actions, list) else ():
        for key in action if isinstance(action, dict) else ():
            if key not in _ACTION_KEYS:
                hint = did_you_mean(key, _ACTION_KEYS, "an action has name, and page or url")
                problem = Problem(NO_EFFECT, f"'actions': the key '{key}' has no effect", hint)
                yield problem.at(page.place_of("actions"))


def _theme_field(name: str, value: object, kind: Kind) -> Problem | None:
    if kind not in _THEME_FIELDS[name]:
        where = " or ".join(sorted(_WHERE[each] for each in _THEME_FIELDS[name]))
        return Problem(NO_EFFECT, f"'{name}' has an effect on {where} only", "remove it")
    if name == "list" and value not in _LISTS:
        hint = did_you_mean(str(value), _LISTS, f"write one of {', '.join(_LISTS)}")
        return Problem(NO_EFFECT, f"'list: {value}' has no effect", hint)
    if name == "home" and not isinstance(value, bool):
        return Problem(NO_EFFECT, f"'home: {value}' has no effect", "write 'home: false'")
    return None


_WHERE = {Kind.SECTION: "a section", Kind.HOME: "the home page"}


def _settings(inputs: Inputs) -> Iterator[Diagnostic]:
    """Yield the settings that other settings, or the files of the site, leave without effect."""
    for name, problem in _unused_settings(inputs):
        yield problem.at(inputs.place_of_setting(name))


def _unused_settings(inputs: Inputs) -> Iterator[tuple[str, Problem]]:
    config, facts = inputs.config, inputs.templates
    if config.sharing.font and not config.sharing.cards:
        message = "'sharing.font' has no effect while 'sharing.cards' is false"
        yield "sharing.font", Problem(NO_EFFECT, message, "remove one of them")
    for kind in ("avif", "webp"):
        name = f"images.{kind}_quality"
        if kind not in config.images.formats and find_setting(inputs.config_text, name)[0]:
            message = f"'{name}' has no effect while 'images.formats' lacks '{kind}'"
            yield name, Problem(NO_EFFECT, message, "remove it")
    # Here, a star also stands for slashes, so that no pattern is reported that fits a file.
    static = [str(path) for path in inputs.files.paths if STATIC in path.parents]
    for pattern in config.images.originals:
        if not any(fnmatchcase(path, pattern) for path in static):
            message = f"'images.originals': no file fits '{pattern}'"
            yield "images.originals", Problem(NO_EFFECT, message, "remove it or correct the path")
    yield from _empty_patterns(inputs)
    yield from _empty_folders(inputs)
    yield from _empty_collections(inputs)
    if config.params and facts.names and not facts.own:
        message = "the theme's templates do not use 'params'"
        yield "params", Problem(NO_EFFECT, message, "show it in a template of your own")
    if facts.menus is not None:
        for menu in config.menu:
            if menu not in facts.menus:
                yield f"menu.{menu}", _unseen_menu(menu, facts.menus)


def _empty_patterns(inputs: Inputs) -> Iterator[tuple[str, Problem]]:
    """Yield patterns of bibliographies that fit none, except those that every site has."""
    known = [path for path in map(str, inputs.files.paths) if may_be_bibliography(path)]
    for name in ("bibliography", "references"):
        for pattern in getattr(inputs.config.research, name):
            fits = compile_glob(pattern).fullmatch
            of_every_site = getattr(ResearchConfig(), name)
            if pattern in of_every_site or any(fits(path.casefold()) for path in known):
                continue
            hint = did_you_mean(pattern, known, "remove it or correct the path")
            message = f"'research.{name}': no file fits '{pattern}'"
            yield f"research.{name}", Problem(NO_EFFECT, message, hint)


def _empty_folders(inputs: Inputs) -> Iterator[tuple[str, Problem]]:
    for name in inputs.config.content.folders:
        folder = PurePosixPath(name)
        if not any(folder in page.path.parents for page in inputs.parsed):
            message = f"'content.folders': there are no pages in '{name}'"
            yield "content.folders", Problem(NO_EFFECT, message, "remove it or correct the path")


def _empty_collections(inputs: Inputs) -> Iterator[tuple[str, Problem]]:
    """Yield the folders and data files of collections in which there is nothing."""
    hint = "remove it or correct the path"
    known = inputs.config.all_collections
    for name, written in inputs.config.collections.items():
        if name not in known:
            continue
        place, folder = f"collections.{name}", PurePosixPath(known[name].folder)
        is_empty = not any(folder in page.path.parents for page in inputs.parsed)
        if written.folder and is_empty and not written.data:  # a list of rows needs no page
            problem = Problem(
                NO_EFFECT, f"'{place}.folder': there are no pages in '{folder}'", hint
            )
            yield f"{place}.folder", problem
        data = PurePosixPath(known[name].data)
        if not written.data:
            continue
        if data.suffix.casefold() not in DATA_SUFFIXES:
            kinds = f"write a file with {', '.join(sorted(DATA_SUFFIXES))}"
            problem = Problem(NO_EFFECT, f"'{place}.data': '{data}' is no data file", kinds)
            yield f"{place}.data", problem
        elif data not in inputs.files.paths:
            problem = Problem(NO_EFFECT, f"'{place}.data': there is no file '{data}'", hint)
            yield f"{place}.data", problem
